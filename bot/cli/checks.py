"""Each thing that can be wrong with an installation: whether it is, and what to do about it."""

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.clock import Clock
from bot.manifest import SCOPES
from bot.settings import Settings
from storage import migrations
from storage.db import open_engine

SKEW_SECONDS = 60


class State(StrEnum):
    OK = "ok"
    WARN = "warning"
    FAIL = "FAIL"


class Finding(NamedTuple):
    what: str
    state: State
    found: str
    todo: str = ""


def examine(settings: Settings, clock: Clock) -> list[Finding]:
    return [*_database(settings), *_slack(settings, clock), *_socket(settings), *_rest(settings)]


def _database(settings: Settings) -> Iterator[Finding]:
    engine = open_engine(settings.database_url)
    try:
        version = migrations.current(engine)
    except sa.exc.SQLAlchemyError as error:
        todo = "Check SWEETSPOT_DATABASE_URL, and that the server runs and lets us in."
        yield Finding("database", State.FAIL, type(error).__name__, todo)
        return
    yield Finding("database", State.OK, engine.dialect.name)
    if version == migrations.newest():
        yield Finding("migrations", State.OK, f"version {version}")
    else:
        yield Finding("migrations", State.WARN, f"version {version or 'none'}", "Run: sweetspot db upgrade")


def _slack(settings: Settings, clock: Clock) -> Iterator[Finding]:
    if settings.bot_token is None:
        yield Finding(
            "bot token", State.FAIL, "not set", "Set SLACK_BOT_TOKEN: “OAuth & Permissions”, after installing."
        )
        return
    client = WebClient(settings.bot_token.get_secret_value(), base_url=settings.api_url, retry_handlers=[])
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        code = str(error.response.get("error"))
        yield Finding("bot token", State.FAIL, code, "Install the app anew and copy its bot token to SLACK_BOT_TOKEN.")
        return
    except (SlackClientError, OSError) as error:
        yield Finding("Slack", State.FAIL, type(error).__name__, "Check the network, a proxy, and SLACK_API_URL.")
        return
    yield Finding("bot token", State.OK, f"{answer.get('team')} as {answer.get('user')}")
    yield _scopes(answer)
    yield _clock(answer, clock)


def _scopes(answer: SlackResponse) -> Finding:
    granted = _header(answer, "x-oauth-scopes")
    if granted is None:
        return Finding("scopes", State.WARN, "Slack did not say", "Compare with: sweetspot manifest --reasons")
    missing = sorted(SCOPES.keys() - {scope.strip() for scope in granted.split(",")})
    if missing:
        todo = "Paste `sweetspot manifest` into the app's manifest, and install it anew."
        return Finding("scopes", State.FAIL, f"missing: {', '.join(missing)}", todo)
    return Finding("scopes", State.OK, f"all {len(SCOPES)}")


def _clock(answer: SlackResponse, clock: Clock) -> Finding:
    said = _header(answer, "date")
    if said is None:
        return Finding("clock", State.WARN, "Slack did not say the time")
    off = abs((parsedate_to_datetime(said) - clock.now()).total_seconds())
    if off > SKEW_SECONDS:
        return Finding("clock", State.FAIL, f"{off:.0f} seconds off", "Set this machine's clock, for example by NTP.")
    return Finding("clock", State.OK, f"{off:.0f} seconds from Slack's")


def _socket(settings: Settings) -> Iterator[Finding]:
    if settings.app_token is None:
        yield Finding("Socket Mode", State.WARN, "no app token", "Set SLACK_APP_TOKEN, or use `sweetspot serve`.")
        return
    token = settings.app_token.get_secret_value()
    try:
        WebClient(base_url=settings.api_url, retry_handlers=[]).apps_connections_open(app_token=token)
    except SlackApiError as error:
        todo = "Make an app-level token with connections:write under “Basic Information”."
        yield Finding("Socket Mode", State.FAIL, str(error.response.get("error")), todo)
    except (SlackClientError, OSError) as error:
        yield Finding("Socket Mode", State.FAIL, type(error).__name__, "Check the network and SLACK_API_URL.")
    else:
        yield Finding("Socket Mode", State.OK, "a connection is offered")


def _rest(settings: Settings) -> Iterator[Finding]:
    if settings.signing_secret is None:
        yield Finding("signing secret", State.WARN, "not set", "Needed for `sweetspot serve`: SLACK_SIGNING_SECRET.")
    if settings.smtp_url is None or settings.mail_from is None:
        todo = "Set SWEETSPOT_SMTP_URL and SWEETSPOT_MAIL_FROM to reach people whom Slack cannot."
        yield Finding("e-mail", State.WARN, "not set", todo)
    if settings.keys is None:
        todo = "Set SWEETSPOT_KEYS: without it, sealed answers are lost when the process ends."
        yield Finding("keys", State.WARN, "not set", todo)


def _header(answer: SlackResponse, name: str) -> str | None:
    found = next((value for key, value in answer.headers.items() if key.lower() == name), None)
    return found[0] if isinstance(found, list) else found
