"""Links in letters: whoever has no Slack presses the same buttons by a sealed link, which changes the state once."""

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.programme import rosters
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand
from bot.programme.sealing import Sealer, UnsealedError
from storage import links
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.links import Link
from storage.people import Person

LASTS = timedelta(days=30)
PAGE_LASTS = timedelta(days=1)
"""How long a form that was opened can be sent."""
PRIVATE = ("feedback",)
"""Nouns whose answers nobody may write down for somebody else."""
Press = tuple[str, str, str]
"""Label, action and value of a button."""


@dataclass(frozen=True)
class Page:
    """What a page may do next: press one of its buttons, or send its form. Travels sealed, in the page itself."""

    link_id: int
    step: int
    view: dict[str, Any] | None = None
    presses: tuple[Press, ...] = ()

    @property
    def key(self) -> str:
        """The inbound key of whatever is sent from this page."""
        return f"link:{self.link_id}:{self.step}"


class ExpiredError(Exception):
    """The link, or the page, is too old, or was not made by us."""


def enclose(db: Db, now: datetime, row: Delivery, presses: Iterable[Press], about: bytes) -> list[Link]:
    """A link for each button of a letter; the same ones when the letter is written again. `about` is sealed."""
    known = {link.number: link for link in links.of_delivery(db, row.id)}
    for number, (label, action, value) in enumerate(presses):
        if number not in known:
            known[number] = _link(now, row, number, (label, action, value), about)
            db.add(known[number])
    db.flush()
    return [known[number] for number in sorted(known)]


def _link(now: datetime, row: Delivery, number: int, press: Press, about: bytes) -> Link:
    label, action, value = press
    return Link(
        edition_id=row.edition_id,
        person_id=row.person_id or 0,
        delivery_id=row.id,
        kind=row.kind,
        number=number,
        label=label,
        action=action,
        value=value,
        about=about,
        made_at=now,
        expires_at=now + LASTS,
    )


def token(sealer: Sealer, link: Link, now: datetime) -> str:
    return sealer.stamp(f"link {link.id}", now)


def opened(db: Db, sealer: Sealer, sealed: str, now: datetime) -> Link:
    """Raises `ExpiredError`."""
    kind, _, number = _unsealed(sealer, sealed, now, LASTS).partition(" ")
    link = db.get(Link, int(number)) if kind == "link" else None
    if link is None or link.expires_at < now:
        raise ExpiredError
    return link


def page_token(sealer: Sealer, page: Page, now: datetime) -> str:
    """Packed, since a form may be long."""
    packed = zlib.compress(json.dumps(vars(page), ensure_ascii=False).encode())
    return sealer.stamp(packed.hex(), now)


def paged(sealer: Sealer, sealed: str, now: datetime) -> Page:
    """Raises `ExpiredError`."""
    text = _unsealed(sealer, sealed, now, PAGE_LASTS)
    try:
        values = json.loads(zlib.decompress(bytes.fromhex(text)))
    except (ValueError, zlib.error):
        raise ExpiredError from None
    return Page(**values | {"presses": tuple((label, action, value) for label, action, value in values["presses"])})


def _unsealed(sealer: Sealer, sealed: str, now: datetime, lasts: timedelta) -> str:
    try:
        return sealer.stamped(sealed, now, lasts)
    except UnsealedError:
        raise ExpiredError from None


def is_used(db: Db, link: Link) -> bool:
    """By itself, or another button of the same letter that answers it."""
    return any(row.used_at for row in links.of_delivery(db, link.delivery_id)) or links.has_acted(db, link.id)


def use(db: Db, now: datetime, link_id: int, by: Person) -> None:
    link = db.get_one(Link, link_id)
    if link.used_at is None:
        link.used_at, link.used_by_id = now, by.id


def unanswered(db: Db, now: datetime, edition: Edition, person: Person) -> list[tuple[Link, Person]]:
    """Letters that wait, for whoever may write the answers down."""
    demand(db, edition.id, person, "checkin.record")
    return [(link, to) for link, to in links.open_at(db, edition.id, now) if may_record(link)]


def may_record(link: Link) -> bool:
    return link.action.partition(".")[0] not in PRIVATE


# A new link for one that was used


def again(db: Db, now: datetime, link: Link) -> Planned:
    """By letter, so that only who reads that mailbox gets it."""
    day = f"{now:%Y-%m-%d}"
    return rosters.to_person(
        db, link.edition_id, link.person_id, now, "link.again", f"link-{link.id}:{day}", {"link": link.id}
    )


def again_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    link = db.get_one(Link, ref(delivery, "link"))
    return {"press": (link.label, link.action, link.value)}
