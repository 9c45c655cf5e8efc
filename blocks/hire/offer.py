"""A job offer as a direct message to a workspace member, with the same two buttons as its page."""

from enum import StrEnum

from slack_sdk.models.blocks import Block, ButtonElement, ContextBlock, SectionBlock

from blocks.hire import words
from blocks.hire.words import days_words, rate_words
from blocks.kit.modal import Message, actions, button, to_json
from blocks.kit.quote import quote
from blocks.kit.text import escape, plain
from storage.entities.hire import Hire
from storage.entities.right import Right, Rights
from storage.entities.status import HireState


class OfferId(StrEnum):
    """Action ids of the offer's buttons, and the callback id of the form behind one."""

    ACCEPT = "accept_offer"
    DECLINE = "decline_offer"
    AGREEMENT = "offer_agreement"


def offer_message(hire: Hire, company: str, hirer: str | None, rights: Rights) -> Message:
    """Render the offer in any state of the job. `rights` are the asked member's."""
    text = words.offers_you(hire, company, hirer)
    terms = f"{text}\n{rate_words(hire.terms)}\n{days_words(hire.terms)}"
    blocks: list[Block] = [SectionBlock(text=plain(terms))]
    if hire.message:
        blocks.append(quote(hire.message))
    if hire.state == HireState.OFFERED:
        blocks += [
            *actions(_buttons(hire) if Right.ANSWER in rights else []),
            ContextBlock(elements=[plain(words.ONLY_YOU)]),
        ]
    else:
        blocks.append(ContextBlock(elements=[plain(words.offer_now(hire), 1_000)]))
    return Message(escape(text), to_json(blocks))


def _buttons(hire: Hire) -> list[ButtonElement]:
    return [
        button(words.ACCEPT_OFFER, OfferId.ACCEPT, hire.id, about=hire.title, style="primary"),
        button(words.DECLINE_OFFER, OfferId.DECLINE, hire.id, about=hire.title),
    ]
