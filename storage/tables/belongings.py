"""Queries of what is open and belongs to one person, and passing it on to another."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from storage.engine.one_of import one_of
from storage.engine.table import Table, kept
from storage.entities.application import Application
from storage.entities.contact import Contact, Invitation
from storage.entities.hire import Hire
from storage.entities.imports import UNDER_WAY, Import
from storage.entities.link import Link
from storage.entities.status import HireState, Status

LINKS, INVITATIONS, APPLICATIONS = "links", "invitations", "applications"
OFFERS, JOBS, IMPORTS = "offers", "jobs", "imports"
KINDS = (LINKS, APPLICATIONS, INVITATIONS, OFFERS, JOBS, IMPORTS)  # in the order in which they are listed

Ids = Mapping[str, Collection[int]]  # {kind: ids}; a kind may be missing

# {kind: (table, column with the owner, and what makes a row open)}
_OPEN: Mapping[str, tuple[Any, Any, tuple[ColumnElement[bool], ...]]] = {
    LINKS: (Link, Link.made_by, (Link.off_at.is_(None), Link.expired_at.is_(None))),
    APPLICATIONS: (
        Application,
        Application.responsible,
        (Application.decision.is_(None), Application.expired_at.is_(None)),
    ),
    INVITATIONS: (
        Invitation,
        Invitation.invited_by,
        (
            Invitation.answered_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.contact.has((Contact.status == Status.INVITED) & Contact.archived_at.is_(None)),
        ),
    ),
    OFFERS: (Hire, Hire.offered_by, (Hire.state == HireState.OFFERED,)),
    JOBS: (Hire, Hire.offered_by, (Hire.state == HireState.ACCEPTED,)),
    IMPORTS: (Import, Import.made_by, (Import.state.in_(UNDER_WAY),)),
}


_WAITS = (Contact.status == Status.APPLIED, Contact.archived_at.is_(None))


_OWNERS = [kept(select(owner).where(*is_open).distinct()) for _, owner, is_open in _OPEN.values()]


class Belongings(Table):
    async def of(self, user_id: str) -> dict[str, list[int]]:
        """List the ids of everything open that is somebody's: {kind: ids}. Kinds without any are left out."""
        found: dict[str, list[int]] = {}
        for kind, (table, owner, is_open) in _OPEN.items():
            query = select(table.id).where(owner == user_id, *is_open).order_by(table.id)
            if ids := list(await self._session.scalars(query)):
                found[kind] = ids
        return found

    async def owners(self) -> set[str]:
        """List everybody to whom something open belongs."""
        found: set[str] = set()
        for owners in _OWNERS:
            found |= set((await self._run(owners)).scalars())
        return found

    async def pass_on(self, ids: Ids, giver: str, heir: str) -> None:
        """Make `heir` the owner of what is still open and still `giver`'s. Links keep their maker."""
        for kind, (table, owner, is_open) in _OPEN.items():
            if kind != LINKS and ids.get(kind):
                change = update(table).where(one_of(table.id, ids[kind]), owner == giver, *is_open)
                await self._session.execute(
                    change.values({owner.key: heir}), execution_options={"synchronize_session": False}
                )

    async def named(self, kind: str, ids: Collection[int], most: int) -> tuple[int, list[str]]:
        """Count those that are still open among these, and name the first of them.

        Links and imports have names of their own, everything else is named by its contact.
        """
        table, _, is_open = _OPEN[kind]
        among = (one_of(table.id, ids), *(() if kind == LINKS else is_open))
        if kind == APPLICATIONS:
            among = (*among, Application.contact_id.in_(select(Contact.id).where(*_WAITS)))
        count = await self._session.scalar(select(func.count()).select_from(table).where(*among))
        query = self._names(kind, table).where(*among).order_by(table.id).limit(most)
        return int(count or 0), list(await self._session.scalars(query))

    @staticmethod
    def _names(kind: str, table: Any) -> Any:
        if kind in {LINKS, APPLICATIONS}:
            return select(table.name)
        if kind == IMPORTS:
            return select(Import.file_name)
        return select(Contact.name).join(table, table.contact_id == Contact.id)

    async def waiting(self, application_ids: Collection[int], most: int) -> list[tuple[int, int]]:
        """List (contact, application) of those among these who wait for approval, longest first."""
        query = select(Contact.id, Application.id).join(Contact, Contact.id == Application.contact_id)
        query = query.where(
            one_of(Application.id, application_ids),
            Application.decision.is_(None),
            *_WAITS,
        )
        found = await self._session.execute(query.order_by(Contact.status_at, Contact.id).limit(most))
        return [(contact_id, application_id) for contact_id, application_id in found]

    async def contacts(self, ids: Ids) -> set[int]:
        """List the contacts whose cards or lists show any of these."""
        return await self._contacts(ids, ((Application, (APPLICATIONS,)), (Hire, (OFFERS, JOBS))))

    async def invited(self, ids: Ids) -> set[int]:
        """List the contacts whom these invitations are for."""
        return await self._contacts(ids, ((Invitation, (INVITATIONS,)),))

    async def _contacts(self, ids: Ids, tables: Collection[tuple[Any, Collection[str]]]) -> set[int]:
        found: set[int] = set()
        for table, kinds in tables:
            given = [each for kind in kinds for each in ids.get(kind, ())]
            if given:
                query = select(table.contact_id).where(one_of(table.id, given))
                found |= {each for each in await self._session.scalars(query) if each}
        return found
