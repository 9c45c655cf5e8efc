"""Sends the outbox's emails: renders each from the current database and hands it to the relay."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import structlog

from bot.mail.advice import advice
from bot.mail.errors import AuthenticationRefused, DeliveryError, Unreachable, WrongSettings, without_name
from bot.mail.lane import RelayConnection
from bot.mail.message import Content, Delivery, Email, Face, Look, Mailbox, build
from bot.mail.relay import Relay, RelayBusy
from bot.mail.signing import Signer
from bot.mail.verdict import Fault, Verdict
from bot.security.codes import mail_code
from bot.security.keyring import Keyring
from bot.security.tokens import Links
from bot.workers.engine.registry import Registry
from bot.workers.engine.results import Effect, Failed, Later, Result, Sent, Soon, Unwanted
from bot.workers.engine.retry import Failure
from storage.engine.failpoints import Step, reach
from storage.engine.receipts import Receipts
from storage.entities.contact import Contact
from storage.entities.letterhead import Letterhead
from storage.entities.member import Member
from storage.entities.outbox import Outbox
from storage.uow import UnitOfWork

log = structlog.get_logger()

# What an email waits for in its sender: less than the shortest lease, so that it is not taken for dead.
MOST_RENDERED, RENDER_AGAIN_SECONDS = 16, 0.05


@dataclass(frozen=True, slots=True)
class Letter:
    """An email as a feature composes it: content, recipient and sender.

    `reply_to` is the person who writes. Replies go there unless the company has an address of its own.
    """

    content: Content
    to_name: str
    to_email: str
    stop_url: str
    head: Letterhead
    via: str | None = None
    reply_to: Mailbox | None = None
    face: Face | None = None  # the person who writes, as the email shows them
    page_of: Contact | None = None  # whose own page the email links to
    follows: Outbox | None = None  # the earlier email this reminder replies to
    effect: Effect | None = None  # runs in the transaction that records the email as sent

    def written_by(self, colleague: Member | None) -> "Letter":
        """Write it in a colleague's name: they stand in From, get the replies, and are shown."""
        if colleague is None:
            return self
        reply_to = Mailbox(colleague.name, colleague.email) if colleague.email else None
        face = Face(colleague.name, colleague.title or "", colleague.photo or "")
        return replace(self, via=colleague.name, reply_to=reply_to, face=face)


@dataclass(frozen=True, slots=True)
class Post:
    """What all emails share on the sender's side."""

    sender: Mailbox
    postal_address: str  # for companies that have set none
    links: Links
    keyring: Keyring
    return_path: str  # the envelope sender; `{id}` in it stands for the email's id
    signer: Signer | None = None
    receipts: Receipts | None = None  # None if there is no place for them


Mails = Registry[Callable[[UnitOfWork, Any, Links], Awaitable[Letter | Later | Soon | None]]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A refusal for the lane's judge. `settings`: only another SMTP_URL can help."""

    verdict: Verdict
    words: str
    advice: str
    domain: str
    settings: bool


class Outage:
    """Logs one line when the relay cannot be reached and one when it can again, for all connections."""

    def __init__(self) -> None:
        self._lasts = False

    def begins(self, words: str) -> None:
        if not self._lasts:
            log.warning("mail_relay_unreachable", reply=words)
        self._lasts = True

    def is_over(self) -> None:
        if self._lasts:
            log.info("mail_relay_reachable")
        self._lasts = False


def _settings(error: DeliveryError) -> bool:
    return isinstance(error, WrongSettings | AuthenticationRefused)


class MailSender:
    """A sender of emails, which shares the connections to the relay with others."""

    def __init__(
        self,
        relay: Relay,
        new_uow: Callable[..., UnitOfWork],
        post: Post,
        handlers: Mails,
        outage: Outage,
    ) -> None:
        self._relay, self._new_uow, self._post, self._handlers = relay, new_uow, post, handlers
        self._outage = outage

    async def send(self, row: Outbox) -> Result:
        """Render and send an email once a connection is free for it.

        One that is no longer wanted (withdrawn, answered, expired) is not sent.
        """
        try:
            async with self._relay.connection() as connection:
                return await self._send(row, connection)
        except RelayBusy:
            return Later(row.due_at)

    async def _send(self, row: Outbox, connection: RelayConnection) -> Result:
        letter = await self._render(row)
        if letter is None:
            return Unwanted()
        if isinstance(letter, Later):
            return letter
        try:
            email = build(letter.content, delivery(row, letter, self._post))
            signed = await self._signed(email)
            reach(Step.MAIL_RENDERED)
            await self._hand_over(row, signed, connection)
        except DeliveryError as error:
            return self._refused(row, letter, error)
        self._outage.is_over()
        return Sent(letter.effect)

    async def _hand_over(self, row: Outbox, email: Email, connection: RelayConnection) -> None:
        """Hand an email to the relay, unless it took it from a process that died before recording that."""
        receipts, name = self._post.receipts, _receipt(row, self._post)
        if receipts and row.lost and receipts.has(name):
            return
        await connection.send(email)
        reach(Step.MAIL_ACCEPTED)
        if receipts:
            receipts.add(name)

    async def _signed(self, email: Email) -> Email:
        """Sign an email if we have a key, in a thread: it takes long enough to delay an answer to Slack."""
        signer = self._post.signer
        return replace(email, data=await asyncio.to_thread(signer.sign, email.data)) if signer else email

    async def _render(self, row: Outbox) -> Letter | Later | None:
        """Render an email, and again a little later while something it says is just being found out."""
        mail, render = self._handlers.find(row)
        for _ in range(MOST_RENDERED):
            async with self._new_uow(workspace_id=row.workspace_id).read() as uow:
                letter, now = await render(uow, mail, self._post.links), uow.now
            if not isinstance(letter, Soon):
                return letter
            await asyncio.sleep(RENDER_AGAIN_SECONDS)
        return Later(now)

    def _refused(self, row: Outbox, letter: Letter, error: DeliveryError) -> Failed:
        local, _, domain = letter.to_email.rpartition("@")
        words = without_name(error.words, local)
        judged = error.verdict
        if isinstance(error, Unreachable) or judged.fault is Fault.US:
            self._relay.failed()
        if isinstance(error, Unreachable) and judged.fault is Fault.LATER:
            self._outage.begins(words)
            return Failed(Failure(error.sentence, fault=judged.fault, reply=words))
        self._outage.is_over()
        log.warning("mail_refused", kind=row.kind, row=row.id, whose=judged.fault, reply=words)
        told = Judged(judged, words, advice(judged.topic, self._post.return_path), domain, _settings(error))
        reason = error.reason.replace(error.words, words)
        return Failed(Failure(reason, not error.retry, fault=judged.fault, reply=words), told)

    async def close(self) -> None:
        await self._relay.close()


def delivery(row: Outbox, letter: Letter, post: Post) -> Delivery:
    """Complete an email.

    Message-ID, date and the age of a link to the page come from the row: a repeated send is the same email.
    """
    head = letter.head
    return Delivery(
        message_id=_message_id(row, post),
        date=row.created_at,
        to_name=letter.to_name,
        to_email=letter.to_email,
        sender=post.sender,
        via=letter.via,
        company=head.company,
        sender_name=head.sender_name,
        reply_to=_reply_to(letter),
        envelope_from=post.return_path.replace("{id}", f"{row.id}-{mail_code(post.keyring, row)}"),
        stop_url=letter.stop_url,
        page_url=post.links.page(letter.page_of, row.created_at) if letter.page_of else None,
        postal_address=head.postal_address or post.postal_address,
        look=Look(head.logo, head.colour),
        face=letter.face,
        references=(_message_id(letter.follows, post),) if letter.follows else (),
        kind=row.kind,
    )


def _reply_to(letter: Letter) -> Mailbox | None:
    head = letter.head
    if head.reply_address:
        return Mailbox(head.sender_name or head.company, head.reply_address)
    return letter.reply_to


def _receipt(row: Outbox, post: Post) -> str:
    """Name an email as it is wanted now. The code tells it from a later row with its id, after a restore."""
    return f"{row.id}.{row.wanted_version}.{mail_code(post.keyring, row)}"


def _message_id(row: Outbox, post: Post) -> str:
    return f"<{row.kind}.{row.id}.{mail_code(post.keyring, row)}@{post.sender.email.rpartition('@')[2]}>"
