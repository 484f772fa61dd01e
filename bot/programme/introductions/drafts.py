"""The draft of a round: looked at by the facilitator, changed, published."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.programme.introductions import meetings, rounds, telling, wishes
from bot.programme.occasions import Planned
from bot.programme.permissions import RefusedError, demand
from storage import introductions, teams
from storage.db import Db
from storage.editions import Edition
from storage.introductions import Apart, Introduction, Round, RoundState, Seat
from storage.people import Person
from storage.teams import Team

REPLACED = "this draft has been replaced since"


class NotReadyError(Exception):
    """The round cannot be changed or published as it stands; the text says why."""


# Looking at it


def shown(db: Db, person: Person, edition: Edition) -> dict[str, Any] | None:
    """What the facilitator sees: groups with reasons, who rests and why, who has not answered."""
    demand(db, edition.id, person, "intro.run")
    row = introductions.draft(db, edition.id)
    if row is None:
        return None
    groups = [_group(db, db.get_one(Introduction, one), seats) for one, seats in _seated(db, row).items()]
    return {
        "id": row.id,
        "number": row.number,
        "groups": groups,
        "resting": row.resting,
        "silent": [team.name for team in introductions.unanswered(db, edition.id)],
        "unasked": len(wishes.unasked(db, edition)),
        "apart": [_kept_apart(db, one) for one in introductions.aparts(db, edition.id) if one.by_team_id is None],
    }


def _seated(db: Db, row: Round) -> dict[int, list[Seat]]:
    """By introduction."""
    return introductions.seats(db, [one.id for one in introductions.introductions(db, row.id)])


def _group(db: Db, introduction: Introduction, seats: list[Seat]) -> dict[str, Any]:
    group = [db.get_one(Team, seat.team_id) for seat in seats]
    return {
        "id": introduction.id,
        "teams": [(team.id, team.name, team.country) for team in group],
        "exchanges": telling.exchanges(db, introduction, {team.id for team in group}),
        "themes": introduction.themes,
    }


def current(db: Db, edition: Edition) -> int | None:
    """The draft that there is."""
    row = introductions.draft(db, edition.id)
    return row.id if row else None


def size(db: Db, edition: Edition) -> int:
    """Of the groups that the draft was asked for."""
    row = introductions.draft(db, edition.id)
    return row.group_size if row else 2


def _kept_apart(db: Db, row: Apart) -> dict[str, Any]:
    names = [db.get_one(Team, team).name for team in (row.low_id, row.high_id)]
    return {"id": row.id, "teams": names, "reason": row.reason}


def outlook(db: Db, now: datetime, person: Person, edition: Edition) -> list[tuple[str, str, datetime, str]]:
    """`(team, person, when, their zone)` of every message, if the draft were published now."""
    demand(db, edition.id, person, "intro.run")
    row = introductions.draft(db, edition.id)
    groups = _seated(db, row) if row else {}
    found = []
    for letter in telling.letters(db, groups, now):
        reader = db.get_one(Person, letter.person_id)
        found.append((db.get_one(Team, letter.team_id).name, reader.name, letter.due_at, reader.zone))
    return sorted(found, key=lambda one: (one[2], one[0]))


# Changing and publishing it


def group_of(db: Db, person: Person, introduction_id: int) -> list[tuple[int, str]]:
    """`(id, name)` of the teams of a group in a draft."""
    introduction = db.get(Introduction, introduction_id)
    if introduction is None:
        raise NotReadyError(REPLACED)
    demand(db, db.get_one(Round, introduction.round_id).edition_id, person, "intro.run")
    seats = introductions.seats(db, [introduction_id])[introduction_id]
    return [(seat.team_id, db.get_one(Team, seat.team_id).name) for seat in seats]


def exclude(db: Db, now: datetime, person: Person, edition: Edition, pair: tuple[int, int], reason: str) -> None:
    demand(db, edition.id, person, "intro.run")
    if pair[0] == pair[1] or any(_foreign(db, edition, team) for team in pair):
        raise RefusedError("intro.run")
    meetings.keep_apart(db, now, *pair, reason=reason)


def _foreign(db: Db, edition: Edition, team_id: int) -> bool:
    team = db.get(Team, team_id)
    return team is None or team.edition_id != edition.id


def allow(db: Db, person: Person, apart_id: int) -> tuple[str, str]:
    """Take back that two teams are kept apart. What a team itself wished is its own."""
    row = db.get(Apart, apart_id)
    if row is None or row.by_team_id is not None:
        raise RefusedError("intro.run")
    low, high = db.get_one(Team, row.low_id), db.get_one(Team, row.high_id)
    demand(db, low.edition_id, person, "intro.run")
    db.delete(row)
    return low.name, high.name


def publish(db: Db, now: datetime, person: Person, edition: Edition, round_id: int | None) -> list[Planned]:
    """One message to each team. Raises `NotReadyError` where somebody has paused, stopped or left since."""
    demand(db, edition.id, person, "intro.run")
    row = db.get(Round, round_id) if round_id else None
    if row is None or row.edition_id != edition.id:
        raise NotReadyError(REPLACED if round_id else "there is no draft")
    groups = _seated(db, row)
    if row.state == RoundState.PUBLISHED or not groups:
        raise NotReadyError("it is published already" if groups else "it introduces nobody")
    _demand_unchanged(db, now, edition, [seat for seats in groups.values() for seat in seats])
    row.state, row.published_at = RoundState.PUBLISHED, now
    said = telling.letters(db, groups, now)
    told = {planned.team_id: planned.due_at for planned in said}
    for seats in groups.values():
        for seat in seats:
            seat.told_at = told.get(seat.team_id)
    return said


def _demand_unchanged(db: Db, now: datetime, edition: Edition, seats: Sequence[Seat]) -> None:
    known, current = introductions.wishes(db, edition.id), teams.active(db, edition.id)
    placed = {seat.team_id for seat in seats}
    here = [team for team in current if team.id in placed]
    changed = rounds.hindered(db, now, edition, here, known)
    names = [f"{team.name}: {changed[team.id]}" for team in here if team.id in changed]
    gone = placed - {team.id for team in here}
    names += [f"{db.get_one(Team, team_id).name}: has left" for team_id in sorted(gone)]
    if names:
        raise NotReadyError("; ".join(names))
