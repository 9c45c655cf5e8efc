"""The conditions of the overview's SQL statements, and the finders of ids, one for each that has an index.

A statement is built once for each combination of filters, and cached: building one takes longer than running
it. Each names the workspace for every table itself, because the session cannot add it to prepared text.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Select,
    Text,
    bindparam,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    table,
    union_all,
)

from storage.entities.application import Application
from storage.entities.contact import Contact, Invitation
from storage.entities.hire import Hire
from storage.entities.import_row import ImportRow
from storage.entities.member import Member
from storage.entities.status import Status
from storage.entities.tag import ContactTag, Tag
from storage.overview.availability import is_free, those_free
from storage.overview.emails import newest_is, with_mail
from storage.overview.listing import Hired, Which
from storage.overview.needs import needing
from storage.overview.profiles import (
    is_of,
    is_paid_up_to,
    those_of,
    those_paid_up_to,
)
from storage.overview.shape import ESCAPE, Shape

SHAPES = 500  # cached statements

Ids = Select[Any]
Condition = ColumnElement[bool]

contact, carried, tag = Contact.__table__, ContactTag.__table__, Tag.__table__
invitation, application = Invitation.__table__, Application.__table__
imported, hire, member = ImportRow.__table__, Hire.__table__, Member.__table__
full_text = table("contact_search", column("rowid"))


def _has(where: Any, n: int, forms: int, sqlite: bool) -> Condition:
    if sqlite:  # keys and patterns are folded alike, and instr takes a tenth of LIKE's time
        return or_(*(func.instr(where, bindparam(f"part{n}_{m}", type_=Text())) > 0 for m in range(forms)))
    # Without a collation: PostgreSQL uses the index only if it has the index's own.
    likes = (bindparam(f"like{n}_{m}", type_=Text()) for m in range(forms))
    return or_(*(where.like(each, escape=ESCAPE) for each in likes))


def here(of: Any) -> Condition:
    ours: Condition = of.c.workspace_id == bindparam("workspace_id", type_=BigInteger)
    return ours


def fixed(number: int) -> Any:
    """Write a number into a statement. PostgreSQL expects a tenth of all rows of a LIMIT it is not told."""
    return literal_column(str(number))


carried_by_them = carried.c.contact_id == contact.c.id


def of_status(which: Which, status: Any = None) -> list[Condition]:
    archived = which is Which.ARCHIVED
    shown = contact.c.archived_at.is_not(None) if archived else contact.c.archived_at.is_(None)
    if which.status is None:
        return [here(contact), shown]
    wanted = [here(contact), shown, contact.c.status == (which.status if status is None else status)]
    if which is Which.UNASKED:
        wanted.append(contact.c.id.in_(_unasked()))
    elif which is Which.INVITED:
        wanted.append(contact.c.id.not_in(_unasked()))
    elif which.status is Status.DECLINED:
        left = contact.c.left_at
        wanted.append(left.is_not(None) if which is Which.LEFT else left.is_(None))
    return wanted


def _unasked() -> Ids:
    """Select contacts whose newest invitation was called off, from the partial index of these."""
    newer = invitation.alias("newer")
    later = exists().where(
        newer.c.contact_id == invitation.c.contact_id, newer.c.id > invitation.c.id, here(newer)
    )
    return select(invitation.c.contact_id).where(invitation.c.unasked, here(invitation), ~later)


def conditions(shape: Shape) -> list[Condition]:
    """List the conditions that every row must meet, however it was found."""
    wanted = of_status(shape.which) + [
        _speaks_of(n, forms, shape.sqlite) for n, forms in enumerate(shape.words)
    ]
    tags: list[Any] = [bindparam(f"tag{n}") for n in range(shape.tags)]
    for any_of in [[each] for each in tags] if shape.every_tag else [tags] * bool(tags):
        wanted.append(exists().where(carried_by_them, carried.c.tag_id.in_(any_of), here(carried)))
    if shape.invited_by:
        wanted.append(contact.c.invited_by == bindparam("invited_by"))
    if shape.added_after:
        wanted.append(contact.c.created_at >= bindparam("since"))
    if shape.link:
        came = application.c.contact_id == contact.c.id
        wanted.append(exists().where(came, application.c.link_id == bindparam("link"), here(application)))
    if shape.imported:
        wanted.append(exists().where(imported.c.contact_id == contact.c.id, *_by_import()))
    if shape.hired is Hired.NOW:
        wanted.append(_hired_now())
    elif shape.hired:
        wanted.append(contact.c.hires > 0 if shape.hired is Hired.EVER else contact.c.hires == 0)
    if shape.mail:
        wanted.append(newest_is(shape.mail))
    if shape.free_by:
        wanted.append(is_free(shape.free_by))
    wanted += [is_of(kind) for kind in shape.of_terms]
    if shape.rate:
        wanted.append(is_paid_up_to())
    if shape.need:
        wanted.append(contact.c.id.in_(needing(shape.need)))
    if shape.among:
        wanted.append(_among(shape))
    return wanted


def _by_import() -> list[Condition]:
    return [imported.c.import_id == bindparam("import_id"), here(imported)]


def _among(shape: Shape) -> Condition:
    return contact.c.id.in_([bindparam(f"among{n}", type_=BigInteger()) for n in range(shape.among)])


def running() -> list[Condition]:
    # a literal, so that the partial index of accepted jobs is used
    accepted = hire.c.state == literal_column("'accepted'")
    return [accepted, hire.c.start <= bindparam("today", type_=Date()), here(hire)]


def _hired_now() -> Condition:
    return exists().where(hire.c.contact_id == contact.c.id, *running())


def _speaks_of(n: int, forms: int, sqlite: bool) -> Condition:
    by_tag = exists().where(carried_by_them, carried.c.tag_id == tag.c.id, here(carried), here(tag))
    by_tag = by_tag.where(_has(tag.c.search_key, n, forms, sqlite))
    return or_(_has(contact.c.search_key, n, forms, sqlite), by_tag)


@lru_cache(SHAPES)
def finders(shape: Shape) -> list[Ids]:
    """List a query of ids for each condition that has an index. They may find too many ids."""
    found = [_matching(0, shape.words[0], shape.sqlite)] if shape.indexed else []
    tags: list[Any] = [bindparam(f"tag{n}") for n in range(shape.tags)]
    for any_of in [[each] for each in tags] if shape.every_tag else [tags] * bool(tags):
        found.append(
            select(carried.c.contact_id.label("id")).where(carried.c.tag_id.in_(any_of), here(carried))
        )
    if shape.link:
        by_link = select(application.c.contact_id.label("id"))
        found.append(by_link.where(application.c.link_id == bindparam("link"), here(application)))
    if shape.imported:
        came = imported.c.contact_id.is_not(None)
        found.append(select(imported.c.contact_id.label("id")).where(came, *_by_import()))
    if shape.hired is Hired.NOW:
        found.append(select(hire.c.contact_id.label("id")).where(*running()))
    if shape.mail:
        found.append(with_mail(shape.mail))
    if shape.free_by:
        found.append(those_free(shape.free_by))
    found += [those_of(kind) for kind in shape.of_terms]
    if shape.rate:
        found.append(those_paid_up_to())
    if shape.need:
        found.append(needing(shape.need))
    if shape.among:
        found.append(select(contact.c.id).where(_among(shape), here(contact)))
    plain: list[tuple[bool, Callable[[], list[Condition]]]] = [
        (shape.invited_by, lambda: [contact.c.invited_by == bindparam("invited_by"), here(contact)]),
        (shape.added_after, lambda: [contact.c.created_at >= bindparam("since"), here(contact)]),
        (shape.which is not Which.ANY, lambda: of_status(shape.which)),
    ]
    return found + [select(contact.c.id).where(*which()) for wanted, which in plain if wanted]


def _matching(n: int, forms: int, sqlite: bool) -> Ids:
    """Select ids of contacts whose name, address or tag contains the nth word."""
    tagged = select(carried.c.contact_id.label("id")).join(tag, tag.c.id == carried.c.tag_id)
    tagged = tagged.where(_has(tag.c.search_key, n, forms, sqlite), here(tag), here(carried))
    if sqlite:
        # A join, not IN (…): SQLite would collect every row of the IN before a LIMIT could stop it.
        matched = literal_column("contact_search").op("MATCH")(bindparam(f"match{n}"))
        by_text = select(contact.c.id).select_from(full_text)
        by_text = by_text.join(contact, contact.c.id == full_text.c.rowid).where(matched, here(contact))
    else:
        # MATERIALIZED, so that a LIMIT further out does not make PostgreSQL scan the whole table.
        like = select(contact.c.id).where(_has(contact.c.search_key, n, forms, sqlite), here(contact))
        by_text = select(like.cte("matched").prefix_with("MATERIALIZED").c.id)
    both = union_all(by_text, tagged).subquery("both")
    return select(both.c.id)
