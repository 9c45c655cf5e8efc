"""The product with a mail relay that misbehaves by script."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.demo.seen import Seen
from bot.installation import Whence
from bot.services.invitation import InviteForm, invite
from tests.product import House, running
from tests.smtp_server import MisbehavingSmtp

ADA = "ada@x.dk"


class RelayedHouse:
    """A house, its relay, and what Jordan reads of a mail."""

    def __init__(self, house: House, relay: MisbehavingSmtp) -> None:
        self.house, self.relay = house, relay

    async def invite(self, email: str = ADA, name: str = "Ada Lovelace") -> None:
        await self.house.invite(Name=name, Email=email)
        await self.house.settled()

    async def invite_many(self, emails: list[str]) -> None:
        """In one transaction, as an import does it."""
        program = self.house.program
        home = await program.installations.find(Whence(None, self.house.demo.team.id))
        assert home is not None
        jordan = self.house.person("Jordan Lee").id
        async with program.new_uow(workspace_id=home.workspace_id, actor=jordan) as uow:
            for email in emails:
                await invite(uow, InviteForm(f"Somebody {email}", email), request_key=email)

    async def later(self, **delta: float) -> None:
        self.house.forward(**delta)
        await self.house.settled()

    def card(self, name: str = "Ada Lovelace") -> Seen:
        """Jordan's card of this contact."""
        messages = self.house.person("Jordan Lee").messages("app")
        cards = [seen for seen in messages if seen.blocks and seen.blocks[0]["type"] == "header"]
        return next(card for card in cards if name in card.words)

    def told(self) -> list[str]:
        """The news that are no cards."""
        jordan = self.house.person("Jordan Lee")
        return [seen.words for seen in jordan.messages("app") if "could not be delivered" in seen.words]


@asynccontextmanager
async def relayed(
    database_url: str, relay: MisbehavingSmtp, password: str = ""
) -> AsyncIterator[RelayedHouse]:
    """A send is given up after 0.9 seconds: the lease is 2. A password takes the place of the right one."""
    url = relay.url.replace("s3cret", password or "s3cret")
    async with running(database_url, smtp_url=url, lease_seconds=2) as house:
        await house.name_hiring_manager("Jordan Lee")
        yield RelayedHouse(house, relay)


@pytest.fixture
async def relay() -> AsyncIterator[MisbehavingSmtp]:
    async with MisbehavingSmtp() as server:
        yield server


@pytest.fixture
async def post(database_url: str, relay: MisbehavingSmtp) -> AsyncIterator[RelayedHouse]:
    async with relayed(database_url, relay) as house:
        yield house
