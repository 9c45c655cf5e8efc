"""The product with a mail server that misbehaves by script."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.run import Program
from bot.services.invitation.invitation import InviteForm, invite
from bot.slack.installation import Whence
from demo.person.seen import Seen
from tests.kit.product import House, free_port, running
from tests.kit.smtp_server import MisbehavingSmtp

ADA = "ada@x.dk"


class RelayedHouse:
    """The product with its mail server, and what Jordan reads about an email."""

    def __init__(self, house: House, relay: MisbehavingSmtp) -> None:
        self.house, self.relay = house, relay

    async def invite(self, email: str = ADA, name: str = "Ada Lovelace") -> None:
        await self.house.invite(Name=name, Email=email)
        await self.house.settled()

    async def invite_many(self, emails: list[str]) -> None:
        """Invite many people in one transaction, as an import does."""
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
        """Find Jordan's card for this contact."""
        messages = self.house.person("Jordan Lee").messages("app")
        cards = [seen for seen in messages if seen.blocks and seen.blocks[0]["type"] == "header"]
        return next(card for card in cards if name in card.words)

    def told(self) -> list[str]:
        """List Jordan's messages that are not cards."""
        jordan = self.house.person("Jordan Lee")
        return [seen.words for seen in jordan.messages("app") if "couldn't be delivered" in seen.words]


@asynccontextmanager
async def relayed(
    database_url: str, relay: MisbehavingSmtp, password: str = "", **changes: Any
) -> AsyncIterator[RelayedHouse]:
    """Run the product with a lease of 4 seconds, so that a send is given up after 1.9.

    `password` replaces the right one.
    """
    async with relayed_set_up(database_url, relay, password, **changes) as post:
        await post.house.name_hiring_manager("Jordan Lee")
        yield post


@asynccontextmanager
async def relayed_set_up(
    database_url: str, relay: MisbehavingSmtp, password: str = "", **changes: Any
) -> AsyncIterator[RelayedHouse]:
    """Run it on a database that knows Jordan Lee as a hiring manager already.

    Its clock stands still: on a slow machine a second try could come before the test has looked at the first.
    """
    changes.setdefault("smtp_url", relay.url.replace("s3cret", password or "s3cret"))
    async with running(database_url, **{"lease_seconds": 4, **changes}) as house:
        house.clock.stop()
        yield RelayedHouse(house, relay)


@asynccontextmanager
async def restarted(house: House) -> AsyncIterator[None]:
    """Stop the product and start it again with the same Slack."""
    before = house.program
    await before.__aexit__(None, None, None)
    async with Program(before.settings, house.clock) as house.program:
        await house.ready()
        yield
    house.program = before


@asynccontextmanager
async def beside(house: House) -> AsyncIterator[None]:
    """Run a second process of the product on the same database and Slack."""
    settings = house.program.settings.model_copy(update={"port": free_port()})
    async with Program(settings, house.clock):
        yield


@pytest.fixture
async def relay() -> AsyncIterator[MisbehavingSmtp]:
    async with MisbehavingSmtp() as server:
        yield server


@pytest.fixture
async def post(set_up_url: str, relay: MisbehavingSmtp) -> AsyncIterator[RelayedHouse]:
    async with relayed_set_up(set_up_url, relay) as house:
        yield house
