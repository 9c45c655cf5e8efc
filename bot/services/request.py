"""Connection requests: asking somebody who has said yes to a company before, without the inviter's notice.

To the inviter a request is an invitation like any other: the same rows, written by the same statements, and
all that is particular to it is decided later, when the outbox draws the mail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.services.invitation import Claim, answer, usable
from storage.errors import LinkGone, NotFound
from storage.installation import RequestCard
from storage.models import Contact, Invitation
from storage.outbox import Priority
from storage.settings import company_name
from storage.status import Answer
from storage.uow import UnitOfWork

MOST_WORKSPACES = 50  # that are looked through for one person


@dataclass(frozen=True, slots=True)
class Request:
    """An invitation as its addressee reads it beside those of other companies."""

    invitation: Invitation
    company: str
    inviter: str | None

    @property
    def contact(self) -> Contact:
        return self.invitation.contact


async def requests_behind(uow: UnitOfWork, claim: Claim) -> list[Request]:
    """The request this link was mailed for, then all others that wait for its owner. Raises LinkGone.

    Only the mail carries such a link, and only while its own request is open does it show any other.
    """
    own = usable(await uow.invitations.get(claim.invitation_id), claim, uow.now)
    found = [(own.workspace_id, own.id)]
    email_key = own.contact.email_key
    if not own.expired(uow.now) and await uow.requests.is_known(email_key):
        found += [each for each in await uow.requests.waiting_for(email_key, uow.now) if each not in found]
    return [await _request(uow, *each) for each in found]


async def _request(uow: UnitOfWork, workspace_id: int, invitation_id: int) -> Request:
    with uow.within(workspace_id):
        invitation = await uow.invitations.get(invitation_id)
        inviter = await uow.members.get(invitation.invited_by)
        company = company_name(await uow.workspaces.current())
    return Request(invitation, company, inviter.name if inviter else None)


async def answer_request(uow: UnitOfWork, claim: Claim, wanted: Answer, email_key: str) -> Invitation:
    """As the invitation's own page does it, for one that was asked of this very address."""
    if (await uow.invitations.get(claim.invitation_id)).contact.email_key != email_key:
        raise NotFound("request")
    return await answer(uow, claim, wanted)


async def asked_of(uow: UnitOfWork, card_id: int) -> RequestCard:
    """The message somebody pressed a button of; for anybody else it is not here."""
    card = await uow.requests.card(card_id)
    if card.user_id != uow.scope.actor:
        raise NotFound("request")
    return card


async def answer_asked(uow: UnitOfWork, card: RequestCard, wanted: Answer) -> None:
    """In the workspace that asks: they become active for it alone, or decline."""
    invitation = await uow.invitations.get(card.invitation_id)
    if not concerns(uow, card, invitation.contact):
        raise LinkGone("This request is not open any more. There is nothing you need to do.")
    await answer(uow, Claim(invitation.id, invitation.generation), wanted)
    await redraw_cards(uow, [card])  # whoever pressed it is looking at it


def concerns(uow: UnitOfWork, card: RequestCard, contact: Contact) -> bool:
    """Whether it still is this address's owner who is asked, and not that of a corrected one."""
    return card.recipient == uow.suppressions.hash_recipient(contact.email_key)


async def look_for(uow: UnitOfWork, email_key: str, invitation: Invitation) -> None:
    """Looks for the person in every workspace that may know them."""
    for workspace_id in await uow.requests.workspaces_to_ask_in(email_key, MOST_WORKSPACES):
        with uow.within(workspace_id):
            wish = {"asked_by": invitation.workspace_id, "invitation": invitation.id}
            key = f"seek:{invitation.id}:{invitation.generation}"  # a corrected address makes another link
            await uow.outbox.slack("seek", key, wish, again=False, priority=Priority.BULK)


async def found_in(uow: UnitOfWork, user_id: str, **asked: Any) -> None:
    """They are a member here: the app asks them in a direct message. `asked` is as in `Requests.add_card`."""
    card_id = await uow.requests.add_card(user_id=user_id, **asked)
    await uow.outbox.slack("request", f"request:{card_id}", {"request": card_id})


async def redraw_cards(uow: UnitOfWork, cards: Sequence[RequestCard]) -> None:
    """Each shows how its request stands, in the workspace it is shown in."""
    for card in cards:
        with uow.within(card.workspace_id):
            await uow.outbox.slack("request", f"request:{card.id}", {"request": card.id})
