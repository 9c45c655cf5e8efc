"""A person's other addresses, each confirmed by an email to it."""

from datetime import timedelta

from bot.services.person.work import AddressConfirm
from bot.services.words.addresses import parse_email
from storage.entities.errors import FieldRefused
from storage.entities.person import AddressClaim, AddressClaimGone
from storage.uow import UnitOfWork

CLAIMS_A_DAY = 3
_A_DAY = timedelta(days=1)
TOO_MANY = "You've added several addresses today. Please wait until tomorrow."
YOURS_ALREADY = "This address is yours already."


async def claim_address(uow: UnitOfWork, contact_id: int, typed: str) -> str:
    """Email the owner of another address to confirm that it is this person's too. Returns the address.

    What happens is the same whether or not anybody knows the address. Raises FieldRefused.
    """
    contact = await uow.contacts.get(contact_id)
    try:
        email = parse_email(typed)
    except ValueError as error:
        raise FieldRefused("email", str(error)) from error
    if email.key in await uow.people.addresses(contact.email_key):
        raise FieldRefused("email", YOURS_ALREADY)
    since = uow.now - _A_DAY
    if await uow.people.claims_since(contact.id, email.key, since) >= CLAIMS_A_DAY:
        raise FieldRefused("email", TOO_MANY)
    claim = AddressClaim(contact_id=contact.id, email=email.shown, email_key=email.key, created_at=uow.now)
    await uow.people.add_claim(claim)
    recipient = uow.suppressions.hash_recipient(email.key)
    await uow.outbox.add(AddressConfirm(claim.id, contact_id=contact.id, recipient=recipient))
    return email.shown


async def confirm_address(uow: UnitOfWork, claim_id: int) -> AddressClaim:
    """Make another address the person's own. Raises AddressClaimGone."""
    claim = await uow.people.lock_claim(claim_id)
    if claim.confirmed_at:
        return claim
    if claim.expired(uow.now):
        raise AddressClaimGone
    contact = await uow.contacts.get(claim.contact_id)
    claim.confirmed_at = uow.now
    for email_key in (contact.email_key, claim.email_key):
        await uow.people.confirm(email_key, uow.now)
    await uow.people.join(contact.email_key, claim.email_key)
    return claim
