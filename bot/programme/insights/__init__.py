"""Insights: proposed by a team, released when every team concerned allows it, retracted by any of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.programme import rosters, sharing
from bot.programme.digests import posting
from bot.programme.insights import marking, reusing
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand, may
from storage import deliveries, insights, loops, teams
from storage.checkins import Sharing
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.insights import Insight, InsightState, Release, ReleaseState
from storage.people import Person
from storage.teams import Team


@dataclass(frozen=True)
class Proposal:
    team_id: int
    text: str
    sharing: Sharing
    mark_id: int | None = None
    """The marked message that the author answers with this."""
    concerned: tuple[int, ...] = ()
    """Other teams that it concerns, as the proposer knows."""


@dataclass(frozen=True)
class Waiting:
    """An insight that waits for teams; `team_id` is the reader's own among them, if any."""

    id: int
    text: str
    sharing: Sharing
    teams: list[str]
    team_id: int | None = None


def others(db: Db, edition: Edition, mine: Collection[int]) -> list[Team]:
    """Whom else it may concern."""
    return [team for team in teams.told(db, edition.id) if team.id not in mine]


def choices(db: Db, edition: Edition, person: Person) -> list[Team]:
    """For whom somebody may propose: their own teams, or any if they run the edition."""
    demand(db, edition.id, person, "insight.propose")
    mine = teams.of_person(db, edition.id, person.id)
    return mine or teams.active(db, edition.id)


def naming(db: Db, proposal: Proposal) -> list[str]:
    """Names in a text that is to be read without names."""
    unnamed = proposal.sharing == Sharing.EDITION_UNNAMED
    return sharing.names_in(db, proposal.text, db.get_one(Team, proposal.team_id)) if unnamed else []


def hints(db: Db, proposal: Proposal) -> list[str]:
    """Words that may tell whose a text without names is: for the proposer to weigh before it goes on."""
    team = db.get_one(Team, proposal.team_id)
    unnamed = proposal.sharing == Sharing.EDITION_UNNAMED
    return sharing.hints_in(proposal.text, team, edition_name(db, team.edition_id)) if unnamed else []


def edition_name(db: Db, edition_id: int) -> str:
    return db.get_one(Edition, edition_id).name


def propose(db: Db, now: datetime, person: Person, proposal: Proposal) -> tuple[Insight, list[Planned]]:
    """Record it; whoever proposes for their own team has released it for that team. The others are asked."""
    team = db.get_one(Team, proposal.team_id)
    demand(db, team.edition_id, person, "insight.propose")
    loop = loops.current(db, team.edition_id)
    insight = Insight(
        edition_id=team.edition_id,
        team_id=team.id,
        person_id=person.id,
        loop_id=loop.id if loop else None,
        text=proposal.text,
        sharing=proposal.sharing,
        at=now,
    )
    db.add(insight)
    db.flush()
    if proposal.mark_id:
        marking.settle(db, person, proposal.mark_id)
    ask_concerned(db, insight, person, now, proposal.concerned)
    _release_if_all(db, insight, now)
    return insight, list(asked_of(db, insight, now))


def ask_concerned(db: Db, insight: Insight, person: Person, now: datetime, chosen: Collection[int] = ()) -> None:
    """The teams of its workspace, those that the text names and those that were chosen: each has a word in it."""
    team, words = db.get_one(Team, insight.team_id), insight.text.casefold()
    told = teams.told(db, insight.edition_id)
    named = [other for other in told if other.name.casefold() in words or other.id in chosen]
    known = {release.team_id for release in insights.releases(db, insight.id)}
    concerned = {other.id: other for other in [*sharing.neighbours(db, team), *named] if other.id not in known}
    db.add_all(_release(db, insight, other, person, now) for other in concerned.values())
    db.flush()


def _release(db: Db, insight: Insight, team: Team, person: Person, now: datetime) -> Release:
    own = team.id == insight.team_id and teams.role_in(db, team.id, person.id) is not None
    state = ReleaseState.ALLOWED if own else ReleaseState.ASKED
    return Release(insight_id=insight.id, team_id=team.id, state=state, person_id=person.id if own else None, at=now)


def asked_of(db: Db, insight: Insight, now: datetime) -> Iterable[Planned]:
    """The question to each team whose word is missing."""
    for release in insights.releases(db, insight.id):
        team = db.get_one(Team, release.team_id)
        if release.state == ReleaseState.ASKED:
            refs, occasion = {"insight": insight.id, "team": team.id}, f"insight-{insight.id}:team-{team.id}"
            occasion += f":r{insight.revision}" if insight.revision else ""
            yield from rosters.to_team(db, team, now, "insight.asked", occasion, refs)


def asked_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    insight, team = db.get_one(Insight, ref(delivery, "insight")), db.get_one(Team, ref(delivery, "team"))
    answers = {release.team_id: release.state for release in insights.releases(db, insight.id)}
    if insight.state != InsightState.PROPOSED or answers[team.id] != ReleaseState.ASKED:
        return Skip("answered")
    author = db.get_one(Team, insight.team_id)
    return {
        "ref": f"{insight.id}.{team.id}",
        "author": author.name,
        "team": team.name,
        "words": insight.text,
        "sharing": str(insight.sharing),
        "hints": sharing.hints_in(insight.text, author, edition_name(db, insight.edition_id))
        if insight.sharing == Sharing.EDITION_UNNAMED
        else [],
    }


def answer(db: Db, now: datetime, person: Person, insight_id: int, team_id: int, allowed: bool) -> Insight:
    """One team's word: all of them release it, one of them keeps it."""
    insight, team = db.get_one(Insight, insight_id), db.get_one(Team, team_id)
    demand(db, insight.edition_id, person, "insight.release", team)
    release = next(release for release in insights.releases(db, insight.id) if release.team_id == team.id)
    if insight.state in (InsightState.PROPOSED, InsightState.KEPT):
        release.state = ReleaseState.ALLOWED if allowed else ReleaseState.KEPT
        release.person_id, release.at = person.id, now
        _release_if_all(db, insight, now)
    return insight


def _release_if_all(db: Db, insight: Insight, now: datetime) -> None:
    states = {release.state for release in insights.releases(db, insight.id)}
    if states == {ReleaseState.ALLOWED}:
        insight.state, insight.released_at = InsightState.RELEASED, now
    else:
        insight.state = InsightState.KEPT if ReleaseState.KEPT in states else InsightState.PROPOSED
    db.flush()


def retract(db: Db, now: datetime, person: Person, insight_id: int) -> list[Planned]:
    """Any team concerned, or who runs the edition, takes it back: from search, and out of the digests that had it."""
    insight = db.get_one(Insight, insight_id)
    concerned = [db.get_one(Team, release.team_id) for release in insights.releases(db, insight.id)]
    if not any(may(db, insight.edition_id, person, "insight.retract", team) for team in concerned):
        demand(db, insight.edition_id, person, "insight.retract", db.get_one(Team, insight.team_id))
    insight.state = InsightState.RETRACTED
    deliveries.withdraw(db, insight.edition_id, f"insight-{insight.id}:", "retracted")
    db.flush()
    said = [message for row in posting.without(db, insight, now) for message in (row, *_correction(insight, row))]
    return [*said, *reusing.recalled(db, now, insight)]


def _correction(insight: Insight, rewritten: Planned) -> list[Planned]:
    """Where it stood with a name, a notice under the post says that it no longer does; it repeats nothing."""
    if insight.sharing == Sharing.EDITION_UNNAMED:
        return []
    occasion, where = f"{rewritten.occasion}:notice", rewritten.channel_id
    return [Planned("insight.corrected", occasion, rewritten.due_at, channel_id=where, thread_id=rewritten.updates_id)]


def corrected_context(_db: Db, _delivery: Delivery, _now: datetime) -> Context | Skip:
    return {}


def waiting(db: Db, edition: Edition, person: Person) -> list[Waiting]:
    """For a team's member what waits for their word; for who runs the edition whose word is missing, and no text."""
    mine = teams.of_person(db, edition.id, person.id)
    if not mine:
        demand(db, edition.id, person, "edition.run")
        return [_missing(db, row) for row in insights.of_edition(db, edition.id, InsightState.PROPOSED)]
    rows = insights.waiting_for(db, edition.id, [team.id for team in mine])
    names = {team.id: team.name for team in mine}
    return [Waiting(row.id, row.text, row.sharing, [names[it.team_id]], it.team_id) for row, it in rows]


def _missing(db: Db, row: Insight) -> Waiting:
    open_ = [release for release in insights.releases(db, row.id) if release.state == ReleaseState.ASKED]
    return Waiting(row.id, "", row.sharing, [db.get_one(Team, release.team_id).name for release in open_])
