"""The demonstration: an edition to walk about in, or a whole one played in virtual time and checked."""

import gc
import json
import logging
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.clock import VirtualClock
from bot.messages import reports as pages
from bot.programme import reports
from bot.rehearsal import almanac, audit
from bot.rehearsal.almanac import Expected
from bot.rehearsal.almanac.selecting import OPENS
from bot.rehearsal.audit import Result
from bot.rehearsal.roster import Roster, load
from bot.rehearsal.script import DAWN, Script
from bot.rehearsal.stage import Stage
from storage import editions, migrations

console = Console(stderr=True)
WALK_FROM = datetime(2026, 10, 15, 13, 0, tzinfo=UTC)
"""A Thursday on which the first check-ins have been asked for."""
END = timedelta(days=5)


def live(port: int, open_browser: Callable[[str], object] | None) -> None:
    """Until it is stopped with Ctrl-C."""
    with tempfile.TemporaryDirectory() as folder:
        stage, script = _stage(load(), Path(folder), DAWN, port)
        try:
            script.selection.short()
            _play(script, WALK_FROM, crowd=False)
            stage.clock.flow()
            stage.bot.clockwork.start()
            _say_what_to_try(stage.sandbox.url)
            if open_browser:
                open_browser(stage.sandbox.url)
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            console.print("Good-bye.")
        finally:
            stage.close()


def replay(out: Path) -> bool:
    """Play a whole edition; True if exactly what had to be seen was seen."""
    gc.set_threshold(50_000, 50, 50)  # many small objects, a short life: looking for cycles costs more than it frees
    roster, began = load(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        stage, script = _stage(roster, Path(folder), OPENS)
        try:
            script.selection.whole()
            end = datetime.combine(almanac.loop_dates(roster, almanac.LOOPS)[2] + END, datetime.min.time(), UTC)
            _play(script, end)
            result = _check(roster, script, end)
            _leave(stage, out, result)
        finally:
            stage.close()
    _show(result, time.monotonic() - began)
    return result.ok


def _stage(roster: Roster, folder: Path, start: datetime, port: int = 0) -> tuple[Stage, Script]:
    logging.disable(logging.WARNING)
    people = roster.slack_people(applicants=start == OPENS)
    stage = Stage(VirtualClock(start), people, folder, port, with_post=start != OPENS)
    migrations.upgrade(stage.bot.engine)
    return stage, Script(stage, roster)


def _play(script: Script, end: datetime, *, crowd: bool = True) -> None:
    acts = [act for act in script.acts(crowd=crowd) if act[0] <= end]
    for number, (at, act) in enumerate(acts):
        script.stage.until(at)
        act()
        if number + 1 == len(acts) or acts[number + 1][0] > at:
            script.stage.flush()
    script.stage.until(end)


def _check(roster: Roster, script: Script, end: datetime) -> Result:
    first = script.selection
    due = [
        *almanac.first_half(roster, first.given_on, first.begun, first.rematched),
        *almanac.introductions(roster),
        *almanac.second_half(roster, script.published, first.begun, end),
        *almanac.workrooms(roster, first.begun, first.agreed),
        *almanac.reminders(roster, first.begun),
        *almanac.help_given(roster),
        *almanac.endings(roster),
        *_on_purpose(roster),
    ]
    looks = [*(act[0] for act in script.acts()), *(item.at for item in due if item.at)]
    due += almanac.one_sided(roster, audit.sides(script.stage.sandbox, roster), looks)
    until_then = [item for item in due if item.at is None or item.at <= end]
    return audit.compare(until_then, audit.seen(script.stage.sandbox))


def _on_purpose(roster: Roster) -> list[Expected]:
    """What follows from one act of one person in the script."""
    owners = [team for team in roster.teams if team.kind == "owner"]
    told = [Expected("announce.message", actor.email) for team in owners for actor in (team.lead, team.deputy)]
    receipt = Expected("announce.sent", roster.facilitators[0].email)
    files = [Expected("intake.preview", "#facilitators")] * 3 + [Expected("intake.bring in", "#facilitators")] * 2
    return [*told, *files, receipt, Expected("thanks.received", roster.teams[13].lead.email)]


def _leave(stage: Stage, out: Path, result: Result) -> None:
    figures = stage.read(lambda db: reports.collect(db, editions.active(db)[-1], stage.clock.now()))
    pages.write(figures.as_json, out)
    (out / "replay.json").write_text(json.dumps(result.as_json(), indent=2), encoding="utf-8")
    console.print(f"The report is {out / 'report.html'}.", markup=False)


def _show(result: Result, seconds: float) -> None:
    table = Table("kind of message", "expected", "seen", title="What was expected, and what was seen on the wire")
    for kind, row in result.kinds.items():
        table.add_row(kind, str(row["expected"]), str(row["seen"]))
    Console().print(table)
    for line in result.unexpected[:20]:
        console.print(f"unexpected: {line}", markup=False)
    console.print(f"{'All as expected' if result.ok else 'NOT as expected'}, in {seconds:.0f} seconds.")


def _say_what_to_try(url: str) -> None:
    console.print(f"1. Open {url} and be Fay Lindqvist, facilitator: type /sweetspot monday")
    console.print("2. Be somebody of a team with an open check-in: press Answer in its direct message")
    console.print(f"3. Read {url}mail: who is not in Slack answers by the links of a letter")
    console.print("4. Move the clock to the next due thing, and see who is asked at which local hour")
