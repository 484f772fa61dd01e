"""How asking goes in an edition: how fast, across which borders, from whom. Figures about all, never a ranking."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from bot.programme import rosters, worktime
from storage import asks, teams, workspaces
from storage.asks import Answer, Ask, AskState
from storage.db import Db
from storage.teams import Team

SLOW = 24
"""Working hours to a first answer from which on it is worth a look."""
TOP = 0.1


@dataclass(frozen=True)
class Figures:
    """Shares are None where there is nothing yet to divide by; hours are working hours where the asker is."""

    asked: int
    open: int
    picked_up: int
    answered: int
    useful: int
    not_useful: int
    first_answer_hours: float | None
    """Median, to the first answer from another team."""
    first_offer_hours: float | None
    """Median, to the first that could help."""
    stale: int
    """Open for more than three working days, and nobody has taken it up."""
    slow: int
    """First answers that took longer than `SLOW`."""
    across_borders: float | None
    """Of the answers of teams, those from another country."""
    reciprocity: float | None
    """Of the active teams, those that gave and received help."""
    concentration: float | None
    """Of all answers, the share of the tenth of helpers who gave most."""
    bridges: int
    """Pairs of teams outside a common workspace with a useful answer between them."""


def figures(db: Db, edition_id: int) -> Figures:
    every = asks.of_edition(db, edition_id)
    given = asks.answers_of_edition(db, edition_id)
    by_id = {team.id: team for team in teams.active(db, edition_id)}
    across = [(answer, ask) for answer, ask in given if _other_team(answer, ask, by_id)]
    hours = _first_hours(db, across)
    states = Counter(ask.state for ask in every)
    return Figures(
        asked=len(every),
        open=states[AskState.OPEN],
        picked_up=states[AskState.PICKED_UP],
        answered=states[AskState.ANSWERED],
        useful=sum(ask.useful is True for ask in every),
        not_useful=sum(ask.useful is False for ask in every),
        first_answer_hours=median(hours) if hours else None,
        first_offer_hours=_median(
            [_hours(db, ask, ask.picked_up_at) for ask in every if ask.picked_up_at and ask.team_id]
        ),
        stale=sum(ask.state == AskState.OPEN and ask.look_at is None for ask in every),
        slow=sum(hour > SLOW for hour in hours),
        across_borders=_share([by_id[a.team_id or 0].country != by_id[q.team_id or 0].country for a, q in across]),
        reciprocity=_reciprocity(across, by_id),
        concentration=concentration([answer.person_id for answer, _ in given if answer.person_id]),
        bridges=_bridges(db, across),
    )


def _other_team(answer: Answer, ask: Ask, by_id: dict[int, Team]) -> bool:
    return answer.team_id in by_id and ask.team_id in by_id and answer.team_id != ask.team_id


def _first_hours(db: Db, across: Sequence[tuple[Answer, Ask]]) -> list[float]:
    first: dict[int, tuple[Answer, Ask]] = {}
    for answer, ask in across:
        if ask.id not in first or answer.at < first[ask.id][0].at:
            first[ask.id] = (answer, ask)
    return [_hours(db, ask, answer.at) for answer, ask in first.values()]


def _hours(db: Db, ask: Ask, end: datetime) -> float:
    if ask.team_id is None:
        return 0.0
    return worktime.hours_between(ask.at, end, rosters.week_of(db.get_one(Team, ask.team_id)))


def _median(hours: Sequence[float]) -> float | None:
    return median(hours) if hours else None


def _share(flags: Sequence[bool]) -> float | None:
    return sum(flags) / len(flags) if flags else None


def _reciprocity(across: Sequence[tuple[Answer, Ask]], by_id: dict[int, Team]) -> float | None:
    gave, received = {answer.team_id for answer, _ in across}, {ask.team_id for _, ask in across}
    return len(gave & received) / len(by_id) if by_id else None


def concentration(helpers: Sequence[int]) -> float | None:
    """The share of answers given by the tenth of helpers, at least one, who gave most."""
    counts = sorted(Counter(helpers).values(), reverse=True)
    return sum(counts[: math.ceil(len(counts) * TOP)]) / len(helpers) if helpers else None


def _bridges(db: Db, across: Sequence[tuple[Answer, Ask]]) -> int:
    pairs = {frozenset({answer.team_id, ask.team_id}) for answer, ask in across if answer.useful}
    return sum(not _together(db, [team for team in pair if team]) for pair in pairs)


def _together(db: Db, pair: Sequence[int]) -> bool:
    rooms = [workspaces.of_team(db, team) for team in pair]
    return rooms[0] is not None and rooms[1] is not None and rooms[0].id == rooms[1].id
