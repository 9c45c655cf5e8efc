"""CVs: one PDF for each contact, given by themselves, and sent to members who ask for it."""

from bot.services.profile.work import CvFile
from storage.entities.contact import Contact
from storage.entities.errors import NotFound
from storage.entities.profile_refused import (
    CV_MISSING,
    CVS_FULL,
    NO_PDF,
    CvRefused,
    cv_too_big,
)
from storage.entities.status import EventKind
from storage.uow import UnitOfWork

MEGABYTE = 1_000_000
MOST_BYTES = 10 * MEGABYTE
MOST_IN_A_WORKSPACE = 2_000 * MEGABYTE
_PDF = b"%PDF-"  # a file's first bytes, whatever its name says


async def keep_cv(uow: UnitOfWork, contact_id: int, data: bytes) -> Contact:
    """Keep a file as the contact's CV, in place of the former one. Raises CvRefused."""
    if not data:
        raise CvRefused(CV_MISSING)
    if len(data) > MOST_BYTES:
        raise CvRefused(cv_too_big(MOST_BYTES // MEGABYTE))
    if not data.startswith(_PDF):
        raise CvRefused(NO_PDF)
    contact = await uow.contacts.lock(contact_id)
    if await uow.profiles.bytes_of_cvs(without=contact_id) + len(data) > MOST_IN_A_WORKSPACE:
        raise CvRefused(CVS_FULL)
    await uow.profiles.keep_cv(contact_id, data)
    await _note(uow, contact, len(data))
    return contact


async def remove_cv(uow: UnitOfWork, contact_id: int) -> Contact:
    """Delete a contact's CV, because they no longer want it here."""
    contact = await uow.contacts.lock(contact_id)
    if contact.profile and contact.profile.cv_size:
        await uow.profiles.remove_cv(contact_id)
        await _note(uow, contact, None)
    return contact


async def _note(uow: UnitOfWork, contact: Contact, size: int | None) -> None:
    profile = contact.profile or uow.profiles.begin(contact.id)
    before = {"cv": profile.cv_size} if profile.cv_size else {"cv": None}
    profile.cv_size, profile.cv_given_at = size, uow.now if size else None
    contact.touch()
    await uow.events.record(EventKind.PROFILED, contact, before=before, after={"cv": size})


async def enqueue_cv(uow: UnitOfWork, contact_id: int, request: str) -> Contact:
    """Send the actor a contact's CV. `request` names the press: once only. Raises NotFound without a CV."""
    contact = await uow.contacts.get(contact_id)
    if not contact.profile or not contact.profile.cv_size:
        raise NotFound("CV")
    await uow.outbox.add(CvFile(uow.scope.actor, contact.id, request, contact_id=contact.id))
    return contact
