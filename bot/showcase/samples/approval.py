"""Samples of links and sign-ups: forms, lists, reminders, and the application card in every state."""

from dataclasses import dataclass
from datetime import timedelta

from blocks.approval.card import application_card, earlier_card, settled_modal
from blocks.approval.forms import (
    block_modal,
    decline_modal,
    from_review,
    hand_over_modal,
    review_modal,
)
from blocks.approval.news import digest_message, nudge_message, reminder_message
from blocks.invitation.link import alarm_message, alarm_over_message, link_form, link_modal, links_modal
from blocks.kit.modal import Message, ViewJson
from blocks.workspace.elsewhere import misplaced_note
from blocks.workspace.leaving import stand_in_note
from bot.showcase.samples.cast import (
    MANAGER,
    MEMBER,
    NOW,
    SITE,
    TODAY,
    applicant,
    application,
    days,
    link,
)
from bot.showcase.samples.sample import Sample
from storage.entities.contact import Contact
from storage.entities.link import LinkCounts
from storage.entities.right import Rights
from storage.entities.status import Decision, Status

LINK, APPROVE = "Invite links", "Approve applications"
URL = f"{SITE}/join/TOKEN"
_COUNTS = LinkCounts(opened=40, signed_up=12, confirmed=9, approved=5, declined=2, blocked=1)


@dataclass(frozen=True, slots=True)
class _Decided:
    """The state of an application after a decision."""

    decision: Decision
    status: Status
    reason: str | None = None

    def contact(self) -> Contact:
        applied = {
            "decision": self.decision, "decided_by": "U1", "decided_at": NOW, "reason": self.reason,
        }  # fmt: skip
        return applicant(self.status, applied=applied)


_APPROVED = _Decided(Decision.APPROVED, Status.ACTIVE)
_DECLINED = _Decided(Decision.DECLINED, Status.DECLINED, "We look for somebody nearer to Copenhagen.")
_BLOCKED = _Decided(Decision.BLOCKED, Status.BLOCKED)


def _links() -> ViewJson:
    links = [link(), link(id=2, name="Old list", off_at=NOW), link(id=3, name="Talk", paused_at=NOW)]
    return links_modal(links, dict.fromkeys((1, 2, 3), _COUNTS), dict.fromkeys((1, 2, 3), URL))


def _bounded() -> ViewJson:
    return link_modal(
        link(
            last_day=TODAY + days(30),
            expires_at=NOW + days(31),
            most_signups=50,
            domains=["acme.com", "x.example"],
        ),
        URL,
    )


def _card(of: Contact, rights: Rights = MANAGER, *, private: bool = True) -> Message:
    assert of.application
    return application_card(of, of.application, "Jordan Lee", rights, private=private)


def _twice() -> Contact:
    declined = application(
        id=1, decision=Decision.DECLINED, decided_by="U1", decided_at=NOW - days(60), reason="Not this year."
    )
    return applicant(applications=[application(id=2, before="declined"), declined])


def _earlier(*, private: bool = True) -> Message:
    again = _twice()
    return earlier_card(again, again.applications[1], "Jordan Lee", private=private)


def _nudge(waited: timedelta) -> Message:
    return nudge_message(applicant(), applicant().status_at + waited, MANAGER)


def _well_known() -> Contact:
    return applicant(applied={"before": "active", "snoozed_until": NOW + days(2)}, hires=2)


def _waiting(number: int) -> list[Contact]:
    return [applicant(id=each, name=f"Applicant {each}") for each in range(1, number + 1)]


SAMPLES = (
    Sample(LINK, "form", lambda: link_form("C1", None)),
    Sample(LINK, "made", lambda: link_modal(link(), URL)),
    Sample(LINK, "made, with bounds", _bounded),
    Sample(LINK, "switched off", lambda: link_modal(link(off_at=NOW), URL)),
    Sample(LINK, "list", _links),
    Sample(LINK, "list, empty", lambda: links_modal([], {}, {})),
    Sample(LINK, "alarm", lambda: alarm_message(link(), MANAGER)),
    Sample(LINK, "alarm, kept", lambda: alarm_over_message(link(), URL, rotated=False, blocked=0)),
    Sample(LINK, "alarm, rotated", lambda: alarm_over_message(link(), URL, rotated=True, blocked=0)),
    Sample(LINK, "alarm, one blocked", lambda: alarm_over_message(link(), URL, rotated=True, blocked=1)),
    Sample(LINK, "alarm, people blocked", lambda: alarm_over_message(link(), URL, rotated=True, blocked=7)),
    Sample(APPROVE, "card, waiting", lambda: _card(applicant())),
    Sample(APPROVE, "card, known before and snoozed", lambda: _card(_well_known())),
    Sample(
        APPROVE,
        "card, invited by name before",
        lambda: _card(applicant(applied={"before": "invited"}, hires=1)),
    ),
    Sample(APPROVE, "card, in a public channel", lambda: _card(applicant(), private=False)),
    Sample(APPROVE, "card, in a public channel, earlier application", lambda: _earlier(private=False)),
    Sample(APPROVE, "card, for members", lambda: _card(applicant(), MEMBER)),
    Sample(APPROVE, "decline, from the list", lambda: from_review(decline_modal(applicant()))),
    Sample(APPROVE, "card, applied again", lambda: _card(_twice())),
    Sample(APPROVE, "card, earlier application", _earlier),
    Sample(APPROVE, "card, approved", lambda: _card(_APPROVED.contact())),
    Sample(APPROVE, "card, declined", lambda: _card(_DECLINED.contact())),
    Sample(APPROVE, "card, blocked", lambda: _card(_BLOCKED.contact())),
    Sample(
        APPROVE,
        "card, unblocked",
        lambda: _card(_Decided(Decision.BLOCKED, Status.DECLINED).contact()),
    ),
    Sample(APPROVE, "card, active without a decision", lambda: _card(applicant(Status.ACTIVE))),
    Sample(
        APPROVE,
        "card, sent elsewhere",
        lambda: Message("", [*misplaced_note("C1", "not_in_channel"), *_card(applicant()).blocks]),
    ),
    Sample(
        APPROVE,
        "card, sent elsewhere from an archived channel",
        lambda: Message("", [*misplaced_note("C1", "is_archived"), *_card(applicant()).blocks]),
    ),
    Sample(
        APPROVE,
        "reminder, for somebody who cannot be reached",
        lambda: Message("", [*stand_in_note("U1", None, here=True), *_nudge(timedelta(hours=4)).blocks]),
    ),
    Sample(APPROVE, "decline", lambda: decline_modal(applicant())),
    Sample(APPROVE, "block", lambda: block_modal(applicant())),
    Sample(APPROVE, "hand over", lambda: hand_over_modal(applicant())),
    Sample(APPROVE, "settled", lambda: settled_modal(_APPROVED.contact())),
    Sample(APPROVE, "review", lambda: review_modal(_waiting(12), 30)),
    Sample(APPROVE, "review, nobody", lambda: review_modal([], 0)),
    Sample(APPROVE, "reminder in the thread", lambda: reminder_message(applicant(), MANAGER)),
    Sample(APPROVE, "reminder by direct message", lambda: _nudge(timedelta(hours=4))),
    Sample(APPROVE, "reminder by direct message, after days", lambda: _nudge(timedelta(days=2, hours=4))),
    Sample(APPROVE, "daily list, one", lambda: digest_message(_waiting(1), 1, MANAGER)),
    Sample(APPROVE, "daily list, many", lambda: digest_message(_waiting(12), 30, MANAGER)),
)
