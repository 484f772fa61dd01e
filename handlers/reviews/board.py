"""`/sweetspot call board …`, what is behind its rows, and how reviewers judge: for who runs the edition."""

from bot.messages.reviews import board as messages
from bot.programme.reviews import board
from handlers import words
from handlers.replies import Reply, Say
from handlers.requests import Request
from handlers.reviews import common
from storage.calls import CallKind

BOARD = "/sweetspot call board challenge page 2"


def show(request: Request) -> Reply:
    said = request.value.split() or [CallKind.CHALLENGE.value]
    kind = words.one_of(CallKind, said[0], BOARD)
    number = int(said[2]) - 1 if len(said) == 3 and said[1] == "page" and said[2].isdecimal() else 0
    return _page(request, kind, number)


def page(request: Request) -> Reply:
    kind, _, number = request.value.partition(".")
    return _page(request, CallKind(kind), int(number))


def _page(request: Request, kind: CallKind, number: int) -> Reply:
    found = request.read(lambda db: board.board(db, request.someone, request.here, kind))
    return Say(messages.board(request.reader, found, number))


def read(request: Request) -> Reply:
    submission_id, number = common.ids(request.value)
    found = request.read(lambda db: board.file(db, request.someone, request.here, submission_id))
    return common.show(request, messages.file(request.reader, found, number))


def severity(request: Request) -> Reply:
    kind, _ = common.kind_of(request.value.split(), "/sweetspot review severity challenge")
    found = request.read(lambda db: board.reviewers(db, request.someone, request.here, kind))
    return Say(messages.severity(request.reader, str(kind), found))


COMMANDS = {"call board": show, "review severity": severity}
ACTIONS = {"call.board": page, "call.read": read}
