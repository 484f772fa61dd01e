"""The operator's door: help that a person can read, errors that name the way out, and what another program reads."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer import Context
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from bot import __main__ as entry
from bot import settings
from bot.cli import app
from bot.cli.checks import State, examine
from bot.clock import FixedClock
from bot.manifest import EVENTS, SCOPES, manifest
from bot.rehearsal.stage import APP_TOKEN, BOT_TOKEN
from bot.rehearsal.stage import settings as stage_settings
from bot.sandbox.facts import EVENT_SCOPES, METHODS, scope_for
from handlers.routes import routes
from tests import contract
from tests.house import House

SAMPLES = Path(__file__).parents[1] / "bot/samples/first-edition"
RUN = CliRunner()


@pytest.fixture(autouse=True)
def _own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SWEETSPOT_DATABASE_URL", f"sqlite:///{tmp_path / 'x.db'}")


def _commands(found: Any = None, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command of every group, as it is typed."""
    found = found or get_command(app)
    if not isinstance(found, TyperGroup):
        yield words
        return
    context = Context(found)
    for name in found.list_commands(context):
        yield from _commands(found.get_command(context, name), (*words, name))


COMMANDS = sorted(_commands())


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_an_example(command: tuple[str, ...]) -> None:
    done = RUN.invoke(app, [*command, "--help"], env={"COLUMNS": "200"})
    assert done.exit_code == 0
    assert f"sweetspot {' '.join(command)}" in done.stdout


def test_help_lists_every_command() -> None:
    words = RUN.invoke(app, ["--help"], env={"COLUMNS": "200"}).stdout
    assert all(command[0] in words for command in COMMANDS)
    assert {("db", "upgrade"), ("import", "cohort"), ("introductions", "solve"), ("match", "score"), ("run",)} <= {
        *COMMANDS
    }


def _import(kind: str, file: Path, *options: str) -> dict[str, Any]:
    done = RUN.invoke(app, ["import", kind, str(file), "--json", *options])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_deadline_says_who_was_late() -> None:
    found = _import("challenges", SAMPLES / "applications-challenges.csv", "--deadline", "2024-01-14")
    late = [row["response_id"] for row in found["rows"] if row["on_time"] is False]
    assert late == ["100"]
    assert {row["on_time"] for row in _import("challenges", SAMPLES / "applications-challenges.csv")["rows"]} == {None}


def test_a_dry_run_writes_nothing() -> None:
    found = _import("solutions", SAMPLES / "applications-solutions.csv", "--dry-run")
    assert found["written"] is False
    assert found["summary"] == {"rows": 26, "countries": 18, "duplicate_groups": 2, "unique": 24, "problems": 0}


def test_the_same_file_as_excel_saves_it_is_understood_alike(tmp_path: Path) -> None:
    """Semicolons and cp1252, as a European Excel has it; what that code page lacks is lost before we see it."""
    source = SAMPLES / "applications-solutions.csv"
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    target = tmp_path / "excel.csv"
    with target.open("w", encoding="cp1252", errors="replace", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    ours, theirs = _import("solutions", target, "--dry-run"), _import("solutions", source, "--dry-run")
    assert (ours["encoding"], ours["delimiter"]) == ("cp1252", ";")
    assert ours["rows"] == theirs["rows"]


def test_a_wrong_file_is_refused_with_the_way_out(tmp_path: Path) -> None:
    for data, words in ((b"", "is empty"), (b"%PDF-1.7 ...", "PDF"), (b"a,b\n1,2\n", "no column for the team's name")):
        (tmp_path / "wrong.csv").write_bytes(data)
        done = RUN.invoke(app, ["import", "challenges", str(tmp_path / "wrong.csv")])
        assert words in str(done.exception)


def test_wrong_words_end_with_code_two(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["sweetspot", "import", "challenges", "nowhere.csv"])
    with pytest.raises(SystemExit) as ended:
        entry.main()
    assert ended.value.code == 2
    assert "nowhere.csv: No such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SLACK_BOT_TOKEN", "secret-token", "SLACK_BOT_TOKEN: must start with xoxb-"),
        ("SLACK_API_URL", "ftp://x", "SLACK_API_URL: must start with https://"),
        ("SWEETSPOT_DATABASE_URL", "mysql://x", "SWEETSPOT_DATABASE_URL: must start with sqlite"),
    ],
)
def test_a_wrong_setting_is_named_and_never_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(settings.SettingsError, match=words) as wrong:
        settings.load()
    assert value not in str(wrong.value)


def test_a_preview_foretells_with_local_times(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house.until("2026-10-06T00:00:00+00:00")
    monkeypatch.setenv("SWEETSPOT_DATABASE_URL", str(house.bot.engine.url))
    span = ["--from", "2026-10-14T00:00:00Z", "--to", "2026-10-16T00:00:00Z"]
    done = RUN.invoke(app, ["preview", *span, "--json"])
    messages = [item for item in json.loads(done.stdout)["messages"] if item["kind"] == "checkin.ask"]
    assert [item["to"]["team"] for item in messages] == ["Fjord Services", "Ipê Lab", "Maple Desk"]
    assert {item["local"][11:16] for item in messages} == {"09:30"}
    assert "Check-in 1" in messages[0]["text"]


def test_the_manifest_is_valid_and_asks_for_nothing_more() -> None:
    schema = contract.load("manifest/manifest.schema.2.0.0.json")
    for shape in (manifest(), manifest("https://bot.example.org")):
        jsonschema.validate(shape, schema)
    assert set(EVENTS) == routes()["events"].keys()
    assert manifest()["features"]["shortcuts"][0]["callback_id"] in routes()["shortcuts"]


def test_every_scope_is_needed_by_a_call_or_an_event() -> None:
    """The methods are those that our own client names."""
    source = (Path(__file__).parents[1] / "handlers/slack.py").read_text(encoding="utf-8")
    dispatcher = (Path(__file__).parents[1] / "handlers/dispatch.py").read_text(encoding="utf-8")
    called = [name for name in METHODS if f'"{name}"' in source + dispatcher]
    kinds = ("public", "private", "im")
    needed = {scope for name in called for kind in kinds for scope in scope_for(METHODS[name], kind)[:1]}
    needed |= {scope for event in EVENTS for scope in EVENT_SCOPES[event]} | {"commands"}
    assert set(SCOPES) == needed - {"im:read"}


def test_the_doctor_finds_what_is_wrong(house: House, tmp_path: Path) -> None:
    url, clock = house.sandbox.api_url, FixedClock(datetime.now(UTC))  # noqa: TID251 - against a real Date header
    healthy = {found.what: found.state for found in examine(stage_settings(tmp_path, url), clock)}
    assert healthy["bot token"] == State.OK
    assert healthy["scopes"] == State.OK
    assert healthy["Socket Mode"] == State.OK
    assert healthy["clock"] == State.OK
    wrong = stage_settings(tmp_path, url).model_copy(update={"bot_token": stage_settings(tmp_path, url).app_token})
    found = {item.what: item for item in examine(wrong, clock)}
    assert found["bot token"].state == State.FAIL
    assert "Install the app anew" in found["bot token"].todo
    skewed = {
        item.what: item.state
        for item in examine(stage_settings(tmp_path, url), FixedClock(datetime(2020, 1, 1, tzinfo=UTC)))
    }
    assert skewed["clock"] == State.FAIL
    assert BOT_TOKEN not in str(found)
    assert APP_TOKEN not in str(found)
