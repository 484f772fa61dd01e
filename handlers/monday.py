"""The facilitators' Monday, whenever they ask for it."""

from bot.messages import monday as messages
from bot.programme import monday
from handlers.replies import Reply, Say
from handlers.requests import Request


def show(request: Request) -> Reply:
    board = request.read(lambda db: monday.show(db, request.here, request.someone, request.now))
    return Say(messages.board(reader=request.reader, board=board))


def again(request: Request) -> Reply:
    """What was refused goes out once more."""
    done = request.commit(lambda db, now: monday.send_again(db, now, request.here, request.someone, request.value))
    return Say(messages.sent_again(request.reader, done))


COMMANDS = {"monday": show}
ACTIONS = {"monday.show": show, "monday.again": again}
