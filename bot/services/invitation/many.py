"""Inviting several people at once. Those who cannot be invited are reported, and the others still are."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.services.invitation.invitation import InviteForm, invite
from bot.services.invitation.pasted import Found
from bot.services.words.addresses import parse_email
from storage.entities.contact import AlreadyContact, CoolingDown
from storage.entities.errors import FormRefused
from storage.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person found in a message. `standing` is the status of the contact they already are, or ""."""

    name: str
    email: str
    standing: str = ""


async def candidates(uow: UnitOfWork, people: Sequence[Found]) -> list[Candidate]:
    """Look up which of these people are contacts already."""
    keys = [parse_email(person.email).key for person in people]
    known = await uow.contacts.known(keys)
    standings = (known[key].standing if key in known else "" for key in keys)
    return [
        Candidate(person.name, person.email, standing)
        for person, standing in zip(people, standings, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Invited:
    """How many were invited, and why the others were not."""

    invited: int
    left: tuple[str, ...]


async def invite_many(
    uow: UnitOfWork, people: Sequence[Found], note: str, tags: tuple[str, ...], request_key: str
) -> Invited:
    """Invite several people. `request_key` identifies the form: a second submission changes nothing."""
    invited, left = 0, []
    for number, person in enumerate(people):
        form = InviteForm(person.name, person.email, note, tags)
        try:
            contact = await invite(uow, form, f"{request_key}:{number}")
        except (AlreadyContact, CoolingDown, FormRefused) as refused:
            left.append(f"{person.name}: {refused}")
        else:
            invited += contact is not None
    return Invited(invited, tuple(left))
