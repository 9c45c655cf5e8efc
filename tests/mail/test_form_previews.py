"""`Preview` in the forms that send an email shows what would be sent, and sends nothing."""

from tests.kit.applying import apply, card
from tests.kit.hire import active, open_form, terms
from tests.kit.product import House

FOOT = "Acme\nAcme, 1 Main Street, Copenhagen"


async def test_an_invitation_reads_as_the_mail_that_follows(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact")
    await jordan.click("Preview")
    assert "Hello," in jordan.form.words
    await jordan.close()
    note = "Hi Ada, *come* <!channel>\n\nJordan " + "x" * 1_900
    await jordan.fill({"Name": "Ada Lovelace", "Email": "ada@x.dk", "Invite note": note})
    await jordan.click("Preview")
    shown = jordan.form.words
    await jordan.close()
    assert house.demo.mailbox.mails == []
    await jordan.submit()
    await house.settled()
    [mail] = house.demo.mailbox.mails
    assert f"From {mail.sender.partition(' <')[0]}" in shown
    assert "To Ada Lovelace <ada@x.dk>" in shown
    assert "Replies go to jordan" in shown
    assert mail.subject in shown
    assert note in shown
    assert FOOT in shown
    sentences = [line for line in mail.text.splitlines() if line.endswith((".", ",")) and ">" not in line]
    assert len(sentences) > 4
    assert [each for each in sentences if each not in shown] == []


async def test_an_offer_is_shown_once_its_terms_are_complete(house: House) -> None:
    await active(house)
    jordan = await open_form(house)
    await jordan.fill({"Job title": "Illustrator"})
    await jordan.click("Preview")
    assert "rate" in jordan.form.words.casefold()
    await jordan.close()
    await jordan.fill(terms(house))
    await jordan.click("Preview")
    for words in (
        "offers you a job: Illustrator",
        "Rate: EUR 80.50 an hour",
        "We loved your last one.",
        FOOT,
    ):
        assert words in jordan.form.words
    assert house.demo.mailbox.mails == []
    assert await house.rows("SELECT 1 FROM hire") == []


async def test_a_decline_says_whether_it_is_sent_at_all(house: House) -> None:
    await apply(house)
    jordan, seen = await card(house)
    await jordan.click("Decline", on=seen)
    await jordan.fill({"Reason": "No engines needed"})
    await jordan.click("Preview")
    assert "Sent only if you tick “Tell them by email”." in jordan.form.words
    for words in ("From Acme", "To Ada Lovelace <ada@x.dk>", "No engines needed", FOOT):
        assert words in jordan.form.words
    await jordan.close()
    await jordan.tick("Tell them by email")
    await jordan.click("Preview")
    assert "Sent only if" not in jordan.form.words
