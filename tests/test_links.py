"""Whoever has no Slack answers by the links of a letter; a facilitator writes down what came as a reply."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from sqlmodel import select

from bot.messages import web
from bot.rehearsal.stage import settings
from handlers.http import Front
from handlers.web import answers
from storage import checkins, links, loops, people, teams
from storage.checkins import Checkin
from storage.db import Db
from storage.links import Link
from storage.reviews import Assignment, AssignmentState
from tests.cast import FAY, MAPLE
from tests.house import House
from tests.postbox import Postbox
from tests.reviewing import SCORES, SECRET, called

ADDRESS = re.compile(r"https://sweetspot\.example/a/\S+")
MAILED = "june@ministry-without-slack.example"


@dataclass
class Browser:
    """Somebody at a page: what it shows, and what is sent from it."""

    front: Front
    path: str
    status: str = ""
    html: str = ""

    def open(self) -> "Browser":
        return self._ask("GET", b"")

    def press(self, words: str, **fields: str) -> "Browser":
        number = re.search(rf'name="press" value="(\w+)"[^>]*>{re.escape(words)}<', self.html)
        assert number, self.html
        sealed = re.search(r'name="page" value="([^"]+)"', self.html)
        assert sealed
        return self._ask("POST", urlencode({"page": sealed[1], "press": number[1], **fields}).encode())

    def _ask(self, method: str, body: bytes) -> "Browser":
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": self.path,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        told: list[str] = []
        answer = self.front(environ, lambda line, _: told.append(line))
        self.status, self.html = told[0], b"".join(answer).decode()
        return self


@pytest.fixture
def house(postbox: Postbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("SWEETSPOT_PUBLIC_URL", "https://sweetspot.example")
    yield from _house(tmp_path)


@pytest.fixture
def closed_house(postbox: Postbox, tmp_path: Path) -> Iterator[House]:
    """No page of it can be reached from outside."""
    yield from _house(tmp_path)


def _house(folder: Path) -> Iterator[House]:
    made = House(folder)
    made.bot.writer.commit(lambda db, _: _take_out_of_slack(db))
    yield made
    made.close()


def _take_out_of_slack(db: Db) -> None:
    person = people.by_email(db, MAPLE.lead.email)
    assert person
    db.exec(select(people.Address).where(people.Address.person_id == person.id)).one().email = MAILED


def _browser(house: House, address: str) -> Browser:
    front = Front(house.bot.app, house.bot.services, settings(Path(), house.sandbox.api_url), house.clock)
    return Browser(front, urlsplit(address).path)


def _asked(house: House, postbox: Postbox) -> str:
    """The letter with the check-in question."""
    house.until("2026-10-15T18:00:00+00:00")
    return next(
        str(letter.get_content()) for letter in postbox.letters if letter["To"] == MAILED and "heck-in" in str(letter)
    )


def _checkin(house: House) -> Checkin | None:
    def find(db: Db) -> Checkin | None:
        team = teams.by_name(db, house.edition_id, MAPLE.name)
        loop = loops.numbered(db, house.edition_id, 1)
        assert team
        assert loop
        return checkins.of_team(db, loop.id, team.id)

    return house.read(find)


def test_a_checkin_is_answered_by_link(house: House, postbox: Postbox) -> None:
    address = ADDRESS.findall(_asked(house, postbox))[0]
    page = _browser(house, address).open()
    assert page.status == "200 OK"
    assert _checkin(house) is None, "a scanner that opens the link changes nothing"
    page.press("Send", hypothesis="A form of one page is enough", result="mixed")
    assert page.status.startswith("422"), "what is missing is asked for"
    assert "A form of one page is enough" in page.html, "and nothing is lost"
    page.press("Send", hypothesis="A form of one page", tried="Two offices", result="mixed", sharing="workspace")
    row = _checkin(house)
    assert row
    assert row.hypothesis == "A form of one page"
    assert row.result == "mixed"
    house.flush()
    assert "A form of one page" in " ".join(message.text for message in house.person(FAY).sees("room-challenge"))


def test_a_checkin_is_saved_for_later_by_link_and_sent_by_the_same(house: House, postbox: Postbox) -> None:
    address = ADDRESS.findall(_asked(house, postbox))[0]
    page = _browser(house, address).open()
    page.press("Save for later", tried="Two offices", result="mixed")
    assert "Saved as a draft" in page.html
    assert _checkin(house) is None
    again = _browser(house, address).open()
    assert "Draft by June Mercer" in again.html
    assert "Two offices" in again.html
    again.press("Send", hypothesis="One page", tried="Two offices", result="mixed", sharing="workspace")
    row = _checkin(house)
    assert row
    assert row.tried == "Two offices"


def test_two_at_once_by_link_see_both_versions(house: House, postbox: Postbox) -> None:
    page = _browser(house, ADDRESS.findall(_asked(house, postbox))[0]).open()
    theo = house.person(MAPLE.deputy)
    theo.command("/sweetspot checkin answer")
    assert theo.submit(hypothesis="From Theo", tried="This", result="Mixed").errors == {}
    page.press("Send", hypothesis="From June", tried="That", result="refuted", sharing="workspace")
    assert "Theo Roy</strong>: From Theo" in page.html
    page.press("Send", hypothesis="From June", tried="That", result="refuted", sharing="workspace")
    row = _checkin(house)
    assert row
    assert (row.hypothesis, row.revision) == ("From June", 2)


def test_a_link_works_once_and_a_new_one_comes_by_letter(house: House, postbox: Postbox) -> None:
    address = ADDRESS.findall(_asked(house, postbox))[0]
    page = _browser(house, address).open()
    copy = _browser(house, address).open()
    page.press("Send", hypothesis="First", tried="This", result="mixed", sharing="workspace")
    copy.press("Send", hypothesis="Second", tried="That", result="refuted", sharing="workspace")
    row = _checkin(house)
    assert row
    assert row.hypothesis == "First"
    again = _browser(house, address).open()
    assert "works once" in again.html
    before = len(postbox.letters)
    again.press("Send me a new link")
    house.advance(timedelta(days=1))
    fresh = ADDRESS.findall(str(postbox.letters[before].get_content()))[0]
    assert fresh != address
    assert "First" in _browser(house, fresh).open().html, "the answer can be amended"


def test_a_button_that_changes_something_is_confirmed(house: House, postbox: Postbox) -> None:
    text = _asked(house, postbox)
    address = next(line.rsplit(" ", 1)[1] for line in text.splitlines() if line.startswith("Talk to a person"))
    page = _browser(house, address).open()
    before = len(house.person(FAY).sees("room-facilitators"))
    assert "Nothing happens until" in page.html
    page.press("Talk to a person")
    house.flush()
    assert len(house.person(FAY).sees("room-facilitators")) == before + 1


@pytest.mark.parametrize("spoil", [lambda path: path[:-3] + "AAA", lambda _: "/a/", lambda _: "/a/é%00"])
def test_a_spoilt_link_opens_nothing(house: House, postbox: Postbox, spoil: Any) -> None:
    page = _browser(house, ADDRESS.findall(_asked(house, postbox))[0])
    page.path = spoil(page.path)
    assert page.open().status.startswith("404")


def test_a_link_ends(house: House, postbox: Postbox) -> None:
    address = ADDRESS.findall(_asked(house, postbox))[0]
    house.sleep("2026-11-20T09:00:00+00:00")
    assert _browser(house, address).open().status.startswith("404")


def test_a_page_of_another_link_is_refused(house: House, postbox: Postbox) -> None:
    first, second = ADDRESS.findall(_asked(house, postbox))[:2]
    page = _browser(house, first).open()
    page.path = urlsplit(second).path
    assert page.press("Send", hypothesis="x", tried="y", result="mixed").status.startswith("404")
    assert _checkin(house) is None


def test_a_page_may_not_be_framed_or_kept(house: House, postbox: Postbox) -> None:
    told: dict[str, str] = {}
    page = _browser(house, ADDRESS.findall(_asked(house, postbox))[0])
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": page.path}
    page.front(environ, lambda _, headers: told.update(headers))
    assert told["X-Frame-Options"] == "DENY"
    assert told["Cache-Control"] == "no-store"
    assert "default-src 'none'" in told["Content-Security-Policy"]


def test_without_a_public_address_the_form_is_text_and_a_facilitator_writes_the_answer_down(
    closed_house: House, postbox: Postbox
) -> None:
    house = closed_house
    text = _asked(house, postbox)
    assert "http" not in text
    assert "We believed that" in text
    assert "Supported" in text
    fay = house.person(FAY)
    fay.command("/sweetspot")
    fay.press("Answers by mail")
    assert fay.view
    assert "June Mercer" in str(fay.view.payload)
    fay.press("Answer")
    fay.submit(hypothesis="Told by mail", tried="A call", result="Mixed")
    row = _checkin(house)
    assert row
    assert row.hypothesis == "Told by mail"
    used = house.read(lambda db: [link for link in db.exec(select(Link)) if link.used_at])
    assert used
    assert {link.used_by_id for link in used} == {house.read(_fay)}
    assert not [
        one
        for one, _ in house.read(lambda db: links.open_at(db, house.edition_id, house.clock.now()))
        if one.id == used[0].id
    ]


def _fay(db: Db) -> int:
    found = people.by_email(db, FAY.email)
    assert found
    return found.id


def test_what_people_wrote_is_inert_on_a_page() -> None:
    said = {
        "type": "mrkdwn",
        "text": "&gt; &lt;https://evil.example|here&gt; &lt;script&gt; *bold* <https://good.example|there>",
    }
    html = str(web.shown(said))
    assert "<script" not in html
    assert "evil.example|here" in unescape(html)
    assert 'href="https://evil' not in html
    assert '<a href="https://good.example"' in html
    assert "<strong>bold</strong>" in html
    assert "<blockquote>" in html


def test_only_the_choices_of_a_form_are_taken() -> None:
    option = {"text": {"type": "plain_text", "text": "One"}, "value": "1"}
    element = {"type": "static_select", "action_id": "a", "options": [option]}
    block = {"type": "input", "block_id": "a", "element": element, "label": {"type": "plain_text", "text": "A"}}
    view = {"blocks": [block]}
    assert answers.state(view, {"a": ["2"]})["values"]["a"]["a"]["selected_option"] is None
    assert answers.empty(view, {"a": ["2"]}) == ["a"]
    assert answers.state(view, {"a": ["1"]})["values"]["a"]["a"]["selected_option"] == option


def test_a_review_is_written_by_links_alone(house: House, postbox: Postbox) -> None:
    called(house)
    fay = house.person(FAY)
    fay.command("/sweetspot edition add reviewer vera@audit.example Vera Stone")
    fay.command("/sweetspot review assign challenge per 4 load 3")
    fay.press("Give them out")
    house.until("2026-10-05T18:00:00+00:00")
    letter = next(str(one.get_content()) for one in postbox.letters if "to review" in one["Subject"])
    page = _browser(house, ADDRESS.findall(letter)[0]).open()
    page.press("Next submission")
    page.press("Go on", organisation="Audit Office", country="CL", languages="en", knows="")
    assert "Do you have a conflict" in page.html
    assert SECRET not in page.html, "nothing confidential before the answer"
    page.press("No conflict")
    assert SECRET in page.html
    page.press("Submit", comment="Well argued.", **{name: str(score) for name, score in SCORES.items()})
    done = house.read(lambda db: [row.state for row in _of_vera(db)])
    assert AssignmentState.SUBMITTED in done


def _of_vera(db: Db) -> list[Assignment]:
    vera = people.by_email(db, "vera@audit.example")
    assert vera
    return [row for row in db.exec(select(Assignment)) if row.person_id == vera.id]
