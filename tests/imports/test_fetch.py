"""Downloads come only from Slack's hosts, are limited in size, and send the token nowhere else."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.services.files.limits import MOST_BYTES
from tests.kit.importing import THREE, Importer
from tests.kit.product import House

Elsewhere = tuple[str, list[bytes]]


@pytest.fixture
async def elsewhere() -> AsyncIterator[Elsewhere]:
    """Run a server that is not Slack's. Yields its address and the requests it got."""
    heard: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(65_536))
        writer.close()

    async with await asyncio.start_server(listen, "127.0.0.1", 0) as server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}", heard


@pytest.mark.parametrize(
    "url",
    [
        "http://{there}/files-pri/x",
        "http://{there}/{host}/x",
        "http://{host}@{there}/x",
        "http://{there}#@{host}/x",
        "http://{there}\\@{host}/x",
        "http://localhost:{port}/x",
        "https://{host}.evil.test/x",
        "https://evil.test/{host}",
        "https://files.slack.com.evil.test/x",
        "http://files.slack.com/x",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "//{there}/x",
        "http://[{host}/x",
    ],
)
async def test_no_request_leaves_for_an_address_that_is_not_slacks(
    house: House, elsewhere: Elsewhere, url: str
) -> None:
    there, heard = elsewhere
    host = house.demo.file_host
    jordan = Importer(house)
    await jordan.share(THREE, url_private=url.format(there=there, host=host, port=host.rpartition(":")[2]))
    form = await jordan.review()
    assert "is stored outside Slack" in form.words
    assert heard == []
    assert house.demo.calls("files.download") == []


async def test_a_redirect_is_not_followed_with_the_token(house: House, elsewhere: Elsewhere) -> None:
    there, heard = elsewhere
    house.demo.faults.once("files.download", f"http://{there}/contacts.csv")
    jordan = Importer(house)
    form = await jordan.reviewing(THREE)
    assert "Slack didn't let the app read this file" in form.words
    assert heard == []


@pytest.mark.parametrize("fault", ["login", "redirect"])
async def test_a_page_to_log_in_is_no_contact_list(house: House, fault: str) -> None:
    house.demo.faults.once("files.download", fault)
    jordan = Importer(house)
    assert "files:read" in (await jordan.reviewing(THREE)).words
    await jordan.person.close()
    assert "3 rows: 3 new." in (await jordan.review()).words, "once the permission is there"


async def test_more_bytes_than_slack_told_are_not_read(house: House) -> None:
    jordan = Importer(house)
    await jordan.share(b"name,email\n" + b"x" * MOST_BYTES, told_size=100)
    assert "larger than 20 MB" in (await jordan.review()).words


async def test_a_file_without_end_is_left_at_the_limit(house: House) -> None:
    house.demo.faults.once("files.download", "endless")
    jordan = Importer(house)
    assert "larger than 20 MB" in (await jordan.reviewing(THREE)).words


async def test_a_file_server_with_a_bad_moment_is_asked_again(house: House) -> None:
    house.demo.faults.once("files.download", "", status=500, times=2)
    jordan = Importer(house)
    await jordan.share(THREE)
    await jordan.person.click("Review and import", on=jordan.offer)
    for _ in range(2):
        await house.settled()
        assert "Reading contacts.csv" in jordan.form.words
        house.forward(seconds=26)
    assert "3 rows: 3 new." in (await jordan.read()).words
