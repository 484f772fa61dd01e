"""The app's manifest for Slack: the least it needs, with the reason for each scope."""

from typing import Any

NAME = "Sweetspot"
COMMAND = "/sweetspot"
SCOPES: dict[str, str] = {
    "bookmarks:read": "look whether a workspace's bookmarks are there already",
    "bookmarks:write": "put the brief and the agreement at the top of each workspace",
    "canvases:write": "keep one canvas in each workspace: brief, teams, goal, agreement, decisions, commitments, dates",
    "channels:history": "find our own posts in public channels, and a marked message once its author agreed; no other",
    "channels:manage": "create, name and archive public channels of an edition",
    "channels:read": "see who is in an edition's public channels",
    "chat:write": "say what is due, and answer",
    "commands": "/sweetspot and the message shortcut",
    "conversations.connect:write": "invite somebody of another organisation, when a facilitator asks for it",
    "files:read": "read a form export that a facilitator drops into the facilitators' room; no other file",
    "files:write": "hand a team the page that it approved for its ministry; no other file",
    "groups:history": "find our own posts in workspaces, and a marked message once its author agreed; no other",
    "groups:read": "see who is in a workspace, to invite only who is missing",
    "groups:write": "create, name, describe and archive the private workspaces, and invite their teams",
    "im:history": "find our own direct messages again after an unclear answer; nothing else is kept",
    "im:write": "write to one person",
    "pins:write": "pin the brief of each workspace",
    "reactions:read": "notice the mark with which somebody proposes an insight",
    "users:read": "names, time zones and languages",
    "users:read.email": "recognise a person by the address that their team gave",
}
EVENTS = ("app_home_opened", "file_shared", "reaction_added", "user_change")
SHORTCUT = {
    "name": "Propose an insight",
    "type": "message",
    "callback_id": "propose_insight",
    "description": "Ask the author to share what this message teaches",
}


def manifest(public_url: str | None = None) -> dict[str, Any]:
    """For Socket Mode, or for HTTP where a public address is given."""
    url = f"{public_url.rstrip('/')}/slack/events" if public_url else None
    request_url = {"url": url} if url else {}
    command = {
        "command": COMMAND,
        "description": "The incubator: what you can do now",
        "usage_hint": "help",
        "should_escape": False,
    }
    events: dict[str, Any] = {"bot_events": list(EVENTS)}
    oauth: dict[str, Any] = {"scopes": {"bot": list(SCOPES)}}
    if public_url and url:
        events["request_url"] = url
        oauth["redirect_urls"] = [f"{public_url.rstrip('/')}/slack/oauth_redirect"]
    return {
        "display_information": {
            "name": NAME,
            "description": "Runs a government innovation incubator: workspaces, check-ins, sessions.",
            "background_color": "#22404d",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "shortcuts": [SHORTCUT],
            "slash_commands": [command | request_url],
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": events,
            "interactivity": {"is_enabled": True} | ({"request_url": url} if url else {}),
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }
