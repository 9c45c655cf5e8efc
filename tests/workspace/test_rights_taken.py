"""A right taken from the matrix disappears from buttons, menus, help and sentences, and is enforced."""

from collections.abc import AsyncIterator

import pytest

from bot.slack.access import Role
from storage.entities.right import Right
from tests.kit.everything_shown import Shown, add_everybody, everything_shown
from tests.kit.knocking import knock, said
from tests.kit.product import House
from tests.kit.who_may import NEEDS, taken

WORDS = {
    Right.INVITE: (
        "/invite-contact",
        "Resend",
        "Copy link",
        "Withdraw",
        "Invite again",
        "Remind them",
    ),
    Right.IMPORT: (
        "/contacts import",
        "Review and import",
        "Cancel sending",
        "unless you cancel",
        "Undo import",
    ),
    Right.HIRE: ("/contacts hires", "Cancel job", "Extend", "Would you hire", "Offer a job next", "Re-hire"),
    Right.SHARE: ("/contacts link", "New link", "Rotate", "Keep the link Footer"),
    Right.APPROVE: (
        "Approve",
        "Unblock",
        "Snooze",
        "1 person needs your approval",
        "1 needs your approval",
        "Rotate and block the waiting",
    ),
    Right.SEE: ("/contacts react berlin", "/contacts history", "History"),
    Right.EDIT: ("Edit", "Add note", "Archive this contact?", "Bulk actions", "Manage tags"),
    Right.EXPORT: ("\nExport\n", "/contacts export", "a file of them", "Export them"),
    Right.LOOK: ("Home tab",),
    Right.ERASE: ("Export data", "/contacts data", "/contacts erase"),
    Right.SETTLE: ("Settings", "/contacts settings", "Make hiring manager"),
    Right.ASK: ("Ask for access", "Ask one of these people", "/contacts help"),
    Right.ANSWER: ("Accept", "Accept offer", "Decline offer"),
    Right.REPORT: (),
}
MANAGERS_RIGHT = "Only administrators may {} here."
SENTENCES = {
    Right.INVITE: MANAGERS_RIGHT.format("invite people"),
    Right.IMPORT: MANAGERS_RIGHT.format("import files"),
    Right.HIRE: MANAGERS_RIGHT.format("hire people"),
    Right.SHARE: MANAGERS_RIGHT.format("make invite links"),
    Right.APPROVE: MANAGERS_RIGHT.format("decide on applications"),
    Right.SEE: MANAGERS_RIGHT.format("see contacts"),
    Right.EDIT: MANAGERS_RIGHT.format("change contacts"),
    Right.EXPORT: MANAGERS_RIGHT.format("export contacts"),
    Right.LOOK: "",
    Right.ERASE: "No one may erase people, or export all data about one here.",
    Right.SETTLE: "No one may change settings here.",
    Right.ASK: "Only administrators and members may ask for help or access here.",
    Right.ANSWER: "Only administrators and guests may answer what they were asked themselves here.",
    Right.REPORT: "",
}
WITHOUT_BUTTONS = {Right.LOOK, Right.REPORT}
FROM = {
    **dict.fromkeys((Right.ERASE, Right.SETTLE), (Role.ADMIN,)),
    Right.ANSWER: (Role.MANAGER, Role.MEMBER),
    Right.REPORT: (Role.SLACK,),
}
KEPT = (
    "SELECT id, status, version, archived_at FROM contact",
    "SELECT id, kind FROM event",
    "SELECT id, settings FROM workspace",
    "SELECT id, kind FROM outbox WHERE kind != 'reply'",
)


@pytest.fixture
async def peopled(house: House) -> AsyncIterator[House]:
    """Add contacts in every status, an agreed job, and a card of each kind."""
    await add_everybody(house)
    yield house


def whose(right: Right) -> str:
    """Choose a person with the right and as few others as possible."""
    return "Maria Garcia" if right in {Right.SETTLE, Right.ERASE} else "Jordan Lee"


def guarded(right: Right) -> set[str]:
    """List the ids of buttons, fields and menu choices that need this right."""
    return {name.removeprefix("action:") for name, rights in NEEDS.items() if right in rights}


async def shown(house: House, name: str) -> Shown:
    return await everything_shown(house, house.person(name), is_admin=name == "Maria Garcia")


async def test_what_a_role_may_not_is_shown_told_and_offered_nowhere(peopled: House) -> None:
    full = {name: await shown(peopled, name) for name in ("Maria Garcia", "Jordan Lee")}
    for right in Right:
        before = full[whose(right)]
        assert bool(before.ids & guarded(right)) == (right not in WITHOUT_BUTTONS), right
        assert [words for words in WORDS[right] if words not in before.text] == [], right
        with taken(right, *FROM.get(right, (Role.MANAGER,))):
            left = await shown(peopled, whose(right))
        assert left.ids & guarded(right) == set(), right
        assert [words for words in WORDS[right] if words in left.text] == [], right


async def test_what_nobody_may_is_offered_to_nobody(peopled: House) -> None:
    for right in Right:
        with taken(right, *Role):
            left = await shown(peopled, "Maria Garcia")
        assert left.ids & guarded(right) == set(), right
        assert [words for words in WORDS[right] if words in left.text] == [], right


async def test_pressing_it_all_the_same_is_refused_in_words_that_name_who_may(peopled: House) -> None:
    before = [await peopled.rows(statement) for statement in KEPT]
    published = len(peopled.demo.calls("views.publish"))
    for right in Right:
        with taken(right, *FROM.get(right, (Role.MANAGER,))):
            for name in (name for name, rights in NEEDS.items() if right in rights):
                what, payload = knock(peopled, peopled.person(whose(right)), name)
                reply = await peopled.demo.deliver(what, payload)
                assert reply.status == 200, name
                words = await said(peopled, payload, reply)
                silent = name.startswith(("event:", "options:"))
                assert silent or SENTENCES[right] in words, name
    assert [await peopled.rows(statement) for statement in KEPT] == before
    assert len(peopled.demo.calls("views.publish")) == published
