"""Uninstalling: the token is deleted at once, the data after thirty days unless the app returns."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.security.tokens import Purpose
from bot.services.hire.form import HireForm
from bot.services.hire.offer import offer
from bot.services.signup.link import LinkForm, make_link
from bot.services.signup.signup import SignupForm, sign_up
from demo.world.model import Team
from storage.engine.base import Base
from tests.kit.installing import install, invite, name_managers, with_northwind, workspace_id
from tests.kit.product import House, running

ADA, BO = "ada@x.dk", "bo@x.dk"


@pytest.fixture
async def two(database_url: str) -> AsyncIterator[tuple[House, Team]]:
    """Run Acme and Northwind; each has invited Ada, who has answered neither."""
    async with running(database_url, by_oauth=True) as house:
        other = await with_northwind(house)
        for team, manager in ((house.demo.team, "Jordan Lee"), (other, "Max Berg")):
            await name_managers(house, [manager], team)
            await invite(house.demo.person(manager, team.id), Name="Ada Lovelace", Email=ADA)
        await house.settled()
        yield house, other


async def token_of(house: House, workspace: int) -> object:
    return (await house.rows("SELECT token FROM install WHERE workspace_id = :w", w=workspace))[0]["token"]


async def rows_of(house: House, workspace: int) -> dict[str, int]:
    """Count this workspace's rows in each table."""
    counts = {}
    for name, table in Base.metadata.tables.items():
        if "workspace_id" in table.columns:
            query = f"SELECT count(*) AS n FROM {name} WHERE workspace_id = :w"
            counts[name] = (await house.rows(query, w=workspace))[0]["n"]
    return counts


async def event(house: House, team: Team, kind: str, at: float | None = None, **inner: object) -> int:
    """Send an event as Slack does, even after the app was uninstalled."""
    body = {
        "type": "event_callback",
        "team_id": team.id,
        "event_id": house.demo.world.ids.new("Ev"),
        "event_time": int(house.clock.seconds() if at is None else at),
        "event": {"type": kind, **inner},
        "authorizations": [],
    }
    return (await house.demo.deliver("event", body)).status


async def test_the_token_is_gone_at_once_and_the_others_is_not(two: tuple[House, Team]) -> None:
    house, other = two
    before = await rows_of(house, 2)
    await house.demo.uninstall(other.id)
    await house.demo.idle()
    assert await token_of(house, 2) is None
    assert await token_of(house, 1)
    assert (await rows_of(house, 2))["contact"] == before["contact"] == 1
    jordan = house.person("Jordan Lee")
    await invite(jordan, Name="Bo Dahl", Email=BO)
    assert jordan.modal is None


@pytest.mark.parametrize("tokens", [{"oauth": [], "bot": ["U0BOT"]}, {"bot": ["U0BOT"]}])
async def test_a_revoked_token_is_gone_at_once(two: tuple[House, Team], tokens: object) -> None:
    house, other = two
    assert await event(house, other, "tokens_revoked", tokens=tokens) == 200
    assert await token_of(house, 2) is None


@pytest.mark.parametrize("tokens", [{"oauth": ["U1"], "bot": []}, {"oauth": ["U1"]}, {}, None])
async def test_somebody_elses_revoked_token_is_none_of_ours(two: tuple[House, Team], tokens: object) -> None:
    house, other = two
    assert await event(house, other, "tokens_revoked", tokens=tokens) == 200
    assert await token_of(house, 2)


async def test_news_from_before_the_newest_install_are_no_news(two: tuple[House, Team]) -> None:
    house, other = two
    before = house.clock.seconds()
    house.forward(minutes=1)
    await install(house, other)
    for kind, inner in (("app_uninstalled", {}), ("tokens_revoked", {"tokens": {"bot": ["U0BOT"]}})):
        assert await event(house, other, kind, at=before, **inner) == 200
    assert await token_of(house, 2)
    assert await event(house, other, "app_uninstalled") == 200
    assert await token_of(house, 2) is None


async def test_an_event_of_nobody_knows_whose_is_taken_and_does_nothing(two: tuple[House, Team]) -> None:
    house, _ = two
    assert await event(house, Team("T0NOWHERE99", "Nowhere", "nowhere"), "app_uninstalled") == 200
    assert await token_of(house, 1)
    assert await token_of(house, 2)


async def test_somebody_cannot_say_it_in_slacks_place(two: tuple[House, Team]) -> None:
    """Slack's event names no person, so one that does is not Slack's own."""
    house, other = two
    assert (
        await event(house, other, "app_uninstalled", user=house.demo.person("Max Berg", other.id).id) == 200
    )
    assert await token_of(house, 2)


async def test_after_thirty_days_nothing_is_left_of_it_and_all_of_the_other(two: tuple[House, Team]) -> None:
    house, other = two
    await invite(house.demo.person("Max Berg", other.id), Name="Bo Dahl", Email=BO)
    for email in (BO, ADA):  # the newest of her two emails is Northwind's
        await house.press_in_mail(email, "Accept")
    await house.settled()
    await house.press(await house.stop_link(2, workspace_id=2), "Stop email from Northwind")
    await house.settled()
    left, stayed = await rows_of(house, 2), await rows_of(house, 1)
    assert left["contact"] == left["invitation"] == 2
    await house.demo.uninstall(other.id)
    await house.demo.idle()
    house.forward(days=29, hours=23)
    await gives_way(house)
    assert (await rows_of(house, 2))["contact"] == 2
    house.forward(hours=2)
    await until_gone(house)
    assert set((await rows_of(house, 2)).values()) == {0}
    daily_looks = {"outbox": (await rows_of(house, 1))["outbox"]}
    assert await rows_of(house, 1) == stayed | daily_looks
    assert await house.rows("SELECT scope FROM suppression") == []
    assert await house.rows("SELECT slack_id FROM workspace") == [{"slack_id": house.demo.team.id}]
    known = await house.rows("SELECT email_key FROM address JOIN person ON person.id = person_id")
    assert known == [{"email_key": ADA}], "Bo is nobody's contact any more"
    await install(house, other)
    assert await workspace_id(house, other) == 3
    assert (await rows_of(house, 3))["contact"] == 0


async def gives_way(house: House) -> None:
    for _ in range(20):
        await asyncio.sleep(0)
        await house.something_happens()


async def until_gone(house: House) -> None:
    async with asyncio.timeout(60):
        while len(await house.rows("SELECT id FROM workspace")) > 1:
            await house.something_happens()


async def test_who_comes_back_within_them_finds_everything(two: tuple[House, Team]) -> None:
    house, other = two
    await house.demo.uninstall(other.id)
    await house.demo.idle()
    house.forward(days=29)
    await install(house, other)
    house.forward(days=2)
    await gives_way(house)
    max_ = house.demo.person("Max Berg", other.id)
    await max_.command("/invite-contact", f"Ada {ADA}")
    await max_.submit()
    assert "Ada Lovelace is already one of your contacts." in max_.form.text


async def test_the_pages_of_a_company_that_left_say_so_and_take_nothing(two: tuple[House, Team]) -> None:
    house, other = two
    link = await house.link(ADA)
    await house.demo.uninstall(other.id)
    await house.demo.idle()
    page = await house.web.get(link)
    assert page.status_code == 410
    assert "does not use Trusted Contacts any more" in page.text
    assert (await house.web.post(f"{link}/accept")).status_code == 410
    await install(house, other)
    assert (await house.web.get(link)).status_code == 200


BUTTONS = {
    Purpose.INVITATION: ("/accept", "/decline", "/reopen", "/ask"),
    Purpose.REQUESTS: ("/ask",),
    Purpose.OFFER: ("/accept", "/decline"),
    Purpose.NEW_ADDRESS: ("",),
    Purpose.JOIN: ("",),
    Purpose.CONFIRM: ("",),
}


async def test_no_page_of_a_company_that_left_is_shown_or_takes_an_answer(two: tuple[House, Team]) -> None:
    """But for those by which people stop its email, and look after what it still stores about them."""
    house, other = two
    max_ = house.demo.person("Max Berg", other.id)
    day = str(house.clock().date())
    await house.press_in_mail(ADA, "Accept")  # the newest of her two emails is Northwind's
    async with house.program.new_uow(workspace_id=2, actor=max_.id) as uow:
        link = await make_link(uow, LinkForm("Footer", house.demo.channel("hiring", other.id).id), "V1")
        assert await offer(uow, 2, HireForm("Illustrator", "80", "EUR", "hour", day), "V2")
    async with house.program.new_uow(workspace_id=2) as uow:
        await sign_up(uow, link.id, link.generation, SignupForm("Bo Dahl", BO, "ink", "Hi"))
    await house.settled()
    rows = {
        Purpose.INVITATION: (2, 1),
        Purpose.REQUESTS: (2, 1),
        Purpose.OFFER: (1, 0),
        Purpose.NEW_ADDRESS: (2, 1),
        Purpose.JOIN: (link.id, link.generation),
        Purpose.CONFIRM: (1, 0),
    }
    urls = {each: await house.page(each, *row, workspace_id=2) for each, row in rows.items()}
    assert (await house.web.get(urls[Purpose.OFFER])).status_code == 200
    assert (await house.web.get(urls[Purpose.CONFIRM])).status_code == 200
    await house.demo.uninstall(other.id)
    await house.demo.idle()
    before = await rows_of(house, 2)
    for purpose, buttons in BUTTONS.items():
        pressed = [await house.post(urls[purpose] + button, {"name": "Bo"}) for button in buttons]
        for page in (await house.web.get(urls[purpose]), *pressed):
            assert page.status_code == 410, (page.request.method, page.request.url.path)
    assert await rows_of(house, 2) == before


async def test_a_mail_that_had_not_left_stays_until_they_come_back(two: tuple[House, Team]) -> None:
    house, other = two
    house.demo.mailbox.answers["*"] = "451 4.3.0 Try again later"
    await invite(house.demo.person("Max Berg", other.id), Name="Bo Dahl", Email=BO)
    await house.settled()
    await house.demo.uninstall(other.id)
    await house.demo.idle()
    house.demo.mailbox.answers.clear()
    house.forward(hours=1)
    await house.settled()
    assert house.demo.mailbox.to(BO) == []
    await install(house, other)
    await house.settled()
    assert len(house.demo.mailbox.to(BO)) == 1
    assert "sent" in house.demo.person("Max Berg", other.id).message("bo@x.dk").words
    house.demo.forgive()


async def test_with_one_workspace_by_token_the_data_are_the_operators(house: House) -> None:
    await house.invite(Name="Ada Lovelace", Email=ADA)
    await house.settled()
    assert await event(house, house.demo.team, "app_uninstalled") == 200
    house.forward(days=31)
    await gives_way(house)
    assert len(await house.rows("SELECT id FROM contact")) == 1
