"""`auth`, `apps`, `team`, `bots`, `users`, `oauth`: who is who."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.sandbox.calls import Call, Json, SlackError, method
from bot.sandbox.shapes import channel_shape
from bot.sandbox.state import User


@method("auth.test")
def auth_test(call: Call) -> Json:
    state = call.state
    return {
        "url": call.site,
        "team": state.team_name,
        "user": state.bot.name,
        "team_id": state.team_id,
        "user_id": state.bot.id,
        "bot_id": call.identity.bot_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open")
def connections_open(call: Call) -> Json:
    return {"url": call.socket_url}


@method("team.info")
def team_info(call: Call) -> Json:
    team = {"id": call.state.team_id, "name": call.state.team_name, "domain": "sandbox", "email_domain": "", "icon": {}}
    return {"team": team}


@method("bots.info")
def bots_info(call: Call) -> Json:
    identity = call.identity
    if call.text("bot") not in {"", identity.bot_id}:
        raise SlackError("bot_not_found")
    bot = {"id": identity.bot_id, "deleted": False, "name": identity.name, "app_id": identity.app_id}
    return {"bot": bot | {"user_id": call.state.bot.id, "updated": 0, "icons": {}}}


@method("users.info")
def users_info(call: Call) -> Json:
    return {"user": user_shape(call, call.user())}


@method("users.list")
def users_list(call: Call) -> Json:
    if not call.args.get("limit"):
        raise SlackError("limit_required")
    members, metadata = call.page(list(call.state.users.values()))
    shapes = [user_shape(call, user) for user in members]
    stamp = int(call.state.now().timestamp())
    return {"members": shapes, "cache_ts": stamp, "response_metadata": metadata}


@method("users.lookupByEmail")
def lookup_by_email(call: Call) -> Json:
    email = call.text("email").lower()
    found = next((user for user in call.state.users.values() if email and user.email.lower() == email), None)
    if found is None or found.deleted:
        raise SlackError("users_not_found")
    return {"user": user_shape(call, found)}


@method("users.conversations")
def users_conversations(call: Call) -> Json:
    types = (call.text("types") or "public_channel").split(",")
    kinds = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
    if unknown := set(types) - kinds.keys():
        raise SlackError("invalid_types", needed=sorted(unknown))
    wanted = {kinds[name] for name in types}
    user = call.text("user") or call.state.bot.id
    mine = [item for item in call.state.channels_of(user) if item.kind in wanted]
    if call.flag("exclude_archived"):
        mine = [item for item in mine if not item.archived]
    channels, metadata = call.page(mine)
    return {"channels": [channel_shape(call, item) for item in channels], "response_metadata": metadata}


@method("oauth.v2.access")
def oauth_access(call: Call) -> Json:
    if call.text("code") != "code-from-the-sandbox":
        raise SlackError("invalid_code")
    state = call.state
    return {
        "app_id": call.identity.app_id,
        "authed_user": {"id": next(user.id for user in state.users.values() if not user.is_bot)},
        "scope": "chat:write,commands",
        "token_type": "bot",
        "access_token": "xoxb-from-oauth",
        "bot_user_id": state.bot.id,
        "team": {"id": state.team_id, "name": state.team_name},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def user_shape(call: Call, user: User) -> Json:
    offset = call.state.now().astimezone(ZoneInfo(user.tz)).utcoffset() or timedelta()
    profile = {
        "real_name": user.real_name,
        "display_name": user.name,
        "title": user.title,
        "real_name_normalized": user.real_name,
        "display_name_normalized": user.name,
        "team": call.state.team_id,
    }
    shape: Json = {
        "id": user.id,
        "team_id": "T0ELSEWHERE" if user.kind == "outside" else call.state.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": int(offset.total_seconds()),
        "profile": profile | ({"email": user.email} if user.email else {}),
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.kind in {"guest", "single"},
        "is_ultra_restricted": user.kind == "single",
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 0,
    }
    return shape | ({"locale": "en-US"} if call.flag("include_locale") else {})
