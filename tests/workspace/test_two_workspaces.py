"""One workspace's people try to use another's ids everywhere: nothing is read or written."""

import itertools
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.security.tokens import Purpose
from bot.services.hire.form import HireForm
from bot.services.hire.offer import answer_offer, member_found, offer
from bot.services.invitation.invitation import InviteForm
from bot.services.invitation.invitation import invite as invite_by_service
from bot.services.invitation.request import found_in
from bot.services.signup.approval import approve
from bot.services.signup.link import LinkForm, make_link
from bot.services.signup.signup import SignupForm, confirm, sign_up
from demo.world.model import Team
from storage.engine.base import Base
from tests.kit.importing import Importer
from tests.kit.installing import name_managers, with_northwind
from tests.kit.knocking import knock
from tests.kit.product import House, running
from tests.kit.recorder import registered

MARK = "zyzzyva"  # in every text of Northwind's, and in no other
PAGES = [purpose for purpose in Purpose if purpose is not Purpose.FORM]
TENANTS = sorted(name for name, table in Base.metadata.tables.items() if "workspace_id" in table.columns)
UNSEEN = {"event", "event_detail", "outbox", "seen"}
OWN_IDS = ("id", "workspace_id", "contact_id", "link_id")


@pytest.fixture
async def two(database_url: str) -> AsyncIterator[House]:
    async with running(database_url, by_oauth=True) as house:
        northwind = await with_northwind(house)
        for number, table in enumerate(TENANTS, start=1):  # so that no two tables share an id
            counted = "INSERT INTO sqlite_sequence (name, seq) SELECT :t, :n WHERE NOT EXISTS "
            of_it = "(SELECT 1 FROM sqlite_sequence WHERE name = :t)"
            await house.plant(counted + of_it, t=table, n=1_000 * number)
        await fill(house, northwind, 2)
        yield house


async def fill(house: House, team: Team, workspace: int) -> None:
    """Add a contact in every status, a link and tags."""
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
            await sign_up(unit, link.id, link.generation, typed)
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
    """Approve, hire and offer again, also in Slack, to the person who signed up first."""
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
    house.forward(seconds=5)  # connection requests are handled a little after an approval
    await house.settled()


async def theirs(house: House) -> dict[str, list[dict[str, Any]]]:
    """Read every row of Northwind's."""
    return {
        name: await house.rows(f"SELECT * FROM {name} WHERE workspace_id = 2 ORDER BY 1, 2")
        for name in TENANTS
    }


async def their_ids(house: House) -> list[str]:
    """List the newest ids of each kind, and the user ids. History and outbox have no page and no button."""
    rows = [found[-1] for name, found in (await theirs(house)).items() if found and name not in UNSEEN]
    return sorted({str(row[column]) for row in rows for column in OWN_IDS if row.get(column)})


def shown(house: House, since: int) -> str:
    """Collect everything sent to Acme since: calls by its token, answers, and its conversations."""
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
    """Put this id wherever our payloads can carry one."""
    choice = {"value": value, "text": {"type": "plain_text", "text": value}}
    for action in body.get("actions", ()):
        what, _, _ = action.get("selected_option", {"value": "block"})["value"].partition(":")
        action |= {"value": value, "selected_option": {"value": f"{what}:{value}"}}
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
    listeners = [listener for listener in sorted(registered()) if listener.startswith(f"{kind}:")]
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
    """The same presses do find everything in one's own workspace."""
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
        url = await two.page(purpose, int(row), 1)
        for answer in (await two.web.get(url), *[await two.web.post(f"{url}{way}") for way in WAYS]):
            assert answer.status_code in (400, 404, 405, 415), (purpose, row)
            assert MARK not in answer.text
    assert await theirs(two) == before


WAYS = ("", "/accept", "/decline", "/company", "/all")


async def test_no_link_opens_a_page_it_was_not_made_for(two: House) -> None:
    ids, before = await their_ids(two), await theirs(two)
    for made, asked, row in itertools.product(Purpose, PAGES, ids):
        if made is asked:
            continue
        token = (await two.page(made, int(row), 1, workspace_id=2)).rsplit("/", 1)[-1]
        url = f"{two.program.links.base_url}/{asked}/{token}"
        for answer in (await two.web.get(url), await two.web.post(f"{url}/accept"), await two.web.post(url)):
            assert answer.status_code in (404, 405), (made, asked, row)
            assert MARK not in answer.text
    assert await theirs(two) == before


async def test_the_others_token_speaks_for_nobody_here(two: House) -> None:
    """What is shown in Acme is sent with Acme's token, and the other way round."""
    bots = {each.bot_id: each.team_id for each in two.demo.world.installations.values()}
    for call in two.demo.calls("chat.postMessage"):
        channel = two.demo.world.channels.get(call.arguments["channel"])
        user = two.demo.world.users.get(call.arguments["channel"])
        team = channel.team_id if channel else user.team_id if user else None
        assert bots[call.caller] == team
