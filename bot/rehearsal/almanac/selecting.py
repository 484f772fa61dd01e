"""When each thing of the first half must be seen: reviews, letters, briefs, the match; by calendar and roster alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.rehearsal import conduct
from bot.rehearsal.almanac.days import FIRST_WORD, Expected, at, working_day, working_day_before, working_instant
from bot.rehearsal.roster import Players, Roster
from storage.calls import CallKind


def _utc(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), UTC)


@dataclass(frozen=True)
class Dates:
    """Of one call."""

    first: date

    @property
    def opens(self) -> datetime:
        return _utc(self.first, 8)

    @property
    def closes(self) -> date:
        return self.first + timedelta(days=1)

    @property
    def assigned(self) -> datetime:
        return _utc(self.first + timedelta(days=2), 9)

    @property
    def read(self) -> datetime:
        return _utc(self.first + timedelta(days=3), 12)

    @property
    def read_on(self) -> datetime:
        """Who was given more because of a conflict goes on."""
        return _utc(self.first + timedelta(days=5), 12)

    @property
    def reviewed_by(self) -> date:
        return self.first + timedelta(days=14)

    @property
    def read_last(self) -> datetime:
        """After the reminder."""
        return _utc(self.first + timedelta(days=10), 12)

    @property
    def decided(self) -> datetime:
        return _utc(self.first + timedelta(days=15), 9)

    @property
    def told_on(self) -> date:
        return self.first + timedelta(days=16)

    @property
    def told(self) -> datetime:
        """Ten o'clock in Paris."""
        return at(self.told_on, time(10), "Europe/Paris")


CALLS = {CallKind.CHALLENGE: Dates(date(2026, 8, 3)), CallKind.SOLUTION: Dates(date(2026, 8, 31))}
OPENS, INTRODUCED = _utc(date(2026, 7, 30), 8), _utc(date(2026, 7, 31), 20)
"""When the edition is founded, and when its reviewers have said who they are."""
BRIEFS, APPROVED, APPROVED_AGAIN = _utc(date(2026, 8, 24), 9), _utc(date(2026, 8, 26), 9), _utc(date(2026, 8, 28), 9)
MATCH, COHORT, PLAN = _utc(date(2026, 9, 21), 9), _utc(date(2026, 9, 24), 8), _utc(date(2026, 9, 28), 8)


def first_half(roster: Roster, given_on: int, begun: datetime, rematched: datetime) -> Iterator[Expected]:
    """`given_on`: reviews that a conflict gave to somebody else; `begun`, `rematched`: when the pairs began."""
    yield from _reviews(roster, given_on)
    yield from _letters(roster)
    yield from _briefs(roster)
    yield from _consent(roster)
    yield from _published(roster)
    yield from _fits(roster, begun, rematched)


def _reviews(roster: Roster, given_on: int) -> Iterator[Expected]:
    """Given out twice, once for each call; one reviewer has to be reminded."""
    for one in roster.reviewers:
        yield Expected("review.welcome", one.email, working_instant(OPENS, one.country, one.zone))
    yield from (Expected("review.assigned", one.email) for _ in CALLS for one in roster.reviewers)
    yield from (Expected("review.assigned", "a reviewer") for _ in range(given_on))
    late = roster.reviewers[conduct.LATE]
    day = working_day_before(CALLS[CallKind.CHALLENGE].reviewed_by, late.country, 3)
    yield Expected("review.reminder", late.email, at(day, FIRST_WORD, late.zone))
    yield from (Expected("review.discussion", "a reviewer") for _ in range(3))


def _letters(roster: Roster) -> Iterator[Expected]:
    for one in roster.applicants:
        if one.email:
            yield Expected("call.decided", one.email, CALLS[CallKind(one.call)].told)


def _briefs(roster: Roster) -> Iterator[Expected]:
    """The last owner wants a change, and is asked again."""
    owners = [team for team in roster.teams if team.kind == "owner"]
    for team in [*owners, owners[-1]]:
        yield Expected("brief.asked", team.lead.email)
        yield Expected("brief.answered", "#facilitators")


def _consent(roster: Roster) -> Iterator[Expected]:
    """Eight pairs are asked, then one more after a decline and one after a withdrawal: an owner and a newcomer each."""
    yield from (Expected("match.proposed", "an owner or a provider") for _ in range(2 * (8 + 2)))
    yield from (Expected("match.fell", "#facilitators") for _ in roster.leavers)


def _published(roster: Roster) -> Iterator[Expected]:
    """Owners, providers, advisors, facilitators; then the two sides of the new pair."""
    told = [*roster.advisors, *(team.lead for team in _sides(roster, "owner"))]
    yield from (Expected("match.published", actor.email) for actor in told)
    yield Expected("match.published", "#facilitators")
    first = [*_sides(roster, "provider")[:-1], roster.leavers[1]]
    yield from (Expected("match.published", team.lead.email) for team in first)
    yield from (Expected("match.published", "an owner or a provider") for _ in range(2))


def _fits(roster: Roster, begun: datetime, rematched: datetime) -> Iterator[Expected]:
    """Ten days after a pair has begun, to each of its sides; of an owner's two pairs one may have begun later."""
    *first, last = _sides(roster, "provider")
    for team in first:
        yield Expected("match.fit", team.lead.email, _fit_at(begun, team))
    yield Expected("match.fit", last.lead.email, _fit_at(rematched, last))
    yield from (Expected("match.fit", "an owner") for _ in (*first, last))


def _fit_at(moment: datetime, team: Players) -> datetime:
    day = (moment + timedelta(days=10)).astimezone().date()
    return at(working_day(day, team.country), FIRST_WORD, team.zone)


def _sides(roster: Roster, kind: str) -> list[Players]:
    return [team for team in roster.teams if team.kind == kind]


__all__ = ["CALLS", "first_half"]
