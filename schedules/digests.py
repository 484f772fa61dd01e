"""Digests, as the rooms read them."""

from bot.messages import digests as messages
from bot.messages import monday as board
from bot.programme.digests import contents
from schedules.kinds import Kind

KINDS = {
    contents.COHORT: Kind(contents.cohort_context, messages.cohort),
    contents.WORKSPACE: Kind(contents.workspace_context, messages.workspace),
    contents.MONDAY: Kind(contents.monday_context, board.board),
}
