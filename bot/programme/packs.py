"""A pack for a team's own ministry: what it gave and learned, cleared; never what it missed or has not released."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.programme import rosters
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand, may
from storage import advisors, insights, sessions, teams, thanks, workspaces
from storage.advisors import Effect
from storage.checkins import Sharing
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.insights import InsightState
from storage.matching import Challenge
from storage.packs import Pack, PackState, drafted
from storage.people import Person
from storage.teams import Team

WORK, INSIGHTS, SESSIONS, ADVICE, THANKS = SECTIONS = ("work", "insights", "sessions", "advice", "thanks")
LEVELS = (Sharing.EDITION, Sharing.PUBLIC)


@dataclass(frozen=True)
class Item:
    key: str
    section: str
    text: str
    open: bool = True
    """Cleared for anybody already; what is not starts left out, until the team takes it in."""


def items(db: Db, team: Team) -> list[Item]:
    """Only what is the team's own and cleared; each under a key by which it can be left out."""
    return [*_work(db, team), *_insights(db, team), *_sessions(db, team), *_advice(db, team), *_thanks(db, team)]


def _work(db: Db, team: Team) -> Iterable[Item]:
    workspace = workspaces.of_team(db, team.id)
    challenge = db.get(Challenge, workspace.challenge_id) if workspace else None
    title = challenge.title if challenge else team.title
    if title:
        yield Item(f"work-{team.id}", WORK, title)


def _insights(db: Db, team: Team) -> Iterable[Item]:
    for row in insights.of_edition(db, team.edition_id, InsightState.RELEASED):
        if row.team_id == team.id and row.sharing in LEVELS:
            yield Item(f"insight-{row.id}", INSIGHTS, row.text, row.sharing == Sharing.PUBLIC)


def _sessions(db: Db, team: Team) -> Iterable[Item]:
    members = {person.id for person in teams.members(db, team.id)}
    for row in sessions.of_edition(db, team.edition_id):
        if members & sessions.attendees(db, row.id):
            yield Item(f"session-{row.id}", SESSIONS, row.title)


def _advice(db: Db, team: Team) -> Iterable[Item]:
    """What changed something, in nobody's name; the team takes it in if it wishes."""
    for row in advisors.ledger(db, team.edition_id, [team.id]):
        if row.effect == Effect.CHANGED:
            yield Item(f"advice-{row.id}", ADVICE, row.text, open=False)


def _thanks(db: Db, team: Team) -> Iterable[Item]:
    for row in thanks.allowed_to(db, team.id):
        yield Item(f"thanks-{row.id}", THANKS, row.text)


def make(db: Db, now: datetime, person: Person, team_id: int) -> Pack:
    """By who signs for the team, or who runs the edition. A draft that was there is brought up to date."""
    team = db.get_one(Team, team_id)
    if not may(db, team.edition_id, person, "team.run"):
        demand(db, team.edition_id, person, "team.sign", team)
    found = items(db, team)
    row = drafted(db, team.id)
    if row is None:
        row = Pack(edition_id=team.edition_id, team_id=team.id, made_by=person.id, made_at=now)
        row.struck = [item.key for item in found if not item.open]
    known = {key for key, _, _ in row.items}
    new = [item.key for item in found if not item.open and item.key not in known]
    row.struck = sorted({*row.struck, *new})
    row.items = [[item.key, item.section, item.text] for item in found]
    row.made_at = now
    db.add(row)
    db.flush()
    return row


def draft(db: Db, pack_id: int, person: Person) -> tuple[Pack, Team]:
    """For those who may change it; what is approved stays as it is."""
    row = db.get_one(Pack, pack_id)
    team = db.get_one(Team, row.team_id)
    if not may(db, row.edition_id, person, "team.run"):
        demand(db, row.edition_id, person, "team.sign", team)
    return row, team


def strike(db: Db, person: Person, pack_id: int, keys: Collection[str]) -> Pack:
    row, _ = draft(db, pack_id, person)
    if row.state == PackState.DRAFT:
        row.struck = sorted(set(keys) & {key for key, _, _ in row.items})
    return row


def approve(db: Db, now: datetime, person: Person, pack_id: int) -> tuple[Pack, list[Planned]]:
    """By a signer of the team alone. What was taken back since it was made is left out."""
    row = db.get_one(Pack, pack_id)
    team = db.get_one(Team, row.team_id)
    demand(db, row.edition_id, person, "team.sign", team)
    if row.state == PackState.APPROVED:
        return row, []
    standing = {item.key: item.text for item in items(db, team)}
    left = [part for part in row.items if part[0] not in row.struck and standing.get(part[0]) == part[2]]
    row.items, row.state = left, PackState.APPROVED
    row.approved_by, row.approved_at = person.id, now
    db.flush()
    refs = {"pack": row.id}
    return row, [rosters.to_person(db, row.edition_id, person.id, now, "pack.ready", f"pack-{row.id}", refs)]


def shown(row: Pack) -> list[tuple[str, list[str]]]:
    """What stays in, by section."""
    kept = [(section, text) for key, section, text in row.items if key not in row.struck]
    found = [(section, [text for its, text in kept if its == section]) for section in SECTIONS]
    return [(section, texts) for section, texts in found if texts]


def facts(db: Db, row: Pack) -> Context:
    team, edition = db.get_one(Team, row.team_id), db.get_one(Edition, row.edition_id)
    return {
        "team": team.name,
        "organisation": team.organisation,
        "edition": edition.name,
        "parts": shown(row),
        "day": row.approved_at or row.made_at,
    }


def ready_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    return facts(db, db.get_one(Pack, ref(delivery, "pack")))
