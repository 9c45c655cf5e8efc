"""Every key in the stand-in's payloads and answers is one that Slack has been seen to send."""

from typing import Any

from demo import DemoServer
from tests.kit.demo_app import MANIFEST, Greeter, over_socket

Json = dict[str, Any]

_SENDER = "type enterprise team user api_app_id token is_enterprise_install "
_VIEW = (
    "id team_id type title submit close blocks private_metadata callback_id external_id state hash "
    "clear_on_close notify_on_close submit_disabled root_view_id previous_view_id app_id "
    "app_installed_team_id bot_id"
)
_ENVELOPE = (
    "token enterprise_id team_id api_app_id type authorizations is_ext_shared_channel event_id event_time "
    "event_context context_team_id context_enterprise_id event"
)
PAYLOADS = {
    "command": (
        "token api_app_id team_id team_domain enterprise_id enterprise_name channel_id channel_name user_id "
        "user_name command text response_url trigger_id is_enterprise_install"
    ),
    "block_actions": _SENDER + "container trigger_id channel message view state response_url actions",
    "view_submission": _SENDER + "trigger_id view response_urls",
    "view_closed": _SENDER + "view is_cleared",
    "block_suggestion": _SENDER + "container action_id block_id value view channel message",
    "message_action": (
        "type enterprise team user token is_enterprise_install callback_id trigger_id response_url "
        "message_ts message channel action_ts"
    ),
    "shortcut": "type enterprise team user token is_enterprise_install callback_id trigger_id action_ts",
    "event_callback": _ENVELOPE,
}
EVENTS = {
    "app_home_opened": "type user channel tab event_ts view",
    "app_uninstalled": "type",
    "tokens_revoked": "type tokens",
    "file_shared": "type file_id user_id file channel_id event_ts",
    "member_joined_channel": "type user channel channel_type team event_ts inviter enterprise",
}
ANSWERS = {
    "auth.test": "ok url team user team_id user_id bot_id is_enterprise_install",
    "chat.postMessage": "ok channel ts message",
    "chat.update": "ok channel ts text message",
    "chat.postEphemeral": "ok message_ts",
    "views.open": "ok view",
    "views.push": "ok view",
    "views.publish": "ok view",
    "files.info": "ok file comments response_metadata content is_truncated",
    "files.getUploadURLExternal": "ok upload_url file_id",
    "files.completeUploadExternal": "ok files",
    "users.info": "ok user",
    "conversations.open": "ok channel no_op already_open",
}
MESSAGE = (
    "type subtype team user text ts thread_ts app_id bot_id bot_profile files edited metadata blocks "
    "parent_user_id"
)


async def everything(greeter: Greeter) -> None:
    """Cause one of each kind of payload."""
    demo, client, jordan = greeter.demo, greeter.client, greeter.demo.person("Jordan Lee")
    hiring = demo.channel("hiring").id
    await jordan.command("/greet", channel="hiring")
    await jordan.fill({"Name": "Ada", "Tags": ["React"]})
    await jordan.click("Deeper")
    await jordan.close()
    await jordan.submit()
    await jordan.click("Wave", on=jordan.message("Hello Ada", channel="hiring"))
    await jordan.open_home()
    await jordan.open_home()
    shared = await jordan.upload("a.csv", b"x", channel="hiring")
    await jordan.shortcut("Answer this", on=shared)
    await jordan.shortcut("Greet someone")
    await jordan.add_app("random")
    await client.files_upload_v2(channel=hiring, content="a,b", filename="x.csv")
    await client.files_info(file=shared.files[0].id)
    await client.users_info(user=jordan.id)
    await client.conversations_open(users=[jordan.id])
    await client.chat_postEphemeral(channel=hiring, user=jordan.id, text="x")
    await demo.idle()
    await demo.uninstall()


async def test_no_key_is_invented() -> None:
    async with DemoServer(manifest=MANIFEST) as demo:
        greeter = Greeter(demo)
        async with over_socket(greeter):
            await everything(greeter)
    for delivery in demo.deliveries:
        _known(delivery.payload, PAYLOADS[delivery.payload.get("type", "command")])
        _known(delivery.payload.get("view", {}), _VIEW)
        _known(delivery.payload.get("message", {}), MESSAGE)
        event = delivery.payload.get("event", {})
        _known(event, EVENTS.get(event.get("type", ""), ""))
    for call in (each for each in demo.calls() if each.method in ANSWERS):
        _known(call.reply, ANSWERS[call.method])
        _known(call.reply.get("view", {}), _VIEW)
        _known(call.reply.get("message", {}), MESSAGE)
    kinds = {delivery.payload.get("type", "command") for delivery in demo.deliveries}
    assert kinds == set(PAYLOADS)
    assert set(ANSWERS) <= {call.method for call in demo.calls()}
    assert demo.problems == []


def _known(payload: Json, keys: str) -> None:
    assert set(payload) <= set(keys.split()), f"unknown: {set(payload) - set(keys.split())}"
