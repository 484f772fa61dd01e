"""How much two teams have for each other: what one asks for against what the other offers, both ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.programme.solvers.scoring import Profile, score


@dataclass(frozen=True)
class Voice:
    """A team as it introduces itself. Languages and zone are codes; nothing but the id is needed."""

    id: str
    offers: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    time_zone: str = ""


def likeness(voices: Sequence[Voice], *, on: date) -> dict[frozenset[str], float]:
    """For every pair the mean of both directions, from 0 to 1. `on` is the day whose working hours are compared."""
    asking = [_profile(voice, "\n".join(voice.asks), ()) for voice in voices]
    offering = [_profile(voice, "", voice.offers) for voice in voices]
    scored = score(asking, offering, on=on)
    return {
        frozenset((one.id, other.id)): round((scored[one.id, other.id].score + scored[other.id, one.id].score) / 2, 6)
        for place, one in enumerate(voices)
        for other in voices[place + 1 :]
    }


def _profile(voice: Voice, text: str, texts: tuple[str, ...]) -> Profile:
    return Profile(
        voice.id, text=text, texts=texts, themes=voice.themes, languages=voice.languages, time_zone=voice.time_zone
    )
