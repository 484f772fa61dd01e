"""Reviews in Slack: giving them out, writing them, discussing them, the board, the advisors' shortlist."""

from handlers.reviews import advising, assigning, board, discussing, writing

COMMANDS = advising.COMMANDS | assigning.COMMANDS | board.COMMANDS | discussing.COMMANDS | writing.COMMANDS
ACTIONS = advising.ACTIONS | assigning.ACTIONS | board.ACTIONS | discussing.ACTIONS | writing.ACTIONS
VIEWS = advising.VIEWS | assigning.VIEWS | discussing.VIEWS | writing.VIEWS
