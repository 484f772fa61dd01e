"""Advisors: questions, office hours, advice and rounds; all of it stands in the ledger from the moment it is known."""

from bot.messages.advisors import asking as questions
from bot.messages.advisors import hours
from bot.messages.advisors import rounds as steps
from bot.programme.advisors import advising, asking, saying, slots
from schedules.kinds import Kind

KINDS = {
    "advisor.asked": Kind(asking.asked_context, questions.asked, in_hours=True),
    "advisor.reminder": Kind(asking.asked_context, questions.reminder, in_hours=True, nudge=True),
    "advisor.declined": Kind(asking.declined_context, questions.declined, in_hours=True),
    "advice.given": Kind(advising.given_context, questions.given, in_hours=True),
    "advice.effect": Kind(advising.effect_context, questions.effect, in_hours=True),
    "advice.heard": Kind(advising.heard_context, questions.heard, in_hours=True),
    "slot.booked": Kind(slots.context, hours.booked, in_hours=True),
    "slot.reminder": Kind(slots.context, hours.reminder, in_hours=True),
    "slot.cancelled": Kind(slots.cancelled_context, hours.cancelled, in_hours=True),
    "slot.after": Kind(slots.after_context, hours.after, in_hours=True),
    "round.invited": Kind(saying.invited_context, steps.invited, in_hours=True),
    "round.step": Kind(saying.step_context, steps.step),
    "round.told": Kind(saying.told_context, steps.told),
    "round.word": Kind(saying.word_context, steps.word),
    "round.closed": Kind(saying.closed_context, steps.closed),
    "round.moved": Kind(saying.moved_context, steps.moved, in_hours=True),
    "round.cancelled": Kind(saying.cancelled_context, steps.cancelled, in_hours=True),
}
MOVES = (asking.silent,)
