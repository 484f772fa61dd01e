"""Signals: what a person should look at, each raised once and for the facilitators alone."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.programme.occasions import Context, Planned, Skip, ref, within
from storage import checkins, loops, workspaces
from storage.checkins import Checkin, CheckinState, Light, Signal
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.loops import Loop
from storage.people import Person
from storage.teams import Team
from storage.workspaces import WorkspaceKind

SILENT, RED, HELP, TALK = "silent", "red light", "help wanted", "talk to a person"


def from_miss(db: Db, now: datetime, loop: Loop, team: Team) -> None:
    """Two misses in a row."""
    before = loops.numbered(db, loop.edition_id, loop.number - 1)
    if before and _missed(db, before, team) and _missed(db, loop, team):
        _raise(db, now, loop.edition_id, SILENT, team, f"loop-{loop.id}")


def _missed(db: Db, loop: Loop, team: Team) -> bool:
    row = checkins.of_team(db, loop.id, team.id)
    return row is not None and row.state == CheckinState.MISSED


def from_answer(db: Db, now: datetime, row: Checkin, team: Team, lights: dict[int, Light]) -> list[Planned]:
    if Light.RED in lights.values():
        _raise(db, now, team.edition_id, RED, team, f"checkin-{row.id}")
    if row.help_wanted:
        _raise(db, now, team.edition_id, HELP, team, f"checkin-{row.id}")
    return list(_posts(db, team.edition_id, now))


def from_person(db: Db, now: datetime, person: Person, team: Team) -> list[Planned]:
    """Somebody would rather talk to a person."""
    _raise(db, now, team.edition_id, TALK, team, f"person-{person.id}:{now:%Y-%m-%d}")
    return list(_posts(db, team.edition_id, now))


def _raise(db: Db, now: datetime, edition_id: int, kind: str, team: Team, occasion: str) -> None:
    if checkins.signal(db, edition_id, kind, team.id, occasion) is None:
        db.add(Signal(edition_id=edition_id, kind=kind, team_id=team.id, occasion=occasion, at=now))
        db.flush()


def planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterable[Planned]:
    return within(_posts(db, edition.id, start), start, end)


def _posts(db: Db, edition_id: int, since: datetime) -> Iterable[Planned]:
    room = workspaces.room(db, edition_id, WorkspaceKind.FACILITATORS)
    if room is None:
        return
    for signal in checkins.open_signals(db, edition_id):
        if signal.at >= since - timedelta(days=1):
            key = f"signal-{signal.id}"
            yield Planned("signal.raised", key, signal.at, channel_id=room.id, refs={"signal": signal.id})


def context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    signal = db.get_one(Signal, ref(delivery, "signal"))
    if signal.settled_at:
        return Skip("settled")
    return {"kind": signal.kind, "team": db.get_one(Team, signal.team_id).name, "signal": signal.id}


def settle(db: Db, now: datetime, signal_id: int) -> None:
    db.get_one(Signal, signal_id).settled_at = now
