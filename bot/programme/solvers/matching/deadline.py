"""How much time is left."""

from time import monotonic


class Deadline:
    def __init__(self, seconds: float | None) -> None:
        self._end = None if seconds is None else monotonic() + seconds

    def left(self) -> float | None:
        """Seconds, never below zero; None where there is no end."""
        return None if self._end is None else max(self._end - monotonic(), 0.0)

    def over(self) -> bool:
        return self.left() == 0.0
