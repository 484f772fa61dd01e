"""`sweetspot`, or `python -m bot`: the operator's commands, and the four that start the house."""

import sys
import threading
import webbrowser
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot import settings as configuration
from bot.cli import app
from bot.cli.output import UsageError, database, instant, print_json, show_planned
from bot.clock import FixedClock, SystemClock
from bot.programme import planning, solvers
from bot.rehearsal import performance
from bot.settings import Settings, SettingsError
from bot.slack import SlackRefusedError, SlackUnclearError
from bot.wiring import Bot, build, require
from handlers import http
from schedules import previews, registry
from storage import migrations
from storage.db import reading

START = "Start it"
console = Console(stderr=True)


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
    if replay:
        raise typer.Exit(0 if performance.replay(out) else 1)
    performance.live(port, webbrowser.open if browser else None)


@app.command(rich_help_panel=START)
def run() -> None:
    """The bot in Socket Mode: no public address is needed.

    SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… sweetspot run
    """
    settings = configuration.load()
    require(settings, "bot_token", "app_token")
    bot = _started(settings)
    token = settings.app_token.get_secret_value() if settings.app_token else ""
    web = WebClient(token=token, base_url=settings.api_url)
    console.print("Connected by Socket Mode. Stop with Ctrl-C.")
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
    settings = configuration.load()
    require(settings, "bot_token", "signing_secret")
    bot = _started(settings)
    words = f"Listening on http://{host}:{port}. Stop with Ctrl-C."
    try:
        front = http.Front(bot.app, bot.engine, settings, SystemClock())
        http.serve(front, host, port, lambda: console.print(words))
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
    at, settings = instant(now, "--now"), configuration.load()
    if dry_run:
        return _foretell(settings, at)
    require(settings, "bot_token")
    bot = build(settings, FixedClock(at))
    migrations.upgrade(bot.engine)
    try:
        bot.installations.here()
        console.print(f"{bot.ticks.tick()} messages were worked on.")
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
    first, last = instant(start, "--from"), instant(end, "--to")
    if last < first:
        raise UsageError("--to: must not be before --from")
    with database() as engine, reading(engine) as db:
        found = previews.foretell(db, registry.kinds(), first, last)
    if as_json:
        print_json({"messages": [previews.as_json(item) for item in found]})
    else:
        show_planned([item.planned for item in found])


def _foretell(settings: Settings, at: datetime) -> None:
    bot = build(settings, FixedClock(at))
    try:
        with reading(bot.engine) as db:
            show_planned(planning.due(db, at))
    finally:
        bot.close()


def _started(settings: Settings) -> Bot:
    bot = build(settings, SystemClock())
    migrations.upgrade(bot.engine)
    bot.clockwork.start()
    threading.Thread(target=solvers.prepare, name="loading the solver", daemon=True).start()
    return bot


def main() -> None:
    try:
        app()
    except (SettingsError, UsageError) as error:
        _stop(str(error), 2)
    except SlackRefusedError as error:
        _stop(f"Slack refused: {error.code}. `sweetspot doctor` says what to do about it.", 1)
    except SlackUnclearError as error:
        _stop(f"Slack did not answer ({error}). Check the network and SLACK_API_URL.", 1)


def _stop(words: str, code: int) -> None:
    console.print(words, style="red", markup=False)
    sys.exit(code)


if __name__ == "__main__":
    main()
