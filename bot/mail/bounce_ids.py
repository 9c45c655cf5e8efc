"""Finds the emails of ours that a message names: by its address, then by the Message-ID it returns. Pure."""

import re
from collections.abc import Iterator
from email.message import Message
from typing import NamedTuple

from bot.mail.bounce_parts import first_text, is_report, parts, returned, status_blocks


class MailId(NamedTuple):
    """An email by its row and code. Anybody can write one down: the code is still to be checked."""

    row: int
    code: str


_NAME = r"(\d{1,18})[-.]([0-9a-f]{12})"
_ENVELOPE = re.compile(rf"(?i)(?<![0-9a-z]){_NAME}@")
_MESSAGE_ID = re.compile(rf"(?i)<[a-z_]+\.{_NAME}@")
_RETURNED_ID = re.compile(rf"(?im)^[\s>|]*(?:X-)?(?:Original-)?Message-ID:\s*<[a-z_]+\.{_NAME}@")
# Where mail servers write the address to which they deliver.
_ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "To")


def mail_ids(message: Message) -> tuple[MailId, ...]:
    """List the emails a report may be about, the most trustworthy first.

    An email's References are not among them: a reply to ours may have failed, which says nothing about us.
    """
    found = [*_by_envelope(message), *_by_original_id(message), *_by_returned(message)]
    return tuple(dict.fromkeys(MailId(int(row), code.lower()) for row, code in found))


def _by_envelope(message: Message) -> Iterator[tuple[str, str]]:
    for header in _ADDRESSED:
        for value in message.get_all(header, ()):
            yield from _ENVELOPE.findall(str(value))


def _by_original_id(message: Message) -> Iterator[tuple[str, str]]:
    for block in status_blocks(message):
        yield from _ids_in(block, "Original-Message-ID")
    yield from _ids_in(message, "Original-Message-ID", "X-Original-Message-ID")


def _by_returned(message: Message) -> Iterator[tuple[str, str]]:
    for email in returned(message):
        yield from _ids_in(email, "Message-ID")
    if is_report(message):
        yield from _ids_in(message, "In-Reply-To")
        return
    for part in parts(message):
        if part.get_content_maintype() == "text":
            yield from _RETURNED_ID.findall(first_text(part))


def _ids_in(message: Message, *headers: str) -> Iterator[tuple[str, str]]:
    for header in headers:
        for value in message.get_all(header, ()):
            yield from _MESSAGE_ID.findall(str(value))
