"""What an invited person may still do on a page that takes no answer: ask for a new link, or think again."""

from bot.services.invitation.invitation import INVITER_CARD, Claim, usable
from bot.services.invitation.work import InvitationReopened, NewLinkAsked
from storage.entities.afterwards import asked_lately, replaceable, reversible
from storage.entities.contact import Invitation
from storage.entities.invitation_gone import InvitationExpired
from storage.entities.status import EventKind
from storage.uow import UnitOfWork


async def ask_for_new_link(uow: UnitOfWork, claim: Claim) -> Invitation:
    """Tell the inviter that the person would like a new link, at most once a day.

    An invitation that did not expire, or needs no answer any more, is returned unchanged. Raises LinkGone.
    """
    invitation = await uow.invitations.lock(claim.invitation_id)
    try:
        return usable(invitation, claim, uow.now)
    except InvitationExpired:
        if not replaceable(invitation, uow.now) or asked_lately(invitation, uow.now):
            return invitation
    invitation.new_link_asked_at = uow.now
    await uow.events.record(EventKind.NEW_LINK_ASKED, contact_id=invitation.contact_id)
    await _must_have_card(uow, invitation)
    await uow.outbox.add(
        NewLinkAsked(invitation.id, int(uow.now.timestamp()), contact_id=invitation.contact_id)
    )
    return invitation


async def _must_have_card(uow: UnitOfWork, invitation: Invitation) -> None:
    """Give the inviter a card, with its button to resend, if they have none: imports make no cards."""
    cards = await uow.cards.of_contact(invitation.contact_id)
    if not any(card.kind == INVITER_CARD for card in cards):
        contact_id, channel = invitation.contact_id, invitation.invited_by
        await uow.cards.add(contact_id=contact_id, kind=INVITER_CARD, channel=channel)


async def change_mind(uow: UnitOfWork, claim: Claim) -> Invitation:
    """Reopen an invitation that the person declined. If that is not possible, nothing changes."""
    invitation = usable(await uow.invitations.lock(claim.invitation_id), claim, uow.now)
    if reversible(invitation, uow.now):
        invitation.reopen(uow.now)
        await uow.events.record(EventKind.REOPENED, invitation.contact)
        told = InvitationReopened(invitation.id, int(uow.now.timestamp()), contact_id=invitation.contact_id)
        await uow.outbox.add(told)
    return invitation
