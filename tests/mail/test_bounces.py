"""Emails that come back: by pipe and by mailbox, matched to ours, shown, and not written to again."""

import re
from collections.abc import AsyncIterator

import pytest

from bot.bounce import take_in
from demo.person.person import Person
from storage.engine import migrate
from tests.kit.hire import ADA as HIRED
from tests.kit.hire import active, hire
from tests.kit.hire import card as hire_card
from tests.kit.imap_server import SmallImap
from tests.kit.importing import Importer
from tests.kit.postgres import Server
from tests.kit.relayed import ADA, RelayedHouse, relayed
from tests.kit.relayed import post as post
from tests.kit.relayed import relay as relay
from tests.kit.reports import HUMAN, VACATION, dsn, plain
from tests.kit.smtp_server import MisbehavingSmtp

DEAD = "smtp; 550 5.1.1 <ada@x.dk>: Recipient address rejected: User unknown"
FULL = "smtp; 552 5.2.2 <ada@x.dk>: Mailbox full"
REASON = "The email came back: this address doesn't receive email. It said: 550 5.1.1 <address>: Recipient"


async def pipe(post: RelayedHouse, report: bytes) -> bool:
    """Hand a report to the command beside the running program, which then does the work."""
    taken = await take_in(post.house.program.settings, report, post.house.clock)
    await post.later(seconds=0)
    return taken


async def comes_back(post: RelayedHouse, number: int = -1, status: str = "5.1.1", words: str = DEAD) -> bool:
    """Report that an email which the relay accepted has come back."""
    mail = post.relay.accepted[number]
    return await pipe(post, dsn(status, words, str(mail.message["Message-ID"])))


async def home(post: RelayedHouse) -> Person:
    jordan = post.house.person("Jordan Lee")
    await jordan.open_home()
    return jordan


async def contact_modal(post: RelayedHouse, near: str = "Ada") -> Person:
    jordan = await home(post)
    await jordan.click("Open", on=jordan.home, near=near)
    return jordan


async def bounced(post: RelayedHouse) -> None:
    """Invite Ada, whose email comes back for good."""
    await post.invite()
    assert await comes_back(post)


async def test_a_dead_address_is_shown_on_card_row_modal_and_home(post: RelayedHouse) -> None:
    await bounced(post)
    assert "Email\nbounced" in post.card().words
    assert REASON in post.card().words
    assert post.card().buttons == ["Edit", "Send anyway", "Copy link", "Withdraw"]
    assert "Check the address" in post.told()[0]
    jordan = await home(post)
    assert jordan.home
    assert "1 email not delivered" in jordan.home.words
    assert "email bounced" in jordan.home.words
    assert REASON in jordan.home.words
    jordan = await contact_modal(post)
    assert "Email\nbounced" in jordan.form.text
    assert REASON in jordan.form.text
    await jordan.click("Emails")
    assert jordan.form.title == "Emails"
    assert "Invitation, " in jordan.form.text
    assert ": bounced" in jordan.form.text
    assert "Reminder, " in jordan.form.text
    assert ": not sent" in jordan.form.text
    metrics = (await post.house.web.get("/metrics")).text
    assert 'bounces_total{kind="hard"} 1.0' in metrics


async def test_the_same_report_twice_is_once_and_reminders_end(post: RelayedHouse) -> None:
    await bounced(post)
    await comes_back(post)
    assert len(post.told()) == 1
    assert 'bounces_total{kind="hard"} 1.0' in (await post.house.web.get("/metrics")).text
    await post.later(days=8)
    assert post.relay.recipients == [ADA]


async def test_a_manager_may_send_anyway_or_correct_the_address(post: RelayedHouse) -> None:
    await bounced(post)
    jordan = post.house.person("Jordan Lee")
    await jordan.click("Send anyway", on=post.card())
    await post.house.settled()
    assert post.relay.recipients == [ADA, ADA]
    assert "sent" in post.card().words
    assert "Resend" in post.card().buttons
    await comes_back(post, 0)  # the first report once more
    assert "Resend" in post.card().buttons
    await comes_back(post, 1)
    await goes_to_a_new_address(post)
    assert post.relay.recipients[-1] == "ada@new.dk"
    await comes_back(post, 1)  # about the former address
    assert "sent" in post.card().words


async def test_a_full_mailbox_is_told_and_the_third_in_three_days_bounces(post: RelayedHouse) -> None:
    await post.invite()
    await comes_back(post, status="5.2.2", words=FULL)
    assert "sent" in post.card().words
    assert "The email came back: the mailbox is full." in post.card().words
    await comes_back(post, status="5.2.2", words=FULL)
    await post.later(days=3, minutes=1)
    await comes_back(post, status="5.2.2", words=FULL)
    assert post.told() == []
    await post.later(days=4)
    assert post.relay.recipients == [ADA] * 3
    await comes_back(post, status="5.2.2", words=FULL)
    assert "Email\nbounced" in post.card().words
    assert "Three emails have come back" in post.told()[0]
    assert 'bounces_total{kind="soft"} 3.0' in (await post.house.web.get("/metrics")).text


async def goes_to_a_new_address(post: RelayedHouse) -> None:
    """Correct Ada's address and invite her there."""
    jordan = await contact_modal(post)
    await jordan.click("Edit")
    await jordan.fill({"Email": "ada@new.dk"})
    await jordan.submit()
    await jordan.click("Resend")
    await post.house.settled()


async def two_come_back_for_the_moment(post: RelayedHouse) -> None:
    """Invite and remind Ada, whose mailbox is full on both days."""
    await post.invite()
    await comes_back(post, status="5.2.2", words=FULL)
    await post.later(days=3, minutes=1)
    await comes_back(post, status="5.2.2", words=FULL)


async def test_a_full_mailbox_at_a_former_address_says_nothing_about_the_new_one(post: RelayedHouse) -> None:
    await two_come_back_for_the_moment(post)
    await goes_to_a_new_address(post)
    assert post.relay.recipients == [ADA, ADA, "ada@new.dk"]
    await comes_back(post, status="5.2.2", words=FULL)
    assert "the mailbox is full" in post.card().words and "bounced" not in post.card().words
    assert post.told() == []


async def test_what_came_back_for_the_moment_is_forgotten_after_a_month(post: RelayedHouse) -> None:
    await two_come_back_for_the_moment(post)
    await post.later(days=31)
    await post.house.person("Jordan Lee").click("Resend", on=post.card())
    await post.house.settled()
    assert post.relay.recipients == [ADA] * 3
    await comes_back(post, status="5.2.2", words=FULL)
    assert "the mailbox is full" in post.card().words and "bounced" not in post.card().words
    assert post.told() == []


async def test_a_filter_that_refuses_us_does_not_condemn_the_address(post: RelayedHouse) -> None:
    await post.invite()
    await comes_back(post, status="5.7.1", words="smtp; 550 5.7.1 Message rejected as spam")
    assert "Email\nfailed" in post.card().words
    assert "The address isn't the reason." in post.told()[0]
    jordan = post.house.person("Jordan Lee")
    await jordan.click("Resend", on=post.card())
    await post.house.settled()
    assert post.relay.recipients == [ADA, ADA]
    await comes_back(post, 1, status="5.2.2", words=FULL)
    await comes_back(post, 1)  # the harder report counts
    assert "Email\nbounced" in post.card().words


async def test_a_report_about_somebody_erased_changes_only_the_email(post: RelayedHouse) -> None:
    await post.invite()
    await post.house.plant("DELETE FROM invitation")
    await post.house.plant("DELETE FROM card")
    await post.house.plant("DELETE FROM contact")
    assert await comes_back(post)
    assert post.told() == []


async def test_what_is_no_report_about_ours_changes_nothing(post: RelayedHouse) -> None:
    await post.invite()
    message_id = str(post.relay.accepted[0].message["Message-ID"])
    made_up = re.sub(r"\.[0-9a-f]{12}@", ".0123456789ab@", message_id)
    delayed = dsn("4.4.1", "smtp; 451 4.4.1 timed out", message_id, action="delayed")
    for report in (VACATION, HUMAN, plain("hello"), dsn("5.1.1", DEAD, made_up), delayed):
        assert not await pipe(post, report)
    assert "sent" in post.card().words
    assert await post.house.rows("SELECT kind FROM outbox WHERE kind = 'bounce'") == []


async def test_an_email_is_found_by_its_envelope(database_url: str, relay: MisbehavingSmtp) -> None:
    async with relayed(database_url, relay, mail_return_path="bounce+{id}@acme.example") as post:
        await post.invite()
        sender = relay.accepted[0].mail_from
        assert re.fullmatch(r"bounce\+\d+-[0-9a-f]{12}@acme\.example", sender)
        assert await pipe(post, dsn("5.1.1", DEAD, "<other@x.dk>", to=sender.upper()))
        assert "Email\nbounced" in post.card().words


async def test_no_import_writes_there_again(post: RelayedHouse) -> None:
    await bounced(post)
    jordan = await contact_modal(post)
    await jordan.click("Withdraw", confirm=True)
    await jordan.close(all=True)
    importer = Importer(post.house)
    form = await importer.reviewing(f"name,email\nAda Lovelace,{ADA}\nBo Olsen,bo@x.dk\n")
    assert "1 new, 1 email bounced (never emailed)." in form.words
    await importer.person.click("Select all")
    await importer.start()
    await importer.mails_leave()
    assert post.relay.recipients == [ADA, "bo@x.dk"]
    await comes_back(post)
    assert "1 email couldn't be delivered" in importer.message.words
    await post.invite()  # by hand it may be tried again
    assert post.relay.recipients == [ADA, "bo@x.dk", ADA]


async def test_the_filter_finds_failed_and_bounced_emails(post: RelayedHouse) -> None:
    await bounced(post)
    post.relay.dead = {"bo@x.dk": "550 5.1.1 <{rcpt}>: User unknown"}
    await post.invite("bo@x.dk", "Bo Olsen")
    await post.invite("cy@x.dk", "Cy Young")
    jordan = await home(post)
    assert jordan.home
    assert "2 emails not delivered" in jordan.home.words  # though reminders wait for their day
    assert "email failed" in jordan.home.words
    for choice, named in (("Failed", ["Bo"]), ("Bounced", ["Ada"]), ("Failed or bounced", ["Ada", "Bo"])):
        await jordan.click("Filter", on=jordan.home)
        await jordan.fill({"Email": choice})
        await jordan.submit()
        assert [name for name in ("Ada", "Bo", "Cy") if f"{name} " in jordan.home.words] == named
    await jordan.click("Show all", on=jordan.home)
    await jordan.click("2 emails not delivered", on=jordan.home)
    assert "2 contacts: email not delivered" in jordan.home.words


async def test_a_bounced_offer_goes_to_a_new_address_once_that_is_confirmed(post: RelayedHouse) -> None:
    await active(post.house)
    jordan = await hire(post.house)
    await comes_back(post)
    assert "Email: bounced" in hire_card(jordan).words
    assert "Email\nnone" in post.card().words  # the inviter's card is about the invitation alone
    assert {"Edit", "Send anyway"} <= set(hire_card(jordan).buttons)
    await contact_modal(post)
    await jordan.click("Hire")
    assert "Email to Ada Lovelace came back." in jordan.form.text
    assert "Send anyway" in jordan.form.buttons
    await jordan.close(all=True)
    jordan = await contact_modal(post)
    await jordan.click("Edit")
    await jordan.fill({"Email": "ada@new.dk"})
    await jordan.submit()
    assert "We've asked ada@new.dk to confirm the address." in jordan.form.text
    await post.house.settled()
    assert post.relay.recipients == [HIRED, "ada@new.dk"]
    link = await confirmation(post)
    page = (await post.house.web.get(link)).text
    assert "Confirm your email address" in page
    assert "Illustrator" not in page
    await jordan.close(all=True)
    jordan = await contact_modal(post)
    await jordan.click("Edit")
    await jordan.fill({"Email": "ada@newer.dk"})
    await jordan.submit()
    await post.house.settled()
    assert (await post.house.web.get(link)).status_code == 410, "another address is to be confirmed now"
    link = await confirmation(post)
    assert "Your address is confirmed" in (await post.house.press(link, "Confirm")).text
    await post.house.settled()
    assert post.relay.recipients[2:] == ["ada@newer.dk", "ada@newer.dk"]
    assert "Illustrator" in str(post.relay.accepted[-1].message["Subject"])
    assert "Your address is confirmed" in (await post.house.post(link)).text
    await post.house.settled()
    assert len(post.relay.accepted) == 4


async def test_whoever_has_a_new_address_from_which_mail_came_back_too_is_asked_again(
    post: RelayedHouse,
) -> None:
    await active(post.house)
    await hire(post.house)
    await comes_back(post)
    jordan = await contact_modal(post)
    await jordan.click("Edit")
    await jordan.fill({"Email": "ada@new.dk"})
    await jordan.submit()
    await jordan.close(all=True)
    await post.house.settled()
    await comes_back(post)
    jordan = await contact_modal(post)
    await jordan.click("Resend")
    await post.house.settled()
    assert post.relay.recipients[1:] == ["ada@new.dk", "ada@new.dk"]


async def confirmation(post: RelayedHouse) -> str:
    body = post.relay.accepted[-1].message.get_body(("plain",))
    assert body
    found = re.search(r"https?://\S+/address/\S+", body.get_content())
    assert found
    return found[0]


async def test_an_offer_that_came_back_after_it_was_accepted_need_not_be_sent_again(
    post: RelayedHouse,
) -> None:
    await active(post.house)
    jordan = await hire(post.house)
    offer = post.relay.accepted[-1].message.get_body(("plain",))
    assert offer
    link = re.search(r"https?://\S+/o/\S+", offer.get_content())
    assert link
    await post.house.press(link[0], "Accept offer")
    await comes_back(post)
    assert "Email: bounced" in hire_card(jordan).words
    assert hire_card(jordan).buttons == ["Cancel job", "Extend"]


async def test_a_bounced_offer_can_be_sent_anyway(post: RelayedHouse) -> None:
    await active(post.house)
    jordan = await hire(post.house)
    await comes_back(post)
    await jordan.click("Send anyway", on=hire_card(jordan))
    await post.house.settled()
    assert post.relay.recipients == [HIRED, HIRED]
    assert "Email: sent" in hire_card(jordan).words


@pytest.fixture
async def imap() -> AsyncIterator[SmallImap]:
    async with SmallImap() as server:
        yield server


async def test_a_mailbox_is_read_and_marked_once_all_is_stored(
    database_url: str, relay: MisbehavingSmtp, imap: SmallImap
) -> None:
    async with relayed(database_url, relay, bounce_imap_url=imap.url) as post:
        await post.invite()
        imap.deliver(VACATION)
        imap.deliver(dsn("5.1.1", DEAD, str(relay.accepted[0].message["Message-ID"])))
        imap.deliver(dsn("5.1.1", DEAD, str(relay.accepted[0].message["Message-ID"])))
        await looks(post, imap)
        assert "Email\nbounced" in post.card().words
        assert len(post.told()) == 1
        await imap.refuse()
        post.house.forward(minutes=1)
        await imap.listen()
        await post.invite("bo@x.dk", "Bo Olsen")
        imap.deliver(dsn("5.1.1", DEAD, str(relay.accepted[1].message["Message-ID"])))
        await looks(post, imap)
        assert "Email\nbounced" in post.card("Bo Olsen").words


async def looks(post: RelayedHouse, imap: SmallImap) -> None:
    """Wait until the mailbox was read."""
    while imap.unread:
        post.house.forward(minutes=1)
        await post.house.something_happens()
    await post.house.settled()


@pytest.mark.postgres
async def test_on_postgresql_it_is_the_same(postgres: Server, relay: MisbehavingSmtp) -> None:
    with postgres.database(postgres.template("migrated", migrate.upgrade)) as url:
        async with relayed(url, relay) as post:
            await test_the_filter_finds_failed_and_bounced_emails(post)
            assert not await take_in(post.house.program.settings, dsn("5.1.1", DEAD))
            await comes_back(post, 0)
            assert len(post.told()) == 2  # one bounced, one failed
