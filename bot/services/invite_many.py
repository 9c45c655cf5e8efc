"""Inviting several people at once, each as if alone: what one of them does not allow is told, not refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.services.invitation import InviteForm, invite
from bot.services.pasted import Found
from storage.errors import AlreadyContact, CoolingDown, FormRefused
from storage.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Invited:
    """How many were invited, and why the others were not."""

    invited: int
    left: tuple[str, ...]


async def invite_many(
    uow: UnitOfWork, people: Sequence[Found], note: str, tags: tuple[str, ...], request_key: str
) -> Invited:
    """`request_key` names the submitted form: sent a second time it changes nothing."""
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
