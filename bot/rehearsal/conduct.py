"""How each player behaves in the replay: fixed, so that what must be seen can be counted beforehand."""

from datetime import timedelta
from typing import Literal

from bot.rehearsal.roster import Players

Answering = Literal["at once", "after the reminder", "late", "and amends", "misses", "skips"]
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
AFTER = timedelta(hours=2)
RESULTS = ("Supported", "Mixed", "Refuted", "Unclear", "Mixed", "Refuted")


def answering(loop: int, team: Players) -> Answering:
    if team.number == SILENT:
        return "misses" if loop in {3, 4} else "at once"
    return ANSWERING[(loop * 7 + team.number * 3) % len(ANSWERING)]


def asks_for_help(loop: int, team: Players) -> bool:
    return (loop + team.number) % 9 == 0


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
