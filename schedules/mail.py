"""The e-mail path, for people whom Slack cannot reach."""

import smtplib
import ssl
from email.message import EmailMessage
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from bot.messages.mails import plain_text


class MailRefusedError(Exception):
    """The letter was not accepted; the text says why."""


class Mailer:
    """`url` is `smtp://user:password@host:port` or, with TLS from the first byte, `smtps://`; `None`: no mail."""

    def __init__(self, url: str | None, sender: str | None) -> None:
        self._url = urlsplit(url) if url else None
        self._sender = sender

    def send(self, key: str, to: str, payload: dict[str, Any], enclosed: str = "") -> None:
        """The Message-ID is made of the key: a repeat is the same letter."""
        if self._url is None or self._sender is None:
            raise MailRefusedError("no mail server is set (SWEETSPOT_SMTP_URL, SWEETSPOT_MAIL_FROM)")
        letter = EmailMessage()
        subject, body = plain_text(payload)
        letter["Subject"], letter["From"], letter["To"] = subject, self._sender, to
        letter["Message-ID"] = f"<{key}@{self._sender.partition('@')[2] or 'sweetspot'}>"
        letter.set_content(f"{body}\n{enclosed}" if enclosed else body)
        try:
            _transmit(self._url, letter)
        except (OSError, smtplib.SMTPException) as error:
            raise MailRefusedError(type(error).__name__) from None


def _transmit(url: SplitResult, letter: EmailMessage) -> None:
    context = ssl.create_default_context()
    host, port = url.hostname or "localhost", url.port or (465 if url.scheme == "smtps" else 25)
    server = (
        smtplib.SMTP_SSL(host, port, context=context, timeout=20)
        if url.scheme == "smtps"
        else smtplib.SMTP(host, port, timeout=20)
    )
    with server:
        if url.scheme != "smtps" and server.has_extn("starttls"):
            server.starttls(context=context)
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(letter)
