"""Connection requests: people known on this installation are asked differently, and no one else can tell."""

import asyncio
import re
from collections.abc import AsyncIterator

import html5lib
import httpx
import pytest

from demo.person.person import Person
from demo.world.model import Team
from demo.world.seed import ChannelSeed, PersonSeed, WorkspaceSeed
from storage.engine import migrate
from tests.kit.agreeing import TERMS, ask_for, versions
from tests.kit.installing import install, invite, name_managers, with_northwind
from tests.kit.postgres import Server
from tests.kit.product import House, running

ADA, BO, LILY = "ada@x.dk", "bo@x.dk", "lily@northwind.example"


class Two:
    """Two workspaces: Acme, whose invitation Ada accepted, and Northwind, which does not know that."""

    def __init__(self, house: House, northwind: Team) -> None:
        self.house, self.northwind = house, northwind

    @property
    def jordan(self) -> Person:
        return self.house.person("Jordan Lee")

    @property
    def max(self) -> Person:
        return self.house.demo.person("Max Berg", self.northwind.id)

    @property
    def lily(self) -> Person:
        return self.house.demo.person("Lily Chen", self.northwind.id)

    async def known(self, email: str = ADA, name: str = "Ada Lovelace") -> None:
        """Have a person accept Acme's invitation."""
        await invite(self.jordan, Name=name, Email=email)
        await self.house.press_in_mail(email, "Accept")
        await self.house.settled()

    async def settled(self) -> None:
        """Wait until all work is done, including work that is delayed to reveal nothing."""
        await self.house.settled()
        self.house.forward(seconds=4)
        await self.house.settled()

    async def ask(self, email: str = ADA, name: str = "Ada Lovelace", **fields: str) -> None:
        """Invite a person from Northwind."""
        await invite(self.max, Name=name, Email=email, **fields)
        await self.settled()

    async def statuses(self, email: str = ADA) -> dict[int, str]:
        query = "SELECT workspace_id, status FROM contact WHERE email_key = :e"
        return {row["workspace_id"]: row["status"] for row in await self.house.rows(query, e=email)}

    async def another(self, name: str, manager: str) -> Team:
        """Add another company with the product and a manager."""
        people = (
            PersonSeed("Olga Admin", f"olga@{name.lower()}.example", "admin"),
            PersonSeed(manager, f"manager@{name.lower()}.example", "manager"),
        )
        seed = WorkspaceSeed(name, name.lower(), people, (ChannelSeed("general", app=True),))
        team = self.house.demo.add_workspace(seed)
        await install(self.house, team)
        await name_managers(self.house, [manager], team)
        return team


@pytest.fixture
async def two(database_url: str) -> AsyncIterator[Two]:
    async with running(database_url, by_oauth=True) as house:
        northwind = await with_northwind(house)
        await name_managers(house, ["Jordan Lee"], house.demo.team)
        await name_managers(house, ["Max Berg"], northwind)
        yield Two(house, northwind)


def words(page: httpx.Response) -> str:
    return " ".join("".join(html5lib.parse(page.text).itertext()).split())


async def test_who_is_known_gets_a_notification_and_accepts_on_its_page(two: Two) -> None:
    await two.known()
    await two.ask(**{"Invite note": "We met in Oslo."})
    mail = two.house.demo.mailbox.to(ADA)[-1]
    assert mail.subject == "Max Berg at Northwind asks to connect with you"
    assert "sign up" not in mail.text.lower()
    assert "Acme" not in mail.text.replace("Acme Talent", "").replace("Acme, 1 Main Street", "")
    link = await two.house.link(ADA)
    page = await two.house.web.get(link)
    assert page.status_code == 200
    assert "Max Berg asks to connect with you" in words(page)
    assert "We met in Oslo." in words(page)
    done = await two.house.press(link, "Accept")
    assert "You accepted Northwind's request" in words(done)
    await two.settled()
    assert await two.statuses() == {1: "active", 2: "active"}
    assert "accepted your invitation and is now active" in two.max.message("Ada Lovelace accepted").words
    assert "You accepted on" in words(await two.house.web.get(link))


async def test_it_makes_them_active_for_that_company_alone(two: Two) -> None:
    """The other company's rows, cards and emails stay unchanged."""
    await two.known()
    before = await acmes(two.house)
    seen = [message.words for message in two.jordan.messages("app")]
    await two.ask()
    await two.house.press_in_mail(ADA, "Accept")
    await two.settled()
    assert await acmes(two.house) == before
    assert [message.words for message in two.jordan.messages("app")] == seen


async def acmes(house: House) -> list[object]:
    tables = ("contact", "invitation", "event", "card", "tag")
    return [await house.rows(f"SELECT * FROM {table} WHERE workspace_id = 1") for table in tables]


async def test_a_no_counts_and_is_not_asked_about_again_for_a_while(two: Two) -> None:
    await two.known()
    await two.ask()
    done = await two.house.press(await two.house.link(ADA), "Decline")
    assert "You declined Northwind's request" in words(done)
    await two.settled()
    assert await two.statuses() == {1: "active", 2: "declined"}
    assert "declined your invitation" in two.max.message("Ada Lovelace declined").words
    await two.ask()
    assert "declined recently" in two.max.form.text
    await two.max.close()
    two.house.forward(days=31)
    await two.ask()
    assert "asks to connect" in two.house.demo.mailbox.to(ADA)[-1].subject


async def test_withdrawn_and_expired_requests_say_so_kindly(two: Two) -> None:
    await two.known()
    await two.ask()
    link = await two.house.link(ADA)
    await two.max.click("Withdraw", on=two.max.message(ADA), confirm=True)
    gone = await two.house.web.get(link)
    assert (gone.status_code, "has been withdrawn" in words(gone)) == (410, True)
    await two.ask()
    link = await two.house.link(ADA)
    two.house.forward(days=15)
    gone = await two.house.web.get(link)
    assert (gone.status_code, "has expired" in words(gone)) == (410, True)


async def test_all_that_wait_for_one_person_stand_on_one_page(two: Two) -> None:
    await two.known()
    globex = await two.another("Globex", "Gus Green")
    await two.ask(**{"Invite note": "From the north."})
    gus = two.house.demo.person("Gus Green", globex.id)
    await invite(gus, Name="Ada of Globex", Email="Ada@X.dk")
    await two.settled()
    link = await two.house.link(ADA)
    page = await two.house.web.get(link)
    assert "2 requests need your reply" in words(page)
    for part in ("Globex", "Gus Green", "Northwind", "Max Berg", "From the north."):
        assert part in words(page)
    forms = re.findall(r'action="([^"]+/accept)"', page.text)
    assert len(forms) == 2
    own = {"Origin": two.house.program.settings.public_url}
    done = await two.house.web.post(forms[1], headers=own)
    assert "You accepted Northwind's request" in words(done)
    assert "Gus Green" in words(done), "the other still waits"
    await two.settled()
    assert await two.statuses() == {1: "active", 2: "active", 3: "invited"}


async def test_the_link_of_a_request_that_is_over_shows_no_other(two: Two) -> None:
    await two.known()
    await two.ask()
    link = await two.house.link(ADA)
    await two.house.press(link, "Accept")
    two.house.forward(days=15)
    globex = await two.another("Globex", "Gus Green")
    await invite(two.house.demo.person("Gus Green", globex.id), Name="Ada", Email=ADA)
    await two.settled()
    page = await two.house.web.get(link)
    assert "You accepted on" in words(page)
    assert "Globex" not in words(page)


async def test_the_link_the_inviter_can_copy_shows_no_other_company(two: Two) -> None:
    await two.known()
    globex = await two.another("Globex", "Gus Green")
    await two.ask()
    await invite(two.house.demo.person("Gus Green", globex.id), Name="Ada", Email=ADA)
    await two.settled()
    await two.max.click("Copy link", on=two.max.message(ADA))
    link = next(word for word in two.max.form.text.split() if "/i/" in word)
    page = await two.house.web.get(link)
    assert "Max Berg invites you to Northwind's trusted contacts" in words(page)
    for other in ("Globex", "Acme", "requests wait"):
        assert other not in words(page)


async def test_a_request_of_somebody_else_cannot_be_answered_by_ones_own_link(two: Two) -> None:
    await two.known()
    await two.known(BO, "Bo Dahl")
    await two.ask()
    adas = re.findall(r'action="([^"]+/accept)"', (await two.house.web.get(await two.house.link(ADA))).text)
    await two.ask(BO, "Bo Dahl")
    bos = await two.house.link(BO)
    mixed = f"{bos}/{adas[0].split('/')[-2]}/accept"
    for url in (mixed, f"{bos}/nonsense/accept", adas[0].replace("/i/all/", "/i/")):
        assert (await two.house.web.post(url)).status_code == 404
    assert await two.statuses(ADA) == {1: "active", 2: "invited"}


async def test_looking_changes_nothing_however_often(two: Two) -> None:
    await two.known()
    await two.ask()
    link = await two.house.link(ADA)
    before = await two.house.rows("SELECT * FROM invitation")
    for _ in range(5):
        await two.house.web.get(link)
        await two.house.web.head(link)
    assert await two.house.rows("SELECT * FROM invitation") == before


async def asked_in_slack(two: Two) -> Person:
    """Lily of Northwind, who has accepted Acme's invitation before, is invited by a third company."""
    await two.known(LILY, "Lily Chen")
    globex = await two.another("Globex", "Gus Green")
    await invite(two.house.demo.person("Gus Green", globex.id), Name="Lily Chen", Email=LILY)
    await two.settled()
    return two.lily


async def test_a_member_of_an_installed_workspace_is_asked_there_and_accepts(two: Two) -> None:
    lily = await asked_in_slack(two)
    message = lily.message("Gus Green at Globex asks to connect")
    assert message.buttons == ["Accept", "Decline"]
    await lily.click("Accept", on=message)
    await two.settled()
    assert await two.statuses(LILY) == {1: "active", 3: "active"}
    assert lily.message("asks to connect").buttons == []
    assert "You accepted" in lily.message("asks to connect").words
    gus = two.house.demo.person("Gus Green", await team_named(two, "Globex"))
    assert "Lily Chen accepted your invitation" in gus.message("Lily Chen accepted").words
    actors = await two.house.rows("SELECT DISTINCT actor FROM event WHERE workspace_id = 3")
    assert lily.id not in {row["actor"] for row in actors}, "Globex does not learn who she is elsewhere"


async def team_named(two: Two, name: str) -> str:
    return next(team.id for team in two.house.demo.world.teams.values() if team.name == name)


async def test_declining_there_counts_as_on_the_page(two: Two) -> None:
    lily = await asked_in_slack(two)
    await lily.click("Decline", on=lily.message("asks to connect"))
    await two.settled()
    assert await two.statuses(LILY) == {1: "active", 3: "declined"}
    assert "You declined. We've let Globex know." in lily.message("asks to connect").words


async def test_an_answer_by_mail_takes_the_buttons_away(two: Two) -> None:
    lily = await asked_in_slack(two)
    await two.house.press_in_mail(LILY, "Accept")
    await two.settled()
    assert lily.message("asks to connect").buttons == []


async def test_who_answers_by_mail_before_slack_could_ask_is_not_asked_there(two: Two) -> None:
    two.house.demo.faults.limit("chat.postMessage", retry_after=60, team_id=two.northwind.id)
    await asked_in_slack(two)
    await two.house.press_in_mail(LILY, "Accept")
    two.house.forward(seconds=61)
    await two.settled()
    assert two.lily.messages("app") == []


async def test_who_stops_email_before_slack_was_asked_is_not_looked_for(two: Two) -> None:
    two.house.demo.faults.limit("users.lookupByEmail", retry_after=60, team_id=two.northwind.id)
    await asked_in_slack(two)
    asked = len(two.house.demo.calls("users.lookupByEmail"))
    await two.house.press(two.house.demo.mailbox.to(LILY)[-1].header("List-Unsubscribe").strip("<>"), "Stop")
    two.house.forward(seconds=61)
    await two.settled()
    assert len(two.house.demo.calls("users.lookupByEmail")) == asked
    assert two.lily.messages("app") == []


async def test_a_request_to_who_is_away_is_read_by_nobody_else(two: Two) -> None:
    await two.known("max@northwind.example", "Max Berg")
    await two.max.command("/contacts", "away")
    await two.max.fill({"Until": str(two.house.clock().date()), "Deputy": "Noor Haddad"})
    await two.max.submit()
    globex = await two.another("Globex", "Gus Green")
    await invite(
        two.house.demo.person("Gus Green", globex.id), Name="Max Berg", Email="max@northwind.example"
    )
    await two.settled()
    assert "Accept" in two.max.message("Gus Green at Globex asks to connect").buttons
    noor = two.house.demo.person("Noor Haddad", two.northwind.id)
    assert not any("asks to connect" in each.words for each in noor.messages("app"))


async def test_a_corrected_address_asks_its_own_owner_and_nobody_else(two: Two) -> None:
    lily = await asked_in_slack(two)
    gus = two.house.demo.person("Gus Green", await team_named(two, "Globex"))
    stale = lily.click_payload("Accept", on=lily.message("asks to connect"))
    await gus.open_home()
    await two.settled()
    await gus.click("Open", on=gus.home, near="Lily")
    await gus.click("Edit")
    await gus.fill({"Name": "Lily Chang", "Email": "lily.chang@elsewhere.example"})
    assert (await gus.submit()).ok
    await two.settled()
    assert lily.message("no longer open").buttons == []
    assert (await two.house.demo.deliver("interactive", stale)).status == 200
    await two.settled()
    assert await two.statuses("lily.chang@elsewhere.example") == {3: "invited"}
    assert "This request is no longer open." in lily.messages("app")[-1].words


async def test_a_withdrawn_or_expired_request_loses_its_buttons(two: Two) -> None:
    lily = await asked_in_slack(two)
    gus = two.house.demo.person("Gus Green", await team_named(two, "Globex"))
    stale = lily.click_payload("Accept", on=lily.message("asks to connect"))
    await gus.click("Withdraw", on=gus.message(LILY), confirm=True)
    await two.settled()
    assert "no longer open" in lily.message("asks to connect").words
    assert (await two.house.demo.deliver("interactive", stale)).status == 200
    await two.settled()
    assert await two.statuses(LILY) == {1: "active", 3: "invited"}
    assert "has been withdrawn" in lily.messages("app")[-1].words
    await invite(gus, Name="Lily Chen", Email=LILY)
    await two.settled()
    assert lily.messages("app")[-1].buttons == ["Accept", "Decline"]
    two.house.forward(days=14, minutes=1)
    await two.settled()
    assert not any(message.buttons for message in lily.messages("app"))


async def test_what_asks_somebody_is_gone_once_the_company_has_erased_them(two: Two) -> None:
    lily = await asked_in_slack(two)
    assert lily.message("asks to connect").buttons
    olga = two.house.demo.person("Olga Admin", await team_named(two, "Globex"))
    await olga.command("/contacts", f"erase {LILY}")
    assert (await olga.submit()).ok
    await two.settled()
    assert not any("asks to connect" in message.words for message in lily.messages("app"))


async def test_nobody_else_can_press_it(two: Two) -> None:
    lily = await asked_in_slack(two)
    payload = lily.click_payload("Accept", on=lily.message("asks to connect"))
    for who in (two.max, two.house.demo.person("admin", two.northwind.id), two.jordan):
        forged = payload | {"trigger_id": two.house.demo.world.new_trigger(who.user)}
        forged["user"] = payload["user"] | {"id": who.id, "team_id": who.team_id}
        forged["team"] = {"id": who.team_id, "domain": "x"}
        assert (await two.house.demo.deliver("interactive", forged)).status == 200
    await two.settled()
    assert await two.statuses(LILY) == {1: "active", 3: "invited"}
    two.house.demo.forgive()


async def test_a_guest_may_answer_for_themselves(two: Two) -> None:
    gina = "gina@studio-rossi.example"
    await two.known(gina, "Gina Rossi")
    await two.ask(gina, "Gina Rossi")
    guest = two.house.person("guest")
    await guest.click("Accept", on=guest.message("Max Berg at Northwind asks to connect"))
    await two.settled()
    assert await two.statuses(gina) == {1: "active", 2: "active"}


async def test_who_is_a_guest_from_another_company_is_not_asked_in_slack(two: Two) -> None:
    stella = "stella@northwind.example"
    await two.known(stella, "Stella Novak")
    await two.ask(stella, "Stella Novak")
    assert "asks to connect" in two.house.demo.mailbox.to(stella)[-1].subject
    assert two.house.person("stranger").messages("app") == []


async def test_who_has_said_no_is_invited_by_another_company_like_anybody(two: Two) -> None:
    await invite(two.jordan, Name="Ada Lovelace", Email=ADA)
    await two.house.press_in_mail(ADA, "Decline")
    await two.ask()
    assert "invites you to Northwind" in two.house.demo.mailbox.to(ADA)[-1].subject


async def test_who_is_not_known_is_asked_by_mail_alone(two: Two) -> None:
    await invite(two.jordan, Name="Lily Chen", Email=LILY)
    await two.settled()
    assert two.house.demo.calls("users.lookupByEmail") == []
    assert "invites you to Acme" in two.house.demo.mailbox.to(LILY)[-1].subject
    assert two.lily.messages("app") == []


async def test_who_asked_for_no_mail_from_them_is_not_asked_in_slack(two: Two) -> None:
    await two.known(LILY, "Lily Chen")
    await two.house.press(await two.house.stop_link(1), "Stop all email")
    await two.ask(LILY, "Lily Chen")
    assert "asked not to be emailed" in two.max.form.errors["Email"]
    assert two.lily.messages("app") == []


async def test_a_company_that_leaves_asks_nobody_any_more(two: Two) -> None:
    lily = await asked_in_slack(two)
    link = await two.house.link(LILY)
    stale = lily.click_payload("Accept", on=lily.message("asks to connect"))
    await two.house.demo.uninstall(await team_named(two, "Globex"))
    await two.house.demo.idle()
    await two.settled()
    assert "no longer open" in lily.message("asks to connect").words
    assert (await two.house.demo.deliver("interactive", stale)).status == 200
    assert await two.statuses(LILY) == {1: "active", 3: "invited"}
    assert (await two.house.web.get(link)).status_code == 410


@pytest.mark.postgres
async def test_it_all_holds_on_postgresql(postgres: Server) -> None:
    with postgres.database(postgres.template("migrated", migrate.upgrade)) as url:
        async with running(url, by_oauth=True) as house:
            two = Two(house, await with_northwind(house))
            await name_managers(house, ["Jordan Lee"], house.demo.team)
            await name_managers(house, ["Max Berg"], two.northwind)
            lily = await asked_in_slack(two)
            await lily.click("Accept", on=lily.message("asks to connect"))
            await two.known()
            await two.ask()
            assert "Max Berg asks to connect" in words(await house.web.get(await house.link(ADA)))
            await house.demo.uninstall(two.northwind.id)
            await house.demo.idle()
            house.forward(days=30, minutes=1)
            async with asyncio.timeout(60):
                while len(await house.rows("SELECT id FROM workspace")) > 2:
                    await house.something_happens()
            assert await two.statuses() == {1: "active"}


async def test_a_request_can_be_asked_for_again_and_a_no_taken_back(two: Two) -> None:
    await two.known()
    await two.ask()
    link = await two.house.link(ADA)
    declined = await two.house.press(link, "Decline")
    assert "I have changed my mind" in declined.text
    assert "Accept" in (await two.house.press(link, "I have changed my mind")).text
    assert (await two.statuses())[2] == "invited"
    two.house.forward(days=15)
    await two.house.settled()
    asked = await two.house.press(link, "Ask for a new link")
    assert (asked.status_code, "We've asked for a new link" in words(asked)) == (200, True)
    await two.settled()
    await two.max.sees("Ada Lovelace asks for a new link", channel="app")
    assert "Resend" in two.max.message("Asked for a new link on").buttons


async def test_each_company_asks_for_its_own_agreement(two: Two) -> None:
    await two.known()
    await ask_for(two.house, TERMS, two.house.demo.person("admin", two.northwind.id))
    await two.ask()
    link = await two.house.link(ADA)
    refused = await two.house.press(link, "Accept")
    assert refused.status_code == 422 and "Please tick “I agree” first." in words(refused)
    done = await two.house.press(link, "Accept", ticking="agree")
    assert "You accepted Northwind's request" in words(done)
    assert await versions(two.house) == [(ADA, 1)]


async def test_a_member_agrees_in_slack(two: Two) -> None:
    lily = await asked_in_slack(two)
    globex = await team_named(two, "Globex")
    await ask_for(two.house, TERMS, two.house.demo.person("admin", globex))
    await lily.click("Accept", on=lily.message("asks to connect"))
    assert "If you accept, you agree to this with Globex:" in lily.form.words
    assert await two.statuses(LILY) == {1: "active", 3: "invited"}
    await lily.fill({"Agreement": ["I agree"]})
    await lily.submit()
    await two.settled()
    assert await two.statuses(LILY) == {1: "active", 3: "active"}
    assert "You accepted" in lily.message("asks to connect").words
    assert await versions(two.house) == [(LILY, 1)]
