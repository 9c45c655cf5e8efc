"""The app's Home tab: who waits, and where to begin."""

from enum import StrEnum

from slack_sdk.models.blocks import Block, ContextBlock, HeaderBlock, SectionBlock
from slack_sdk.models.views import View

from blocks.approval import ApprovalId
from blocks.modal import ViewJson, actions, button
from blocks.text import plain


class HomeId(StrEnum):
    """The ids Slack sends back to us."""

    INVITE = "home_invite"
    NEW_LINK = "home_new_link"
    SETTINGS = "home_settings"


def home_view(waiting: int, invited: int, *, may_settle: bool) -> ViewJson:
    """For somebody who may use it: counts on top, then what to do."""
    buttons = [
        button("Invite", HomeId.INVITE, "home", about="somebody", style="primary"),
        button("New link", HomeId.NEW_LINK, "home", about="to hand out"),
    ]
    if may_settle:
        buttons.append(button("Settings", HomeId.SETTINGS, "home", about="of Trusted Contacts"))
    blocks: list[Block] = [HeaderBlock(text=plain("Trusted Contacts")), *actions(buttons)]
    if waiting:
        people = "1 person is" if waiting == 1 else f"{waiting} people are"
        review = button("Review", ApprovalId.REVIEW, "home", about="everybody who waits for approval")
        blocks.append(SectionBlock(text=plain(f"{people} waiting for your approval."), accessory=review))
    else:
        blocks.append(SectionBlock(text=plain("Nobody is waiting for your approval.")))
    people = "1 person" if invited == 1 else f"{invited} people"
    blocks.append(ContextBlock(elements=[plain(f"{people} invited by name: waiting for their answer.")]))
    return View(type="home", blocks=blocks).to_dict()


def closed_home(text: str) -> ViewJson:
    """For somebody who may not use it: what this is, and who can let them in."""
    about = "Trusted Contacts keeps your company's pool of freelancers in Slack."
    blocks: list[Block] = [SectionBlock(text=plain(about)), ContextBlock(elements=[plain(text)])]
    return View(type="home", blocks=blocks).to_dict()
