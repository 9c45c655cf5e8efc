"""A person's own page: what one company stores about them, and the companies that have them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.services.person.erase import erase_everywhere
from bot.services.person.leave import leave
from bot.services.person.work import PersonLink
from bot.services.words.text import one_line
from storage.entities.agreement import Agreement
from storage.entities.contact import BY_HAND, Contact
from storage.entities.errors import NotFound
from storage.entities.person import OwnNameMissing
from storage.entities.profile import ProfileField
from storage.entities.settings import company_name
from storage.entities.status import EventKind
from storage.uow import UnitOfWork

NAME_LENGTH = 80
LINKS_AN_HOUR = "%Y-%m-%dT%H"  # one fresh link of each sort


@dataclass(frozen=True, slots=True)
class Here:
    """What one company stores about a person, as their page shows it.

    `agreed` is the version of the agreement they last said yes to, and when.
    """

    contact: Contact
    company: str
    added_by: str | None
    other_addresses: Sequence[str]
    jobs: int
    agreed: tuple[Agreement, datetime] | None = None
    members: Mapping[str, str] = field(default_factory=dict)  # names of those who spoke of them, by Slack id

    @property
    def cv_given_at(self) -> datetime | None:
        return self.contact.profile.cv_given_at if self.contact.profile else None

    @property
    def by_hand(self) -> bool:
        """Whether a member entered their name and address."""
        return self.contact.source == BY_HAND


async def of_company(uow: UnitOfWork, contact_id: int) -> Here:
    """Load what this workspace's page shows. Raises NotFound."""
    contact = await uow.contacts.get(contact_id)
    by = await uow.members.get(contact.invited_by) if contact.invited_by else None
    others = [each for each in await uow.people.addresses(contact.email_key) if each != contact.email_key]
    company = company_name(await uow.workspaces.current())
    spoke = {word.by for each in ProfileField if contact.profile for word in contact.profile.words(each)}
    members = await uow.members.names(spoke - {""})
    agreed = await uow.agreements.latest(contact.id)
    return Here(contact, company, by.name if by else None, others, contact.hires, agreed, members)


async def everywhere(uow: UnitOfWork, contact_id: int) -> list[Here]:
    """Load all companies that have this person under one of their addresses, this workspace's first."""
    contact = await uow.contacts.get(contact_id)
    own = (contact.workspace_id, contact.id)
    found = await uow.people.contacts_of(await uow.people.addresses(contact.email_key))
    companies = []
    for workspace_id, each_id in sorted(found, key=lambda each: (each != own, each)):
        with uow.within(workspace_id):
            companies.append(await of_company(uow, each_id))
    return companies


async def correct_name(uow: UnitOfWork, contact_id: int, typed: str) -> Contact:
    """Correct the name as this company stores it. Raises OwnNameMissing."""
    contact = await uow.contacts.lock(contact_id)
    name = one_line(typed, NAME_LENGTH)
    if not name:
        raise OwnNameMissing
    if name != contact.name:
        before, after = {"name": contact.name}, {"name": name}
        contact.rename(name)
        await uow.events.record(EventKind.RENAMED, contact, before=before, after=after)
    return contact


async def email_link(uow: UnitOfWork, contact_id: int, *, everywhere: bool) -> Contact:
    """Email a fresh link to this company's page, or to the page of all companies, at most once an hour."""
    contact = await uow.contacts.get(contact_id)
    recipient = uow.suppressions.hash_recipient(contact.email_key)
    mark = uow.now.strftime(LINKS_AN_HOUR)
    await uow.outbox.add(PersonLink(contact.id, everywhere, mark, contact_id=contact.id, recipient=recipient))
    return contact


async def leave_one(uow: UnitOfWork, contact_id: int, workspace_id: int, wanted: int) -> str:
    """Leave one of a person's companies, by the page of all of them. Returns its name. Raises NotFound."""
    for here in await everywhere(uow, contact_id):
        if (here.contact.workspace_id, here.contact.id) == (workspace_id, wanted):
            with uow.within(workspace_id):
                await leave(uow, wanted)
            return here.company
    raise NotFound("company")


async def leave_all_and_erase(uow: UnitOfWork, contact_id: int) -> None:
    """Erase everything every company stores about this person, under all their addresses."""
    contact = await uow.contacts.get(contact_id)
    await erase_everywhere(uow, await uow.people.addresses(contact.email_key))
