"""Search in Slack: one field for everything, or words after a command for one sort."""

from bot.messages import search as messages
from bot.programme import finding, search
from handlers.replies import Open, Reply, Say
from handlers.requests import Request

SORTS: dict[str, tuple[str, ...]] = {"": (), "insight": ("insight",), "resource": finding.LINKS}


def open_form(request: Request) -> Reply:
    return Open(messages.form(request.reader))


def submit(request: Request) -> Reply:
    return _page(request, "", request.fields.get("words", "").strip(), 0)


def insights(request: Request) -> Reply:
    return _page(request, "insight", request.value.strip(), 0)


def resources(request: Request) -> Reply:
    return _page(request, "resource", request.value.strip(), 0)


def more(request: Request) -> Reply:
    """The value is `sort.offset.words`."""
    sort, offset, words = request.value.split(".", 2)
    return _page(request, sort, words, int(offset))


def _page(request: Request, sort: str, words: str, offset: int) -> Reply:
    asked = words[:1500]
    found = request.read(lambda db: finding.page(db, request.here, request.someone, asked, SORTS.get(sort, ()), offset))
    following = f"{sort}.{offset + search.PAGE}.{asked}" if found.more else ""
    return Say(messages.found(request.reader, asked, found.rows, following))


COMMANDS = {"insight find": insights, "resource find": resources}
ACTIONS = {"search.open": open_form, "search.more": more}
VIEWS = {"search.find": submit}
