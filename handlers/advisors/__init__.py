"""Advisors in Slack: questions and advice, office hours, and critical-friend rounds."""

from handlers.advisors import advising, asking, hours, rounds

COMMANDS = {**asking.COMMANDS, **advising.COMMANDS, **hours.COMMANDS, **rounds.COMMANDS}
ACTIONS = {**asking.ACTIONS, **advising.ACTIONS, **hours.ACTIONS, **rounds.ACTIONS}
VIEWS = {**asking.VIEWS, **advising.VIEWS, **hours.VIEWS, **rounds.VIEWS}
