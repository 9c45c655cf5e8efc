"""Files in Slack: what is known of one, its bytes, fetched from Slack's hosts alone, and files of ours."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import slack_errors
from bot.response_url import NotTaken, is_slacks
from bot.services.imports_file import MOST_BYTES, TOO_BIG, FileRefused
from bot.services.imports_offer import SharedFile

FETCH_SECONDS = 25.0
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_PIECE = 64 * 1024
_NOT_OURS = (
    "Slack did not hand out this file: the app may lack the permission files:read. An administrator has to "
    "install it again."
)
_GONE = "This file is not in Slack any more. Share it again."


class NotFetched(Exception):
    """Slack's file server did not answer as it should; it may a little later."""


def described(file: Mapping[str, Any], slack_id: str) -> SharedFile:
    """A file object of Slack's as we look at it; `slack_id` is the workspace's."""
    team = file.get("user_team")
    return SharedFile(
        id=str(file["id"]),
        name=str(file.get("name") or file.get("title") or "This file")[:200],
        size=int(file.get("size") or 0),
        filetype=str(file.get("filetype") or ""),
        mimetype=str(file.get("mimetype") or ""),
        external=bool(file.get("is_external")) or file.get("mode") == "external",
        from_elsewhere=bool(team) and team != slack_id and not _is_organisation(slack_id),
        url=str(file.get("url_private_download") or file.get("url_private") or ""),
    )


def _is_organisation(slack_id: str) -> bool:
    """Installed for all teams of one: a file names its owner's team, and not that team's organisation."""
    return slack_id.startswith("E")


async def info(client: AsyncWebClient, token: str, file_id: str) -> Mapping[str, Any]:
    """Slack's file object. Raises FileRefused if there is no such file any more."""
    try:
        file: Mapping[str, Any] = (await client.files_info(token=token, file=file_id))["file"]
    except SlackApiError as error:
        if slack_errors.error_code(error) in {"file_not_found", "file_deleted"}:
            raise FileRefused(_GONE) from error
        raise
    return file


def shared_at(file: Mapping[str, Any], channel: str) -> str | None:
    """The thread in which an answer to the newest sharing in this conversation belongs, once Slack says."""
    shares = file.get("shares") or {}
    here = [each for kind in shares.values() for each in kind.get(channel, ())]
    newest = max(here, key=lambda share: float(share["ts"]), default=None)
    return newest and str(newest.get("thread_ts") or newest["ts"])


async def fetch(client: AsyncWebClient, token: str, url: str, hosts: Collection[str]) -> bytes:
    """The bytes of a file. Raises FileRefused for good, NotFetched for now.

    The token goes to no other host than those named, which is why no redirect is followed.
    """
    if not is_allowed(url, hosts):
        raise FileRefused("This file lives outside Slack, so it cannot be read here. Upload the file itself.")
    assert client.session, "the composition root shares one"
    timeout = aiohttp.ClientTimeout(total=FETCH_SECONDS)
    headers = {"Authorization": f"Bearer {token}"}
    try:
        async with client.session.get(url, headers=headers, allow_redirects=False, timeout=timeout) as answer:
            _must_be_a_file(answer)
            return await _bounded(answer)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise NotFetched("Slack's files cannot be reached.") from error


@dataclass(frozen=True, slots=True)
class NewFile:
    """One of ours, and what is said above it."""

    name: str
    data: bytes
    words: str


async def upload(
    client: AsyncWebClient, token: str, channel: str, file: NewFile, thread_ts: str | None = None
) -> None:
    """Shares it in a conversation. Raises NotTaken.

    Nothing is seen of it before the last of its calls, so that to try again is no repetition.
    """
    place = await client.files_getUploadURLExternal(token=token, filename=file.name, length=len(file.data))
    if not is_slacks(place["upload_url"], client.base_url):
        raise NotTaken("upload_url")
    assert client.session, "the composition root shares one"
    async with client.session.post(place["upload_url"], data=file.data, allow_redirects=False) as answer:
        if answer.status != 200:
            raise NotTaken(f"upload_{answer.status}", lasting=False)
    await client.files_completeUploadExternal(
        token=token,
        files=[{"id": place["file_id"], "title": file.name}],
        channel_id=channel,
        thread_ts=thread_ts,
        initial_comment=file.words,
    )


def is_allowed(url: str, hosts: Collection[str]) -> bool:
    """https at exactly one of these hosts; plain http only on this very machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    return safe and parts.netloc in hosts


def _must_be_a_file(answer: aiohttp.ClientResponse) -> None:
    if answer.status in {404, 410}:
        raise FileRefused(_GONE)
    if answer.status == 429 or answer.status >= 500:
        raise NotFetched(f"Slack's file server answered {answer.status}.")
    if answer.status != 200 or answer.content_type == "text/html":  # Slack's page to log in
        raise FileRefused(_NOT_OURS)


async def _bounded(answer: aiohttp.ClientResponse) -> bytes:
    if (answer.content_length or 0) > MOST_BYTES:
        raise FileRefused(TOO_BIG)
    data = bytearray()
    async for piece in answer.content.iter_chunked(_PIECE):
        data += piece
        if len(data) > MOST_BYTES:
            raise FileRefused(TOO_BIG)
    if data[:200].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise FileRefused(_NOT_OURS)
    return bytes(data)
