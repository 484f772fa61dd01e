"""What the form starts with: the answer so far or what was planned, drafts, and what others wrote meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.programme import sharing, thanks
from bot.programme.checkins import drafts, lights
from bot.programme.checkins.answering import Sheet, answerable, takes
from bot.programme.checkins.drafts import Draft
from bot.programme.sealing import Sealer
from storage import checkins, loops, teams
from storage.checkins import Checkin, Sharing
from storage.db import Db
from storage.editions import Edition
from storage.loops import Loop
from storage.people import Person
from storage.teams import Team

FIELDS = (
    *("hypothesis", "tried", "observed", "learned", "result", "confidence", "help_wanted", "help_from"),
    *("next_step", "next_by", "next_on", "course", "statement_changed", "sharing"),
)
MOST = 100
"""Choices in one list."""


@dataclass(frozen=True)
class Told:
    """What a form says about whose words it holds; `fields` are theirs where they differ."""

    what: str
    """`changed`, `draft`, `meanwhile` or `other draft`."""
    by: str
    at: datetime
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    loop: int
    data: str
    """What it knew when it was opened, to be handed back."""
    given: dict[str, str]
    partners: dict[int, str]
    """Providers that get a private light each."""
    thanked: dict[int, str]
    told: list[Told]


def show(
    db: Db, now: datetime, person: Person, sealer: Sealer, sheet: Sheet, mine: Mapping[str, str] | None = None
) -> Form:
    """`mine` is what somebody wanted to send when another had changed the answer meanwhile."""
    loop, team = answerable(db, now, person, sheet)
    row = checkins.of_team(db, loop.id, team.id)
    own = drafts.of_team(db, person, sealer, loop, team) if mine is None else []
    start = prefill(db, loop, team)
    partners = {other.id: other.name for other in lights.asked(db, person, loop, team)}
    private = lights.prefill(db, sealer, row) if row and partners else {}
    written = own[0].fields if own else dict(mine or {})
    told = [*_told_of_answer(db, row, start, written, own, mine), *_told_of_drafts(own, start | written)]
    revision, seen = row.revision if row else 0, own[0].number if own else sheet.seen
    return Form(
        loop=loop.number,
        data=f"{loop.id}.{team.id}.{revision}.{seen}",
        given=start | private | written,
        partners=partners,
        thanked=_thanked(db, person, team),
        told=told,
    )


def prefill(db: Db, loop: Loop, team: Team) -> dict[str, str]:
    """The team's own answer so far, else what it planned last time."""
    row, last = checkins.of_team(db, loop.id, team.id), _last(db, loop, team)
    sure = {"confidence_before": str(last.confidence)} if last and last.confidence else {}
    if row and row.answered:
        return _fields(row) | sure
    carried = {"hypothesis": last.next_step or last.hypothesis} if last else {}
    return {"sharing": str(Sharing.WORKSPACE)} | carried | sure


def _fields(row: Checkin) -> dict[str, str]:
    said = {name: getattr(row, name) for name in FIELDS}
    words = {True: "yes", False: "no"}
    return {
        name: words[value] if isinstance(value, bool) else str(value)
        for name, value in said.items()
        if value is not None
    }


def _last(db: Db, loop: Loop, team: Team) -> Checkin | None:
    """The answer before this one, however many loops ago."""
    before = [one for one in loops.of_edition(db, loop.edition_id) if one.number < loop.number]
    rows = (checkins.of_team(db, one.id, team.id) for one in reversed(before))
    return next((row for row in rows if row and row.answered), None)


def _thanked(db: Db, person: Person, team: Team) -> dict[int, str]:
    """Whom somebody may thank for their own team: all others, or its partners where those are too many for a list."""
    if not teams.role_in(db, team.id, person.id):
        return {}
    found = thanks.choices(db, db.get_one(Edition, team.edition_id), person)
    near = sharing.neighbours(db, team)
    return {other.id: other.name for other in found if len(found) <= MOST or other in near}


# Whose words


def _told_of_answer(
    db: Db,
    row: Checkin | None,
    start: Mapping[str, str],
    written: Mapping[str, str],
    own: list[Draft],
    mine: Mapping[str, str] | None,
) -> list[Told]:
    last = checkins.last_amendment(db, row.id) if row else None
    if row is None or last is None:
        return []
    by = db.get_one(Person, last.person_id).name if last.person_id else ""
    newer = mine is not None or bool(own and own[0].revision < row.revision)
    return [Told("meanwhile", by, last.at, _other(start, written))] if newer else [Told("changed", by, last.at)]


def _told_of_drafts(own: list[Draft], given: Mapping[str, str]) -> list[Told]:
    first = [Told("draft", one.by, one.at) for one in own[:1]]
    return [*first, *(Told("other draft", one.by, one.at, _other(one.fields, given)) for one in own[1:])]


def _other(theirs: Mapping[str, str], ours: Mapping[str, str]) -> dict[str, str]:
    """Their words where they are others than ours, in fields that both have."""
    return {name: theirs.get(name, "") for name in ours if name in FIELDS and theirs.get(name, "") != ours[name]}


# Which loop


def current(db: Db, edition: Edition, now: datetime, team: Team | None) -> Loop | None:
    """The open loop; between two, the one that has just closed and that the team may still answer."""
    if open_ := loops.current(db, edition.id):
        return open_
    last = loops.last_closed(db, edition.id)
    row = checkins.of_team(db, last.id, team.id) if last and team else None
    return last if last and takes(last, row, now) else None
