"""The facilitators' Monday, whenever they ask for it."""

from bot.messages import monday as messages
from bot.programme import monday
from handlers.replies import Reply, Say
from handlers.requests import Request


def show(request: Request) -> Reply:
    board = request.read(lambda db: monday.show(db, request.here, request.someone, request.now))
    return Say(messages.board(reader=request.reader, board=board))


COMMANDS = {"monday": show}
ACTIONS = {"monday.show": show}
