"""All tables of one transaction, each made when it is first used: most units of work need a few."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, TypeVar, overload

from sqlalchemy.ext.asyncio import AsyncSession

from storage.imports.contacts import ImportContacts
from storage.imports.imports import Imports
from storage.imports.rows import ImportRows
from storage.imports.undo import ImportUndo
from storage.outbox.holding import Holding
from storage.outbox.mails import Mails
from storage.outbox.rates import Rates
from storage.outbox.redraws import Redraws
from storage.outbox.relay import Relay
from storage.outbox.sending import Sending
from storage.outbox.table import OutboxTable
from storage.outbox.watching import Monitored
from storage.overview.overview import Overview
from storage.tables.agreements import Agreements
from storage.tables.applications import Applications
from storage.tables.availability import AvailabilityTable
from storage.tables.belongings import Belongings
from storage.tables.bounces import Bounces
from storage.tables.cards import Cards
from storage.tables.colleagues import Colleagues
from storage.tables.contacts import Contacts
from storage.tables.counting import Counting
from storage.tables.deliveries import ProcessedDeliveries
from storage.tables.epochs import Epochs
from storage.tables.erasing import Erasing
from storage.tables.events import Events
from storage.tables.expiry import Expiry
from storage.tables.farewells import Farewells
from storage.tables.groups import Groups
from storage.tables.hires import Hires
from storage.tables.homes import Homes
from storage.tables.installs import Installs
from storage.tables.invitations import Invitations
from storage.tables.links import LinkTable
from storage.tables.members import Members
from storage.tables.nonces import UsedNonces
from storage.tables.notes import Notes
from storage.tables.people import People
from storage.tables.personal import Personal
from storage.tables.profiles import Profiles
from storage.tables.requests import Requests
from storage.tables.salts import Salts
from storage.tables.saved_lists import SavedLists
from storage.tables.secrets import Secrets
from storage.tables.suppressions import Suppressions
from storage.tables.tags import Tags
from storage.tables.traces import Traces
from storage.tables.workspaces import Workspaces

Made = TypeVar("Made")


class Lazy(Generic[Made]):
    """An attribute that is made when it is first asked for, once for each transaction."""

    def __init__(self, make: Callable[[Any], Made]) -> None:
        self._make = make

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, its: None, _owner: type) -> Lazy[Made]: ...

    @overload
    def __get__(self, its: object, _owner: type) -> Made: ...

    def __get__(self, its: Any, _owner: type) -> Any:
        if its is None:
            return self
        made = its.__dict__[self._name] = self._make(its)  # found there next time, without this method
        return made


def _table(cls: Callable[[AsyncSession], Made]) -> Lazy[Made]:
    return Lazy(lambda its: cls(its._session))


def _timed(cls: Callable[[AsyncSession, datetime], Made]) -> Lazy[Made]:
    return Lazy(lambda its: cls(its._session, its.now))


class AllTables:
    """What a unit of work offers. Its session, time and scope are set before the first use."""

    now: datetime
    scope: Any
    _session: AsyncSession

    contacts = _table(Contacts)
    invitations = _table(Invitations)
    tags = _table(Tags)
    notes = _table(Notes)
    overview = _timed(Overview)
    homes = _table(Homes)
    saved_lists = _table(SavedLists)
    hires = _table(Hires)
    links = _table(LinkTable)
    agreements = _table(Agreements)
    availability = _table(AvailabilityTable)
    applications = _table(Applications)
    bounces = _table(Bounces)
    cards = _table(Cards)
    members = _table(Members)
    colleagues = Lazy(lambda its: Colleagues(its._session, its.scope.admins, its.now))
    groups = _table(Groups)
    belongings = _table(Belongings)
    events = Lazy(lambda its: Events(its._session, its.scope.actor, its.scope.origin, its.now))
    outbox = _timed(OutboxTable)
    redraws = Lazy(lambda its: Redraws(its._session, its.outbox, its.now))
    mails = Lazy(lambda its: Mails(its._session, its.outbox, its.now))
    sending = Lazy(lambda its: Sending(its._session, its.now, its.scope.hash_recipient))
    relay = _timed(Relay)
    rates = _timed(Rates)
    imports = _table(Imports)
    import_rows = _table(ImportRows)
    import_contacts = _timed(ImportContacts)
    import_undo = _timed(ImportUndo)
    people = _table(People)
    suppressions = Lazy(lambda its: Suppressions(its._session, its.scope.hash_recipient))
    workspaces = _table(Workspaces)
    installs = _table(Installs)
    requests = _table(Requests)
    secrets = _table(Secrets)
    used_nonces = _table(UsedNonces)
    salts = _table(Salts)
    epochs = _table(Epochs)
    holding = _timed(Holding)
    expiry = Lazy(lambda its: Expiry(its._session, its.now, its.scope.hash_recipient))
    monitored = _table(Monitored)
    erasing = _table(Erasing)
    farewells = _table(Farewells)
    personal = _table(Personal)
    profiles = _table(Profiles)
    traces = _timed(Traces)
    counting = _table(Counting)
    deliveries = _table(ProcessedDeliveries)

    def _forget(self) -> None:
        """Let what was made for an earlier transaction be made anew."""
        its = vars(self)
        for name in _MADE.intersection(its):
            del its[name]


_MADE = frozenset(name for name, each in vars(AllTables).items() if isinstance(each, Lazy))
