"""What told of somebody in Slack is deleted when they are erased, also what nobody keeps up to date."""

from bot.security.tokens import Purpose
from bot.services.signup.signup import SignupForm
from tests.invitation.test_afterwards import AGAIN, ASK
from tests.kit.applying import apply
from tests.kit.erasing import erase
from tests.kit.knocking import knock
from tests.kit.pool import add
from tests.kit.product import House
from tests.kit.signing_up import contact_id, send
from tests.person.test_erasing import ours_in_slack

ADA, BO, CY = "ada@x.dk", "bo@x.dk", "cy@x.dk"


async def test_reminders_of_an_application_go(house: House) -> None:
    await apply(house, SignupForm("Ada Quimby", ADA, "ink", "Hello"))
    for hours in (0, 4.1, 24.1):
        house.forward(hours=hours)
        await house.settled()
    said = ours_in_slack(house)
    for words in ("Ada Quimby still needs", "for more than a day", "1 person needs your approval"):
        assert words in said
    await erase(house, ADA)
    assert "Quimby" not in ours_in_slack(house)


async def test_news_of_invitations_goes(house: House) -> None:
    house.demo.mailbox.answers[CY] = "550 5.1.1 User unknown"
    for name, email in (("Cy Quimby", CY), ("Ada Quimby", ADA)):
        await house.invite(Name=name, Email=email)
    for button in ("Decline", AGAIN, "Accept"):
        await house.press(await house.link(ADA), button)
        await house.settled()
    hour = int(house.clock.seconds()) // 3600
    await send(house, f"{await house.page(Purpose.PERSON, await contact_id(house, ADA), hour)}/leave", {})
    await house.invite(Name="Bo Quimby", Email=BO)
    link = await house.link(BO)
    house.forward(days=14)
    await house.settled()
    await house.press(link, ASK)
    await house.settled()
    said = ours_in_slack(house)
    for words in ("declined", "changed their mind", "accepted", "left", "asks for a new link", "cy@x.dk"):
        assert words in said
    await erase(house, ADA, BO, CY)
    assert "Quimby" not in ours_in_slack(house)


async def test_a_refusal_that_could_only_be_a_message_goes(house: House) -> None:
    ada = await add(house, "Ada Quimby", email=ADA)
    what, payload = knock(house, house.person("Jordan Lee"), "action:hire_contact", str(ada))
    del payload["response_url"]
    house.demo.faults.once("views.open", "internal_error")
    await house.demo.deliver(what, payload)
    await house.settled()
    assert "Ada Quimby" in ours_in_slack(house)
    await erase(house, ADA)
    assert "Quimby" not in ours_in_slack(house)
