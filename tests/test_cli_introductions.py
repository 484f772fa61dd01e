"""`sweetspot introductions solve`: what another program reads, and errors that name the place."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot import __main__ as entry
from bot.cli import app

RUN = CliRunner()
EXAMPLE: dict[str, Any] = {
    "teams": [
        {"id": "T1", "country": "PE", "time_zone": "America/Lima", "offers": ["scaling"], "asks": ["evaluation"]},
        {"id": "T2", "country": "CZ", "time_zone": "Europe/Prague", "languages": ["cs"]},
        {"id": "T3", "country": "KE"},
    ],
    "rounds": 1,
    "group_size": 2,
    "already_met": [],
    "forbidden": [],
    "scores": {"T1": {"T3": 700}},
    "cross_border": False,
    "min_overlap_hours": 0,
}
FOUR = {"teams": [{"id": team} for team in ("A", "B", "C", "D")], "scores": {}}


def _run(given: Any, *options: str) -> Result:
    text = given if isinstance(given, str) else json.dumps(given)
    return RUN.invoke(app, ["introductions", "solve", "-", *options], input=text.encode())


def _solved(given: Any, *options: str) -> dict[str, Any]:
    done = _run(given, *options)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_an_odd_team_out_joins_a_trio() -> None:
    assert _solved(EXAMPLE) == {
        "status": "optimal",
        "total": 700,
        "bound": 700,
        "rounds": [{"groups": [["T1", "T2", "T3"]], "resting": []}],
    }


def test_nobody_meets_whom_they_have_met_or_must_not_meet() -> None:
    found = _solved(
        FOUR | {"rounds": 3, "already_met": [["A", "B"]], "forbidden": [["C", "D", "same vendor"], ["B", "A"]]}
    )
    groups = [group for one in found["rounds"] for group in one["groups"]]
    assert sorted(map(tuple, groups)) == [("A", "C"), ("A", "D"), ("B", "C"), ("B", "D")]
    assert [one["resting"] for one in found["rounds"]] == [[], [], ["A", "B", "C", "D"]]


def test_a_score_may_stand_in_either_order_or_in_both() -> None:
    once = _solved(FOUR | {"scores": {"D": {"A": 0.25}}})
    assert once["total"] == 0.25
    assert once == _solved(FOUR | {"scores": {"A": {"D": 0.25}, "D": {"A": 0.25}}})


def test_across_borders_a_missing_country_breaks_no_rule() -> None:
    teams = [{"id": "A", "country": "BR"}, {"id": "B", "country": "br"}, {"id": "C"}, {"id": "D", "country": "PE"}]
    scores = {"A": {"B": 900, "C": 1}, "B": {"D": 1}}
    found = _solved({"teams": teams, "scores": scores, "cross_border": True})
    assert found["rounds"] == [{"groups": [["A", "C"], ["B", "D"]], "resting": []}]


def test_the_working_hours_of_the_day_that_is_named_decide() -> None:
    """Lima is six hours behind Prague in winter, seven in summer; of eight working hours, two or one are common."""
    given = EXAMPLE | {"teams": EXAMPLE["teams"][:2], "scores": {}, "min_overlap_hours": 2}
    winter = _solved(given | {"overlap_on": "2027-01-20"})
    assert (winter["rounds"][0]["groups"], winter["overlap_on"]) == ([["T1", "T2"]], "2027-01-20")
    summer = _solved(given | {"overlap_on": "2027-07-20"})
    assert (summer["rounds"][0]["resting"], summer["status"]) == (["T1", "T2"], "optimal")
    assert _solved(given)["overlap_on"]


def test_without_scores_they_are_computed_from_offers_and_asks() -> None:
    topics = {"A": ("scaling", "evaluation"), "B": ("procurement", "housing"), "C": ("housing", "procurement")}
    teams = [{"id": team, "offers": [offer], "asks": [ask]} for team, (offer, ask) in topics.items()]
    teams.append({"id": "D", "offers": ["evaluation"], "asks": ["scaling"]})
    done = _run({"teams": teams})
    assert json.loads(done.stdout)["rounds"] == [{"groups": [["A", "D"], ["B", "C"]], "resting": []}]
    assert "computed from offers and asks" in done.stderr


def test_no_time_still_gives_a_plan_with_its_bound() -> None:
    teams = [{"id": f"T{number}"} for number in range(40)]
    scores = {f"T{one}": {f"T{other}": one * other % 17 for other in range(one)} for one in range(40)}
    found = _solved({"teams": teams, "rounds": 5, "scores": scores}, "--time-limit", "0")
    assert found["status"] == "feasible"
    assert 0 < found["total"] <= found["bound"]


@pytest.mark.parametrize("count", [0, 1])
def test_nobody_to_meet_is_no_error(count: int) -> None:
    found = _solved({"teams": [{"id": "A"}][:count], "rounds": 2})
    assert found["rounds"] == [{"groups": [], "resting": ["A"][:count]}] * 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"teams": [{"id": "T1"}, {"id": "T2"}, {"id": "T1"}]}, 'teams[2].id: "T1" is there twice'),
        ({"teams": [{"country": "PE"}]}, "teams[0].id: is missing"),
        ({"teams": [{"id": ""}]}, "teams[0].id: must not be empty"),
        ({"teams": [{"id": "A", "time_zone": "Mars/Base"}]}, "teams[0].time_zone: 'Mars/Base' is not a time zone"),
        ({"rounds": 0}, "rounds: must be at least 1"),
        ({"rounds": 1.5}, "rounds: must be a whole number"),
        ({"group_size": 1}, "group_size: must be at least 2"),
        ({"already_met": [["T9", "T1"]]}, 'already_met[0]: unknown team "T9"'),
        ({"forbidden": [["T1", "T2"], ["T1"]]}, "forbidden[1]: must be two teams"),
        ({"forbidden": [["T1", "T1"]]}, 'forbidden[0]: "T1" is paired with itself'),
        ({"scores": {"T1": {"T3": -1}}}, "scores.T1.T3: must be at least 0"),
        ({"scores": {"T8": {"T3": 1}}}, 'scores.T8: unknown team "T8"'),
        ({"scores": {"T1": {"T8": 1}}}, 'scores.T1.T8: unknown team "T8"'),
        ({"scores": {"T1": {"T1": 1}}}, 'scores.T1.T1: "T1" is paired with itself'),
        ({"scores": {"T1": {"T3": 700}, "T3": {"T1": 500}}}, "scores.T3.T1: is 500, but scores.T1.T3 is 700"),
        ({"min_overlap_hours": 9}, "min_overlap_hours: must be at most 8"),
        ({"overlap_on": "soon"}, "overlap_on: must be a date"),
    ],
)
def test_wrong_input_is_named_with_its_place(
    change: dict[str, Any],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "gathering.json"
    file.write_text(json.dumps(EXAMPLE | change), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["sweetspot", "introductions", "solve", str(file)])
    with pytest.raises(SystemExit) as ended:
        entry.main()
    said = capsys.readouterr()
    assert ended.value.code == 2
    assert words in said.err
    assert said.out == ""


def test_an_unknown_field_is_warned_of_and_changes_nothing() -> None:
    done = _run(EXAMPLE | {"colour": "red"})
    assert "colour: is not a field" in done.stderr
    assert json.loads(done.stdout)["total"] == 700
