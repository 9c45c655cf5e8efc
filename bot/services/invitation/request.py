"""Connection requests: invitations to people who have accepted one before, without the inviter knowing.

To the inviter a request looks like any invitation: it has the same rows, written by the same statements. What
is special about it is decided later, when the outbox sends the email.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.services.agreement import missing
from bot.services.invitation.invitation import Claim, answer, usable
from bot.services.invitation.work import RequestMessage, RequestSeek
from storage.entities.afterwards import reversible
from storage.entities.agreement import Agreement
from storage.entities.contact import Contact, Invitation
from storage.entities.errors import NotFound
from storage.entities.installation import RequestCard
from storage.entities.invitation_gone import RequestClosed
from storage.entities.settings import company_name
from storage.entities.status import Answer
from storage.uow import UnitOfWork

MOST_WORKSPACES = 50  # workspaces searched for one person


@dataclass(frozen=True, slots=True)
class Request:
    """An invitation as its recipient reads it, beside those of other companies.

    `reversible`: they have declined it, and may take that back. `title` is what the inviter does. `agreement`
    is what they have to agree to.
    """

    invitation: Invitation
    company: str
    inviter: str | None
    reversible: bool = False
    title: str | None = None
    agreement: Agreement | None = None

    @property
    def contact(self) -> Contact:
        return self.invitation.contact


async def requests_behind(uow: UnitOfWork, claim: Claim) -> list[Request]:
    """Load the request behind an emailed link, then all others waiting for the same person. Raises LinkGone.

    Only emails contain such a link, and it shows other requests only while its own is open.
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
        inviter = await uow.colleagues.spokesperson(invitation.invited_by)
        company = company_name(await uow.workspaces.current())
        asked = await missing(uow, invitation.contact_id)
    name, title = (inviter.name, inviter.title) if inviter else (None, None)
    return Request(invitation, company, name, reversible(invitation, uow.now), title, asked)


Change = Callable[[UnitOfWork, Claim], Awaitable[Invitation]]


async def change_request(uow: UnitOfWork, claim: Claim, change: Change, email_key: str) -> Invitation:
    """Change a request like an invitation. Raises NotFound unless it was sent to this address."""
    if (await uow.invitations.get(claim.invitation_id)).contact.email_key != email_key:
        raise NotFound("request")
    return await change(uow, claim)


async def asked_of(uow: UnitOfWork, card_id: int) -> RequestCard:
    """Load the request's message for a press in it. Raises NotFound for anyone but its recipient."""
    card = await uow.requests.card(card_id)
    if card.user_id != uow.scope.actor:
        raise NotFound("request")
    return card


async def answer_asked(uow: UnitOfWork, card: RequestCard, wanted: Answer, agreed: str = "") -> None:
    """Answer a request in the workspace that invites. No other workspace is affected. Raises NotAgreed."""
    invitation = await uow.invitations.get(card.invitation_id)
    if not concerns(uow, card, invitation.contact):
        raise RequestClosed
    await answer(uow, Claim(invitation.id, invitation.generation, agreed), wanted)
    await redraw_cards(uow, [card])  # the person is looking at it


def concerns(uow: UnitOfWork, card: RequestCard, contact: Contact) -> bool:
    """Tell whether the message's recipient still owns the contact's address.

    An address may have been corrected since.
    """
    return card.recipient == uow.suppressions.hash_recipient(contact.email_key)


async def look_for(uow: UnitOfWork, email_key: str, invitation: Invitation) -> None:
    """Queue a search for the person in every workspace that may have them as a member."""
    for workspace_id in await uow.requests.workspaces_to_ask_in(email_key, MOST_WORKSPACES):
        with uow.within(workspace_id):
            seek = RequestSeek(invitation.workspace_id, invitation.id, invitation.generation)
            await uow.outbox.add(seek)


async def found_in(uow: UnitOfWork, user_id: str, **asked: Any) -> None:
    """Ask a member by direct message, having found them. `asked` are arguments of `Requests.add_card`."""
    card_id = await uow.requests.add_card(user_id=user_id, **asked)
    await uow.outbox.add(RequestMessage(card_id))


async def redraw_cards(uow: UnitOfWork, cards: Sequence[RequestCard]) -> None:
    """Queue an update of these messages, in the workspaces where they are shown."""
    for card in cards:
        with uow.within(card.workspace_id):
            await uow.outbox.add(RequestMessage(card.id))
