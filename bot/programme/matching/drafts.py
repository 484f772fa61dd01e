"""Drafts: a plan is worked out beside the database, kept under a number, compared, and taken as the suggestion."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.programme.matching import history, inputs
from bot.programme.matching.inputs import Cell, Inputs
from bot.programme.permissions import demand
from bot.programme.solvers import matching as solver
from bot.programme.solvers import scoring
from bot.programme.solvers.matching import Infeasible, Plan
from bot.programme.solvers.scoring import Scored
from storage import matching
from storage.db import Db
from storage.editions import Edition
from storage.matching import MatchDraft, MatchRules, Pairing, PairingState
from storage.people import Person

TIME_LIMIT = 60.0
"""Seconds after which the best plan found so far is taken, with its bound."""
DIGITS = 4


class NoDraftError(Exception):
    """There is no draft of that number; the text says which there are."""


@dataclass(frozen=True)
class Found:
    """What was worked out; words are found for the pairs alone, since there may be half a million cells."""

    scores: Mapping[Cell, float]
    plan: Plan | Infeasible
    words: Mapping[Cell, Scored]


# Beside the database


def prepare(db: Db, now: datetime, person: Person, edition: Edition) -> Inputs:
    demand(db, edition.id, person, "match.run")
    return inputs.gather(db, edition, now)


def work_out(given: Inputs) -> Found:
    """Slow: nothing is locked meanwhile. Raises the solver's `NothingFoundError`."""
    words = score(given)
    scores = values(words)
    plan = solver.solve(inputs.problem(given, scores), time_limit=TIME_LIMIT)
    return Found(scores, plan, words)


def score(given: Inputs) -> dict[Cell, Scored]:
    found = scoring.score(inputs.needs(given), inputs.offers(given), on=given.on)
    return {(int(challenge), key): scored for (challenge, key), scored in found.items()}


def values(words: Mapping[Cell, Scored]) -> dict[Cell, float]:
    return {cell: round(found.score, DIGITS) for cell, found in words.items()}


# Kept


def keep(db: Db, now: datetime, person: Person, given: Inputs, found: Found, plan: Plan) -> MatchDraft:
    """The plan as a draft under the next number; it is the suggestion from now on."""
    keep_scores(db, given, found.scores)
    draft = add(db, now, person, given.edition, inputs.mark(given), _plan(found, plan))
    return use(db, now, person, given.edition, draft.number)


def keep_scores(db: Db, given: Inputs, scores: Mapping[Cell, float]) -> None:
    rows = [{"challenge_id": challenge, "offer": key, "score": one} for (challenge, key), one in scores.items()]
    matching.keep_scores(db, given.edition.id, rows)


def add(db: Db, now: datetime, person: Person, edition: Edition, mark: str, facts: dict[str, Any]) -> MatchDraft:
    number = len(matching.drafts(db, edition.id)) + 1
    rules = matching.rules(db, edition.id).model_dump(exclude={"draft"}) | {
        "pins": [[row.challenge_id, row.team_id] for row in matching.pins(db, edition.id)],
        "exclusions": [[row.challenge_id, row.team_id, row.reason] for row in matching.exclusions(db, edition.id)],
    }
    draft = MatchDraft(edition_id=edition.id, number=number, by_id=person.id, at=now, inputs=mark, rules=rules, **facts)
    db.add(draft)
    db.flush()
    return draft


def _plan(found: Found, plan: Plan) -> dict[str, Any]:
    safe = plan.protecting
    return {
        "proven": plan.status == "optimal",
        "pairs": _pairs(plan.pairs, found.words),
        "total": round(plan.total, DIGITS),
        "bound": round(plan.bound, DIGITS),
        "worst": round(plan.worst_challenge, DIGITS),
        "unplaced": [
            {"team": int(one.provider), "why": one.why, "best": _alternative(one.best_alternative)}
            for one in plan.unplaced
        ],
        "protecting": {
            "worst": round(safe.worst_challenge, DIGITS),
            "total": round(safe.total, DIGITS),
            "pairs": _pairs(safe.pairs, found.words),
        },
    }


def _alternative(found: Any) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"challenge": int(found.challenge), "costs": round(found.costs, DIGITS)}


def _pairs(pairs: list[tuple[str, str]], words: Mapping[Cell, Scored]) -> list[dict[str, Any]]:
    found = []
    for challenge, key in pairs:
        one = words[int(challenge), key]
        facts = {"score": round(one.score, DIGITS), "reasons": list(one.reasons), "weakest": one.weakest}
        found.append({"challenge": int(challenge), "team": int(key)} | facts)
    return found


# Taken as the suggestion


def use(db: Db, now: datetime, person: Person, edition: Edition, number: int) -> MatchDraft:
    """Its pairs are what will be proposed; what both sides were asked already stays."""
    demand(db, edition.id, person, "match.run")
    draft = numbered(db, edition, number)
    if draft.infeasible:
        raise NoDraftError(f"draft {number} has no plan")
    _drop_suggestions(db, now, person, edition)
    for pair in draft.pairs:
        _suggest(db, now, person, pair)
    rules = db.get(MatchRules, edition.id) or MatchRules(edition_id=edition.id)
    rules.draft = draft.number
    db.add(rules)
    db.flush()
    return draft


def _drop_suggestions(db: Db, now: datetime, person: Person, edition: Edition) -> None:
    for row in matching.pairings(db, edition.id, PairingState.SUGGESTED):
        if row.times_asked:
            history.note(db, now, row, PairingState.ENDED, "another draft was taken", person)
        else:
            history.forget(db, row)
    db.flush()


def _suggest(db: Db, now: datetime, person: Person, pair: dict[str, Any]) -> None:
    row = matching.pairing(db, pair["challenge"], pair["team"])
    if row and row.state in inputs.FIXED:
        return
    row = row or Pairing(challenge_id=pair["challenge"], team_id=pair["team"], at=now)
    row.score, row.reasons, row.weakest = pair["score"], pair["reasons"], pair["weakest"]
    row.owner_agreed = row.provider_agreed = row.asked_at = row.answer_by = None
    db.add(row)
    db.flush()
    history.note(db, now, row, PairingState.SUGGESTED, "", person)


def protect(db: Db, now: datetime, person: Person, edition: Edition, number: int) -> MatchDraft:
    """The plan that is best for the worst-off challenge, as a draft of its own, taken as the suggestion."""
    demand(db, edition.id, person, "match.run")
    base = numbered(db, edition, number)
    if not base.protecting:
        raise NoDraftError(f"draft {number} has no plan that protects the worst-off challenge")
    placed = {pair["team"] for pair in base.protecting["pairs"]}
    known = {one["team"]: one for one in base.unplaced}
    left = ({pair["team"] for pair in base.pairs} | known.keys()) - placed
    facts = {
        "protects_of": number,
        "pairs": base.protecting["pairs"],
        "total": base.protecting["total"],
        "bound": base.bound,
        "worst": base.protecting["worst"],
        "unplaced": [
            known.get(team, {"team": team, "why": "others protect the worst-off challenge better", "best": None})
            for team in sorted(left)
        ],
    }
    draft = add(db, now, person, edition, base.inputs, facts)
    return use(db, now, person, edition, draft.number)


def numbered(db: Db, edition: Edition, number: int) -> MatchDraft:
    found = matching.draft(db, edition.id, number)
    if found is None:
        known = [str(row.number) for row in matching.drafts(db, edition.id)]
        raise NoDraftError(f"there is no draft {number}" + (f", only {', '.join(known)}" if known else ""))
    return found


def current(db: Db, edition: Edition) -> MatchDraft | None:
    number = matching.rules(db, edition.id).draft
    return matching.draft(db, edition.id, number) if number else None


def stale(db: Db, now: datetime, edition: Edition, draft: MatchDraft) -> bool:
    """Whether a text, a rule, a pin or an answer has changed since it was made."""
    return draft.inputs != inputs.mark(inputs.gather(db, edition, now))
