"""Invite links: the command, the form, the list, and what stops or revives a link."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from blocks.form import read, row_id
from blocks.home import HomeId
from blocks.link import MOST_LISTED, LinkId, link_form, link_modal, links_modal
from bot.links import Links, Purpose
from bot.services.link import LinkForm, answer_alarm, keep_link, make_link, rotate_link, switch_off_link
from bot.words import says
from storage.models import Link
from storage.uow import UnitOfWork


def register(app: AsyncApp) -> None:
    app.command("/contacts", matchers=[says("link")])(open_form)
    app.action(HomeId.NEW_LINK)(open_form)
    app.view(LinkId.MODAL)(submit_form)
    app.action(LinkId.LIST)(press_list)
    app.action(LinkId.ROTATE)(pressing(rotate_link))
    app.action(LinkId.SWITCH_OFF)(pressing(switch_off_link))
    app.action(LinkId.KEEP)(press_keep)
    app.action(LinkId.ALARM_ROTATE)(press_alarm_rotate)
    app.action(LinkId.ALARM_BLOCK)(press_alarm_block)


def address(links: Links, link: Link) -> str:
    return links.url(Purpose.JOIN, link.workspace_id, link.id, link.generation)


async def open_form(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    await client.views_open(trigger_id=body["trigger_id"], view=link_form(body.get("channel_id")))
    await ack()


async def submit_form(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork, links: Links) -> None:
    async with uow:
        link = await make_link(uow, LinkForm(**read(view)), request_key=view["id"])
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


def pressing(change: Callable[[UnitOfWork, int], Awaitable[Link]]) -> Callable[..., Awaitable[None]]:
    """A button that changes a link; the modal shows it as it is then."""

    async def press(
        ack: AsyncAck,
        action: dict[str, Any],
        body: dict[str, Any],
        client: AsyncWebClient,
        uow: UnitOfWork,
        links: Links,
    ) -> None:
        async with uow:
            link = await change(uow, row_id(action["value"], "link"))
        await client.views_update(view_id=body["view"]["id"], view=link_modal(link, address(links, link)))
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
