"""An ask that nobody takes up goes to the facilitators; one whose day is over is closed, and its asker told."""

from datetime import datetime

from bot.programme import planning, rosters, signals
from bot.programme.asks import closing
from bot.programme.occasions import Planned
from storage import asks
from storage.asks import Ask, AskState
from storage.db import Db
from storage.editions import Edition
from storage.teams import Team, TeamState


def watch(db: Db, now: datetime) -> None:
    """By the clock. An ask of a team that has left ends without a word."""
    for ask in asks.to_look_at(db, now):
        if ask.team_id and db.get_one(Team, ask.team_id).state != TeamState.ACTIVE:
            said = closing.finish(db, now, ask, AskState.CLOSED)
        else:
            said = _end(db, now, ask) if ask.ends_at and ask.ends_at <= now else _look(db, now, ask)
        planning.queue(db, db.get_one(Edition, ask.edition_id), said, now)


def _end(db: Db, now: datetime, ask: Ask) -> list[Planned]:
    said = closing.finish(db, now, ask, AskState.CLOSED)
    return said + closing.to_asker(db, now, ask, "ask.expired", f"ask-{ask.id}:expired", {"ask": ask.id})


def _look(db: Db, now: datetime, ask: Ask) -> list[Planned]:
    """Who asked is asked once how it went; after that a person looks."""
    if ask.state == AskState.PICKED_UP and not ask.checked:
        ask.checked = True
        ask.look_at = closing.look_again(db, ask, now, closing.CHECK_AFTER)
        db.flush()
        return closing.to_asker(db, now, ask, "ask.check", f"ask-{ask.id}:check", {"ask": ask.id})
    ask.look_at = None
    if ask.team_id:
        signals.raise_(db, now, signals.ASK_STALE, db.get_one(Team, ask.team_id), f"ask-{ask.id}")
        return []
    return rosters.to_staff(db, ask.edition_id, now, "ask.raised", f"ask-{ask.id}:raised", {"ask": ask.id})
