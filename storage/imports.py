"""Imports: the offers under shared files, the reviews of them, and the bytes while they are needed."""

from typing import Any

from sqlalchemy import delete, select

from storage.errors import NotFound
from storage.import_models import LIVING, Import, ImportFile, ImportOffer, ImportRow
from storage.status import ImportState
from storage.table import Table

_in_bulk = {"synchronize_session": False}


class Imports(Table):
    async def offer(self, offer_id: int) -> ImportOffer:
        query = select(ImportOffer).where(ImportOffer.id == offer_id)
        offer: ImportOffer = _found(await self._session.scalar(query), "file")
        return offer

    async def offer_once(self, offer: ImportOffer) -> ImportOffer | None:
        """The offer, or None where this file has been offered in this conversation before."""
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
        """For looking at; a change needs `lock`."""
        job: Import = _found(await self._session.scalar(select(Import).where(Import.id == import_id)))
        return job

    async def lock(self, import_id: int) -> Import:
        """Reads the row so that of two who press at once the second sees what the first did."""
        query = select(Import).where(Import.id == import_id).with_for_update()
        job: Import = _found(await self._session.scalar(query.execution_options(populate_existing=True)))
        return job

    async def living(self, offer_id: int, made_by: str) -> Import | None:
        """This person's review of an offered file that has not become an import yet."""
        query = select(Import).where(
            Import.offer_id == offer_id, Import.made_by == made_by, Import.state.in_(LIVING)
        )
        found: Import | None = await self._session.scalar(query.order_by(Import.id.desc()).limit(1))
        return found

    async def newest(self, most: int) -> list[Import]:
        """Those that have made contacts of their rows."""
        query = select(Import).where(Import.started_at.is_not(None)).order_by(Import.id.desc()).limit(most)
        return list(await self._session.scalars(query))

    async def earlier(self, of: Import) -> Import | None:
        """The newest import of the very same bytes that was started, by anybody here."""
        query = select(Import).where(
            Import.file_hash == of.file_hash, Import.id != of.id, Import.started_at.is_not(None)
        )
        found: Import | None = await self._session.scalar(query.order_by(Import.id.desc()).limit(1))
        return found

    async def by_view(self, view_id: str) -> Import | None:
        """The review begun in this modal, so that a form sent twice begins one."""
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
        """Nothing of the file is left but its name."""
        job.state, job.header, job.find = ImportState.GIVEN_UP, [], ""
        await self.forget_file(job.id)
        await self._session.execute(
            delete(ImportRow).where(ImportRow.import_id == job.id), execution_options=_in_bulk
        )


def _found(row: Any, thing: str = "import") -> Any:
    if row is None:
        raise NotFound(thing)
    return row
