"""Which states follow which, of a call and of what was submitted to it. Pure."""

from storage.calls import UNDECIDED, Call, CallState, Submission, SubmissionState

S, C = SubmissionState, CallState

TOLD = (S.SELECTED, S.RESERVE, S.COHORT_OFFERED, S.DECLINED, S.INELIGIBLE)
"""Outcomes of which the applicant is told."""
ASIDE = (S.DUPLICATE, S.WITHDRAWN)
"""Left the call without being judged: no letter."""
ANSWERED = (S.COHORT_ACCEPTED, S.COHORT_DECLINED)
"""The applicant's own word, which nobody takes back for them."""
OUTCOMES = {
    "select": S.SELECTED,
    "reserve": S.RESERVE,
    "cohort": S.COHORT_OFFERED,
    "decline": S.DECLINED,
    "duplicate": S.DUPLICATE,
    "ineligible": S.INELIGIBLE,
    "withdraw": S.WITHDRAWN,
    "receive": S.RECEIVED,
}
"""What somebody may decide, by the word of the command."""
JUDGED = (S.SELECTED, S.RESERVE, S.COHORT_OFFERED)
"""Places and prospects: not given to what is late, ineligible or without consent, unless it was accepted."""

NEXT = {
    C.DRAFT: (C.OPEN,),
    C.OPEN: (C.EXTENDED, C.CLOSED),
    C.EXTENDED: (C.EXTENDED, C.CLOSED),
    C.CLOSED: (C.EXTENDED, C.UNDER_REVIEW),
    C.UNDER_REVIEW: (C.DECIDED,),
    C.DECIDED: (C.PUBLISHED,),
    C.PUBLISHED: (),
}
"""What may follow, in the usual order; a call that has closed may still be extended."""


class NotPossibleError(Exception):
    """The text says why, and what is possible now."""


def may_become(call: Call, state: CallState) -> bool:
    return state in NEXT[call.state]


def advances(submission: Submission, state: SubmissionState) -> bool:
    """Whether a step of the review takes it further: never back, and never out of a decision."""
    undecided = submission.state in UNDECIDED and state in UNDECIDED
    return undecided and UNDECIDED.index(submission.state) < UNDECIDED.index(state)


def doubts(call: Call, submission: Submission) -> list[str]:
    """What stands against it, by code; lateness by the deadline as it is now."""
    found = [code for code in submission.doubts if code != "late" or call.closes_at is None]
    if call.closes_at and submission.submitted_at and submission.submitted_at > call.closes_at:
        found.append("late")
    return found
