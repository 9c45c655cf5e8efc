"""What people read about the workspace: access, the installation, help, a restore, the mail server."""

from collections.abc import Sequence
from datetime import date, datetime

from language.dates import day_words, moment_words
from language.lists import and_words
from language.plurals import count_words

ASK_FOR_ACCESS = "Ask for access"
MAKE_MANAGER = "Make hiring manager"
NOT_POSSIBLE = "Not possible"
NO_ACCESS_YET = "You don't have access yet. Type /invite-contact to ask an administrator for it."
NO_ACCESS = "You don't have access yet."
YOUR_ADMINISTRATORS = "your Slack workspace's administrators"
ACCESS_ASKED = "We've sent your request. You'll get a message from this app when you have access."

INSTALLED = "Trusted Contacts is installed."
CHOOSE_FIRST = "First choose who may invite people and how your company's name appears in emails."
ADMINISTRATOR = "You are one of its administrators, along with your workspace's owners and admins."
INVITE_FIRST = "To send your first invitation, type /invite-contact"

WHAT_YOU_CAN_DO = "What you can do with Trusted Contacts:"
INVITE_LINES = (
    "*/invite-contact* – invite someone; they get an email with a personal link",
    "*/invite-contact Ada Lovelace ada@example.com #python* – the same with the form filled in",
)

RELAY_REFUSES = (
    "Our mail server isn't accepting our email right now. Nothing is lost: all emails stay queued."
)
RELAY_TRIED = "We keep trying, at least every half hour, and will tell you when email goes out again."
EMAIL_DELAYED = (
    "Email is delayed right now. Nothing is lost: all emails stay queued, and the people who run Trusted"
    " Contacts know. We'll tell you when email goes out again."
)
RELAY_ACCEPTS = "Our mail server accepts email again. Everything that was waiting is being sent now."

CHOOSE_HEIR, KEEP_LINKS, REVIEW, SAVE = "Choose heir", "Keep links", "Review", "Save"
WHO_TAKES_OVER = "Who takes over"
HEIR_HINT = "An administrator or hiring manager. They get everything below that is still open, and its news."
KEEP_LINKS_QUESTION = "Keep these links?"
KEEP_LINKS_MEANS = "Anyone who has them can apply again. No one joins until you approve them."
SWITCHED_OFF = "Their sign-up links are switched off."
ALL_DONE = "Nothing here is open any more."

AWAY, UNTIL, DEPUTY, I_AM_BACK = "Away", "Until", "Deputy", "I am back"
UNTIL_HINT = "Your last day away."
DEPUTY_HINT = "A hiring manager or administrator, who gets meanwhile what waits for you."
YOU_ARE_BACK = "Welcome back. What waits for you comes to you again."
NOTHING_WAITS = "Nothing waits for them right now."
_OPEN_THINGS = {
    "links": {"one": "{n} sign-up link", "other": "{n} sign-up links"},
    "applications": {"one": "{n} waiting application", "other": "{n} waiting applications"},
    "invitations": {"one": "{n} invitation without a reply", "other": "{n} invitations without a reply"},
    "offers": {"one": "{n} open job offer", "other": "{n} open job offers"},
    "jobs": {"one": "{n} job agreed on", "other": "{n} jobs agreed on"},
    "imports": {"one": "{n} import under way", "other": "{n} imports under way"},
}

SEND_THEM, DROP_THEM, SHOW, ON_HOLD = "Send them", "Drop them", "Show", "On hold"
WHY_HELD = (
    "They may have been sent after the backup was made, so nothing is sent until an administrator decides."
    " Opt-outs and blocks since the backup have been applied again."
)
NOTHING_HELD = "Nothing is on hold."
_EMAILS = {
    "invitation": "Invitation",
    "invitation_reminder": "Reminder of an invitation",
    "signup": "Confirmation of a sign-up",
    "decision": "Answer to an application",
    "offer": "Job offer",
    "offer_cancelled": "Cancellation of an offer",
    "hire_extended": "New last day of a job",
    "availability": "Question when they are free",
}


def ask_these(who: str) -> str:
    """`who` are mentions, or YOUR_ADMINISTRATORS."""
    return f"Ask one of these people for access: {who}"


def asks_for_access(who: str) -> str:
    return f"{who} is asking for access to Trusted Contacts."


def asks_to_invite(who: str) -> str:
    return f"{who} is asking to invite people with Trusted Contacts."


def choose_elsewhere(command: str) -> str:
    return f"You can also choose hiring managers in {command}."


def you_have_access(*, may_invite: bool) -> str:
    return f"You are now a hiring manager{': type /invite-contact to invite someone' if may_invite else ''}."


def has_access(who: str) -> str:
    return f"{who} is now a hiring manager."


def relay_said(words: str) -> str:
    return f"It said: {words}"


def restored(emails: int, messages: int, since: datetime | None) -> str:
    """`since` is when the oldest of them was to leave."""
    things = _things(emails, messages)
    oldest = f", the oldest from {moment_words(since)}" if since else ""
    return f"Trusted Contacts was restored from a backup. Waiting in it, and now on hold: {things}{oldest}."


def _things(emails: int, messages: int) -> str:
    counts: Sequence[tuple[int, str]] = (
        (emails, count_words(emails, one="{n} email", other="{n} emails")),
        (messages, count_words(messages, one="{n} message", other="{n} messages")),
    )
    return and_words(words for count, words in counts if count)


def settled(count: int, *, sent: bool) -> str:
    things = count_words(count, one="{n} email or message", other="{n} emails and messages")
    return f"{things} from before the restore: {'being sent now' if sent else 'dropped'}."


def held_email(kind: str, name: str | None, due_at: datetime) -> str:
    what = _EMAILS.get(kind, "Email")
    return f"{f'{what} to {name}' if name else what}, due {moment_words(due_at)}"


def held_message(name: str | None, due_at: datetime) -> str:
    what = f"Message in Slack about {name}" if name else "Message in Slack"
    return f"{what}, due {moment_words(due_at)}"


def more(count: int) -> str:
    return count_words(count, one="And {n} more.", other="And {n} more.")


def has_left(who: str, heir: str) -> str:
    """`who` and `heir` are mentions."""
    return f"{who} has left the team. What they left open now belongs to {heir}:"


def open_things(kind: str, count: int, names: Sequence[str]) -> str:
    """Count and name what is open: "2 waiting applications: Ada Lovelace and Bo Berg"."""
    more = count - len(names)
    named = and_words([*names, f"{more} more"] if more > 0 else names)
    return f"{count_words(count, **_OPEN_THINGS[kind])}: {named}"


def links_kept(by: str) -> str:
    return f"{by} has kept their sign-up links."


def for_absent(who: str, until: str) -> str:
    """Say for whom a message was. `who` is a mention."""
    return f"For {who}, who is away until {until}."


def for_leaver(who: str) -> str:
    return f"For {who}, who has left the team."


def could_not_reach(who: str) -> str:
    return f"For {who}, whom I couldn't message in Slack."


def is_away(who: str, until: str) -> str:
    return f"{who} is away until {until}, and you are their deputy: what waits for them comes to you."


def you_are_away(until: str, deputy: str) -> str:
    return f"You are away until {until}. What waits for you goes to {deputy}."


# Taking all data away, and deleting them
EXPORT_WORKSPACE, DELETE_WORKSPACE = "Export workspace data", "Delete workspace data"
CONFIRM, STOP, OF_WORKSPACE = "Confirm", "Stop", "of this workspace"
EXPORT_SENT = (
    "You're getting everything stored about this workspace as a direct message, in files with a line for each"
    " row."
)
WORKSPACE_FILE = "Everything stored about this workspace. Keep it safe, and delete it when you've used it."
SECOND_CONFIRMS = (
    "Another administrator has to confirm it. If you're the only one, it waits for seven days, in which you"
    " can stop it."
)
EMPTYING_STOPPED = "Stopped. Nothing is deleted."
EMPTYING_CONFIRMED = "Confirmed. All data of this workspace are being deleted."


def everything_goes(team: str) -> str:
    return (
        f"This deletes all contacts of {team}, with invitations, sign-ups, notes, jobs, imports, links, "
        "history and settings, and the app's messages about them in Slack. It can't be undone. Export the "
        "data first if you may need them."
    )


def type_the_name(team: str) -> str:
    return f"Type {team} to go on"


def emptying_asked(others: int) -> str:
    if not others:
        return "All data will be deleted in seven days. I've sent you a message in which you can stop it."
    return "I've asked the other administrators to confirm. Nothing is deleted before."


def emptying_asks(who: str) -> str:
    what = "contacts, jobs, imports, links and history"
    return f"{who} wants to delete all data of this workspace: {what}. Do you confirm?"


def emptying_waits(on: date) -> str:
    return f"All data of this workspace will be deleted on {day_words(on)}, because you asked for it."


DONE_NOT_SHOWN = "That's done, but I couldn't show it. Open it again to see how it stands."

_INVITE_ME = "Invite me with `/invite`."
_CANNOT_POST = {
    "not_in_channel": ("I'm not a member", _INVITE_ME),
    "channel_not_found": ("it's gone, or I'm not a member", _INVITE_ME),
    "is_archived": ("it's archived", ""),
    "restricted_action": ("only some people may post there", ""),
    "restricted_action_read_only_channel": ("it's read-only", ""),
    "restricted_action_thread_only_channel": ("it takes replies only", ""),
    "restricted_action_non_threadable_channel": ("it takes no replies", ""),
    "channel_is_limited_access": ("only some people may post there", ""),
    "access_denied": ("I have no access to it", ""),
    "team_access_not_granted": ("I have no access to its workspace", ""),
    "message_not_found": ("the message there was deleted", ""),
    "thread_not_found": ("the message there was deleted", ""),
}


def misplaced(channel: str, code: str) -> str:
    """Say why a message is not in its conversation. A code we do not know is shown as Slack gave it."""
    why, remedy = _CANNOT_POST.get(code, (code, ""))
    return f"This should be in <#{channel}>, but I can't post there ({why}). {remedy}".rstrip()


def not_posted(code: str) -> str:
    return f"This belongs in a conversation where I can't post any more ({code})."
