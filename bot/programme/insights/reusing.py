"""Lineage: what teams did with an insight of another, told at the level that each of them chose."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from bot.programme import rosters, sharing
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand
from bot.programme.sharing import Here
from storage import insights, teams
from storage.checkins import Sharing
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.insights import Insight, InsightState, Reuse, ReuseHow
from storage.people import Person
from storage.teams import Team, TeamState


class UnknownInsightError(Exception):
    """There is no such insight that this person may read and their team may have used."""


@dataclass(frozen=True)
class Used:
    """`team` is empty where it may not be named."""

    team: str
    how: str
    line: str


@dataclass(frozen=True)
class Usage:
    team_id: int
    how: ReuseHow
    line: str
    sharing: Sharing


def users(db: Db, edition: Edition, person: Person, insight_id: int) -> list[Team]:
    """The person's teams that may have used it: not the one whose it is. Raises `UnknownInsightError`."""
    row = readable(db, edition, person, insight_id)
    mine = [team for team in teams.of_person(db, edition.id, person.id) if team.id != row.team_id]
    if not mine:
        raise UnknownInsightError(insight_id)
    return mine


def readable(db: Db, edition: Edition, person: Person, insight_id: int) -> Insight:
    row = db.get(Insight, insight_id)
    here = sharing.here_of(db, edition.id, person.id)
    known = row and row.edition_id == edition.id and row.state == InsightState.RELEASED and not row.hidden
    if row is None or not known or not sharing.seen(row.text, row.sharing, db.get_one(Team, row.team_id), here):
        raise UnknownInsightError(insight_id)
    return row


def use(db: Db, now: datetime, edition: Edition, person: Person, insight_id: int, given: Usage) -> list[Planned]:
    """Record it, or change what the team said before; the team whose insight it is hears of it once."""
    known = next((team for team in users(db, edition, person, insight_id) if team.id == given.team_id), None)
    if known is None:
        raise UnknownInsightError(insight_id)
    demand(db, edition.id, person, "insight.reuse", known)
    row = insights.reuse(db, insight_id, known.id)
    row = row or Reuse(insight_id=insight_id, team_id=known.id, how=given.how, at=now)
    row.how, row.line, row.sharing, row.person_id = given.how, given.line, given.sharing, person.id
    db.add(row)
    db.flush()
    origin = db.get_one(Team, db.get_one(Insight, insight_id).team_id)
    return rosters.to_team(db, origin, now, "insight.reused", f"reuse-{row.id}", {"reuse": row.id})


def reused_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    row = db.get_one(Reuse, ref(delivery, "reuse"))
    insight = db.get_one(Insight, row.insight_id)
    if insight.state != InsightState.RELEASED:
        return Skip("taken back")
    used = _used(db, row, sharing.COHORT_ROOM)
    return {"words": insight.text, "used": used} if used else Skip("kept in its workspace")


def recalled(db: Db, now: datetime, insight: Insight) -> list[Planned]:
    """Whoever uses what was taken back is told so, and not by whom."""
    found = []
    for row in insights.reuses(db, insight.id):
        team = db.get_one(Team, row.team_id)
        if team.state == TeamState.ACTIVE and row.how != ReuseHow.DECIDED_AGAINST:
            found += rosters.to_team(db, team, now, "insight.recalled", f"reuse-{row.id}:recalled", {"reuse": row.id})
    return found


def recalled_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    row = db.get_one(Reuse, ref(delivery, "reuse"))
    return {"number": row.insight_id, "how": str(row.how), "line": row.line}


def lineage(db: Db, insight_id: int, here: Here) -> list[Used]:
    """What a reader here may know of who used it."""
    return [used for row in insights.reuses(db, insight_id) if (used := _used(db, row, here))]


def _used(db: Db, row: Reuse, here: Here) -> Used | None:
    shown = sharing.seen(row.line, row.sharing, db.get_one(Team, row.team_id), here)
    return Used(shown.team, str(row.how), shown.text) if shown else None


def figures(db: Db, edition_id: int) -> dict[str, int]:
    """For the report: how often insights were adopted, adapted and decided against."""
    counted = Counter(str(row.how) for row in insights.reused_in(db, edition_id))
    return {str(how): counted[str(how)] for how in ReuseHow}
