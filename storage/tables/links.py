"""Queries of sign-up links, with counts of their use."""

from datetime import datetime

from sqlalchemy import bindparam, case, distinct, func, select, update

from storage.engine.table import Table, kept
from storage.entities.application import HELD_FOR, Application
from storage.entities.errors import NotFound
from storage.entities.link import Link, LinkCounts
from storage.entities.status import Decision

_ONE = select(Link).where(Link.id == bindparam("link"))
_GET = kept(_ONE)
_LOCK = kept(_ONE.with_for_update().execution_options(populate_existing=True))


class LinkTable(Table):
    async def get(self, link_id: int) -> Link:
        return _found((await self._run(_GET, link=link_id)).scalar())

    async def lock(self, link_id: int) -> Link:
        """Load and lock a link, so that two sign-ups for the last place take turns."""
        return _found((await self._run(_LOCK, link=link_id)).scalar())

    async def by_request(self, request_key: str) -> Link | None:
        link: Link | None = await self._session.scalar(select(Link).where(Link.request_key == request_key))
        return link

    async def add(self, link: Link) -> Link:
        link.workspace_id = self.workspace_id
        self._session.add(link)
        await self._session.flush()
        return link

    async def newest(self, most: int, chosen: int | None = None) -> list[Link]:
        """List links, active ones first, newest first; but the chosen one before all."""
        order = (Link.id == chosen).desc(), Link.off_at.is_not(None), Link.id.desc()
        query = select(Link).order_by(*order).limit(most)
        return list(await self._session.scalars(query))

    async def count_opened(self, link_id: int, times: int) -> None:
        await self._session.execute(
            update(Link).where(Link.id == link_id).values(opened=Link.opened + times),
            execution_options={"synchronize_session": False},
        )

    async def places_taken(self, link_id: int) -> int:
        """Count the confirmed addresses. An unconfirmed sign-up takes no place."""
        query = select(func.count(distinct(Application.email_key))).where(
            Application.link_id == link_id, Application.confirmed_at.is_not(None)
        )
        return int(await self._session.scalar(query) or 0)

    async def unconfirmed(self, link_id: int, now: datetime) -> int:
        """Count the sign-ups that can still be confirmed."""
        query = select(func.count()).where(
            Application.link_id == link_id,
            Application.confirmed_at.is_(None),
            Application.expired_at.is_(None),
            Application.created_at > now - HELD_FOR,
        )
        return int(await self._session.scalar(query) or 0)

    async def signed_up_since(self, link_id: int, since: datetime) -> int:
        query = select(func.count()).select_from(Application)
        found = await self._session.scalar(
            query.where(Application.link_id == link_id, Application.created_at > since)
        )
        return int(found or 0)

    async def counts(self, links: list[Link]) -> dict[int, LinkCounts]:
        """Count sign-ups for several links, in one statement: {link id: counts}."""
        # of whom nobody confirmed only a keyed hash is kept, in place of the mailbox
        who = case((Application.email_key != "", Application.email_key), else_=Application.mailbox)
        people = func.count(distinct(func.nullif(who, "")))
        columns = [
            func.count(distinct(case((Application.decision == each, Application.contact_id))))
            for each in Decision
        ]
        confirmed = func.count(
            distinct(case((Application.confirmed_at.is_not(None), Application.contact_id)))
        )
        query = select(Application.link_id, people, confirmed, *columns).group_by(Application.link_id)
        rows = await self._session.execute(query.where(Application.link_id.in_([link.id for link in links])))
        found = {link_id: numbers for link_id, *numbers in rows}
        return {link.id: LinkCounts(link.opened, *found.get(link.id, [0] * 5)) for link in links}


def _found(link: Link | None) -> Link:
    if link is None:
        raise NotFound("link")
    return link
