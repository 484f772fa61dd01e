"""A reviewer at the keyboard: says who they are, declares or clears, scores, hands in; one after another."""

from collections.abc import Callable
from typing import Any

from bot.rehearsal import conduct
from bot.rehearsal.roster import Roster
from bot.sandbox.keyboard import Keyboard
from storage.calls import CallKind

NEXT, CLEAR, CONFLICT = "review.next", "review.clear", "review.conflict"


class Reading:
    def __init__(
        self, person: Keyboard, roster: Roster, number: int, kind: CallKind, pause: Callable[[], None]
    ) -> None:
        self.person, self.reviewer, self.number, self.kind = person, roster.reviewers[number], number, kind
        self._pause = pause
        self.done = self.declared = 0

    def all_of_them(self, most: int | None = None) -> int:
        """Until nothing waits, or `most` are done; how many were given to somebody else because of a conflict."""
        self._open()
        while self.person.view and (most is None or self.done < most) and self._step():
            pass
        while self.person.view:
            self.person.close()
        return self.declared

    def _open(self) -> None:
        """By the button of a message, or before there is one by the command."""
        try:
            self.person.press(NEXT)
        except KeyError:
            self.person.command("/sweetspot review next")

    def _step(self) -> bool:
        """What the modal wants next; False when there is no more. Nobody reads faster than Slack shows."""
        self._pause()
        match self._shown():
            case "review.profile":
                self._introduce()
            case "review.form":
                self._score()
            case _ if self._offers(CLEAR):
                self._declare()
            case _ if self._offers(NEXT):
                self.person.press(NEXT)
            case _:
                return False
        return True

    def _shown(self) -> str:
        return str(self.person.view.payload["callback_id"]) if self.person.view else ""

    def _blocks(self) -> list[dict[str, Any]]:
        return list(self.person.view.payload["blocks"]) if self.person.view else []

    def _offers(self, action: str) -> bool:
        return action in str(self._blocks())

    def _introduce(self) -> None:
        said = {"organisation": self.reviewer.organisation, "country": self.reviewer.country}
        conduct.done(self.person.submit(**said, languages=list(self.reviewer.languages)).errors)

    def _declare(self) -> None:
        if self.kind == CallKind.CHALLENGE and self.number == conduct.CONFLICTED and not self.declared:
            self.declared += 1
            self.person.press(CONFLICT)
            conduct.done(self.person.submit(reason="We advised this team last year").errors)
        else:
            self.person.press(CLEAR)

    def _score(self) -> None:
        criteria = [one["block_id"] for one in self._blocks() if "options" in one.get("element", {})]
        scores = {name: conduct.score(self.number, name) for name in criteria if name != "confidence"}
        words = "Clear, and honest about what failed. A first small step would help."
        conduct.done(self.person.submit(comment=words, **scores).errors)
        self.done += 1
