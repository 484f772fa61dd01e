"""`/sweetspot loop …` and the buttons of a loop's messages."""

from handlers.loops import calling, capturing, intending, running

PARTS = (running, intending, calling, capturing)
COMMANDS = {word: handler for part in PARTS for word, handler in part.COMMANDS.items()}
ACTIONS = {word: handler for part in PARTS for word, handler in part.ACTIONS.items()}
VIEWS = {word: handler for part in PARTS for word, handler in part.VIEWS.items()}
