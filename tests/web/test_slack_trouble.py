"""When Slack, the database or our code fails during a click, the person reads why and can continue."""

import logging

import pytest

from demo.person.person import Person
from tests.kit.locking import locked
from tests.kit.product import House
from tests.kit.signed import command, post, post_event, post_payload

SLACK_AWAY = "Slack didn't respond as expected"
DATABASE_AWAY = "The database can't be reached"


async def invited(house: House) -> Person:
    jordan = await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
    await house.settled()
    return jordan


@pytest.mark.parametrize("error", ["internal_error", "fatal_error", "ratelimited"])
async def test_a_form_that_slack_does_not_open_is_explained(house: House, error: str) -> None:
    house.demo.faults.once("views.open", error)
    seen = await house.person("Jordan Lee").command("/invite-contact")
    assert SLACK_AWAY in seen.words
    house.demo.forgive()


@pytest.mark.parametrize("down", ["500", "refuse"])
async def test_a_form_is_explained_while_slack_is_down(house: House, down: str) -> None:
    await house.person("Jordan Lee").command("/invite-contact")
    await house.person("Jordan Lee").close()
    house.demo.faults.down = down  # type: ignore[assignment]
    answer = await post(house, command(house, "/invite-contact", text=""))
    assert answer.status_code == 200
    assert SLACK_AWAY in answer.text
    house.demo.faults.clear()
    house.demo.forgive()


@pytest.mark.parametrize(
    ("planted", "status", "result"),
    [
        ("internal_error", 200, "refused"),
        ("ratelimited", 200, "ratelimited"),
        ("ratelimited", 429, "ratelimited"),
        ("away", 503, "failed"),
    ],
)
async def test_what_calls_of_slack_come_to_is_counted(
    house: House, planted: str, status: int, result: str
) -> None:
    house.demo.faults.once("views.open", planted, status=status)
    await house.person("Jordan Lee").command("/invite-contact")
    metrics = (await house.web.get("/metrics")).text
    assert f'slack_calls_total{{method="views.open",result="{result}"}} 1.0' in metrics
    house.demo.forgive()


async def test_a_call_without_an_answer_is_counted(hasty: House) -> None:
    await hasty.person("Jordan Lee").command("/invite-contact")
    await hasty.person("Jordan Lee").close()
    hasty.demo.faults.down = "hang"
    await post(hasty, command(hasty, "/invite-contact", text=""))
    metrics = (await hasty.web.get("/metrics")).text
    assert 'slack_calls_total{method="views.open",result="unreachable"} 1.0' in metrics
    hasty.demo.faults.clear()


async def test_a_slack_that_hangs_is_given_up_before_the_person_is(hasty: House) -> None:
    await hasty.person("Jordan Lee").command("/invite-contact")
    await hasty.person("Jordan Lee").close()
    hasty.demo.faults.down = "hang"
    answer = await post(hasty, command(hasty, "/invite-contact", text=""))
    assert SLACK_AWAY in answer.text
    assert answer.elapsed.total_seconds() < 2.9
    hasty.demo.faults.clear()


async def test_a_person_known_before_is_let_in_though_slack_hangs_and_they_were_not_asked_for_lately(
    hasty: House,
) -> None:
    await hasty.person("Jordan Lee").command("/contacts", "help")
    hasty.clock.forward(minutes=11)
    hasty.demo.faults.down = "hang"
    answer = await post(hasty, command(hasty))
    assert "/invite-contact" in answer.text
    assert answer.elapsed.total_seconds() < 1.5
    hasty.demo.faults.clear()


async def test_who_is_not_known_is_refused_in_time_while_slack_hangs(hasty: House) -> None:
    hasty.demo.faults.down = "hang"
    answer = await post(hasty, command(hasty, user_id=hasty.person("Sam Rivera").id))
    assert "Slack can't confirm your access" in answer.text
    assert answer.elapsed.total_seconds() < 2.9
    hasty.demo.faults.clear()


async def test_a_trigger_that_is_too_old_is_explained(house: House) -> None:
    answer = await post(house, command(house, "/invite-contact", text="", trigger_id="1.2.old"))
    assert answer.status_code == 200
    assert "once more" in answer.text or SLACK_AWAY in answer.text
    house.demo.forgive()


async def test_a_form_sent_while_the_database_is_locked_says_so_and_can_be_sent_again(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact")
    await jordan.fill({"Name": "Ada Lovelace", "Email": "ada@x.dk"})
    async with locked(house):
        seen = await jordan.submit()
    assert seen.ok
    assert jordan.modal
    assert DATABASE_AWAY in jordan.modal.text
    await jordan.close()
    await jordan.submit()
    await house.settled()
    assert len(house.demo.mailbox.to("ada@x.dk")) == 1


async def test_a_click_while_the_database_is_locked_is_answered_below_the_message(house: House) -> None:
    jordan = await invited(house)
    card = jordan.message("No reply yet", channel="app")
    async with locked(house):
        seen = await jordan.click("Withdraw", on=card, confirm=True)
    assert DATABASE_AWAY in seen.words
    await jordan.click("Withdraw", on=card, confirm=True)
    await house.settled()
    assert "Withdrawn" in jordan.message("Ada Lovelace", channel="app").words


async def test_a_command_while_the_database_is_locked_is_answered(house: House) -> None:
    house.clock.forward(minutes=11)
    sam = house.person("Sam Rivera")
    async with locked(house):
        seen = await sam.command("/contacts", "help")
    assert DATABASE_AWAY in seen.words


async def test_an_event_while_the_database_is_locked_is_sent_again_by_slack(house: House) -> None:
    sam = house.person("Sam Rivera")
    event = {"type": "app_home_opened", "user": sam.id, "tab": "home"}
    async with locked(house):
        assert (await post_event(house, event)).status_code == 500


async def test_a_fault_of_ours_is_told_and_logged_once_without_the_person(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact", "Ada ada@x.dk")
    await jordan.fill({"Name": "Ada Lovelace"})
    payload = jordan.submit_payload()
    payload["view"]["state"]["values"]["surname"] = {"surname": {"type": "plain_text_input", "value": "L"}}
    with caplog.at_level(logging.INFO):
        answer = await post_payload(house, payload)
    assert "went wrong on our side" in answer.text
    failures = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(failures) == 1
    told = str(failures[0].msg)
    assert "TypeError" in told
    assert "Lovelace" not in told
    assert "ada@x.dk" not in told
