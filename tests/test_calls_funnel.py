"""The funnel adds up: whatever is decided, in whatever order, each submission is in one state, with a reason."""

from collections import Counter
from datetime import datetime, timedelta

import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, SQLModel

from bot.programme import calls
from bot.programme.calls import NotPossibleError, Verdict
from bot.programme.calls.letters import answer_for
from bot.programme.intake import incoming
from storage import calls as tables
from storage import teams
from storage.calls import UNDECIDED, CallKind, CallState, ChangeKind, SubmissionState
from storage.db import Db
from storage.editions import Edition
from storage.people import Person, Role, RoleName
from storage.teams import TeamKind
from tests.house import START
from tests.importing import understood

COUNT = 6
S = SubmissionState
NUMBERS = st.sampled_from([str(number) for number in range(COUNT)])
STEPS = st.one_of(
    st.tuples(st.just("decide"), NUMBERS, st.sampled_from(sorted(calls.OUTCOMES))),
    st.tuples(st.just("accept"), NUMBERS, st.just("")),
    st.tuples(st.just("advance"), NUMBERS, st.sampled_from(UNDECIDED)),
    st.tuples(st.just("answer"), NUMBERS, st.sampled_from(["yes", "no"])),
    st.tuples(st.just("places"), st.just(""), st.sampled_from(["2", "8"])),
    st.tuples(st.just("close"), st.just(""), st.just("")),
)


def _founded() -> tuple[Db, Edition, Person]:
    """An edition in memory: six submissions, some of them doubtful."""
    engine = sa.create_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    db = Session(engine)
    edition = calls.found_edition(db, START, "Edition")
    fay = Person(name="Fay", created_at=START)
    db.add(fay)
    db.flush()
    db.add(Role(edition_id=edition.id, person_id=fay.id, name=RoleName.FACILITATOR))
    lines = ["Response ID;Team name;Organisation (official name);Country;E-mail;Level of government"]
    lines += [
        f"{one};Team {one};{'Sol Ltd' if one > 3 else 'Agency'};Peru;t{one}@t.example;National" for one in range(COUNT)
    ]
    incoming.bring_in(db, START, edition, understood(db, edition, CallKind.CHALLENGE, lines))
    return db, edition, fay


def _take(db: Db, edition: Edition, fay: Person, step: tuple[str, str, str], now: datetime) -> None:
    what, number, how = step
    row = calls.locate(db, edition, number or "0")
    match what:
        case "decide":
            calls.decide(db, now, fay, edition, Verdict(CallKind.CHALLENGE, [number], how, f"because {how}"))
        case "accept":
            calls.accept(db, now, fay, edition, row, "our server was down")
        case "advance":
            calls.advance(db, now, row, S(how), "reviewed")
        case "answer":
            answer_for(db, now, fay, edition, row, how == "yes", "they wrote so")
        case "places":
            calls.set_places(db, now, fay, edition, CallKind.CHALLENGE, int(how), "many were strong")
        case "close":
            calls.close(db, now, fay, edition, CallKind.CHALLENGE, "the form was closed")


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, max_size=25))
def test_whatever_is_decided_the_sum_stays(steps: list[tuple[str, str, str]]) -> None:
    db, edition, fay = _founded()
    now = START
    for step in steps:
        now += timedelta(minutes=1)
        before = calls.funnel(db, edition)["challenge"]
        try:
            _take(db, edition, fay, step, now)
        except NotPossibleError:
            assert calls.funnel(db, edition)["challenge"] == before
        counts = calls.funnel(db, edition)["challenge"]
        assert counts.pop("submitted") == COUNT == sum(counts.values())
    _every_state_is_the_last_row_of_the_log(db, edition, fay)
    _teams_are_those_selected(db, edition)
    db.close()


def _every_state_is_the_last_row_of_the_log(db: Db, edition: Edition, fay: Person) -> None:
    call = tables.of_kind(db, edition.id, CallKind.CHALLENGE)
    assert call
    rows, last = tables.submissions(db, call.id), tables.last_decisions(db, call.id)
    assert all(last[row.id].outcome == row.state and last[row.id].reason for row in rows)
    stages = calls.stages(db, fay, edition, CallKind.CHALLENGE)
    assert {stage.state: stage.count for stage in stages} == Counter(str(row.state) for row in rows)
    assert all(sum(count for _, count in stage.reasons) == stage.count for stage in stages)
    changes = [row for row in tables.changes(db, call.id) if row.kind == ChangeKind.STATE]
    assert [row.before for row in changes[1:]] == [row.after for row in changes[:-1]]
    assert call.state == CallState(changes[-1].after if changes else CallState.DRAFT)


def _teams_are_those_selected(db: Db, edition: Edition) -> None:
    owners = {team.submission_id for team in teams.active(db, edition.id, TeamKind.OWNER)}
    cohort = {team.submission_id for team in teams.active(db, edition.id, TeamKind.COHORT)}
    call = tables.of_kind(db, edition.id, CallKind.CHALLENGE)
    assert call
    assert owners == {row.id for row in tables.submissions(db, call.id, S.SELECTED)}
    assert cohort == {row.id for row in tables.submissions(db, call.id, S.COHORT_ACCEPTED)}


def test_the_log_of_a_fresh_import_gives_its_reason() -> None:
    db, edition, fay = _founded()
    stages = calls.stages(db, fay, edition, CallKind.CHALLENGE)
    assert {reason for stage in stages for reason, _ in stage.reasons} == {"imported from form.csv"}
    db.close()
