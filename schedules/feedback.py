"""Feedback by the clock: the question, and the opening of what was sealed."""

from datetime import datetime

from bot.messages import feedback as messages
from bot.programme import feedback
from bot.programme.sealing import Sealer
from schedules.kinds import Kind
from storage.db import Db, Work

KINDS = {"feedback.ask": Kind(feedback.ask_context, messages.ask)}


def release(sealer: Sealer) -> Work:
    def work(db: Db, now: datetime) -> None:
        feedback.release(db, now, sealer)

    return work
