"""How the stand-in handles each answer of an app, and none: what people see, and repeated events."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from slack_sdk.signature import SignatureVerifier

from demo import DemoServer
from tests.kit.demo_app import MANIFEST, card, greeting_form, plain
from tests.kit.demo_scripted import Scripted, never, says, served
from tests.kit.patience import PATIENCE

Json = dict[str, Any]


@pytest.fixture
async def app() -> AsyncIterator[Scripted]:
    async with DemoServer(manifest=MANIFEST, ack_timeout=PATIENCE) as demo:
        app = Scripted(demo)
        async with served(app):
            yield app


async def test_a_command_without_an_answer_in_time_fails_visibly(app: Scripted) -> None:
    app.will(never, says(status=500))
    jordan = app.demo.person("manager")
    seen = await jordan.command("/greet")
    assert seen.error == '/greet failed with the error "operation_timeout"'
    assert (await jordan.command("/greet")).error == '/greet failed with the error "dispatch_failed"'
    assert len(app.demo.problems) == 2


async def test_the_answer_of_a_command_is_shown(app: Scripted) -> None:
    app.will(
        says("Just *words*"),
        says({"response_type": "in_channel", "text": "For all"}),
        says({"blocks": [{"type": "nonsense"}]}),
    )
    jordan, sam = app.demo.person("Jordan Lee"), app.demo.person("Sam Rivera")
    assert (await jordan.command("/greet", channel="hiring")).words.strip() == "Just words"
    await jordan.command("/greet", channel="hiring")
    assert [each.text for each in sam.messages("hiring")[-1:]] == ["For all"]
    assert not (await jordan.command("/greet", channel="hiring")).ok
    assert "unsupported type: nonsense" in app.demo.problems[-1].text


async def test_requests_are_signed(app: Scripted) -> None:
    jordan = app.demo.person("manager")
    await jordan.command("/greet", "søren & co", channel="general")
    headers, body = app.requests[0]
    assert SignatureVerifier(app.demo.signing_secret).is_valid_request(body, headers)
    payload = app.payload()
    assert (payload["text"], payload["channel_name"]) == ("søren &amp; co", "general")
    assert "enterprise_id" not in payload


async def test_a_press_without_an_answer_leaves_a_warning(app: Scripted) -> None:
    await app.posts(*card("Hello", "Wave"))
    jordan = app.demo.person("manager")
    message = jordan.message("Hello", channel="hiring")
    app.will(never)
    assert not (await jordan.click("Wave", on=message)).ok
    assert message.warnings == ["This did not work. Try again?"]
    assert (await jordan.click("Wave", on=message)).ok
    assert message.warnings == []


async def test_a_submission_without_an_answer_can_be_sent_again(app: Scripted) -> None:
    await app.opens()
    jordan = app.demo.person("manager")
    await jordan.fill({"Name": "Ada"})
    app.will(never, says(status=404))
    for _ in range(2):
        await jordan.submit()
        assert jordan.form.notice == "We had some trouble connecting. Try again?"
    await jordan.submit()
    assert jordan.modal is None


UPDATED = {"type": "modal", "title": plain("Other"), "blocks": [{"type": "section", "text": plain("Done")}]}


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        ({}, ["First"]),
        ({"response_action": "clear"}, []),
        ({"response_action": "update", "view": UPDATED}, ["First", "Other"]),
        ({"response_action": "push", "view": UPDATED}, ["First", "Greet someone", "Other"]),
    ],
)
async def test_each_answer_to_a_submission_changes_the_stack(
    app: Scripted, answer: Json, titles: list[str]
) -> None:
    await app.opens(title=plain("First"))
    jordan = app.demo.person("manager")
    trigger = app.demo.world.new_trigger(jordan.user)
    await app.client.views_push(trigger_id=trigger, view=greeting_form())
    await jordan.fill({"Name": "Ada"})
    app.will(says(answer))
    assert (await jordan.submit()).ok
    assert [modal.title for modal in jordan.modals] == titles
    assert app.demo.problems == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {"more": "an actions block is no input"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "errors", "errors": {"name": ""}},
        {"response_action": "update", "view": {"type": "modal", "blocks": []}},
        {"response_action": "dance"},
        "Thank you",
    ],
)
async def test_a_wrong_answer_to_a_submission_is_a_general_error(app: Scripted, answer: Any) -> None:
    await app.opens()
    jordan = app.demo.person("manager")
    await jordan.fill({"Name": "Ada"})
    app.will(says(answer))
    await jordan.submit()
    assert jordan.form.notice == "We had some trouble connecting. Try again?"
    assert jordan.form.errors == {}
    assert len(app.demo.problems) == 1


async def test_an_event_is_sent_again_three_times_with_its_reason(app: Scripted) -> None:
    app.will(never, says(status=500), says(status=404), says(status=500))
    await app.demo.person("manager").open_home()
    retries = [headers.get("x-slack-retry-num") for headers, _ in app.requests]
    reasons = [headers.get("x-slack-retry-reason") for headers, _ in app.requests]
    assert retries == [None, "1", "2", "3"]
    assert reasons == [None, "http_timeout", "http_error", "http_error"]
    assert len({app.payload(number)["event_id"] for number in range(4)}) == 1


async def test_an_event_is_not_sent_again_when_the_app_asks_so(app: Scripted) -> None:
    app.will(says(status=500, headers={"x-slack-no-retry": "1"}))
    await app.demo.person("manager").open_home()
    assert len(app.requests) == 1


async def test_events_come_several_times_late_or_never(app: Scripted) -> None:
    app.demo.faults.events_times = 3
    app.demo.faults.events_shuffled = True
    app.demo.faults.events_late = 0.01
    await app.demo.person("manager").open_home()
    assert len({app.payload(number)["event_id"] for number in range(3)}) == 1
    app.demo.faults.clear()
    app.demo.faults.events_off = True
    await app.demo.person("manager").open_home()
    assert len(app.requests) == 3


async def test_the_app_hears_only_what_it_subscribed_to_and_where_it_is(app: Scripted) -> None:
    jordan = app.demo.person("manager")
    await jordan.upload("a.csv", b"x", channel="random")
    await jordan.say("hello", channel="hiring")
    await app.demo.idle()
    assert app.requests == []
    await jordan.add_app("random")
    await jordan.upload("a.csv", b"x", channel="random")
    await app.demo.idle()
    kinds = [app.payload(number)["event"]["type"] for number in range(len(app.requests))]
    assert kinds == ["member_joined_channel", "file_shared"]
    assert app.payload(0)["event"]["inviter"] == jordan.id


async def test_a_response_url_is_good_five_times_and_can_replace_and_delete(app: Scripted) -> None:
    await app.posts(*card("Hello", "Wave"))
    jordan = app.demo.person("manager")
    message = jordan.message("Hello", channel="hiring")
    await jordan.click("Wave", on=message)
    url = app.payload()["response_url"]
    async with httpx.AsyncClient(trust_env=False, verify=False) as http:
        await http.post(url, json={"text": "Only you"})
        assert jordan.message("Only you", channel="hiring").ephemeral
        await http.post(url, json={"text": "All", "response_type": "in_channel"})
        assert not jordan.message("All", channel="hiring").ephemeral
        await http.post(url, json={"text": "Instead", "replace_original": True})
        assert message.words.strip() == "Instead"
        await http.post(url, json={"delete_original": True})
        assert message.gone
        assert (await http.post(url, json={"text": "Five"})).text == "ok"
        over = await http.post(url, json={"text": "Six"})
        assert (over.status_code, over.json()["error"]) == (404, "used_url")
    assert [each.text for each in app.demo.problems] == ["used_url"]


async def test_forged_and_repeated_deliveries_can_be_made(app: Scripted) -> None:
    jordan = app.demo.person("manager")
    await jordan.command("/greet")
    (delivery,) = app.demo.deliveries
    await app.demo.replay(delivery)
    assert app.requests[0][1] == app.requests[1][1]
    await app.demo.deliver("command", {**delivery.payload, "user_id": "U1"}, secret="guessed", timestamp="1")
    headers, body = app.requests[2]
    assert not SignatureVerifier(app.demo.signing_secret).is_valid(
        body.decode(), headers["x-slack-request-timestamp"], headers["x-slack-signature"]
    )
    assert app.demo.problems == []
