"""The funnel: how many submissions are in each state, and why; they add up to those submitted."""

from collections import Counter
from dataclasses import dataclass

from bot.programme.calls.logs import of_kind
from bot.programme.permissions import demand
from storage import calls, teams
from storage.calls import Call, CallKind, ChangeKind, SubmissionState
from storage.db import Db
from storage.editions import Edition
from storage.people import Person
from storage.teams import TeamKind

S = SubmissionState


@dataclass(frozen=True)
class Places:
    planned: int
    """As the call began."""
    now: int
    filled: int
    """Of the cohort: by its list and by accepted offers."""
    reasons: list[str]
    """Of each change of the number, oldest first."""


@dataclass(frozen=True)
class Stage:
    """A state, how many submissions are in it, and the reasons with how many each."""

    state: str
    count: int
    reasons: list[tuple[str, int]]


def funnel(db: Db, edition: Edition) -> dict[str, dict[str, int]]:
    """By call: how many submissions are in each state; they add up to those submitted."""
    return {str(kind): _counts(db, calls.of_kind(db, edition.id, kind)) for kind in CallKind}


def _counts(db: Db, call: Call | None) -> dict[str, int]:
    states = Counter(row.state for row in calls.submissions(db, call.id)) if call else Counter()
    return {"submitted": sum(states.values()), **{str(state): states[state] for state in S if states[state]}}


def places(db: Db, call: Call) -> Places:
    """Those planned at first, those that there are now, and those that are taken."""
    changes = calls.changes(db, call.id, ChangeKind.PLACES)
    planned = int(changes[0].before) if changes else call.places
    if call.kind == CallKind.COHORT:
        taken = len(teams.active(db, call.edition_id, TeamKind.COHORT))
    else:
        taken = len(calls.submissions(db, call.id, S.SELECTED))
    return Places(planned, call.places, taken, [change.reason for change in changes])


def stages(db: Db, person: Person, edition: Edition, kind: CallKind) -> list[Stage]:
    """Every state that has submissions, with the reasons of the last change of each."""
    demand(db, edition.id, person, "call.run")
    call = of_kind(db, edition, kind)
    last = calls.last_decisions(db, call.id)
    found = []
    for state in S:
        rows = calls.submissions(db, call.id, state)
        why = Counter(last[row.id].reason for row in rows if row.id in last)
        if rows:
            found.append(Stage(str(state), len(rows), why.most_common()))
    return found
