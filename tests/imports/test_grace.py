"""How long an import's emails can be cancelled, as set for the installation or the workspace."""

from collections.abc import AsyncIterator

import pytest

from tests.kit.importing import THREE, Importer
from tests.kit.product import House, running, settle

FIELD = "Delay before import emails go out (seconds)"


@pytest.fixture
async def hasty(database_url: str) -> AsyncIterator[House]:
    async with running(database_url, import_grace_seconds=0) as house:
        await house.name_hiring_manager("Jordan Lee")
        yield house


async def delay(house: House, seconds: str) -> None:
    await settle(house.person("Maria Garcia"), "Times", {FIELD: seconds})


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
    await delay(hasty, "600")
    jordan = await started(hasty)
    assert jordan.message.buttons == ["Cancel sending (3)"]
    assert await mails_after(hasty, 590) == 0
    assert await mails_after(hasty, 11) == 3


async def test_emptied_it_is_the_installations_again(hasty: House) -> None:
    await delay(hasty, "600")
    await delay(hasty, "")
    await started(hasty)
    assert await mails_after(hasty, 0) == 3


async def test_a_workspace_may_want_no_wait_at_all(house: House) -> None:
    await delay(house, "0")
    await started(house)
    assert await mails_after(house, 0) == 3


@pytest.mark.parametrize("seconds", ["-1", "3601", "2 minutes", "1.5"])
async def test_a_wait_that_is_none_is_an_error_at_the_field(house: House, seconds: str) -> None:
    await delay(house, seconds)
    assert "whole number from 0 to 3600" in house.person("Maria Garcia").form.errors[FIELD]
