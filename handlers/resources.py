"""Resources in Slack: a form adds or changes one, a button takes it out or says that it still holds."""

from datetime import date, datetime
from urllib.parse import urlsplit

from bot.messages import resources as messages
from bot.messages.resources import Draft
from bot.programme import resources, worktime
from bot.programme.resources import Given, UnknownResourceError
from handlers.replies import Open, Reply, Rewrite, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage.checkins import Sharing
from storage.db import Db
from storage.resources import Resource

MOST_TAGS = 8


def add(request: Request) -> Reply:
    return Open(messages.form(request.reader, _teams(request), Draft(url=request.value.strip("<> "))))


def _teams(request: Request) -> list[tuple[int, str]]:
    rows = request.read(lambda db: resources.choices(db, request.here, request.someone))
    return [(row.id, row.name) for row in rows]


def edit(request: Request) -> Reply:
    row = request.read(lambda db: _row(db, request))
    last = str(row.last_day or "")
    draft = Draft(
        str(row.id), row.title, row.url, row.purpose, row.language, ", ".join(row.tags), str(row.sharing), last
    )
    return Open(messages.form(request.reader, _teams(request), draft))


def _row(db: Db, request: Request) -> Resource:
    try:
        return resources.changeable(db, request.here, request.someone, int(request.value))
    except (ValueError, UnknownResourceError):
        raise WrongWordsError(
            f"There is no resource “{request.value}” any more. `/sweetspot resource find` lists what there is."
        ) from None


def save(request: Request) -> Reply:
    if wrong := _problems(request):
        return Wrong(wrong)
    given = _given(request)

    def work(db: Db, now: datetime) -> tuple[str, date | None]:
        if request.value:
            row = _row(db, request)
            resources.change(db, request.here, request.someone, row.id, given)
        else:
            row = resources.add(db, now, request.here, request.someone, given)
        return row.title, row.last_day

    return Say(messages.kept(request.reader, *request.commit(work)))


def _given(request: Request) -> Given:
    fields = request.fields
    tags = dict.fromkeys(tag.strip().casefold() for tag in fields.get("tags", "").split(","))
    return Given(
        fields["title"].strip(),
        fields["url"].strip(),
        Sharing(fields["sharing"]),
        int(fields["team"]) if fields.get("team") else None,
        fields.get("purpose", "").strip(),
        fields.get("language", "").strip(),
        [tag for tag in tags if tag],
        date.fromisoformat(fields["last_day"]) if fields.get("last_day") else None,
    )


def _problems(request: Request) -> dict[str, str]:
    fields, wrong = request.fields, {}
    if not fields.get("title", "").strip():
        wrong["title"] = "Please say in a few words what it is."
    if not is_link(fields.get("url", "").strip()):
        wrong["url"] = "Please give a whole address that begins with https://, such as https://example.org/guide."
    if len([tag for tag in fields.get("tags", "").split(",") if tag.strip()]) > MOST_TAGS:
        wrong["tags"] = f"At most {MOST_TAGS} tags, please: the fewer, the easier it is found."
    last = fields.get("last_day", "")
    if last and date.fromisoformat(last) < worktime.local_day(request.now, request.here.zone):
        wrong["last_day"] = "That day is past. Please choose today or a later day, or leave it empty."
    return wrong


def is_link(url: str) -> bool:
    """By https, to a host, with nothing in it that could end a link in Slack. Nobody fetches it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    clean = not any(letter.isspace() or letter in '<>|"' for letter in url)
    return clean and len(url) <= 2000 and parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc


def remove(request: Request) -> Reply:
    def work(db: Db, _now: datetime) -> str:
        row = _row(db, request)
        return resources.remove(db, request.here, request.someone, row.id).title

    return Say(messages.removed(request.reader, request.commit(work)))


def hold(request: Request) -> Reply:
    request.read(lambda db: _row(db, request))
    return Rewrite(messages.held(request.reader))


COMMANDS = {"resource add": add, "resource edit": edit, "resource remove": remove}
ACTIONS = {"resource.add": add, "resource.edit": edit, "resource.remove": remove, "resource.hold": hold}
VIEWS = {"resource.save": save}
