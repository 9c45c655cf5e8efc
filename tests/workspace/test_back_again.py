"""The app is installed again where it was: what waited goes on, and what was over stays over."""

from demo.world.model import Team
from tests.kit.installing import install, invite
from tests.kit.product import House
from tests.workspace.test_uninstall import ADA, BO
from tests.workspace.test_uninstall import two as two

REMINDERS = """
SELECT contact.email, outbox.state, outbox.due_at FROM outbox JOIN contact ON contact.id = outbox.contact_id
WHERE outbox.kind = 'invitation_reminder' AND outbox.workspace_id = 2 ORDER BY contact.email
"""


async def come_back(house: House, team: Team) -> None:
    await house.demo.uninstall(team.id)
    await house.demo.idle()
    await house.settled()
    house.forward(minutes=5)
    await install(house, team)
    await house.settled()


async def test_reminders_wait_for_their_day_and_those_of_who_was_withdrawn_are_over(
    two: tuple[House, Team],
) -> None:
    house, other = two
    max_ = house.demo.person("Max Berg", other.id)
    await invite(max_, Name="Bo Dahl", Email=BO)
    await house.settled()
    before = await house.rows(REMINDERS)
    await max_.click("Withdraw", on=max_.message(BO), confirm=True)
    await house.settled()
    house.forward(minutes=5)
    mails = len(house.demo.mailbox.mails)
    await come_back(house, other)
    ada, bo = await house.rows(REMINDERS)
    assert ada == {"email": ADA, "state": "queued", "due_at": before[0]["due_at"]}
    assert bo["state"] == "cancelled"
    assert len(house.demo.mailbox.mails) == mails


async def test_what_slack_did_not_take_long_before_is_not_shown_now(two: tuple[House, Team]) -> None:
    house, other = two
    of_card = "FROM outbox WHERE kind = 'card' AND workspace_id = 2"
    await house.plant(f"UPDATE outbox SET state = 'failed' WHERE id IN (SELECT id {of_card})")
    house.forward(minutes=5)
    await come_back(house, other)
    assert await house.rows(f"SELECT state {of_card}") == [{"state": "failed"}]
