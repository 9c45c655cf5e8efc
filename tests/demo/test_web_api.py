"""The stand-in's Web API refuses what Slack refuses, with the same errors, and reports each as a problem."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from demo import DemoServer, northwind
from tests.kit.demo_app import MANIFEST, greeting_form, plain

Json = dict[str, Any]


class Clock:
    def __init__(self) -> None:
        self.time = 1_700_000_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def demo(clock: Clock) -> AsyncIterator[DemoServer]:
    async with DemoServer(manifest=MANIFEST, now=clock) as demo:
        yield demo


@pytest.fixture
def client(demo: DemoServer) -> AsyncWebClient:
    return AsyncWebClient(token=demo.bot_token, base_url=demo.api_url)


async def refusal(client: AsyncWebClient, method: str, **args: Any) -> Json:
    with pytest.raises(SlackApiError) as refused:
        await client.api_call(method, json=args)
    answer = refused.value.response.data
    assert isinstance(answer, dict)
    return answer


REFUSED: list[tuple[str, Json, str]] = [
    ("no.such.method", {}, "unknown_method"),
    ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
    ("chat.postMessage", {"channel": "C000000000", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "#vault", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "#random", "text": "x"}, "not_in_channel"),
    ("chat.postMessage", {"channel": "#old-projects", "text": "x"}, "is_archived"),
    ("chat.postMessage", {"channel": "U000000000", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "#general"}, "no_text"),
    ("chat.postMessage", {"channel": "#general", "text": "x", "blocks": {}}, "invalid_blocks_format"),
    ("chat.postMessage", {"channel": "#general", "text": "x", "blocks": [{"type": "x"}]}, "invalid_blocks"),
    ("chat.postMessage", {"channel": "#general", "text": "x", "thread_ts": "1.2"}, "thread_not_found"),
    ("chat.postMessage", {"channel": "#general", "text": "x", "metadata": {}}, "invalid_metadata_format"),
    (
        "chat.postMessage",
        {"channel": "#general", "text": "x", "markdown_text": "y"},
        "markdown_text_conflict",
    ),
    ("chat.postEphemeral", {"channel": "#general", "text": "x", "user": "U000000000"}, "user_not_found"),
    ("chat.update", {"channel": "general", "ts": "1.2", "text": "x"}, "channel_not_found"),
    ("users.info", {"user": "U000000000"}, "user_not_found"),
    ("users.lookupByEmail", {"email": "nobody@acme.example"}, "users_not_found"),
    ("users.lookupByEmail", {"email": "dan@acme.example"}, "users_not_found"),
    ("team.info", {}, "missing_scope"),
    ("conversations.join", {"channel": "C000000000"}, "missing_scope"),
    ("usergroups.users.list", {"usergroup": "S1"}, "missing_scope"),
    ("conversations.open", {"users": "U000000000"}, "user_not_found"),
    ("views.open", {"trigger_id": "1.2.3", "view": greeting_form()}, "invalid_trigger_id"),
    ("views.open", {"trigger_id": "1.2.3", "view": {"type": "modal"}}, "invalid_arguments"),
    ("views.update", {"view_id": "V000000000", "view": greeting_form()}, "not_found"),
    ("views.publish", {"user_id": "U000000000", "view": {"type": "home", "blocks": []}}, "user_not_found"),
    ("files.info", {"file": "F000000000"}, "file_not_found"),
    ("files.getUploadURLExternal", {"filename": "a.csv", "length": 0}, "missing_argument"),
    ("files.completeUploadExternal", {"files": [{"id": "F1"}]}, "file_not_found"),
    ("apps.connections.open", {}, "not_allowed_token_type"),
]


@pytest.mark.parametrize(("method", "args", "error"), REFUSED)
async def test_slack_says_no(
    client: AsyncWebClient, demo: DemoServer, method: str, args: Json, error: str
) -> None:
    assert (await refusal(client, method, **args))["error"] == error
    natural = error == "users_not_found"
    assert bool(demo.problems) is not natural


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-other", "invalid_auth"), ("xapp-demo", "not_allowed_token_type")],
)
async def test_a_wrong_token_is_refused(demo: DemoServer, token: str, error: str) -> None:
    client = AsyncWebClient(token=token, base_url=demo.api_url)
    assert (await refusal(client, "auth.test"))["error"] == error


async def test_a_missing_scope_is_named(client: AsyncWebClient) -> None:
    answer = await refusal(client, "team.info")
    assert answer["needed"] == "team:read"
    assert "chat:write" in answer["provided"]


async def test_faults_in_blocks_are_pointed_at(client: AsyncWebClient) -> None:
    header = {"type": "header", "text": plain("x" * 151)}
    answer = await refusal(client, "chat.postMessage", channel="#general", text="x", blocks=[header])
    messages = answer["response_metadata"]["messages"]
    assert messages == ["[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"]


async def test_every_answer_tells_the_scopes(client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


async def test_a_trigger_is_good_once_for_three_seconds(
    client: AsyncWebClient, demo: DemoServer, clock: Clock
) -> None:
    user = demo.person("manager").user
    once, late = demo.world.new_trigger(user), demo.world.new_trigger(user)
    await client.views_open(trigger_id=once, view=greeting_form())
    answer = await refusal(client, "views.open", trigger_id=once, view=greeting_form())
    assert answer["error"] == "exchanged_trigger_id"
    clock.time += 3.1
    answer = await refusal(client, "views.open", trigger_id=late, view=greeting_form())
    assert answer["error"] == "expired_trigger_id"


async def test_three_modals_are_the_most(client: AsyncWebClient, demo: DemoServer) -> None:
    user = demo.person("manager").user
    await client.views_open(trigger_id=demo.world.new_trigger(user), view=greeting_form())
    for _ in range(2):
        await client.views_push(trigger_id=demo.world.new_trigger(user), view=greeting_form())
    answer = await refusal(
        client, "views.push", trigger_id=demo.world.new_trigger(user), view=greeting_form()
    )
    assert answer["error"] == "push_limit_reached"
    assert [each.title for each in demo.person("manager").modals] == ["Greet someone"] * 3


async def test_an_old_hash_and_a_second_external_id_are_refused(
    client: AsyncWebClient, demo: DemoServer
) -> None:
    user = demo.person("manager").user
    form = {**greeting_form(), "external_id": "one"}
    opened = await client.views_open(trigger_id=demo.world.new_trigger(user), view=form)
    await client.views_update(external_id="one", view=form, hash=opened["view"]["hash"])
    answer = await refusal(client, "views.update", external_id="one", view=form, hash=opened["view"]["hash"])
    assert answer["error"] == "hash_conflict"
    answer = await refusal(client, "views.push", trigger_id=demo.world.new_trigger(user), view=form)
    assert answer["error"] == "duplicate_external_id"
    assert [each.text for each in demo.problems] == ["duplicate_external_id"]


async def test_a_closed_view_is_not_found_and_that_is_nobodys_fault(
    client: AsyncWebClient, demo: DemoServer
) -> None:
    jordan = demo.person("manager")
    trigger = demo.world.new_trigger(jordan.user)
    view = {**greeting_form(), "notify_on_close": False}
    opened = await client.views_open(trigger_id=trigger, view=view)
    await jordan.close()
    answer = await refusal(client, "views.update", view_id=opened["view"]["id"], view=view)
    assert answer["error"] == "not_found"
    assert demo.problems == []


async def test_only_own_messages_are_changed(client: AsyncWebClient, demo: DemoServer) -> None:
    theirs = await demo.person("manager").say("hello", channel="general")
    ids = {"channel": theirs.channel, "ts": theirs.ts}
    assert (await refusal(client, "chat.update", **ids, text="x"))["error"] == "cant_update_message"
    assert (await refusal(client, "chat.delete", **ids))["error"] == "cant_delete_message"
    mine = await client.chat_postMessage(channel="#general", text="x")
    long = await refusal(client, "chat.update", channel=mine["channel"], ts=mine["ts"], text="x" * 4001)
    assert long["error"] == "msg_too_long"


async def test_a_direct_message_goes_to_a_person_and_comes_back_with_its_channel(
    client: AsyncWebClient, demo: DemoServer
) -> None:
    jordan = demo.person("manager")
    posted = await client.chat_postMessage(channel=jordan.id, text="Hello")
    opened = await client.conversations_open(users=[jordan.id])
    assert posted["channel"] == opened["channel"]["id"]
    assert [each.text for each in jordan.messages("app")] == ["Hello"]


async def test_without_a_messages_tab_no_direct_message_is_taken() -> None:
    home = {"home_tab_enabled": True, "messages_tab_enabled": False}
    manifest = {**MANIFEST, "features": {**MANIFEST["features"], "app_home": home}}
    async with DemoServer(manifest=manifest) as demo:
        client = AsyncWebClient(token=demo.bot_token, base_url=demo.api_url)
        person = demo.person("manager").id
        answer = await refusal(client, "chat.postMessage", channel=person, text="x")
        assert answer["error"] == "messages_tab_disabled"


async def test_what_was_typed_stays_when_a_view_is_updated(client: AsyncWebClient, demo: DemoServer) -> None:
    jordan = demo.person("manager")
    trigger = demo.world.new_trigger(jordan.user)
    opened = await client.views_open(trigger_id=trigger, view=greeting_form())
    await jordan.fill({"Name": "Ada"})
    other = greeting_form()
    other["blocks"][0]["element"]["initial_value"] = "Ignored"
    await client.views_update(view_id=opened["view"]["id"], view=other)
    assert jordan.form.fields["Name"] == "Ada"
    other["blocks"][0]["block_id"] = "name-2"
    await client.views_update(view_id=opened["view"]["id"], view=other)
    assert jordan.form.fields["Name"] == "Ignored"


async def test_an_upload_takes_three_steps_and_is_fetched_with_the_token(
    client: AsyncWebClient, demo: DemoServer
) -> None:
    channel = demo.channel("hiring").id
    await client.files_upload_v2(channel=channel, filename="r.csv", content="a,b\n", initial_comment="Done")
    seen = demo.person("manager").message("Done", channel="hiring")
    assert [(file.name, file.text) for file in seen.files] == [("r.csv", "a,b\n")]
    answer = await refusal(
        client, "files.completeUploadExternal", files=[{"id": seen.files[0].id}], channel_id=channel
    )
    assert answer["error"] == "file_not_found"


async def test_two_workspaces_know_nothing_of_each_other(client: AsyncWebClient, demo: DemoServer) -> None:
    team = demo.add_workspace(northwind(), bot_token="xoxb-northwind")
    there = demo.channel("general", team.id).id
    assert (await refusal(client, "chat.postMessage", channel=there, text="x"))[
        "error"
    ] == "channel_not_found"
    other = AsyncWebClient(token="xoxb-northwind", base_url=demo.api_url)
    assert (await other.auth_test())["team_id"] == team.id
    lily = demo.person("Lily Chen", team.id)
    assert (await refusal(client, "users.info", user=lily.id))["error"] == "user_not_found"
    trigger = demo.world.new_trigger(lily.user)
    answer = await refusal(client, "views.open", trigger_id=trigger, view=greeting_form())
    assert answer["error"] == "invalid_trigger_id"


async def test_people_are_told_apart(client: AsyncWebClient, demo: DemoServer) -> None:
    async def user(who: str) -> Json:
        found: Json = (await client.users_info(user=demo.person(who).id))["user"]
        return found

    assert (await user("admin"))["is_admin"]
    assert (await user("guest"))["is_restricted"]
    stranger = await user("stranger")
    assert stranger["is_stranger"]
    assert stranger["team_id"] != demo.team.id
    assert (await user("deactivated"))["deleted"]
    assert (await client.users_lookupByEmail(email="JORDAN@acme.example"))["user"]["name"] == "jordan"


async def test_an_app_that_was_removed_can_post_no_more(client: AsyncWebClient, demo: DemoServer) -> None:
    await demo.person("manager").remove_app("hiring")
    answer = await refusal(client, "chat.postMessage", channel=demo.channel("hiring").id, text="x")
    assert answer["error"] == "not_in_channel"
    await demo.person("manager").remove_app("leads")
    answer = await refusal(client, "chat.postMessage", channel=demo.channel("leads").id, text="x")
    assert answer["error"] == "channel_not_found"


async def test_lists_come_in_pages(client: AsyncWebClient) -> None:
    first = await client.users_list(limit=3)
    second = await client.users_list(limit=100, cursor=first["response_metadata"]["next_cursor"])
    names = [each["name"] for page in (first, second) for each in page["members"]]
    assert len(names) == len(set(names)) == 8
    channels = (await client.conversations_list(types="public_channel"))["channels"]
    assert "general" in [each["name"] for each in channels]
    assert "leads" not in [each["name"] for each in channels]
    answer = await refusal(client, "conversations.list", types="private_channel")
    assert (answer["error"], answer["needed"]) == ("missing_scope", "groups:read")


async def test_blocks_and_elements_without_ids_get_some(client: AsyncWebClient) -> None:
    button = {"type": "button", "text": plain("x")}
    actions = {"type": "actions", "block_id": "mine", "elements": [button, button]}
    posted = await client.chat_postMessage(
        channel="#general", text="x", blocks=[{"type": "divider"}, actions, {"type": "divider"}]
    )
    first, mine, last = posted["message"]["blocks"]
    assert mine["block_id"] == "mine"
    assert first["block_id"] != last["block_id"]
    assert len({each["action_id"] for each in mine["elements"]}) == 2
