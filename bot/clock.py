"""The only place that reads the time: everything else is handed `now`."""

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime: ...

    def sleep(self, seconds: float) -> None: ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class VirtualClock:
    """A clock that stands still until somebody waits or moves it: an edition can be played in seconds.

    From `flow` on it runs at the speed of the wall clock as well, for somebody who watches.
    """

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)
        self._flowing_since: float | None = None
        self._lock = threading.Lock()

    def now(self) -> datetime:
        with self._lock:
            if self._flowing_since is None:
                return self._now
            return self._now + timedelta(seconds=time.monotonic() - self._flowing_since)

    def sleep(self, seconds: float) -> None:
        if self._flowing_since is None:
            self.advance(timedelta(seconds=seconds))
        else:
            time.sleep(seconds)

    def advance(self, delta: timedelta) -> None:
        with self._lock:
            self._now += max(delta, timedelta())

    def flow(self) -> None:
        self._flowing_since = time.monotonic()


class FixedClock:
    """One instant, for one tick."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
