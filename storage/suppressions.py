"""The suppression list: keyed hashes of addresses that no mail may go to."""

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.bookkeeping import Outbox, Suppression
from storage.table import Table

EVERYWHERE = "all"


def suppressed() -> ColumnElement[bool]:
    """Whether an outbox row's recipient stopped mail from its workspace, or all mail."""
    scope = or_(Suppression.scope == EVERYWHERE, Suppression.scope == cast(Outbox.workspace_id, String))
    return exists(select(Suppression.id).where(Suppression.recipient == Outbox.recipient, scope))


class Suppressions(Table):
    def __init__(self, session: AsyncSession, hash_recipient: Callable[[str], str]) -> None:
        super().__init__(session)
        self.hash_recipient = hash_recipient

    async def add(self, email_key: str, at: datetime, *, everywhere: bool = False) -> None:
        """From now on nothing goes to this address from this workspace, or from anybody."""
        row = {
            "scope": EVERYWHERE if everywhere else str(self.workspace_id),
            "recipient": self.hash_recipient(email_key),
            "created_at": at,
        }
        await self._session.execute(self._insert(Suppression).on_conflict_do_nothing(), row)

    async def among(self, recipients: Collection[str]) -> set[str]:
        """Those of these keyed hashes to which mail is stopped, here or everywhere."""
        query = select(Suppression.recipient).where(
            self._among(Suppression.recipient, recipients),
            Suppression.scope.in_([EVERYWHERE, str(self.workspace_id)]),
        )
        return set(await self._session.scalars(query))

    async def covers(self, email_key: str) -> bool:
        """Whether mail to this address is stopped, here or everywhere."""
        query = select(Suppression.id).where(
            Suppression.recipient == self.hash_recipient(email_key),
            Suppression.scope.in_([EVERYWHERE, str(self.workspace_id)]),
        )
        return await self._session.scalar(query.limit(1)) is not None
