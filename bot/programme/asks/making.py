"""An ask comes from a form, or from a check-in that wants help."""

from datetime import datetime

from bot.programme.occasions import Planned
from storage.checkins import Checkin
from storage.db import Db
from storage.teams import Team


def from_checkin(_db: Db, _now: datetime, _row: Checkin, _team: Team) -> list[Planned]:
    """The ask that goes with `row.help_wanted`: made once, rewritten when the answer is amended, closed when it is
    taken out. `row.help_from` says to whom it goes."""
    return []
