"""A Slack on this machine: the Web API, Socket Mode, Events over HTTP, and a page. It knows nothing of the product."""

from bot.sandbox.server import Sandbox

__all__ = ["Sandbox"]
