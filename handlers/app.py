"""Door 1: Bolt, with one listener per kind of payload, which hands over to the dispatcher."""

import logging
import re
from concurrent.futures import Executor, Future
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from handlers.dispatch import Dispatcher
from handlers.installations import Installations

ANY = re.compile(r".*", re.DOTALL)


class Inline(Executor):
    """Runs a listener where it was called: Bolt's own waiting polls every ten milliseconds."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def build(dispatcher: Dispatcher, installations: Installations, *, api_url: str, signing_secret: str | None) -> App:
    """The answer goes out after the listener has committed: commit, then acknowledge."""
    logger = logging.getLogger("sweetspot.bolt")
    logger.setLevel(logging.ERROR)  # Bolt writes refused bodies to its log at a lower level
    app = App(
        signing_secret=signing_secret or "unused: Socket Mode is authenticated by its token",
        client=WebClient(base_url=api_url, retry_handlers=[]),
        authorize=lambda: installations.authorize(),  # noqa: PLW0108 - Bolt cannot call a bound method here
        process_before_response=True,
        listener_executor=Inline(),
        logger=logger,
        ignoring_self_events_enabled=True,
    )
    app.command(ANY)(dispatcher.command)
    app.action(ANY)(dispatcher.action)
    app.view(ANY)(dispatcher.view)
    app.view_closed(ANY)(dispatcher.closed)
    app.shortcut(ANY)(dispatcher.shortcut)
    app.options(ANY)(dispatcher.options)
    app.event(ANY)(dispatcher.event)
    return app
