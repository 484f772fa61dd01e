"""Sealing what must not be read in the database: with a key that is kept outside it."""

from cryptography.fernet import Fernet, MultiFernet


class Sealer:
    """`keys` are separated by commas, newest first; without any, one that lives as long as this process."""

    def __init__(self, keys: str | None) -> None:
        given = [key.strip() for key in (keys or "").split(",") if key.strip()]
        self._fernet = MultiFernet([Fernet(key) for key in given or [Fernet.generate_key().decode()]])

    def seal(self, text: str) -> bytes:
        return self._fernet.encrypt(text.encode())

    def open(self, box: bytes) -> str:
        return self._fernet.decrypt(box).decode()
