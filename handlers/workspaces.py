"""`/sweetspot workspace …`"""

from bot.messages import workspaces as messages
from bot.programme.workspaces import provisioning
from handlers.replies import Reply, Say
from handlers.requests import Request


def status(request: Request) -> Reply:
    rooms = request.read(lambda db: provisioning.status(db, request.someone, request.here))
    return Say(messages.status(request.reader, rooms))


def repair(request: Request) -> Reply:
    request.commit(lambda db, _: provisioning.repair(db, request.someone, request.here))
    return Say(messages.repairing(request.reader))


COMMANDS = {"workspace status": status, "workspace repair": repair}
ACTIONS = {"workspace.status": status}
