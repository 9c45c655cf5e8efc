"""The app's Home tab: who waits, and where to begin."""

from dataclasses import dataclass
from enum import StrEnum

from slack_sdk.models.blocks import Block, ContextBlock, HeaderBlock, SectionBlock
from slack_sdk.models.views import View

from blocks.approval import ApprovalId
from blocks.modal import ViewJson, actions, button
from blocks.text import plain


class HomeId(StrEnum):
    """The ids Slack sends back to us."""

    INVITE = "home_invite"
    IMPORT = "home_import"
    NEW_LINK = "home_new_link"
    SETTINGS = "home_settings"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many contacts there are: who wait for us, who have yet to answer, who said yes."""

    applied: int
    invited: int
    active: int


def home_view(counts: Counts, *, may_settle: bool) -> ViewJson:
    """For somebody who may use it: where to begin, then who waits."""
    buttons = [
        button("Invite", HomeId.INVITE, "home", about="somebody", style="primary"),
        button("Import", HomeId.IMPORT, "home", about="a CSV or Excel file"),
        button("New link", HomeId.NEW_LINK, "home", about="to hand out"),
    ]
    if may_settle:
        buttons.append(button("Settings", HomeId.SETTINGS, "home", about="of Trusted Contacts"))
    blocks: list[Block] = [HeaderBlock(text=plain("Trusted Contacts")), *actions(buttons)]
    return View(type="home", blocks=[*blocks, *_standing(counts)]).to_dict()


def _standing(counts: Counts) -> list[Block]:
    if counts == Counts(0, 0, 0):
        return [SectionBlock(text=plain(_BEGIN))]
    active = "active contact" if counts.active == 1 else "active contacts"
    others = [(counts.invited, "waiting for their answer"), (counts.active, active)]
    known = ", ".join(f"{people} {words}" for people, words in others if people)
    return [_waiting(counts.applied), *([ContextBlock(elements=[plain(known)])] if known else [])]


_BEGIN = (
    "There is nobody here yet. Invite writes to one person by name. Import takes a whole list from a file; so"
    " does sharing the file in a channel I am in. New link makes a page where people sign up by themselves;"
    " each of them then waits for your approval."
)


def _waiting(applied: int) -> SectionBlock:
    if not applied:
        return SectionBlock(text=plain("Nobody is waiting for your approval."))
    people = "1 person is" if applied == 1 else f"{applied} people are"
    review = button("Review", ApprovalId.REVIEW, "home", about="everybody who waits for approval")
    return SectionBlock(text=plain(f"{people} waiting for your approval."), accessory=review)


def closed_home(text: str) -> ViewJson:
    """For somebody who may not use it: what this is, and who can let them in."""
    about = "Trusted Contacts keeps your company's pool of freelancers in Slack."
    blocks: list[Block] = [SectionBlock(text=plain(about)), ContextBlock(elements=[plain(text)])]
    return View(type="home", blocks=blocks).to_dict()
