"""Access rights: every listener refuses people without them, and they can ask for access."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.slack.access import MATRIX, Role
from demo.person.person import Person
from demo.world.seed import PersonSeed, acme
from storage.entities.right import Right
from tests.kit.knocking import knock, said
from tests.kit.product import House, running
from tests.kit.recorder import needs, registered
from tests.kit.who_may import NEEDS, ROLES, allowed

Json = dict[str, Any]

PEOPLE = {
    Role.MANAGER: "Jordan Lee",
    Role.MEMBER: "Peter Holm",
    Role.GUEST: "guest",
    Role.STRANGER: "stranger",
    Role.DEACTIVATED: "deactivated",
}
KEPT = (
    "SELECT id, status, version, archived_at FROM contact",
    "SELECT id, mails, generation FROM invitation",
    "SELECT id, kind FROM event",
    "SELECT id, settings FROM workspace",
    "SELECT id, kind FROM outbox WHERE kind != 'reply'",
)
REFUSALS = ("Only administrators", "you can't use Trusted Contacts in this workspace")
SILENT = ("event:", "options:")
ADA = {"Name": "Ada Lovelace", "Email": "ada@x.dk"}


def test_every_listener_has_a_row_in_the_matrix_and_every_row_a_listener() -> None:
    assert registered() == set(NEEDS)


@pytest.mark.parametrize("listener", sorted(NEEDS))
def test_every_listener_needs_the_rights_written_out_for_it(listener: str) -> None:
    assert needs()[listener] == NEEDS[listener]


def test_every_right_is_of_the_roles_written_out_for_it() -> None:
    assert MATRIX == ROLES


def test_no_right_is_given_to_who_is_no_colleague() -> None:
    """Slack opens the Home tab for anyone, and anyone invited as a contact may answer."""
    outside = {Role.GUEST, Role.STRANGER, Role.DEACTIVATED, Role.BOT}
    own = {"open the Home tab", "answer what they were asked themselves"}
    assert {right for right, roles in MATRIX.items() if roles & outside} <= own
    assert set(MATRIX) == set(Right)


@pytest.mark.parametrize("role", [*PEOPLE, Role.BOT])
async def test_who_may_not_is_refused_at_every_listener_and_nothing_changes(house: House, role: Role) -> None:
    await house.invite(**ADA)
    await house.settled()
    person, before = somebody(house, role), await kept(house)
    opened = len(house.demo.calls("views.open"))
    forbidden = [name for name in NEEDS if role not in allowed(name)]
    assert forbidden
    for name in forbidden:
        what, payload = knock(house, person, name)
        reply = await house.demo.deliver(what, payload)
        assert reply.status == 200
        words = await said(house, payload, reply)
        assert name.startswith(SILENT) or any(refusal in words for refusal in REFUSALS), name
    assert await kept(house) == before
    assert len(house.demo.calls("views.open")) == opened


@pytest.mark.parametrize("name", ["Maria Garcia", "Jordan Lee"])
async def test_administrators_and_hiring_managers_may_invite(house: House, name: str) -> None:
    person = await house.invite(name, **ADA)
    assert person.modal is None
    assert (await house.rows("SELECT invited_by FROM contact")) == [{"invited_by": person.id}]


async def test_before_anything_is_configured_only_administrators_get_in(database_url: str) -> None:
    async with running(database_url) as house:
        for name in ("Jordan Lee", "Peter Holm"):
            seen = await house.person(name).command("/invite-contact")
            assert "Only administrators and hiring managers may invite people here." in seen.words
            assert house.person(name).modal is None
        maria = house.person("Maria Garcia")
        await maria.command("/invite-contact")
        assert maria.form.title == "Invite a contact"


async def test_the_environment_names_administrators_but_lets_no_guest_in(database_url: str) -> None:
    async with running(database_url, secret_key="the same") as plain:
        named = ",".join(plain.demo.person(who).id for who in ("Peter Holm", "guest"))
    async with running(database_url, secret_key="the same", admins=named) as house:
        peter, guest = house.demo.person("Peter Holm"), house.demo.person("guest")
        await peter.command("/contacts", "settings")
        assert peter.form.title == "Settings"
        seen = await guest.command("/invite-contact", channel="studio")
        assert "As a guest you can't use Trusted Contacts" in seen.words
        assert seen.buttons == []


async def test_a_refusal_names_who_can_let_one_in_and_a_word_leads_there(house: House) -> None:
    peter, maria = house.person("Peter Holm"), house.person("Maria Garcia")
    seen = await peter.command("/invite-contact")
    assert "Only administrators and hiring managers may invite people here." in seen.words
    assert "Maria Garcia" in seen.words
    await peter.click("Ask for access", on=seen.messages[0])
    await house.settled()
    assert "We've sent your request." in peter.message("request", channel="general").words
    asked = maria.message("is asking to invite people")
    assert "Peter Holm" in asked.words
    await maria.click("Make hiring manager", on=asked)
    await house.settled()
    assert "Peter Holm is now a hiring manager." in maria.message("now a hiring manager").words
    assert maria.message("now a hiring manager").buttons == []
    assert "You are now a hiring manager: type /invite-contact" in peter.message("now").words
    await peter.command("/invite-contact")
    assert peter.form.title == "Invite a contact"
    await house.person("Jordan Lee").command("/invite-contact")
    assert house.person("Jordan Lee").modal, "who was one before still is"


async def test_a_member_asks_for_access_on_the_home_tab(house: House) -> None:
    peter, maria = house.person("Peter Holm"), house.person("Maria Garcia")
    home = await peter.open_home()
    assert home and home.buttons == ["Ask for access"]
    assert "Ask one of these people for access: @Maria Garcia" in home.text
    await peter.click("Ask for access", on=home)
    assert peter.home and "We've sent your request." in peter.home.text
    await house.settled()
    await maria.click("Make hiring manager", on=maria.message("is asking to invite people"))
    assert (await peter.open_home() or home).buttons[0] == "Invite"


async def test_administrators_beyond_the_first_page_are_found_and_each_is_named_once(
    database_url: str,
) -> None:
    people = [PersonSeed(f"Person {number}", f"p{number}@acme.example") for number in range(450)]
    olga = PersonSeed("Olga Last", "olga@acme.example", "admin")
    seed = replace(acme(), people=(*acme().people, *people, olga))
    async with running(database_url, seed=seed, admins="U0800000004") as house:
        await house.demo.until(lambda: len(house.demo.calls("users.list")) == 3)
        assert house.person("Maria Garcia").id == "U0800000004"
        await house.settled()
        seen = await house.person("Peter Holm").command("/invite-contact")
        assert seen.words.count("@Maria Garcia") == seen.words.count("@Olga Last") == 1
        await house.demo.leaves("Olga Last")
        seen = await house.person("Peter Holm").command("/invite-contact")
        assert "Olga Last" not in seen.messages[-1].words


async def test_asking_five_times_asks_the_administrator_once(house: House) -> None:
    peter, maria = house.person("Peter Holm"), house.person("Maria Garcia")
    for _ in range(2):
        seen = await peter.command("/invite-contact")
        await peter.click("Ask for access", on=seen.messages[0], times=3)
        await house.settled()
    assert len([each for each in maria.messages("app") if "is asking to invite" in each.words]) == 1


async def test_asking_again_the_next_day_asks_the_administrator_again(house: House) -> None:
    peter, maria = house.person("Peter Holm"), house.person("Maria Garcia")
    for days in (1, 2):
        seen = await peter.command("/invite-contact")
        await peter.click("Ask for access", on=seen.messages[0])
        await house.settled()
        assert len([each for each in maria.messages("app") if "is asking to invite" in each.words]) == days
        house.forward(days=1)


async def test_who_lost_the_right_with_the_form_open_is_refused_and_can_ask(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact")
    await jordan.fill(ADA)
    await house.name_hiring_managers("Sam Rivera")
    await jordan.submit()
    assert "Only administrators and hiring managers may invite people here." in jordan.form.text
    await jordan.click("Ask for access")
    await house.settled()
    assert "We've sent your request." in jordan.form.text
    assert "Jordan Lee" in house.person("Maria Garcia").message("is asking to invite people").words
    assert await house.rows("SELECT id FROM contact") == []


async def test_what_slack_says_of_a_person_counts_within_ten_minutes(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact")
    jordan.user.role = "guest"
    house.forward(minutes=10)
    seen = await jordan.command("/invite-contact")
    assert "As a guest you can't use Trusted Contacts" in seen.words


async def test_while_slack_is_away_what_it_said_a_day_ago_serves_and_nothing_older(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/contacts", "help")
    house.demo.faults.once("users.info", "internal_error", times=2)
    house.forward(hours=23)
    assert "/invite-contact" in (await jordan.command("/contacts", "help")).words
    house.forward(hours=1)
    assert "Slack can't confirm your access" in (await jordan.command("/contacts", "help")).words
    assert "/invite-contact" in (await jordan.command("/contacts", "help")).words, "Slack answers again"


async def test_two_clicks_of_somebody_new_may_ask_slack_at_once(house: House) -> None:
    sam = house.person("Sam Rivera")
    both = await asyncio.gather(sam.command("/contacts", "help"), sam.command("/contacts", "help"))
    assert all("/invite-contact" in seen.words for seen in both)


async def test_a_user_that_slack_does_not_know_is_refused(house: House) -> None:
    for user_id in ("", "U0UNKNOWN99", "<script>", "x" * 3_000):
        what, payload = knock(house, house.person("Jordan Lee"), "command:/invite-contact")
        with house.demo.expecting("user"):
            reply = await house.demo.deliver(what, payload | {"user_id": user_id})
        assert reply.status in (200, 400)
    assert house.demo.calls("views.open") == house.demo.calls("views.open")[:1], "the Settings alone"


def somebody(house: House, role: Role) -> Person:
    bot = house.demo.world.bot_of(house.demo.team.id)
    assert bot
    return Person(house.demo.desk, bot) if role is Role.BOT else house.demo.person(PEOPLE[role])


async def kept(house: House) -> list[list[Json]]:
    return [await house.rows(statement) for statement in KEPT]
