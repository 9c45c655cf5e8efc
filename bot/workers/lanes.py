"""Builds the workers for the outbox's lanes, with the handlers of every feature."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.mail.relay import IN_TURN, Relay
from bot.mail.smtp import Smtp
from bot.security.tokens import Links
from bot.tracing import NoTracing, Tracing
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.mail import MailSender, Outage, Post
from bot.workers.engine.quiet import QuietSender
from bot.workers.engine.reach import Tokens
from bot.workers.engine.registry import tells
from bot.workers.engine.slack import SlackSender
from bot.workers.engine.worker import Options, OutboxWorker
from bot.workers.kinds import (
    access,
    address,
    approval,
    availability,
    bounce,
    card,
    emptying,
    export,
    hire,
    home,
    imports,
    imports_ended,
    imports_shown,
    installation,
    invitation,
    leaving,
    lists,
    many,
    modals,
    numbers,
    person,
    profile,
    relay,
    request,
    restored,
    share,
    signup,
)
from storage.outbox.sending import Ending
from storage.outbox.work import Lane
from storage.uow import UnitOfWork

CONNECTIONS = 4  # to the relay
AT_ONCE = 8  # calls of Slack's Web API, and works that need neither
FILES_AT_ONCE = 2
LONGEST_SEND = 30.0  # seconds

FEATURES = (
    access.register,
    address.register,
    approval.register,
    availability.register,
    bounce.register,
    card.register,
    emptying.register,
    export.register,
    hire.register,
    home.register,
    imports_shown.register,
    installation.register,
    invitation.register,
    leaving.register,
    lists.register,
    many.register,
    modals.register,
    numbers.register,
    person.register,
    profile.register,
    relay.register,
    request.register,
    restored.register,
    share.register,
    signup.register,
)

NewUow = Callable[..., UnitOfWork]


def send_seconds(lease: timedelta) -> float:
    """Return the longest time for a send: less than half a lease, so that no row is sent twice at once."""
    return min(LONGEST_SEND, lease.total_seconds() * 0.45)


def all_handlers(links: Links, admins: Collection[str] = ()) -> Handlers:
    """Register the handlers of every feature.

    `admins` are the Slack ids of administrators from the environment.
    """
    handlers = Handlers(links, admins)
    for register in FEATURES:
        register(handlers)
    return handlers


def mail_lane(
    smtp: Smtp,
    post: Post,
    new_uow: NewUow,
    wake_up: asyncio.Event,
    options: Options,
) -> OutboxWorker:
    """Make the worker that sends emails over a few connections, within the limits."""
    handlers = all_handlers(post.links)
    outage = Outage()
    in_turn = IN_TURN if post.receipts else 1  # a crash repeats each email that has no receipt or result
    relay = Relay([smtp.lane() for _ in range(CONNECTIONS)], in_turn)
    senders = [MailSender(relay, new_uow, post, handlers.mails, outage) for _ in range(relay.most)]
    options = replace(options, room=relay.room)
    return OutboxWorker(Lane.MAIL, senders, new_uow, wake_up, options, tells(handlers.ends))


def slack_lane(
    client: AsyncWebClient,
    tokens: Tokens,
    handlers: Handlers,
    new_uow: NewUow,
    wake_up: asyncio.Event,
    options: Options,
) -> OutboxWorker:
    """Build the worker that shows messages, cards and Home tabs in Slack.

    Nothing runs when such work ends.
    """
    senders = [SlackSender(client, tokens, new_uow, handlers.shows) for _ in range(AT_ONCE)]
    return OutboxWorker(Lane.SLACK, senders, new_uow, wake_up, options, nobody_is_told)


def quiet_lane(handlers: Handlers, new_uow: NewUow, wake_up: asyncio.Event, options: Options) -> OutboxWorker:
    """Build the worker for database-only work, which runs even without Slack and the relay."""
    senders = [QuietSender(new_uow, handlers.quiet) for _ in range(AT_ONCE)]
    return OutboxWorker(Lane.QUIET, senders, new_uow, wake_up, options, nobody_is_told)


def import_lane(
    desk: imports.ImportTools, wake_up: asyncio.Event, tracing: Tracing | None = None
) -> OutboxWorker:
    """Make the worker for long work on files, which must not delay other lanes."""
    options = Options(desk.lease, tracing=tracing or NoTracing())
    senders = [imports.ImportSender(desk) for _ in range(FILES_AT_ONCE)]
    return OutboxWorker(Lane.IMPORT, senders, desk.new_uow, wake_up, options, tells(imports_ended.told()))


async def nobody_is_told(_uow: UnitOfWork, _endings: Sequence[Ending]) -> None:
    """Do nothing when work ends: nobody waits for its result."""
