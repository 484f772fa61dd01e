"""A workspace of fictitious teams with one of everything that a page must be able to show."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.sandbox import Sandbox
from bot.sandbox.state import Channel, Message, User

Json = dict[str, Any]
START = datetime(2026, 10, 14, 9, 0, tzinfo=UTC)
FOLK = (
    ("Fay Lindqvist", "Secretariat", "France", "Europe/Paris", True),
    ("Marina Teles", "Ipê Lab", "Brazil", "America/Sao_Paulo", False),
    ("Davi Nunes", "Ipê Lab", "Brazil", "America/Sao_Paulo", False),
    ("Ingrid Dahl", "Fjord Services", "Norway", "Europe/Oslo", False),
    ("Olav Moen", "Fjord Services", "Norway", "Europe/Oslo", False),
    ("Ananya Rao", "Jan Setu", "India", "Asia/Kolkata", False),
    ("Hemi Walker", "Kotare", "New Zealand", "Pacific/Auckland", False),
)
MANIFEST: Json = {
    "features": {
        "slash_commands": [
            {"command": "/sweetspot", "description": "The incubator: what you can do now", "usage_hint": "help"}
        ],
        "shortcuts": [{"type": "message", "name": "Propose an insight", "callback_id": "propose_insight"}],
    },
    "oauth_config": {"scopes": {"bot": []}},
}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def button(label: str, action: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(label), "action_id": action, **more}


def option(label: str, value: str, description: str = "") -> Json:
    return {"text": plain(label), "value": value} | ({"description": plain(description)} if description else {})


CONFIRM = {
    "title": plain("Withdraw this answer?"),
    "text": mrkdwn("Your workspace will no longer see it. *This cannot be undone.*"),
    "confirm": plain("Withdraw"),
    "deny": plain("Keep it"),
    "style": "danger",
}
ASK = [
    {"type": "header", "text": plain("Check-in 1")},
    {
        "type": "section",
        "text": mrkdwn(
            "Five minutes, one answer for your team. “Nothing yet” is a good answer.\n"
            "Open until <!date^1793376000^{date_long}, {time}|Friday 30 October, 17:00>, your time."
        ),
    },
    {
        "type": "actions",
        "elements": [
            button("Answer", "checkin_answer", style="primary", value="1"),
            button("Skip this loop", "checkin_skip", value="1"),
            button("Talk to a person", "signal_talk"),
        ],
    },
    {"type": "context", "elements": [mrkdwn("Your workspace sees it, unless you choose otherwise.")]},
]
CHOICES = [
    option("Going", "yes"),
    option("Can't come", "no"),
    option("Not sure yet", "maybe", "You will be asked again"),
]
EVERYTHING: list[Json] = [
    {
        "type": "section",
        "text": mrkdwn(
            "*Bold*, _italic_, ~struck~, `code` and <https://example.org|a link>. :seedling:\n"
            "> What did people without a computer do?\n"
            "• A public board in two towns\n• A telephone line\n1. Ask\n2. Listen\n```a < b && c```"
        ),
        "accessory": button("Withdraw", "withdraw", style="danger", confirm=CONFIRM),
    },
    {"type": "section", "fields": [mrkdwn("*Hypothesis*\nA visible list lowers calls"), mrkdwn("*Result*\nMixed")]},
    {"type": "divider"},
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "Seen by ", "style": {"bold": True}},
                    {"type": "user", "user_id": "U000000002"},
                    {"type": "text", "text": " and "},
                    {"type": "link", "url": "https://example.org/board", "text": "on the board"},
                    {"type": "emoji", "name": "bulb"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "ordered",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "Make the list visible"}]},
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "Say what it means"}]},
                ],
            },
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "Borders are blind spots."}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "wait = demand / places"}]},
        ],
    },
    {
        "type": "table",
        "column_settings": [{"align": "left"}, {"align": "right"}],
        "rows": [
            [{"type": "raw_text", "text": "Town"}, {"type": "raw_text", "text": "Calls a week"}],
            [{"type": "raw_text", "text": "Vila Nova"}, {"type": "raw_text", "text": "41"}],
            [{"type": "raw_text", "text": "Porto Velho"}, {"type": "raw_text", "text": "63"}],
        ],
    },
    {
        "type": "markdown",
        "text": "## What comes next\n**Thursday** at the latest, see [the plan](https://example.org).",
    },
    {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "Two boards", "title": plain("The boards")},
    {
        "type": "actions",
        "elements": [
            {
                "type": "static_select",
                "action_id": "attend",
                "placeholder": plain("Are you coming?"),
                "options": CHOICES,
            },
            {"type": "datepicker", "action_id": "day", "initial_date": "2026-10-21"},
            {"type": "overflow", "action_id": "more", "options": [option("Amend", "amend"), option("Retract", "out")]},
            button("Read the brief", "brief", url="https://example.org/brief"),
        ],
    },
]


def field(name: str, label: str, element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": name, "label": plain(label), "element": {"action_id": name} | element, **more}


FORM: Json = {
    "type": "modal",
    "callback_id": "checkin_answer",
    "title": plain("Check-in 1"),
    "submit": plain("Hand in"),
    "close": plain("Not now"),
    "blocks": [
        {"type": "section", "text": mrkdwn("One answer for *Ipê Lab*. Anybody of the team may amend it.")},
        field("hypothesis", "What did you believe?", {"type": "plain_text_input", "max_length": 300}),
        field(
            "learned",
            "What did you learn?",
            {"type": "plain_text_input", "multiline": True},
            hint=plain("One sentence is enough. “Nothing yet” is a good answer."),
        ),
        field(
            "result",
            "How did it go?",
            {"type": "radio_buttons", "options": [option("It held", "held"), option("Mixed", "mixed", "In part")]},
        ),
        field(
            "share",
            "Who may read it?",
            {"type": "static_select", "options": [option("Our workspace", "workspace"), option("Everybody", "all")]},
        ),
        field(
            "helped",
            "Who helped?",
            {"type": "checkboxes", "options": [option("Citizens", "citizens"), option("Front desk", "desk")]},
            optional=True,
        ),
        field("on", "When was that?", {"type": "datepicker"}, optional=True),
        field("mail", "Whom can others write to?", {"type": "email_text_input"}, optional=True),
    ],
}
HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain("Ipê Lab")},
        {"type": "section", "text": mrkdwn("*Now:* Check-in 1 is open."), "accessory": button("Answer", "home_answer")},
        {"type": "divider"},
        {"type": "context", "elements": [mrkdwn("Loop 1 of 6")]},
    ],
}


class Showcase:
    """`clock` is moved by the messages that are said, so that days and hours differ."""

    def __init__(self) -> None:
        self.clock = START
        self.sandbox = Sandbox(
            now=lambda: self.clock,
            people=[self._person(*facts) for facts in FOLK],
            bot_token="xoxb-1",
            app_token="xapp-1",
            signing_secret="s",
            manifest=MANIFEST,
            advance=self.advance,
            next_due=lambda: self.clock + timedelta(hours=20),
            team=("T000000001", "Sweetspot rehearsal"),
        )
        self.state = self.sandbox.state
        self.room = self._channel("challenge-58-waiting-lists", "private", 5)
        self.cohort = self._channel("cohort", "public", 7)
        self._tell()

    def advance(self, delta: timedelta) -> None:
        self.clock += delta

    def user(self, first_name: str) -> User:
        return next(one for one in self.state.users.values() if one.real_name.startswith(first_name))

    def direct(self, first_name: str) -> Channel:
        return self.state.dm([self.user(first_name).id])

    def open_form(self, first_name: str) -> None:
        user = self.user(first_name).id
        self.state.modals[user] = [self.state.new_view(user, FORM)]
        self.state.changed()

    def say(self, channel: Channel, user: User, text: str, **content: Any) -> Message:
        self.advance(timedelta(minutes=7))
        return self.state.add_message(channel, user.id, text=text, by_app=user is self.state.bot, **content)

    def _tell(self) -> None:
        bot, marina, ingrid, olav = self.state.bot, self.user("Marina"), self.user("Ingrid"), self.user("Olav")
        brief = self.say(self.room, bot, "*The brief.* How can we make the list for specialist care fair and visible?")
        self.room.pins.append(brief.ts)
        asked = self.say(self.room, ingrid, f"<@{marina.id}> Which towns were in the first trial? :wave:")
        self.say(self.room, marina, "Two: one with a board, one not.\nI will bring the figures.", thread_ts=asked.ts)
        self.say(self.room, olav, "Thank you.", thread_ts=asked.ts)
        asked.reactions = {"+1": [marina.id, olav.id], "bulb": [bot.id]}
        self.advance(timedelta(days=1))
        self.say(self.room, bot, "One of everything", blocks=EVERYTHING)
        self.say(self.room, bot, "Only Marina may amend it.", only_for=marina.id)
        self.say(self.direct("Marina"), bot, "Check-in 1", blocks=ASK)
        self.say(self.direct("Ingrid"), bot, "Check-in 1", blocks=ASK)
        self.say(self.cohort, self.user("Ananya"), f"Who is at the session? See <#{self.cohort.id}> <script>alert(1)")
        self.room.topic = "How can we make the waiting list for specialist care fair and visible?"
        self.room.bookmarks.append({"title": "The brief", "link": "https://example.org/brief"})
        self.room.bookmarks.append({"title": "Working agreement", "link": "https://example.org/agreement"})
        self.state.homes[marina.id] = self.state.new_view(marina.id, HOME)

    def _channel(self, name: str, kind: str, size: int) -> Channel:
        members = [*list(self.state.users)[: size + 1]]
        return self.state.add_channel(name, kind, self.state.bot.id, members)

    @staticmethod
    def _person(name: str, title: str, country: str, tz: str, admin: bool) -> Json:
        first = name.split(maxsplit=1)[0].lower()
        facts = {"name": first, "real_name": name, "email": f"{first}@example.org", "is_admin": admin}
        return facts | {"title": title, "country": country, "tz": tz}
