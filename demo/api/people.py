"""auth.test, team.info and the users.* and usergroups.* methods."""

from typing import TypeVar

from demo.api.call import Call, Method
from demo.delivery.shapes import user_json, usergroup_json
from demo.world.model import Json
from demo.world.refusals import SlackRefuses

T = TypeVar("T")


def auth_test(call: Call) -> Json:
    team = call.world.teams[call.install.team_id]
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": call.me.handle,
        "team_id": team.id,
        "user_id": call.me.id,
        "bot_id": call.install.bot_id,
        "is_enterprise_install": False,
    }


def team_info(call: Call) -> Json:
    team = call.world.teams[call.install.team_id]
    return {
        "team": {
            "id": team.id,
            "name": team.name,
            "url": f"https://{team.domain}.slack.com/",
            "domain": team.domain,
            "email_domain": "",
            "icon": {"image_default": True},
            "avatar_base_url": "",
            "is_verified": False,
        }
    }


def users_info(call: Call) -> Json:
    return {"user": user_json(call.world, call.user(call.need("user")), _emails(call))}


def users_list(call: Call) -> Json:
    people, cursor = page(call, call.people())
    members = [user_json(call.world, each, _emails(call)) for each in people]
    return {
        "members": members,
        "cache_ts": int(call.world.now()),
        "response_metadata": {"next_cursor": cursor},
    }


def lookup_by_email(call: Call) -> Json:
    user = call.world.by_email(call.install.team_id, call.need("email"))
    if user is None:
        raise SlackRefuses("users_not_found", natural=True)
    return {"user": user_json(call.world, user, emails=True)}


def usergroups_list(call: Call) -> Json:
    ours = [each for each in call.world.usergroups.values() if each.team_id == call.install.team_id]
    listed = [each for each in ours if call.flag("include_disabled") or not each.disabled_at]
    return {"usergroups": [usergroup_json(each, users=call.flag("include_users")) for each in listed]}


def usergroup_users(call: Call) -> Json:
    group = call.world.usergroups.get(call.need("usergroup"))
    if group is None or group.team_id != call.install.team_id:
        raise SlackRefuses("no_such_subteam")
    if group.disabled_at and not call.flag("include_disabled"):
        raise SlackRefuses("no_such_subteam")
    return {"users": group.users}


def _emails(call: Call) -> bool:
    return "users:read.email" in call.install.scopes


def page(call: Call, everything: list[T]) -> tuple[list[T], str]:
    """Cut one page from a list by `limit` and `cursor`. Return it with the next cursor ("" at the end)."""
    limit = int(call.text("limit") or 0) or len(everything)
    start = int(call.text("cursor") or 0)
    end = start + limit
    return everything[start:end], str(end) if end < len(everything) else ""


METHODS = {
    "auth.test": Method(auth_test, "", "auth"),
    "team.info": Method(team_info, "team:read", "3"),
    "users.info": Method(users_info, "users:read", "4"),
    "users.list": Method(users_list, "users:read", "2"),
    "users.lookupByEmail": Method(lookup_by_email, "users:read.email", "3"),
    "usergroups.list": Method(usergroups_list, "usergroups:read", "2"),
    "usergroups.users.list": Method(usergroup_users, "usergroups:read", "2"),
}
