"""Queries of the team's notes about contacts."""

from datetime import datetime

from sqlalchemy import select

from storage.engine.table import Table
from storage.entities.team import Note


class Notes(Table):
    async def add(self, contact_id: int, author: str, text: str, at: datetime) -> Note:
        note = Note(contact_id=contact_id, author=author, text=text, created_at=at)
        note.workspace_id = self.workspace_id
        self._session.add(note)
        await self._session.flush()
        return note

    async def newest(self, contact_id: int, most: int) -> list[Note]:
        query = select(Note).where(Note.contact_id == contact_id).order_by(Note.id.desc()).limit(most)
        return list(await self._session.scalars(query))

    async def texts(self, contact_ids: list[int]) -> dict[int, list[str]]:
        """Load the notes of these contacts: {contact id: notes, oldest first}."""
        query = select(Note.contact_id, Note.text).where(Note.contact_id.in_(contact_ids)).order_by(Note.id)
        found: dict[int, list[str]] = {}
        for contact_id, text in await self._session.execute(query):
            found.setdefault(contact_id, []).append(text)
        return found
