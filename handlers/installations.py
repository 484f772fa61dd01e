"""Which Slack workspace a request comes from, and the token with which we answer there."""

import threading
from typing import Any

import sqlalchemy as sa
from slack_bolt.authorization import AuthorizeResult

from handlers.slack import WebSlack
from storage import editions
from storage.db import Db, Writer, reading
from storage.editions import Installation


class Installations:
    """One workspace whose bot token comes from the settings."""

    def __init__(self, engine: sa.Engine, writer: Writer, api_url: str, token: str) -> None:
        self._engine = engine
        self._writer = writer
        self._token = token
        self._lock = threading.Lock()
        self._known: Installation | None = None
        self.slack = WebSlack(token, api_url)

    def of(self, _installation_id: int) -> WebSlack:
        return self.slack

    def authorize(self) -> AuthorizeResult:
        """For Bolt: whose token answers this request."""
        here = self.here()
        return AuthorizeResult(
            enterprise_id=None, team_id=here.slack_team_id, bot_user_id=here.bot_user_id, bot_token=self._token
        )

    def here(self) -> Installation:
        """Asks Slack once who we are, and remembers it."""
        with self._lock:
            if self._known is None:
                self._known = self._remember(self.slack.call("auth.test"))
            return self._known

    def _remember(self, me: dict[str, Any]) -> Installation:
        with reading(self._engine) as db:
            found = editions.installation(db, _team(me))
        return found or self._writer.commit(lambda db, _: _add(db, me))


def _team(me: dict[str, Any]) -> str:
    """The workspace; a server that does not say has one."""
    return str(me.get("team_id") or "the only one")


def _add(db: Db, me: dict[str, Any]) -> Installation:
    row = Installation(slack_team_id=_team(me), name=str(me.get("team", "")), bot_user_id=str(me.get("user_id", "")))
    db.add(row)
    db.flush()
    return row
