"""Acme tries everything it can reach with what is Northwind's: nothing is read, and nothing is written."""

import itertools
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.access import LISTENERS
from bot.demo.model import Team
from bot.links import Purpose
from bot.services.approval import approve
from bot.services.hiring import answer_offer, member_found, offer
from bot.services.hiring_form import HireForm
from bot.services.invitation import InviteForm
from bot.services.invitation import invite as invite_by_service
from bot.services.link import LinkForm, make_link
from bot.services.request import found_in
from bot.services.signup import SignupForm, confirm, sign_up
from storage.base import Base
from tests.importing import Importer
from tests.installing import name_managers, with_northwind
from tests.knocking import knock
from tests.product import House, running

MARK = "zyzzyva"  # in every word of Northwind's, and in no other
PAGES = [purpose for purpose in Purpose if purpose is not Purpose.FORM]
TENANTS = sorted(name for name, table in Base.metadata.tables.items() if "workspace_id" in table.columns)
UNSEEN = {"event", "event_detail", "outbox", "seen"}
OWN_IDS = ("id", "workspace_id", "contact_id", "link_id")


@pytest.fixture
async def two(database_url: str) -> AsyncIterator[House]:
    async with running(database_url, by_oauth=True) as house:
        northwind = await with_northwind(house)
        for number, table in enumerate(TENANTS, start=1):  # so that no two tables have an id in common
            counted = "INSERT INTO sqlite_sequence (name, seq) SELECT :t, :n WHERE NOT EXISTS "
            of_it = "(SELECT 1 FROM sqlite_sequence WHERE name = :t)"
            await house.plant(counted + of_it, t=table, n=1_000 * number)
        await fill(house, northwind, 2)
        yield house


async def fill(house: House, team: Team, workspace: int) -> None:
    """Somebody in every status there is, a link and tags."""
    manager = house.demo.person("manager", team.id)
    await name_managers(house, [manager.name], team)

    def uow(actor: str = manager.id) -> Any:
        return house.program.new_uow(workspace_id=workspace, actor=actor, origin="slack")

    async with uow() as unit:
        form = InviteForm(f"Ada {MARK}", f"ada@{MARK}.example", f"{MARK} note", (f"{MARK}-tag",))
        await invite_by_service(unit, form, "V1")
        invitation = await unit.invitations.by_request("V1")
        recipient = unit.suppressions.hash_recipient(f"ada@{MARK}.example")
        asked = {"asked_by": workspace, "invitation_id": invitation.id, "recipient": recipient}
        await found_in(unit, manager.id, **asked)
    async with uow() as unit:
        channel = house.demo.channel("hiring", team.id).id
        link = await make_link(unit, LinkForm(f"{MARK} page", channel, (f"{MARK}-tag",)), "V2")
    for number in (1, 2):
        async with uow("contact") as unit:
            typed = SignupForm(f"Linus {MARK}", f"linus{number}@{MARK}.example", MARK, MARK)
            await sign_up(unit, link.id, link.generation, typed, burst=1_000)
    async with uow("contact") as unit:
        first = "SELECT min(id) AS id FROM application WHERE workspace_id = :w"
        await confirm(unit, (await house.rows(first, w=workspace))[0]["id"])
    await house.settled()
    await hire(house, uow, workspace, manager.id)
    by = Importer(house)
    by.person = manager
    await by.share(f"name,email,tags\nZoe {MARK},zoe@{MARK}.example,{MARK}\n", f"{MARK}.csv")
    await by.review()
    await by.person.close()
    await house.settled()


async def hire(house: House, uow: Any, workspace: int, manager: str) -> None:
    """Who signed up first is approved, works already, and is offered one more job, also in Slack."""
    waiting = "SELECT id FROM contact WHERE status = 'applied' AND workspace_id = :w"
    [row] = await house.rows(waiting, w=workspace)
    today = house.clock().date()
    form = HireForm(f"{MARK} job", "80", "EUR", "hour", str(today), message=MARK)
    async with uow() as unit:
        contact = await approve(unit, row["id"])
        agreed = await offer(unit, contact.id, form, "V3")
        assert agreed
    async with uow() as unit:
        await answer_offer(unit, agreed.id, accepted=True)
        offered = await offer(unit, row["id"], form, "V4", anyway=True)
        assert offered
        await member_found(unit, offered.id, manager)
    house.forward(seconds=5)  # an approval is looked after a little later
    await house.settled()


async def theirs(house: House) -> dict[str, list[dict[str, Any]]]:
    """Every row of Northwind's."""
    return {
        name: await house.rows(f"SELECT * FROM {name} WHERE workspace_id = 2 ORDER BY 1, 2")
        for name in TENANTS
    }


async def their_ids(house: House) -> list[str]:
    """The newest of each kind, and who they are; the history and the outbox have no page and no button."""
    rows = [found[-1] for name, found in (await theirs(house)).items() if found and name not in UNSEEN]
    return sorted({str(row[column]) for row in rows for column in OWN_IDS if row.get(column)})


def shown(house: House, since: int) -> str:
    """All that went to Acme since: calls of its token, answers, what stands in its conversations."""
    acme = house.demo.team.id
    bot = house.demo.world.installations[acme].bot_id
    calls = [call.arguments for call in house.demo.calls() if call.caller == bot]
    messages = [
        (message.text, message.blocks)
        for channel in house.demo.world.channels_of(acme)
        for message in house.demo.world.messages[channel.id]
    ]
    answers = [delivery.reply.answer for delivery in house.demo.deliveries[since:]]
    return json.dumps([calls, messages, answers], default=str)


def filled_with(value: str, body: dict[str, Any]) -> dict[str, Any]:
    """The delivery with this id wherever a payload of ours can carry one."""
    choice = {"value": value, "text": {"type": "plain_text", "text": value}}
    for action in body.get("actions", ()):
        action |= {"value": value, "selected_option": {"value": f"block:{value}"}}
    if "view" in body:
        fields: dict[str, dict[str, Any]] = {"contacts-1": {"x": {"selected_options": [choice]}}}
        for name in ("reason", "name", "email", "note", "link_name", "company_name", "domains"):
            fields[name] = {"x": {"type": "plain_text_input", "value": value}}
        fields |= {"to": {"x": {"selected_user": None}}, "tell": {"x": {"selected_options": []}}}
        body["view"] |= {"private_metadata": value, "state": {"values": fields}}
    return body


@pytest.mark.parametrize("kind", ["action", "view", "options", "command", "event"])
async def test_no_listener_reads_or_writes_what_is_the_others(two: House, kind: str) -> None:
    ids, before = await their_ids(two), await theirs(two)
    assert len(ids) > 5
    person, since = two.person("Maria Garcia"), len(two.demo.deliveries)
    file = next(file_id for file_id, file in two.demo.world.files.items() if MARK in file.name)
    listeners = [listener for listener in LISTENERS if listener.startswith(f"{kind}:")]
    assert listeners
    for listener, value in itertools.product(listeners, ids):
        what, body = knock(two, person, listener, value)
        body.get("event", {}).update(file_id=file, channel_id=two.demo.channel("hiring").id)
        reply = await two.demo.deliver(what, filled_with(value, body))
        assert reply.status == 200, (listener, value)
        assert MARK not in str(reply.answer), (listener, value)
    await two.settled()
    assert await theirs(two) == before
    assert MARK not in shown(two, since).replace("\\u002d", "-")
    two.demo.forgive()


async def test_what_is_ones_own_would_have_shown(two: House) -> None:
    """The same knocking finds everything, where it is Acme's own."""
    await fill(two, two.demo.team, 1)
    maria, since = two.person("Maria Garcia"), len(two.demo.deliveries)
    own = await two.rows("SELECT id FROM contact WHERE workspace_id = 1")
    for listener, row in itertools.product(("action:copy_invitation_link", "action:resend_invitation"), own):
        await two.demo.deliver(*knock(two, maria, listener, str(row["id"])))
    await two.settled()
    assert MARK in shown(two, since)


async def test_their_tags_are_suggested_to_nobody_else(two: House) -> None:
    what, body = knock(two, two.person("Maria Garcia"), "options:tags")
    for typed in ("", "z", MARK):
        reply = await two.demo.deliver(what, body | {"value": typed})
        assert MARK not in str(reply.answer).replace(f'Create "{MARK}"', "").replace(typed or "-", "")


async def test_no_page_of_one_opens_with_the_others_row(two: House) -> None:
    ids, before = await their_ids(two), await theirs(two)
    for purpose, row in itertools.product(PAGES, ids):
        url = two.program.links.url(purpose, 1, int(row), 1)
        for answer in (await two.web.get(url), *[await two.web.post(f"{url}{way}") for way in WAYS]):
            assert answer.status_code in (400, 404, 405, 415), (purpose, row)
            assert MARK not in answer.text
    assert await theirs(two) == before


WAYS = ("", "/accept", "/decline", "/company", "/all")


async def test_no_link_opens_a_page_it_was_not_made_for(two: House) -> None:
    ids, before = await their_ids(two), await theirs(two)
    links = two.program.links
    for made, asked, row in itertools.product(Purpose, PAGES, ids):
        if made is asked:
            continue
        token = links.url(made, 2, int(row), 1).rsplit("/", 1)[-1]
        url = f"{links.base_url}/{asked}/{token}"
        for answer in (await two.web.get(url), await two.web.post(f"{url}/accept"), await two.web.post(url)):
            assert answer.status_code in (404, 405), (made, asked, row)
            assert MARK not in answer.text
    assert await theirs(two) == before


async def test_the_others_token_speaks_for_nobody_here(two: House) -> None:
    """What is shown in Acme is said with Acme's token, and the other way round."""
    bots = {each.bot_id: each.team_id for each in two.demo.world.installations.values()}
    for call in two.demo.calls("chat.postMessage"):
        channel = two.demo.world.channels.get(call.arguments["channel"])
        user = two.demo.world.users.get(call.arguments["channel"])
        team = channel.team_id if channel else user.team_id if user else None
        assert bots[call.caller] == team
