"""For everyone: the menu of what one can do now, help, and what the programme knows of oneself."""

from typing import Any

from bot.messages import monday as boards
from bot.messages import people as messages
from bot.programme import menus, monday
from bot.programme import people as folk
from bot.programme.monday import Board
from bot.programme.permissions import may
from handlers.replies import Home, Reply, Say
from handlers.requests import Request
from handlers.vocabulary import NOUNS, WORDS
from storage.db import Db


def menu(request: Request) -> Reply:
    choices = request.read(lambda db: menus.choices(db, request.here, request.someone))
    return Say(messages.menu(request.reader, request.someone.name, choices))


def show_help(request: Request) -> Reply:
    staff = bool(request.edition) and request.read(lambda db: may(db, request.here.id, request.person, "edition.run"))
    return Say(messages.help_page(request.reader, NOUNS, WORDS, staff))


def card(request: Request) -> dict[str, object]:
    return request.read(lambda db: folk.card(db, request.now, request.edition, request.someone))


def me(request: Request) -> Reply:
    return Say(messages.me(request.reader, card(request)))


def home(request: Request) -> Reply:
    """What is asked of this person, on the app's own tab."""
    if request.person is None or request.edition is None:
        return Home(messages.home(request.reader, None, []))
    choices = request.read(lambda db: menus.choices(db, request.here, request.someone))
    return Home(messages.home(request.reader, card(request), choices, _board(request)))


def _board(request: Request) -> list[dict[str, Any]]:
    """A facilitator's Monday."""

    def find(db: Db) -> Board | None:
        runs = may(db, request.here.id, request.person, "monday")
        return monday.board(db, request.here, request.now) if runs else None

    found = request.read(find)
    return boards.at_home(request.reader, found) if found else []


EVENTS = {"app_home_opened": home}
ACTIONS = {"person.me": me}
COMMANDS = {"": menu, "help": show_help, "me": me}
