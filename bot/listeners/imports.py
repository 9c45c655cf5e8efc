"""Listeners for imports: shared and uploaded files, the review, start, stop and undo."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from blocks.home.view import HomeId
from blocks.imports.columns import suggested
from blocks.imports.forms import file_modal, fix_modal, undo_modal, view_of
from blocks.imports.offer import ImportId
from blocks.imports.review import page_ticks, reading_modal
from blocks.kit.form import read, row_id
from blocks.kit.subcommands import IMPORT
from bot.services.imports.offer import decline_offer, find_review, notice_file, review_file, review_offer
from bot.services.imports.rest import send_rest
from bot.services.imports.review import (
    StartForm,
    ask_again,
    columns_of,
    find,
    fix,
    preview_of,
    read_again,
    read_sheet,
    review_of,
    row_of,
    settle_columns,
    show_only,
    start_import,
    tick,
    tick_all,
    turn_page,
)
from bot.services.imports.run import stop_import
from bot.services.imports.undo import undo_import, undo_preview
from bot.services.imports.work import ImportReview
from bot.slack.after import After
from bot.slack.door import Door
from bot.slack.previews import import_preview
from storage.entities.imports import Import
from storage.entities.right import Right
from storage.uow import UnitOfWork

Json = dict[str, Any]
Change = Callable[[UnitOfWork, int, Json, Json], Awaitable[Import]]


def register(on: Door) -> None:
    on.event("file_shared", Right.IMPORT)(hear_of_file)
    on.subcommand(IMPORT)(open_file_form)
    on.action(HomeId.IMPORT, Right.IMPORT)(open_file_form)
    on.view(ImportId.FILE_MODAL, Right.IMPORT)(submit_file)
    on.action(ImportId.REVIEW, Right.IMPORT)(press_review)
    on.action(ImportId.NOT_NOW, Right.IMPORT)(press_not_now)
    for action_id, change in CHANGES.items():
        on.action(action_id, Right.IMPORT)(changing(change))
    on.action(ImportId.FIX, Right.IMPORT)(press_fix)
    on.view(ImportId.FIX_MODAL, Right.IMPORT)(submit_fix)
    on.view(ImportId.COLUMNS_MODAL, Right.IMPORT)(submit_columns)
    on.options(ImportId.COLUMN, Right.IMPORT)(suggest_columns)
    on.action(ImportId.PREVIEW, Right.IMPORT)(press_preview)
    on.view(ImportId.REVIEW_MODAL, Right.IMPORT)(submit_review)
    on.action(ImportId.CANCEL, Right.IMPORT)(press_stop)
    on.action(ImportId.STOP, Right.IMPORT)(press_stop)
    on.action(ImportId.SEND_REST, Right.IMPORT)(press_send_rest)
    on.action(ImportId.UNDO, Right.IMPORT)(press_undo)
    on.view(ImportId.UNDO_MODAL, Right.IMPORT)(submit_undo)


def import_id(view: Json) -> int:
    return row_id(view["private_metadata"], "import")


async def hear_of_file(ack: AsyncAck, event: Json, uow: UnitOfWork) -> None:
    """Note the file. A conversation Slack leaves out is looked up later; without its id, a file is let be."""
    if file_id := event.get("file_id") or (event.get("file") or {}).get("id"):
        async with uow:
            await notice_file(uow, str(file_id), str(event.get("channel_id") or ""))
    await ack()


async def open_file_form(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
    await client.views_open(trigger_id=body["trigger_id"], view=file_modal())
    await ack()


async def submit_file(ack: AsyncAck, view: Json, uow: UnitOfWork) -> None:
    file = read(view)["file"][0]
    name = str(file.get("name") or "")  # an object of only an id is looked up when the file is read
    async with uow:
        await review_file(uow, view["id"], file["id"], name)
    await ack(response_action="update", view=reading_modal(name))


async def press_review(
    ack: AsyncAck, action: Json, body: Json, client: AsyncWebClient, uow: UnitOfWork
) -> None:
    """Open the review. Reading may take longer than a trigger id lives, so an empty modal opens first."""
    offer_id = row_id(action["value"], "file")
    async with uow.read():
        offer, _ = await find_review(uow, offer_id)
    opened = await client.views_open(trigger_id=body["trigger_id"], view=reading_modal(offer.file_name))
    async with uow:
        await review_offer(uow, offer_id, opened["view"]["id"])
    await ack()


async def press_not_now(ack: AsyncAck, action: Json, uow: UnitOfWork) -> None:
    async with uow:
        await decline_offer(uow, row_id(action["value"], "file"))
    await ack()


def changing(change: Change) -> Callable[..., Awaitable[None]]:
    """Make a listener for a change in the review, which is stored at once and shown in the modal."""

    async def press(ack: AsyncAck, action: Json, body: Json, uow: UnitOfWork, after: After) -> None:
        async with uow:
            job = await change(uow, import_id(body["view"]), action, body["view"])
            view = view_of(job, await review_of(uow, job))
        await after.update(body["view"]["id"], view, ImportReview(job.id))
        await ack()

    return press


async def change_ticks(uow: UnitOfWork, job_id: int, action: Json, view: Json) -> Import:
    ticked = [row_id(option["value"], "row") for option in action["selected_options"]]
    return await tick(uow, job_id, page_ticks(view)[0], ticked, acted_at_us(action))


async def change_to_all(uow: UnitOfWork, job_id: int, action: Json, view: Json) -> Import:
    return await tick_all(uow, job_id, acted_at_us(action), selected=True)


async def change_to_none(uow: UnitOfWork, job_id: int, action: Json, view: Json) -> Import:
    return await tick_all(uow, job_id, acted_at_us(action), selected=False)


async def change_to_next(uow: UnitOfWork, job_id: int, action: Json, view: Json) -> Import:
    return await turn_page(uow, job_id, back=False)


async def change_to_previous(uow: UnitOfWork, job_id: int, action: Json, view: Json) -> Import:
    return await turn_page(uow, job_id, back=True)


async def change_shown(uow: UnitOfWork, job_id: int, action: Json, view: Json) -> Import:
    return await show_only(uow, job_id, (action["selected_option"] or {}).get("value", "all"))


async def change_found(uow: UnitOfWork, job_id: int, action: Json, view: Json) -> Import:
    return await find(uow, job_id, action.get("value") or "")


def typed_in(view: Json) -> tuple[str | None, tuple[str, ...] | None]:
    """Read the invitation and the tags for everyone. None in other forms, whose `tags` are columns."""
    if view["callback_id"] != ImportId.REVIEW_MODAL:
        return None, None
    typed = read(view)
    return typed["note"], typed["tags"]


async def change_encoding(uow: UnitOfWork, job_id: int, action: Json, view: Json) -> Import:
    chosen = (action["selected_option"] or {}).get("value", "")
    return await read_again(uow, job_id, chosen, *typed_in(view))


async def change_sheet(uow: UnitOfWork, job_id: int, action: Json, view: Json) -> Import:
    chosen = (action["selected_option"] or {}).get("value", "")
    return await read_sheet(uow, job_id, chosen, *typed_in(view))


async def change_columns(uow: UnitOfWork, job_id: int, action: Json, view: Json) -> Import:
    return await ask_again(uow, job_id, *typed_in(view))


CHANGES: dict[str, Change] = {
    ImportId.PICK: change_ticks,
    ImportId.ALL: change_to_all,
    ImportId.NONE: change_to_none,
    ImportId.NEXT: change_to_next,
    ImportId.PREVIOUS: change_to_previous,
    ImportId.SHOW: change_shown,
    ImportId.FIND: change_found,
    ImportId.ENCODING: change_encoding,
    ImportId.SHEET: change_sheet,
    ImportId.COLUMNS: change_columns,
}


def acted_at_us(action: Json) -> int:
    """Return the time of a press in microseconds, from Slack's "1700000000.123456"."""
    seconds, _, rest = str(action.get("action_ts") or "0").partition(".")
    return int(f"{seconds}{rest[:6]:0<6}") if f"{seconds}{rest}".isdecimal() and len(seconds) < 12 else 0


async def press_fix(ack: AsyncAck, action: Json, body: Json, client: AsyncWebClient, uow: UnitOfWork) -> None:
    job_id = import_id(body["view"])
    async with uow.read():
        row = await row_of(uow, job_id, row_id(action["value"], "row"))
    await client.views_push(trigger_id=body["trigger_id"], view=fix_modal(job_id, row))
    await ack()


async def submit_fix(ack: AsyncAck, view: Json, uow: UnitOfWork, after: After) -> None:
    claimed_import, _, claimed_row = view["private_metadata"].partition(":")
    async with uow:
        job = await fix(uow, row_id(claimed_import, "import"), row_id(claimed_row, "row"), **read(view))
        below = view_of(job, await review_of(uow, job))
    await after.update(view["root_view_id"], below, ImportReview(job.id))
    await ack()


async def suggest_columns(ack: AsyncAck, body: Json, uow: UnitOfWork) -> None:
    async with uow.read():
        job = await columns_of(uow, import_id(body["view"]))
    await ack(options=[option.to_dict() for option in suggested(job, body.get("value") or "")])


async def submit_columns(ack: AsyncAck, view: Json, uow: UnitOfWork) -> None:
    async with uow:
        job = await settle_columns(uow, import_id(view), read(view))
    await ack(response_action="update", view=reading_modal(job.file_name))


async def press_preview(
    ack: AsyncAck, body: Json, client: AsyncWebClient, uow: UnitOfWork, foot_address: str
) -> None:
    async with uow.read():
        sample = await preview_of(uow, import_id(body["view"]), read(body["view"])["note"])
        view = await import_preview(uow, sample, foot_address)
    await client.views_push(trigger_id=body["trigger_id"], view=view)
    await ack()


async def submit_review(ack: AsyncAck, view: Json, uow: UnitOfWork, grace: timedelta) -> None:
    form = read(view)
    start = StartForm(form["note"], form["tags"], *page_ticks(view))
    async with uow:
        await start_import(uow, import_id(view), start, grace)
    await ack()


async def press_stop(ack: AsyncAck, action: Json, uow: UnitOfWork) -> None:
    async with uow:
        await stop_import(uow, row_id(action["value"], "import"))
    await ack()


async def press_send_rest(ack: AsyncAck, action: Json, uow: UnitOfWork) -> None:
    async with uow:
        await send_rest(uow, row_id(action["value"], "import"))
    await ack()


async def press_undo(
    ack: AsyncAck, action: Json, body: Json, client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow.read():
        job, result = await undo_preview(uow, row_id(action["value"], "import"))
    await client.views_open(trigger_id=body["trigger_id"], view=undo_modal(job, result))
    await ack()


async def submit_undo(ack: AsyncAck, view: Json, uow: UnitOfWork) -> None:
    async with uow:
        await undo_import(uow, import_id(view))
    await ack()
