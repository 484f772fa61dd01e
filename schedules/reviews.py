"""Reviews by the clock: what is given out, the one reminder, then a person; discussions."""

from bot.messages.reviews import assigning as words
from bot.messages.reviews import discussing as talk
from bot.programme.reviews import discussing, telling
from schedules.kinds import Kind

KINDS = {
    "review.welcome": Kind(telling.welcome_context, words.welcome),
    "review.assigned": Kind(telling.assigned_context, words.assigned),
    "review.reminder": Kind(telling.reminder_context, words.reminder),
    "review.overdue": Kind(telling.overdue_context, words.overdue),
    "review.short": Kind(telling.short_context, words.short),
    "review.discussion": Kind(discussing.discussion_context, talk.invitation),
    "review.commented": Kind(discussing.commented_context, talk.commented),
}
