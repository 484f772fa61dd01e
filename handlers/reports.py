"""The report in Slack: its main figures, and the way to the whole."""

from bot.messages import reports as messages
from bot.programme import reports
from handlers.replies import Reply, Say
from handlers.requests import Request


def show(request: Request) -> Reply:
    report = request.read(lambda db: reports.show(db, request.here, request.someone, request.now))
    return Say(messages.short(request.reader, report.as_json))


COMMANDS = {"edition report": show}
