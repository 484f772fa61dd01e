"""A mail server on the loopback, with a mailbox for whoever is written to. It keeps letters, and sends none on."""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    text: str
    at: datetime
    key: str
    """Its Message-ID: a letter that is sent twice is one letter."""


class PostOffice:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.letters: list[Letter] = []
        with socket.create_server((HOST, 0)) as free:
            self._port: int = free.getsockname()[1]
        self._controller = Controller(self, hostname=HOST, port=self._port)

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://{HOST}:{self._port}"

    def mailboxes(self) -> dict[str, list[Letter]]:
        """By address, the newest letter first."""
        boxes: dict[str, list[Letter]] = {}
        for letter in reversed(self.letters):
            boxes.setdefault(letter.to, []).append(letter)
        return boxes

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        message = message_from_bytes(envelope.content, policy=policy.default)
        self._keep(message, envelope.rcpt_tos)
        return "250 OK"

    def _keep(self, message: EmailMessage, recipients: list[str]) -> None:
        body = message.get_body(("plain",))
        text, key = str(body.get_content()) if body else "", str(message["Message-ID"])
        known = {(letter.key, letter.to) for letter in self.letters}
        fresh = [to for to in recipients if (key, to) not in known]
        self.letters += [Letter(to, str(message["Subject"]), text, self._now(), key) for to in fresh]
