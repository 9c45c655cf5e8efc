"""Queries of imports: offers below shared files, reviews, and the files' bytes."""

from typing import Any

from sqlalchemy import delete, select

from storage.engine.table import Table
from storage.entities.errors import NotFound
from storage.entities.import_row import ImportFile, ImportRow
from storage.entities.imports import LIVING, Import, ImportOffer
from storage.entities.status import ImportState

_in_bulk = {"synchronize_session": False}


class Imports(Table):
    async def offer(self, offer_id: int) -> ImportOffer:
        query = select(ImportOffer).where(ImportOffer.id == offer_id)
        offer: ImportOffer = _found(await self._session.scalar(query), "file")
        return offer

    async def is_imported(self, offer_id: int) -> bool:
        """Tell whether somebody has imported the offered file. An import that was undone does not count."""
        undone = Import.state == ImportState.UNDONE
        query = select(Import.id).where(Import.offer_id == offer_id, Import.started_at.is_not(None), ~undone)
        return await self._session.scalar(query.limit(1)) is not None

    async def offer_once(self, offer: ImportOffer) -> ImportOffer | None:
        """Add the offer. Return None if this file was offered in this conversation before."""
        query = select(ImportOffer.id).where(
            ImportOffer.file_id == offer.file_id, ImportOffer.channel == offer.channel
        )
        if await self._session.scalar(query) is not None:
            return None
        offer.workspace_id = self.workspace_id
        self._session.add(offer)
        await self._session.flush()
        return offer

    async def get(self, import_id: int) -> Import:
        """Load an import for reading. Use `lock` for changes."""
        job: Import = _found(await self._session.scalar(select(Import).where(Import.id == import_id)))
        return job

    async def lock(self, import_id: int) -> Import:
        """Load and lock an import, so that of two simultaneous presses the second sees the first's change."""
        query = select(Import).where(Import.id == import_id).with_for_update()
        job: Import = _found(await self._session.scalar(query.execution_options(populate_existing=True)))
        return job

    async def living(self, offer_id: int, made_by: str) -> Import | None:
        """Find this person's unfinished review of an offered file."""
        query = select(Import).where(
            Import.offer_id == offer_id, Import.made_by == made_by, Import.state.in_(LIVING)
        )
        found: Import | None = await self._session.scalar(query.order_by(Import.id.desc()).limit(1))
        return found

    async def newest(self, most: int, chosen: int | None = None) -> list[Import]:
        """List the newest imports that were started, but the chosen one before all."""
        order = (Import.id == chosen).desc(), Import.id.desc()
        query = select(Import).where(Import.started_at.is_not(None)).order_by(*order).limit(most)
        return list(await self._session.scalars(query))

    async def earlier(self, of: Import) -> Import | None:
        """Find the newest other import of identical bytes that was started, by anyone in this workspace."""
        query = select(Import).where(
            Import.file_hash == of.file_hash, Import.id != of.id, Import.started_at.is_not(None)
        )
        found: Import | None = await self._session.scalar(query.order_by(Import.id.desc()).limit(1))
        return found

    async def by_view(self, view_id: str) -> Import | None:
        """Find the review that this modal began, so that a repeated submission begins no second one."""
        found: Import | None = await self._session.scalar(select(Import).where(Import.view_id == view_id))
        return found

    async def add(self, made: Import) -> Import:
        made.workspace_id = self.workspace_id
        self._session.add(made)
        await self._session.flush()
        return made

    async def keep_file(self, import_id: int, data: bytes) -> None:
        insert = self._insert(ImportFile).values(
            workspace_id=self.workspace_id, import_id=import_id, data=data
        )
        await self._session.execute(insert.on_conflict_do_nothing())

    async def file(self, import_id: int) -> bytes | None:
        data: bytes | None = await self._session.scalar(
            select(ImportFile.data).where(ImportFile.import_id == import_id)
        )
        return data

    async def forget_file(self, import_id: int) -> None:
        await self._session.execute(
            delete(ImportFile).where(ImportFile.import_id == import_id), execution_options=_in_bulk
        )

    async def give_up(self, job: Import) -> None:
        """Give up an import: delete its file and rows, but keep its name."""
        job.state, job.header, job.find, job.reading = ImportState.GIVEN_UP, [], "", {}
        await self.forget_file(job.id)
        await self._session.execute(
            delete(ImportRow).where(ImportRow.import_id == job.id), execution_options=_in_bulk
        )


def _found(row: Any, thing: str = "import") -> Any:
    if row is None:
        raise NotFound(thing)
    return row
