"""Signals: what a person should look at, each raised once and for the facilitators alone."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from bot.programme import rosters, worktime
from bot.programme.occasions import Context, Planned, Skip, ref, within
from bot.programme.permissions import demand
from storage import checkins, digests, editions, loops, people, teams, workspaces
from storage.checkins import CheckinState, Signal
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition, EditionState
from storage.loops import Loop
from storage.people import Person
from storage.teams import Team
from storage.workspaces import WorkspaceKind

SILENT, RED, TALK = "silent", "red light", "talk to a person"
NOT_A_FIT, ONE_SIDED = "not a fit", "one-sided"
MORNING = time(9)
LOOKED_AT = range(8, 12)
"""Hours of a Monday at which workspaces are looked at, so that the board of nine o'clock knows."""
QUIET = timedelta(days=14)
ASK_STALE, ASK_UNROUTED = "ask stale", "ask without takers"
ASK_FOR_ADVISOR, ASK_FOR_STAFF = "ask to an advisor", "ask to the facilitators"
ASK_DECLINED = "ask declined"


def from_miss(db: Db, now: datetime, loop: Loop, team: Team) -> None:
    """Two misses in a row."""
    before = loops.numbered(db, loop.edition_id, loop.number - 1)
    if before and _missed(db, before, team) and _missed(db, loop, team):
        raise_(db, now, SILENT, team, f"loop-{loop.id}")


def _missed(db: Db, loop: Loop, team: Team) -> bool:
    row = checkins.of_team(db, loop.id, team.id)
    return row is not None and row.state == CheckinState.MISSED


def is_silent(db: Db, team: Team) -> bool:
    """Whether it has missed two in a row, and nobody has seen to it yet."""
    return any(row.kind == SILENT and row.team_id == team.id for row in checkins.open_signals(db, team.edition_id))


def from_answer(db: Db, now: datetime, team: Team) -> list[Planned]:
    """What a check-in has raised is posted at once."""
    return list(_posts(db, team.edition_id, now))


def from_fit(db: Db, now: datetime, team: Team, occasion: str, *, bad: bool) -> list[Planned]:
    """A team finds its pairing no fit; when it thinks better of it, the signal is settled."""
    known = checkins.signal(db, team.edition_id, NOT_A_FIT, team.id, occasion)
    if known:
        known.settled_at = None if bad else known.settled_at or now
        db.flush()
    elif bad:
        raise_(db, now, NOT_A_FIT, team, occasion)
    return list(_posts(db, team.edition_id, now))


def raise_(db: Db, now: datetime, kind: str, team: Team, occasion: str) -> None:
    """Once for that team and occasion; the planner posts it in the facilitators' room."""
    if checkins.signal(db, team.edition_id, kind, team.id, occasion) is None:
        db.add(Signal(edition_id=team.edition_id, kind=kind, team_id=team.id, occasion=occasion, at=now))
        db.flush()


def settled(db: Db, now: datetime, kind: str, team: Team, occasion: str) -> None:
    """What it was about has come in order by itself."""
    known = checkins.signal(db, team.edition_id, kind, team.id, occasion)
    if known:
        known.settled_at = known.settled_at or now


def planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterable[Planned]:
    return within(_posts(db, edition.id, start), start, end)


def _posts(db: Db, edition_id: int, since: datetime) -> Iterable[Planned]:
    fresh = [row for row in checkins.open_signals(db, edition_id) if row.at >= since - timedelta(days=1)]
    room = workspaces.room(db, edition_id, WorkspaceKind.FACILITATORS) if fresh else None
    for signal in fresh:
        if room and signal.kind != TALK:
            key = f"signal-{signal.id}"
            yield Planned("signal.raised", key, signal.at, channel_id=room.id, refs={"signal": signal.id})


def context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    signal = db.get_one(Signal, ref(delivery, "signal"))
    if signal.settled_at:
        return Skip("settled")
    team = db.get_one(Team, signal.team_id)
    to = [person.name for person in teams.members(db, team.id)[:2]]
    about, _, number = signal.occasion.partition(":")[0].partition("-")
    ask = int(number) if about == "ask" else None
    return {"kind": signal.kind, "team": team.name, "signal": signal.id, "to": to, "ask": ask}


def settle(db: Db, now: datetime, person: Person, signal_id: int) -> tuple[str, str]:
    """Somebody has seen to it; the team and the kind of signal."""
    signal = db.get_one(Signal, signal_id)
    demand(db, signal.edition_id, person, "signal.settle")
    if signal.settled_at is None:
        signal.settled_at, signal.settled_by_id = now, person.id
    return db.get_one(Team, signal.team_id).name, signal.kind


def snooze(db: Db, now: datetime, person: Person, signal_id: int) -> tuple[str, datetime]:
    """It is shown again next Monday; the team, and when."""
    signal = db.get_one(Signal, signal_id)
    demand(db, signal.edition_id, person, "signal.settle")
    edition = db.get_one(Edition, signal.edition_id)
    today = worktime.local_day(now, edition.zone)
    signal.snoozed_until = worktime.instant(today + timedelta(days=7 - today.weekday()), MORNING, edition.zone)
    return db.get_one(Team, signal.team_id).name, signal.snoozed_until


def one_sided(db: Db, now: datetime) -> None:
    """On Mondays: a team not heard of for two weeks, in a workspace whose other teams go on."""
    for edition in editions.active(db):
        local = now.astimezone(worktime.zone_info(edition.zone))
        if edition.state == EditionState.INCUBATING and local.weekday() == 0 and local.hour in LOOKED_AT:
            _look_at_sides(db, now, edition, local.date().isoformat())


def _look_at_sides(db: Db, now: datetime, edition: Edition, day: str) -> None:
    """Nobody is quiet before the kick-off."""
    signs, began = digests.last_signs(db, edition.id), _kicked_off(db, edition) or now
    for room in workspaces.of_edition(db, edition.id, WorkspaceKind.CHALLENGE):
        sides = workspaces.teams_of(db, room)
        silent = [team for team in sides if now - max(signs.get(team.id, team.created_at), began) >= QUIET]
        if len(silent) < len(sides):
            for team in silent:
                _raise_anew(db, now, team, day)


def _kicked_off(db: Db, edition: Edition) -> datetime | None:
    """When the first loop was opened."""
    return min((loop.opened_at for loop in loops.of_edition(db, edition.id) if loop.opened_at), default=None)


def _raise_anew(db: Db, now: datetime, team: Team, day: str) -> None:
    """Not while an earlier one is open."""
    known = checkins.open_signals(db, team.edition_id)
    if not any(row.kind == ONE_SIDED and row.team_id == team.id for row in known):
        raise_(db, now, ONE_SIDED, team, f"sides-{day}")


# Somebody would rather talk to a person


def from_person(db: Db, now: datetime, person: Person, edition: Edition) -> list[Planned]:
    """A note to the facilitators, once a day: in their room, or to each of them while there is none."""
    demand(db, edition.id, person, "person.talk")
    occasion = f"person-{person.id}:{now:%Y-%m-%d}"
    mine = teams.of_person(db, edition.id, person.id)
    if mine:
        raise_(db, now, TALK, mine[0], occasion)
    return rosters.to_staff(db, edition.id, now, "person.asked", occasion, {"person": person.id})


def asked_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    person = db.get_one(Person, ref(delivery, "person"))
    mine = teams.of_person(db, delivery.edition_id, person.id)
    signal = checkins.signal(db, delivery.edition_id, TALK, mine[0].id, delivery.occasion) if mine else None
    return {
        "person": person.name,
        "email": people.email_of(db, person.id) or "",
        "teams": [team.name for team in mine],
        "signal": signal.id if signal else None,
    }
