"""Teams: who joined, leads or left, and when one withdraws."""

from bot.messages import teams as messages
from bot.programme.teams import membership, withdrawing
from schedules.kinds import Kind

KINDS = {
    "team.changed": Kind(membership.changed_context, messages.told),
    "team.lead": Kind(membership.lead_context, messages.lead, in_hours=True),
    "team.leaving": Kind(withdrawing.leaving_context, messages.leaving, in_hours=True),
    "team.left": Kind(withdrawing.left_context, messages.left),
    "team.credit": Kind(withdrawing.credit_context, messages.credit, in_hours=True),
}
