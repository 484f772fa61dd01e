"""What a digest says: found at the moment of posting, through the level filter."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.programme import monday, sharing
from bot.programme import thanks as thanking
from bot.programme.loops import learning
from bot.programme.occasions import Context, Skip, ref
from bot.programme.sharing import Here, Place, Seen
from storage import checkins, digests, insights, sessions, thanks, workspaces
from storage.checkins import Checkin, CheckinState
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.loops import Loop
from storage.sessions import SessionState
from storage.teams import Team
from storage.workspaces import Workspace

COHORT, WORKSPACE, MONDAY = "digest.cohort", "digest.workspace", "digest.monday"
SESSIONS_AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Coming:
    """A session, and the instants of its sittings."""

    title: str
    minutes: int
    sittings: list[datetime]


@dataclass(frozen=True)
class Learned:
    """An insight as the cohort reads it; `team` is empty where it may not be named."""

    id: int
    text: str
    team: str


@dataclass(frozen=True)
class Thanked:
    giver: str
    team: str
    text: str
    honour: bool


@dataclass(frozen=True)
class Outcome:
    """One team's loop, as its workspace reads it."""

    team: str
    result: str
    learned: str
    next_step: str
    next_on: date | None


def said(db: Db, edition: Edition, since: datetime, until: datetime) -> dict[str, list[object]]:
    return {
        "sessions": _coming(db, edition, until),
        "insights": _released(db, edition, since, until),
        "thanks": _thanked(db, edition, since, until),
    }


def _coming(db: Db, edition: Edition, until: datetime) -> list[object]:
    published = sessions.of_edition(db, edition.id, SessionState.PUBLISHED)
    known = [row for row in published if row.published_at and row.published_at <= until]
    found = [(row, [sitting.starts_at for sitting in sessions.sittings(db, row.id)]) for row in known]
    ahead = [(row, times) for row, times in found if times and until < times[0] <= until + SESSIONS_AHEAD]
    return [Coming(row.title, row.minutes, times) for row, times in sorted(ahead, key=lambda item: item[1][0])]


def _released(db: Db, edition: Edition, since: datetime, until: datetime) -> list[object]:
    found: list[object] = []
    for row in insights.released(db, edition.id, since, until):
        team = db.get_one(Team, row.team_id)
        if shown := sharing.seen(row.text, row.sharing, team, sharing.COHORT_ROOM):
            found.append(Learned(row.id, shown.text, shown.team))
    return found


def _thanked(db: Db, edition: Edition, since: datetime, until: datetime) -> list[object]:
    return [
        Thanked(thanking.giver(db, row), thanking.receiver(db, row), row.text, row.honour)
        for row in thanks.shown(db, edition.id, since, until)
    ]


def cohort_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    edition = db.get_one(Edition, delivery.edition_id)
    since, until = (datetime.fromtimestamp(ref(delivery, name), UTC) for name in ("since", "until"))
    found = said(db, edition, since, until)
    rewritten = delivery.updates_id is not None
    if not any(found.values()) and not rewritten:
        return Skip("nothing to say")
    first = db.get_one(Delivery, delivery.updates_id) if delivery.updates_id else delivery
    gone = rewritten and insights.missing(db, edition.id, since, until)
    return found | {"opening": opening(db, edition, COHORT, first.occasion), "gone": gone}


def workspace_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    loop, workspace = db.get_one(Loop, ref(delivery, "loop")), db.get_one(Workspace, ref(delivery, "workspace"))
    edition = db.get_one(Edition, delivery.edition_id)
    members = workspaces.teams_of(db, workspace)
    here = Here(Place.WORKSPACE, frozenset(team.id for team in members))
    rows = [(team, checkins.of_team(db, loop.id, team.id)) for team in members]
    outcomes = [_outcome(team, row, here) for team, row in rows if row and row.state == CheckinState.RECEIVED]
    card = learning.of_room(db, loop, workspace)
    if not outcomes and not card.learned:
        return Skip("nothing was handed in")
    silent = [team.name for team, row in rows if row is None or row.state != CheckinState.RECEIVED]
    return {
        "loop": loop.number,
        "outcomes": outcomes,
        "silent": silent,
        "card": card,
        "opening": opening(db, edition, WORKSPACE, f"loop-{loop.id}:digest"),
    }


def _outcome(team: Team, row: Checkin, here: Here) -> Outcome:
    shown = sharing.seen(row.learned, row.sharing, team, here) or Seen("", team.name)
    return Outcome(shown.team, str(row.result), shown.text, row.next_step, row.next_on)


def monday_context(db: Db, delivery: Delivery, now: datetime) -> Context | Skip:
    edition = db.get_one(Edition, delivery.edition_id)
    return {"board": monday.board(db, edition, now), "opening": opening(db, edition, MONDAY, delivery.occasion)}


def opening(db: Db, edition: Edition, kind: str, occasion: str) -> str:
    found = digests.opening(db, edition.id, kind, occasion)
    return found.text if found else ""
