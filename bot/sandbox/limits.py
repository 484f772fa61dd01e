"""Slack's rate limits, by the injected clock: tiers per method, and posting per channel and per workspace."""

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.sandbox.calls import SlackError
from bot.sandbox.facts import PER_MINUTE

MINUTE = 60.0


@dataclass
class Bucket:
    """`rate` a second, with a short burst."""

    rate: float
    burst: float
    level: float = 0
    at: float = 0

    def take(self, now: float) -> float:
        """Seconds to wait; zero if the call may pass now."""
        self.level = max(0.0, self.level - (now - self.at) * self.rate)
        self.at = now
        if self.level + 1 > self.burst + 1e-6:
            return (self.level + 1 - self.burst) / self.rate
        self.level += 1
        return 0.0


class Limits:
    def __init__(self, now: Callable[[], datetime], per_channel: float = 1, workspace_per_minute: float = 400) -> None:
        self._now = now
        self._calls: dict[str, deque[float]] = defaultdict(deque)
        self._channels: dict[str, Bucket] = defaultdict(lambda: Bucket(per_channel, 3))
        self._workspace = Bucket(workspace_per_minute / MINUTE, 20)

    def check(self, method: str, tier: int) -> None:
        """Raises `SlackError("ratelimited")` with the seconds to wait."""
        now, calls = self._now().timestamp(), self._calls[method]
        while calls and calls[0] <= now - MINUTE:
            calls.popleft()
        if len(calls) >= PER_MINUTE[tier]:
            _refuse(calls[0] + MINUTE - now)
        calls.append(now)

    def check_post(self, channel: str) -> None:
        now = self._now().timestamp()
        wait = max(self._channels[channel].take(now), self._workspace.take(now))
        if wait:
            _refuse(wait)


def _refuse(seconds: float) -> None:
    raise SlackError("ratelimited", retry_after=max(1, math.ceil(seconds)))
