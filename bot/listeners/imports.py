"""Importing a file: noticed in a conversation or given to a form, reviewed, started, stopped and undone."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.form import read, row_id
from blocks.home import HomeId
from blocks.imports import ImportId
from blocks.imports_forms import file_modal, mend_modal, preview_modal, undo_modal, view_of
from blocks.imports_review import page_ticks, reading_modal
from bot import slack_errors
from bot.mail.invitation import preview
from bot.services.imports_offer import decline_offer, find_review, notice_file, review_file, review_offer
from bot.services.imports_review import (
    StartForm,
    find,
    mend,
    preview_of,
    read_again,
    review_of,
    row_of,
    settle_columns,
    show_only,
    start_import,
    tick,
    tick_all,
    turn_page,
)
from bot.services.imports_run import stop_import
from bot.services.imports_undo import undo_import, undo_preview
from bot.words import says
from storage.import_models import Import
from storage.uow import UnitOfWork

Json = dict[str, Any]
Change = Callable[[UnitOfWork, int, Json, Json], Awaitable[Import]]


def register(app: AsyncApp) -> None:
    app.event("file_shared")(hear_of_file)
    app.command("/contacts", matchers=[says("import")])(open_file_form)
    app.action(HomeId.IMPORT)(open_file_form)
    app.view(ImportId.FILE_MODAL)(submit_file)
    app.action(ImportId.REVIEW)(press_review)
    app.action(ImportId.NOT_NOW)(press_not_now)
    for action_id, change in CHANGES.items():
        app.action(action_id)(changing(change))
    app.action(ImportId.MEND)(press_mend)
    app.view(ImportId.MEND_MODAL)(submit_mend)
    app.view(ImportId.COLUMNS_MODAL)(submit_columns)
    app.action(ImportId.PREVIEW)(press_preview)
    app.view(ImportId.REVIEW_MODAL)(submit_review)
    app.action(ImportId.CANCEL)(press_stop)
    app.action(ImportId.STOP)(press_stop)
    app.action(ImportId.UNDO)(press_undo)
    app.view(ImportId.UNDO_MODAL)(submit_undo)


def import_id(view: Json) -> int:
    return row_id(view["private_metadata"], "import")


async def hear_of_file(ack: AsyncAck, event: Json, uow: UnitOfWork) -> None:
    async with uow:
        await notice_file(uow, event["file_id"], event["channel_id"])
    await ack()


async def open_file_form(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
    await client.views_open(trigger_id=body["trigger_id"], view=file_modal())
    await ack()


async def submit_file(ack: AsyncAck, view: Json, uow: UnitOfWork) -> None:
    file = read(view)["file"][0]
    async with uow:
        await review_file(uow, view["id"], file["id"], file["name"])
    await ack(response_action="update", view=reading_modal(file["name"]))


async def press_review(
    ack: AsyncAck, action: Json, body: Json, client: AsyncWebClient, uow: UnitOfWork
) -> None:
    """Reading may take longer than Slack waits for a modal: it opens at once and is filled in later."""
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
    """Something in the review that is kept at once; the modal shows it as it is then."""

    async def press(ack: AsyncAck, action: Json, body: Json, client: AsyncWebClient, uow: UnitOfWork) -> None:
        async with uow:
            job = await change(uow, import_id(body["view"]), action, body["view"])
            view = view_of(job, await review_of(uow, job))
        await _show(client, body["view"]["id"], view)
        await ack()

    return press


async def _show(client: AsyncWebClient, view_id: str, view: Json) -> None:
    """What was changed is kept, also when the modal has been closed meanwhile."""
    try:
        await client.views_update(view_id=view_id, view=view)
    except SlackApiError as error:
        if slack_errors.error_code(error) != "not_found":
            raise


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


async def change_encoding(uow: UnitOfWork, job_id: int, action: Json, view: Json) -> Import:
    typed = read(view)
    chosen = (action["selected_option"] or {}).get("value", "")
    return await read_again(uow, job_id, chosen, typed.get("note"), typed.get("tags"))


CHANGES: dict[str, Change] = {
    ImportId.PICK: change_ticks,
    ImportId.ALL: change_to_all,
    ImportId.NONE: change_to_none,
    ImportId.NEXT: change_to_next,
    ImportId.PREVIOUS: change_to_previous,
    ImportId.SHOW: change_shown,
    ImportId.FIND: change_found,
    ImportId.ENCODING: change_encoding,
}


def acted_at_us(action: Json) -> int:
    """When Slack saw it, in microseconds: "1700000000.123456"."""
    seconds, _, rest = str(action.get("action_ts") or "0").partition(".")
    return int(f"{seconds}{rest[:6]:0<6}") if f"{seconds}{rest}".isdecimal() and len(seconds) < 12 else 0


async def press_mend(
    ack: AsyncAck, action: Json, body: Json, client: AsyncWebClient, uow: UnitOfWork
) -> None:
    job_id = import_id(body["view"])
    async with uow.read():
        row = await row_of(uow, job_id, row_id(action["value"], "row"))
    await client.views_push(trigger_id=body["trigger_id"], view=mend_modal(job_id, row))
    await ack()


async def submit_mend(ack: AsyncAck, view: Json, client: AsyncWebClient, uow: UnitOfWork) -> None:
    claimed_import, _, claimed_row = view["private_metadata"].partition(":")
    async with uow:
        job = await mend(uow, row_id(claimed_import, "import"), row_id(claimed_row, "row"), **read(view))
        below = view_of(job, await review_of(uow, job))
    await _show(client, view["root_view_id"], below)
    await ack()


async def submit_columns(ack: AsyncAck, view: Json, uow: UnitOfWork) -> None:
    async with uow:
        job = await settle_columns(uow, import_id(view), read(view))
    await ack(response_action="update", view=reading_modal(job.file_name))


async def press_preview(ack: AsyncAck, body: Json, client: AsyncWebClient, uow: UnitOfWork) -> None:
    async with uow.read():
        sample = await preview_of(uow, import_id(body["view"]), read(body["view"])["note"])
    view = preview_modal(preview(**sample.content), sample.to)
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
