"""Somebody leaves: what was theirs passes to the heir or the administrators. No message ends with nobody."""

import pytest

from bot.security.tokens import Purpose
from bot.services.workspace.leaving import got_right
from demo.person.seen import Seen
from tests.kit.applying import apply
from tests.kit.erasing import erase
from tests.kit.hire import active, hire, hired
from tests.kit.importing import THREE, Importer
from tests.kit.pool import open_contact, unit_of_work
from tests.kit.product import House, running, settle

LEFT = "What they left open"
GRACE = {"Name": "Grace Hopper", "Email": "grace@x.dk"}


async def a_full_desk(house: House) -> None:
    """Let Jordan have a link, a waiting application, an invitation and an open offer."""
    await apply(house)
    await house.invite(**GRACE)
    await hire(house, await active_named(house, "Bo Berg"))
    await house.settled()


async def active_named(house: House, name: str) -> str:
    await active(house, name, f"{name.partition(' ')[0].lower()}@x.dk")
    return name


async def told(house: House, who: str = "Maria Garcia") -> Seen:
    await house.settled()
    return house.person(who).message(LEFT)


def cards(house: House, who: str) -> int:
    return len([each for each in house.person(who).messages("app") if LEFT in each.words])


async def status_of_link(house: House) -> int:
    return (await house.web.get(await house.page(Purpose.JOIN, 1, 1))).status_code


async def test_people_are_looked_after_from_the_first_start_on(database_url: str) -> None:
    async with running(database_url) as house:
        looks = await house.rows("SELECT state FROM outbox WHERE kind = 'people_look'")
    assert looks == [{"state": "queued"}]


async def test_nobody_gets_the_daily_list_of_who_may_not_decide_any_more(house: House) -> None:
    await apply(house)
    await house.settled()
    await house.name_hiring_manager("Sam Rivera")
    house.forward(days=1)
    await house.settled()
    lists = {
        name: len([each for each in house.person(name).messages("app") if "1 person needs" in each.words])
        for name in ("Jordan Lee", "Sam Rivera", "Maria Garcia")
    }
    assert lists == {"Jordan Lee": 0, "Sam Rivera": 0, "Maria Garcia": 1}


async def test_what_a_leaver_has_open_goes_to_the_administrators_in_one_card(house_on_either: House) -> None:
    house = house_on_either
    await a_full_desk(house)
    url = await house.link("grace@x.dk")
    await house.demo.leaves("Jordan Lee")
    card, maria = await told(house), house.person("Maria Garcia")
    for line in (
        "1 sign-up link: Portfolio footer",
        "1 waiting application: Ada Lovelace",
        "1 invitation without a reply: Grace Hopper",
        "1 open job offer: Bo Berg",
        "belongs to the administrators",
        "switched off",
    ):
        assert line in card.words
    assert card.buttons == ["Choose heir", "Keep links", "Review"]
    assert cards(house, "Maria Garcia") == 1
    assert await status_of_link(house) == 410
    assert "Approve" in maria.message("We met at the fair.").buttons
    assert "Jordan" not in (await house.web.get(url)).text
    await house.press(url, "Accept")
    await house.press_in_mail("bo@x.dk", "Accept offer")
    await house.settled()
    assert "Grace Hopper accepted" in maria.message("accepted your invitation").words
    assert "Bo Berg" in maria.message("accepted your offer").words
    assert "hiring_managers" in str(await house.rows("SELECT settings FROM workspace"))
    await maria.command("/contacts", "settings")
    assert "Hiring managers: @Sam Rivera\n" in maria.form.words
    home = await maria.open_home()
    assert home and home.words.startswith("What needs you today\n1 person needs your approval")


async def test_of_what_they_left_only_what_is_open_is_told(house: House) -> None:
    await a_full_desk(house)
    await house.plant("UPDATE link SET expires_at = created_at, expired_at = created_at")
    await house.demo.leaves("Jordan Lee")
    card, maria = await told(house), house.person("Maria Garcia")
    assert "sign-up link" not in card.words
    await house.press_in_mail("grace@x.dk", "Accept")
    await open_contact(house, "Ada", "Maria Garcia")
    await maria.click("Archive", confirm=True)
    await maria.close(all=True)
    await maria.click("Choose heir", on=await told(house))
    await maria.fill({"Who takes over": "Maria Garcia"})
    await maria.submit()
    await house.settled()
    card = await told(house)
    assert "Bo Berg" in card.words
    assert "Grace Hopper" not in card.words and "Ada Lovelace" not in card.words


async def test_what_was_handed_to_somebody_else_meanwhile_stays_theirs(house: House) -> None:
    await house.name_hiring_managers("Jordan Lee", "Sam Rivera")
    await apply(house)
    await house.settled()
    await house.demo.leaves("Jordan Lee")
    card, maria = await told(house), house.person("Maria Garcia")
    await house.plant("UPDATE application SET responsible = :sam", sam=house.person("Sam Rivera").id)
    await maria.click("Choose heir", on=card)
    await maria.fill({"Who takes over": "Maria Garcia"})
    await maria.submit()
    await house.settled()
    responsible = await house.rows("SELECT responsible FROM application")
    assert responsible == [{"responsible": house.person("Sam Rivera").id}]


@pytest.mark.parametrize("told", [True, False])
async def test_reminders_name_somebody_who_is_there(house: House, told: bool) -> None:
    await house.invite(**GRACE)
    await house.settled()
    await house.demo.leaves("Jordan Lee", told=told)
    house.forward(days=3)
    await house.settled()
    reminder = house.demo.mailbox.to("grace@x.dk")[-1]
    assert reminder.subject.startswith("Reminder: Maria Garcia invites you")
    assert "Jordan" not in reminder.text
    assert "maria@acme.example" in str(reminder.headers)


async def test_the_named_heir_takes_over_and_an_administrator_may_choose_another(house: House) -> None:
    maria, sam = house.person("Maria Garcia"), house.person("Sam Rivera")
    people = {"Hiring managers": ["Jordan Lee", "Sam Rivera"], "Who takes over": "Sam Rivera"}
    await settle(maria, "People and rights", people)
    await maria.close()
    await apply(house)
    await house.invite(**GRACE)
    await house.settled()
    await settle(maria, "People and rights", {"Hiring managers": ["Sam Rivera"]})
    await maria.close()
    assert "belongs to Sam Rivera" not in (await told(house, "Sam Rivera")).text
    assert (await told(house, "Sam Rivera")).buttons == ["Review"]
    assert "Approve" in sam.message("We met at the fair.").buttons
    await maria.click("Keep links", on=await told(house), confirm=True)
    await house.settled()
    assert "Maria Garcia has kept" in (await told(house)).words
    assert (await told(house)).buttons == ["Choose heir", "Review"]
    assert "Sam Rivera" in (await house.web.get(await house.page(Purpose.JOIN, 1, 1))).text
    await maria.click("Choose heir", on=await told(house))
    await maria.fill({"Who takes over": "Peter Holm"})
    await maria.submit()
    assert "Please choose an administrator or a hiring manager" in maria.form.errors["Who takes over"]
    await maria.fill({"Who takes over": "Maria Garcia"})
    await maria.submit()
    await house.press(await house.link("grace@x.dk"), "Accept")
    await house.settled()
    assert "Grace Hopper accepted" in maria.message("accepted your invitation").words
    assert cards(house, "Maria Garcia") == cards(house, "Sam Rivera") == 1
    await house.name_hiring_managers("Sam Rivera", "Jordan Lee")
    owners = await house.rows("SELECT invited_by FROM invitation UNION SELECT responsible FROM application")
    assert owners == [{"invited_by": maria.id}], "who comes back gets nothing back by itself"


async def test_who_is_back_reads_their_own_news_again(house: House) -> None:
    await house.invite(**GRACE)
    await house.name_hiring_manager("Sam Rivera")
    await house.settled()
    await house.name_hiring_managers("Sam Rivera", "Jordan Lee")
    await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
    for email in ("grace@x.dk", "ada@x.dk"):
        await house.press_in_mail(email, "Accept")
    await house.settled()
    for who, name in (("Maria Garcia", "Grace Hopper"), ("Jordan Lee", "Ada Lovelace")):
        assert name in house.person(who).message("accepted your invitation").words


async def test_who_is_named_no_longer_is_not_back_because_slack_speaks_of_them(house: House) -> None:
    await house.invite(**GRACE)
    await house.name_hiring_manager("Sam Rivera")
    await house.settled()
    jordan = house.person("Jordan Lee")
    async with unit_of_work(house) as uow:
        await got_right(uow, [jordan.id])
    assert await house.rows("SELECT user_id, returned_at FROM departure") == [
        {"user_id": jordan.id, "returned_at": None}
    ]


async def test_an_administrator_who_is_none_any_more_passes_on_what_is_theirs(house: House) -> None:
    maria = house.person("Maria Garcia")
    await house.invite("Maria Garcia", **GRACE)
    await house.settled()
    await house.demo.people.becomes(maria.user, "member")
    await house.settled()
    assert await house.rows("SELECT user_id FROM departure") == [{"user_id": maria.id}]


async def test_who_left_unnoticed_is_found_when_there_is_news_for_them(house: House) -> None:
    await house.invite(**GRACE)
    await house.settled()
    await house.demo.leaves("Jordan Lee", told=False)
    house.forward(minutes=11)
    await house.press_in_mail("grace@x.dk", "Accept")
    await house.settled()
    maria = house.person("Maria Garcia")
    assert "Grace Hopper accepted" in maria.message("accepted your invitation").words
    assert not [each for each in house.person("Jordan Lee").messages("app") if "accepted" in each.words]


async def test_news_does_not_wait_for_slack_to_say_who_is_still_here(house: House) -> None:
    await house.invite(**GRACE)
    await house.settled()
    house.forward(minutes=11)
    house.demo.faults.once("users.info", "internal_error", times=9)
    await house.press_in_mail("grace@x.dk", "Accept")
    await house.settled()
    assert "Grace Hopper accepted" in house.person("Jordan Lee").message("accepted your invitation").words
    house.demo.forgive()


async def test_who_is_a_guest_by_now_gets_no_export_they_asked_for_before(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.invite(**GRACE)
    await house.settled()
    jordan = house.person("Jordan Lee")
    house.demo.faults.limit("conversations.open", retry_after=1200)
    await jordan.command("/contacts", "export")
    await house.settled()
    await house.demo.people.becomes(jordan.user, "guest", told=False)
    house.forward(minutes=21)
    await house.settled()
    assert not [each for each in jordan.messages("app") if each.files]
    assert "message_reached_nobody" in caplog.text
    [row] = await house.rows("SELECT state FROM outbox WHERE kind LIKE '%export%'")
    assert row["state"] == "failed"
    house.demo.forgive()


async def test_a_day_later_it_is_found_without_any_news(house: House) -> None:
    await apply(house)
    await house.demo.people.becomes(house.person("Jordan Lee").user, "guest", told=False)
    house.forward(days=1, minutes=1)
    assert "1 sign-up link" in (await told(house)).words
    assert await status_of_link(house) == 410


@pytest.mark.parametrize("error", ["user_disabled", "account_inactive", "a_code_nobody_has_heard_of"])
async def test_who_cannot_be_written_to_has_the_administrators_in_their_place(
    house: House, error: str
) -> None:
    await house.invite(**GRACE)
    await house.settled()
    house.demo.faults.once("chat.postMessage", error)
    await house.press_in_mail("grace@x.dk", "Accept")
    await house.settled()
    seen = house.person("Maria Garcia").message("accepted your invitation")
    assert "For @Jordan Lee, whom I couldn't message in Slack." in seen.words
    house.demo.forgive()


async def test_an_import_under_way_goes_on_in_another_name(house: House) -> None:
    importer = Importer(house)
    await importer.reviewing(THREE)
    await importer.start()
    await house.demo.leaves("Jordan Lee")
    card = await told(house)
    assert "1 import under way: contacts.csv" in card.words
    assert "3 invitations without a reply" in card.words
    house.forward(minutes=3)
    await house.settled()
    [mail] = house.demo.mailbox.to("ada@lovelace.example")
    assert "Maria Garcia" in mail.subject
    assert "Acme uploaded a list" in mail.text
    assert "Jordan" not in mail.text
    await house.press(mail.links[0], "Accept")
    await house.settled()
    assert "Ada Lovelace accepted" in house.person("Maria Garcia").message("accepted your invitation").words


async def test_a_question_about_a_job_is_asked_again_of_who_takes_over(house: House) -> None:
    await active(house)
    jordan = await hired(house)
    house.forward(days=35)
    await house.settled()
    assert "Let it end" in jordan.messages("app")[-1].buttons
    await house.demo.leaves("Jordan Lee")
    assert "1 job agreed on: Ada Lovelace" in (await told(house)).words
    maria = house.person("Maria Garcia")
    asked = next(each for each in maria.messages("app") if "Let it end" in each.buttons)
    await maria.click("Let it end", on=asked)
    house.forward(days=10)
    await house.settled()
    assert "Would you hire Ada Lovelace again?" in maria.messages("app")[-1].words


async def test_several_administrators_read_the_news_and_one_who_left_does_not(database_url: str) -> None:
    sam, jordan = "U0800000006", "U0800000005"
    async with running(database_url, admins=f"{sam},{jordan}") as house:
        assert (house.person("Sam Rivera").id, house.person("Jordan Lee").id) == (sam, jordan)
        await house.invite(**GRACE)
        await house.settled()
        await house.demo.leaves("Jordan Lee")
        await house.press_in_mail("grace@x.dk", "Accept")
        await house.settled()
        for who in ("Maria Garcia", "Sam Rivera"):
            assert "Grace Hopper accepted" in house.person(who).message("accepted your invitation").words
            assert cards(house, who) == 1
        assert cards(house, "Jordan Lee") == 0


async def test_news_that_several_administrators_read_is_gone_with_whom_it_names(database_url: str) -> None:
    async with running(database_url, admins="U0800000006,U0800000005") as house:
        await house.invite(**GRACE)
        await house.settled()
        await house.demo.leaves("Jordan Lee")
        await house.press_in_mail("grace@x.dk", "Accept")
        await house.settled()
        await erase(house, "grace@x.dk")
        for who in ("Maria Garcia", "Sam Rivera"):
            assert not any("accepted your invitation" in each.words for each in house.person(who).messages())


async def test_without_any_administrator_the_channel_from_settings_is_told(house: House) -> None:
    maria = house.person("Maria Garcia")
    await maria.add_app("hiring")
    await settle(maria, "People and rights", {"Post applications to": "hiring"})
    await maria.close()
    await house.invite(**GRACE)
    await house.settled()
    for who in ("Maria Garcia", "Jordan Lee"):
        await house.demo.leaves(who)
    await house.press_in_mail("grace@x.dk", "Accept")
    await house.settled()
    sam = house.person("Sam Rivera")
    assert "1 invitation without a reply" in sam.message(LEFT, channel="hiring").words
    assert "Grace Hopper accepted" in sam.message("accepted your invitation", channel="hiring").words


async def test_an_event_that_names_somebody_without_their_profile_is_looked_up(house: House) -> None:
    await apply(house)
    jordan = house.person("Jordan Lee")
    await house.demo.people.becomes(jordan.user, "deactivated", told=False)
    await house.demo.emit({"type": "user_change", "user": {"id": jordan.id}})
    assert "1 sign-up link" in (await told(house)).words


async def test_an_event_that_leaves_out_a_profile_takes_nobodys_name(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await house.demo.emit({"type": "user_change", "user": {"id": jordan.id, "deleted": False}})
    await house.settled()
    known = await house.rows("SELECT name, email FROM member WHERE user_id = :user", user=jordan.id)
    assert known == [{"name": "Jordan Lee", "email": jordan.user.email}]


async def test_people_who_own_nothing_come_and_go_without_a_word(house: House) -> None:
    before = await house.rows("SELECT id FROM outbox")
    peter = house.person("Peter Holm").user
    await house.demo.people.tell_of(peter)
    await house.demo.leaves("Peter Holm")
    await house.settled()
    assert await house.rows("SELECT id FROM outbox") == before
    assert await house.rows("SELECT id FROM departure") == []
