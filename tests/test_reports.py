"""The closing report: its figures trace to records, small numbers are withheld, and the files stand alone."""

import csv
import io
import json
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from bot.messages import reports as messages
from bot.messages.reports import Table
from bot.programme import reports
from storage import calls, loops, teams
from storage import reports as records
from storage.calls import CallKind, Decision, Submission, SubmissionState
from storage.checkins import Checkin, CheckinState, Result, Sharing
from storage.db import Db
from storage.editions import Edition
from storage.feedback import FeedbackAnswer
from storage.insights import Insight, InsightState
from storage.sessions import Session, SessionState
from storage.teams import TeamKind
from tests.cast import FAY, IPE
from tests.house import START, House

SECRET = "Only our workspace should know this"


class Page(HTMLParser):
    """What a reader's software meets: addresses that would be fetched, headings, and pictures with their words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.parts = 0
        self.pictures = self.described = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.fetched += [str(given[name]) for name in ("src", "href") if name in given and not _inside(given[name])]
        self.fetched += ["script"] if tag in ("script", "link", "iframe") else []
        self.parts += tag == "h2"
        self.pictures += tag == "svg"
        self.described += tag == "desc"


def _inside(address: str | None) -> bool:
    return str(address).startswith("#")


def _submit(db: Db, edition: Edition) -> None:
    call = calls.of_kind(db, edition.id, CallKind.CHALLENGE)
    assert call
    states = [SubmissionState.SELECTED] + [SubmissionState.DECLINED] * 6 + [SubmissionState.DUPLICATE] * 2
    for row, state in enumerate(states, start=2):
        made = Submission(call_id=call.id, response_id=str(row), row=row, state=state, team=f"Team {row}", country="NO")
        db.add(made)
        db.flush()
        reason = "outside the themes" if state == SubmissionState.DECLINED else f"=HYPERLINK({row})"
        db.add(Decision(submission_id=made.id, outcome=state, reason=reason, at=START))


def _answer(db: Db, edition: Edition, number: int, results: list[Result]) -> None:
    loop = loops.numbered(db, edition.id, number)
    assert loop
    loop.state = loops.LoopState.CLOSED
    every = teams.active(db, edition.id)
    for team, result in zip(every, results, strict=False):
        db.add(Checkin(loop_id=loop.id, team_id=team.id, state=CheckinState.RECEIVED, result=result, learned=SECRET))


def _hold(db: Db, edition: Edition, number: int, marks: list[str]) -> None:
    made = Session(edition_id=edition.id, number=number, title="=Scaling, <b>slowly</b>", state=SessionState.HELD)
    db.add(made)
    db.flush()
    db.add_all(FeedbackAnswer(session_id=made.id, answers={"useful": mark, "change": SECRET}) for mark in marks)


@pytest.fixture
def figures(house: House) -> dict[str, Any]:
    def work(db: Db, _now: object) -> None:
        edition = db.get_one(Edition, house.edition_id)
        _submit(db, edition)
        _answer(db, edition, 1, [Result.SUPPORTED, Result.MIXED, Result.REFUTED, Result.SUPPORTED, Result.NOTHING_YET])
        _answer(db, edition, 2, [Result.REFUTED, Result.STOPPED])
        _hold(db, edition, 1, ["5", "4", "4", "3", "5"])
        _hold(db, edition, 2, ["1", "1", "1", "1"])
        team = teams.active(db, edition.id, TeamKind.COHORT)[0]
        for sharing, text in ((Sharing.PUBLIC, "Letters still work"), (Sharing.EDITION, SECRET)):
            db.add(
                Insight(
                    edition_id=edition.id,
                    team_id=team.id,
                    text=text,
                    state=InsightState.RELEASED,
                    sharing=sharing,
                    at=START,
                    released_at=START,
                )
            )

    house.bot.writer.commit(work)
    house.until(START + timedelta(days=1))
    with house.reading() as db:
        found = reports.collect(db, db.get_one(Edition, house.edition_id), house.clock.now())
    return found.as_json


def test_the_funnel_adds_up_and_small_reasons_are_withheld(figures: dict[str, Any]) -> None:
    funnel = figures["funnel"][0]
    assert funnel["submitted"] == 9 == sum(funnel["states"].values())
    assert funnel["with_reason"] == 9
    assert funnel["reasons"] == {"outside the themes": 6}


def test_results_of_fewer_than_five_answers_are_nowhere(figures: dict[str, Any]) -> None:
    assert figures["loops"][0]["results"] == {"mixed": 1, "nothing yet": 1, "refuted": 1, "supported": 2}
    assert figures["loops"][1]["results"] is None
    assert figures["experiments"] == {
        "closed": 4,
        "results": {"mixed": 1, "nothing yet": 1, "refuted": 1, "supported": 2},
        "failure_share": None,
    }


def test_feedback_is_shown_from_five_answers_on(figures: dict[str, Any]) -> None:
    first, second = figures["sessions"]
    assert (first["answers"], first["useful"]) == (5, 4.2)
    assert (second["answers"], second["useful"]) == (None, None)


def test_deliveries_count_what_the_ledger_holds(house: House, figures: dict[str, Any]) -> None:
    with house.reading() as db:
        rows = records.deliveries(db, house.edition_id, house.clock.now())
    assert sum(figures["messages"]["states"].values()) == sum(count for *_, count in rows)


def test_the_page_stands_alone_and_tells_no_secret(figures: dict[str, Any]) -> None:
    page = messages.page(figures)
    read = Page(page)
    assert read.fetched == []
    assert "@import" not in page
    assert "url(" not in page
    assert read.parts == 12
    assert read.pictures == read.described > 3
    assert "Letters still work" in page
    assert SECRET not in page
    assert "<b>slowly" not in page
    assert "too few answers" in page
    assert page.count("No data:") >= 4


def test_the_files_are_read_by_machines_and_run_nothing(figures: dict[str, Any], tmp_path: Path) -> None:
    written = {path.name for path in messages.write(figures, tmp_path / "out")}
    assert {"report.html", "report.json", "funnel.csv", "sessions.csv"} <= written
    assert json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8")) == figures
    sheet = (tmp_path / "out" / "sessions.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(sheet)))
    assert rows[1][1] == "'=Scaling, <b>slowly</b>"
    assert rows[2][-2:] == ["withheld", "withheld"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_formula_is_neutralised(start: str) -> None:
    sheet = messages.sheet(Table("x", ("a",), [(f"{start}1",)]))
    _, (cell,) = csv.reader(io.StringIO(sheet, newline=""))
    assert cell.startswith("'")


def test_the_figures_in_slack_are_for_who_runs_the_edition(house: House, figures: dict[str, Any]) -> None:
    said = house.person(FAY).command("/sweetspot edition report").text
    assert "Call for challenges: 9 submitted from 1 country" in said
    assert "sweetspot report --out DIR" in said
    assert "not yours to do" in house.person(IPE.lead).command("/sweetspot edition report").text
