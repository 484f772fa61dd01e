"""A solve from beginning to end: read, worked out beside the database, kept."""

from datetime import datetime

from bot.programme.matching import drafts, inputs, relaxing
from bot.programme.matching.drafts import Found
from bot.programme.matching.inputs import Inputs
from bot.programme.solvers.matching import Plan
from storage.db import Db
from storage.matching import MatchDraft
from storage.people import Person


def keep(db: Db, now: datetime, person: Person, given: Inputs, found: Found) -> MatchDraft:
    """A draft either way: with its plan, or with why there is none."""
    if isinstance(found.plan, Plan):
        return drafts.keep(db, now, person, given, found, found.plan)
    drafts.keep_scores(db, given, found.scores)
    facts = {"infeasible": relaxing.facts(db, found.plan)}
    return drafts.add(db, now, person, given.edition, inputs.mark(given), facts)
