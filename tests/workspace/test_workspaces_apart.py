"""Two workspaces in one database: the other's data acts as if it did not exist."""

import itertools

from sqlalchemy import delete, select, update

from bot.security.tokens import Purpose
from bot.services.workspace.work import AccessGranted
from storage.engine.database import Database
from storage.entities.contact import Contact
from tests.kit.knocking import knock
from tests.kit.product import House
from tests.kit.soundness import every_workspace_named

ADA = {"Name": "Ada Lovelace", "Email": "ada@x.dk"}
BUTTONS = ("resend_invitation", "copy_invitation_link", "withdraw_invitation")
NO_IDS = (
    "999", "-1", "0", "", " 1", "1.0", "1e3", "0x1", "abc", "١", "9" * 19, "9" * 5_000, "1; DROP TABLE x",
)  # fmt: skip
NOT_HERE = "This contact is no longer here."
ANOTHER = """
INSERT INTO workspace (id, slack_id, team_name, bot_id, bot_user_id, settings, created_at)
SELECT 2, 'T0OTHER0000', 'Northwind', 'B2', 'U2', '{}', created_at FROM workspace WHERE id = 1
"""
THEIR_CONTACT = """
INSERT INTO contact (id, workspace_id, name, email, email_key, status, status_at, source, created_at, version)
SELECT 50, 2, 'Ada of Northwind', 'ada@x.dk', 'ada@x.dk', 'invited', created_at, 'by hand', created_at, 1
FROM workspace WHERE id = 2
"""
THEIR_INVITATION = """
INSERT INTO invitation (
    id, workspace_id, contact_id, note, invited_by, generation, mails, expires_at, created_at
)
SELECT 60, 2, 50, 'From Northwind', 'U0THEIRS', 1, 1, '2099-01-01 00:00:00', created_at
FROM workspace WHERE id = 2
"""
THEIR_EVENT = """
INSERT INTO event (workspace_id, contact_id, kind, status, actor, origin, at)
SELECT 2, 50, 'invited', 'invited', 'U0THEIRS', 'slack', created_at FROM workspace WHERE id = 2
"""
THEIR_TAG = "INSERT INTO tag (workspace_id, name, key) VALUES (2, 'theirs', 'theirs')"


async def with_another(house: House) -> None:
    for statement in (ANOTHER, THEIR_CONTACT, THEIR_INVITATION, THEIR_EVENT, THEIR_TAG):
        await house.plant(statement)


async def theirs(house: House) -> list[list[dict[str, object]]]:
    tables = ("contact", "invitation", "event", "outbox", "tag", "card")
    return [await house.rows(f"SELECT * FROM {table} WHERE workspace_id = 2") for table in tables]


async def last_reply(house: House) -> str:
    query = "SELECT payload FROM outbox WHERE kind = 'reply' ORDER BY id DESC LIMIT 1"
    return str((await house.rows(query))[0]["payload"])


async def test_nothing_of_another_workspace_is_posted_with_the_token_of_this_one(house: House) -> None:
    await with_another(house)
    async with house.program.new_uow(workspace_id=2) as uow:
        await uow.outbox.add(AccessGranted(house.person("Jordan Lee").id))
    posted = len(house.demo.calls("chat.postMessage"))
    await house.settled()
    assert len(house.demo.calls("chat.postMessage")) == posted
    waits = await house.rows("SELECT state FROM outbox WHERE workspace_id = 2")
    assert waits == [{"state": "queued"}]


async def test_a_contact_of_another_workspace_is_not_here(house: House) -> None:
    await with_another(house)
    before = await theirs(house)
    for button in BUTTONS:
        what, payload = knock(house, house.person("Jordan Lee"), f"action:{button}", value="50")
        assert (await house.demo.deliver(what, payload)).status == 200
        assert NOT_HERE in await last_reply(house)
    assert await theirs(house) == before
    assert house.person("Jordan Lee").modal is None


async def test_an_id_that_is_none_is_not_here_in_the_same_words(house: House) -> None:
    await house.invite(**ADA)
    for value, button in itertools.product(NO_IDS, BUTTONS):
        what, payload = knock(house, house.person("Jordan Lee"), f"action:{button}", value=value)
        assert (await house.demo.deliver(what, payload)).status == 200
        assert NOT_HERE in await last_reply(house)
    waiting = {"status": "invited", "archived_at": None}
    assert await house.rows("SELECT status, archived_at FROM contact") == [waiting]


async def test_a_button_without_a_value_is_not_here_either(house: House) -> None:
    what, payload = knock(house, house.person("Jordan Lee"), f"action:{BUTTONS[0]}")
    del payload["actions"][0]["value"]
    assert (await house.demo.deliver(what, payload)).status == 200
    assert NOT_HERE in await last_reply(house)


async def test_nobody_who_is_no_person_becomes_hiring_manager(house: House) -> None:
    before = await house.rows("SELECT settings FROM workspace")
    for value in ("", "<!channel>", "abc", "x" * 2_000, "1"):
        maria = house.person("Maria Garcia")
        what, payload = knock(house, maria, "action:make_hiring_manager", value=value)
        assert (await house.demo.deliver(what, payload)).status == 200
        assert "This person is no longer here." in await last_reply(house)
    assert await house.rows("SELECT settings FROM workspace") == before


async def test_the_same_address_is_a_contact_of_each(house: House) -> None:
    await with_another(house)
    jordan = await house.invite(**ADA)
    assert jordan.modal is None
    await house.settled()
    assert "Northwind" not in jordan.message("ada@x.dk").words
    assert len(await house.rows("SELECT id FROM contact")) == 2


async def test_tags_of_another_workspace_are_not_offered(house: House) -> None:
    await with_another(house)
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact")
    assert await jordan.options("Tags", "") == []
    assert await jordan.options("Tags", "theirs") == ['Create "theirs"']


async def test_a_link_answers_for_the_workspace_it_was_made_in(house: House) -> None:
    await with_another(house)
    await house.invite(**ADA)
    own = await house.page(Purpose.INVITATION, 60, 1, workspace_id=2)
    assert "Northwind" in (await house.web.get(own)).text
    across = [(1, 60), (2, 1), (3, 60)]
    for workspace, row in across:
        link = await house.page(Purpose.INVITATION, row, 1, workspace_id=workspace)
        assert (await house.web.get(link)).status_code == 404
        assert (await house.web.post(f"{link}/accept")).status_code == 404
    assert {row["status"] for row in await house.rows("SELECT status FROM contact")} == {"invited"}


async def test_stopping_mail_of_one_company_leaves_the_other_alone(house: House) -> None:
    await with_another(house)
    await house.press(await house.stop_link(50, workspace_id=2), "Stop email from Northwind")
    jordan = await house.invite(**ADA)
    assert jordan.modal is None
    await house.settled()
    assert len(house.demo.mailbox.to("ada@x.dk")) == 1


async def test_stopping_all_mail_holds_for_every_company(house: House) -> None:
    await with_another(house)
    await house.press(await house.stop_link(50, workspace_id=2), "Stop all email")
    jordan = await house.invite(**ADA)
    assert "asked not to be emailed" in jordan.form.errors["Email"]


async def test_what_a_form_carries_hidden_is_not_believed(house: House) -> None:
    await with_another(house)
    before = await theirs(house)
    jordan = house.person("Jordan Lee")
    for metadata in ("{", '{"contact": 50}', "[" * 3_000, "9" * 3_000):
        await jordan.command("/invite-contact")
        await jordan.fill(ADA)
        payload = jordan.submit_payload()
        payload["view"]["private_metadata"] = metadata
        assert (await house.demo.deliver("interactive", payload)).status == 200
    assert await theirs(house) == before


FORGED_VALUES: tuple[dict[str, object], ...] = (
    {},
    {"name": {}},
    {"evil": {"x": {"type": "plain_text_input", "value": "x"}}},
    {"name": {"name": {"value": 7}}, "email": {"email": {"value": ["a"]}}},
    {"tags": {"tags": {"selected_options": [{"value": None}]}}},
)


async def test_a_form_of_another_shape_is_answered_and_stores_nothing(house: House) -> None:
    for values in FORGED_VALUES:
        what, payload = knock(house, house.person("Jordan Lee"), "view:invite")
        payload["view"]["state"] = {"values": values}
        assert (await house.demo.deliver(what, payload)).status in (200, 400)
    assert await house.rows("SELECT id FROM contact") == []


async def test_a_statement_that_names_no_workspace_would_fail_every_test(database_url: str) -> None:
    database = Database(database_url)
    statements = (
        select(Contact.id),
        select(Contact.id).where(Contact.workspace_id == 1),
        select(Contact.id).execution_options(every_workspace=True),
        update(Contact).where(Contact.id == 1).values(name="x"),
        update(Contact).where(Contact.id == 1, Contact.workspace_id == 1).values(name="x"),
        delete(Contact).where(Contact.id == 1),
    )
    with every_workspace_named(database.writer) as unnamed:
        async with database.writer.begin() as connection:
            for statement in statements:
                await connection.execute(statement)
    await database.close()
    assert [statement.split()[0] for statement in unnamed] == ["SELECT", "UPDATE", "DELETE"]
