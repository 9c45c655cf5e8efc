"""The statements for pages of contacts, and what their rows show."""

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    select,
    true,
    tuple_,
)

from storage.engine.prepared import Prepared, prepared
from storage.overview.availability import fresh_words
from storage.overview.emails import newest_told
from storage.overview.finding import (
    SHAPES,
    Condition,
    carried,
    carried_by_them,
    conditions,
    contact,
    finders,
    fixed,
    here,
    hire,
    invitation,
    member,
    running,
    tag,
)
from storage.overview.listing import Sort
from storage.overview.ordering import ORDERS, SortOrder
from storage.overview.profiles import USUAL_RATE, profiles
from storage.overview.shape import Shape

OPEN_END = date.max
SEPARATOR = "\n"  # between a contact's tags; no tag contains it
FEW = 1_000  # ids that are sorted; of more, the order's index is walked


@lru_cache(SHAPES)
def page_statement(shape: Shape, sort: Sort, finder: int | None, behind: bool | None, most: int) -> Prepared:
    """Build the statement for one page of up to `most` contacts.

    `finder` is the one whose few ids are sorted; None walks the order's index. `behind` says on which side of
    the key the page lies, None for the first page. Each row's `found` is the number of ids the finder gave,
    up to one more than FEW; if no row matches, one row has only that number.
    """
    order, backwards = ORDERS[sort], behind is False
    columns = [*(contact.c[name] for name in order.names), contact.c.id]
    met = conditions(shape)
    if finder is None and shape.is_unfiltered:
        return _everybody(shape, order, columns, met, behind, most)
    wanted = select(*columns).where(*met)
    if finder is None:
        cut = wanted.add_columns(_zero("in_all"))
        ids = None
    else:
        # MATERIALIZED on both databases: no planner may apply the order and LIMIT before these few ids.
        ids = finders(shape)[finder].limit(fixed(FEW + 1)).cte("ids").prefix_with("MATERIALIZED")
        few = wanted.where(contact.c.id.in_(select(ids.c.id))).cte("few").prefix_with("MATERIALIZED")
        cut = select(*few.c, select(func.count()).select_from(few).scalar_subquery().label("in_all"))
        columns = [few.c[each.key] for each in columns]
    page = (
        cut.where(*_behind(order, columns, behind))
        .order_by(*order.clauses(columns, backwards))
        .limit(fixed(most))
        .subquery("cut")
    )
    keys = _keys(order, page)
    shown = select(*_shown(shape.sqlite), page.c.in_all, *keys)
    shown = shown.join(page, page.c.id == contact.c.id).outerjoin(*profiles()).where(here(contact))
    if ids is None:
        shown = shown.add_columns(_zero("found"))
        shown = shown.order_by(*order.clauses([*keys, page.c.id], backwards))
        return prepared(shown, shape.sqlite, one_plan=shape.walks_well)
    found = select(func.count().label("found")).select_from(ids).subquery("told")
    rows = shown.subquery("rows")
    told = select(*rows.c, found.c.found).select_from(found.outerjoin(rows, true()))
    ordered = [*(rows.c[f"key_{name}"] for name in order.names), rows.c.id]
    return prepared(told.order_by(*order.clauses(ordered, backwards)), shape.sqlite)


def _everybody(
    shape: Shape,
    order: SortOrder,
    columns: list[Any],
    met: list[Condition],
    behind: bool | None,
    most: int,
) -> Prepared:
    """Build the statement for a page of all contacts: an index has them in order."""
    shown = select(*_shown(shape.sqlite), _zero("in_all"), *_keys(order, contact), _zero("found"))
    shown = shown.outerjoin(*profiles()).where(*met, *_behind(order, columns, behind))
    page = shown.order_by(*order.clauses(columns, behind is False)).limit(fixed(most))
    return prepared(page, shape.sqlite)


def _behind(order: SortOrder, columns: list[Any], behind: bool | None) -> list[Condition]:
    """List the condition that rows lie on one side of the key."""
    if behind is None:
        return []
    key = tuple_(*(bindparam(f"key{n}", type_=each.type) for n, each in enumerate(columns)))
    return [tuple_(*columns) < key if order.descending == behind else tuple_(*columns) > key]


def _keys(order: SortOrder, rows: Any) -> list[Any]:
    return [rows.c[name].label(f"key_{name}") for name in order.names]


def _zero(name: str) -> Any:
    return literal_column("0").label(name)


_COLUMNS = (
    "id", "name", "email", "status", "status_at", "archived_at", "left_at", "invited_by", "created_at",
    "hires",
)  # fmt: skip


def _shown(sqlite: bool) -> list[Any]:
    line, joined = ("char(10)", func.group_concat) if sqlite else ("chr(10)", func.string_agg)
    # Each name by its key: PostgreSQL would read all tags for each row while there are few.
    name = select(tag.c.name).where(tag.c.id == carried.c.tag_id, here(tag)).scalar_subquery()
    names = select(joined(name, literal_column(line))).where(carried_by_them, here(carried))
    its = invitation.c.contact_id == contact.c.id
    called_off = select(invitation.c.unasked).where(its, here(invitation)).order_by(invitation.c.id.desc())
    offers = select(hire.c.title).where(hire.c.contact_id == contact.c.id, here(hire))
    offers = offers.where(hire.c.state == literal_column("'offered'")).order_by(hire.c.id.desc())
    # of several running jobs the last to end; one that is open-ended ends last of all
    last_day = func.max(func.coalesce(hire.c.end, literal(OPEN_END, Date())))
    until = select(last_day).where(hire.c.contact_id == contact.c.id, *running())
    inviter = select(member.c.name).where(member.c.user_id == contact.c.invited_by, here(member))
    newest: ColumnElement[int] = literal_column("1")
    invited = contact.c.status == literal_column("'invited'")  # what is looked up only of those it is said of
    columns = [contact.c[name] for name in _COLUMNS]
    return [
        *columns,
        names.correlate(contact).scalar_subquery().label("tags"),
        newest_told.label("mail"),
        case((invited, called_off.limit(newest).correlate(contact).scalar_subquery())).label("called_off"),
        offers.limit(newest).correlate(contact).scalar_subquery().label("offer"),
        case((contact.c.hires > 0, until.correlate(contact).scalar_subquery())).label("until"),
        inviter.correlate(contact).scalar_subquery().label("inviter"),
        *fresh_words(),
        *USUAL_RATE,
    ]
