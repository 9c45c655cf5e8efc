"""People and their confirmed addresses, known to the installation and not to any one workspace."""

from datetime import datetime

from sqlalchemy import select

from storage.models import Address, Person
from storage.table import Table


class People(Table):
    async def confirm(self, email_key: str, at: datetime) -> None:
        """Remembers that the owner of this address has answered us, once."""
        known = await self._session.scalar(
            select(Address.id).where(Address.email_key == email_key),
            execution_options={"every_workspace": True},
        )
        if known is None:
            person = Person(created_at=at)
            self._session.add(person)
            await self._session.flush()
            self._session.add(Address(person_id=person.id, email_key=email_key, confirmed_at=at))
