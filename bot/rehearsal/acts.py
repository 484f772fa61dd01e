"""What somebody does, and when."""

from collections.abc import Callable
from datetime import datetime

Act = tuple[datetime, Callable[[], object]]
