"""Mappings, the challenges an answer names, and what the command line shows and saves of them."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.programme.intake import Report, challenges, mappings, read
from bot.programme.intake.challenges import named
from bot.programme.intake.incoming import Reading, read_in
from storage import matching
from storage.briefs import Brief, BriefState
from storage.calls import CallKind
from storage.db import Db
from storage.editions import Edition
from tests.house import House

SAMPLES = Path(__file__).parents[1] / "bot/samples/first-edition"
RUN = CliRunner()
PUBLISHED = {
    1: "Youth assemblies that decide something",
    2: "Waiting lists that people can see",
    3: "A culture in which AI projects may fail",
}
FILE = b"Response ID,Group called,Country\n1,Ana,PT\n"


@pytest.fixture(autouse=True)
def _own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWEETSPOT_DATABASE_URL", f"sqlite:///{tmp_path / 'x.db'}")
    (tmp_path / "f.csv").write_bytes(FILE)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("text", "numbers", "code"),
    [
        ("Challenge 1 – Youth assemblies… (Italy)", [1], ""), ("2", [2], ""), ("#3", [3], ""), ("Desafio 2", [2], ""),
        ("Waiting lists that people can see", [2], ""), ("waiting lists people can see (Brazil)", [2], ""),
        ("all", [1, 2, 3], ""), ("Challenge 7", [], "unreadable"), ("Clean water", [], "unreadable"),
        ("Challenge 1 – Waiting lists that people can see", [], "ambiguous"),
        ("Challenge 7 – Waiting lists that people can see", [2], "ambiguous"),
    ],
)  # fmt: skip
def test_a_challenge_is_named_by_number_or_title(text: str, numbers: list[int], code: str) -> None:
    assert named(text, PUBLISHED) == (numbers, code)


def test_several_challenges_are_named_once_each() -> None:
    assert challenges.resolve(["3", "Challenge 1", "3.", "x"], PUBLISHED) == ([1, 3], [("unreadable", "x")])


def _write_briefs(house: House, state: BriefState) -> None:
    def work(db: Db, now: datetime) -> None:
        for challenge in matching.challenges(db, house.edition_id):
            db.add(Brief(challenge_id=challenge.id, version=1, title=challenge.title, state=state, at=now))

    house.bot.writer.commit(work)


def _solutions(house: House) -> Report:
    table = read((SAMPLES / "applications-solutions.csv").read_bytes(), "f.csv")
    with house.reading() as db:
        return read_in(db, db.get_one(Edition, house.edition_id), CallKind.SOLUTION, table, "f.csv", Reading())


def test_published_challenges_are_the_options_of_a_solution(house: House) -> None:
    _write_briefs(house, BriefState.PUBLISHED)
    found = _solutions(house)
    rows = {row.response_id: row for row in found.rows}
    assert rows["1"].answers["challenge_numbers"] == [1]
    assert rows["2"].answers["challenge_numbers"] == []
    assert [problem.code for problem in rows["2"].problems] == ["unreadable"]


def test_a_brief_that_is_not_published_is_no_option(house: House) -> None:
    _write_briefs(house, BriefState.APPROVED)
    assert "challenge_numbers" not in _solutions(house).rows[0].answers


@pytest.mark.parametrize(
    ("name", "kind"),
    [("applications-challenges", "challenge"), ("applications-solutions", "solution"), ("cohort-teams", "cohort")],
)
def test_a_file_is_taken_for_the_call_it_is_for(name: str, kind: str) -> None:
    assert mappings.likeliest_kind(read((SAMPLES / f"{name}.csv").read_bytes(), "f.csv").headers) == kind


def test_a_column_given_to_one_question_is_no_others() -> None:
    found = mappings.corrected(CallKind.CHALLENGE, ["Team", "Country", "Town"], {"city": "Country", "level": None})
    assert found.columns == {"team": "Team", "city": "Country"}
    assert found.unmatched == ["Town"]


def test_a_correction_is_kept_for_the_next_file_of_the_call() -> None:
    refused = RUN.invoke(app, ["import", "challenges", "f.csv"])
    assert refused.exit_code != 0
    once = ["import", "challenges", "f.csv", "--json", "--map", "Group called=team"]
    assert RUN.invoke(app, [*once, "--no-save-mapping"]).exit_code == 0
    assert RUN.invoke(app, once[:-2]).exit_code != 0
    assert RUN.invoke(app, once).exit_code == 0
    later = RUN.invoke(app, once[:-2])
    assert json.loads(later.stdout)["rows"][0]["team"] == "Ana"
    assert RUN.invoke(app, ["import", "solutions", "f.csv"]).exit_code != 0


@pytest.mark.parametrize(
    ("said", "words"),
    [("Nowhere=team", "has no column “Nowhere”"), ("Group called=club", "is not Column=question"), ("x", "not Column")],
)
def test_a_wrong_correction_is_named(said: str, words: str) -> None:
    done = RUN.invoke(app, ["import", "challenges", "f.csv", "--map", said], env={"COLUMNS": "300"})
    assert words in str(done.exception)


def test_what_was_taken_for_what_is_shown() -> None:
    data = b"Response ID,Group called,Contry,Team\n1,x,PT,Ana\n"
    Path("f.csv").write_bytes(data)
    shown = RUN.invoke(app, ["import", "challenges", "f.csv", "--dry-run"], env={"COLUMNS": "200"}).output
    assert "claims" in shown
    assert "looks" in shown


def test_drafted_requests_are_saved() -> None:
    file = str(SAMPLES / "applications-challenges.csv")
    assert RUN.invoke(app, ["import", "challenges", file, "--dry-run", "--requests", "asked.txt"]).exit_code == 0
    text = Path("asked.txt").read_text(encoding="utf-8")
    assert text.count("To: ") == 4
    assert "gracias por lo que enviaron a First edition" in text
    assert "botón" not in text
