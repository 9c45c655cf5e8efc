"""Who may do what: everybody who may not is refused at every listener, and can ask to be let in."""

from typing import Any

import pytest

from bot.access import LISTENERS, MATRIX, Right, Role
from bot.demo.person import Person
from bot.demo.transport import Reply, What
from tests.knocking import knock
from tests.product import House, running
from tests.recorder import registered

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
REFUSALS = ("Only administrators", "you cannot use Trusted Contacts in this workspace")
ADA = {"Name": "Ada Lovelace", "Email": "ada@x.dk"}


async def test_every_listener_has_a_row_in_the_matrix_and_every_row_a_listener() -> None:
    assert await registered() == set(LISTENERS)


def test_no_right_is_given_to_who_is_no_colleague() -> None:
    """Slack opens the Home tab for whoever looks, and whoever is asked to be a contact may answer."""
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
    forbidden = [name for name, right in LISTENERS.items() if role not in MATRIX[right]]
    assert forbidden
    for name in forbidden:
        what, payload = knock(house, person, name)
        reply = await house.demo.deliver(what, payload)
        assert reply.status == 200
        words = await said(house, what, payload, reply)
        assert any(refusal in words for refusal in REFUSALS), name
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
        assert "As a guest you cannot use Trusted Contacts" in seen.words
        assert seen.buttons == []


async def test_a_refusal_names_who_can_let_one_in_and_a_word_leads_there(house: House) -> None:
    peter, maria = house.person("Peter Holm"), house.person("Maria Garcia")
    seen = await peter.command("/invite-contact")
    assert "Only administrators and hiring managers may invite people here." in seen.words
    assert "Maria Garcia" in seen.words
    await peter.click("Ask for access", on=seen.messages[0])
    await house.settled()
    assert "Your request is on its way." in peter.message("request", channel="general").words
    asked = maria.message("asks to invite people")
    assert "Peter Holm" in asked.words
    await maria.click("Make hiring manager", on=asked)
    await house.settled()
    assert "Peter Holm is a hiring manager now." in maria.message("hiring manager now").words
    assert maria.message("hiring manager now").buttons == []
    assert "You are now a hiring manager: type /invite-contact" in peter.message("now").words
    await peter.command("/invite-contact")
    assert peter.form.title == "Invite a contact"
    await house.person("Jordan Lee").command("/invite-contact")
    assert house.person("Jordan Lee").modal, "who was one before still is"


async def test_asking_five_times_asks_the_administrator_once(house: House) -> None:
    peter, maria = house.person("Peter Holm"), house.person("Maria Garcia")
    for _ in range(2):
        seen = await peter.command("/invite-contact")
        await peter.click("Ask for access", on=seen.messages[0], times=3)
        await house.settled()
    assert len([each for each in maria.messages("app") if "asks to invite" in each.words]) == 1


async def test_who_lost_the_right_with_the_form_open_is_refused_and_can_ask(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact")
    await jordan.fill(ADA)
    await house.name_hiring_managers("Sam Rivera")
    await jordan.submit()
    assert "Only administrators and hiring managers may invite people here." in jordan.form.text
    await jordan.click("Ask for access")
    await house.settled()
    assert "Your request is on its way." in jordan.form.text
    assert "Jordan Lee" in house.person("Maria Garcia").message("asks to invite people").words
    assert await house.rows("SELECT id FROM contact") == []


async def test_what_slack_says_of_a_person_counts_within_ten_minutes(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact")
    jordan.user.role = "guest"
    house.forward(minutes=10)
    seen = await jordan.command("/invite-contact")
    assert "As a guest you cannot use Trusted Contacts" in seen.words


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


async def said(house: House, what: What, payload: Json, reply: Reply) -> str:
    """What the person reads: in the answer, or below the message a little later."""
    if what == "event":
        return REFUSALS[0]  # nobody is told
    if what == "options":
        assert reply.answer == {"options": []}
        return REFUSALS[0]
    if "response_url" not in payload:
        return str(reply.answer)
    query = "SELECT payload FROM outbox WHERE kind = 'reply' ORDER BY id DESC LIMIT 1"
    return str((await house.rows(query))[0]["payload"])
