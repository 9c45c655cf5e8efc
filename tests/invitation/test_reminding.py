"""Reminders of unanswered invitations: after three and seven days, never twice within a day."""

from email.utils import parsedate_to_datetime

import pytest

from tests.kit.importing import ADA, ALAN, GRACE, THREE, Importer
from tests.kit.product import House, settle

WHO = {"Name": "Ada Lovelace", "Email": ADA}


async def later(house: House, **delta: float) -> None:
    house.forward(**delta)
    await house.settled()


async def invited(house: House) -> None:
    await house.invite(**WHO)
    await house.settled()


def mails(house: House) -> int:
    return len(house.demo.mailbox.to(ADA))


async def test_they_are_reminded_after_three_days_and_after_seven_and_then_left_alone(house: House) -> None:
    await invited(house)
    for days, sent in ((2.9, 1), (0.2, 2), (3.8, 2), (0.2, 3), (6, 3), (20, 3)):
        await later(house, days=days)
        assert mails(house) == sent
    reminded = await house.rows("SELECT id FROM event WHERE kind = 'reminder sent'")
    assert len(reminded) == 2


async def test_a_reminder_follows_the_first_mail_in_their_mailbox(house: House) -> None:
    await invited(house)
    await later(house, days=3.1)
    await later(house, days=4)
    first, second, third = house.demo.mailbox.to(ADA)
    for reminder in (second, third):
        assert reminder.header("In-Reply-To") == first.header("Message-ID")
        assert reminder.header("References") == first.header("Message-ID")
        assert reminder.header("Message-ID") != first.header("Message-ID")
        assert [link for link in reminder.links if "/i/" in link] == [
            link for link in first.links if "/i/" in link
        ]
        age = reminder.at - parsedate_to_datetime(reminder.header("Date")).timestamp()
        assert 0 <= age < 86_400, "dated when it was due"


@pytest.mark.parametrize("button", ["Accept", "Decline"])
async def test_who_has_answered_is_not_reminded(house: House, button: str) -> None:
    await invited(house)
    await house.press_in_mail(ADA, button)
    await later(house, days=8)
    assert mails(house) == 1


async def test_who_answers_a_reminder_gets_no_second_one(house: House) -> None:
    await invited(house)
    await later(house, days=3.1)
    await house.press_in_mail(ADA, "Accept")
    await later(house, days=5)
    assert mails(house) == 2


async def test_who_was_withdrawn_is_not_reminded(house: House) -> None:
    await invited(house)
    jordan = house.person("Jordan Lee")
    await jordan.click("Withdraw", on=jordan.message("Ada Lovelace"), confirm=True)
    await later(house, days=8)
    assert mails(house) == 1


@pytest.mark.parametrize("button", ["Stop email from Acme", "Stop all email"])
async def test_who_stopped_mail_is_not_reminded(house: House, button: str) -> None:
    await invited(house)
    await house.press(await house.stop_link(1), button)
    await later(house, days=8)
    assert mails(house) == 1


async def test_whose_mail_never_left_is_not_reminded_of_it(house: House) -> None:
    house.demo.mailbox.answers[ADA] = "550 5.1.1 no such user"
    await invited(house)
    house.demo.mailbox.answers.clear()
    await later(house, days=8)
    assert mails(house) == 0


async def test_after_a_relay_was_away_for_days_reminders_begin_with_the_email(house: House) -> None:
    house.demo.mailbox.answers["*"] = "450 4.3.0 try again later"
    await invited(house)
    for _ in range(9):
        await later(house, hours=8)
        assert mails(house) == 0
        house.forward(minutes=-30)
    house.demo.mailbox.answers.clear()
    await later(house, hours=2)
    assert mails(house) == 1
    await later(house, hours=70)
    assert mails(house) == 1
    await later(house, hours=3)
    assert mails(house) == 2


async def test_reminders_count_from_the_first_email_and_not_from_the_press(house: House) -> None:
    house.demo.mailbox.answers["*"] = "450 4.3.0 try again later"
    await invited(house)
    house.demo.mailbox.answers.clear()
    await house.plant("UPDATE outbox SET due_at = datetime(due_at, '+5 days') WHERE kind = 'invitation'")
    for hours, sent in ((5 * 24 + 0.1, 1), (71, 1), (1.5, 2), (94, 2), (3, 3)):
        await later(house, hours=hours)
        assert mails(house) == sent


async def test_two_reminders_that_fall_due_together_are_a_day_apart(house: House) -> None:
    await invited(house)
    await later(house, days=8)
    assert mails(house) == 2
    await later(house, hours=23)
    assert mails(house) == 2
    await later(house, hours=1.1)
    assert mails(house) == 3


async def test_a_mail_sent_again_puts_the_reminder_off_until_the_next_day(house: House) -> None:
    await invited(house)
    await later(house, days=2.9)
    jordan = house.person("Jordan Lee")
    await jordan.click("Resend", on=jordan.message("Ada Lovelace"))
    await house.settled()
    await later(house, hours=12)
    assert mails(house) == 2
    await later(house, hours=12.1)
    assert mails(house) == 3
    _, again, reminder = house.demo.mailbox.to(ADA)
    assert reminder.header("In-Reply-To") == again.header("Message-ID")


async def test_a_relay_that_is_busy_when_a_reminder_is_due_gets_it_later(house: House) -> None:
    await invited(house)
    house.demo.mailbox.answers["*"] = "450 4.3.0 try again later"
    await later(house, days=3.1)
    house.demo.mailbox.answers.clear()
    await later(house, minutes=1)
    assert mails(house) == 2


async def remind_after(house: House, days: str) -> None:
    await settle(house.person("Maria Garcia"), "Times", {"Remind contacts after (days)": days})


@pytest.mark.parametrize(
    ("days", "sent"), [("", [1, 1, 1]), ("2", [2, 2, 2]), ("1, 5", [2, 3, 3]), ("7", [1, 2, 2])]
)
async def test_administrators_settle_when_people_are_reminded(
    house: House, days: str, sent: list[int]
) -> None:
    await remind_after(house, days)
    assert house.person("Maria Garcia").form.title == "Settings"
    await invited(house)
    seen = []
    for more in (2.1, 5, 5):
        await later(house, days=more)
        seen.append(mails(house))
    assert seen == sent


@pytest.mark.parametrize("days", ["7, 3", "3, 3", "0", "30", "1, 2, 3", "soon", "-1"])
async def test_days_that_make_no_sense_are_an_error_at_the_field(house: House, days: str) -> None:
    await remind_after(house, days)
    form = house.person("Maria Garcia").form
    assert "up to 2 whole numbers from 1 to 29" in form.errors["Remind contacts after (days)"]


async def test_imported_people_are_reminded_like_others(house: House) -> None:
    jordan = Importer(house)
    await jordan.all_of(THREE)
    await house.press_in_mail(GRACE, "Accept")
    await later(house, days=3)
    await later(house, days=4)
    sent = {email: len(house.demo.mailbox.to(email)) for email in (ADA, GRACE, ALAN)}
    assert sent == {ADA: 3, GRACE: 1, ALAN: 3}


async def test_nobody_is_reminded_of_an_import_whose_mails_were_cancelled_or_stopped(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.start()
    await jordan.person.click("Cancel sending (3)", on=jordan.message)
    await later(house, days=4)
    await later(house, days=4)
    assert house.demo.mailbox.mails == []


async def test_an_undone_import_reminds_nobody(house: House) -> None:
    jordan = Importer(house)
    await jordan.all_of(THREE)
    await jordan.undo()
    await later(house, days=4)
    assert len(house.demo.mailbox.mails) == 3


async def test_an_invitation_lasts_from_its_first_email(house: House) -> None:
    await settle(house.person("Maria Garcia"), "Times", {"Invitations expire after (days)": "1"})
    house.demo.mailbox.answers["*"] = "450 4.3.0 try again later"
    await invited(house)
    for _ in range(6):
        await later(house, hours=8)
    house.demo.mailbox.answers.clear()
    await later(house, hours=2)
    link = await house.link(ADA)
    await later(house, hours=21)
    assert (await house.web.get(link)).status_code == 200
    await later(house, hours=4)
    assert (await house.web.get(link)).status_code == 410
