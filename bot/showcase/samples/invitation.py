"""Samples of invitations: the form, the inviter's card in every state, news, and connection requests."""

from functools import partial

from blocks.approval.words import TELL_THEM
from blocks.invitation.card import (
    answered_message,
    inviter_card,
    new_link_message,
    reopened_message,
    undelivered_message,
)
from blocks.invitation.form import invite_modal, link_modal, resent_modal
from blocks.invitation.message import invited_modal, one_modal, people_modal
from blocks.invitation.request import request_message, request_over
from blocks.kit import words
from blocks.kit.modal import Message, ViewJson
from blocks.kit.preview import preview_modal
from bot.mail.preview import samples as emails
from bot.mail.reading import in_words
from bot.services.invitation.many import Candidate
from bot.showcase.samples.cast import (
    MANAGER,
    MEMBER,
    NOW,
    SITE,
    SOFT,
    bounced_mail,
    contact,
    days,
    failed_mail,
    invitation,
    mail,
)
from bot.showcase.samples.sample import Sample
from storage.entities.contact import Contact, Invitation
from storage.entities.outbox import Outbox
from storage.entities.status import Answer, Outcome, Status

INVITE, REQUEST = "Invite", "Connection requests"


def _card(of: Contact, sent: Outbox | None = None) -> Message:
    return inviter_card(of, sent, NOW, MANAGER)


def _undelivered_by_our_fault() -> Message:
    return undelivered_message(contact(), "Our mail server has not taken our email.", MANAGER, "us")


def _not_asked() -> Contact:
    return contact(invitations=[invitation(mails=0, unasked=True, began_at=None)])


def _expired() -> Contact:
    return contact(invitations=[invitation(expires_at=NOW - days(1))])


def _wants_new_link() -> Contact:
    return contact(invitations=[invitation(expires_at=NOW - days(1), new_link_asked_at=NOW)])


def _stopped() -> Contact:
    return contact(Status.DECLINED, mail_stopped_at=NOW)


def _withdrawn() -> Contact:
    return contact(archived_at=NOW)


def _news(answer: Answer) -> Message:
    status = Status.ACTIVE if answer is Answer.ACCEPTED else Status.DECLINED
    return answered_message(contact(status), answer, MANAGER)


def _request(*, is_open: bool = False, answer: Answer | None = None) -> Message:
    asked: Invitation = invitation(answer=answer)
    return request_message(asked, 1, "Acme", "Jordan Lee", MEMBER, is_open=is_open)


def _preview() -> ViewJson:
    content, _ = emails()["invitation-without-note"]
    envelope = [
        words.only_with(TELL_THEM),
        words.looks("https://acme.example/logo.png", "#1d6b4f"),
        words.comes_from("Jordan Lee via Acme"),
        words.goes_to(words.named_address("Ada Lovelace", "ada@studio.example")),
        words.replies_go_to("jordan@acme.example"),
    ]
    return preview_modal(in_words(content, "Acme", "12 Harbour Street, 2100 Copenhagen"), envelope)


SAMPLES = (
    Sample(INVITE, "form, empty", lambda: invite_modal(MANAGER)),
    Sample(
        INVITE,
        "form, filled in",
        lambda: invite_modal(MANAGER, "Ada Lovelace", "ada@studio.example", ["python", "berlin"]),
    ),
    Sample(INVITE, "preview", _preview),
    Sample(
        INVITE,
        "people in a message",
        lambda: people_modal(
            [Candidate("Ada Lovelace", "ada@studio.example"), Candidate("Mia", "mia@x.example", "active")]
        ),
    ),
    Sample(INVITE, "nobody in a message", lambda: one_modal(MANAGER, None)),
    Sample(
        INVITE,
        "a contact in a message",
        lambda: one_modal(MANAGER, Candidate("Mia", "mia@x.example", "active")),
    ),
    Sample(INVITE, "one invited from a message", lambda: invited_modal(1, [])),
    Sample(
        INVITE,
        "people invited from a message",
        lambda: invited_modal(2, ["Mia is one of your contacts already."]),
    ),
    Sample(INVITE, "card, not asked yet", lambda: _card(_not_asked())),
    Sample(INVITE, "card, email queued", lambda: _card(contact(), mail(Outcome.QUEUED))),
    Sample(
        INVITE,
        "card, email tried again",
        lambda: _card(contact(), mail(Outcome.QUEUED, attempts=2, error="The mail server is busy (451).")),
    ),
    Sample(INVITE, "card, email sent", lambda: _card(contact(), mail())),
    Sample(INVITE, "card, email failed", lambda: _card(contact(), failed_mail())),
    Sample(INVITE, "card, email bounced", lambda: _card(contact(bounced_at=NOW), bounced_mail())),
    Sample(INVITE, "card, mailbox full", lambda: _card(contact(), mail(error=SOFT))),
    Sample(INVITE, "card, expired", lambda: _card(_expired(), mail())),
    Sample(INVITE, "card, withdrawn", lambda: _card(_withdrawn(), mail(Outcome.CANCELLED))),
    Sample(INVITE, "card, accepted", lambda: _card(contact(Status.ACTIVE), mail())),
    Sample(INVITE, "card, declined", lambda: _card(contact(Status.DECLINED), mail())),
    Sample(INVITE, "card, asked never to be written to", lambda: _card(_stopped(), mail())),
    Sample(
        INVITE,
        "card, address with foreign letters",
        lambda: _card(contact(email="ada@studiо.example"), mail()),
    ),
    Sample(INVITE, "resent", lambda: resent_modal(contact(invitations=[invitation(mails=2)]))),
    Sample(INVITE, "sent for the first time", lambda: resent_modal(contact())),
    Sample(INVITE, "copy link", lambda: link_modal(contact(), f"{SITE}/invitation/TOKEN", invitation())),
    Sample(INVITE, "card, new link asked for", lambda: _card(_wants_new_link(), mail())),
    Sample(INVITE, "news, new link asked for", lambda: new_link_message(contact())),
    Sample(INVITE, "news, reopened", lambda: reopened_message(contact())),
    *(Sample(INVITE, f"news, {answer}", partial(_news, answer)) for answer in Answer),
    Sample(INVITE, "news, undelivered", lambda: undelivered_message(contact(), "No such mailbox.", MANAGER)),
    Sample(INVITE, "news, undelivered by our fault", _undelivered_by_our_fault),
    Sample(REQUEST, "open", lambda: _request(is_open=True)),
    *(Sample(REQUEST, f"{answer}", partial(_request, answer=answer)) for answer in Answer),
    Sample(REQUEST, "no longer open", _request),
    Sample(REQUEST, "for somebody else", request_over),
)
