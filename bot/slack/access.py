"""Roles and the rights matrix, from which access checks and the words of refusals follow."""

from collections.abc import Collection, Iterable
from enum import StrEnum

from language.lists import and_words, or_words
from storage.entities.errors import NotAllowed
from storage.entities.member import Member
from storage.entities.right import Right, Rights
from storage.entities.settings import WorkspaceSettings


class Role(StrEnum):
    """A person's role in this workspace."""

    ADMIN = "administrator"
    MANAGER = "hiring manager"
    MEMBER = "member"
    GUEST = "guest"
    STRANGER = "person of another organisation"
    DEACTIVATED = "deactivated member"
    BOT = "bot"
    SLACK = "Slack itself"  # sender of events that name no person


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
    Right.ERASE: frozenset({Role.ADMIN}),
    Right.ASK: frozenset({Role.ADMIN, Role.MANAGER, Role.MEMBER}),
    Right.ANSWER: frozenset({Role.ADMIN, Role.MANAGER, Role.MEMBER, Role.GUEST}),
    Right.REPORT: frozenset({Role.SLACK}),
}
_OPEN = {Right.LOOK, Right.ANSWER}  # a role with no other right is not a colleague
_MANY = {Role.STRANGER: "people of other organisations", Role.SLACK: Role.SLACK.value}


def role_of(
    member: Member, admins: Collection[str], settings: WorkspaceSettings, *, by_group: bool = False
) -> Role:
    """Determine a member's role.

    `admins` are Slack ids that always count as administrators, except for guests and other restricted roles.
    `by_group`: they are in a user group of hiring managers.
    """
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
    return Role.MANAGER if by_group or member.user_id in settings.hiring_managers else Role.MEMBER


def may(role: Role, right: Right) -> bool:
    return role in MATRIX[right]


def rights_of(role: Role) -> Rights:
    """List everything this role may do."""
    return frozenset(right for right in MATRIX if may(role, right))


def authorize(needs: Iterable[Right], role: Role) -> None:
    """Check that this role has every right needed. Raises NotAllowed."""
    for right in needs:
        if not may(role, right):
            raise _refusal(right, role)


def nobody_may() -> NotAllowed:
    """Build the refusal for a payload that no listener takes."""
    return NotAllowed("No one may do this here.", may_ask=False)


def _refusal(right: Right, role: Role) -> NotAllowed:
    if rights_of(role) <= _OPEN:
        return NotAllowed(f"As a {role} you can't use Trusted Contacts in this workspace.", may_ask=False)
    return NotAllowed(only_some_may(right), may_ask=can_be_let_in(rights_of(role)))


def can_be_let_in(rights: Rights) -> bool:
    """Tell whether a person with these rights may ask for more and an administrator may grant them."""
    return Right.ASK in rights and may(Role.ADMIN, Right.SETTLE)


def only_some_may(right: Right) -> str:
    """Say who has a right: "Only administrators and hiring managers may import files here." """
    who = [_MANY.get(role, f"{role}s") for role in Role if may(role, right)]
    return f"Only {and_words(who)} may {right} here." if who else f"No one may {right} here."


def somebody_who_may(right: Right) -> str:
    """Name who has this right, for use in a sentence: "an administrator or a hiring manager"."""
    return or_words(_one(role) for role in Role if may(role, right)) or "someone who may"


def _one(role: Role) -> str:
    return f"{'an' if role[0] in 'aeiou' else 'a'} {role}"
