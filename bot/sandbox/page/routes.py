"""The page's routes."""

from typing import TYPE_CHECKING

from starlette.routing import BaseRoute

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox


def routes(_sandbox: "Sandbox") -> list[BaseRoute]:
    return []
