"""What is known of a challenge or of a provider when the two are compared."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """A missing value breaks no rule. Languages, country and zone are codes; `tried` is what was tried and failed for a
    challenge, and what worked for a provider."""

    id: str
    title: str = ""
    text: str = ""
    texts: tuple[str, ...] = ()
    tried: str = ""
    themes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    country: str = ""
    time_zone: str = ""
    level: str = ""
