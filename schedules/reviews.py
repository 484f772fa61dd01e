"""Reviews by the clock: what is given out, the one reminder, then a person; discussions."""

from bot.messages.reviews import assigning as words
from bot.messages.reviews import discussing as talk
from bot.programme.reviews import discussing, telling
from schedules.kinds import Kind

KINDS = {
    "review.welcome": Kind(telling.welcome_context, words.welcome, in_hours=True),
    "review.assigned": Kind(telling.assigned_context, words.assigned, in_hours=True),
    "review.reminder": Kind(telling.reminder_context, words.reminder, in_hours=True, nudge=True),
    "review.overdue": Kind(telling.overdue_context, words.overdue, in_hours=True),
    "review.short": Kind(telling.short_context, words.short, in_hours=True),
    "review.discussion": Kind(discussing.discussion_context, talk.invitation, in_hours=True),
    "review.commented": Kind(discussing.commented_context, talk.commented, in_hours=True),
}
