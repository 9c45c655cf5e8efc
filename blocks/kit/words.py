"""The words that several features share: buttons on a contact, and the frame of modals."""

from language.plurals import count_words

ADD_NOTE, EDIT, HISTORY = "Add note", "Edit", "History"
ARCHIVE, KEEP, RESTORE = "Archive", "Keep", "Restore"
APPROVE, UNBLOCK = "Approve", "Unblock"
HIRE, REHIRE = "Hire", "Re-hire"
INVITE_AGAIN, OPEN = "Invite again", "Open"
RESEND, SEND_INVITATION, SEND_ANYWAY = "Resend", "Send invitation", "Send anyway"
CANCEL, CLOSE = "Cancel", "Close"
PREVIEW = "Preview"
SOMEONE, SOMEWHERE = "Ada Lovelace", "ada@example.com"  # who gets the email of a preview

ARCHIVE_QUESTION = "Archive this contact?"

YOUR_APPROVAL, APPROVAL = "your approval", "approval"
NEEDS_YOUR_APPROVAL, NEEDS_APPROVAL = "Needs your approval", "Needs approval"
ARCHIVED, WITHDRAWN, NOT_INVITED = "Archived", "Withdrawn", "Added, not invited yet"
INVITED, ACTIVE, DECLINED, BLOCKED, LEFT = "No reply yet", "Active", "Declined", "Blocked", "Left"

# Marks beside names in lists, for readers who look rather than read
MARK_INVITED, MARK_APPLIED, MARK_ACTIVE, MARK_NOT_INVITED = "🟡", "🔵", "🟢", "⚪\N{VARIATION SELECTOR-16}"
MARK_DECLINED, MARK_LEFT, MARK_BLOCKED, MARK_ARCHIVED = "🔴", "🟤", "⛔", "📦"

HIRED_NOW, EMAIL_FAILED, EMAIL_BOUNCED = "hired now", "email failed", "email bounced"
FAILED, EMAIL_CAME_BACK = "failed", "bounced"
NOT_SENT, ON_HOLD, QUEUED, SENT = "not sent", "on hold since a restore", "queued", "sent"


def archive_means(name: str) -> str:
    return f"{name} will be in no list and get no email until you restore them."


def hired_before(jobs: int) -> str:
    return count_words(jobs, one="hired once", other="hired {n} times")


def open_offer(title: str) -> str:
    return f"open offer “{title}”"


def sent(at: str) -> str:
    return f"sent {at}"


def tried(at: str) -> str:
    return f"queued, not delivered yet, next try {at}"


def look_twice(email: str) -> str:
    return f"{email} (some letters look like others: check that this is the right person)"


def named_address(name: str, email: str) -> str:
    return f"{name} <{email}>" if email else name


def comes_from(sender: str) -> str:
    return f"From {sender}"


def goes_to(whom: str) -> str:
    return f"To {whom}" if whom else ""


def replies_go_to(email: str) -> str:
    return f"Replies go to {email}" if email else ""


def only_with(tick: str) -> str:
    return f"Sent only if you tick “{tick}”."


def looks(logo: str, colour: str) -> str:
    """Say what a preview in Slack can't show."""
    shown = [f"logo {logo}" if logo else "", f"button {colour}" if colour else ""]
    return f"Not shown here: {', '.join(filter(None, shown))}" if logo or colour else ""


def in_sentence(status: str) -> str:
    """A status within a sentence: "needs your approval"."""
    return status[:1].lower() + status[1:]
