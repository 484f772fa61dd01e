"""Asks in Slack: a button opens the form; helpers and askers answer by buttons; facilitators send on by hand."""

from handlers.asks import asking, ending, helping

COMMANDS = asking.COMMANDS | ending.COMMANDS | helping.COMMANDS
ACTIONS = asking.ACTIONS | ending.ACTIONS | helping.ACTIONS
VIEWS = asking.VIEWS | ending.VIEWS | helping.VIEWS
