"""Statements that remove somebody's personal data."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select, update

from storage.engine.base import Base
from storage.engine.keys import finds
from storage.engine.one_of import one_of
from storage.engine.table import Table
from storage.entities.application import Application
from storage.entities.contact import Contact
from storage.entities.event import Event, EventDetail
from storage.entities.hire import ErasedJob, Hire
from storage.entities.import_row import ImportRow
from storage.entities.imports import Import
from storage.entities.member import Member
from storage.entities.outbox import Outbox
from storage.entities.person import Address, AddressClaim, Person
from storage.entities.team import HomeTab

_in_bulk = {"synchronize_session": False}
_everywhere = _in_bulk | {"every_workspace": True}
_LEFT = "address_erasure"  # work that a command has left
_NOTHING: dict[str, Any] = {
    **dict.fromkeys(("name", "email", "email_key", "sought", "sort_key", "search_key", "reason"), ""),
    **dict.fromkeys(("recipient", "detail", "kept", "added_tags", "profile", "profile_before"), None),
    "cells": [],
    "tags": [],
    "selected": False,
}


class Erasing(Table):
    async def workspaces_of(self, email_key: str) -> list[int]:
        """List the workspaces that hold this address, as a contact's or in a sign-up."""
        held = [
            select(model.workspace_id).where(model.email_key == email_key)
            for model in (Contact, Application, AddressClaim)
        ]
        found = await self._session.scalars(held[0].union(*held[1:]), execution_options=_everywhere)
        return sorted(found)

    async def import_rows(self, contact_id: int) -> Sequence[int]:
        """Empty the rows of imports that made or tagged a contact. Returns the ids of these imports.

        The rows themselves stay, since results count them.
        """
        change = update(ImportRow).where(ImportRow.contact_id == contact_id).values(_NOTHING)
        ids = await self._session.scalars(change.returning(ImportRow.import_id), execution_options=_in_bulk)
        import_ids = sorted(set(ids))
        forgotten = update(Import).where(one_of(Import.id, import_ids)).values(find="")
        await self._session.execute(forgotten, execution_options=_in_bulk)
        return import_ids

    async def lists(self, contact_id: int) -> Sequence[str]:
        """List the names of imported files that named a contact."""
        query = select(Import.file_name).join(ImportRow, ImportRow.import_id == Import.id)
        query = query.where(ImportRow.contact_id == contact_id).order_by(Import.id)
        return list(dict.fromkeys(await self._session.scalars(query)))

    async def other_import_rows(self, recipient: str, *, everywhere: bool) -> None:
        """Empty the rows of any import that name an address, by its keyed hash. Reads every row."""
        options = _everywhere if everywhere else _in_bulk
        change = update(ImportRow).where(ImportRow.recipient == recipient).values(_NOTHING)
        await self._session.execute(change, execution_options=options)

    async def searches(self, search_key: str, sort_key: str) -> None:
        """Empty the Home tabs' searches that find a contact by words, and positions at their name."""
        for home in await self._session.scalars(select(HomeTab).with_for_update()):
            if finds(str(home.criteria.get("text") or ""), search_key):
                home.criteria, home.fresh = home.criteria | {"text": ""}, home.fresh + 1
            if home.place and sort_key in home.place.get("key", ()):
                home.place = None

    async def contact(self, contact_id: int) -> None:
        """Delete a contact, its invitations, notes, jobs, cards and tags, and the details of its history."""
        own = select(Event.id).where(Event.contact_id == contact_id)
        await self._delete(EventDetail, EventDetail.event_id.in_(own))
        await self._delete(Outbox, Outbox.contact_id == contact_id)
        await self._delete(Contact, Contact.id == contact_id)

    async def address(self, email_key: str, recipient: str) -> None:
        """Delete what else this workspace holds of an address, and its person unless others have them."""
        await self._delete(Outbox, Outbox.recipient == recipient, Outbox.kind != _LEFT)
        # the work being done, which names the address
        left = update(Outbox).where(Outbox.recipient == recipient, Outbox.kind == _LEFT)
        await self._session.execute(left.values(payload={}), execution_options=_in_bulk)
        forgotten = and_(Application.mailbox == recipient, Application.expired_at.is_not(None))
        await self._delete(Application, or_(Application.email_key == email_key, forgotten))
        await self._delete(AddressClaim, AddressClaim.email_key == email_key)
        # a cache: Slack is asked again when the profile is needed
        await self._delete(Member, func.lower(Member.email) == email_key)
        await self._person(email_key)

    async def _person(self, email_key: str) -> None:
        if await self.workspaces_of(email_key):
            return
        query = delete(Address).where(Address.email_key == email_key).returning(Address.person_id)
        person_id = await self._session.scalar(query, execution_options=_everywhere)
        others = select(Address.id).where(Address.person_id == Person.id).exists()
        gone = delete(Person).where(Person.id == person_id, ~others)
        await self._session.execute(gone, execution_options=_everywhere)

    async def keep_job(self, hire: Hire) -> None:
        """Keep a job's days and amount, without whose it was."""
        its = {name: getattr(hire, name) for name in ("start", "end", "rate", "currency", "per")}
        await self._session.execute(insert(ErasedJob).values(workspace_id=self.workspace_id, **its))

    async def _delete(self, model: type[Base], *where: ColumnElement[bool]) -> None:
        await self._session.execute(delete(model).where(*where), execution_options=_in_bulk)
