"""Misbehaviour that can be switched on: what a network and a busy Slack do to a caller."""

import threading
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["refuse", "drop_before", "drop_after", "late", "hang", "ratelimited", "error_before", "error_after"]
"""`refuse`: a definite no; `drop`: the connection dies before or after Slack did it; `late`: done after the caller
gave up; `hang`: never answered; `error`: HTTP 500 before or after it was done."""


@dataclass
class Fault:
    kind: Kind
    method: str = "*"
    times: int = 1
    code: str = "internal_error"
    seconds: float = 1


class Faults:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []

    def add(self, kind: Kind, method: str = "*", times: int = 1, **details: Any) -> None:
        with self._lock:
            self._waiting.append(Fault(kind, method, times, **details))

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """The next fault for this call, used up."""
        with self._lock:
            for fault in self._waiting:
                if fault.method in {"*", method}:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._waiting.remove(fault)
                    return fault
        return None
