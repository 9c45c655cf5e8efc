"""Erases people as the administrator does."""

from tests.kit.product import House


async def erase(house: House, *emails: str) -> None:
    maria = house.person("Maria Garcia")
    for email in emails:
        await maria.command("/contacts", f"erase {email}")
        await maria.submit()
        await maria.close(all=True)
    await house.settled()
