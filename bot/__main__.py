"""`sweetspot`, or `python -m bot`: the operator's commands, and the four that start the house.

Each command imports what it runs: a solver's answer need not wait for Slack's libraries.
"""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import app
from bot.cli.usage import UsageError

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.wiring import Bot

START = "Start it"


@app.command(rich_help_panel=START)
def demo(
    port: Annotated[int, typer.Option(help="Where the page is served; 0 takes any free port.")] = 8080,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    replay: Annotated[
        bool, typer.Option("--replay", help="Play a whole edition in virtual time, and check it.")
    ] = False,
    out: Annotated[Path, typer.Option(help="Where a replay leaves its report.")] = Path("out"),
) -> None:
    """An edition of fictitious teams, with a Slack of its own on this machine.

    sweetspot demo
    sweetspot demo --replay --out out
    """
    import webbrowser

    from bot.rehearsal import performance

    if replay:
        raise typer.Exit(0 if performance.replay(out) else 1)
    performance.live(port, webbrowser.open if browser else None)


@app.command(rich_help_panel=START)
def run() -> None:
    """The bot in Socket Mode: no public address is needed.

    SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… sweetspot run
    """
    from slack_bolt.adapter.socket_mode import SocketModeHandler
    from slack_sdk import WebClient

    settings = _settings("bot_token", "app_token")
    bot = _started(settings)
    token = settings.app_token.get_secret_value() if settings.app_token else ""
    web = WebClient(token=token, base_url=settings.api_url)
    _say("Connected by Socket Mode. Stop with Ctrl-C.")
    try:
        SocketModeHandler(bot.app, token, web_client=web).start()  # type: ignore[no-untyped-call]
    finally:
        bot.close()


@app.command(rich_help_panel=START)
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 3000,
) -> None:
    """The bot over HTTP: /slack/events, /healthz, /readyz, /metrics.

    SLACK_BOT_TOKEN=xoxb-… SLACK_SIGNING_SECRET=… sweetspot serve --port 3000
    """
    from bot.clock import SystemClock
    from handlers import http

    settings = _settings("bot_token", "signing_secret")
    bot = _started(settings)
    words = f"Listening on http://{host}:{port}. Stop with Ctrl-C."
    try:
        front = http.Front(bot.app, bot.services, settings, SystemClock())
        http.serve(front, host, port, lambda: _say(words))
    finally:
        bot.close()


@app.command(rich_help_panel=START)
def tick(
    now: Annotated[str, typer.Option(help="The instant to act at, in ISO 8601 with an offset.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be sent, and send nothing.")] = False,
) -> None:
    """Do what is due at an instant, once.

    sweetspot tick --now 2027-01-18T09:00:00Z --dry-run
    """
    from bot.cli.output import instant
    from bot.clock import FixedClock
    from bot.wiring import build
    from storage import migrations

    at = instant(now, "--now")
    if dry_run:
        return _foretell(at)
    settings = _settings("bot_token")
    bot = build(settings, FixedClock(at))
    migrations.upgrade(bot.engine)
    try:
        bot.installations.here()
        _say(f"{bot.ticks.tick()} messages were worked on.")
    finally:
        bot.close()
    return None


@app.command(rich_help_panel="Work with an edition")
def preview(
    start: Annotated[str, typer.Option("--from", help="The first instant, in ISO 8601.")],
    end: Annotated[str, typer.Option("--to", help="The last instant, in ISO 8601.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for another program.")] = False,
) -> None:
    """Every message of a span of time, before anybody gets it.

    sweetspot preview --from 2027-01-01T00:00:00Z --to 2027-01-29T00:00:00Z --json
    """
    from bot.cli.output import database, instant, print_json, show_planned
    from schedules import previews, registry
    from storage.db import reading

    first, last = instant(start, "--from"), instant(end, "--to")
    if last < first:
        raise UsageError("--to: must not be before --from")
    with database() as engine, reading(engine) as db:
        found = previews.foretell(db, registry.kinds(), first, last)
    if as_json:
        print_json({"messages": [previews.as_json(item) for item in found]})
    else:
        show_planned([item.planned for item in found])


def _settings(*required: str) -> "Settings":
    from bot import settings as configuration
    from bot.wiring import require

    settings = configuration.load()
    require(settings, *required)
    return settings


def _foretell(at: datetime) -> None:
    from bot.cli.output import show_planned
    from bot.clock import FixedClock
    from bot.programme import planning
    from bot.wiring import build
    from storage.db import reading

    bot = build(_settings(), FixedClock(at))
    try:
        with reading(bot.engine) as db:
            show_planned(planning.due(db, at))
    finally:
        bot.close()


def _started(settings: "Settings") -> "Bot":
    import threading

    from bot.clock import SystemClock
    from bot.programme import intake, solvers
    from bot.wiring import build
    from storage import migrations

    bot = build(settings, SystemClock())
    migrations.upgrade(bot.engine)
    bot.clockwork.start()
    for prepare in (solvers.prepare, intake.prepare):
        threading.Thread(target=prepare, name="loading", daemon=True).start()
    return bot


def main() -> None:
    try:
        app()
    except Exception as error:
        reason = _reason(error)
        if reason is None:
            raise
        words, code = reason
        _say(words)
        sys.exit(code)


def _reason(error: Exception) -> tuple[str, int] | None:
    """What to tell the operator, and the exit code; nothing where the error is ours."""
    from bot.settings import SettingsError
    from bot.slack import SlackRefusedError, SlackUnclearError

    if isinstance(error, SettingsError | UsageError):
        return str(error), 2
    if isinstance(error, SlackRefusedError):
        return f"Slack refused: {error.code}. `sweetspot doctor` says what to do about it.", 1
    if isinstance(error, SlackUnclearError):
        return f"Slack did not answer ({error}). Check the network and SLACK_API_URL.", 1
    return None


def _say(words: str) -> None:
    typer.echo(words, err=True)


if __name__ == "__main__":
    main()
