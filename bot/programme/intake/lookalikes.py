"""Submissions of an edition that look alike: a person says which one counts, or that they are different."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from bot.programme import calls
from bot.programme.calls import Verdict
from bot.programme.intake import duplicates
from bot.programme.intake.duplicates import candidate
from bot.programme.permissions import demand
from storage import calls as tables
from storage import intake
from storage.calls import CallKind, Submission, SubmissionState
from storage.db import Db
from storage.editions import Edition
from storage.intake import Difference
from storage.people import Person

SETTLED = {SubmissionState.DUPLICATE, SubmissionState.WITHDRAWN}
IN_WORDS = {
    "draft": "a draft beside the finished answer",
    "double": "sent twice",
    "resubmission": "a corrected version",
    "translation": "the same in another language",
}


@dataclass(frozen=True)
class Alike:
    submissions: list[Submission]
    reason: str
    """`draft`, `double`, `resubmission` or `translation`."""
    evidence: str

    @property
    def ids(self) -> list[int]:
        return [row.id for row in self.submissions]

    def facts(self) -> dict[str, Any]:
        """For a message."""
        members = [
            {"id": row.id, "response_id": row.response_id, "team": row.team, "title": row.title}
            | {"submitted_at": row.submitted_at, "partial": row.state == SubmissionState.PARTIAL}
            for row in self.submissions
        ]
        return {"words": IN_WORDS[self.reason], "evidence": self.evidence, "members": members}


def suggested(db: Db, edition: Edition, kind: CallKind) -> list[Alike]:
    """Those that nobody has decided on."""
    call = tables.of_kind(db, edition.id, kind)
    rows = [row for row in tables.submissions(db, call.id) if row.state not in SETTLED] if call else []
    by_id = {row.response_id: row for row in rows}
    candidates = [candidate(row.response_id, row.answers, partial=row.state == SubmissionState.PARTIAL) for row in rows]
    groups = duplicates.suggest(candidates, intake.differences(db, call.id) if call else ())
    return [Alike([by_id[one] for one in group.response_ids], group.reason, group.evidence) for group in groups]


def to_decide(db: Db, person: Person, edition: Edition, kind: CallKind) -> list[Alike]:
    demand(db, edition.id, person, "call.run")
    return suggested(db, edition, kind)


def count_one(
    db: Db, now: datetime, person: Person, edition: Edition, counts_id: int, ids: Sequence[int]
) -> list[Submission]:
    """One counts; the others become its duplicates, with what spoke for it as the reason."""
    demand(db, edition.id, person, "call.decide")
    kind = intake.call_of(db, counts_id).kind
    group = _open(db, edition, kind, ids)
    if group is None:
        return []
    counts = db.get_one(Submission, counts_id)
    others = [row for row in group.submissions if row.id != counts_id]
    reason = f"{counts.response_id} counts ({IN_WORDS[group.reason]}): {group.evidence}"
    verdict = Verdict(kind, [row.response_id for row in others], "duplicate", reason)
    decided = calls.decide(db, now, person, edition, verdict)
    for row in decided:
        row.duplicate_of_id = counts_id
    return decided


def tell_apart(db: Db, now: datetime, person: Person, edition: Edition, ids: Sequence[int]) -> list[Submission]:
    """They are different: remembered with who and why, and never suggested again."""
    demand(db, edition.id, person, "call.decide")
    group = _open(db, edition, intake.call_of(db, ids[0]).kind, ids)
    if group is None:
        return []
    reason = f"looked alike, and are different: {group.evidence}"
    for first, second in combinations(sorted(group.ids), 2):
        if not intake.are_different(db, first, second):
            db.add(Difference(first_id=first, second_id=second, person_id=person.id, reason=reason, at=now))
    db.flush()
    return group.submissions


def _open(db: Db, edition: Edition, kind: CallKind, ids: Sequence[int]) -> Alike | None:
    """The group as it was shown, if nobody has decided on it since."""
    return next((group for group in suggested(db, edition, kind) if set(group.ids) == set(ids)), None)
