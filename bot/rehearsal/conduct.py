"""How each player behaves in the replay: fixed, so that what must be seen can be counted beforehand."""

from datetime import timedelta
from typing import Any, Literal

from bot.rehearsal.roster import Players
from bot.sandbox.keyboard import Keyboard, Reply
from storage.calls import CallKind

Answering = Literal["at once", "after the reminder", "late", "and amends", "misses", "skips"]
Away = Literal["said before", "said afterwards"]
AWAY: dict[tuple[int, int], Away] = {(3, 4): "said before", (4, 8): "said afterwards"}
Keeping = Literal["does", "moves", "leaves"]
Coming = Literal["goes", "declines", "says nothing", "goes at the last minute"]
ANSWERING: tuple[Answering, ...] = (
    "at once",
    "at once",
    "after the reminder",
    "at once",
    "late",
    "and amends",
    "at once",
    "misses",
    "at once",
    "skips",
)
COMING: tuple[Coming, ...] = ("declines", "goes", "goes", "goes", "says nothing", "goes at the last minute")
SILENT = 11
"""The team that misses the third and the fourth loop."""
RED = (0, 2)
"""The owner, and the loop, of a red light."""
HELP = (2, 7)
"""The loop, and the team, of a check-in that wants help."""
AFTER = timedelta(hours=2)
RESULTS = ("Supported", "Mixed", "Refuted", "Unclear", "Mixed", "Refuted")


def answering(loop: int, team: Players) -> Answering:
    if team.number == SILENT:
        return "misses" if loop in {3, 4} else "at once"
    return ANSWERING[(loop * 7 + team.number * 3) % len(ANSWERING)]


def asks_for_help(loop: int, team: Players) -> bool:
    return (loop, team.number) == HELP


def coming(meeting: int, place: int) -> Coming:
    return COMING[(meeting + place) % len(COMING)]


def attends(meeting: int, place: int) -> bool:
    return coming(meeting, place).startswith("goes") and (meeting + place) % 4 != 0


def gives_feedback(place: int) -> bool:
    return place % 3 != 0


def words(loop: int, team: Players) -> dict[str, str]:
    """What a team answers in its check-in."""
    given = {
        "hypothesis": f"A smaller first step brings more people of {team.name}'s town to the table",
        "tried": "Two short sittings, one of them in the evening",
        "learned": "The evening worked; the form before it did not, and we dropped it",
        "result": RESULTS[(loop + team.number) % len(RESULTS)],
        "next_step": "Try the evening sitting without any form",
    }
    return given | (
        {"help_wanted": "How did you reach people without a computer?"} if asks_for_help(loop, team) else {}
    )


# Not now, and away


def puts_off(loop: int, team: Players) -> bool:
    """Its lead answers the question with “Not now”."""
    return (loop, team.number) == (1, 5)


def away(loop: int, team: Players) -> Away | None:
    """Whether its lead is away as the question comes, and when they said so."""
    return AWAY.get((loop, team.number))


# The life of a workspace

SIGNS_LATE, FORGETS_GOAL = 2, 3
"""The owner that signs after the reminder, and the one that forgets its goal at first."""


def forgets_intention(loop: int, owner: Players) -> bool:
    return (loop + owner.number) % 4 == 0


def forgets_goal(moment: int, owner: Players) -> bool:
    return moment == 0 and owner.number == FORGETS_GOAL


def captures(loop: int, owner: Players) -> bool:
    """Whether the peer call of an owner's workspace is written down."""
    return (loop + owner.number) % 5 != 0


def promises(loop: int) -> bool:
    """In the first loops something is promised by a day."""
    return loop <= 3


def keeps(loop: int, owner: Players) -> Keeping:
    if (loop, owner.number) in {(1, 1), (2, 2)}:
        return "moves"
    return "leaves" if (loop + owner.number) % 3 == 0 else "does"


# The first half

LOAD, BEFORE_THE_REMINDER = 24, 2
CONFLICTED, HARSH, LATE = 11, 10, 3
"""Reviewers by number: the last declares a conflict, one judges harder than the others, one has to be reminded."""
LONG_LIST = frozenset(
    "58 85 14 52 5 9 11 16 17 19 20 23 26 27 28 30 36 38 48 50 67 71 91 96".split()  # noqa: SIM905 - ids read best so
)
"""Challenges that go to the reviewers, once those far from the edition's themes are declined."""
UNREAD: dict[CallKind, tuple[str, ...]] = {CallKind.CHALLENGE: ("38", "67", "71"), CallKind.SOLUTION: ()}
"""Applications that wait for their reviewers where somebody walks about."""
FILES = {
    CallKind.CHALLENGE: "challenges.csv",
    CallKind.SOLUTION: "solutions.csv",
    CallKind.COHORT: "cohort.csv",
}
ASIDE = {
    CallKind.CHALLENGE: {
        "duplicate": ("4,49,75,76", "a later version of the same submission counts"),
        "ineligible": ("31,81", "only public bodies may apply"),
    },
    CallKind.SOLUTION: {"duplicate": ("3,20", "a later version of the same submission counts")},
}
CHOSEN = {
    CallKind.CHALLENGE: "need, readiness and candour convinced",
    CallKind.SOLUTION: "experience and the will to share convinced",
}
LETTERS = {
    "select": {
        "en": "Your account of what failed convinced everybody who read it.",
        "es": "Su relato de lo que no funcionó convenció a quienes lo leyeron.",
        "fr": "Votre récit de ce qui n’a pas fonctionné a convaincu chaque lecteur.",
        "it": "Il vostro racconto di ciò che non ha funzionato ha convinto tutti.",
        "pt": "O vosso relato do que não funcionou convenceu quem o leu.",
    },
    "reserve": {
        "en": "Your experience is strong; another team speaks more closely to this challenge.",
        "es": "Su experiencia es sólida; otro equipo responde más de cerca a este reto.",
    },
    "decline": {
        "en": "Your question is a good one; others fitted this edition’s themes more closely.",
        "es": "Su pregunta es buena; otras encajaban mejor en los temas de esta edición.",
        "fr": "Votre question est bonne ; d’autres étaient plus proches des thèmes de cette édition.",
        "it": "La vostra domanda è valida; altre erano più vicine ai temi di questa edizione.",
        "pt": "A vossa pergunta é boa; outras estavam mais próximas dos temas desta edição.",
    },
}


def letter(outcome: str, language: str) -> str:
    """What the secretariat writes to an applicant, in the language of the form or in English."""
    return LETTERS[outcome].get(language, LETTERS[outcome]["en"])


def score(reviewer: int, criterion: str) -> str:
    """A level from 0 to 5, as the form offers it."""
    usual = 3 + (reviewer + len(criterion)) % 2
    return str(usual - 2 if reviewer == HARSH else usual)


def done(errors: dict[str, str]) -> None:
    """A form was taken: anything else ends the rehearsal."""
    if errors:
        raise RuntimeError(f"a form was refused: {errors}")


def hand_in(person: Keyboard, **given: Any) -> None:
    """Of the form that is open; what comes after it is closed."""
    done(person.submit(**given).errors)
    while person.view:
        person.close()


def opened(reply: Reply) -> None:
    """A form came: anything else that was said instead ends the rehearsal."""
    if reply.view is None:
        raise RuntimeError(f"no form, but: {reply.text}")


def fields(person: Keyboard) -> list[dict[str, Any]]:
    """Of the form that is open."""
    return [block for block in (person.view.payload["blocks"] if person.view else []) if "block_id" in block]
