"""The real processes, `sweetspot run` and `sweetspot serve`, against a Slack that is not theirs."""

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.manifest import manifest
from bot.rehearsal.stage import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from bot.sandbox import Sandbox
from tests import cast

ROOT = Path(__file__).parents[1]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    here = Sandbox(
        now=SystemClock().now,
        people=cast.slack_people(),
        manifest=manifest(),
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        signing_secret=SIGNING_SECRET,
    )
    here.start()
    yield here
    here.stop()


@pytest.fixture
def start(sandbox: Sandbox, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts the command in a folder of its own, and ends it."""
    started: list[subprocess.Popen[str]] = []
    tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET}
    environment = os.environ | tokens | {"SLACK_API_URL": sandbox.api_url, "PYTHONPATH": str(ROOT)}

    def run(*words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "bot", *words]
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield run
    for process in started:
        process.terminate()
        process.communicate(timeout=20)


def _wait(sandbox: Sandbox, holds: Callable[[], bool]) -> None:
    changes = sandbox.state.subscribe()
    while not holds():
        changes.get(timeout=30)


def _a_first_edition(sandbox: Sandbox) -> None:
    """Steps 9 and 10 of the README: the facilitators' room is made, with the first message pinned in it."""
    fay = sandbox.person(cast.FAY.email)
    assert "is started" in fay.command("/sweetspot edition new First edition").text
    _wait(sandbox, lambda: any(channel.pins for channel in sandbox.state.channels.values()))
    room = next(channel for channel in sandbox.state.channels.values() if channel.pins)
    assert room.name == "facilitators-first-edition"
    assert "Who can read this room" in fay.sees(room.id)[0].text


def test_run_in_socket_mode(sandbox: Sandbox, start: Callable[..., subprocess.Popen[str]]) -> None:
    start("run")
    assert sandbox.link.wait_for_connection()
    _a_first_edition(sandbox)


def test_serve_over_http(sandbox: Sandbox, start: Callable[..., subprocess.Popen[str]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = start("serve", "--port", str(port))
    assert process.stderr
    assert "Listening" in process.stderr.readline()
    address = f"http://127.0.0.1:{port}"
    with urllib.request.urlopen(f"{address}/readyz", timeout=5) as answer:
        assert answer.status == 200
    sandbox.link.request_url = f"{address}/slack/events"
    _a_first_edition(sandbox)


def test_a_missing_setting_is_named(tmp_path: Path) -> None:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("SLACK_", "SWEETSPOT_"))}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"], cwd=tmp_path, env=clean | {"PYTHONPATH": str(ROOT)}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "SLACK_BOT_TOKEN: is not set" in done.stderr
    assert "SLACK_APP_TOKEN: is not set" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_killed_process_is_taken_up_by_the_next(
    sandbox: Sandbox, start: Callable[..., subprocess.Popen[str]]
) -> None:
    """Killed as soon as the brief is pinned: nothing is done twice, and what was to come is not forgotten."""
    process, fay = start("run"), sandbox.person(cast.FAY.email)
    assert sandbox.link.wait_for_connection()
    fay.command("/sweetspot edition new First edition")
    _wait(sandbox, lambda: any(channel.pins for channel in sandbox.state.channels.values()))
    process.kill()
    process.wait(timeout=20)
    start("run")
    assert sandbox.link.wait_for_connection(2)
    fay.command("/sweetspot workspace repair")
    _wait(sandbox, lambda: any(channel.bookmarks for channel in sandbox.state.channels.values()))
    (room,) = [channel for channel in sandbox.state.channels.values() if channel.name.startswith("facilitators")]
    assert (len(room.pins), len(room.bookmarks)) == (1, 1)
    assert sum("Who can read this room" in message.text for message in room.messages) == 1
