"""What the operator's import does, for tests that begin with what was submitted."""

from bot.programme import calls
from bot.programme.intake import Report, incoming, read
from bot.programme.intake.incoming import Reading
from storage.calls import CallKind
from storage.db import Db
from storage.editions import Edition
from tests.house import House


def understood(db: Db, edition: Edition | None, kind: CallKind, lines: list[str]) -> Report:
    table = read("\n".join(lines).encode(), "form.csv")
    return incoming.read_in(db, edition, kind, table, "form.csv", Reading())


def bring_in(house: House, kind: CallKind, lines: list[str]) -> None:
    found = house.read(lambda db: understood(db, calls.edition_named(db, None), kind, lines))
    house.bot.writer.commit(lambda db, now: incoming.bring_in(db, now, calls.edition_for_import(db, now, None), found))
