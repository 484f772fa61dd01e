"""The solver's side of assigning: reviewers' room, impossible pairs, languages, even loads; and why it cannot be."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from bot.programme.reviews import conflicts, profiles, rounds
from bot.programme.reviews.conflicts import BARRED, Flag
from bot.programme.reviews.profiles import Profile
from bot.programme.solvers.matching import Conflict, Infeasible, Problem, Rule, solve
from storage import people, reviews
from storage.calls import Submission
from storage.db import Db
from storage.editions import Edition
from storage.people import Person, RoleName
from storage.reviews import AssignmentState, ReviewRound

Pair = tuple[int, int]
"""Submission and reviewer."""
READS, ABROAD, PLAIN = 4.0, 3.0, 1.0
"""What speaks for a pair: the reviewer reads the form's language; comes from another country; is there at all."""


@dataclass(frozen=True)
class Pool:
    """What is to be shared out: what stands already is taken off both sides."""

    per: int
    load: int
    submissions: list[Submission]
    people: dict[int, Person]
    profiles: dict[int, Profile]
    taken: Mapping[int, int] = field(default_factory=dict)
    """Reviews that each submission has already, done or not."""
    busy: Mapping[int, int] = field(default_factory=dict)
    """Reviews that each reviewer has already."""
    barred: frozenset[Pair] = frozenset()
    heard: frozenset[int] = frozenset()
    """Submissions that have a reviewer who reads their language already."""

    @cached_property
    def flags(self) -> dict[Pair, list[Flag]]:
        return {
            (row.id, person_id): conflicts.flags(profile, applicant)
            for row in self.submissions
            for applicant in [conflicts.applicant(row)]
            for person_id, profile in self.profiles.items()
        }

    def impossible(self, pair: Pair) -> bool:
        return pair in self.barred or bool(BARRED.intersection(self.flags[pair]))

    def allows(self, pair: Pair) -> bool:
        """Both are still here, and nothing stands between them."""
        return pair in self.flags and not self.impossible(pair)

    def reads(self, row: Submission, person_id: int) -> bool:
        """Of a form without a stated language everybody is taken to read it."""
        spoken = row.answers.get("form_language")
        return not spoken or spoken in self.profiles[person_id].languages

    def reasons(self, submission_id: int, person_id: int) -> list[str]:
        """Keys: `reads` or `cannot read`, `abroad` or `own country`."""
        row = next(row for row in self.submissions if row.id == submission_id)
        reads = "reads" if self.reads(row, person_id) else "cannot_read"
        home = Flag.COUNTRY in self.flags[submission_id, person_id]
        return [reads, "own_country" if home else "abroad"]


@dataclass(frozen=True)
class Short:
    """Why there is no full plan, the most that could be done, and what would help (proven by solving it)."""

    submissions: list[str]
    """Response ids that together want more than the reviewers named can give."""
    reviewers: list[str]
    wanted: int
    possible: int
    pairs: list[Pair] = field(default_factory=list)
    few: list[tuple[str, int]] = field(default_factory=list)
    """Response ids that alone want more than the given number of reviewers who have no conflict."""
    load: int | None = None
    """The least load per reviewer with which all would be reviewed."""
    per: int | None = None
    """Else the most reviews for each with which all would be."""


def gather(db: Db, edition: Edition, row: ReviewRound, only: Submission | None = None) -> Pool:
    """A plan that waits to be confirmed counts for nothing."""
    found = [only] if only else rounds.wanting(db, row.call_id)[0]
    pool = people.with_role(db, edition.id, RoleName.REVIEWER)
    standing = reviews.assignments(db, row.call_id)
    counted = [it for it in standing if it.state in reviews.COUNTED]
    settled = {(it.submission_id, it.person_id) for it in standing if it.state != AssignmentState.PROPOSED}
    return Pool(
        per=row.per,
        load=row.load,
        submissions=found,
        people={person.id: person for person in pool},
        profiles={person.id: profiles.of(db, edition, person) for person in pool},
        taken=Counter(it.submission_id for it in counted),
        busy=Counter(it.person_id for it in counted),
        heard=frozenset(it.submission_id for it in counted if "reads" in it.reasons),
        barred=frozenset(settled | reviews.conflicts(db, row.call_id)),
    )


def is_reviewer(db: Db, edition: Edition, person: Person) -> bool:
    return RoleName.REVIEWER in people.roles_of(db, edition.id, person.id)


def tie(db: Db, edition: Edition, person: Person, row: Submission) -> str:
    """What forbids this pair even by hand; empty where nothing does."""
    if conflicts.conflicted(db, person, row.id):
        return "declared"
    found = conflicts.noticed(db, edition, person, row)
    return Flag.ORGANISATION if Flag.ORGANISATION in found else ""


def allocate(pool: Pool) -> list[Pair] | Short:
    """Even loads, and one reader of the form's language for each, where that can be; else as far as the load goes."""
    wanted = _wanted(pool, pool.per)
    if not wanted:
        return []
    limits = [each for each in _limits(pool, wanted) if _roomy(_problem(pool, wanted, each))]
    for readers in (_readers, _nobody):
        for each in limits:
            if found := _full(_problem(pool, wanted, each, readers(pool, wanted, each))):
                return found
    return _short(pool, wanted)


def _roomy(problem: Problem) -> bool:
    """What counting alone rules out is not asked of the solver."""
    return sum(problem.capacity.values()) >= sum(problem.wanted.values())


def _full(problem: Problem) -> list[Pair]:
    """The best plan that gives out all, if there is one."""
    found = solve(problem)
    return [] if isinstance(found, Infeasible) else _pairs(found.pairs)


def _most(problem: Problem) -> list[Pair]:
    """As many reviews as can be given out, and the best of them."""
    found = solve(replace(problem, rule=Rule.AT_MOST))
    return [] if isinstance(found, Infeasible) else _pairs(found.pairs)


@dataclass(frozen=True)
class Limits:
    """Of one reviewer's reviews, those that they have already included."""

    most: int
    least: int = 0


def _limits(pool: Pool, wanted: Mapping[str, int]) -> list[Limits]:
    """From perfectly even loads to the agreed load."""
    whole, several = sum(wanted.values()) + sum(pool.busy.values()), max(len(pool.people), 1)
    even = min(-(-whole // several), pool.load)
    return [Limits(even, min(whole // several, even)), *(Limits(most) for most in range(even, pool.load + 1))]


def _wanted(pool: Pool, per: int) -> dict[str, int]:
    left = {str(row.id): per - pool.taken.get(row.id, 0) for row in pool.submissions}
    return {key: count for key, count in left.items() if count > 0}


def _problem(
    pool: Pool, wanted: Mapping[str, int], limits: Limits, pins: frozenset[tuple[str, str]] = frozenset()
) -> Problem:
    rows = {str(row.id): row for row in pool.submissions}
    pairs = [(key, str(person_id)) for key in wanted for person_id in pool.people]
    busy = {str(person_id): pool.busy.get(person_id, 0) for person_id in pool.people}
    return Problem(
        wanted=wanted,
        capacity={key: max(limits.most - count, 0) for key, count in busy.items()},
        scores={pair: _score(pool, rows[pair[0]], int(pair[1])) for pair in pairs},
        impossible={pair: "conflict" for pair in pairs if pool.impossible((int(pair[0]), int(pair[1])))},
        pins=pins,
        at_least={key: least for key, count in busy.items() if (least := limits.least - count) > 0},
    )


def _score(pool: Pool, row: Submission, person_id: int) -> float:
    home = Flag.COUNTRY in pool.flags[row.id, person_id]
    return PLAIN + READS * pool.reads(row, person_id) + ABROAD * (not home)


def _readers(pool: Pool, wanted: Mapping[str, int], limits: Limits) -> frozenset[tuple[str, str]]:
    """For as many submissions as possible one reviewer who reads the form's language, where not everybody does."""
    rows = {str(row.id): row for row in pool.submissions}
    unread = {
        (key, str(person_id)): "language"
        for key in wanted
        for person_id in pool.people
        if not pool.reads(rows[key], person_id)
    }
    need = {key: 1 for key in dict.fromkeys(key for key, _ in unread) if int(key) not in pool.heard}
    if not need:
        return frozenset()
    problem = _problem(pool, need, Limits(limits.most))
    found = _most(replace(problem, impossible={**problem.impossible, **_within(unread, need)}))
    return frozenset((str(submission), str(person)) for submission, person in found)


def _within(marks: Mapping[tuple[str, str], str], need: Mapping[str, int]) -> dict[tuple[str, str], str]:
    return {pair: why for pair, why in marks.items() if pair[0] in need}


def _nobody(_pool: Pool, _wanted: Mapping[str, int], _limits: Limits) -> frozenset[tuple[str, str]]:
    """Where a reader for each stands in the way of reviewing all."""
    return frozenset()


def _pairs(found: Iterable[tuple[str, str]]) -> list[Pair]:
    return sorted((int(submission), int(person)) for submission, person in found)


def _short(pool: Pool, wanted: Mapping[str, int]) -> Short:
    rows = {str(row.id): row.response_id for row in pool.submissions}
    names = {str(person.id): person.name for person in pool.people.values()}
    problem = _problem(pool, wanted, Limits(pool.load))
    found, pairs = solve(problem), _most(problem)
    conflict = found.conflict if isinstance(found, Infeasible) else Conflict([], [], [], "")
    most = len(pool.submissions) + max(pool.busy.values(), default=0)
    loads = range(pool.load + 1, most + 1)
    place = bisect_left(loads, True, key=lambda load: _enough(pool, pool.per, load))
    load = loads[place] if place < len(loads) else None
    fewer = None if load else next((per for per in range(pool.per - 1, 0, -1) if _enough(pool, per, pool.load)), None)
    return Short(
        submissions=[rows[key] for key in conflict.challenges if key in rows],
        reviewers=[names[key] for key in conflict.providers if key in names],
        wanted=sum(wanted.values()),
        possible=len(pairs),
        pairs=pairs,
        few=_few(pool, wanted),
        load=load,
        per=fewer,
    )


def _few(pool: Pool, wanted: Mapping[str, int]) -> list[tuple[str, int]]:
    found = []
    for row in pool.submissions:
        free = sum(not pool.impossible((row.id, person_id)) for person_id in pool.people)
        if free < wanted.get(str(row.id), 0):
            found.append((row.response_id, free))
    return found


def _enough(pool: Pool, per: int, load: int) -> bool:
    problem = _problem(pool, _wanted(pool, per), Limits(load))
    return not problem.wanted or (_roomy(problem) and bool(_full(problem)))
