"""Counts over invitations, jobs, links and imports. Each reads a span of an index, never a whole table."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import accumulate, pairwise
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    and_,
    case,
    distinct,
    exists,
    extract,
    func,
    literal,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from storage.engine.table import Table
from storage.entities.application import Application
from storage.entities.contact import Contact, Invitation
from storage.entities.hire import Hire
from storage.entities.imports import Import
from storage.entities.numbers import Counts, Span
from storage.entities.status import Answer, Decision, HireState

_A_DAY = 86_400  # seconds
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_HAPPENED = (HireState.ACCEPTED, HireState.ENDED)
_YES = Invitation.answer == Answer.ACCEPTED
_NO = Invitation.answer.in_([Answer.DECLINED, Answer.STOPPED])
_earlier = aliased(Hire)


class Counting(Table):
    async def within(self, spans: Sequence[Span]) -> list[Counts]:
        """Count what happened in each of these spans."""
        asked = await self._each(spans, Invitation.began_at, func.count())
        answers = await self._each(spans, Invitation.answered_at, *self._answers())
        jobs = await self._each(spans, Hire.answered_at, *_jobs(), where=Hire.state.in_(_HAPPENED))
        return [Counts(*asked[n], *answers[n], *jobs[n]) for n in range(len(spans))]

    async def active_before(self, moments: Sequence[datetime]) -> list[int]:
        """Count, for each of these moments in rising order, today's active contacts who were so before it."""
        spans = [Span(since, until) for since, until in pairwise([_BEGINNING, *moments])]
        # a literal, so that the partial index of active contacts is used
        active = and_(Contact.status == literal_column("'active'"), Contact.archived_at.is_(None))
        added = await self._each(spans, Contact.status_at, func.count(), where=active)
        return list(accumulate(added[n][0] for n in range(len(spans))))

    async def imports_since(self, since: datetime, most: int) -> list[Import]:
        """List the newest imports that were started since then."""
        query = select(Import).where(Import.started_at >= since).order_by(Import.id.desc()).limit(most)
        return list(await self._session.scalars(query))

    async def of_imports(self, import_ids: Collection[int]) -> dict[int, Counts]:
        """Count what became of the people of these imports: {import id: counts}."""
        asked = func.count(Invitation.began_at)
        query = select(Invitation.import_id, asked, *self._answers()).group_by(Invitation.import_id)
        rows = await self._session.execute(query.where(Invitation.import_id.in_(import_ids)))
        found = {import_id: Counts(*numbers) for import_id, *numbers in rows}
        jobs = await self._jobs_of(Invitation, Invitation.import_id, import_ids)
        return {each: replace(found.get(each, Counts()), **jobs.get(each, {})) for each in import_ids}

    async def jobs_of_links(self, link_ids: Collection[int]) -> dict[int, dict[str, int]]:
        """Count the jobs of people who were approved by these links: {link id: {"hired", "again"}}."""
        approved = Application.decision == Decision.APPROVED
        return await self._jobs_of(Application, Application.link_id, link_ids, approved)

    async def _jobs_of(
        self, came: Any, by: Any, ids: Collection[int], *where: ColumnElement[bool]
    ) -> dict[int, dict[str, int]]:
        jobs, people = func.count(distinct(Hire.id)), func.count(distinct(Hire.contact_id))
        query = select(by, jobs, people).join(came, came.contact_id == Hire.contact_id)
        query = query.where(by.in_(ids), Hire.state.in_(_HAPPENED), *where).group_by(by)
        rows = await self._session.execute(query.select_from(Hire))
        return {each: {"hired": hired, "again": hired - people} for each, hired, people in rows}

    async def _each(
        self, spans: Sequence[Span], at: Any, *columns: Any, where: ColumnElement[bool] | None = None
    ) -> Mapping[int, Sequence[Any]]:
        """Select columns for each span of a moment's column: {number of the span: values}."""
        queries = [
            select(literal_column(str(n)).label("n"), *columns)
            .select_from(at.class_)
            .where(
                self._here(at.class_), at >= each.since, at < each.until, *([] if where is None else [where])
            )
            for n, each in enumerate(spans)
        ]
        rows = await self._session.execute(union_all(*queries))
        return {n: values for n, *values in rows}

    def _answers(self) -> list[Any]:
        """Select yes, no, the days to a yes added up, and how many have any."""
        timed = and_(_YES, Invitation.answered_at >= Invitation.began_at)
        days = func.coalesce(func.sum(case((timed, self._days()), else_=0.0)), 0.0)
        return [func.count(case((_YES, 1))), func.count(case((_NO, 1))), days, func.count(case((timed, 1)))]

    def _days(self) -> ColumnElement[Any]:
        """Subtract two moments, which SQLite stores as text."""
        if self._on_sqlite:
            answered, began = (
                func.julianday(each, type_=Float()) for each in (Invitation.answered_at, Invitation.began_at)
            )
            return answered - began
        return extract("epoch", Invitation.answered_at - Invitation.began_at) / _A_DAY

    def _here(self, model: Any) -> ColumnElement[bool]:
        """Name the workspace: the session does not add it to the parts of a UNION."""
        return model.workspace_id == literal(self.workspace_id)  # type: ignore[no-any-return]


def _jobs() -> list[Any]:
    """Select the number of jobs, and of those that are not their contact's first."""
    before = exists().where(
        _earlier.contact_id == Hire.contact_id,
        _earlier.workspace_id == Hire.workspace_id,
        _earlier.id < Hire.id,
        _earlier.state.in_(_HAPPENED),
    )
    return [func.count(), func.count(case((before, 1)))]
