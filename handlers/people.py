"""For everyone: the menu of what one can do now, help, and what the programme knows of oneself."""

from bot.messages import people as messages
from bot.programme import people as folk
from bot.programme.permissions import may
from handlers.replies import Reply, Say
from handlers.requests import Request

STAFF_NOUNS: dict[str, list[str]] = {}


def menu(request: Request) -> Reply:
    choices = request.read(lambda db: folk.choices(db, request.here, request.someone))
    return Say(messages.menu(request.reader, request.someone.name, choices))


def show_help(request: Request) -> Reply:
    staff = bool(request.edition) and request.read(lambda db: may(db, request.here.id, request.person, "edition.run"))
    return Say(messages.help_page(request.reader, STAFF_NOUNS, staff))


def me(request: Request) -> Reply:
    return Say(messages.me(request.reader, request.read(lambda db: folk.card(db, request.edition, request.someone))))


COMMANDS = {"": menu, "help": show_help, "me": me}
