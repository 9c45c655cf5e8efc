"""Enqueues outbox work, in the transaction of the change that needs it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from operator import itemgetter

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.base import Json
from storage.engine.one_of import one_of
from storage.engine.request import current_request
from storage.engine.table import Table
from storage.entities.outbox import Outbox
from storage.entities.status import Outcome
from storage.outbox.statements import Due, adding
from storage.outbox.work import Lane, Repeat, Work

_NEVER = datetime.max.replace(tzinfo=UTC)
_WAITING = select(Outbox.key, Outbox.due_at).where(
    one_of(Outbox.key), Outbox.state == Outcome.QUEUED, Outbox.lost == 0
)


class Adding(Table):
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        super().__init__(session)
        self._now = now
        self.added: set[Lane] = set()  # lanes with new work; their workers are woken after the commit
        self._mails: set[str] = set()  # keys of emails enqueued by this unit of work

    async def add(self, work: Work, *, due_at: datetime | None = None) -> None:
        """Enqueue work, now or for `due_at`.

        If the key is there already, the class's `repeat` decides what happens.
        """
        await self.enqueue(work, due_at or self._now, Due.GIVEN if due_at else Due.AS_IT_WAS)

    async def add_all(self, works: Sequence[Work], *, due_at: datetime | None = None) -> None:
        """Enqueue several works of one class in one statement."""
        if works:
            due = Due.GIVEN if due_at else Due.AS_IT_WAS
            await self._execute([(work, due_at or self._now) for work in works], due)

    async def add_each(
        self, works: Sequence[tuple[Work, datetime]], requests: Sequence[str | None] | None = None
    ) -> None:
        """Enqueue works of one class, each for its own time, in one statement.

        `requests` are those on whose behalf each is done, if they are several.
        """
        if works:
            await self._execute(works, Due.GIVEN, requests)

    async def enqueue(self, work: Work, due_at: datetime, due: Due) -> None:
        await self._execute([(work, due_at)], due)

    async def enqueue_sooner(self, works: Sequence[tuple[Work, datetime]]) -> None:
        """Enqueue work of one class, each at its own time, in one statement.

        On SQLite, what is queued for then already is left alone: no worker can take it before the commit.
        """
        waiting = await self._waiting([work.key for work, _ in works]) if self._on_sqlite else {}
        new = [(work, at) for work, at in works if waiting.get(self._named(work.key), _NEVER) > at]
        if new:
            await self._execute(new, Due.SOONER)

    async def _waiting(self, keys: Sequence[str]) -> dict[str, datetime]:
        """Find when those of these keys are due that are queued."""
        return dict(await self._run_everywhere(_WAITING, ids=[self._named(key) for key in keys]))

    async def _execute(
        self, each: Sequence[tuple[Work, datetime]], due: Due, requests: Sequence[str | None] | None = None
    ) -> None:
        works = [work for work, _ in each]
        statement = adding(works[0].repeat, due, on_sqlite=self._on_sqlite)
        rows = [self._row(work, due_at) for work, due_at in each]
        for row, request in zip(rows, requests or (), strict=False):
            row["request"] = request
        if works[0].repeat is Repeat.AGAIN:
            # Existing rows are locked in the order of keys, as by workers that record results.
            rows.sort(key=itemgetter("key"))
        await self._add_rows(statement, rows)
        self.added.add(works[0].lane)
        if works[0].lane is Lane.MAIL:
            self._mails |= {row["key"] for row in rows}

    def _row(self, work: Work, due_at: datetime) -> Json:
        """Build the row. Its age, and an email's date, count from when it is due."""
        return work.columns | {
            "workspace_id": self.workspace_id,
            "lane": work.lane,
            "kind": work.kind,
            "key": self._named(work.key),
            "payload": work.payload,
            "priority": work.priority,
            "state": Outcome.QUEUED,
            "created_at": due_at,
            "due_at": due_at,
            "wanted": 1,
            "attempts": 0,
            "bugs": 0,
            "lost": 0,
            "request": current_request(),
        }

    async def was_added(self, key: str) -> bool:
        """Tell whether work with this key was ever enqueued, whatever became of it."""
        query = select(Outbox.id).where(Outbox.key == self._named(key))
        return await self._session.scalar(query) is not None

    async def pending(self, key: str) -> bool:
        """Tell whether work with this key is enqueued or being done."""
        unfinished = Outbox.state.in_([Outcome.QUEUED, Outcome.SENDING])
        query = select(Outbox.id).where(Outbox.key == self._named(key), unfinished)
        return await self._session.scalar(query) is not None

    async def is_due(self, key: str, since: datetime | None = None) -> bool:
        """Tell whether work with this key is being done, or should be: since this moment at the earliest."""
        due = and_(Outbox.state.in_([Outcome.QUEUED, Outcome.SENDING]), Outbox.due_at <= self._now)
        query = select(Outbox.id).where(Outbox.key == self._named(key), due)
        if since:
            query = query.where(Outbox.due_at >= since)
        return await self._session.scalar(query) is not None

    def _named(self, key: str) -> str:
        """Prefix a key with the workspace, which makes it unique in the whole database."""
        return f"{self.workspace_id}:{key}"
