"""Slack's user groups: one that was deleted counts as none, though Slack may still list it."""

import json

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.groups import describe_group, list_groups
from tests.kit.answering import Answer, answering

DELETED = {"id": "S1", "name": "Former team", "handle": "former", "date_delete": 1_700_000_000}
LIVING = {"id": "S2", "name": "Hiring team", "handle": "hiring", "date_delete": 0}


def said(**answer: object) -> Answer:
    return Answer(json.dumps({"ok": True} | answer).encode(), kind="application/json")


async def test_a_deleted_group_is_not_to_be_chosen_and_has_no_members() -> None:
    listed, users = said(usergroups=[DELETED, LIVING]), said(users=["U1"])
    answers = {"/usergroups.list": listed, "/usergroups.users.list?usergroup=S1": users}
    async with answering(answers | {"/usergroups.users.list?usergroup=S2": users}) as server:
        client = AsyncWebClient("xoxb-1", base_url=f"{server}/")
        assert [each.id for each in await list_groups(client)] == ["S2"]
        assert (await describe_group(client, "xoxb-1", "S1")).user_ids == []
        assert (await describe_group(client, "xoxb-1", "S2")).user_ids == ["U1"]
