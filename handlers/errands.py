"""Work that may outlast Slack's patience: it runs beside the listener, and its answer comes as soon as it is there."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

T = TypeVar("T")
PATIENCE = 1.5
"""Seconds that a listener waits for a quick answer: half of what Slack allows it."""


class Late(Exception):  # noqa: N818 - a state of the errand, not a fault
    """The work goes on, and its answer will be handed to `deliver`."""


class Errands:
    """One at a time: a second solve starts from what the first has left. `quiet` waits until all are done."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self.patience = patience
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="errand")
        self._running: set[Future[None]] = set()

    def run(self, work: Callable[[], T], deliver: Callable[[T], object]) -> T:
        """The answer, if it comes soon; raises `Late` if not. `work` must not raise."""
        errand = _Errand(work, deliver)
        future = self._pool.submit(errand.run)
        self._running.add(future)
        future.add_done_callback(self._running.discard)
        return errand.result(self.patience)

    def quiet(self) -> None:
        wait(list(self._running))

    def close(self) -> None:
        self._pool.shutdown(wait=True)


class _Errand:
    def __init__(self, work: Callable[[], Any], deliver: Callable[[Any], object]) -> None:
        self._work, self._deliver = work, deliver
        self._turn = threading.Condition()
        self._done = self._late = False
        self._found: Any = None

    def run(self) -> None:
        found = self._work()
        with self._turn:
            self._found, self._done = found, True
            self._turn.notify_all()
            late = self._late
        if late:
            self._deliver(found)

    def result(self, patience: float) -> Any:
        with self._turn:
            if not self._turn.wait_for(lambda: self._done, timeout=patience):
                self._late = True
                raise Late
            return self._found
