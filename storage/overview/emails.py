"""Conditions on the state of contacts' newest emails. Literals, so that partial indexes are used."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
    union_all,
)

from storage.entities.contact import Contact
from storage.entities.outbox import Outbox
from storage.overview.listing import MailTrouble

_contact, _mail = Contact.__table__.c, Outbox.__table__.c
_here = _mail.workspace_id == bindparam("workspace_id", type_=BigInteger)
# A reminder (storage.outbox.work.Priority) that waits for its day must not hide the email that failed.
_counts = or_(_mail.priority != literal_column("50"), _mail.state == literal_column("'bounced'"))


def _of_newest(column: ColumnElement[Any]) -> ScalarSelect[Any]:
    its = (_mail.contact_id == _contact.id, _mail.lane == literal_column("'mail'"), _counts, _here)
    newest = select(column).where(*its).order_by(_mail.id.desc()).limit(literal_column("1"))
    return newest.correlate(Contact.__table__).scalar_subquery()


newest_mail = _of_newest(_mail.state)
_state, _error = type_coerce(_mail.state, String), func.coalesce(_mail.error, literal_column("''"))
newest_told = _of_newest(
    _state + literal_column("' '", String) + _error
)  # "failed The address does not exist."


def with_mail(trouble: MailTrouble) -> Select[Any]:
    """Select the contacts of all emails in these states, older ones too: each state has an index."""
    found = [
        select(_mail.contact_id.label("id")).where(
            _mail.state == literal_column(f"'{state}'"), _mail.contact_id.is_not(None), _here
        )
        for state in trouble.states
    ]
    return found[0] if len(found) == 1 else select(union_all(*found).subquery("troubled").c.id)


def newest_is(trouble: MailTrouble) -> ColumnElement[bool]:
    return newest_mail.in_([literal_column(f"'{state}'") for state in trouble.states])
