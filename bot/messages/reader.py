"""Who reads a message."""

from dataclasses import dataclass

FALLBACK = "en"


@dataclass(frozen=True)
class Reader:
    """`zone` is an IANA name; `locale` a language of which there is a folder of texts."""

    locale: str = FALLBACK
    zone: str = "UTC"
