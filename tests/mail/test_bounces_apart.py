"""Which address a report is about, how many of them are enough, and that sending anyway is asked for once."""

from tests.kit.hire import ADA as HIRED
from tests.kit.hire import active, card, hire
from tests.kit.pool import open_contact
from tests.kit.relayed import RelayedHouse
from tests.kit.relayed import post as post
from tests.kit.relayed import relay as relay
from tests.mail.test_bounces import FULL, comes_back, goes_to_a_new_address


async def test_a_late_report_about_the_former_address_says_nothing_about_the_new_one(
    post: RelayedHouse,
) -> None:
    await post.invite()
    await goes_to_a_new_address(post)
    assert await comes_back(post, 0)
    assert await post.house.rows("SELECT bounced_at FROM contact") == [{"bounced_at": None}]
    await post.later(days=3, minutes=1)
    assert post.relay.recipients[-1] == "ada@new.dk", "they are reminded"


async def test_three_full_mailboxes_within_a_day_are_not_yet_a_dead_address(post: RelayedHouse) -> None:
    await post.invite()
    await comes_back(post, status="5.2.2", words=FULL)
    for _ in range(2):
        await post.house.person("Jordan Lee").click("Resend", on=post.card())
        await post.house.settled()
        await comes_back(post, status="5.2.2", words=FULL)
    assert len(post.relay.recipients) == 3
    assert await post.house.rows("SELECT bounced_at FROM contact") == [{"bounced_at": None}]
    assert "bounced" not in post.card().words


async def test_an_offer_is_sent_anyway_once_however_often_one_presses(post: RelayedHouse) -> None:
    house = post.house
    await active(house)
    jordan = await hire(house)
    assert await comes_back(post)
    press = jordan.click_payload("Send anyway", on=card(jordan))
    for _ in range(2):
        again = press | {"trigger_id": house.demo.world.new_trigger(jordan.user)}
        await house.demo.deliver("interactive", again)
        await house.settled()
    assert post.relay.recipients == [HIRED, HIRED]


async def test_an_active_contact_keeps_the_address_that_takes_email(post: RelayedHouse) -> None:
    await active(post.house)
    await hire(post.house)
    jordan = await open_contact(post.house, "Ada")
    await jordan.click("Edit")
    assert "Email" not in jordan.form.fields
