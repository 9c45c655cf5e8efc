"""A small Bolt app talks with people in the stand-in, over HTTP and Socket Mode."""

from collections.abc import AsyncIterator

import pytest

from demo import CannotDo, DemoServer
from tests.kit.demo_app import MANIFEST, Greeter, over_http, over_socket
from tests.kit.patience import PATIENCE


@pytest.fixture(params=["http", "socket"])
async def greeter(request: pytest.FixtureRequest) -> AsyncIterator[Greeter]:
    async with DemoServer(manifest=MANIFEST, ack_timeout=PATIENCE) as demo:
        greeter = Greeter(demo)
        transport = over_http if request.param == "http" else over_socket
        async with transport(greeter):
            yield greeter
        assert demo.problems == []


async def test_a_command_opens_a_modal_whose_answer_posts_a_card_that_a_click_changes(
    greeter: Greeter,
) -> None:
    jordan = greeter.demo.person("Jordan Lee")
    seen = await jordan.command("/greet", "you & me", channel="hiring")
    assert seen.ok
    assert greeter.heard_of("command")[0]["text"] == "you &amp; me"
    await jordan.fill({"Name": "Ada", "Tags": ["React"]})
    assert jordan.form.fields == {"Name": "Ada", "Tags": ["React"]}
    assert jordan.form.buttons == ["Deeper", "Greet", "Cancel"]
    outcome = await jordan.submit()
    assert jordan.modal is None
    assert outcome.words.startswith("Hello Ada")
    card = greeter.demo.person("Sam Rivera").message("Hello Ada", channel="hiring")
    await jordan.click("Wave", on=card)
    assert (card.words.strip(), card.buttons, card.edited) == ("Waved", [], True)


async def test_an_error_stands_at_its_field(greeter: Greeter) -> None:
    jordan = greeter.demo.person("Jordan Lee")
    await jordan.command("/greet")
    await jordan.fill({"Name": "nobody"})
    await jordan.submit()
    assert jordan.form.errors == {"Name": "There is nobody of that name."}
    await jordan.fill({"Name": ""})
    await jordan.submit()
    assert jordan.form.errors == {"Name": "Please complete this required field."}
    assert len(greeter.heard_of("submitted")) == 1


async def test_words_in_the_ack_of_a_command_are_seen_by_one_person_only(greeter: Greeter) -> None:
    jordan = greeter.demo.person("Jordan Lee")
    seen = await jordan.command("/greet", "help", channel="general")
    assert seen.words.strip() == "Say /greet"
    assert seen.messages[0].ephemeral
    with pytest.raises(CannotDo, match="sees no"):
        greeter.demo.person("Sam Rivera").message("Say /greet", channel="general")


async def test_modals_stack_and_cancel_goes_back(greeter: Greeter) -> None:
    jordan = greeter.demo.person("Jordan Lee")
    await jordan.command("/greet")
    await jordan.click("Deeper")
    assert len(jordan.modals) == 2
    await jordan.close()
    assert len(jordan.modals) == 1
    await jordan.close(all=True)
    assert jordan.modal is None
    assert [body["is_cleared"] for body in greeter.heard_of("closed")] == [False, True]


async def test_the_home_is_published_when_it_is_opened(greeter: Greeter) -> None:
    jordan = greeter.demo.person("Jordan Lee")
    home = await jordan.open_home()
    assert home is not None
    assert home.text == "At home\nWave"
    assert "view" not in greeter.heard_of("app_home_opened")[0]["event"]
    await jordan.open_home()
    assert greeter.heard_of("app_home_opened")[1]["event"]["view"]["id"] == home.view.id


async def test_a_shared_file_is_told_of_and_a_message_can_be_answered(greeter: Greeter) -> None:
    jordan = greeter.demo.person("Jordan Lee")
    message = await jordan.upload("pool.csv", b"name,email\n", channel="hiring")
    await greeter.demo.idle()
    (body,) = greeter.heard_of("file_shared")
    info = await greeter.client.files_info(file=body["event"]["file_id"])
    assert info["file"]["shares"]["public"][message.channel][0]["ts"] == message.ts
    await jordan.shortcut("Answer this", on=message)
    assert [reply.text for reply in message.thread] == ["Noted"]


async def test_a_request_url_is_verified_with_a_challenge() -> None:
    async with DemoServer(manifest=MANIFEST) as demo:
        greeter = Greeter(demo)
        async with over_http(greeter):
            assert await demo.verify_request_url()


async def test_an_unknown_command_never_reaches_the_app(greeter: Greeter) -> None:
    seen = await greeter.demo.person("Jordan Lee").command("/nonsense")
    assert seen.error == "/nonsense is not a valid command."
    assert greeter.heard == []


async def test_a_person_cannot_press_what_is_not_there(greeter: Greeter) -> None:
    jordan = greeter.demo.person("Jordan Lee")
    await jordan.command("/greet")
    with pytest.raises(CannotDo, match=r"no button 'Erase'.*Deeper"):
        await jordan.click("Erase")
    with pytest.raises(CannotDo, match="no field 'Age'"):
        await jordan.fill({"Age": "7"})
    with pytest.raises(CannotDo, match="no option 'Cobol'"):
        await jordan.fill({"Tags": ["Cobol"]})
