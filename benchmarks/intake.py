"""How long an import takes, beside `csv.reader` alone on the same bytes: `python -m benchmarks.intake [ROWS]`."""

import csv
import io
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import sqlalchemy as sa

from bot.clock import SystemClock
from bot.programme import calls
from bot.programme.calls import Stored
from bot.programme.intake import Report, incoming, read
from bot.programme.intake.incoming import Reading
from storage import migrations
from storage.calls import CallKind
from storage.db import Writer, open_engine, reading
from storage.editions import Edition

SAMPLE = Path(__file__).parents[1] / "bot/samples/first-edition/applications-challenges.csv"
NAME = "applications.csv"
ROWS = 10_000


def applications(count: int) -> bytes:
    """The sample's rows again and again, each time of other teams with other addresses and titles."""
    with SAMPLE.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.DictReader(file)
        sample, headers = list(lines), list(lines.fieldnames or ())
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, headers)
    writer.writeheader()
    for number in range(count):
        lap, row = number // len(sample), sample[number % len(sample)]
        own = {"Response ID": str(number + 1), "E-mail": row["E-mail"].replace("@", f"@lap{lap}.")}
        for header in ("Team name", "Title of your challenge"):
            own[header] = f"{row[header]} {lap * 7919 % 10007}"
        writer.writerow(row | own)
    return out.getvalue().encode()


class Watch:
    def __init__(self) -> None:
        self._last = perf_counter()

    def lap(self) -> float:
        """Seconds since it was last asked."""
        before, self._last = self._last, perf_counter()
        return self._last - before


def understood(engine: sa.Engine, edition: Edition, data: bytes) -> Report:
    table = read(data, NAME)
    with reading(engine) as db:
        return incoming.read_in(db, edition, CallKind.CHALLENGE, table, NAME, Reading())


def brought_in(writer: Writer, edition: Edition, found: Report) -> Stored:
    return writer.commit(lambda db, now: incoming.bring_in(db, now, edition, found))


def measure(data: bytes, rows: int) -> list[float]:
    """Seconds of `csv.reader` alone, of reading, of writing, and of both once more."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder, 'intake.db')}")
        migrations.upgrade(engine)
        writer = Writer(engine, SystemClock().now)
        edition = writer.commit(lambda db, now: calls.found_edition(db, now, "First edition"))
        watch, spent = Watch(), []
        assert len(list(csv.reader(io.StringIO(data.decode(), newline="")))) == rows + 1
        spent.append(watch.lap())
        found = understood(engine, edition, data)
        spent.append(watch.lap())
        assert brought_in(writer, edition, found) == Stored(rows, 0, 0)
        spent.append(watch.lap())
        assert brought_in(writer, edition, understood(engine, edition, data)) == Stored(0, 0, rows)
        spent.append(watch.lap())
        writer.close()
        engine.dispose()
    return spent


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    bare, read_in, written, repeated = measure(applications(rows), rows)
    print("| rows | reading, s | writing, s | repeated, s | `csv.reader` alone, s | first import ÷ `csv.reader` |")
    print("|---|---|---|---|---|---|")
    ratio = (read_in + written) / bare
    print(f"| {rows} | {read_in:.2f} | {written:.2f} | {repeated:.2f} | {bare:.2f} | {ratio:.0f} |")


if __name__ == "__main__":
    main()
