"""Queries of the contacts somebody should look after today: what is theirs, and what nobody owns.

Each begins at an index that finds few rows, so that counting them is cheap however many contacts there are.
"""

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import BigInteger, Date, String, bindparam, exists, literal_column, or_, select

from storage.engine.base import UtcDateTime
from storage.entities.application import Application
from storage.entities.colleague import ADMINISTRATORS
from storage.entities.contact import Contact, Invitation
from storage.entities.hire import Hire
from storage.overview.emails import newest_is, with_mail
from storage.overview.listing import MailTrouble, Need

SOON = timedelta(days=7)

_contact, _invitation = Contact.__table__, Invitation.__table__
_application, _hire = Application.__table__, Hire.__table__


def moments(now: datetime) -> dict[str, Any]:
    """Return the times that the queries compare with. Yesterday begins at midnight UTC."""
    yesterday = datetime.combine(now.date() - timedelta(days=1), time(), now.tzinfo)
    return {"now": now, "yesterday": yesterday, "soon": now + SOON, "soon_day": (now + SOON).date()}


def _at(name: str) -> Any:
    return bindparam(name, type_=UtcDateTime())


def _here(of: Any) -> Any:
    return of.c.workspace_id == bindparam("workspace_id", type_=BigInteger)


def _owned(column: Any) -> Any:
    nobodys: Any = literal_column(f"'{ADMINISTRATORS}'")
    return column.in_([bindparam("owner", type_=String()), nobodys])


def _approval() -> Any:
    its = (_application.c.contact_id == _contact.c.id, _application.c.confirmed_at.is_not(None))
    awake = or_(_application.c.snoozed_until.is_(None), _application.c.snoozed_until <= _at("now"))
    mine = (_application.c.decision.is_(None), _owned(_application.c.responsible), awake, _here(_application))
    waits = _contact.c.status == literal_column("'applied'")
    return select(_contact.c.id).where(waits, exists().where(*its, *mine), *_listed())


def _answer() -> Any:
    answered = (_invitation.c.answered_at >= _at("yesterday"), _owned(_invitation.c.invited_by))
    return _of(_invitation).where(*answered, _here(_invitation), *_listed()).distinct()


def _ending() -> Any:
    open_ones = (_invitation.c.answered_at.is_(None), _invitation.c.withdrawn_at.is_(None))
    begun = (_invitation.c.expired_at.is_(None), _invitation.c.began_at.is_not(None))
    ends = (_invitation.c.expires_at > _at("now"), _invitation.c.expires_at <= _at("soon"))
    waits = _contact.c.status == literal_column("'invited'")
    mine = (*open_ones, *begun, *ends, _owned(_invitation.c.invited_by), _here(_invitation))
    return _of(_invitation).where(*mine, waits, *_listed()).distinct()


def _job() -> Any:
    accepted = _hire.c.state == literal_column("'accepted'")  # as the partial index of these says it
    ends = (_hire.c.end <= bindparam("soon_day", type_=Date()), _hire.c.let_end.is_(False))
    return _of(_hire).where(accepted, *ends, _owned(_hire.c.offered_by), _here(_hire), *_listed()).distinct()


def _email() -> Any:
    troubled = with_mail(MailTrouble.EITHER).subquery("troubled")
    found = select(troubled.c.id).join(_contact, _contact.c.id == troubled.c.id)
    mine = or_(_owned(_contact.c.invited_by), _contact.c.invited_by.is_(None))
    return found.where(mine, newest_is(MailTrouble.EITHER), *_listed()).distinct()


def _of(table: Any) -> Any:
    joined = table.join(_contact, _contact.c.id == table.c.contact_id)
    return select(_contact.c.id).select_from(joined)


def _listed() -> tuple[Any, ...]:
    return _contact.c.archived_at.is_(None), _here(_contact)


_QUERIES = {
    Need.APPROVAL: _approval,
    Need.ANSWER: _answer,
    Need.ENDING: _ending,
    Need.JOB: _job,
    Need.EMAIL: _email,
}


def needing(need: Need) -> Any:
    """Select the ids of contacts whom this is about."""
    return _QUERIES[need]()
