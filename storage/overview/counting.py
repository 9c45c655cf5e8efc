"""The overview's statements that count, each up to a limit, and the one that finds initials."""

from functools import lru_cache
from typing import Any

from sqlalchemy import String, bindparam, exists, func, literal, literal_column, select

from storage.engine.prepared import Prepared, prepared
from storage.overview.emails import newest_is, with_mail
from storage.overview.finding import (
    SHAPES,
    Ids,
    conditions,
    contact,
    finders,
    fixed,
    here,
    hire,
    of_status,
    running,
)
from storage.overview.listing import MOST_COUNTED, MailTrouble, Need, Which
from storage.overview.needs import needing
from storage.overview.shape import Shape

# Ids that are looked at to count a list: those an index has found, and others, of which fewer belong to it.
FOUND, WALKED = 12_000, 3_000
MOST_INITIALS = 70
BEYOND_LATIN, LAST = "{", "\U0010ffff"  # the character after "z", and the last of all

_most = fixed(MOST_COUNTED)


@lru_cache(SHAPES)
def count_statement(shape: Shape) -> Prepared:
    """Count the ids of each finder, up to `enough`."""
    found = [counted(each, bindparam("enough")).label(f"n{n}") for n, each in enumerate(finders(shape))]
    return prepared(select(*found), shape.sqlite)


def counted(query: Ids, most: Any) -> Any:
    return select(func.count()).select_from(query.limit(most).subquery()).scalar_subquery()


@lru_cache(SHAPES)
def total_statement(shape: Shape, up_to_letter: bool) -> Prepared:
    """Count the rows of a list, or only those that come before a letter.

    `complete` is false if not all ids that may belong to the list were looked at.
    """
    wanted = select(contact.c.id).where(*conditions(shape))
    if up_to_letter:
        wanted = wanted.where(contact.c.sort_key < bindparam("letter", type_=String()))
    looked_at, most = _looked_at(shape)
    if looked_at is None:
        rows = counted(wanted, _most).label("rows")
        alone = select(rows, literal_column("1").label("complete"))
        return prepared(alone, shape.sqlite, one_plan=False)
    ids = looked_at.limit(fixed(most)).cte("ids").prefix_with("MATERIALIZED")
    rows = counted(wanted.where(contact.c.id.in_(select(ids.c.id))), _most).label("rows")
    seen = select(func.count()).select_from(ids).scalar_subquery()
    both = select(rows, (seen < fixed(most)).label("complete"))
    return prepared(both, shape.sqlite, one_plan=False)


def _looked_at(shape: Shape) -> tuple[Ids | None, int]:
    """Choose the ids to look at for a count, and how many of them at most.

    None if the conditions are those of one index, which counts by itself.
    """
    found = finders(shape)
    only_columns = [shape.invited_by, shape.added_after, shape.which is not Which.ANY]
    if len(found) > sum(only_columns):
        return found[0], FOUND
    by_walking = shape.words or shape.hired
    return (select(contact.c.id).where(*of_status(shape.which)), WALKED) if by_walking else (None, 0)


@lru_cache(2)
def standing_statement(sqlite: bool) -> Prepared:
    """Build the statement for the counts at the top of the overview."""
    statuses = [Which.APPLIED, Which.INVITED, Which.UNASKED, Which.ACTIVE]
    listed = [
        select(contact.c.id).where(*of_status(each, literal_column(f"'{each.status}'"))) for each in statuses
    ]
    came_back = with_mail(MailTrouble.EITHER).subquery("came_back")
    undelivered = select(came_back.c.id).join(contact, contact.c.id == came_back.c.id)
    undelivered = undelivered.where(newest_is(MailTrouble.EITHER), *of_status(Which.ANY)).distinct()
    hired = select(hire.c.contact_id).where(*running()).distinct()
    counts = [counted(each, _most) for each in (*listed, hired, undelivered)]
    names = ("applied", "invited", "added", "active", "hired", "failed")
    named = [each.label(name) for each, name in zip(counts, names, strict=True)]
    anybody = exists(select(contact.c.id).where(here(contact))).label("anybody")
    return prepared(select(*named, anybody), sqlite)


@lru_cache(2)
def needs_statement(sqlite: bool) -> Prepared:
    """Build the statement that counts what somebody has to look after today."""
    return prepared(select(*(counted(needing(need), _most).label(need) for need in Need)), sqlite)


@lru_cache(2)
def initials_statement(sqlite: bool) -> Prepared:
    """Find the initials beyond the Latin letters. Each takes one look into the index of names."""
    listed = (here(contact), contact.c.archived_at.is_(None))
    first = select(func.min(contact.c.sort_key).label("key"))
    found = first.where(contact.c.sort_key >= literal(BEYOND_LATIN), *listed).cte("found", recursive=True)
    behind = func.substr(found.c.key, 1, 1, type_=String()).concat(literal(LAST))
    following = select(func.min(contact.c.sort_key)).where(contact.c.sort_key > behind, *listed)
    next_one = following.correlate(found).scalar_subquery()
    found = found.union_all(select(next_one).where(found.c.key.is_not(None)))
    initial = func.substr(found.c.key, 1, 1, type_=String()).label("initial")
    query = select(initial).where(found.c.key.is_not(None)).limit(fixed(MOST_INITIALS))
    return prepared(query, sqlite)
