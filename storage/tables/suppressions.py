"""Queries of the suppression list: keyed hashes of addresses that must not be emailed unasked."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, bindparam, cast, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.engine.journal import EVERYWHERE
from storage.engine.one_of import one_of
from storage.engine.table import Table
from storage.entities.outbox import Outbox
from storage.entities.suppression import Reason, Suppression

_GONE = (Reason.LEFT, Reason.ERASED)
# Kinds of emails that people get even so, because they asked for them a moment ago: anybody, and those who
# left or were erased.
ALWAYS = ("person_link",)
ASKED_FOR = (*ALWAYS, "signup", "address_confirm")


def suppressed() -> ColumnElement[bool]:
    """Build the condition that an outbox row's recipient must not get this email."""
    workspace = cast(Outbox.workspace_id, String)
    scope = Suppression.scope.in_([EVERYWHERE, workspace])
    gone = and_(_gone(workspace), _is_none_of(Outbox.kind, ASKED_FOR))
    return exists(
        select(Suppression.id).where(
            Suppression.recipient == Outbox.recipient,
            scope,
            _is_none_of(Outbox.kind, ALWAYS),
            or_(Suppression.reason == Reason.STOPPED, gone),
        )
    )


def _gone(workspace: Any) -> ColumnElement[bool]:
    """Build the condition that somebody left or was erased, and has not come back to this workspace."""
    back = aliased(Suppression)
    returned = exists(
        select(back.id)
        .where(
            back.recipient == Suppression.recipient,
            back.scope == workspace,
            back.reason == Reason.RETURNED,
        )
        .correlate_except(back)  # else it would be about any email in the outbox, of any workspace
    )
    return and_(or_(*(Suppression.reason == each for each in _GONE)), ~returned)


def _is_none_of(column: Any, values: Collection[str]) -> ColumnElement[bool]:
    """Build `column.not_in(values)` for a few fixed ones, which need not be filled in for each execution."""
    return and_(*(column != each for each in values))


_HERE = bindparam("here", type_=String())
_NOT_TO_BE_MAILED = select(Suppression.recipient).where(
    or_(Suppression.scope == EVERYWHERE, Suppression.scope == _HERE),
    or_(Suppression.reason == Reason.STOPPED, _gone(_HERE)),
)
_COVERS = _NOT_TO_BE_MAILED.where(Suppression.recipient == bindparam("recipient"))
_SOME_OF = _NOT_TO_BE_MAILED.where(one_of(Suppression.recipient))


class Suppressions(Table):
    def __init__(self, session: AsyncSession, hash_recipient: Callable[[str], str]) -> None:
        super().__init__(session)
        self.hash_recipient = hash_recipient

    async def add(
        self, email_key: str, at: datetime, reason: Reason = Reason.STOPPED, *, everywhere: bool = False
    ) -> bool:
        """Put an address on the list, for this workspace or for all.

        Returns False if it was there for the same reason.
        """
        scope = EVERYWHERE if everywhere else str(self.workspace_id)
        return await self.add_hash(self.hash_recipient(email_key), scope, at, reason)

    async def add_hash(
        self, recipient: str, scope: str, at: datetime, reason: Reason = Reason.STOPPED
    ) -> bool:
        """Put a keyed hash on the list. `scope` is a workspace's id, or EVERYWHERE.

        The newest reason replaces an earlier one. Returns False if it was there for the same reason.
        """
        row = {"scope": scope, "recipient": recipient, "reason": reason, "created_at": at}
        insert = self._insert(Suppression).values(row)
        upsert = insert.on_conflict_do_update(
            index_elements=[Suppression.scope, Suppression.recipient],
            set_={"reason": reason},
            where=Suppression.reason != reason,
        )
        added = await self._session.scalar(
            upsert.returning(Suppression.id), execution_options={"every_workspace": True}
        )
        return added is not None

    async def take_back(self, email_key: str, at: datetime) -> bool:
        """Let somebody who left or was erased come back to this workspace. Returns False for all others."""
        recipient, scope = self.hash_recipient(email_key), str(self.workspace_id)
        query = select(Suppression.id).where(
            Suppression.recipient == recipient, Suppression.scope.in_([EVERYWHERE, scope]), _gone(scope)
        )
        if await self._session.scalar(query.limit(1)) is None:
            return False
        return await self.add_hash(recipient, scope, at, Reason.RETURNED)

    async def among(self, recipients: Collection[str]) -> set[str]:
        """Return which of these keyed hashes must not be written to, here or everywhere."""
        given = {"ids": recipients, "here": str(self.workspace_id)}
        return set((await self._run_everywhere(_SOME_OF, **given)).scalars())

    async def covers(self, email_key: str) -> bool:
        """Tell whether this address must not be written to, here or everywhere."""
        given = {"recipient": self.hash_recipient(email_key), "here": str(self.workspace_id)}
        return (await self._run_everywhere(_COVERS, **given)).first() is not None
