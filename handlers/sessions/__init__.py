"""`/sweetspot session …`, and each person's answer."""

from handlers.sessions import attending, running, summarising

COMMANDS = running.COMMANDS | attending.COMMANDS | summarising.COMMANDS
ACTIONS = attending.ACTIONS
VIEWS = running.VIEWS | summarising.VIEWS
