"""The page of an expired invitation. Its button asks for a new link; viewing changes nothing."""

from starlette.responses import Response

from bot.security.tokens import Links, Purpose
from bot.web.pages import Pages
from storage.entities.afterwards import asked_lately, replaceable
from storage.entities.contact import Invitation
from storage.entities.settings import company_name
from storage.uow import UnitOfWork


class ExpiredPage:
    """Renderer for one kind of link: that of an invitation or a connection request."""

    def __init__(self, pages: Pages, links: Links, purpose: Purpose) -> None:
        self._pages, self._links, self._purpose = pages, links, purpose

    async def show(self, uow: UnitOfWork, invitation: Invitation, *, just_asked: bool = False) -> Response:
        """Render the page, with status 410 unless the person has just asked."""
        inviter = await uow.members.get(invitation.invited_by)
        return self._pages.page(
            "expired.html",
            status=200 if just_asked else 410,
            company=company_name(await uow.workspaces.current()),
            inviter=inviter.name if inviter else None,
            contact=invitation.contact,
            invitation=invitation,
            just_asked=just_asked,
            asked=asked_lately(invitation, uow.now) and replaceable(invitation, uow.now),
            may_ask=replaceable(invitation, uow.now),
            url=self._links.url(self._purpose, invitation, invitation.generation),
            page_url=self._links.page(invitation.contact, invitation.created_at),
            stop_url=self._links.url(Purpose.STOP, invitation.contact),
        )
