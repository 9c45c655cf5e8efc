"""Finds the parts of a report (RFC 3464, RFC 6522): text, statuses, and the email it returns. Pure."""

from collections.abc import Iterator
from email import message_from_string
from email.message import Message

_STATUS = {"message/delivery-status", "message/global-delivery-status"}
_RETURNED = {"message/rfc822", "message/global"}
_RETURNED_HEADERS = {"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}


def is_report(message: Message) -> bool:
    """Tell whether a message has the standard's form, even if it reports something else than a failure."""
    standard = message.get_content_type() == "multipart/report"
    return standard or any(part.get_content_type() in _STATUS for part in parts(message))


def parts(message: Message) -> Iterator[Message]:
    """List a message's own parts, but not those of an email that it returns or forwards."""
    if message.get_content_maintype() != "multipart" or not message.is_multipart():
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from parts(part)


def recipient_blocks(message: Message) -> Iterator[Message]:
    """List the statuses of recipients. Some senders put the fields about all recipients beside them."""
    for block in status_blocks(message):
        if block.get("Action") or block.get("Status"):
            yield block


def status_blocks(message: Message) -> Iterator[Message]:
    for part in parts(message):
        if part.get_content_type() in _STATUS and part.is_multipart():
            for block in part.get_payload():
                if isinstance(block, Message):
                    yield from _with_following(block)


def _with_following(block: Message) -> Iterator[Message]:
    """Split off the blocks left in the first one's body by a parser that doesn't know the type."""
    yield block
    following = block.get_payload()
    if isinstance(following, str):
        yield from (message_from_string(each.strip()) for each in following.split("\n\n") if each.strip())


def returned(message: Message) -> Iterator[Message]:
    """List the emails that a report returns, or their headers."""
    for part in parts(message):
        kind = part.get_content_type()
        if kind in _RETURNED and part.is_multipart():
            yield from (each for each in part.get_payload() if isinstance(each, Message))
        elif kind in _RETURNED_HEADERS:
            yield message_from_string(first_text(part))


def first_text(message: Message) -> str:
    """Read the first part that is text. Bytes in no known encoding become question marks."""
    part = next((each for each in parts(message) if each.get_content_maintype() != "multipart"), message)
    if part.is_multipart():
        return "\n".join(str(each) for each in part.get_payload())
    given = part.get_payload(decode=True)
    return given.decode("utf-8", "replace").replace("\r\n", "\n") if isinstance(given, bytes) else ""
