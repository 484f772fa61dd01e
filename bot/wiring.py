"""Wiring: builds the house from its settings and a clock. Only what stands on it knows all the doors."""

from dataclasses import dataclass

import sqlalchemy as sa
from slack_bolt import App

from bot.clock import Clock
from bot.programme.sealing import Sealer
from bot.settings import Settings, SettingsError
from handlers import app as bolt
from handlers.dispatch import Dispatcher
from handlers.errands import Errands
from handlers.installations import Installations
from handlers.links import Enclosures
from handlers.requests import Services
from handlers.routes import routes
from schedules import feedback, registry
from schedules.deliveries import Sender
from schedules.mail import Mailer
from schedules.ticks import Clockwork, Ticks
from storage.db import Writer, open_engine


@dataclass(frozen=True)
class Bot:
    """Everything that runs in one process; `close` when done."""

    engine: sa.Engine
    writer: Writer
    installations: Installations
    services: Services
    app: App
    ticks: Ticks
    clockwork: Clockwork
    errands: Errands

    def close(self) -> None:
        self.errands.close()
        self.clockwork.stop()
        self.writer.close()
        self.engine.dispose()


def build(settings: Settings, clock: Clock) -> Bot:
    engine = open_engine(settings.database_url)
    writer = Writer(engine, clock.now)
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    installations = Installations(engine, writer, settings.api_url, token)
    mailer = Mailer(settings.smtp_url.get_secret_value() if settings.smtp_url else None, settings.mail_from)
    kinds = registry.kinds()
    sealer = Sealer(settings.keys.get_secret_value() if settings.keys else None)
    table = routes()
    services = Services(engine, writer, clock.now, installations.of, sealer, registry.nudges(kinds), table)
    enclosures = Enclosures(services, settings.public_url)
    sender = Sender(engine, writer, clock, installations.slack, kinds, mailer, enclosures)
    moves = [*registry.moves(), feedback.release(sealer)]
    ticks = Ticks(engine, writer, installations.slack, sender, moves, registry.steps())
    clockwork = Clockwork(ticks)
    errands = Errands()
    dispatcher = Dispatcher(services, installations, table, errands, clockwork.wake)
    secret = settings.signing_secret.get_secret_value() if settings.signing_secret else None
    app = bolt.build(dispatcher, installations, api_url=settings.api_url, signing_secret=secret)
    return Bot(engine, writer, installations, services, app, ticks, clockwork, errands)


def require(settings: Settings, *names: str) -> None:
    """Raises `SettingsError` that names what is missing."""
    missing = [Settings.model_fields[name].validation_alias for name in names if getattr(settings, name) is None]
    if missing:
        raise SettingsError("\n".join(f"{name}: is not set" for name in missing))
