"""Outbox files about profiles: a contact's CV for a member who asked for it."""

from blocks.profile.words import cv_file, cv_of
from bot.services.profile.work import CvFile
from bot.services.words.text import one_line
from bot.slack.files import NewFile
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.slack import Upload
from storage.entities.errors import NotFound
from storage.uow import UnitOfWork

NAME_LENGTH = 60
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|', " "))


def register(on: Handlers) -> None:
    on.show(CvFile, render_cv)


async def render_cv(uow: UnitOfWork, work: CvFile) -> Upload | None:
    """Send a CV under the contact's name. None if it, or the contact, is gone."""
    try:
        contact = await uow.contacts.get(work.contact)
    except NotFound:
        return None
    data = await uow.profiles.cv(contact.id)
    if data is None:
        return None
    # The name that its sender gave the file may mislead, so it is not even stored.
    name = one_line(contact.name.translate(_NOT_IN_NAMES), NAME_LENGTH).lstrip(". ")
    return Upload(work.to, NewFile(cv_file(name), data, cv_of(contact.name)), about=contact.id)
