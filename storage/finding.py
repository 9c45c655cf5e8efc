"""The statements of the overview, one for each shape of criteria: made once, then only given values.

Made anew for each page, a statement of this size takes longer to make than to answer. Each names the
workspace of every table itself, since the session does not see into it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Dialect,
    Select,
    Text,
    TextualSelect,
    bindparam,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from storage.bookkeeping import Outbox
from storage.hire import Hire
from storage.import_models import ImportRow
from storage.listing import MOST_COUNTED, Hired, Sort, Which
from storage.models import Application, Contact, ContactTag, Invitation, Tag
from storage.ordering import ORDERS
from storage.shape import ESCAPE, Shape
from storage.status import Status

SEPARATOR = "\n"  # between a contact's tags; none has one
SHAPES = 500  # statements kept

Ids = Select[Any]
Condition = ColumnElement[bool]

contact, carried, tag = Contact.__table__, ContactTag.__table__, Tag.__table__
mail, invitation, application = Outbox.__table__, Invitation.__table__, Application.__table__
imported, hire = ImportRow.__table__, Hire.__table__
full_text = table("contact_search", column("rowid"))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as text, and the names of the values it takes."""

    statement: TextualSelect
    takes: frozenset[str]


def _has(where: Any, n: int) -> Condition:
    # Of no collation of its own: with another than the index's PostgreSQL does not use it.
    found: Condition = where.like(bindparam(f"like{n}", type_=Text()), escape=ESCAPE)
    return found


def _here(of: Any) -> Condition:
    ours: Condition = of.c.workspace_id == bindparam("workspace_id", type_=BigInteger)
    return ours


_carries = carried.c.contact_id == contact.c.id
_newest_mail = (
    select(mail.c.state)
    .where(mail.c.contact_id == contact.c.id, mail.c.lane == literal_column("'mail'"), _here(mail))
    .order_by(mail.c.id.desc())
    .limit(literal_column("1"))
    .correlate(contact)
    .scalar_subquery()
)
_failed = mail.c.state == literal_column("'failed'")  # spelled out, so that the index of failed ones fits


def _of(which: Which, status: Any = None) -> list[Condition]:
    archived = which is Which.ARCHIVED
    here = contact.c.archived_at.is_not(None) if archived else contact.c.archived_at.is_(None)
    if which.status is None:
        return [_here(contact), here]
    return [_here(contact), here, contact.c.status == (bindparam("status") if status is None else status)]


def conditions(shape: Shape) -> list[Condition]:
    """All that a row must fulfil, whichever way it was found."""
    wanted = _of(shape.which) + [_speaks_of(n) for n in range(len(shape.patterns))]
    tags: list[Any] = [bindparam(f"tag{n}") for n in range(shape.tags)]
    for any_of in [[each] for each in tags] if shape.every_tag else [tags] * bool(tags):
        wanted.append(exists().where(_carries, carried.c.tag_id.in_(any_of), _here(carried)))
    if shape.invited_by:
        wanted.append(contact.c.invited_by == bindparam("invited_by"))
    if shape.added_after:
        wanted.append(contact.c.created_at >= bindparam("since"))
    if shape.link:
        came = application.c.contact_id == contact.c.id
        wanted.append(exists().where(came, application.c.link_id == bindparam("link"), _here(application)))
    if shape.imported:
        wanted.append(exists().where(imported.c.contact_id == contact.c.id, *_by_import()))
    if shape.hired is Hired.NOW:
        wanted.append(_hired_now())
    elif shape.hired:
        wanted.append(contact.c.hires > 0 if shape.hired is Hired.EVER else contact.c.hires == 0)
    if shape.mail_failed:
        wanted.append(_newest_mail == literal_column("'failed'"))
    return wanted


def _by_import() -> list[Condition]:
    return [imported.c.import_id == bindparam("import_id"), _here(imported)]


def _running() -> list[Condition]:
    accepted = hire.c.state == literal_column("'accepted'")  # spelled out, so that the index of such fits
    return [accepted, hire.c.start <= bindparam("today", type_=Date()), _here(hire)]


def _hired_now() -> Condition:
    return exists().where(hire.c.contact_id == contact.c.id, *_running())


def _speaks_of(n: int) -> Condition:
    by_tag = exists().where(_carries, carried.c.tag_id == tag.c.id, _here(carried), _here(tag))
    return or_(_has(contact.c.search_key, n), by_tag.where(_has(tag.c.search_key, n)))


@lru_cache(SHAPES)
def finders(shape: Shape) -> list[Ids]:
    """For each condition that an index answers: the ids it finds, and perhaps some more."""
    found = [_matching(0, shape.sqlite)] if shape.patterns and shape.patterns[0] else []
    tags: list[Any] = [bindparam(f"tag{n}") for n in range(shape.tags)]
    for any_of in [[each] for each in tags] if shape.every_tag else [tags] * bool(tags):
        found.append(
            select(carried.c.contact_id.label("id")).where(carried.c.tag_id.in_(any_of), _here(carried))
        )
    if shape.link:
        by_link = select(application.c.contact_id.label("id"))
        found.append(by_link.where(application.c.link_id == bindparam("link"), _here(application)))
    if shape.imported:
        came = imported.c.contact_id.is_not(None)
        found.append(select(imported.c.contact_id.label("id")).where(came, *_by_import()))
    if shape.hired is Hired.NOW:
        found.append(select(hire.c.contact_id.label("id")).where(*_running()))
    if shape.mail_failed:
        failed = select(mail.c.contact_id.label("id")).where(_failed, _here(mail))
        found.append(failed.where(mail.c.contact_id.is_not(None)))
    plain: list[tuple[bool, Callable[[], list[Condition]]]] = [
        (shape.invited_by, lambda: [contact.c.invited_by == bindparam("invited_by"), _here(contact)]),
        (shape.added_after, lambda: [contact.c.created_at >= bindparam("since"), _here(contact)]),
        (shape.which is not Which.ANY, lambda: _of(shape.which)),
    ]
    return found + [select(contact.c.id).where(*which()) for wanted, which in plain if wanted]


def _matching(n: int, sqlite: bool) -> Ids:
    """Whose name, address or tag has this text."""
    tagged = select(carried.c.contact_id.label("id")).join(tag, tag.c.id == carried.c.tag_id)
    tagged = tagged.where(_has(tag.c.search_key, n), _here(tag), _here(carried))
    if sqlite:
        # Joined and not IN (…), which SQLite would gather to the last row before a LIMIT could end it.
        matched = literal_column("contact_search").op("MATCH")(bindparam(f"match{n}"))
        by_text = select(contact.c.id).select_from(full_text)
        by_text = by_text.join(contact, contact.c.id == full_text.c.rowid).where(matched, _here(contact))
    else:
        # Planned as if all were wanted, so that a LIMIT above does not make it read the whole table.
        like = select(contact.c.id).where(_has(contact.c.search_key, n), _here(contact))
        by_text = select(like.cte("matched").prefix_with("MATERIALIZED").c.id)
    both = union_all(by_text, tagged).subquery("both")
    return select(both.c.id)


@lru_cache(SHAPES)
def count_statement(shape: Shape) -> Prepared:
    """How many each finder finds, counted no further than `enough`."""
    found = [counted(each, bindparam("enough")).label(f"n{n}") for n, each in enumerate(finders(shape))]
    return prepared(select(*found), shape.sqlite)


def counted(query: Ids, most: Any) -> Any:
    return select(func.count()).select_from(query.limit(most).subquery()).scalar_subquery()


@lru_cache(SHAPES)
def page_statement(shape: Shape, sort: Sort, finder: int | None, behind: bool | None) -> Prepared:
    """`finder` is the one whose few are sorted, None to walk the order.

    `behind` says on which side of the key the page lies, None for the first page. Each row tells in `found`
    how many the finder has found, counted no further than `enough`; without any, one row tells that alone.
    """
    order, backwards = ORDERS[sort], behind is False
    columns = [*(contact.c[name] for name in order.names), contact.c.id]
    here = select(*columns).where(*conditions(shape))
    if finder is None:
        cut = here.add_columns(literal_column("0").label("in_all"))
        ids = None
    else:
        # Materialized on both: neither may look at the order and the LIMIT before it has these few.
        ids = finders(shape)[finder].limit(bindparam("enough")).cte("ids").prefix_with("MATERIALIZED")
        few = here.where(contact.c.id.in_(select(ids.c.id))).cte("few").prefix_with("MATERIALIZED")
        cut = select(*few.c, select(func.count()).select_from(few).scalar_subquery().label("in_all"))
        columns = [few.c[each.key] for each in columns]
    if behind is not None:
        key = tuple_(*(bindparam(f"key{n}", type_=each.type) for n, each in enumerate(columns)))
        cut = cut.where(tuple_(*columns) < key if order.descending == behind else tuple_(*columns) > key)
    page = cut.order_by(*order.clauses(columns, backwards)).limit(bindparam("most")).subquery("cut")
    keys = [page.c[name].label(f"key_{name}") for name in order.names]
    shown = select(*_shown(shape.sqlite), page.c.in_all, *keys)
    shown = shown.join(page, page.c.id == contact.c.id).where(_here(contact))
    if ids is None:
        shown = shown.add_columns(literal_column("0").label("found"))
        return prepared(shown.order_by(*order.clauses([*keys, page.c.id], backwards)), shape.sqlite)
    found = select(func.count().label("found")).select_from(ids).subquery("told")
    rows = shown.subquery("rows")
    told = select(*rows.c, found.c.found).select_from(found.outerjoin(rows, true()))
    ordered = [*(rows.c[f"key_{name}"] for name in order.names), rows.c.id]
    return prepared(told.order_by(*order.clauses(ordered, backwards)), shape.sqlite)


_COLUMNS = ("id", "name", "email", "status", "archived_at", "invited_by", "created_at", "hires")


def _shown(sqlite: bool) -> list[Any]:
    line, joined = ("char(10)", func.group_concat) if sqlite else ("chr(10)", func.string_agg)
    names = select(joined(tag.c.name, literal_column(line))).where(
        _carries, carried.c.tag_id == tag.c.id, _here(carried), _here(tag)
    )
    mails = select(invitation.c.mails).where(invitation.c.contact_id == contact.c.id, _here(invitation))
    mails = mails.order_by(invitation.c.id.desc()).limit(literal_column("1"))
    columns = [contact.c[name] for name in _COLUMNS]
    return [
        *columns,
        names.correlate(contact).scalar_subquery().label("tags"),
        _newest_mail.label("mail"),
        mails.correlate(contact).scalar_subquery().label("mails"),
        _hired_now().label("hired_now"),
    ]


@lru_cache(2)
def standing_statement(sqlite: bool) -> Prepared:
    """The numbers on top."""
    of_status = [Status.APPLIED, Status.INVITED, Status.ACTIVE]
    listed = [
        select(contact.c.id).where(*_of(Which(each), literal_column(f"'{each}'"))) for each in of_status
    ]
    undelivered = select(mail.c.contact_id).join(contact, contact.c.id == mail.c.contact_id)
    undelivered = undelivered.where(_failed, _here(mail), *_of(Which.ANY)).distinct()
    undelivered = undelivered.where(_newest_mail == literal_column("'failed'"))
    hired = select(hire.c.contact_id).where(*_running()).distinct()
    counts = [counted(each, literal_column(str(MOST_COUNTED))) for each in (*listed, hired, undelivered)]
    names = ("applied", "invited", "active", "hired", "failed")
    named = [each.label(name) for each, name in zip(counts, names, strict=True)]
    anybody = exists(select(contact.c.id).where(_here(contact))).label("anybody")
    return prepared(select(*named, anybody), sqlite)


def prepared(statement: Select[Any], sqlite: bool) -> Prepared:
    """The same as text with its values' and columns' types: SQLAlchemy then has next to nothing to do."""
    postgresql: Callable[..., Dialect] = PGDialect
    dialect = SQLiteDialect(paramstyle="named") if sqlite else postgresql(paramstyle="named")
    compiled = statement.compile(dialect=dialect)
    binds = [
        bindparam(name, type_=each.type) if each.required else bindparam(name, each.value, type_=each.type)
        for each, name in compiled.bind_names.items()
    ]
    columns = [column(str(each.key), each.type) for each in statement.selected_columns]
    takes = frozenset(each.key for each in binds if each.required)
    return Prepared(text(str(compiled)).bindparams(*binds).columns(*columns), takes)
