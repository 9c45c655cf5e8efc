"""A connection request reveals nothing: for the inviter, text and timing are those of an invitation."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from demo.person.person import Person
from tests.kit.installing import invite, name_managers, with_northwind
from tests.kit.product import House, running

KNOWN, STRANGE = "lily@northwind.example", "lucy@northwind.example"  # equally long
NAMES = {KNOWN: "Lily Chen", STRANGE: "Lucy Chan"}
VALUE = re.compile(r"'(?:[^']|'')*'|\b\d+\b")


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """Lily, a member of Northwind, has accepted Acme's invitation. Northwind will invite her and Lucy."""
    async with running(database_url, by_oauth=True) as house:
        northwind = await with_northwind(house)
        await name_managers(house, ["Jordan Lee"], house.demo.team)
        await name_managers(house, ["Max Berg"], northwind)
        await invite(house.person("Jordan Lee"), Name=NAMES[KNOWN], Email=KNOWN)
        await house.press_in_mail(KNOWN, "Accept")
        await house.settled()
        yield house


def max_of(house: House) -> Person:
    team = next(team for team in house.demo.world.teams.values() if team.name == "Northwind")
    return house.demo.person("Max Berg", team.id)


@asynccontextmanager
async def transactions(house: House) -> AsyncIterator[list[list[str]]]:
    """Record the statements of each committed transaction, as SQLite is given them, without their values."""
    done, under_way = [], list[str]()

    def hear(statement: str) -> None:
        said = VALUE.sub("?", statement)
        if said.startswith("BEGIN"):
            under_way.clear()
        elif said.startswith("COMMIT"):
            done.append(list(under_way))
        else:
            under_way.append(said)

    async def listen(by: Callable[[str], None] | None) -> None:
        async with house.program.database.writer.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            driver._conn.set_trace_callback(by)

    await listen(hear)
    yield done
    await listen(None)


def of(done: list[list[str]], statement: str) -> list[str]:
    """Find the one transaction with this statement."""
    (found,) = [each for each in done if any(said.startswith(statement) for said in each)]
    return found


def without_the_person(text: str, email: str) -> str:
    """Remove times, ids and names, which differ between runs."""
    return re.sub(r"\d+", "0", text.replace(email, "EMAIL").replace(NAMES[email], "NAME"))


async def test_the_form_does_the_same_statements_for_both(house: House) -> None:
    done = {}
    for email in (STRANGE, KNOWN):
        async with transactions(house) as seen:
            await invite(max_of(house), Name=NAMES[email], Email=email, Tags="")
        done[email] = of(seen, "INSERT INTO invitation")
        await house.settled()
    assert len(done[KNOWN]) > 10
    assert done[KNOWN] == done[STRANGE]


@pytest.mark.parametrize("button", ["Withdraw", "Resend"])
async def test_the_cards_buttons_do_the_same_statements_for_both(house: House, button: str) -> None:
    max_, done = max_of(house), {}
    for email in (STRANGE, KNOWN):
        await invite(max_, Name=NAMES[email], Email=email)
    await house.settled()
    for email in (STRANGE, KNOWN):
        async with transactions(house) as seen:
            await max_.click(button, on=max_.message(email), confirm=button == "Withdraw")
        done[email] = of(seen, "UPDATE invitation SET")
        await house.settled()
    assert done[KNOWN] == done[STRANGE]


async def test_whatever_the_inviter_reads_is_the_same(house: House) -> None:
    max_ = max_of(house)
    read: dict[str, list[str]] = {email: [] for email in NAMES}
    for email, seen in read.items():
        await max_.command("/invite-contact", f"{NAMES[email]} {email} #react")
        outcome = await max_.submit()
        seen.append(str(outcome))
        await house.settled()
        seen.append(max_.message(email).words)
        seen.append(str(max_.message(email).buttons))
        await max_.command("/invite-contact", f"{NAMES[email]} {email}")
        await max_.submit()
        seen.append(max_.form.text)
        await max_.close()
        await max_.click("Copy link", on=max_.message(email))
        link = next(word for word in max_.form.text.split() if "/i/" in word)
        seen.append(link[: link.index("/i/") + 3])
        seen.append((await house.web.get(link)).text.replace(link, "LINK").split("/you/")[0])
        await max_.close()
        home = await max_.open_home()
        assert home
    known, strange = ([without_the_person(text, email) for text in read[email]] for email in (KNOWN, STRANGE))
    assert known == strange


async def test_only_the_mail_knows(house: House) -> None:
    for email in NAMES:
        await invite(max_of(house), Name=NAMES[email], Email=email)
    await house.settled()
    assert "asks to connect with you" in house.demo.mailbox.to(KNOWN)[-1].subject
    assert "invites you to Northwind" in house.demo.mailbox.to(STRANGE)[-1].subject
    words = "SELECT kind, state, attempts FROM outbox WHERE workspace_id = 2 AND lane = 'mail' ORDER BY kind"
    sent = {"kind": "invitation", "state": "sent", "attempts": 1}
    to_come = {"kind": "invitation_reminder", "state": "queued", "attempts": 0}
    assert await house.rows(words) == [sent, sent, to_come, to_come]
