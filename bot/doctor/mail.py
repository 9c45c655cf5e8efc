"""The doctor's look at what email needs: the relay, the sender, its DNS records, and the bounce mailbox."""

import asyncio

from bot.doctor.finding import Finding, note, problem
from bot.log import redact
from bot.mail import headers, records
from bot.mail.advice import advice
from bot.mail.imap import FAULTS, Imap
from bot.mail.smtp import DeliveryError, Smtp
from bot.mail.verdict import Fault
from bot.settings import Settings

SECONDS = 10


async def relay(settings: Settings) -> list[Finding]:
    """Log in to the relay, and start an email without sending it."""
    smtp_url = settings.smtp_url.get_secret_value() if settings.smtp_url else ""
    smtp = Smtp.from_url(smtp_url, timeout=SECONDS, hostname=settings.sender.domain, tls=settings.tls)
    try:
        await smtp.check_login()
    except DeliveryError as error:
        return [problem("Mail", _login_words(error))]
    return [Finding("Mail", "the relay lets us in."), await _sender(smtp, settings)]


def _login_words(error: DeliveryError) -> str:
    if error.verdict.fault is Fault.US:
        return f"the relay does not let us in ({error.words}). {advice(error.verdict.topic, 'this machine')}"
    return f"the relay does not answer as it should ({error.words}). Check SMTP_URL, and that it is running."


async def _sender(smtp: Smtp, settings: Settings) -> Finding:
    """Start an email to MAIL_FROM without sending it. Many relays refuse a sender only at this point."""
    sender, envelope_from = settings.sender, _envelope_from(settings)
    try:
        await smtp.check_sender(envelope_from, headers.address(sender.email))
    except DeliveryError as error:
        text = f"the relay does not take an email from {envelope_from} to {sender.email} ({error.words})."
        if error.verdict.fault is Fault.LATER:
            return note("MAIL_FROM", f"{text} Try again later.")
        return problem("MAIL_FROM", f"{text} {advice(error.verdict.topic, envelope_from)}")
    return Finding("MAIL_FROM", "the relay takes email from it.")


def _envelope_from(settings: Settings) -> str:
    return headers.address(settings.return_path.replace("{id}", "0-doctor"))


async def postal_address(settings: Settings) -> list[Finding]:
    if settings.slack_client_id and settings.postal_address:
        text = "is not used with SLACK_CLIENT_ID: each workspace sets its own in Settings."
    elif not (settings.slack_client_id or settings.postal_address):
        text = "is empty: emails should name the company's address in their foot. Set it, or in Settings."
    else:
        return []
    return [note("POSTAL_ADDRESS", text)]


async def bounce_mailbox(settings: Settings) -> list[Finding]:
    """Log in to the mailbox for reports, and open its folder. Nothing is marked as read."""
    if not settings.bounce_imap_url:
        return []
    imap = Imap.from_url(settings.bounce_imap_url.get_secret_value(), settings.tls)
    try:
        unread = await asyncio.to_thread(_unread, imap)
    except FAULTS as error:
        text = f"the mailbox can't be read ({redact(_said(error))}). Check the host, login and folder."
        return [problem("BOUNCE_IMAP_URL", text)]
    return [Finding("BOUNCE_IMAP_URL", f"the mailbox can be read; {unread} unread.")]


def _unread(imap: Imap) -> int:
    mailbox = imap.open()
    try:
        return len(mailbox.unread())
    finally:
        mailbox.close()


def _said(error: Exception) -> str:
    """Return the server's own words, which imaplib gives as bytes."""
    said = error.args[0] if error.args else error
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(error)


async def sender_records(settings: Settings, dns_server: tuple[str, int] | None) -> list[Finding]:
    """Look up the records by which other servers recognise our email."""
    domain = settings.sender.domain
    envelope = _envelope_from(settings).rpartition("@")[2]
    domains = records.Domains(envelope, domain, settings.dkim_selector, settings.signer)
    try:
        found = await records.look_up(records.resolver(dns_server), domains)
    except records.DnsAway as error:
        return [note("DNS", f"does not answer, so SPF, DKIM and DMARC of {domain} are not known ({error}).")]
    return [Finding(each.about, each.text, each.fine, warning=not each.serious) for each in found]
