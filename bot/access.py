"""Who may do what: one function and its role matrix. What has no row here is refused."""

from collections.abc import Collection
from enum import StrEnum

from blocks.acts import ROW_MENU, ContactId
from blocks.approval import ApprovalId
from blocks.found import FoundId
from blocks.hire import HireId
from blocks.home import HomeId
from blocks.imports import ImportId
from blocks.invitation import InvitationId
from blocks.link import LinkId
from blocks.many import ManyId
from blocks.message import MessageId
from blocks.offer import OfferId
from blocks.overview import OverviewId
from blocks.refusal import AccessId
from blocks.request import RequestId
from blocks.settings import SettingsId
from blocks.tags import TagId
from storage.bookkeeping import Member
from storage.errors import NotAllowed
from storage.settings import WorkspaceSettings


class Role(StrEnum):
    """What somebody is to this workspace."""

    ADMIN = "administrator"
    MANAGER = "hiring manager"
    MEMBER = "member"
    GUEST = "guest"
    STRANGER = "person of another organisation"
    DEACTIVATED = "deactivated member"
    BOT = "bot"
    SLACK = "Slack itself"  # speaks in events that name nobody


class Right(StrEnum):
    """What a listener lets people do."""

    INVITE = "invite people"
    IMPORT = "import files"
    HIRE = "hire people"
    SHARE = "make invite links"
    APPROVE = "decide on applications"
    SEE = "see contacts"
    EDIT = "change contacts"
    EXPORT = "export contacts"
    LOOK = "open the Home tab"
    SETTLE = "change settings"
    ASK = "ask for help or access"
    ANSWER = "answer what they were asked themselves"
    REPORT = "report that the app was taken out"


MATRIX: dict[Right, frozenset[Role]] = {
    Right.INVITE: frozenset({Role.ADMIN, Role.MANAGER}),
    Right.IMPORT: frozenset({Role.ADMIN, Role.MANAGER}),
    Right.HIRE: frozenset({Role.ADMIN, Role.MANAGER}),
    Right.SHARE: frozenset({Role.ADMIN, Role.MANAGER}),
    Right.APPROVE: frozenset({Role.ADMIN, Role.MANAGER}),
    Right.SEE: frozenset({Role.ADMIN, Role.MANAGER}),
    Right.EDIT: frozenset({Role.ADMIN, Role.MANAGER}),
    Right.EXPORT: frozenset({Role.ADMIN, Role.MANAGER}),
    Right.LOOK: frozenset(Role) - {Role.DEACTIVATED, Role.BOT, Role.SLACK},
    Right.SETTLE: frozenset({Role.ADMIN}),
    Right.ASK: frozenset({Role.ADMIN, Role.MANAGER, Role.MEMBER}),
    Right.ANSWER: frozenset({Role.ADMIN, Role.MANAGER, Role.MEMBER, Role.GUEST}),
    Right.REPORT: frozenset({Role.SLACK}),
}


def _kind(of_it: ImportId | HireId) -> str:
    return "view" if of_it.name.endswith("_MODAL") else "action"


LISTENERS: dict[str, Right] = {
    f"command:{InvitationId.COMMAND}": Right.INVITE,
    f"view:{InvitationId.MODAL}": Right.INVITE,
    f"options:{InvitationId.TAGS}": Right.INVITE,
    f"action:{InvitationId.RESEND}": Right.INVITE,
    f"action:{InvitationId.COPY_LINK}": Right.INVITE,
    f"action:{InvitationId.WITHDRAW}": Right.INVITE,
    "event:file_shared": Right.IMPORT,
    "command:/contacts import": Right.IMPORT,
    f"action:{HomeId.IMPORT}": Right.IMPORT,
    **{f"{_kind(each)}:{each}": Right.IMPORT for each in ImportId},
    **{f"{_kind(each)}:{each}": Right.HIRE for each in HireId},
    f"action:{HomeId.HIRES}": Right.HIRE,
    "command:/contacts hires": Right.HIRE,
    "command:/contacts link": Right.SHARE,
    **{f"action:{each}": Right.SHARE for each in LinkId if each is not LinkId.MODAL},
    f"view:{LinkId.MODAL}": Right.SHARE,
    f"action:{ApprovalId.APPROVE}": Right.APPROVE,
    f"action:{ApprovalId.DECLINE}": Right.APPROVE,
    f"action:{ApprovalId.UNBLOCK}": Right.APPROVE,
    f"action:{ApprovalId.MORE}": Right.APPROVE,
    f"action:{ApprovalId.REVIEW}": Right.APPROVE,
    f"view:{ApprovalId.DECLINE_MODAL}": Right.APPROVE,
    f"view:{ApprovalId.BLOCK_MODAL}": Right.APPROVE,
    f"view:{ApprovalId.HAND_OVER_MODAL}": Right.APPROVE,
    f"view:{ApprovalId.REVIEW_MODAL}": Right.APPROVE,
    f"action:{ApprovalId.BLOCK}": Right.APPROVE,
    "event:app_home_opened": Right.LOOK,
    **{f"action:{each}": Right.SEE for each in OverviewId if each is not OverviewId.FILTER_MODAL},
    f"options:{OverviewId.TAGS}": Right.SEE,
    f"view:{OverviewId.FILTER_MODAL}": Right.SEE,
    f"action:{ROW_MENU}": Right.EDIT,
    f"action:{ContactId.OPEN}": Right.SEE,
    f"action:{ContactId.HISTORY}": Right.SEE,
    "command:/contacts history": Right.SEE,
    f"action:{ContactId.EDIT}": Right.EDIT,
    f"view:{ContactId.EDIT_MODAL}": Right.EDIT,
    f"action:{ContactId.ADD_NOTE}": Right.EDIT,
    f"view:{ContactId.NOTE_MODAL}": Right.EDIT,
    f"action:{ContactId.ARCHIVE}": Right.EDIT,
    f"action:{ContactId.RESTORE}": Right.EDIT,
    f"action:{ContactId.INVITE_AGAIN}": Right.INVITE,
    f"action:{HomeId.INVITE}": Right.INVITE,
    f"action:{HomeId.NEW_LINK}": Right.SHARE,
    f"action:{HomeId.SETTINGS}": Right.SETTLE,
    f"action:{HomeId.EXPORT}": Right.EXPORT,
    "command:/contacts export": Right.EXPORT,
    f"action:{HomeId.MANY}": Right.EDIT,
    **{f"view:{each}": Right.EDIT for each in ManyId},
    f"action:{HomeId.TAGS}": Right.EDIT,
    **{f"action:{each}": Right.EDIT for each in (TagId.FIND, TagId.NEXT, TagId.MENU)},
    **{f"view:{each}": Right.EDIT for each in TagId if each not in {TagId.FIND, TagId.NEXT, TagId.MENU}},
    f"shortcut:{MessageId.SHORTCUT}": Right.INVITE,
    f"view:{MessageId.MODAL}": Right.INVITE,
    "command:/contacts": Right.SEE,
    "command:/contacts help": Right.ASK,
    f"action:{FoundId.HOME}": Right.SEE,
    "command:/contacts settings": Right.SETTLE,
    f"view:{SettingsId.MODAL}": Right.SETTLE,
    f"action:{AccessId.ASK}": Right.ASK,
    f"action:{AccessId.GRANT}": Right.SETTLE,
    **{f"action:{each}": Right.ANSWER for each in (*RequestId, *OfferId)},
    "event:app_uninstalled": Right.REPORT,
    "event:tokens_revoked": Right.REPORT,
}


def role_of(member: Member, admins: Collection[str], settings: WorkspaceSettings) -> Role:
    """`admins` are the Slack ids named at the installation; what Slack says of a guest outweighs any list."""
    if member.bot:
        return Role.BOT
    if member.deleted:
        return Role.DEACTIVATED
    if member.stranger:
        return Role.STRANGER
    if member.guest:
        return Role.GUEST
    if member.admin or member.user_id in admins:
        return Role.ADMIN
    return Role.MANAGER if member.user_id in settings.hiring_managers else Role.MEMBER


def may(role: Role, right: Right) -> bool:
    return role in MATRIX[right]


def authorize(listener: str, role: Role) -> None:
    """Raises NotAllowed unless this role may use this listener."""
    right = LISTENERS.get(listener)
    if right is None:
        raise NotAllowed("Nobody may do this here.", may_ask=False)
    if may(role, right):
        return
    if role not in MATRIX[Right.ASK]:
        raise NotAllowed(f"As a {role} you cannot use Trusted Contacts in this workspace.", may_ask=False)
    allowed = "Only administrators" if right is Right.SETTLE else "Only administrators and hiring managers"
    raise NotAllowed(f"{allowed} may {right} here.")
