"""Invite one person: from the slash command to the answer, as people see it."""

from tests.product import House

ADA = {
    "Name": "Ada Lovelace",
    "Email": "ada@x.dk",
    "Invite note": "We liked your talk.",
    "Tags": ['Create "python"'],
}


async def test_an_invitation_goes_from_the_command_to_the_answer(house: House) -> None:
    jordan = await house.invite(**ADA)
    assert jordan.modal is None
    await house.settled()
    mail = house.demo.mailbox.to("ada@x.dk")[-1]
    assert "We liked your talk." in mail.text
    card = await jordan.sees("waiting for their answer", channel="app")
    assert card.buttons == ["Resend", "Copy link", "Withdraw"]
