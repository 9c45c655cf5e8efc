"""What the outbox does for connection requests: looks for the person in Slack, and asks them there."""

from blocks.request import request_message, request_over
from bot.services.request import concerns, found_in, look_for, redraw_cards
from bot.workers.slack import Note, Seek, Show
from storage.bookkeeping import Outbox
from storage.errors import NotFound
from storage.settings import company_name
from storage.status import Status
from storage.uow import UnitOfWork


async def draw_requests(uow: UnitOfWork, row: Outbox) -> Note | None:
    """Something changed for an invitation; it concerns who is known on this installation, and nobody else."""
    contact = await uow.contacts.get(row.payload["contact"])
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
            wish, due = {"contact": contact.id}, invitation.expires_at
            await uow.outbox.slack("requests_over", f"requests_over:{contact.id}", wish, due_at=due)
        await redraw_cards(uow, cards)

    return Note(effect)


async def draw_seek(uow: UnitOfWork, row: Outbox) -> Seek | None:
    """In one workspace: whether the person is a member there."""
    asked_by, invitation_id = row.payload["asked_by"], row.payload["invitation"]
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


async def draw_request(uow: UnitOfWork, row: Outbox) -> Show | None:
    """The message in the workspace where they read it, as the request in the other one stands."""
    try:
        card = await uow.requests.card(row.payload["request"])
    except NotFound:
        return None
    with uow.within(card.asked_by):
        invitation = await uow.invitations.get(card.invitation_id)
        inviter = await uow.members.get(invitation.invited_by)
        company = company_name(await uow.workspaces.current())
        install = await uow.installs.get()
    waits = invitation.contact.status == Status.INVITED and invitation.open(uow.now)
    theirs = concerns(uow, card, invitation.contact)
    is_open = theirs and waits and (install is None or install.here)
    if not is_open and card.ts is None:
        return None
    name = inviter.name if inviter else None
    message = (
        request_message(invitation, card.id, company, name, is_open=is_open) if theirs else request_over()
    )

    async def remember(uow: UnitOfWork, channel: str, ts: str) -> None:
        await uow.requests.posted(card.id, channel, ts)

    return Show(message, card.channel or card.user_id, card.ts, remember=remember)
