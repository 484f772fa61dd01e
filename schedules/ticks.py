"""Door 2, the clock: a tick asks what is due at `now`; a handful of interval jobs in memory and nothing else."""

import logging
import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import dropwhile

import sqlalchemy as sa
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.programme import planning
from bot.slack import Slack
from schedules.deliveries import Sender
from schedules.kinds import Step
from storage.db import Db, Work, Writer, reading

logger = logging.getLogger("sweetspot.ticks")
EVERY_SECONDS = 20
SWEEP = timedelta(days=1)
OVERLAP = timedelta(minutes=10)


class Ticks:
    """`moves` change the state by the calendar (a loop opens); `steps` talk to Slack (a half-made workspace)."""

    def __init__(
        self,
        engine: sa.Engine,
        writer: Writer,
        slack: Slack,
        sender: Sender,
        moves: Iterable[Work],
        steps: Iterable[Step],
    ) -> None:
        self._engine, self._writer, self._slack, self._sender = engine, writer, slack, sender
        self._moves, self._steps = tuple(moves), tuple(steps)
        self._alone = threading.Lock()
        self._swept_at: datetime | None = None
        self._seen = -1
        self._planned_to: datetime | None = None

    def tick(self) -> int:
        """Everything that is due now; how many ledger rows were worked on."""
        with self._alone:
            self._step()
            self._writer.commit(self._move)
            self._sender.settle()
            return self._send()

    def _move(self, db: Db, now: datetime) -> None:
        for move in self._moves:
            move(db, now)
        planning.queue_due(db, now, self._since(now))

    def _since(self, now: datetime) -> datetime | None:
        """From the tick before; the whole look back once a day, and after somebody changed something.

        A change may make due what lies in the past: its own process looks back for it.
        """
        before, self._planned_to = self._planned_to, now
        if before and not self._is_sweep(now):
            return before - OVERLAP
        self._swept_at, self._seen = now, self._writer.inbound
        return None

    def _is_sweep(self, now: datetime) -> bool:
        changed = self._seen != self._writer.inbound
        return changed or self._swept_at is None or not self._swept_at <= now < self._swept_at + SWEEP

    def flush(self) -> int:
        """Send what somebody's action has just queued, without waiting for the next tick."""
        with self._alone:
            self._step()
            return self._send()

    def _step(self) -> None:
        """One look at whether there is anything to do; after a step that was taken, another at those behind it."""
        behind = list(self._steps)
        while behind:
            with reading(self._engine) as db:
                now = self._writer.now()
                behind = list(dropwhile(lambda step: not step.waits(db, now), behind))  # noqa: B023 - used up at once
            if behind:
                behind.pop(0).take(self._engine, self._writer, self._slack)

    def _send(self) -> int:
        """What has been sent may be what a step was waiting for: a brief that can be pinned now."""
        count = self._sender.send_due()
        if count:
            self._step()
        return count


class Clockwork:
    """Runs the ticks in the background. State lives in the tables: a missed tick is made good by the next."""

    def __init__(self, ticks: Ticks) -> None:
        self._ticks = ticks
        self._scheduler = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})

    def start(self) -> None:
        self._scheduler.add_job(self._safely, IntervalTrigger(seconds=EVERY_SECONDS), [self._ticks.tick], id="tick")
        self._scheduler.start()

    def wake(self) -> None:
        """Called after an inbound change; returns at once."""
        if self._scheduler.running:
            self._scheduler.add_job(self._safely, args=[self._ticks.flush], id="flush", replace_existing=True)

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def _safely(self, work: Callable[[], int]) -> None:
        try:
            work()
        except Exception as error:  # the next tick tries again; a dead scheduler thread would be silent
            logger.exception("tick_failed", extra={"action": "tick_failed", "error": type(error).__name__})
