"""Sealing what must not be read in the database: with a key that is kept outside it."""

from datetime import datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class UnsealedError(Exception):
    """It was not sealed by one of our keys, or too long ago."""


class Sealer:
    """`keys` are separated by commas, newest first; without any, one that lives as long as this process."""

    def __init__(self, keys: str | None) -> None:
        given = [key.strip() for key in (keys or "").split(",") if key.strip()]
        self._fernet = MultiFernet([Fernet(key) for key in given or [Fernet.generate_key().decode()]])

    def seal(self, text: str) -> bytes:
        return self._fernet.encrypt(text.encode())

    def open(self, box: bytes) -> str:
        return self._fernet.decrypt(box).decode()

    def stamp(self, text: str, now: datetime) -> str:
        """Sealed for somebody to hand back, in letters that may stand in an address."""
        return self._fernet.encrypt_at_time(text.encode(), int(now.timestamp())).decode()

    def stamped(self, sealed: str, now: datetime, lasts: timedelta) -> str:
        """Raises `UnsealedError`."""
        try:
            seconds = int(lasts.total_seconds())
            return self._fernet.decrypt_at_time(sealed.encode(), seconds, int(now.timestamp())).decode()
        except (InvalidToken, UnicodeError):
            raise UnsealedError from None
