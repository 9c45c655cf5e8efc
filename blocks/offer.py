"""An offer in a direct message to a member of the workspace, with the same two buttons as its page."""

from enum import StrEnum

from slack_sdk.models.blocks import Block, ButtonElement, ContextBlock, SectionBlock

from blocks.job_words import days_words, rate_words
from blocks.modal import Message, actions, button, to_json
from blocks.quote import quote
from blocks.text import escape, plain
from storage.hire import Hire
from storage.status import HireState


class OfferId(StrEnum):
    """The ids Slack sends back to us."""

    ACCEPT = "accept_offer"
    DECLINE = "decline_offer"


_NOW = {
    HireState.ACCEPTED: "You accepted this offer.",
    HireState.ENDED: "You accepted this offer, and the job has ended.",
    HireState.DECLINED: "You declined this offer.",
}


def offer_message(hire: Hire, company: str, hirer: str | None) -> Message:
    """The one function that draws it, however it stands."""
    who = f"{hirer} of {company}" if hirer else company
    text = f"{who} offers you a job: {hire.title}."
    terms = f"{text}\n{rate_words(hire.terms)}\n{days_words(hire.terms)}"
    blocks: list[Block] = [SectionBlock(text=plain(terms))]
    if hire.message:
        blocks.append(quote(hire.message))
    if hire.state == HireState.OFFERED:
        quiet = "Only you see this. You may also answer by the mail you got."
        blocks += [*actions(_buttons(hire)), ContextBlock(elements=[plain(quiet)])]
    else:
        over = f"This offer has been taken back: {hire.reason}"
        blocks.append(ContextBlock(elements=[plain(_NOW.get(hire.state, over), 1_000)]))
    return Message(escape(text), to_json(blocks))


def _buttons(hire: Hire) -> list[ButtonElement]:
    return [
        button("Accept offer", OfferId.ACCEPT, hire.id, about=hire.title, style="primary"),
        button("Decline offer", OfferId.DECLINE, hire.id, about=hire.title),
    ]
