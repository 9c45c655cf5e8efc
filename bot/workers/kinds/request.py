"""Outbox work for connection requests: finds the person in Slack and asks them there."""

from blocks.invitation.request import request_message, request_over
from bot.services.invitation.request import concerns, found_in, look_for, redraw_cards
from bot.services.invitation.work import RequestMessage, RequestSeek, RequestsOver
from bot.slack.access import Role, rights_of
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.quiet import Note
from bot.workers.engine.slack import Seek, Show
from storage.entities.errors import NotFound
from storage.entities.settings import company_name
from storage.entities.status import Status
from storage.outbox.requests import LookAfterRequests
from storage.uow import UnitOfWork


def register(on: Handlers) -> None:
    on.note(LookAfterRequests, look_after_requests)
    on.note(RequestsOver, look_after_requests)
    on.show(RequestSeek, render_seek)
    on.show(RequestMessage, render_request)


async def look_after_requests(uow: UnitOfWork, work: LookAfterRequests | RequestsOver) -> Note | None:
    """Follow up a change of an invitation, if it is a connection request."""
    contact = await uow.contacts.get(work.contact)
    invitation = contact.invitation
    if invitation is None:
        return None
    known = await uow.requests.is_known(contact.email_key)
    cards = await uow.requests.cards_for([invitation.id])
    if not (known or cards):
        return None

    async def effect(uow: UnitOfWork) -> None:
        if known and invitation.open(uow.now):
            await look_for(uow, contact.email_key, invitation)
            await uow.outbox.add(RequestsOver(contact.id), due_at=invitation.expires_at)
        await redraw_cards(uow, cards)

    return Note(effect)


async def render_seek(uow: UnitOfWork, work: RequestSeek) -> Seek | None:
    """Look for the person among one workspace's members."""
    asked_by, invitation_id = work.asked_by, work.invitation
    with uow.within(asked_by):
        try:
            invitation = await uow.invitations.get(invitation_id)
        except NotFound:
            return None
        if not invitation.open(uow.now) or invitation.contact.mail_stopped_at:
            return None

        recipient = uow.suppressions.hash_recipient(invitation.contact.email_key)

    async def found(uow: UnitOfWork, user_id: str) -> None:
        await found_in(uow, user_id, asked_by=asked_by, invitation_id=invitation_id, recipient=recipient)

    return Seek(invitation.contact.email, found)


async def render_request(uow: UnitOfWork, work: RequestMessage) -> Show | None:
    """Render the request's message, in the workspace where it is read, as the request stands."""
    try:
        card = await uow.requests.card(work.request)
    except NotFound:
        return None
    with uow.within(card.asked_by):
        invitation = await uow.invitations.get(card.invitation_id)
        inviter = await uow.colleagues.spokesperson(invitation.invited_by)
        company = company_name(await uow.workspaces.current())
        install = await uow.installs.get()
    waits = invitation.contact.status == Status.INVITED and invitation.open(uow.now)
    theirs = concerns(uow, card, invitation.contact)
    is_open = theirs and waits and (install is None or install.here)
    if not is_open and card.ts is None:
        return None
    name = inviter.name if inviter else None
    message = (
        request_message(invitation, card.id, company, name, rights_of(Role.MEMBER), is_open=is_open)
        if theirs
        else request_over()
    )

    async def remember(uow: UnitOfWork, channel: str, ts: str) -> None:
        await uow.requests.posted(card.id, channel, ts)

    return Show(message, card.channel or card.user_id, card.ts, private=True, remember=remember)
