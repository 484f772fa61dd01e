"""The bot over HTTP: recorded payloads are answered, and what is not signed changes nothing and never breaks it."""

import hmac
import io
import json
import threading
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlmodel import select

from bot.clock import SystemClock
from bot.rehearsal.stage import SIGNING_SECRET, settings
from bot.sandbox import Sandbox
from bot.wiring import Bot, build
from handlers.http import LARGEST, Front
from storage import migrations
from storage.db import Inbound, reading
from tests import contract

PEOPLE = [{"name": "ana", "real_name": "Ana", "email": "ana@town.example"}]
clock = SystemClock()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    here = Sandbox(
        now=clock.now,
        people=PEOPLE,
        bot_token="xoxb-on-this-machine",
        app_token="xapp-on-this-machine",
        signing_secret=SIGNING_SECRET,
    )
    here.start()
    yield here
    here.stop()


@pytest.fixture
def bot(sandbox: Sandbox, tmp_path: Path) -> Iterator[Bot]:
    made = build(settings(tmp_path, sandbox.api_url), clock)
    migrations.upgrade(made.engine)
    yield made
    made.close()


@pytest.fixture
def front(bot: Bot, sandbox: Sandbox, tmp_path: Path) -> Front:
    return Front(bot.app, bot.services, settings(tmp_path, sandbox.api_url), clock)


def _ask(front: Front, body: bytes, **headers: str) -> tuple[int, str]:
    """Status and body of a POST to /slack/events."""
    status: list[str] = []
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/slack/events",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "CONTENT_TYPE": "application/json",
    }
    answer = front(environ | headers, lambda line, _: status.append(line))
    return int(status[0].split()[0]), b"".join(answer).decode()


def _signed(body: bytes, stamp: str | None = None) -> dict[str, str]:
    stamp = stamp or str(int(clock.now().timestamp()))
    signature = hmac.new(SIGNING_SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, sha256).hexdigest()
    return {"HTTP_X_SLACK_REQUEST_TIMESTAMP": stamp, "HTTP_X_SLACK_SIGNATURE": f"v0={signature}"}


def _recorded() -> list[str]:
    folder = contract.HERE / "bolt-python"
    return sorted(path.name for path in folder.glob("*.json")) if folder.is_dir() else ["events.body.json"]


@pytest.mark.parametrize("name", _recorded())
def test_a_recorded_payload_is_answered(front: Front, name: str) -> None:
    payload = contract.load(f"bolt-python/{name}")
    kind = payload.get("type")
    form = name.endswith(".form.json") or kind in {
        "block_actions", "view_submission", "view_closed", "shortcut", "message_action", "block_suggestion",
        "interactive_message",
    }  # fmt: skip
    if name.endswith(".form.json"):
        body = urlencode(payload).encode()
    else:
        body = urlencode({"payload": json.dumps(payload)}).encode() if form else json.dumps(payload).encode()
    content = "application/x-www-form-urlencoded" if form else "application/json"
    status, _ = _ask(front, body, CONTENT_TYPE=content, **_signed(body))
    assert status == 200


def test_the_url_is_verified(front: Front) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"}).encode()
    assert _ask(front, body, **_signed(body)) == (200, '{"challenge": "abc"}')


def test_an_unknown_command_is_answered_with_the_way_out(front: Front) -> None:
    command = {
        "command": "/sweetspot",
        "text": "monnday",
        "user_id": "U000000002",
        "team_id": "T1",
        "trigger_id": "1.2",
    }
    body = urlencode(command).encode()
    status, text = _ask(front, body, CONTENT_TYPE="application/x-www-form-urlencoded", **_signed(body))
    assert status == 200
    assert "Did you mean `/sweetspot monday`" in json.loads(text)["text"]


@pytest.mark.parametrize(
    ("stamp", "signature"),
    [("", ""), ("abc", "v0=x"), ("9" * 5000, "v0=x"), ("1", "v0=x"), ("²", "v0=x"), ("1700000000", "v0=\u00e9")],
)
def test_what_is_not_signed_is_refused(front: Front, bot: Bot, stamp: str, signature: str) -> None:
    headers = {"HTTP_X_SLACK_REQUEST_TIMESTAMP": stamp, "HTTP_X_SLACK_SIGNATURE": signature}
    assert _ask(front, b'{"type": "event_callback"}', **headers)[0] == 401
    with reading(bot.engine) as db:
        assert db.exec(select(Inbound)).all() == []


def test_a_stale_signature_is_refused(front: Front) -> None:
    body = b"{}"
    assert _ask(front, body, **_signed(body, str(int(clock.now().timestamp()) - 301)))[0] == 401


def test_a_large_body_is_refused_before_it_is_read(front: Front) -> None:
    assert _ask(front, b"", CONTENT_LENGTH=str(LARGEST + 1))[0] == 413


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[1]",
        b"{x",
        b'"text"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"team": 5, "user": 7}',
        b"payload=null",
        b"payload=%5B1%5D",
    ],
)
def test_signed_nonsense_never_breaks_it(front: Front, body: bytes) -> None:
    content = "application/x-www-form-urlencoded" if body.startswith(b"payload") else "application/json"
    status, _ = _ask(front, body, CONTENT_TYPE=content, **_signed(body))
    assert status in {200, 400, 401}


def test_its_health_is_told(front: Front) -> None:
    for path, words in (("/healthz", "ok"), ("/readyz", "ready"), ("/metrics", "sweetspot_deliveries")):
        status: list[str] = []
        answer = front({"REQUEST_METHOD": "GET", "PATH_INFO": path}, lambda line, _, told=status: told.append(line))  # type: ignore[misc]
        assert status == ["200 OK"]
        assert words in b"".join(answer).decode()


def test_there_is_nothing_elsewhere(front: Front) -> None:
    status: list[str] = []
    front({"REQUEST_METHOD": "GET", "PATH_INFO": "/admin"}, lambda line, _: status.append(line))
    assert status == ["404 Not Found"]


class _Terse(BaseHTTPRequestHandler):
    """A Slack that answers everything with the least there is."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"ok": true}')

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def terse(tmp_path: Path) -> Iterator[Front]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Terse) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        given = settings(tmp_path, f"http://127.0.0.1:{server.server_port}/api/")
        made = build(given, clock)
        migrations.upgrade(made.engine)
        yield Front(made.app, made.services, given, clock)
        made.close()
        server.shutdown()


@pytest.mark.parametrize("name", _recorded())
def test_another_server_that_says_little_is_enough(terse: Front, name: str) -> None:
    test_a_recorded_payload_is_answered(terse, name)
