"""People who leave or change their role in the stand-in, and user groups, with Slack's events about them."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from demo import DemoServer
from tests.kit.demo_app import MANIFEST

EVENTS = ["user_change", "subteam_members_changed", "subteam_updated"]


@pytest.fixture
async def demo() -> AsyncIterator[DemoServer]:
    bot = {"bot": [*MANIFEST["oauth_config"]["scopes"]["bot"], "usergroups:read"]}
    settings = MANIFEST["settings"] | {"event_subscriptions": {"bot_events": EVENTS}}
    async with DemoServer(MANIFEST | {"oauth_config": {"scopes": bot}, "settings": settings}) as demo:
        yield demo


@pytest.fixture
def client(demo: DemoServer) -> AsyncWebClient:
    return AsyncWebClient(token=demo.bot_token, base_url=demo.api_url)


def told(demo: DemoServer) -> list[Mapping[str, Any]]:
    """List the events the app was sent, in order and each once."""
    events = {each.payload["event_id"]: each.payload["event"] for each in demo.deliveries}
    return list(events.values())


async def test_who_leaves_is_deactivated_everywhere_and_the_app_is_told(
    demo: DemoServer, client: AsyncWebClient
) -> None:
    jordan = demo.person("Jordan Lee")
    group = demo.add_user_group("Hiring team", "Jordan Lee", "Sam Rivera")
    await demo.leaves("Jordan Lee")
    [members, updated, change] = told(demo)
    assert (members["type"], members["removed_users"]) == ("subteam_members_changed", [jordan.id])
    assert (updated["type"], updated["subteam"]["users"]) == ("subteam_updated", group.users)
    assert (change["type"], change["user"]["deleted"]) == ("user_change", True)
    assert (await client.users_info(user=jordan.id))["user"]["deleted"]
    for call in (
        client.chat_postMessage(channel=jordan.id, text="Hello"),
        client.conversations_open(users=jordan.id),
    ):
        with pytest.raises(SlackApiError):
            await call
    demo.forgive()


async def test_an_event_can_be_missed(demo: DemoServer) -> None:
    await demo.leaves("Jordan Lee", told=False)
    assert told(demo) == []


async def test_user_groups_are_listed_with_their_members_until_they_are_disabled(
    demo: DemoServer, client: AsyncWebClient
) -> None:
    group = demo.add_user_group("Hiring team", "Jordan Lee")
    listed = (await client.usergroups_list())["usergroups"]
    assert [(each["id"], each["name"], each["handle"]) for each in listed] == [
        (group.id, "Hiring team", "hiring-team")
    ]
    assert (await client.usergroups_users_list(usergroup=group.id))["users"] == [demo.person("Jordan Lee").id]
    await demo.people.disable_group(group)
    assert (await client.usergroups_list())["usergroups"] == []
    with pytest.raises(SlackApiError, match="no_such_subteam"):
        await client.usergroups_users_list(usergroup=group.id)
    demo.forgive()
