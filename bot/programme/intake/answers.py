"""What one answer means: text as typed to a value, and a problem noted where it cannot be told."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from bot.programme.intake import countries, instants, languages, words
from bot.programme.intake.challenges import Challenges
from bot.programme.intake.questions import Value

EMAIL = re.compile(r"[^@\s,;/<>:()\[\]\"']+@[^@\s,;/<>()\[\]\"']+\.[^@\s,;/<>.()\[\]\"']+")
DISGUISED = re.compile(r"\s*[\[({]\s*at\s*[\])}]\s*", re.IGNORECASE)
LONGEST = 3000
MOST_PEOPLE = 500
DATE = re.compile(r"\d{4}-\d\d-\d\d.*|\d{1,2}[-/][^\W\d]{3,4}\.?|[^\W\d]{3,4}\.?[-/]\d{1,2}")
"""What a spreadsheet makes of `4/5`."""
INTEGER = re.compile(r"(?<![\d.,])\d+(?![\d.,]*\d)")
NUMBERS = {
    word: number
    for number, spellings in enumerate(
        (
            "one un une uno una um uma ein eine eins", "two deux dos due dois duas zwei", "three trois tres tre drei",
            "four quatre cuatro quattro quatro vier", "five cinq cinco cinque funf", "six seis sei sechs",
            "seven sept siete sette sete sieben", "eight huit ocho otto oito acht", "nine neuf nueve nove neun",
            "ten dix diez dieci dez zehn", "eleven onze once undici elf", "twelve douze doce dodici doze zwolf dozen",
        ),
        start=1,
    )
    for word in spellings.split()
}  # fmt: skip
YES = {
    "yes", "y", "true", "x", "1", "ok", "si", "oui", "sim", "ja", "tak", "ano", "nai", "da", "jah", "kylla",
    "i agree", "agree", "accept", "acepto", "aceito", "accetto", "accepte", "accord", "consent", "consiento",
    "concordo", "acconsento", "einverstanden", "souhlasim", "zgadzam", "wyrazam zgode", "strinjam",
    "noustun", "akkoord", "συμφωνω", "ναι", "да", "نعم", "اوافق", "أوافق", "同意", "はい", "동의", "✓", "✔", "☑",
}  # fmt: skip
NO = {
    "no", "not", "n", "non", "nao", "nein", "nie", "ne", "nei", "nej", "nee", "false", "0", "don", "dont", "never",
    "refuse", "disagree", "οχι", "нет", "لا", "いいえ", "同意しません", "不同意", "cannot", "without",
}  # fmt: skip
Wrong = Callable[[str, str], None]
"""Notes a problem: its code, and the words for it."""


@dataclass(frozen=True)
class Setting:
    """What the meaning of an answer hangs on besides its own words."""

    zone: str
    options: dict[str, Collection[str]] = field(default_factory=dict)
    """By question: the options that other rows part without doubt."""
    challenges: Challenges = field(default_factory=dict)
    """Those published: the options of the call for solutions. Empty while there are none."""


def instant(text: str, zone: str, wrong: Wrong) -> str | None:
    found = instants.instant(text, zone)
    if found is None:
        wrong("unreadable", "This is no date and time that can be read. Write it as 2026-01-31 14:00.")
    return f"{found:%Y-%m-%dT%H:%M:%SZ}" if found else None


def country(text: str, wrong: Wrong) -> str | None:
    if code := countries.country(text):
        return code
    if code := countries.likely_country(text):
        wrong("ambiguous", f"This was read as the country {code}. Correct the spelling if that is right.")
        return code
    wrong("unreadable", "This country is not known. Write its English name or two-letter code.")
    return None


def several_languages(text: str, wrong: Wrong) -> list[str]:
    codes: list[str] = []
    for part in languages.named(text):
        code = languages.language(part)
        if code is None and (code := languages.likely_language(part)):
            wrong("ambiguous", f"{part} was read as the language {code}. Correct the spelling if that is right.")
        elif code is None:
            wrong("unreadable", f"The language {part} is not known. Write its English name.")
        if code and code not in codes:
            codes.append(code)
    return codes


def number(text: str, wrong: Wrong) -> list[int]:
    """The least and the most; `about 6` is 6 to 6."""
    found = [int(part) for part in INTEGER.findall(text)]
    found += [NUMBERS[part] for part in words.folded(text).split() if part in NUMBERS]
    if not 1 <= len(found) <= 2 or max(found) > MOST_PEOPLE or DATE.fullmatch(text):
        wrong("ambiguous", "This is no whole number of people, nor a range of two. Ask the team.")
        return []
    return [min(found), max(found)]


def email(text: str, wrong: Wrong) -> str | None:
    found = [address.lower() for address in EMAIL.findall(re.sub("mailto:", "", text, flags=re.IGNORECASE))]
    if len(set(found)) > 1:
        wrong("ambiguous", "There are several addresses; the first is used. Ask which one is right.")
    if found:
        return str(found[0])
    meant = EMAIL.fullmatch(DISGUISED.sub("@", text))
    hint = f" It may be {meant[0].lower()}: confirm it." if meant else " Ask the team for one."
    wrong("unreadable", f"This is no e-mail address.{hint}")
    return None


def zone(text: str, wrong: Wrong) -> str | None:
    found = _zones().get(text.replace(" ", "_").casefold())
    if found is None:
        wrong("unreadable", "This is no time zone. Write its IANA name, such as Europe/Lisbon.")
    return found


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def consent(text: str, wrong: Wrong) -> bool | None:
    """`I agree, but not to …` is consent; whoever begins with a no has given none."""
    said = words.folded(text) or text
    first, *_ = said.split()
    if (
        said in NO
        or first in NO
        or any(f" {word} " in f" {said[:20]} " for word in ("not agree", "not consent", "t agree"))
    ):
        return False
    if (
        said in YES
        or first in YES
        or any(word in said for word in YES if len(word) > 3 or not word.isascii())
        or set(text) & YES
    ):
        return True
    wrong("ambiguous", "This says neither yes nor no. Ask the team for its consent.")
    return None


def plain(text: str, wrong: Wrong) -> str:
    if len(text) > LONGEST:
        wrong("too_long", f"{len(text)} characters; a Slack message shows {LONGEST} at a time. Nothing is cut.")
    return text


READERS: dict[Value, Callable[[str, Wrong], Any]] = {
    Value.COUNTRY: country,
    Value.LANGUAGE: lambda text, _: languages.language(text) or text,
    Value.LANGUAGES: several_languages,
    Value.NUMBER: number,
    Value.EMAIL: email,
    Value.ZONE: zone,
    Value.CONSENT: consent,
}


def read(key: str, value: Value, text: str, setting: Setting, wrong: Wrong) -> Any:
    if value == Value.INSTANT:
        return instant(text, setting.zone, wrong)
    if value == Value.CHOICES:
        return words.parts(text, setting.options.get(key, ()))
    return READERS.get(value, plain)(text, wrong)
