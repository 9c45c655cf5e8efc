"""Queries of applications, confirmed or not, decided or waiting."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm.attributes import set_committed_value

from storage.engine.table import Table, kept
from storage.entities.application import Application
from storage.entities.contact import Contact
from storage.entities.errors import NotFound
from storage.entities.link import Link
from storage.entities.status import Status
from storage.tables.contacts import Contacts, with_profile

DAY = timedelta(days=1)


_ONE = select(Application, Link).join(Application.link).where(Application.id == bindparam("application"))
_GET = kept(_ONE)
_LOCK = kept(_ONE.with_for_update(of=Application).execution_options(populate_existing=True))


def _with_link(application: Application, link: Link) -> Application:
    set_committed_value(application, "link", link)
    return application


class Applications(Table):
    async def get(self, application_id: int) -> Application:
        return await self._one(_GET, application_id)

    async def lock(self, application_id: int) -> Application:
        """Load and lock an application. Of two simultaneous confirmations, the second sees the first."""
        return await self._one(_LOCK, application_id)

    async def _one(self, query: Select[Application, Link], application_id: int) -> Application:
        row = (await self._run(query, application=application_id)).first()
        if row is None:
            raise NotFound("sign-up")
        return _with_link(*row)

    async def add(self, application: Application) -> Application:
        application.workspace_id = self.workspace_id
        self._session.add(application)
        await self._session.flush()
        return application

    async def of_mailbox_today(self, mailbox: str, now: datetime) -> int:
        """Count this mailbox's sign-ups within a day, in all workspaces."""
        query = select(func.count()).select_from(Application)
        query = query.where(Application.mailbox == mailbox, Application.created_at > now - DAY)
        return int(await self._session.scalar(query, execution_options={"every_workspace": True}) or 0)

    async def earlier_that_day(self, application: Application) -> int:
        """Count earlier sign-ups of its mailbox within a day, in all workspaces."""
        query = select(func.count()).where(
            Application.mailbox == application.mailbox,
            Application.created_at > application.created_at - DAY,
            Application.id < application.id,
        )
        return int(await self._session.scalar(query, execution_options={"every_workspace": True}) or 0)

    async def waiting(self, most: int) -> list[Contact]:
        """List contacts who wait for approval, longest first, with what their cards show."""
        query = self._of_waiting(select(Contact)).order_by(Contact.status_at, Contact.id)
        waiting = await self._session.scalars(query.limit(most).options(with_profile))
        return await Contacts(self._session).all_whole(waiting.all())

    async def count_waiting(self) -> int:
        query = self._of_waiting(select(func.count()).select_from(Contact))
        return int(await self._session.scalar(query) or 0)

    async def of_link_waiting(self, link_id: int) -> list[int]:
        """List ids of contacts who applied through this link and still wait."""
        query = select(Contact.id).join(Application, Application.contact_id == Contact.id)
        query = query.where(Application.link_id == link_id, Application.decision.is_(None))
        return list(await self._session.scalars(query.where(Contact.status == Status.APPLIED).distinct()))

    @staticmethod
    def _of_waiting(query: Select[Any]) -> Select[Any]:
        return query.where(Contact.status == Status.APPLIED, Contact.archived_at.is_(None))
