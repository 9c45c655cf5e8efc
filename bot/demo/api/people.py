"""auth.test, team.info, users.* and usergroups.*: who is who."""

from typing import TypeVar

from bot.demo.api.call import Call, Method
from bot.demo.model import Json
from bot.demo.refusals import SlackRefuses
from bot.demo.shapes import user_json

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


def usergroup_users(call: Call) -> Json:
    people = call.world.usergroups.get(call.need("usergroup"))
    if people is None:
        raise SlackRefuses("no_such_subteam")
    return {"users": people}


def _emails(call: Call) -> bool:
    return "users:read.email" in call.install.scopes


def page(call: Call, everything: list[T]) -> tuple[list[T], str]:
    """One page of a list, as `limit` and `cursor` ask, and the cursor of the next."""
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
    "usergroups.users.list": Method(usergroup_users, "usergroups:read", "2"),
}
