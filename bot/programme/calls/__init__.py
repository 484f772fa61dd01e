"""Calls: what was submitted, what was decided and why, and when who is told; a funnel that always adds up."""

from bot.programme.calls.cards import card, draft, texts
from bot.programme.calls.decisions import UnknownSubmissionError, Verdict, accept, advance, decide, decide_one, locate
from bot.programme.calls.funnels import Places, Stage, funnel, places, stages
from bot.programme.calls.letters import (
    IncompleteError,
    Letter,
    Notified,
    answer_for,
    answer_offer,
    decided_context,
    letters,
    notify,
    secretariat,
    tell_due,
)
from bot.programme.calls.logs import of_kind
from bot.programme.calls.running import (
    Until,
    close,
    close_due,
    extend,
    open_,
    secret_until,
    set_embargo,
    set_places,
)
from bot.programme.calls.states import OUTCOMES, NotPossibleError
from bot.programme.calls.storing import (
    Stored,
    add_calls,
    edition_for_import,
    edition_named,
    found_edition,
    store,
)

__all__ = [
    "OUTCOMES",
    "IncompleteError",
    "Letter",
    "NotPossibleError",
    "Notified",
    "Places",
    "Stage",
    "Stored",
    "UnknownSubmissionError",
    "Until",
    "Verdict",
    "accept",
    "add_calls",
    "advance",
    "answer_for",
    "answer_offer",
    "card",
    "close",
    "close_due",
    "decide",
    "decide_one",
    "decided_context",
    "draft",
    "edition_for_import",
    "edition_named",
    "extend",
    "found_edition",
    "funnel",
    "letters",
    "locate",
    "notify",
    "of_kind",
    "open_",
    "places",
    "secret_until",
    "secretariat",
    "set_embargo",
    "set_places",
    "stages",
    "store",
    "tell_due",
    "texts",
]
