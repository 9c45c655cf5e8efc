"""A company's agreement: saving one, and what is known of people's yes."""

from typing import Any

from demo.person.person import Person
from tests.kit.product import House, settle

TERMS = "What you hear stays between us.\n\nWhat we paid for is ours."


async def ask_for(house: House, agreement: str, by: Person | None = None) -> None:
    """Save the agreement in Settings, as an administrator."""
    maria = by or house.person("Maria Garcia")
    await settle(maria, "Privacy", {"Agreement": agreement})
    await maria.close()


async def agreed(house: House) -> list[dict[str, Any]]:
    """List who said yes to which version."""
    return await house.rows(
        "SELECT contact.email, agreement.number, agreed.at FROM agreed"
        " JOIN agreement ON agreement.id = agreed.agreement_id"
        " JOIN contact ON contact.id = agreed.contact_id ORDER BY agreed.id"
    )


async def versions(house: House) -> list[tuple[str, int]]:
    """List whose yes is to which version, without the time."""
    return [(each["email"], each["number"]) for each in await agreed(house)]
