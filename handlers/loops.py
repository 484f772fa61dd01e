"""`/sweetspot loop …`"""

from bot.messages import loops as messages
from bot.programme import loops
from handlers.replies import Reply, Say
from handlers.requests import Request, WrongWordsError


def open_(request: Request) -> Reply:
    return _change(request, opens=True)


def close(request: Request) -> Reply:
    return _change(request, opens=False)


def _change(request: Request, opens: bool) -> Reply:
    if not request.value.strip().isdigit():
        raise WrongWordsError("Which loop? For example: `/sweetspot loop open 2`")
    number = int(request.value)
    loop = request.commit(lambda db, now: loops.change(db, now, request.someone, request.here, number, opens=opens))
    if loop is None:
        raise WrongWordsError(f"Loop {number} cannot be {'opened' if opens else 'closed'} now.")
    return Say(messages.changed(request.reader, number, opens))


COMMANDS = {"loop open": open_, "loop close": close}
