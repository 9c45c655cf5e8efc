"""The two lanes of the outbox, and which function draws each kind of row."""

import asyncio
from collections.abc import Callable, Collection
from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.links import Links
from bot.mail.smtp import Smtp
from bot.rate import Rate
from bot.services.hiring_told import CANCELLED, EXTENDED, OFFER
from bot.workers import (
    access,
    approval,
    card,
    export,
    hiring,
    home,
    imports,
    imports_shown,
    installation,
    invitation,
    mail,
    request,
    signup,
    slack,
)
from bot.workers.mail import MailSender, Post
from bot.workers.outbox import Ended, Options, OutboxWorker
from bot.workers.slack import SlackSender, Tokens
from storage.outbox import INVITATION, REMINDER, Lane
from storage.sending import RateLimit
from storage.uow import UnitOfWork

CONNECTIONS = 4
FILES_AT_ONCE = 2
LONGEST_SEND = 30.0  # seconds

MAILS: dict[str, mail.Drawing] = {
    INVITATION: invitation.draw_mail,
    REMINDER: invitation.draw_reminder,
    "signup": signup.draw_signup,
    "decision": signup.draw_decision,
    OFFER: hiring.draw_offer,
    CANCELLED: hiring.draw_cancelled,
    EXTENDED: hiring.draw_extended,
}
MAIL_ENDS: dict[str, Ended] = {
    INVITATION: invitation.mail_told,
    REMINDER: invitation.reminder_told,
    "decision": signup.decision_ended,
    **dict.fromkeys((OFFER, CANCELLED, EXTENDED), hiring.mail_told),
}
SHOWS: dict[str, slack.Drawing] = {
    "card": card.draw,
    "expired": card.draw,
    "answered": invitation.draw_answered,
    "undelivered": invitation.draw_undelivered,
    "requests": request.draw_requests,
    "requests_over": request.draw_requests,
    "seek": request.draw_seek,
    "request": request.draw_request,
    "installed": installation.draw_installed,
    "access_asked": access.draw_asked,
    "access_sent": access.draw_sent,
    "access_granted": access.draw_granted,
    "access_given": access.draw_given,
    "reply": access.draw_reply,
    "reminder": approval.draw_reminder,
    "nudge": approval.draw_nudge,
    "digest": approval.draw_digest,
    "import_offer": imports_shown.draw_offer,
    "import_review": imports_shown.draw_review,
    "import_message": imports_shown.draw_message,
    "export": export.draw_export,
    "export_hires": export.draw_hires,
    "offer_seek": hiring.draw_seek,
    "offer_ask": hiring.draw_ask,
    "offer_answered": hiring.draw_answered,
    "offer_undelivered": hiring.draw_undelivered,
    "hire_starts": hiring.draw_starts,
    "hire_ends_soon": hiring.draw_ends_soon,
    "hire_over": hiring.draw_over,
    "hire_ended": hiring.draw_ended,
    "link_alarm": approval.draw_link_alarm,
}

NewUow = Callable[..., UnitOfWork]


def send_seconds(lease: timedelta) -> float:
    """One send takes less than half a lease, so that a row is never under way twice."""
    return min(LONGEST_SEND, lease.total_seconds() * 0.45)


def mail_lane(
    smtp: Smtp, post: Post, new_uow: NewUow, bell: asyncio.Event, lease: timedelta, rate: Rate
) -> OutboxWorker:
    """Hands mails to the relay over a few connections, no faster than the rate."""
    senders = [MailSender(smtp.lane(), new_uow, post, MAILS) for _ in range(CONNECTIONS)]
    options = Options(lease, RateLimit(rate.every_us, rate.burst))
    return OutboxWorker(Lane.MAIL, senders, new_uow, bell, options, mail.told_by_kind(MAIL_ENDS))


def slack_lane(
    client: AsyncWebClient,
    tokens: Tokens,
    links: Links,
    new_uow: NewUow,
    bell: asyncio.Event,
    lease: timedelta,
    admins: Collection[str] = (),
) -> OutboxWorker:
    """Shows in Slack what the outbox holds; `admins` are those of the environment."""
    shows = SHOWS | {"link_alarm_over": approval.draws_alarm_over(links), "home": home.draws_home(admins)}
    senders = [SlackSender(client, tokens, new_uow, shows) for _ in range(CONNECTIONS)]
    return OutboxWorker(Lane.SLACK, senders, new_uow, bell, Options(lease), slack.ended)


def import_lane(desk: imports.Desk, bell: asyncio.Event) -> OutboxWorker:
    """Long work on files, beside the other lanes and never in their way."""
    senders = [imports.ImportSender(desk) for _ in range(FILES_AT_ONCE)]
    return OutboxWorker(Lane.IMPORT, senders, desk.new_uow, bell, Options(desk.lease), imports.ended)
