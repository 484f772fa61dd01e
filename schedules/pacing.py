"""Ahead of Slack's limits: a message a second per channel, and a budget for the whole workspace."""

from collections import defaultdict
from datetime import datetime, timedelta

from bot.clock import Clock

PER_CHANNEL = timedelta(seconds=1)
PER_WORKSPACE = timedelta(seconds=60 / 300)


class Pacer:
    """Waits until the next message may go. `freeze` is what a 429 asks for."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._free: dict[str, datetime] = defaultdict(clock.now)
        self._workspace = clock.now()

    def wait(self, channel: str) -> None:
        now = self._clock.now()
        at = max(now, self._free.pop(channel, now), self._workspace)
        if at > now:
            self._clock.sleep((at - now).total_seconds())
        self._free = defaultdict(self._clock.now, {key: free for key, free in self._free.items() if free > at})
        self._free[channel] = at + PER_CHANNEL
        self._workspace = at + PER_WORKSPACE

    def freeze(self, seconds: float) -> None:
        self._workspace = max(self._workspace, self._clock.now() + timedelta(seconds=seconds))
