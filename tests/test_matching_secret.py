"""As long as an embargo holds nobody but the facilitators learns of a pair, by whatever way."""

import pytest

from storage.matching import PairingState
from tests.cast import FJORD, IPE
from tests.matchmaking import Stand
from tests.test_matching_after import asked_advisor
from tests.test_matching_consent import lead, proposed

EMBARGO = "/sweetspot call embargo {} until 2026-10-05 10:00 Europe/Paris"
SECRET = "what was decided is secret until Monday 5 October, 10:00 (Paris time)"


@pytest.mark.parametrize("kind", ["challenge", "solution"])
def test_nobody_is_told_of_a_pair_before_the_embargo_of_either_call_ends(stand: Stand, kind: str) -> None:
    stand.fay.command(EMBARGO.format(kind))
    assert "Draft 1" in stand.says("solve")
    pairs = stand.pairs(PairingState.SUGGESTED)
    for words in ("propose", "advise", "publish", "publish anyway", "rematch 1"):
        said = stand.says(words)
        assert SECRET in said, words
        assert "/sweetspot call notify" in said
    stand.house.until("2026-10-05T07:59:00+00:00")
    assert stand.pairs(PairingState.SUGGESTED) == pairs
    assert not lead(stand, IPE).dm()
    stand.house.until("2026-10-05T08:00:00+00:00")
    assert "4 questions are" in stand.says("propose")
    stand.house.until("2026-10-05T14:00:00+00:00")
    assert "we suggest that you work with" in lead(stand, IPE).dm()[-1].text


def test_an_advisor_who_was_asked_sees_no_pair_while_it_is_secret(stand: Stand) -> None:
    advisor = asked_advisor(stand)
    stand.fay.command(EMBARGO.format("solution"))
    advisor.press("Look and comment")
    assert advisor.view is None
    assert "secret until Monday 5 October, 21:00 (Auckland time)" in advisor.dm()[-1].text


def test_without_an_embargo_nothing_is_held_back(stand: Stand) -> None:
    proposed(stand)
    assert "we suggest that you work with *Ipê Lab*" in lead(stand, FJORD).dm()[-1].text
