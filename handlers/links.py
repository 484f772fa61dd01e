"""Buttons of letters: pressed by their link, or by a facilitator who writes down what somebody answered by mail."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.messages import links as messages
from bot.messages import web
from bot.messages.mails import plain_text
from bot.messages.reader import Reader
from bot.programme import links, planning
from bot.programme.permissions import demand
from handlers.replies import Open, Reply, Say
from handlers.requests import Request, Services
from storage import links as rows
from storage.db import Db, reading
from storage.deliveries import Delivery
from storage.editions import Edition, Installation
from storage.links import Link
from storage.people import Person


class Enclosures:
    """What is added to a letter, so that its buttons can be used: a link for each, or its form as text."""

    def __init__(self, services: Services, public_url: str | None) -> None:
        self._services, self._url = services, (public_url or "").rstrip("/")

    def __call__(self, row: Delivery, payload: dict[str, Any], reader: Reader) -> str:
        presses = web.presses(payload.get("blocks", []))
        if not presses:
            return ""
        about = self._services.sealer.seal(plain_text(payload)[0])
        made = self._services.writer.commit(lambda db, now: links.enclose(db, now, row, presses, about))
        if not self._url:
            return messages.as_text(reader, [(link.label, self._form(link)) for link in made])
        now = self._services.now()
        addresses = [(link.label, f"{self._url}/a/{links.token(self._services.sealer, link, now)}") for link in made]
        return messages.enclosed(reader, addresses, made[0].expires_at)

    def _form(self, link: Link) -> dict[str, Any] | None:
        """What the button opens, if it only opens something."""
        with reading(self._services.engine) as db:
            request = as_recipient(db, self._services, link, self._services.now())
        try:
            reply = self._services.handlers["actions"][link.action.partition(":")[0]](request)
        except Exception:  # whatever is in its way, the letter goes out with the words of the button
            return None
        return reply.view if isinstance(reply, Open) else None


def as_recipient(db: Db, services: Services, link: Link, now: datetime) -> Request:
    """The request that pressing the button would be; it may only be looked at until it is pressed."""
    edition, person = db.get_one(Edition, link.edition_id), db.get_one(Person, link.person_id)
    nowhere = Installation(id=0, slack_team_id="", name="", bot_user_id="")
    installation = db.get(Installation, edition.installation_id) or nowhere
    reader = Reader(person.locale, person.zone)
    return Request(
        services, installation, "", person, edition, reader, now, f"link:{link.id}:0", {}, link.value, looking=True
    )


def again(request: Request) -> Reply:
    """A new link instead of a used one, to the address of whoever had it."""

    def work(db: Db, now: datetime) -> None:
        link = db.get_one(Link, request.number)
        if link.person_id == request.someone.id:
            planning.queue(db, db.get_one(Edition, link.edition_id), [links.again(db, now, link)], now)

    request.commit(work)
    return Say(messages.sent(request.reader))


# A facilitator writes an answer down


def waiting(request: Request) -> Reply:
    found = request.read(lambda db: links.unanswered(db, request.now, request.here, request.someone))
    letters: dict[str, tuple[str, str, datetime, list[tuple[int, str]]]] = {}
    for link, person in found:
        entry = letters.setdefault(link.delivery_id, (person.name, link.kind, link.made_at, []))
        entry[3].append((link.id, link.label))
    return Open(messages.waiting(request.reader, list(letters.values())))


def record(request: Request) -> Reply:
    """The same as if the person had pressed it; a form that it opens is sent in their name too."""
    link = _link(request, request.number)
    reply = _run(request, "actions", link, link.action, request)
    if not isinstance(reply, Open):
        return reply
    view = reply.view
    about = f"{link.id} {view['callback_id']} {view.get('private_metadata', '')}"
    return Open(view | {"callback_id": "link.record", "private_metadata": about})


def submit(request: Request) -> Reply:
    number, callback, about = request.value.split(" ", 2)
    link = _link(request, int(number))
    return _run(request, "views", link, callback, replace(request, value=about))


def _link(request: Request, number: int) -> Link:
    def find(db: Db) -> Link:
        demand(db, request.here.id, request.someone, "checkin.record")
        found = db.get_one(Link, number)
        return found if found.edition_id == request.here.id and links.may_record(found) else db.get_one(Link, -1)

    return request.read(find)


def _run(request: Request, kind: str, link: Link, name: str, asked: Request) -> Reply:
    person = request.read(lambda db: db.get_one(Person, link.person_id))
    value = link.value if kind == "actions" else asked.value
    handler: Callable[[Request], Reply] = request.services.handlers[kind][name.partition(":")[0]]
    reply = handler(replace(asked, person=person, value=value))
    if request.read(lambda db: rows.is_seen(db, request.key)):
        request.services.writer.commit(lambda db, now: links.use(db, now, link.id, request.someone))
    return reply


ACTIONS = {"link.again": again, "link.waiting": waiting, "link.record": record}
VIEWS = {"link.record": submit}
