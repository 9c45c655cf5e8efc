"""POST /slack/events accepts only Slack, and rejects garbage quickly."""

from collections.abc import AsyncIterator
from resource import RUSAGE_SELF, getrusage
from urllib.parse import urlencode

import pytest

from demo.delivery.over_http import sign
from tests.kit.product import SIGNING_SECRET, House
from tests.kit.signed import FORM, command, post, post_json, post_payload

HELP = "/invite-contact"
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def house(standing_house: House) -> House:
    return standing_house


async def test_a_signed_command_is_answered(house: House) -> None:
    answer = await post(house, command(house))
    assert answer.status_code == 200
    assert HELP in answer.text


@pytest.mark.parametrize("signature", ["", "v0=", "v0=" + 64 * "0", "v0=abc", 2_000 * "v", "v1=1"])
async def test_a_wrong_signature_is_refused(house: House, signature: str) -> None:
    assert (await post(house, command(house), signature=signature)).status_code == 401


async def test_a_signature_in_other_letters_is_refused(house: House) -> None:
    stamp = str(int(house.clock.seconds())).encode()
    headers = [(b"X-Slack-Request-Timestamp", stamp), (b"X-Slack-Signature", "v0=é".encode())]
    answer = await house.web.post("/slack/events", content=command(house), headers=headers)
    assert answer.status_code == 401


@pytest.mark.parametrize("kind", ["block_actions", "view_submission", "block_suggestion", "shortcut"])
@pytest.mark.parametrize("user", [None, {}, {"id": ""}, {"id": 1}, {"id": ["U1"]}])
async def test_what_names_nobody_as_acting_is_not_slacks(house: House, kind: str, user: object) -> None:
    body = {"type": kind, "team": {"id": house.demo.team.id}, "trigger_id": "1.2.3", "user": user}
    body |= {"actions": [{"action_id": "approve", "value": "1"}], "action_id": "tags", "callback_id": "x"}
    body |= {"view": {"id": "V1", "callback_id": "invite", "state": {"values": {}}}}
    assert (await post_payload(house, body)).status_code == 400


async def test_a_signature_by_another_secret_is_refused(house: House) -> None:
    assert (await post(house, command(house), secret="somebody else's")).status_code == 401


async def test_a_signature_of_another_body_is_refused(house: House) -> None:
    stamp = str(int(house.clock.seconds()))
    signature = sign(SIGNING_SECRET, stamp, command(house).encode())
    changed = command(house, text="settings")
    assert (await post(house, changed, timestamp=stamp, signature=signature)).status_code == 401


@pytest.mark.parametrize("header", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
async def test_without_its_headers_a_request_is_refused(house: House, header: str) -> None:
    stamp = str(int(house.clock.seconds()))
    headers = {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": sign(SIGNING_SECRET, stamp, command(house).encode()),
        "Content-Type": FORM,
    }
    del headers[header]
    answer = await house.web.post("/slack/events", content=command(house), headers=headers)
    assert answer.status_code == 401


@pytest.mark.parametrize("age", [301, 3_600, -302, -86_400])
async def test_a_request_from_another_time_is_refused(house: House, age: int) -> None:
    stamp = str(int(house.clock.seconds()) - age)
    assert (await post(house, command(house), timestamp=stamp)).status_code == 401


@pytest.mark.parametrize(
    "stamp",
    ["", "abc", "-1", "1e9", "10" * 15, "0x10", "1_000", "1700000000.5", "nan", "²", "9" * 5_000],
)
async def test_a_timestamp_that_is_none_is_refused(house: House, stamp: str) -> None:
    raw = command(house).encode()
    signature = sign(SIGNING_SECRET, stamp, raw)
    headers = [
        (b"Content-Type", FORM.encode()),
        (b"X-Slack-Request-Timestamp", stamp.encode("utf-8")),
        (b"X-Slack-Signature", signature.encode()),
    ]
    answer = await house.web.post("/slack/events", content=raw, headers=headers)
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "payload"},
        {"channel_name": "payload-team"},
        {"text": "payload= payload%3D &payload=1 help"},
        {"text": "{payload}"},
    ],
)
async def test_the_word_payload_in_a_command_does_no_harm(house: House, changes: dict[str, str]) -> None:
    answer = await post(house, command(house, **changes))
    assert answer.status_code == 200
    assert HELP in answer.text


GARBAGE: list[str | bytes] = [
    "payload=not json",
    "payload=",
    "payload=[]",
    "payload=null",
    "payload=7",
    'payload="text"',
    "payload={}",
    "payload=" + "[" * 100_000,
    urlencode({"payload": '{"a":' * 100_000}),
    "",
    "a",
    "=&=&=",
    "command=",
    b"\x00" * 10_000,
    "payload=%ff%fe",
    "{",
    "{}",
    "[]",
    '{"type": "event_callback"}',
    '{"a":' * 100_000,
]


@pytest.mark.parametrize("kind", [FORM, "application/json", "text/plain", "multipart/form-data", ""])
async def test_garbage_with_a_good_signature_is_a_quick_no(house: House, kind: str) -> None:
    for body in GARBAGE:
        answer = await post(house, body, kind=kind)
        assert answer.status_code == 400, body[:50]
        assert answer.elapsed.total_seconds() < 2.9  # Slack waits three seconds


async def test_bytes_that_are_no_text_are_not_slacks(house: House) -> None:
    assert (await post(house, b"\xff\xfe\x00")).status_code == 401


KINDS = "block_actions view_submission view_closed block_suggestion shortcut message_action event_callback"


@pytest.mark.parametrize("kind", [*KINDS.split(), "nonsense"])
async def test_missing_and_misshapen_fields_are_a_quick_no(house: House, kind: str) -> None:
    jordan = house.person("Jordan Lee")
    whole = {
        "type": kind,
        "team": {"id": jordan.team_id},
        "team_id": jordan.team_id,
        "user": {"id": jordan.id, "team_id": jordan.team_id},
        "view": {"type": "modal", "id": "V1", "callback_id": "invite", "state": {"values": {}}},
        "actions": [{"action_id": "resend", "block_id": "b", "value": "1", "type": "button"}],
        "callback_id": "x",
        "action_id": "tags",
        "trigger_id": "1.2.3",
        "event": {"type": "app_home_opened", "user": jordan.id},
        "event_id": "Ev1",
    }
    if kind == "event_callback":
        del whole["user"], whole["actions"], whole["view"]
    wrong = [whole | {field: value} for field in whole for value in WRONG]
    missing = [{name: whole[name] for name in whole if name != field} for field in whole]
    for payload in wrong + missing:
        send = post_json if kind == "event_callback" else post_payload
        answer = await send(house, payload)
        assert answer.status_code in (200, 400, 404), payload
    house.demo.forgive()


WRONG: list[object] = [None, {}, "x", [{}]]


async def test_slack_may_check_the_certificate(house: House) -> None:
    answer = await house.web.post("/slack/events", data={"ssl_check": "1", "token": "x"})
    assert answer.status_code == 200


async def test_slack_may_verify_the_address(house: House) -> None:
    challenge = {"type": "url_verification", "challenge": "3eZbrw1aB10", "token": "x"}
    answer = await post_json(house, challenge)
    assert answer.status_code == 200
    assert "3eZbrw1aB10" in answer.text


async def test_a_body_too_large_for_slack_is_not_kept(house: House) -> None:
    assert (await post(house, 2_000_000 * "x")).status_code == 400

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1_000):
            yield 64_000 * b"x"

    before = getrusage(RUSAGE_SELF).ru_maxrss
    assert (await house.web.post("/slack/events", content=endless())).status_code == 400
    assert getrusage(RUSAGE_SELF).ru_maxrss - before < 20_000  # kilobytes, of 64,000


async def test_a_workspace_that_is_not_ours_is_told_so(house: House) -> None:
    answer = await post(house, command(house, team_id="T0OTHER", response_url=""))
    assert answer.status_code == 200
    assert "isn't installed" in answer.text


async def test_an_unknown_command_is_no_crash(house: House) -> None:
    answer = await post(house, command(house, "/nonsense"))
    assert answer.status_code in (200, 404)


async def test_a_warm_command_asks_slack_for_nothing_but_its_modal(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact")
    await jordan.close()
    before = len(house.demo.calls())
    await jordan.command("/invite-contact", "Ada ada@x.dk")
    assert [call.method for call in house.demo.calls()[before:]] == ["views.open"]
    before = len(house.demo.calls())
    await jordan.command("/contacts", "help")
    assert house.demo.calls()[before:] == []
