"""How an owner finds the work with each provider: the owner's signers say it, the facilitators alone read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import InvalidToken

from bot.programme import signals
from bot.programme.checkins import asking
from bot.programme.permissions import demand, may
from bot.programme.sealing import Sealer
from storage import checkins, teams
from storage.checkins import Checkin, Light, PairingLight
from storage.db import Db
from storage.editions import Edition
from storage.loops import Loop, LoopState
from storage.people import Person
from storage.teams import Team


@dataclass(frozen=True)
class Lamp:
    """Without a light, what was said before is taken back."""

    light: Light | None
    line: str = ""


@dataclass(frozen=True)
class Shown:
    loop: int
    owner: str
    provider: str
    light: str
    line: str
    """Empty where it was sealed under a key that is gone."""


def may_see(db: Db, person: Person, team: Team) -> bool:
    return may(db, team.edition_id, person, "checkin.light", team)


def asked(db: Db, person: Person, loop: Loop, team: Team) -> list[Team]:
    """The providers that this person may give a light to. What was said stands once the loop has closed."""
    row = checkins.of_team(db, loop.id, team.id)
    stands = loop.state != LoopState.OPEN and row is not None and bool(checkins.lights(db, row.id))
    return asking.partners(db, team) if may_see(db, person, team) and not stands else []


def prefill(db: Db, sealer: Sealer, row: Checkin) -> dict[str, str]:
    """By field of the form: `light_7`, `line_7`."""
    given = {}
    for kept in checkins.lights(db, row.id):
        given[f"light_{kept.provider_id}"] = str(kept.light)
        given[f"line_{kept.provider_id}"] = _opened(sealer, kept.box)
    return given


def is_private(name: str) -> bool:
    """Whether a field of the form belongs to the lights."""
    return name.startswith(("light_", "line_"))


def keep(db: Db, now: datetime, person: Person, sealer: Sealer, row: Checkin, given: Mapping[int, Lamp]) -> None:
    """A light that turns red wants a person; one that is red no longer has come in order by itself."""
    loop, team = db.get_one(Loop, row.loop_id), db.get_one(Team, row.team_id)
    open_to = {provider.id for provider in asked(db, person, loop, team)}
    before = {light.provider_id: light for light in checkins.lights(db, row.id)}
    was_red = {one for one, light in before.items() if light.light == Light.RED}
    for provider, lamp in given.items():
        if provider in open_to:
            _keep_one(db, sealer, before.get(provider), (row.id, provider), lamp)
    db.flush()
    is_red = {light.provider_id for light in checkins.lights(db, row.id) if light.light == Light.RED}
    _signal(db, now, row, team, fresh=bool(is_red - was_red), red=bool(is_red))


def _keep_one(db: Db, sealer: Sealer, known: PairingLight | None, key: tuple[int, int], lamp: Lamp) -> None:
    """`key` is check-in and provider."""
    if lamp.light is None:
        if known:
            db.delete(known)
        return
    kept = known or PairingLight(checkin_id=key[0], provider_id=key[1], light=lamp.light)
    kept.light, kept.box = lamp.light, sealer.seal(lamp.line) if lamp.line else b""
    db.add(kept)


def _signal(db: Db, now: datetime, row: Checkin, team: Team, *, fresh: bool, red: bool) -> None:
    occasion = f"checkin-{row.id}"
    known = checkins.signal(db, team.edition_id, signals.RED, team.id, occasion)
    if fresh and known:
        known.settled_at = known.settled_by_id = known.snoozed_until = None
    elif fresh:
        signals.raise_(db, now, signals.RED, team, occasion)
    elif known and not red:
        signals.settled(db, now, signals.RED, team, occasion)


def of_edition(db: Db, person: Person, edition: Edition, sealer: Sealer) -> list[Shown]:
    """All that were given, newest first."""
    demand(db, edition.id, person, "checkin.lights")
    rows = checkins.lights_of_edition(db, edition.id)
    named = teams.by_id(db, {one for _, row, light in rows for one in (row.team_id, light.provider_id)})
    return [
        Shown(
            loop.number,
            named[row.team_id].name,
            named[light.provider_id].name,
            str(light.light),
            _opened(sealer, light.box),
        )
        for loop, row, light in rows
    ]


def _opened(sealer: Sealer, box: bytes) -> str:
    try:
        return sealer.open(box) if box else ""
    except InvalidToken:
        return ""
