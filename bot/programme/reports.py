"""The closing report's figures: every number traces to records, and what too few people gave is withheld."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from bot.programme import sharing
from bot.programme.permissions import demand
from bot.programme.sharing import enough
from storage import calls, feedback, insights, loops, matching, reports, sessions, teams, thanks
from storage.checkins import Checkin, CheckinState, Result
from storage.db import Db
from storage.editions import Edition
from storage.insights import InsightState
from storage.loops import Loop, LoopState
from storage.people import Person
from storage.sessions import Session, SessionState
from storage.teams import Team, TeamKind, TeamState
from storage.thanks import ThanksState

FAILURES = (Result.MIXED, Result.REFUTED, Result.STOPPED)
NO_DATA = ("fairness", "use", "cost", "programme")
"""Parts of the report for which the house keeps no records."""


@dataclass(frozen=True)
class Funnel:
    call: str
    places: int
    submitted: int
    """Always the sum of the states."""
    countries: int
    states: dict[str, int]
    decided: int
    with_reason: int
    reasons: dict[str, int]
    """Reasons that were given often enough to tell nobody's."""


@dataclass(frozen=True)
class Participation:
    active: dict[str, int]
    withdrawn: dict[str, int]
    people: int
    countries: list[str]


@dataclass(frozen=True)
class LoopFigures:
    number: int
    opens_on: date
    closes_on: date
    asked: int
    received: int
    late: int
    skipped: int
    missed: int
    results: dict[str, int] | None
    """Withheld where fewer than five teams answered."""


@dataclass(frozen=True)
class Experiments:
    """Over the loops whose results are shown, so that nothing can be found by subtraction."""

    closed: int
    results: dict[str, int]
    failure_share: float | None


@dataclass(frozen=True)
class Relationships:
    pairings: dict[str, int]
    across_borders: int
    countries_connected: int


@dataclass(frozen=True)
class SessionFigures:
    number: int
    title: str
    state: str
    sittings: int
    people: int
    teams: int
    answers: int | None
    useful: float | None
    """Mean of 1 to 5; both withheld under five answers."""


@dataclass(frozen=True)
class Learned:
    states: dict[str, int]
    public: list[dict[str, str]]
    """What anybody may read, with the team that allowed it."""
    thanks_given: int
    thanks_shown: int


@dataclass(frozen=True)
class Messages:
    states: dict[str, int]
    kinds: dict[str, dict[str, int]]
    reasons: dict[str, int]
    """Why messages were skipped or failed."""


@dataclass(frozen=True)
class Report:
    edition: str
    state: str
    made_at: datetime
    funnel: list[Funnel]
    participation: Participation
    loops: list[LoopFigures]
    experiments: Experiments
    relationships: Relationships
    sessions: list[SessionFigures]
    learned: Learned
    messages: Messages
    no_data: list[str]

    @property
    def as_json(self) -> dict[str, Any]:
        """Plain values; an absent figure is null, which means withheld or not asked."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def show(db: Db, edition: Edition, person: Person, now: datetime) -> Report:
    demand(db, edition.id, person, "edition.report")
    return collect(db, edition, now)


def collect(db: Db, edition: Edition, now: datetime) -> Report:
    figures = _loops(db, edition)
    return Report(
        edition=edition.name,
        state=str(edition.state),
        made_at=now,
        funnel=[_funnel(db, edition, kind) for kind in calls.CallKind],
        participation=_participation(db, edition),
        loops=figures,
        experiments=_experiments(figures),
        relationships=_relationships(db, edition),
        sessions=[_session(db, row) for row in sessions.of_edition(db, edition.id) if row.state != SessionState.DRAFT],
        learned=_learned(db, edition),
        messages=_messages(db, edition, now),
        no_data=list(NO_DATA),
    )


def _counts(values: Iterable[object]) -> dict[str, int]:
    return dict(sorted(Counter(str(value) for value in values).items()))


def _funnel(db: Db, edition: Edition, kind: calls.CallKind) -> Funnel:
    call = calls.of_kind(db, edition.id, kind)
    rows = calls.submissions(db, call.id) if call else []
    decisions = reports.decisions(db, call.id) if call else []
    reasons = Counter(reason for _, reason in decisions if reason)
    return Funnel(
        call=str(kind),
        places=call.places if call else 0,
        submitted=len(rows),
        countries=len({row.country for row in rows if row.country}),
        states=_counts(row.state for row in rows),
        decided=len(decisions),
        with_reason=sum(reasons.values()),
        reasons={reason: count for reason, count in reasons.most_common() if enough(count)},
    )


def _participation(db: Db, edition: Edition) -> Participation:
    rows = reports.teams(db, edition.id)
    return Participation(
        active=_counts(team.kind for team in rows if team.state == TeamState.ACTIVE),
        withdrawn=_counts(team.kind for team in rows if team.state == TeamState.WITHDRAWN),
        people=reports.people(db, edition.id),
        countries=sorted({team.country for team in rows if team.country}),
    )


def _loops(db: Db, edition: Edition) -> list[LoopFigures]:
    working = len(teams.active(db, edition.id, TeamKind.OWNER, TeamKind.PROVIDER))
    rows = reports.checkins(db, edition.id)
    started = [loop for loop in loops.of_edition(db, edition.id) if loop.state != LoopState.PLANNED]
    return [_loop(loop, [row for row in rows if row.loop_id == loop.id], working) for loop in started]


def _loop(loop: Loop, rows: list[Checkin], working: int) -> LoopFigures:
    states = Counter(row.state for row in rows)
    received = [row for row in rows if row.state == CheckinState.RECEIVED]
    return LoopFigures(
        number=loop.number,
        opens_on=loop.opens_on,
        closes_on=loop.closes_on,
        asked=max(working, len(rows)),
        received=len(received),
        late=sum(row.late for row in received),
        skipped=states[CheckinState.SKIPPED],
        missed=states[CheckinState.MISSED],
        results=_counts(row.result for row in received) if enough(len(received)) else None,
    )


def _experiments(figures: list[LoopFigures]) -> Experiments:
    results: Counter[str] = Counter()
    for figure in figures:
        results.update(figure.results or {})
    closed = sum(count for result, count in results.items() if result != Result.NOTHING_YET)
    failed = sum(results[result] for result in FAILURES)
    return Experiments(closed, dict(sorted(results.items())), failed / closed if enough(closed) else None)


def _relationships(db: Db, edition: Edition) -> Relationships:
    owners = {row.id: db.get_one(Team, row.team_id).country for row in matching.challenges(db, edition.id)}
    rows = matching.pairings(db, edition.id)
    sides = [(owners[row.challenge_id], db.get_one(Team, row.team_id).country) for row in rows]
    across = [pair for pair in sides if pair[0] != pair[1]]
    return Relationships(
        pairings=_counts(row.state for row in rows),
        across_borders=len(across),
        countries_connected=len({country for pair in across for country in pair if country}),
    )


def _session(db: Db, row: Session) -> SessionFigures:
    visits = reports.visits(db, row.id)
    present = {person for _, person in visits}
    marks = [answer.answers.get("useful", "") for answer in feedback.released(db, row.id)]
    useful = [int(mark) for mark in marks if mark.isdigit()]
    return SessionFigures(
        number=row.number,
        title=row.title,
        state=str(row.state),
        sittings=len(sessions.sittings(db, row.id)),
        people=len(present),
        teams=len(reports.teams_of(db, row.edition_id, present)),
        answers=enough(len(marks)),
        useful=round(sum(useful) / len(useful), 2) if enough(len(useful)) else None,
    )


def _learned(db: Db, edition: Edition) -> Learned:
    rows = insights.of_edition(db, edition.id)
    released = [row for row in rows if row.state == InsightState.RELEASED]
    public = [sharing.seen(row.text, row.sharing, db.get_one(Team, row.team_id), sharing.REPORT) for row in released]
    given = thanks.of_edition(db, edition.id)
    return Learned(
        states=_counts(row.state for row in rows),
        public=[{"text": item.text, "team": item.team} for item in public if item],
        thanks_given=len(given),
        thanks_shown=sum(row.state == ThanksState.SHOWN for row in given),
    )


def _messages(db: Db, edition: Edition, now: datetime) -> Messages:
    states: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = {}
    for kind, state, reason, count in reports.deliveries(db, edition.id, now):
        states[state] += count
        kinds.setdefault(kind, Counter())[state] += count
        if state in ("skipped", "failed"):
            reasons[reason] += count
    return Messages(dict(states), {kind: dict(found) for kind, found in sorted(kinds.items())}, dict(reasons))
