"""The working agreement in Slack: each team's part by a form, and the facilitators' view of all."""

from datetime import datetime

from bot.messages import agreements as messages
from bot.programme import planning
from bot.programme.workspaces import agreeing, asking
from bot.programme.workspaces.agreeing import MovedError, NoSignerError, Said
from handlers.replies import Open, Reply, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage.db import Db

MOVED = (
    "Another team changed what all sign while you wrote. It stands in the channel; open the form anew to go on from it."
)
SIGNERS = "Lead and deputy of a team sign for it; neither of that workspace's teams has you as either."


def agree(request: Request) -> Reply:
    """One's own team's part; for the facilitators, whose signature is missing where."""
    mine = request.read(lambda db: [room.id for room in agreeing.signs_in(db, request.here, request.someone)])
    if mine:
        return _form(request, mine[0])
    rooms = request.read(lambda db: agreeing.overview(db, request.here, request.someone))
    return Say(messages.overview(request.reader, rooms))


def open_form(request: Request) -> Reply:
    return _form(request, request.number)


def _form(request: Request, workspace: int) -> Reply:
    try:
        given = request.read(lambda db: agreeing.prefill(db, request.someone, workspace))
    except NoSignerError:
        raise WrongWordsError(SIGNERS) from None
    return Open(messages.form(request.reader, workspace, given))


def submit(request: Request) -> Reply:
    given = {name: request.fields.get(name, "").strip() for name in Said.__dataclass_fields__}
    if not given["hours"]:
        return Wrong({"hours": "How many hours a month can you give? A rough figure will do, for example 8."})

    workspace, mark = (int(part) for part in request.value.split("."))

    def work(db: Db, now: datetime) -> tuple[str, list[str]]:
        row, said = agreeing.sign(db, now, request.someone, workspace, Said(**given), mark)
        planning.queue(db, request.here, said, now)
        room, team = agreeing.own_side(db, request.someone, workspace)
        return team.name, [one.name for one in asking.unsigned(db, room, row)]

    try:
        return Say(messages.signed(request.reader, *request.commit(work)))
    except NoSignerError:
        raise WrongWordsError(SIGNERS) from None
    except MovedError:
        return Wrong({"goals": MOVED})


COMMANDS = {"workspace agree": agree}
ACTIONS = {"agreement.open": open_form}
VIEWS = {"agreement.sign": submit}
