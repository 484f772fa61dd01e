"""`python -m bot`: the console script's commands, and the ones that start the house."""

from bot.wiring import build

__all__ = ["build"]
