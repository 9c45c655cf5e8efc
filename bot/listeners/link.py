"""Listeners for sign-up links: the command, the form, the list, and changes to a link."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from blocks.home.view import HomeId
from blocks.invitation.link import (
    MOST_LISTED,
    LinkId,
    chose_private,
    link_form,
    link_modal,
    links_modal,
    seen_link,
)
from blocks.kit.form import read, row_id
from blocks.kit.subcommands import LINK
from bot.security.tokens import Links, Purpose
from bot.services.signup.link import (
    LinkForm,
    answer_alarm,
    keep_link,
    make_link,
    rotate_link,
    switch_off_link,
)
from bot.services.signup.work import LinkModal
from bot.slack.after import After
from bot.slack.door import Door
from bot.slack.payloads import typed_in_private
from storage.entities.link import Link, LinkChanged
from storage.entities.right import Right
from storage.uow import UnitOfWork


def register(on: Door) -> None:
    on.subcommand(LINK)(open_form)
    on.action(HomeId.NEW_LINK, Right.SHARE)(open_form)
    on.view(LinkId.MODAL, Right.SHARE)(submit_form)
    on.action(LinkId.LIST, Right.SHARE)(press_list)
    on.action(LinkId.ROTATE, Right.SHARE)(pressing(rotate_link))
    on.action(LinkId.SWITCH_OFF, Right.SHARE)(pressing(switch_off_link))
    on.action(LinkId.KEEP, Right.SHARE)(press_keep)
    on.action(LinkId.ALARM_ROTATE, Right.SHARE)(press_alarm_rotate)
    on.action(LinkId.ALARM_BLOCK, Right.SHARE, Right.APPROVE)(press_alarm_block)


def address(links: Links, link: Link) -> str:
    return links.url(Purpose.JOIN, link, link.generation)


async def open_form(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork) -> None:
    async with uow.read():
        settings = await uow.workspaces.settings()
    private = typed_in_private(body)
    view = link_form(body.get("channel_id"), settings.applications_channel, private=private)
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def submit_form(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork, links: Links) -> None:
    async with uow:
        form = read(view)
        private = chose_private(view, form["channel"])
        link = await make_link(uow, LinkForm(**form, channel_private=private), request_key=view["id"])
    await ack(response_action="update", view=link_modal(link, address(links, link)))


async def press_list(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork, links: Links
) -> None:
    async with uow.read():
        newest = await uow.links.newest(MOST_LISTED)
        counts = await uow.links.counts(newest)
    view = links_modal(newest, counts, {link.id: address(links, link) for link in newest})
    await client.views_push(trigger_id=body["trigger_id"], view=view)
    await ack()


def pressing(change: Callable[[UnitOfWork, int, str], Awaitable[Link]]) -> Callable[..., Awaitable[None]]:
    """Make a listener for a button that changes a link, and show the link in its modal.

    Of two who press the second sees what the first has done.
    """

    async def press(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        uow: UnitOfWork,
        links: Links,
        after: After,
    ) -> None:
        refused = ""
        try:
            async with uow:
                link = await change(uow, *seen_link(action))
        except LinkChanged as changed:
            link, refused = changed.link, changed.text
        view, view_id = link_modal(link, address(links, link), refused), body["view"]["id"]
        await after.update(view_id, view, LinkModal(view_id, link.id))
        await ack()

    return press


async def press_keep(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        await keep_link(uow, row_id(action["value"], "link"), body["response_url"])
    await ack()


async def press_alarm_rotate(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], uow: UnitOfWork
) -> None:
    async with uow:
        await answer_alarm(uow, row_id(action["value"], "link"), body["response_url"])
    await ack()


async def press_alarm_block(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], uow: UnitOfWork
) -> None:
    async with uow:
        await answer_alarm(uow, row_id(action["value"], "link"), body["response_url"], block_all=True)
    await ack()
