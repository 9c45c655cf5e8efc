"""Counts at the top of the Home tab: what needs the reader today, and how the pool stands.

Each is a button that filters the list.
"""

from collections.abc import Mapping
from enum import StrEnum

from slack_sdk.models.blocks import Block, ButtonElement, HeaderBlock

from blocks.approval.card import ApprovalId
from blocks.home import words
from blocks.kit.modal import actions, button, permitted
from blocks.kit.status import approval
from blocks.kit.text import plain
from storage.entities.right import Right, Rights
from storage.overview.listing import Criteria, Hired, MailTrouble, Need, PoolCounts, Which


class CountId(StrEnum):
    """Action ids of counts."""

    NEED_APPROVAL = "need_approval"
    NEED_ANSWER = "need_answer"
    NEED_ENDING = "need_ending"
    NEED_JOB = "need_job"
    NEED_EMAIL = "need_email"
    APPLIED = "count_applied"
    INVITED = "count_invited"
    ADDED = "count_added"
    ACTIVE = "count_active"
    HIRED = "count_hired"
    UNDELIVERED = "overview_undelivered"


_OF_NEED = {
    Need.APPROVAL: CountId.NEED_APPROVAL,
    Need.ANSWER: CountId.NEED_ANSWER,
    Need.ENDING: CountId.NEED_ENDING,
    Need.JOB: CountId.NEED_JOB,
    Need.EMAIL: CountId.NEED_EMAIL,
}
# What the list shows after a press
SHOWN: Mapping[CountId, Criteria] = {
    **{count_id: Criteria(need=need) for need, count_id in _OF_NEED.items()},
    CountId.APPLIED: Criteria(which=Which.APPLIED),
    CountId.INVITED: Criteria(which=Which.INVITED),
    CountId.ADDED: Criteria(which=Which.UNASKED),
    CountId.ACTIVE: Criteria(which=Which.ACTIVE),
    CountId.HIRED: Criteria(hired=Hired.NOW),
    CountId.UNDELIVERED: Criteria(mail=MailTrouble.EITHER),
}


def needs_you(needs: Mapping[Need, int], rights: Rights) -> list[Block]:
    """Render what needs the reader today. Nothing if nothing does."""
    buttons = [_count(words.need(need, needs[need], approval(rights)), _OF_NEED[need]) for need in needs]
    if not buttons:
        return []
    if Need.APPROVAL in needs:
        buttons[1:1] = _review(rights)
    return [HeaderBlock(text=plain(words.NEEDS_YOU)), *actions(buttons)]


def pool(standing: PoolCounts, needs: Mapping[Need, int], rights: Rights) -> list[Block]:
    """Render how many contacts there are of each kind, without what already needs the reader today."""
    applied = standing.applied if needs.get(Need.APPROVAL) != standing.applied else 0
    failed = standing.failed if needs.get(Need.EMAIL) != standing.failed else 0
    buttons: list[ButtonElement] = []
    if applied:
        buttons.append(_count(_waiting(applied, needs, rights), CountId.APPLIED))
        buttons += _review(rights) if Need.APPROVAL not in needs else []
    counted = (
        (standing.invited, words.invited, CountId.INVITED),
        (standing.added, words.added, CountId.ADDED),
        (standing.active, words.active, CountId.ACTIVE),
        (standing.hired, words.hired, CountId.HIRED),
        (failed, words.undelivered, CountId.UNDELIVERED),
    )
    buttons += [_count(say(number), count_id) for number, say, count_id in counted if number]
    return actions(buttons)


def _waiting(applied: int, needs: Mapping[Need, int], rights: Rights) -> str:
    said = words.needing(applied, approval(rights))
    return words.in_all(said) if Need.APPROVAL in needs else said


def _review(rights: Rights) -> list[ButtonElement]:
    review = button(words.REVIEW, ApprovalId.REVIEW, "home", about="everyone waiting for approval")
    return permitted(rights, (Right.APPROVE, review))


def _count(said: str, count_id: CountId) -> ButtonElement:
    return button(said, count_id, "home", about="(show them)")
