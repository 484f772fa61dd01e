"""A solve from beginning to end: read, worked out beside the database, kept."""

from datetime import datetime

from bot.programme.matching import drafts, inputs, relaxing
from bot.programme.matching.drafts import Found
from bot.programme.matching.inputs import Inputs
from storage.db import Db
from storage.matching import MatchDraft
from storage.people import Person


def keep(db: Db, now: datetime, person: Person, given: Inputs, found: Found) -> MatchDraft:
    """A draft either way: with its plan, or with why there is none."""
    plan = found.plan
    if drafts.is_plan(plan):
        return drafts.keep(db, now, person, given, found, plan)
    drafts.keep_scores(db, given, found.scores)
    facts = {"infeasible": relaxing.facts(db, plan)}
    return drafts.add(db, now, person, given.edition, inputs.mark(given), facts)
