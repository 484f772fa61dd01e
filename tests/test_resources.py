"""The library as conversations: added, found at the right level, curated, and ended by its last day."""

import pytest

from handlers.resources import is_link
from tests.cast import FAY, IPE, KOTARE, MAPLE, SETU
from tests.house import House

FOUND = "/sweetspot resource find visits"


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example",
        "javascript:alert(1)",
        "https://",
        "https://a.example/x y",
        "https://a|b.example",
        "https://u@a.example",
    ],
)
def test_only_whole_https_links_are_taken(url: str) -> None:
    assert is_link("https://a.example/guide?x=1&y=2")
    assert not is_link(url)


def _add(house: House, **given: str) -> dict[str, str]:
    ananya = house.person(SETU.lead)
    ananya.command("/sweetspot resource add")
    fields = {"title": "Guide to <home> visits", "url": "https://a.example/guide", "tags": "Visits, care"} | given
    return ananya.submit(**fields).errors


def test_a_resource_is_found_by_its_tags_and_curated_by_a_facilitator(house: House) -> None:
    assert "https://" in _add(house, url="http://a.example")["url"]
    assert _add(house) == {}
    mereana, fay = house.person(KOTARE.lead), house.person(FAY)
    said = mereana.command("/sweetspot resource find visit").text
    assert "https://a.example/guide" in said
    assert "&lt;home&gt;" in said
    assert "Jan Setu" in said
    mereana.command("/sweetspot resource remove 1")
    assert "https://a.example" in mereana.command(FOUND).text
    fay.command("/sweetspot resource remove 1")
    assert "Nothing that you may read" in mereana.command(FOUND).text


def test_what_a_workspace_keeps_is_found_in_it_alone(house: House) -> None:
    marina = house.person(IPE.lead)
    marina.command("/sweetspot resource add")
    given = {"title": "Notes on visits", "url": "https://a.example/n", "sharing": "My workspace"}
    assert marina.submit(**given).errors == {}
    assert "Notes on visits" in house.person(MAPLE.lead).command(FOUND).text
    assert "Nothing that you may read" in house.person(KOTARE.lead).command(FOUND).text


def test_an_opportunity_is_asked_about_once_and_ends_with_its_last_day(house: House) -> None:
    assert "past" in _add(house, last_day="2026-09-01")["last_day"]
    assert _add(house, last_day="2026-10-09") == {}
    ananya, mereana = house.person(SETU.lead), house.person(KOTARE.lead)
    house.until("2026-10-08T12:00:00+00:00")
    asked = [message for message in ananya.dm() if "Does it still hold?" in message.text]
    assert len(asked) == 1
    ananya.press("It still holds", message=asked[0])
    assert "https://a.example/guide" in mereana.command(FOUND).text
    house.until("2026-10-10T12:00:00+00:00")
    assert "Nothing that you may read" in mereana.command(FOUND).text
