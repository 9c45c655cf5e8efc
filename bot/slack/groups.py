"""Slack user groups: which there are, and who is in one."""

from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import errors as slack_errors

_NO_GROUP = {"no_such_subteam", "subteam_not_found", "invalid_subteam"}


@dataclass(frozen=True, slots=True)
class Group:
    """A user group. A disabled or deleted one has no members."""

    id: str
    name: str
    handle: str
    user_ids: list[str]


async def list_groups(client: AsyncWebClient, token: str | None = None) -> list[Group]:
    """List the workspace's user groups, without their members. Raises a failure of the Web API call.

    `token` is the client's own unless given.
    """
    given: dict[str, Any] = {"token": token} if token else {}
    answer = await client.usergroups_list(**given)
    return [_group(each) for each in answer["usergroups"] if not each.get("date_delete")]


async def describe_group(client: AsyncWebClient, token: str, group_id: str) -> Group:
    """Ask for a group with its members. Raises a failure of the Web API call."""
    found = next((each for each in await list_groups(client, token) if each.id == group_id), None)
    if found is None:
        return Group(group_id, group_id, "", [])
    try:
        answer = await client.usergroups_users_list(token=token, usergroup=group_id)
    except SlackApiError as error:
        if slack_errors.error_code(error) in _NO_GROUP:
            return found
        raise
    return Group(found.id, found.name, found.handle, [str(each) for each in answer["users"] or ()])


def _group(said: dict[str, Any]) -> Group:
    name, handle = str(said.get("name") or said["id"]), str(said.get("handle") or "")
    return Group(str(said["id"]), name, handle, [])
