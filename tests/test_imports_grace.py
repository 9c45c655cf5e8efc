"""How long an import's mails can still be cancelled: as the installation says, or the workspace."""

from collections.abc import AsyncIterator

import pytest

from tests.importing import THREE, Importer
from tests.product import House, running

FIELD = "Wait before an import's mails leave (seconds)"


@pytest.fixture
async def hasty(database_url: str) -> AsyncIterator[House]:
    async with running(database_url, import_grace_seconds=0) as house:
        await house.name_hiring_manager("Jordan Lee")
        yield house


async def settle(house: House, seconds: str) -> None:
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", "settings")
    await maria.fill({FIELD: seconds})
    await maria.submit()


async def started(house: House) -> Importer:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.start()
    return jordan


async def mails_after(house: House, seconds: float) -> int:
    house.forward(seconds=seconds)
    await house.settled()
    return len(house.demo.mailbox.mails)


async def test_mails_wait_two_minutes_unless_told_otherwise(house: House) -> None:
    await started(house)
    assert await mails_after(house, 100) == 0
    assert await mails_after(house, 21) == 3


async def test_the_environment_says_how_long_for_all_workspaces(hasty: House) -> None:
    jordan = await started(hasty)
    assert await mails_after(hasty, 0) == 3
    assert await mails_after(hasty, 4) == 3
    assert "3 invited, 0 skipped, 0 failed." in jordan.message.words


async def test_a_workspace_has_its_own_wait(hasty: House) -> None:
    await settle(hasty, "600")
    jordan = await started(hasty)
    assert jordan.message.buttons == ["Cancel sending (3)"]
    assert await mails_after(hasty, 590) == 0
    assert await mails_after(hasty, 11) == 3


async def test_emptied_it_is_the_installations_again(hasty: House) -> None:
    await settle(hasty, "600")
    await settle(hasty, "")
    await started(hasty)
    assert await mails_after(hasty, 0) == 3


async def test_a_workspace_may_want_no_wait_at_all(house: House) -> None:
    await settle(house, "0")
    await started(house)
    assert await mails_after(house, 0) == 3


@pytest.mark.parametrize("seconds", ["-1", "3601", "2 minutes", "1.5"])
async def test_a_wait_that_is_none_is_an_error_at_the_field(house: House, seconds: str) -> None:
    await settle(house, seconds)
    assert "whole number from 0 to 3600" in house.person("Maria Garcia").form.errors[FIELD]
