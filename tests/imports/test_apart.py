"""Ids of another workspace's or person's imports, or of none, act as if they did not exist."""

import itertools
from typing import Any

import pytest

from blocks.imports.offer import ImportId
from tests.kit.importing import ADA, THREE, Importer, counts
from tests.kit.knocking import knock
from tests.kit.product import House
from tests.workspace.test_workspaces_apart import ANOTHER, NO_IDS, last_reply

Json = dict[str, Any]

THEIRS = (
    ANOTHER,
    """INSERT INTO import_offer (id, workspace_id, file_id, file_name, shared_by, channel, created_at)
    SELECT 50, 2, 'F0THEIRS', 'theirs.csv', 'U0THEIRS', 'C0THEIRS', created_at FROM workspace WHERE id = 2""",
    *(
        f"""INSERT INTO import (id, workspace_id, made_by, state, file_id, file_name, header, columns,
        columns_wanted, show, find, first_line, drawn, channel, note, tags, reached_line, created_at,
        started_at, sends_at)
        SELECT {number}, 2, '%s', '{state}', 'F0THEIRS', 'theirs.csv', '[]', '{{}}', '{{}}', 'all', '', 0, 1,
        'C0THEIRS', '', '[]', 0, created_at, {started}, {sends} FROM workspace WHERE id = 2"""
        for number, state, started, sends in (
            (50, "review", "NULL", "NULL"),
            (51, "sending", "created_at", "'2099-01-01 00:00:00'"),
            (52, "done", "created_at", "created_at"),
        )
    ),
    """INSERT INTO import_row (id, workspace_id, import_id, line, cells, name, email, email_key, tags, sought,
    kind, reason, selected, ticked) SELECT 50, 2, 50, 2, '[]', 'Theirs', 'a@theirs.dk', 'a@theirs.dk', '[]',
    'theirs', 'bad', '', 0, 0 FROM workspace WHERE id = 2""",
)
IN_MESSAGES = {
    ImportId.REVIEW: ("50", "This file is no longer here."),
    ImportId.NOT_NOW: ("50", "This file is no longer here."),
    ImportId.CANCEL: ("51", "This import is no longer here."),
    ImportId.STOP: ("51", "This import is no longer here."),
    ImportId.UNDO: ("52", "This import is no longer here."),
}
IN_THE_REVIEW = (
    ImportId.PICK, ImportId.ALL, ImportId.NONE, ImportId.NEXT, ImportId.PREVIOUS, ImportId.SHOW,
    ImportId.FIND, ImportId.ENCODING, ImportId.FIX, ImportId.PREVIEW,
)  # fmt: skip
SUBMITTED = (
    ImportId.REVIEW_MODAL, ImportId.COLUMNS_MODAL, ImportId.FIX_MODAL, ImportId.UNDO_MODAL,
)  # fmt: skip
TEXT = {"type": "plain_text_input"}
VALUES: Json = {
    "note": {"note": TEXT | {"value": "Come."}},
    "tags": {"tags": {"type": "multi_external_select", "selected_options": []}},
}
MENDED: Json = {field: {field: TEXT | {"value": "eve@x.dk"}} for field in ("name", "email", "tags")}
GARBAGE = ("{", '{"import": 1}', "[" * 3_000, "9" * 3_000, "1:1:1", ":", "1:", ":1", "1;2")


async def with_theirs(house: House) -> None:
    """Add another workspace's offer, imports and row. Its imports are by a person with Jordan's own id."""
    for statement in THEIRS:
        await house.plant(statement % house.person("Jordan Lee").id if "%s" in statement else statement)


async def theirs(house: House) -> list[list[Json]]:
    tables = ("import_offer", "import", "import_row", "outbox", "contact", "event")
    return [await house.rows(f"SELECT * FROM {table} WHERE workspace_id = 2") for table in tables]


async def everything(house: House) -> list[list[Json]]:
    tables = ("import_offer", "import", "import_row", "contact", "event")
    return [await house.rows(f"SELECT * FROM {table}") for table in tables]


def pressed(payload: Json, listener: str, metadata: str, row: str = "50") -> Json:
    """Make a press in the open review with other ids."""
    option = {"text": {"type": "plain_text", "text": "x"}, "value": row}
    chosen = option | {"value": "UTF-8" if listener == ImportId.ENCODING else "new"}
    action = {
        "action_id": listener,
        "block_id": "b",
        "value": row,
        "selected_options": [option],
        "selected_option": chosen,
        "action_ts": "9999999999.000001",
    }
    boxes = {"type": "checkboxes", "action_id": ImportId.PICK, "options": [option]}
    view = payload["view"] | {"private_metadata": metadata}
    shown = [{"type": "input", "block_id": "rows-1", "element": boxes}]
    state = {"values": VALUES | {"rows-1": {ImportId.PICK: {"selected_options": [option]}}}}
    return payload | {"actions": [action], "view": view | {"blocks": shown, "state": state}}


async def test_buttons_of_another_workspaces_messages_find_nothing(house: House) -> None:
    await with_theirs(house)
    before = await theirs(house)
    for button, (theirs_id, words) in IN_MESSAGES.items():
        for value in (theirs_id, "999"):
            what, payload = knock(house, house.person("Jordan Lee"), f"action:{button}", value=value)
            assert (await house.demo.deliver(what, payload)).status == 200
            assert words in await last_reply(house), button
    assert await theirs(house) == before
    assert house.person("Jordan Lee").modal is None


async def test_an_id_that_is_none_is_not_here_in_the_same_words(house: House) -> None:
    before = await everything(house)
    for value, (button, (_, words)) in itertools.product(NO_IDS, IN_MESSAGES.items()):
        what, payload = knock(house, house.person("Jordan Lee"), f"action:{button}", value=value)
        assert (await house.demo.deliver(what, payload)).status == 200
        assert words in await last_reply(house), button
    assert await everything(house) == before


@pytest.mark.parametrize("listener", IN_THE_REVIEW)
async def test_a_review_with_anothers_id_in_it_shows_and_changes_nothing(house: House, listener: str) -> None:
    await with_theirs(house)
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    before = await everything(house)
    for metadata in ("50", "51", "999", *NO_IDS, *GARBAGE):
        payload = jordan.person.click_payload("Select all")
        reply = await house.demo.deliver("interactive", pressed(payload, listener, metadata))
        assert reply.status == 200
        assert "no longer here" in jordan.form.words, metadata
        await jordan.person.close()
    assert await everything(house) == before


@pytest.mark.parametrize("listener", SUBMITTED)
async def test_a_form_with_anothers_id_in_it_stores_nothing(house: House, listener: str) -> None:
    await with_theirs(house)
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    before = await everything(house)
    for metadata in ("50", "51", "52", "50:50", "1:50", "999:1", *NO_IDS, *GARBAGE):
        payload = jordan.person.submit_payload()
        view = payload["view"] | {"callback_id": listener, "private_metadata": metadata}
        view["state"] = {"values": MENDED if listener == ImportId.FIX_MODAL else VALUES}
        reply = await house.demo.deliver("interactive", payload | {"view": view})
        assert reply.status == 200
        assert "no longer here" in str(reply.answer), metadata
    assert await everything(house) == before


async def test_ticks_of_another_imports_rows_change_neither(house: House) -> None:
    await with_theirs(house)
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    rows = await house.rows("SELECT * FROM import_row WHERE id = 50")
    await house.demo.deliver(
        "interactive", pressed(jordan.person.click_payload("Select all"), ImportId.PICK, "53", "50")
    )
    assert await house.rows("SELECT * FROM import_row WHERE id = 50") == rows
    for value in ("x", "", "9" * 3_000, "1;2"):
        payload = pressed(jordan.person.click_payload("Select all"), ImportId.PICK, "53", value)
        assert (await house.demo.deliver("interactive", payload)).status == 200
        assert "This row is no longer here." in jordan.form.words
        await jordan.person.close()
    assert "3 selected" in jordan.form.words


async def test_a_colleagues_review_is_not_mine_to_change(house: House) -> None:
    jordan, maria = Importer(house), Importer(house, "Maria Garcia")
    await maria.reviewing(THREE)
    await jordan.reviewing(f"name,email\nAda,{ADA}\n")
    for listener in IN_THE_REVIEW:
        payload = pressed(jordan.person.click_payload("Select none"), listener, "1", "1")
        assert (await house.demo.deliver("interactive", payload)).status == 200
        assert "This import is no longer here." in jordan.form.words, listener
        await jordan.person.close()
    payload = jordan.person.submit_payload()
    await house.demo.deliver("interactive", payload | {"view": payload["view"] | {"private_metadata": "1"}})
    await house.settled()
    assert await counts(house) == {}
    assert "3 selected" in maria.form.words
