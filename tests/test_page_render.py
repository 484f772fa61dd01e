"""The sandbox's page as it is written: markup and its escaping, every kind of block, forms that work without script."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from bot.sandbox.blocks import BLOCKS, ELEMENTS
from bot.sandbox.page.blocks import Surface, blocks, environment
from bot.sandbox.page.dates import told
from bot.sandbox.page.mrkdwn import markdown, mrkdwn, snippet
from bot.sandbox.page.reader import Reader, Where
from bot.sandbox.page.rich_text import rich_text
from tests.showcase import FORM, Showcase, button, option, plain
from tests.showcase import mrkdwn as text

Json = dict[str, Any]
NOON = 1_793_361_600  # 30 October 2026, 12:00 UTC


@pytest.fixture
def show() -> Showcase:
    return Showcase()


@pytest.fixture
def site(show: Showcase) -> Iterator[Showcase]:
    """The same, served."""
    show.sandbox.start()
    yield show
    show.sandbox.stop()


@pytest.fixture
def marina(show: Showcase) -> Reader:
    return Reader(show.state, show.user("Marina"), show.clock)


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, *names: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.tags if tag in names]


def get(show: Showcase, where: Where) -> str:
    with urlopen(f"{show.sandbox.url.rstrip('/')}{where.address}") as answer:
        return str(answer.read().decode())


def post(show: Showcase, action: str, fields: dict[str, str], origin: str | None = None) -> str:
    headers = {"Origin": origin} if origin else {}
    request = Request(f"{show.sandbox.url}{action}", urlencode(fields).encode(), headers)
    with urlopen(request) as answer:
        return str(answer.read().decode())


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("*bold* _slanted_ ~struck~", "<p><strong>bold</strong> <em>slanted</em> <s>struck</s></p>"),
        ("*_both_* 2*3*4 snake_case_name", "<p><strong><em>both</em></strong> 2*3*4 snake_case_name</p>"),
        ("`*not bold*` :+1: :unheard_of:", "<p><code>*not bold*</code> 👍 :unheard_of:</p>"),
        ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
        ("&gt; said\n> again\nnot", "<blockquote>said<br>again</blockquote><p>not</p>"),
        ("• a\n- b\n1. c\n2. d", "<ul><li>a</li><li>b</li></ul><ol><li>c</li><li>d</li></ol>"),
        ("```\na &lt; b\n  *c*\n```", "<pre>a &lt; b\n  *c*</pre>"),
        ("<@U000000002> <@U404>", '<p><span class="mention">@Fay Lindqvist</span> '),
        ("<@U000000003>", '<span class="mention own">@Marina Teles</span>'),
        (
            "<!here> <!subteam^S1|@advisors>",
            '<span class="mention">@here</span> <span class="mention">@advisors</span>',
        ),
        ("<mailto:a@b.example|a@b.example>", 'href="mailto:a@b.example"'),
        ("<https://a.example/?b=1&amp;c=2|*there*>", 'href="https://a.example/?b=1&amp;c=2"'),
        ("*<https://a.example|a>*", "<strong><a href="),
        ("<script>alert(1)</script>", "alert(1)"),
        ("a < b & c > d &amp; &lt;b&gt;", "<p>a &lt; b &amp; c &gt; d &amp; &lt;b&gt;</p>"),
        ("<javascript:alert(1)|click>", "<p>click</p>"),
        ('<https://a.example/"onmouseover="x|b>', "https://a.example/&#34;onmouseover=&#34;x"),
        ("<!date^broken^{date}|soon>", "<p>soon</p>"),
        ("", ""),
    ],
)
def test_markup_means_what_it_means_in_slack(marina: Reader, written: str, shown: str) -> None:
    html = mrkdwn(written, marina)
    assert shown in html
    assert "<script" not in html
    assert "javascript:" not in html


def test_a_moment_is_told_on_the_readers_own_clock(show: Showcase, marina: Reader) -> None:
    written = f"<!date^{NOON}^{{date_long}}, {{time}}|at noon>"
    assert "Friday 30 October 2026, 09:00</time>" in mrkdwn(written, marina)
    hemi = Reader(show.state, show.user("Hemi"), show.clock)
    assert "Saturday 31 October 2026, 01:00</time>" in mrkdwn(written, hemi)


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{date_num} {time_secs}", "2026-10-30 09:00:00"),
        ("{date} {date_short}", "30 October 2026 30 Oct 2026"),
        ("{date_long_pretty}", "Friday 30 October 2026"),
        ("{ago}", "in 15 days"),
        ("{nonsense}", "{nonsense}"),
    ],
)
def test_slacks_date_words(marina: Reader, template: str, words: str) -> None:
    assert told(NOON, template, marina) == words


def test_a_near_day_is_called_by_its_name(marina: Reader) -> None:
    assert told(int(marina.now.timestamp()) + 86_400, "{date_pretty}", marina) == "tomorrow"


def test_a_private_channel_is_named_only_to_its_members(show: Showcase, marina: Reader) -> None:
    mention = f"<#{show.room.id}>"
    assert "#challenge-58-waiting-lists" in mrkdwn(mention, marina)
    hemi = Reader(show.state, show.user("Hemi"), show.clock)
    assert "a private channel" in mrkdwn(mention, hemi)


def test_markdown_and_snippets(marina: Reader) -> None:
    html = markdown("# Next\n**now** and [there](https://a.example) ~~no~~", marina)
    assert html == (
        "<p><strong>Next</strong><br><strong>now</strong> and "
        '<a href="https://a.example" target="_blank" rel="noopener noreferrer">there</a> <s>no</s></p>'
    )
    assert snippet("*one* two <https://a.example|three>\nfour", marina, 12) == "one two…"


def test_rich_text_has_every_kind_of_element(marina: Reader) -> None:
    elements = [
        {"type": "text", "text": "a\n<b>", "style": {"bold": True, "code": True}},
        {"type": "link", "url": "javascript:x", "text": "no link"},
        {"type": "link", "url": "https://a.example"},
        {"type": "channel", "channel_id": "C404"},
        {"type": "usergroup", "usergroup_id": "S1"},
        {"type": "broadcast", "range": "here"},
        {"type": "date", "timestamp": NOON, "format": "{date_num}"},
        {"type": "color", "value": "#0f5f66"},
    ]
    html = rich_text([{"type": "rich_text_section", "elements": elements}], marina)
    for part in ("<code><strong>a<br>&lt;b&gt;</strong></code>", "no link", ">https://a.example</a>", "@S1", "@here"):
        assert part in html
    for part in ("2026-10-30", "<code>#0f5f66</code>", "a private channel"):
        assert part in html
    assert "javascript:" not in html


def test_lists_keep_their_depth_and_their_numbers(marina: Reader) -> None:
    row = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}
    html = rich_text(
        [{"type": "rich_text_list", "style": "ordered", "offset": 2, "indent": 1, "elements": [row]}], marina
    )
    assert html == '<ol class="indent-1" start="3"><li>x</li></ol>'


def _element(kind: str) -> Json:
    element: Json = {"type": kind, "action_id": "it"}
    if kind == "button":
        return element | {"text": plain("Press")}
    if kind == "image":
        return {"type": "image", "image_url": "https://a.example/a.png", "alt_text": "A map"}
    if kind == "number_input":
        element["is_decimal_allowed"] = False
    if kind in {"overflow", "radio_buttons", "checkboxes"} or "static" in kind:
        element["options"] = [option("Yes & no", "yes")]
    if kind == "multi_external_select":
        element["initial_options"] = [option("Yes & no", "yes")]
    return element


def _drawn(items: list[Json], show: Showcase, kind: str) -> str:
    user = show.user("Marina")
    where = Where(user.id, show.room.id)
    jinja = environment()
    return blocks(jinja, items, Surface(kind, where, Reader(show.state, user, show.clock), show.room.id))


@pytest.mark.parametrize("kind", sorted(ELEMENTS))
def test_every_element_that_slack_takes_is_drawn(show: Showcase, kind: str) -> None:
    element = _element(kind)
    as_input = kind not in {"button", "overflow", "image"}
    block: Json = {"type": "input", "block_id": "b", "label": plain("Label"), "element": element}
    if not as_input:
        block = {"type": "section", "block_id": "b", "text": text("Words"), "accessory": element}
    html = _drawn([block], show, "modal" if as_input else "message")
    controls = {"input", "select", "textarea", "button", "span"}
    assert controls & {tag for tag, _ in Tags(html).tags}
    if as_input:
        assert 'name="b/it"' in html or 'id="modal-field-b-it"' in html
    if "options" in element:
        assert "Yes &amp; no" in html


def test_every_block_that_slack_takes_is_drawn(site: Showcase) -> None:
    message = next(one for one in site.room.messages if one.text == "One of everything")
    there = {block["type"] for block in message.blocks} | {"header", "context", "input"}
    assert there == set(BLOCKS)
    html = get(site, Where(site.user("Marina").id, site.room.id))
    for words in ("Withdraw", "Hypothesis", "Borders are blind spots.", "Vila Nova", "What comes next", "Two boards"):
        assert words in html


def test_the_page_is_well_labelled_and_keeps_to_itself(site: Showcase) -> None:
    site.open_form("Marina")
    root = next(one.thread_ts for one in site.room.messages if one.thread_ts)
    html = get(site, Where(site.user("Marina").id, site.room.id, root or ""))
    tags = Tags(html)
    ids = [attributes["id"] for _, attributes in tags.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    pointers = [
        one
        for _, attributes in tags.tags
        for name in ("aria-labelledby", "aria-describedby", "for")
        for one in attributes.get(name, "").split()
    ]
    assert set(pointers) <= set(ids)
    labelled = {attributes["for"] for attributes in tags.all("label") if "for" in attributes}
    for control in tags.all("textarea", "select"):
        assert control["id"] in labelled or control.get("aria-label")
    assert not re.search(r"\son\w+=|\sstyle=|<style|<script(?! src)", html)
    assert all(attributes.get("src", "/").startswith("/") for attributes in tags.all("script", "img"))


def test_headers_let_nothing_in_from_elsewhere(site: Showcase) -> None:
    with urlopen(site.sandbox.url) as answer:
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")


def test_no_other_site_can_act(site: Showcase) -> None:
    with pytest.raises(HTTPError, match="403"):
        post(site, "say", {"in": site.room.id, "text": "hello"}, "https://elsewhere.example")
    assert all(message.text != "hello" for message in site.room.messages)


def test_words_are_escaped_everywhere(site: Showcase) -> None:
    html = get(site, Where(site.user("Marina").id, site.cohort.id))
    assert "<script>alert" not in html


def test_only_the_person_meant_sees_an_ephemeral_message(site: Showcase) -> None:
    assert "Only visible to you" in get(site, Where(site.user("Marina").id, site.room.id))
    assert "Only visible to you" not in get(site, Where(site.user("Ingrid").id, site.room.id))


def test_a_stranger_to_a_channel_is_shown_their_own_messages_instead(site: Showcase) -> None:
    html = get(site, Where(site.user("Hemi").id, site.room.id))
    assert "<h1>Sweetspot</h1>" in html
    assert "The brief" not in html


def test_reading_a_channel_takes_its_mark_away(site: Showcase) -> None:
    ingrid = site.user("Ingrid").id
    assert '<span class="hidden"> unread</span>' in get(site, Where(ingrid, site.cohort.id))
    for channel in (site.room, site.direct("Ingrid")):
        get(site, Where(ingrid, channel.id))
    assert '<span class="hidden"> unread</span>' not in get(site, Where(ingrid, site.cohort.id))


def test_a_form_without_script_says_what_is_wrong_at_the_field_and_keeps_what_was_given(site: Showcase) -> None:
    site.open_form("Marina")
    here = {"as": site.user("Marina").id, "in": site.room.id, "surface": "modal"}
    html = post(site, "submit", here | {"hypothesis/hypothesis": "A list helps", "result/result": "mixed"})
    field = next(one for one in Tags(html).all("textarea") if one["name"] == "learned/learned")
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"].split()[-1] == "modal-field-learned-learned-error"
    assert 'id="modal-field-learned-learned-error"' in html
    assert 'value="A list helps"' in html
    assert re.search(r'value="mixed" checked', html)
    post(site, "close", here)
    assert "dialog-title" not in get(site, Where(here["as"], here["in"]))


def test_a_button_that_asks_first_is_pressed_only_when_confirmed(site: Showcase) -> None:
    message = next(one for one in site.room.messages if one.text == "One of everything")
    here = {"as": site.user("Marina").id, "in": site.room.id, "channel": site.room.id, "ts": message.ts}
    html = post(site, "press", here | {"press": "withdraw", "surface": "message"})
    assert 'role="alertdialog"' in html
    assert '<input type="hidden" name="confirmed" value="yes">' in html
    pressed = post(site, "press", here | {"press": "withdraw", "surface": "message", "confirmed": "yes"})
    assert "The app did not answer within three seconds" in pressed


def test_what_is_gone_is_named(site: Showcase) -> None:
    message = site.say(
        site.room, site.state.bot, "Soon gone", blocks=[{"type": "actions", "elements": [button("A", "a")]}]
    )
    message.deleted = True
    here = {"as": site.user("Marina").id, "in": site.room.id, "channel": site.room.id, "ts": message.ts}
    assert "the message was deleted" in post(site, "press", here | {"press": "a", "surface": "message"})


def test_people_talk_react_and_reply(site: Showcase) -> None:
    here = {"as": site.user("Ingrid").id, "in": site.room.id}
    assert "Good <b>morning" not in post(site, "say", here | {"text": "Good <b>morning"})
    said = site.room.messages[-1]
    post(site, "react", here | {"channel": site.room.id, "ts": said.ts, "name": "bulb"})
    assert said.reactions == {"bulb": [here["as"]]}
    html = post(site, "say", here | {"thread": said.ts, "text": "And to you"})
    assert "1 reply" in html
    assert 'aria-labelledby="thread-title"' in html


def test_the_clock_is_moved(site: Showcase) -> None:
    before = site.clock
    post(site, "clock", {"step": "hour"})
    post(site, "clock", {"step": "due"})
    assert (site.clock - before).total_seconds() == 21 * 3600


def test_every_field_of_a_form_reaches_the_view(site: Showcase) -> None:
    site.open_form("Marina")
    here = {"as": site.user("Marina").id, "in": site.room.id, "surface": "modal"}
    given = {"learned/learned": "a", "share/share": "all", "helped/helped": "desk", "on/on": "2026-10-12"}
    post(site, "submit", here | given)
    view = site.sandbox.person(here["as"]).view
    assert view is not None
    assert set(view.values) == {block["block_id"] for block in FORM["blocks"] if "element" in block}
    assert view.values["share"]["share"]["selected_option"]["value"] == "all"
    assert [one["value"] for one in view.values["helped"]["helped"]["selected_options"]] == ["desk"]
    assert view.values["on"]["on"]["selected_date"] == "2026-10-12"
