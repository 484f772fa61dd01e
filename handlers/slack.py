"""Slack's Web API behind the few verbs of `bot.slack`."""

from html import unescape
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.slack import (
    Bookmark,
    Mark,
    Payload,
    Posted,
    Profile,
    Room,
    SharedFile,
    SlackRefusedError,
    SlackUnclearError,
)
from handlers import downloads

EVENT_TYPE = "sweetspot_delivery"
PAGE = 200
MAYBE_DONE = {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
"""Answers after which Slack may have done what was asked all the same."""
UNINVITABLE = {
    *("cant_invite", "cant_invite_self", "invitee_cant_see_channel", "no_external_invite_permission", "no_permission"),
    *("org_user_not_in_team", "ura_max_channels", "user_is_restricted", "user_not_found"),
}
"""What is wrong with a person rather than with the channel."""
INVITED_AT_ONCE = 100


class WebSlack:
    """The client must not retry by itself: its default retry on a lost connection posts twice."""

    def __init__(self, token: str, api_url: str, timeout: int = 15) -> None:
        self.client = WebClient(token=token, base_url=api_url, timeout=timeout, retry_handlers=[])

    def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        given = {name: value for name, value in arguments.items() if value is not None}
        try:
            answer = self._send(method, given)
        except SlackApiError as error:
            raise _refusal(error) from None
        except (SlackClientError, URLError, HTTPException, OSError, ValueError) as error:
            if isinstance(error, URLError) and isinstance(error.reason, ConnectionRefusedError):
                raise SlackRefusedError("connection_refused", retry_after=30) from None
            raise SlackUnclearError(type(error).__name__) from None
        return dict(answer.data) if isinstance(answer.data, dict) else {}

    def _send(self, method: str, given: dict[str, Any]) -> SlackResponse:
        """Methods that read take a form only; structures go as JSON."""
        if any(isinstance(value, dict | list) for value in given.values()):
            return self.client.api_call(method, json=given)
        return self.client.api_call(method, data=given)

    def respond(self, url: str, payload: Payload) -> None:
        """To one person alone, by the `response_url` of what they did: it works where the bot is no member, too."""
        try:
            answer = WebhookClient(url, timeout=self.client.timeout, retry_handlers=[]).send_dict(
                {"response_type": "ephemeral", "replace_original": False, **payload}
            )
        except (SlackClientError, URLError, HTTPException, OSError, ValueError) as error:
            raise SlackUnclearError(type(error).__name__) from None
        if answer.status_code != 200:
            raise SlackRefusedError(answer.body[:80])

    def pages(self, method: str, key: str, **arguments: Any) -> list[Any]:
        items: list[Any] = []
        cursor: str | None = None
        while True:
            answer = self.call(method, cursor=cursor, **arguments)
            items += answer.get(key, [])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return items

    def post(self, channel: str, payload: Payload, *, mark: Mark | None = None, thread_ts: str | None = None) -> Posted:
        answer = self.call(
            "chat.postMessage",
            channel=channel,
            thread_ts=thread_ts,
            metadata={"event_type": EVENT_TYPE, "event_payload": dict(mark)} if mark else None,
            unfurl_links=False,
            unfurl_media=False,
            **payload,
        )
        return Posted(str(answer.get("channel", channel)), str(_part(answer, "ts")))

    def update(self, posted: Posted, payload: Payload) -> None:
        self.call("chat.update", channel=posted.channel, ts=posted.ts, **payload)

    def find(self, channel: str, delivery: str, since: float, thread_ts: str | None = None) -> Posted | None:
        method = "conversations.replies" if thread_ts else "conversations.history"
        found = self.pages(
            method,
            "messages",
            channel=channel,
            ts=thread_ts,
            oldest=f"{since:.6f}",
            include_all_metadata=True,
            limit=PAGE,
        )
        for message in found:
            mark = message.get("metadata") or {}
            if mark.get("event_type") == EVENT_TYPE and mark.get("event_payload", {}).get("delivery") == delivery:
                return Posted(channel, message["ts"])
        return None

    def open_dm(self, user: str) -> str:
        return str(self.call("conversations.open", users=user)["channel"]["id"])

    def profile(self, user: str) -> Profile:
        return _profile(_part(self.call("users.info", user=user, include_locale=True), "user"))

    def user_by_email(self, email: str) -> Profile | None:
        try:
            return _profile(_part(self.call("users.lookupByEmail", email=email), "user"))
        except SlackRefusedError as error:
            if error.code == "users_not_found":
                return None
            raise

    def create_channel(self, name: str, *, private: bool) -> str:
        return str(self.call("conversations.create", name=name, is_private=private)["channel"]["id"])

    def channels(self) -> list[Room]:
        mine = self.pages("users.conversations", "channels", types="public_channel,private_channel", limit=PAGE)
        return [_room(channel) for channel in mine]

    def channel(self, channel: str) -> Room:
        return _room(_part(self.call("conversations.info", channel=channel), "channel"))

    def rename_channel(self, channel: str, name: str) -> None:
        self.call("conversations.rename", channel=channel, name=name)

    def unarchive(self, channel: str) -> None:
        self._unless("not_archived", "conversations.unarchive", channel=channel)

    def words_of(self, channel: str, ts: str) -> str:
        alone = {"oldest": ts, "latest": ts, "inclusive": True}
        ways: dict[str, dict[str, Any]] = {"conversations.history": alone, "conversations.replies": {"ts": ts}}
        found = (self.call(method, channel=channel, limit=1, **about)["messages"] for method, about in ways.items())
        return next((unescape(one.get("text") or "") for rows in found for one in rows if one["ts"] == ts), "")

    def members(self, channel: str) -> set[str]:
        return set(self.pages("conversations.members", "members", channel=channel, limit=PAGE))

    def invite(self, channel: str, users: list[str]) -> dict[str, str]:
        """Slack may let in whoever can come (`force`), or nobody for the sake of one: then the others come alone."""
        out: dict[str, str] = {}
        for start in range(0, len(users), INVITED_AT_ONCE):
            out |= self._invite(channel, users[start : start + INVITED_AT_ONCE])
        return out

    def _invite(self, channel: str, users: list[str]) -> dict[str, str]:
        try:
            return _troubles(self.call("conversations.invite", channel=channel, users=",".join(users), force=True))
        except SlackRefusedError as error:
            if error.code == "already_in_channel":
                return {}
            if error.code not in UNINVITABLE:
                raise
            bad = dict(error.users) or ({users[0]: error.code} if len(users) == 1 else {})
        if not bad:
            return {user: why for one in users for user, why in self._invite(channel, [one]).items()}
        rest = [user for user in users if user not in bad]
        return bad | (self._invite(channel, rest) if 0 < len(rest) < len(users) else {})

    def invite_shared(self, channel: str, email: str) -> str:
        answer = self.call("conversations.inviteShared", channel=channel, emails=[email], external_limited=False)
        return str(answer.get("invite_id", ""))

    def kick(self, channel: str, user: str) -> None:
        self._unless("not_in_channel", "conversations.kick", channel=channel, user=user)

    def set_topic(self, channel: str, topic: str) -> None:
        self.call("conversations.setTopic", channel=channel, topic=topic)

    def set_purpose(self, channel: str, purpose: str) -> None:
        self.call("conversations.setPurpose", channel=channel, purpose=purpose)

    def bookmarks(self, channel: str) -> list[Bookmark]:
        found = self.call("bookmarks.list", channel_id=channel)["bookmarks"]
        return [Bookmark(item["id"], item["title"], item.get("link") or "") for item in found]

    def add_bookmark(self, channel: str, title: str, link: str) -> None:
        self.call("bookmarks.add", channel_id=channel, title=title, type="link", link=link)

    def edit_bookmark(self, channel: str, bookmark: str, link: str) -> None:
        self.call("bookmarks.edit", channel_id=channel, bookmark_id=bookmark, link=link)

    def create_canvas(self, channel: str, markdown: str) -> str:
        content = {"type": "markdown", "markdown": markdown}
        answer = self.call("conversations.canvases.create", channel_id=channel, document_content=content)
        return str(_part(answer, "canvas_id"))

    def replace_canvas(self, canvas: str, markdown: str) -> None:
        change = {"operation": "replace", "document_content": {"type": "markdown", "markdown": markdown}}
        self.call("canvases.edit", canvas_id=canvas, changes=[change])

    def pin(self, posted: Posted) -> None:
        self._unless("already_pinned", "pins.add", channel=posted.channel, timestamp=posted.ts)

    def permalink(self, posted: Posted) -> str:
        return str(self.call("chat.getPermalink", channel=posted.channel, message_ts=posted.ts)["permalink"])

    def file(self, file: str) -> SharedFile:
        told = _part(self.call("files.info", file=file), "file")
        shares = [*(told.get("shares") or {}).values()]
        messages = {channel: str(seen[0]["ts"]) for kind in shares for channel, seen in kind.items() if seen}
        name, size = str(told.get("name") or told.get("id")), int(told.get("size") or 0)
        return SharedFile(str(told.get("id")), name, size, str(told.get("url_private_download") or ""), messages)

    def download(self, file: SharedFile, most: int) -> bytes:
        return downloads.fetch(file, self.client.token or "", self.client.base_url, self.client.timeout, most)

    def upload(self, name: str, data: bytes) -> str:
        place = self.call("files.getUploadURLExternal", filename=name, length=len(data))
        downloads.send(str(_part(place, "upload_url")), data, self.client.base_url, self.client.timeout)
        return str(_part(place, "file_id"))

    def share(self, file: str, channel: str, title: str) -> None:
        self.call("files.completeUploadExternal", files=[{"id": file, "title": title}], channel_id=channel)

    def archive(self, channel: str) -> None:
        self._unless("already_archived", "conversations.archive", channel=channel)

    def _unless(self, done: str, method: str, **arguments: Any) -> None:
        """It is as good when Slack says that it was done before."""
        try:
            self.call(method, **arguments)
        except SlackRefusedError as error:
            if error.code != done:
                raise


def _refusal(error: SlackApiError) -> SlackRefusedError | SlackUnclearError:
    response = error.response
    status = getattr(response, "status_code", 200)
    if status == 429:
        headers = {name.lower(): value for name, value in response.headers.items()}
        seconds = headers.get("retry-after", "1")
        return SlackRefusedError("ratelimited", retry_after=float(seconds[0] if isinstance(seconds, list) else seconds))
    data = response.data if isinstance(getattr(response, "data", None), dict) else {}
    code = str(data.get("error", f"http_{status}"))
    unclear = status >= 500 or code in MAYBE_DONE
    return SlackUnclearError(code) if unclear else SlackRefusedError(code, users=_troubles(data))


def _troubles(answer: dict[str, Any]) -> dict[str, str]:
    """Slack's word for each person whom it could not invite."""
    told = answer.get("errors")
    found = [item for item in told if isinstance(item, dict) and item.get("user")] if isinstance(told, list) else []
    return {
        str(item["user"]): str(item.get("error", "")) for item in found if item.get("error") != "already_in_channel"
    }


def _room(channel: dict[str, Any]) -> Room:
    properties = channel.get("properties") or {}
    tabs = [tab.get("data") or {} for tab in properties.get("tabs") or [] if "canvas" in str(tab.get("type"))]
    canvases = [part.get("file_id") for part in (properties.get("canvas") or {}, *tabs)]
    topic, purpose = ((channel.get(name) or {}).get("value") or "" for name in ("topic", "purpose"))
    return Room(
        id=str(channel["id"]),
        name=str(channel.get("name", "")),
        archived=bool(channel.get("is_archived")),
        creator=str(channel.get("creator", "")),
        created=float(channel.get("created") or 0),
        topic=unescape(topic),
        purpose=unescape(purpose),
        canvas=next((str(canvas) for canvas in canvases if canvas), ""),
    )


def _part(answer: dict[str, Any], name: str) -> Any:
    """What must be in an answer that is ok; where it is not, nobody knows what happened."""
    if name not in answer:
        raise SlackUnclearError(f"the answer has no {name}")
    return answer[name]


def _profile(user: dict[str, Any]) -> Profile:
    profile = user.get("profile") or {}
    return Profile(
        id=str(user.get("id", "")),
        name=str(user.get("real_name") or profile.get("real_name") or user.get("name") or user.get("id", "")),
        email=profile.get("email"),
        zone=user.get("tz"),
        locale=user.get("locale"),
        is_admin=bool(user.get("is_admin")),
        guest=bool(user.get("is_restricted")),
        team=str(user.get("team_id") or ""),
    )
