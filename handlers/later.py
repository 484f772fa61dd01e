"""Words of the vocabulary whose capability comes in a later version: said so, rather than not understood."""

from bot.messages import people as messages
from handlers.replies import Reply, Say
from handlers.requests import Request

VERBS = {
    "feedback": ("reply", "changed"),
}


def later(request: Request) -> Reply:
    return Say(messages.later(request.reader))


COMMANDS = {f"{noun} {verb}": later for noun, verbs in VERBS.items() for verb in verbs}
