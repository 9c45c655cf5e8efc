"""What Slack, or somebody else, sends a second time is handled once."""

from tests.kit.product import House
from tests.kit.signed import post_event


async def test_a_form_sent_again_by_somebody_else_changes_nothing(house: House) -> None:
    await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
    await house.settled()
    submission = house.demo.deliveries[-1]
    house.forward(seconds=10)
    assert (await house.demo.replay(submission)).status == 200
    await house.settled()
    assert len(house.demo.mailbox.to("ada@x.dk")) == 1
    assert len(await house.rows("SELECT id FROM contact")) == 1
    house.forward(seconds=291)
    assert (await house.demo.replay(submission)).status == 401


async def test_a_click_sent_again_changes_nothing(house: House) -> None:
    jordan = await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
    await house.settled()
    card = jordan.message("No reply yet", channel="app")
    await jordan.click("Withdraw", on=card, confirm=True)
    events = len(await house.rows("SELECT id FROM event"))
    for headers in ({}, {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}):
        click = house.demo.deliveries[-1]
        click.headers.update(headers)
        assert (await house.demo.replay(click)).status == 200
    await house.settled()
    assert len(await house.rows("SELECT id FROM event")) == events
    assert len(house.demo.calls("chat.postMessage")) == 1


async def test_an_event_sent_again_is_heard_once(house: House) -> None:
    jordan = house.person("Jordan Lee")
    event = {"type": "app_home_opened", "user": jordan.id, "tab": "home"}
    for event_id, drawn in (("Ev1", 1), ("Ev1", 1), ("Ev2", 2)):
        assert (await post_event(house, event, event_id)).status_code == 200
        assert len(house.demo.calls("views.publish")) == drawn
