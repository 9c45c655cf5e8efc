"""Files in Slack: details, downloads from Slack's hosts only, and uploads."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.files.limits import MOST_BYTES, TOO_BIG, FileRefused
from bot.services.imports.shared import SharedFile
from bot.slack import errors as slack_errors
from bot.slack.response_url import NotTaken, is_slacks
from storage.entities.imports import OUTSIDE_SLACK

FETCH_SECONDS = 25.0
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_PIECE = 64 * 1024
_NOT_OURS = (
    "Slack didn't let the app read this file: the permission files:read may be missing. Ask an administrator "
    "to install the app again."
)
_WEB_PAGE = (
    "This is a web page (HTML). If the list was saved as one, please save it as a CSV file or as an Excel "
    "workbook (.xlsx) and upload that. If not, Slack didn't let the app read this file: the permission "
    "files:read may be missing."
)
_GONE = "This file is no longer in Slack. Please share it again."


class NotFetched(Exception):
    """Slack's file server failed for now. A retry may succeed."""


def described(file: Mapping[str, Any], slack_id: str) -> SharedFile:
    """Convert a file object of Slack's. `slack_id` is the workspace's."""
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
    """Tell whether the installation is org-wide: files then name their owner's team, not the organisation."""
    return slack_id.startswith("E")


async def info(client: AsyncWebClient, token: str, file_id: str) -> Mapping[str, Any]:
    """Fetch Slack's file object. Raises FileRefused if the file is gone."""
    try:
        file: Mapping[str, Any] = (await client.files_info(token=token, file=file_id))["file"]
    except SlackApiError as error:
        if slack_errors.error_code(error) in {"file_not_found", "file_deleted"}:
            raise FileRefused(_GONE) from error
        raise
    return file


def shared_at(file: Mapping[str, Any], channel: str) -> str | None:
    """Find the thread for a reply to the file's newest share in a conversation.

    None until Slack reports the share.
    """
    here = [share for where, share in _shares(file) if where == channel]
    newest = max(here, key=_shared_when, default=None)
    return str(newest.get("thread_ts") or newest["ts"]) if newest else None


def newest_channel(file: Mapping[str, Any]) -> str:
    """Find the conversation the file was shared in last. Empty until Slack reports a share."""
    return max(_shares(file), key=lambda each: _shared_when(each[1]), default=("", {}))[0]


def _shares(file: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """List (conversation, share)."""
    kinds = (file.get("shares") or {}).values()
    return [(channel, share) for kind in kinds for channel, shares in kind.items() for share in shares]


def _shared_when(share: Mapping[str, Any]) -> float:
    return float(share["ts"])


async def fetch(client: AsyncWebClient, token: str, url: str, hosts: Collection[str]) -> bytes:
    """Download a file. Raises FileRefused for good, NotFetched if a retry may help.

    The token must go only to the given hosts, so redirects are not followed.
    """
    if not is_allowed(url, hosts):
        raise FileRefused(OUTSIDE_SLACK.format(name="This file"))
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
    """A file to upload, and the message above it. `alt` says what a picture shows."""

    name: str
    data: bytes
    words: str
    alt: str | None = None


async def upload(
    client: AsyncWebClient, token: str, channel: str, file: NewFile, thread_ts: str | None = None
) -> str:
    """Upload a file into a conversation and return its id. Raises NotTaken.

    The file appears only with the last call, so a retry shows nothing twice.
    """
    place = await client.files_getUploadURLExternal(
        token=token, filename=file.name, length=len(file.data), alt_txt=file.alt
    )
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
    return str(place["file_id"])


def is_allowed(url: str, hosts: Collection[str]) -> bool:
    """Tell whether a URL may be downloaded.

    It must be https at exactly one of these hosts. Plain http is allowed only on loopback.
    """
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
    if answer.status != 200 or answer.content_type == "text/html":  # Slack's login page
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
        raise FileRefused(_WEB_PAGE)
    return bytes(data)
