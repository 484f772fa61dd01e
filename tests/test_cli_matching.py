"""`sweetspot match`: the formats to the letter, and errors that name the path."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.matching.patches import apply
from bot.cli.usage import UsageError
from bot.programme.solvers.matching import fairness

RUN = CliRunner()
EXAMPLE: dict[str, Any] = {
    "challenges": [{"id": "CH-1", "wanted": 2, "country": "BR", "languages": ["pt", "en"],
                    "time_zone": "America/Sao_Paulo", "themes": ["participation"]}],
    "providers": [{"id": "SP-1", "capacity": 1, "country": "US", "languages": ["en", "es"],
                   "time_zone": "America/New_York", "themes": ["participation"]},
                  {"id": "SP-2", "country": "GB"}, {"id": "SP-3", "country": "BR"}],
    "scores": {"CH-1": {"SP-1": 620, "SP-2": 540}},
    "forbidden": [["CH-1", "SP-3", "conflict of interest"]],
    "pins": [["CH-1", "SP-2"]],
    "rule": "exact",
    "distinct_provider_countries": True,
    "cross_border": True, "shared_language": True, "min_overlap_hours": 2, "overlap_on": "2027-01-20",
}  # fmt: skip


def _run(tmp_path: Path, document: Any, *options: str, verb: str = "solve") -> tuple[int, Any]:
    (tmp_path / "problem.json").write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    done = RUN.invoke(app, ["match", verb, str(tmp_path / "problem.json"), *options])
    if isinstance(done.exception, UsageError):
        return 2, str(done.exception)
    assert done.exit_code != 1, done.exception
    return done.exit_code, json.loads(done.stdout)


def test_the_example_of_the_format(tmp_path: Path) -> None:
    code, found = _run(tmp_path, EXAMPLE)
    assert code == 0
    assert (found["status"], found["total"], found["bound"], found["worst_challenge"]) == ("optimal", 1160, 1160, 1160)
    assert [(one["provider"], one["score"]) for one in found["pairs"]] == [("SP-1", 620), ("SP-2", 540)]
    assert found["pairs"][1]["reasons"][0] == "pinned"
    assert found["unplaced"] == [{"provider": "SP-3", "why": "conflict of interest", "best_alternative": None}]
    assert found["protecting_the_worst_off"] == {"worst_challenge": 1160, "total": 1160}
    assert found["overlap_on"] == "2027-01-20"


def test_standard_input_and_empty_lists() -> None:
    done = RUN.invoke(app, ["match", "solve", "-"], input='{"challenges": [], "providers": []}')
    assert done.exit_code == 0
    assert json.loads(done.stdout)["total"] == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"challenges": [{"id": "A"}, {"id": "B", "wanted": 0}]}, "challenges[1].wanted: must be at least 1"),
        ({"challenges": [{"id": "A", "wanted": True}]}, "challenges[0].wanted: must be a whole number"),
        ({"challenges": [{"id": "CH-1"}, {"id": "CH-1"}]}, "challenges[1].id: CH-1 is there twice"),
        ({"challenges": [{}]}, "challenges[0].id: is missing"),
        ({"providers": {"id": 1}}, "providers: must be a list"),
        ({"scores": {"CH-1": {"SP-1": -1}}}, "scores.CH-1.SP-1: must be at least 0"),
        ({"scores": {"CH-1": {"SP-1": float("nan")}}}, "scores.CH-1.SP-1: must be"),
        ({"scores": {"CH-9": {}}}, "scores.CH-9: CH-9 is not the id of a challenge"),
        ({"forbidden": [["CH-1", "SP-9"]]}, "forbidden[0][1]: SP-9 is not the id of a provider"),
        ({"pins": [["CH-1"]]}, "pins[0]"),
        ({"select": 1}, "select: needs the rule all_or_nothing"),
        ({"rule": "some"}, "rule: must be 'exact'"),
        ({"overlap_on": "soon"}, "overlap_on: must be a date"),
        ({"providers": [{"id": "A", "time_zone": "Mars/Base"}]}, "providers[0].time_zone: must be a time zone"),
    ],
)
def test_wrong_input_is_named_by_its_path(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    code, said = _run(tmp_path, EXAMPLE | change)
    assert code == 2
    assert words in said


def test_what_is_no_json_is_refused(tmp_path: Path) -> None:
    code, said = _run(tmp_path, '{"challenges": [,]}')
    assert code == 2
    assert "line 1 column" in said
    (tmp_path / "latin.json").write_bytes(b'{"x": "\xe9"}')
    for file, words in (("latin.json", "not UTF-8"), ("nowhere.json", "No such file")):
        done = RUN.invoke(app, ["match", "solve", str(tmp_path / file)])
        assert words in str(done.exception)


def test_an_unknown_field_is_warned_of(tmp_path: Path) -> None:
    (tmp_path / "problem.json").write_text(json.dumps(EXAMPLE | {"colour": 1}), "utf-8")
    done = RUN.invoke(app, ["match", "solve", str(tmp_path / "problem.json")])
    assert done.exit_code == 0
    assert "colour: is not a field" in done.stderr
    assert json.loads(done.stdout)["status"] == "optimal"


@pytest.mark.parametrize(
    "change",
    [
        {"challenges": [{"id": "CH-1", "wanted": 3}]},
        {"forbidden": [["CH-1", "SP-2", "conflict"], ["CH-1", "SP-3"]]},
        {"pins": [["CH-1", "SP-3"]], "forbidden": []},
        {"min_overlap_hours": 7},
        {"rule": "all_or_nothing", "select": 2},
    ],
)
def test_each_patch_makes_the_input_feasible(tmp_path: Path, change: dict[str, Any]) -> None:
    document = EXAMPLE | change
    code, found = _run(tmp_path, document)
    assert code == 3
    assert found["status"] == "infeasible"
    assert found["conflict"]["explanation"]
    assert found["relaxations"]
    costs = [one["cost"] for one in found["relaxations"]]
    assert costs == sorted(costs)
    for one in found["relaxations"]:
        assert _run(tmp_path, apply(document, one["patch"]))[0] == 0, one["change"]


def test_a_tie_break_that_is_not_proven_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = {
        "challenges": [{"id": "C", "wanted": 1}, {"id": "D", "wanted": 1}],
        "providers": [{"id": "P"}, {"id": "Q"}],
        "scores": {"C": {"P": 3, "Q": 2}, "D": {"P": 2, "Q": 1}},
    }
    _, proven = _run(tmp_path, document)
    assert "tie_break_proven" not in proven
    monkeypatch.setattr(fairness, "MOST_PAIRS", 0)
    _, found = _run(tmp_path, document)
    assert (found["status"], found["total"]) == ("optimal", 4)
    assert found.get("tie_break_proven", True) == (found["worst_challenge"] == proven["worst_challenge"])


def test_no_time_is_unknown(tmp_path: Path) -> None:
    assert _run(tmp_path, EXAMPLE, "--time-limit", "0") == (4, {"status": "unknown"})


def test_scores_are_computed_where_none_are_given(tmp_path: Path) -> None:
    bare = {name: value for name, value in EXAMPLE.items() if name != "scores"}
    _, scored = _run(tmp_path, bare, verb="score")
    assert set(scored["scores"]["CH-1"]) == {"SP-1", "SP-2"}
    assert ["CH-1", "SP-3", "conflict of interest"] in scored["impossible"]
    _, solved = _run(tmp_path, bare)
    assert solved["total"] == pytest.approx(sum(scored["scores"]["CH-1"].values()))
