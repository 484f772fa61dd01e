"""The page in a real browser, with the real bot behind it: by keyboard, in light and dark, large and small."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.cast import FAY, FJORD, IPE, MAPLE, Actor
from tests.house import House
from tests.showcase import Showcase

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium")
MISSING = "Chromium is not here: the page is not tested in a browser. Install the package chromium."
CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
SIZES = {"desk": (1280, 860), "hand": (390, 844)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        if os.environ.get("SWEETSPOT_REQUIRE_ALL") == "1":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def show() -> Iterator[Showcase]:
    here = Showcase()
    here.sandbox.start()
    yield here
    here.sandbox.stop()


class Desk:
    """One person in front of the page; `complaints` are the browser's errors and whatever it asked of other hosts."""

    def __init__(self, browser: Browser, url: str, *, size: str = "desk", scheme: str = "light") -> None:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        self.url, self.page, self.complaints = url.rstrip("/"), context.new_page(), list[str]()
        self.page.set_default_timeout(10_000)
        self.page.on("console", self._complain)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._abroad)

    def open(self, user: str, channel: str = "", thread: str = "") -> Page:
        self.page.goto(f"{self.url}/?as={user}&in={channel}&thread={thread}")
        return self.page

    def _complain(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _abroad(self, request: Request) -> None:
        if not request.url.startswith(self.url):
            self.complaints.append(request.url)


def _id(house: House, actor: Actor) -> str:
    return house.person(actor).user.id


def test_a_team_answers_its_checkin_by_keyboard_and_its_partner_sees_it_at_once(house: House, browser: Browser) -> None:
    house.until("2026-10-15T13:00:00+00:00")
    room = house.sandbox.state.find_channel("room-challenge").id
    partner = Desk(browser, house.sandbox.url)
    loop = house.person(MAPLE.lead).sees("room-challenge")[0]
    june = partner.open(_id(house, MAPLE.lead), room, loop.ts)
    desk = Desk(browser, house.sandbox.url)
    page = desk.open(_id(house, IPE.lead))

    page.get_by_role("button", name="Answer", exact=True).focus()
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Check-in 1")
    expect(form).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('#page')")

    send = form.get_by_role("button", name="Send")
    send.press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("1 answer needs another look.")
    result = form.get_by_label("Result")
    expect(result).to_be_focused()
    expect(result).to_have_accessible_description("Please complete this required field.")
    result.select_option("Mixed")
    form.get_by_label("We believed").fill("A visible list lowers calls to the clinic")
    form.get_by_label("We tried").fill("A public board in two towns")
    send.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Thank you")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Answer", exact=True)).to_be_focused()

    house.flush()
    expect(june.get_by_role("complementary", name="Thread")).to_contain_text("A public board in two towns")
    expect(june.get_by_role("status")).to_contain_text("A public board in two towns")
    assert desk.complaints == partner.complaints == []


def test_a_facilitator_asks_by_command_and_moves_the_clock(house: House, browser: Browser) -> None:
    house.until("2026-10-15T13:00:00+00:00")
    desk = Desk(browser, house.sandbox.url)
    page = desk.open(_id(house, FAY))
    box = page.get_by_label("Message Sweetspot")
    box.press_sequentially("/sw")
    expect(page.get_by_role("button", name="/sweetspot help")).to_be_visible()
    box.fill("/sweetspot monday")
    box.press("Enter")
    board = page.get_by_role("article").last
    expect(board).to_contain_text("Only visible to you")
    expect(board).to_contain_text("Monday")
    expect(box).to_have_value("")

    clock = page.get_by_role("region", name="Clock")
    expect(clock).to_contain_text("Thursday 15 October 2026, 13:00", use_inner_text=True)
    clock.get_by_role("button", name="+ 1 hour").click()
    expect(clock).to_contain_text("14:00")
    expect(clock.get_by_role("button", name="+ 1 hour")).to_be_focused()
    due = house.next_due()
    assert due is not None
    clock.get_by_role("button", name="Next due").click()
    expect(clock.get_by_role("time")).to_contain_text(f"{due:%a} {due.day} {due:%b}, {due:%H:%M}")
    assert house.clock.now() == due
    assert desk.complaints == []


def test_one_can_be_anybody_and_sees_what_waits_for_them(house: House, browser: Browser) -> None:
    house.until("2026-10-15T13:00:00+00:00")
    desk = Desk(browser, house.sandbox.url)
    page = desk.open(_id(house, FAY))
    page.locator("#people > summary").click()
    folk = page.get_by_role("navigation", name="Be somebody else")
    ingrid = folk.get_by_role("link", name=FJORD.lead.name)
    expect(ingrid).to_contain_text("unread")
    page.get_by_label("Find a person or a team").fill("ingrid")
    expect(folk.get_by_role("link")).to_have_count(1)
    ingrid.click()
    expect(page.get_by_role("button", name="Answer", exact=True)).to_be_visible()
    expect(page.locator("#people > summary")).to_contain_text("15:00 local")
    assert desk.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_everything_can_be_read_at_every_size_in_light_and_dark(
    show: Showcase, browser: Browser, size: str, scheme: str
) -> None:
    desk = Desk(browser, show.sandbox.url, size=size, scheme=scheme)
    marina, root = show.user("Marina").id, next(one.thread_ts for one in show.room.messages if one.thread_ts)
    for channel, thread in ((show.room.id, ""), (show.room.id, root or ""), ("home", "")):
        page = desk.open(marina, channel, thread)
        assert page.evaluate(CONTRAST) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator("#people > summary").click()
    assert page.evaluate(CONTRAST) == []
    show.open_form("Marina")
    expect(page.get_by_role("dialog", name="Check-in 1")).to_be_visible()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("4 answers need another look.")
    assert page.get_by_role("dialog").evaluate(CONTRAST) == []
    assert desk.complaints == []


def test_on_a_small_screen_the_conversations_are_one_step_away(show: Showcase, browser: Browser) -> None:
    page = Desk(browser, show.sandbox.url, size="hand").open(show.user("Marina").id)
    sidebar = page.get_by_role("navigation", name="Conversations")
    expect(sidebar).to_be_hidden()
    page.get_by_role("link", name="Conversations").click()
    expect(sidebar).to_be_visible()
    sidebar.get_by_role("link", name="cohort").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("#cohort")
    expect(sidebar).to_be_hidden()


def test_a_question_is_asked_before_what_cannot_be_undone(show: Showcase, browser: Browser) -> None:
    page = Desk(browser, show.sandbox.url).open(show.user("Marina").id, show.room.id)
    withdraw = page.get_by_role("button", name="Withdraw")
    withdraw.click()
    question = page.get_by_role("alertdialog", name="Withdraw this answer?")
    expect(question.get_by_role("link", name="Keep it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    withdraw.click()
    question.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("alert")).to_contain_text("did not answer within three seconds")
