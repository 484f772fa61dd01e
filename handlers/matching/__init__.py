"""`/sweetspot match …`, its buttons and forms."""

from handlers.matching import aftercare, consent, plans, rules

_ALL = (plans, rules, consent, aftercare)
COMMANDS = {name: handler for part in _ALL for name, handler in part.COMMANDS.items()}
ACTIONS = {name: handler for part in _ALL for name, handler in part.ACTIONS.items()}
VIEWS = {name: handler for part in _ALL for name, handler in getattr(part, "VIEWS", {}).items()}
