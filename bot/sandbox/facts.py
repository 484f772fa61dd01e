"""What Slack's Web API accepts, as compact tables that a contract test holds to the record."""

from dataclasses import dataclass

KINDS = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
WRITE = {"public": "channels:manage", "private": "groups:write", "im": "im:write", "mpim": "mpim:write"}
PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100, 5: 600}
"""Calls a minute by tier; 5 stands for the methods that have limits of their own."""


@dataclass(frozen=True)
class Method:
    """`scopes`: one of them is enough; `by_kind`: the scope depends on the kind of channel; `form`: no JSON body."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    tier: int = 3
    by_kind: str = ""
    form: bool = False
    app_token: bool = False


def _m(
    required: str = "", optional: str = "", scopes: str = "", tier: int = 3, by_kind: str = "", form: bool = False
) -> Method:
    return Method(tuple(required.split()), tuple(optional.split()), tuple(scopes.split()), tier, by_kind, form)


POST = "as_user attachments blocks icon_emoji icon_url link_names markdown_text metadata parse text thread_ts username"
PAGED = "cursor limit"

METHODS: dict[str, Method] = {
    "auth.test": _m(tier=5),
    "apps.connections.open": Method(app_token=True),
    "team.info": _m(optional="domain team", scopes="team:read"),
    "bots.info": _m(optional="bot team_id", scopes="users:read", form=True),
    "users.info": _m("user", "include_locale", "users:read", 4, form=True),
    "users.list": _m(optional=f"include_locale team_id {PAGED}", scopes="users:read", tier=2, form=True),
    "users.lookupByEmail": _m("email", scopes="users:read.email", form=True),
    "users.conversations": _m(
        optional=f"exclude_archived exclude_muted team_id types user {PAGED}", by_kind="read", form=True
    ),
    "conversations.create": _m("name", "is_private team_id", tier=2, by_kind="write"),
    "conversations.rename": _m("channel name", tier=2, by_kind="write"),
    "conversations.archive": _m("channel", tier=2, by_kind="write"),
    "conversations.unarchive": _m("channel", tier=2, by_kind="write"),
    "conversations.invite": _m("channel users", "force", by_kind="write"),
    "conversations.kick": _m("channel", "user", "groups:write channels:manage"),
    "conversations.inviteShared": _m("channel", "emails external_limited user_ids", "conversations.connect:write", 2),
    "conversations.canvases.create": _m("channel_id", "document_content title", "canvases:write", 2),
    "canvases.edit": _m("canvas_id changes", scopes="canvases:write"),
    "conversations.join": _m("channel", scopes="channels:join"),
    "conversations.open": _m(
        optional="channel prevent_creation return_im users", scopes="im:write mpim:write channels:manage groups:write"
    ),
    "conversations.info": _m("channel", "include_locale include_num_members", by_kind="read", form=True),
    "conversations.list": _m(optional=f"exclude_archived team_id types {PAGED}", tier=2, by_kind="read", form=True),
    "conversations.members": _m("channel", PAGED, tier=4, by_kind="read", form=True),
    "conversations.history": _m("channel", f"include_all_metadata inclusive latest oldest {PAGED}", by_kind="history"),
    "conversations.replies": _m(
        "channel ts", f"include_all_metadata inclusive latest oldest {PAGED}", by_kind="history", form=True
    ),
    "conversations.setTopic": _m("channel topic", tier=2, by_kind="write"),
    "conversations.setPurpose": _m("channel purpose", tier=2, by_kind="write"),
    "chat.postMessage": _m(
        "channel",
        f"{POST} current_draft_last_updated_ts mrkdwn reply_broadcast unfurl_links unfurl_media",
        "chat:write",
        tier=5,
    ),
    "chat.postEphemeral": _m("channel user", POST, "chat:write", 4),
    "chat.update": _m(
        "channel ts",
        "as_user attachments blocks file_ids link_names markdown_text metadata parse reply_broadcast text "
        "unfurled_attachments",
        "chat:write",
    ),
    "chat.delete": _m("channel ts", "as_user", "chat:write"),
    "chat.getPermalink": _m("channel message_ts", tier=5, form=True),
    "views.open": _m("view", "interactivity_pointer trigger_id", tier=4),
    "views.push": _m("view", "interactivity_pointer trigger_id", tier=4),
    "views.update": _m("view", "external_id hash view_id", tier=4),
    "views.publish": _m("user_id view", "hash interactivity_pointer", tier=4),
    "reactions.add": _m("channel name timestamp", scopes="reactions:write"),
    "reactions.get": _m(optional="channel file file_comment full timestamp", scopes="reactions:read", form=True),
    "pins.add": _m("channel", "timestamp", "pins:write", 2),
    "pins.remove": _m("channel", "timestamp", "pins:write", 2),
    "bookmarks.add": _m("title type", "access_level channel_id emoji entity_id link parent_id", "bookmarks:write", 2),
    "bookmarks.edit": _m(optional="bookmark_id channel_id emoji link title", scopes="bookmarks:write", tier=2),
    "bookmarks.list": _m(optional="channel_id", scopes="bookmarks:read"),
    "bookmarks.remove": _m(optional="bookmark_id channel_id quip_section_id", scopes="bookmarks:write", tier=2),
    "files.info": _m("file", f"count page {PAGED}", "files:read", tier=4, form=True),
    "files.getUploadURLExternal": _m("filename length", "alt_txt snippet_type", "files:write", tier=4, form=True),
    "files.completeUploadExternal": _m(
        "files",
        "blocks channel_id channels icon_emoji icon_url initial_comment thread_ts username",
        "files:write",
        tier=4,
    ),
    "oauth.v2.access": _m(
        optional="assertion client_id client_secret code code_verifier grant_type redirect_uri refresh_token",
        tier=5,
        form=True,
    ),
}

EVENT_SCOPES: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "user_change": ("users:read",),
    "reaction_added": ("reactions:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "message.im": ("im:history",),
    "file_shared": ("files:read",),
}


def scope_for(method: Method, kind: str) -> tuple[str, ...]:
    """Scopes of which one is enough, for a channel of this kind."""
    if method.by_kind == "write":
        return (WRITE[kind],)
    return (f"{KINDS[kind]}:{method.by_kind}",) if method.by_kind else method.scopes
