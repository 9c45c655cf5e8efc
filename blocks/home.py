"""The app's Home tab: who waits and where to begin on top, and below everybody, to be searched and sorted."""

from dataclasses import dataclass
from enum import StrEnum

from slack_sdk.models.blocks import Block, ContextBlock, DividerBlock, HeaderBlock, SectionBlock
from slack_sdk.models.views import View

from blocks.approval import ApprovalId
from blocks.modal import ViewJson, actions, button
from blocks.overview import OverviewId
from blocks.text import plain
from storage.listing import MOST_COUNTED, Standing


class HomeId(StrEnum):
    """The ids Slack sends back to us."""

    INVITE = "home_invite"
    IMPORT = "home_import"
    NEW_LINK = "home_new_link"
    EXPORT = "home_export"
    TAGS = "home_tags"
    MANY = "home_many"
    HIRES = "home_hires"
    SETTINGS = "home_settings"


@dataclass(frozen=True, slots=True)
class Overview:
    """The lower half: the fields, and the rows below them."""

    controls: list[Block]
    listing: list[Block]


def home_view(standing: Standing, overview: Overview, *, may_settle: bool) -> ViewJson:
    """For somebody who may use it: where to begin, who waits, and everybody."""
    blocks: list[Block] = [
        HeaderBlock(text=plain("Trusted Contacts")),
        *_buttons(standing, may_settle=may_settle),
    ]
    if not standing.anybody:
        blocks.append(SectionBlock(text=plain(_BEGIN)))
        return View(type="home", blocks=blocks).to_dict()
    blocks += [*_waiting(standing), DividerBlock(), *overview.controls, *overview.listing, *_for_many()]
    return View(type="home", blocks=blocks).to_dict()


def _buttons(standing: Standing, *, may_settle: bool) -> list[Block]:
    buttons = [
        button("Invite", HomeId.INVITE, "home", about="somebody", style="primary"),
        button("Import", HomeId.IMPORT, "home", about="a CSV or Excel file"),
        button("New link", HomeId.NEW_LINK, "home", about="to hand out"),
    ]
    if standing.anybody:
        buttons.append(button("Hires", HomeId.HIRES, "home", about="that are running or agreed on"))
        buttons.append(button("Export", HomeId.EXPORT, "home", about="what is shown as a CSV file"))
    if may_settle:
        buttons.append(button("Settings", HomeId.SETTINGS, "home", about="of Trusted Contacts"))
    return actions(buttons)


def _for_many() -> list[Block]:
    return actions(
        [
            button("Many at once", HomeId.MANY, "home", about="tag, remind, archive or export what is shown"),
            button("Manage tags", HomeId.TAGS, "home", about="rename, merge or delete them"),
        ]
    )


_BEGIN = (
    "There is nobody here yet. Invite writes to one person by name. Import takes a whole list from a file; so"
    " does sharing the file in a channel I am in. New link makes a page where people sign up by themselves;"
    " each of them then waits for your approval."
)


def _waiting(standing: Standing) -> list[Block]:
    active = "active contact" if standing.active == 1 else "active contacts"
    others = [(standing.invited, "waiting for their answer"), (standing.active, active)]
    others.append((standing.hired, "hired now"))
    known = ", ".join(f"{_counted(people)} {words}" for people, words in others if people)
    blocks: list[Block] = [_applied(standing.applied)]
    if standing.failed:
        mails = "1 mail" if standing.failed == 1 else f"{_counted(standing.failed)} mails"
        show = button("Show", OverviewId.UNDELIVERED, "home", about="whose mail could not be delivered")
        blocks.append(SectionBlock(text=plain(f"{mails} could not be delivered."), accessory=show))
    return [*blocks, *([ContextBlock(elements=[plain(known)])] if known else [])]


def _counted(people: int) -> str:
    return f"{people:,}" if people < MOST_COUNTED else f"{MOST_COUNTED:,} or more"


def _applied(applied: int) -> SectionBlock:
    if not applied:
        return SectionBlock(text=plain("Nobody is waiting for your approval."))
    people = "1 person is" if applied == 1 else f"{_counted(applied)} people are"
    review = button("Review", ApprovalId.REVIEW, "home", about="everybody who waits for approval")
    return SectionBlock(text=plain(f"{people} waiting for your approval."), accessory=review)


def closed_home(text: str) -> ViewJson:
    """For somebody who may not use it: what this is, and who can let them in."""
    about = "Trusted Contacts keeps your company's pool of freelancers in Slack."
    blocks: list[Block] = [SectionBlock(text=plain(about)), ContextBlock(elements=[plain(text)])]
    return View(type="home", blocks=blocks).to_dict()
