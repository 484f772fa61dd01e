"""`/sweetspot noun verb words`: finding the handler, or the nearest right word."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches

from bot.messages import people as words
from handlers.replies import Reply, Say
from handlers.requests import Request

Handler = Callable[[Request], Reply]


def handler(text: str, routes: Mapping[str, Handler]) -> Handler:
    """`routes` has `noun verb` and, for commands of one word, `word`; bare is the empty key."""
    said = text.split()
    for size in (2, 1, 0):
        key = " ".join(_singular(word, routes) for word in said[:size])
        if len(said) >= size and key in routes and (key or not said):
            return _with_words(routes[key], " ".join(said[size:]))
    return lambda request: Say(words.unknown_command(request.reader, text, _nearest(said, routes)))


def verbs(noun: str, routes: Mapping[str, Handler]) -> list[str]:
    return sorted(key.split()[1] for key in routes if key.startswith(f"{noun} "))


def _with_words(found: Handler, rest: str) -> Handler:
    return lambda request: found(replace(request, value=rest))


def _singular(word: str, routes: Mapping[str, Handler]) -> str:
    word = word.lower()
    nouns = {key.split()[0] for key in routes if key}
    return word[:-1] if word not in nouns and word.removesuffix("s") in nouns else word


def _nearest(said: list[str], routes: Mapping[str, Handler]) -> list[str]:
    """Up to three commands that look like what was said; all of a noun's verbs if only the verb is wrong."""
    noun = _singular(said[0], routes)
    if of_noun := verbs(noun, routes):
        near = get_close_matches(said[1].lower(), of_noun, n=3, cutoff=0.5) if len(said) > 1 else []
        return [f"{noun} {verb}" for verb in near or of_noun]
    return get_close_matches(" ".join(said[:2]).lower(), [key for key in routes if key], n=3, cutoff=0.4)
