"""Every pair and every non-pair in words: why, why not, and what it would cost to have it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.programme.matching import drafts, inputs
from bot.programme.matching.inputs import Cell, Inputs, Offer
from bot.programme.permissions import RefusedError, demand
from bot.programme.solvers import matching as solver
from bot.programme.solvers.matching import Plan
from bot.programme.solvers.scoring import Scored
from storage import matching
from storage.db import Db
from storage.editions import Edition
from storage.matching import Challenge, MatchDraft, Pairing, PairingState
from storage.people import Person
from storage.teams import Team

PAGE = 12
"""Rows of one message: each takes two blocks, and a message holds fifty."""


@dataclass(frozen=True)
class Shown:
    """One pair of the suggestion, or of what came of it."""

    challenge: int
    number: int
    title: str
    team_id: int
    team: str
    country: str
    score: float
    state: str
    reasons: list[str]
    weakest: str
    languages: list[str]
    hours: float
    pinned: bool


@dataclass(frozen=True)
class Board:
    """The suggestion as it stands, one page of it."""

    draft: dict[str, Any]
    """Empty while nothing was worked out."""
    stale: bool
    pairs: list[Shown]
    page: int
    pages: int
    unplaced: list[dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """A challenge and an offer: a pair, impossible, or possible at a cost."""

    challenge: int
    number: int
    title: str
    team_id: int | None
    """Empty for a submission on the reserve."""
    team: str
    country: str
    score: float
    paired: bool = False
    reserve: bool = False
    impossible: str = ""
    costs: float | None = None
    """Of the total, if this pair were pinned; `None` where no plan has it."""
    instead: list[str] = field(default_factory=list)
    """Who would have to leave this challenge for it."""
    reasons: Sequence[str] = ()
    weakest: str = ""


# The board


def board(db: Db, now: datetime, person: Person, edition: Edition, page: int = 0) -> Board:
    """Pairs that ended are history and not shown."""
    demand(db, edition.id, person, "match.run")
    given, draft = inputs.gather(db, edition, now), drafts.current(db, edition)
    rows = [row for row in matching.pairings(db, edition.id) if row.state != PairingState.ENDED]
    page = max(0, min(page, (len(rows) - 1) // PAGE))
    return Board(
        draft=_facts(draft) if draft else {},
        stale=draft is not None and draft.inputs != inputs.mark(given),
        pairs=[_shown(db, given, row) for row in rows[page * PAGE : (page + 1) * PAGE]],
        page=page,
        pages=max(1, -(-len(rows) // PAGE)),
        unplaced=_unplaced(db, draft, rows) if draft else [],
    )


def _facts(draft: MatchDraft) -> dict[str, Any]:
    names = ("number", "total", "bound", "worst", "proven", "protects_of")
    safe = draft.protecting if draft.protecting and draft.protecting["worst"] > draft.worst + 1e-6 else {}
    gains = {"worst": safe["worst"], "costs": round(draft.total - safe["total"], drafts.DIGITS)} if safe else {}
    return {name: getattr(draft, name) for name in names} | {"count": len(draft.pairs), "safe": gains}


def _shown(db: Db, given: Inputs, row: Pairing) -> Shown:
    challenge, team = db.get_one(Challenge, row.challenge_id), db.get_one(Team, row.team_id)
    owner = db.get_one(Team, challenge.team_id)
    return Shown(
        challenge=challenge.id,
        number=challenge.number,
        title=challenge.title,
        team_id=team.id,
        team=team.name,
        country=team.country,
        score=row.score,
        state=str(row.state),
        reasons=row.reasons,
        weakest=row.weakest,
        languages=inputs.shared(owner, team),
        hours=inputs.hours(given, owner, team),
        pinned=(challenge.id, str(team.id)) in given.pins,
    )


def _unplaced(db: Db, draft: MatchDraft, rows: list[Pairing]) -> list[dict[str, Any]]:
    """Providers without a place, why, and what their best place would cost."""
    placed, found = {row.team_id for row in rows}, []
    for one in draft.unplaced:
        if one["team"] not in placed:
            best = one["best"]
            number = db.get_one(Challenge, best["challenge"]).number if best else None
            facts = {"number": number, "costs": best["costs"] if best else None}
            found.append({"team": db.get_one(Team, one["team"]).name, "why": one["why"]} | facts)
    return found


# One challenge, or one team: beside the database, since every cost is a plan of its own


@dataclass(frozen=True)
class Question:
    """Cells to explain; `page` of them is answered. `about` is the id of the challenge or the team."""

    given: Inputs
    cells: list[Cell]
    about: int
    heading: str
    page: int = 0

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.cells) // PAGE))


def of_challenge(db: Db, now: datetime, person: Person, edition: Edition, challenge_id: int, page: int) -> Question:
    """Everybody for one challenge. Ids of another edition are refused."""
    given = drafts.prepare(db, now, person, edition)
    challenge = given.challenge(challenge_id)
    if challenge is None:
        raise RefusedError("match.run")
    cells = [(challenge.id, offer.key) for offer in [*given.offers, *given.reserve]]
    return Question(given, cells, challenge.id, f"Challenge {challenge.number}: {challenge.title}", page)


def of_team(db: Db, now: datetime, person: Person, edition: Edition, team_id: int, page: int) -> Question:
    """Every challenge for one team, whether it is the provider or, for an owner, its own."""
    given = drafts.prepare(db, now, person, edition)
    offer = given.offer(str(team_id))
    if offer is None:
        own = next((one.id for one in given.challenges if one.team_id == team_id), 0)
        return of_challenge(db, now, person, edition, own, page)
    cells = [(challenge.id, offer.key) for challenge in given.challenges]
    return Question(given, cells, team_id, offer.team.name, page)


def answer(question: Question) -> list[Row]:
    """The rows of the page: pairs first, then by score. Raises the solver's `NothingFoundError`."""
    given = question.given
    scores = drafts.score(given)
    values = drafts.values(scores)
    best = solver.solve(inputs.problem(given, values), time_limit=drafts.TIME_LIMIT)
    chosen = _chosen(best.pairs) if isinstance(best, Plan) else set()
    order = sorted(question.cells, key=lambda cell: (cell not in chosen, -values.get(cell, 0.0), cell))
    explained = _Explained(given, scores, values, best if isinstance(best, Plan) else None, chosen)
    shown = order[question.page * PAGE : (question.page + 1) * PAGE]
    return [row for cell in shown if (row := _row(explained, cell))]


@dataclass(frozen=True)
class _Explained:
    given: Inputs
    scores: Mapping[Cell, Scored]
    values: dict[Cell, float]
    best: Plan | None
    chosen: set[Cell]


def _chosen(pairs: list[tuple[str, str]]) -> set[Cell]:
    return {(int(challenge), key) for challenge, key in pairs}


def _row(known: _Explained, cell: Cell) -> Row | None:
    challenge, offer = known.given.challenge(cell[0]), known.given.offer(cell[1])
    if challenge is None or offer is None:
        return None
    scored = known.scores[cell]
    facts: dict[str, Any] = {"reasons": scored.reasons, "weakest": scored.weakest, "paired": cell in known.chosen}
    if why := inputs.impossible(known.given, challenge, offer):
        facts["impossible"] = why
    elif cell not in known.chosen:
        facts |= _price(known, cell, offer)
    return Row(
        challenge=challenge.id,
        number=challenge.number,
        title=challenge.title,
        team_id=offer.team.id,
        team=offer.team.name,
        country=offer.team.country,
        score=round(scored.score, drafts.DIGITS),
        **facts,
    )


def _price(known: _Explained, cell: Cell, offer: Offer) -> dict[str, Any]:
    if offer in known.given.reserve:
        return {"reserve": True}
    if known.best is None:
        return {}
    forced = solver.solve(inputs.problem(inputs.pinned(known.given, cell), known.values), time_limit=drafts.TIME_LIMIT)
    if not isinstance(forced, Plan):
        return {}
    left = {key for challenge, key in known.chosen - _chosen(forced.pairs) if challenge == cell[0]}
    names = [one.team.name for one in known.given.offers if one.key in left]
    return {"costs": max(0.0, round(known.best.total - forced.total, drafts.DIGITS)), "instead": names}
