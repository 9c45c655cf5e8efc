"""Statuses, states and kinds, with the lifecycle of each."""

from enum import StrEnum


class Status(StrEnum):
    """A contact's status.

    invited → active (they accept) or declined (they decline, which they may take back). applied → active
    (approved), declined or blocked. declined → invited again after a cool-down; blocked → declined, by
    unblocking only. Archived is a separate flag, and so is the state of an email.
    """

    INVITED = "invited"
    APPLIED = "applied"
    ACTIVE = "active"
    DECLINED = "declined"
    BLOCKED = "blocked"


class Answer(StrEnum):
    """The button pressed on the invitation's page. `stopped` is "never write to me again"."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    STOPPED = "stopped"


class Decision(StrEnum):
    """The team's decision about an application."""

    APPROVED = "approved"
    DECLINED = "declined"
    BLOCKED = "blocked"


class Outcome(StrEnum):
    """An outbox row's state: queued → sending → sent.

    From sending it may also be queued again for a retry, or failed. Cancelled means no longer wanted. Held
    means it was waiting in a restored backup and may have been sent since: an administrator decides. Bounced
    means it was sent and came back, since its address takes no email.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    CANCELLED = "cancelled"
    HELD = "held"


class ImportState(StrEnum):
    """An import's state.

    reading → columns (the person assigns them), review or unreadable; another encoding reads again. review →
    running (contacts are made) → sending (emails wait or are sent) → done. done → undoing → undone. A stopped
    one is undone from sending too, and may be taken up again: done → sending. A review left unconfirmed for a
    day is given up.
    """

    READING = "reading"
    UNREADABLE = "unreadable"
    COLUMNS = "columns"
    REVIEW = "review"
    RUNNING = "running"
    SENDING = "sending"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    GIVEN_UP = "given up"


class RowKind(StrEnum):
    """How a file's row relates to existing contacts when it is read. The import checks again."""

    NEW = "new"
    AGAIN = "again"  # withdrawn before; if selected, they are invited again
    CONTACT = "contact"  # if selected, they get new tags but no email
    NEVER = "never"  # declined, blocked or opted out: an import never emails them
    BOUNCED = "bounced"  # withdrawn after their email had bounced: an import never emails them
    TWICE = "twice"  # the address is already on an earlier line
    BAD = "bad"

    @property
    def tickable(self) -> bool:
        return self in _TICKABLE


_TICKABLE = {RowKind.NEW, RowKind.AGAIN, RowKind.CONTACT}


class RowOutcome(StrEnum):
    """What became of an imported row."""

    INVITED = "invited"
    TAGGED = "tagged"
    SKIPPED = "skipped"
    FAILED = "failed"


class HireState(StrEnum):
    """A hire's state. An accepted one whose first day has come is running."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    ENDED = "ended"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class Per(StrEnum):
    """The unit of time or work that a rate pays for."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    FIXED = "fixed"


class EventKind(StrEnum):
    """What happened to a contact or the workspace, in the past tense."""

    INVITED = "invited"
    ADDED = "added"
    EDITED = "edited"
    TAGGED = "tags added"
    UNTAGGED = "tags removed"
    NOTED = "note added"
    ARCHIVED = "archived"
    RESTORED = "restored"
    RESENT = "invitation resent"
    WITHDRAWN = "invitation withdrawn"
    ACCEPTED = "invitation accepted"
    DECLINED = "invitation declined"
    STOPPED = "mail stopped"
    REOPENED = "invitation reopened"
    NEW_LINK_ASKED = "new link asked"
    AGREED = "agreed"
    LEFT = "left"
    RETURNED = "returned"
    RENAMED = "name corrected"
    PROFILED = "profile filled in"
    ERASED = "erased"
    EMPTYING_ASKED = "deletion of all data asked"
    EMPTYING_STOPPED = "deletion of all data stopped"
    EMPTIED = "all data deleted"
    KEPT = "kept"
    STAYED = "stayed"
    DATA_EXPORTED = "personal data exported"
    APPLIED = "applied"
    APPROVED = "application approved"
    REFUSED = "application declined"
    BLOCKED = "application blocked"
    UNBLOCKED = "unblocked"
    SNOOZED = "application snoozed"
    HANDED_OVER = "application handed over"
    OFFERED = "job offered"
    OFFER_ACCEPTED = "offer accepted"
    OFFER_DECLINED = "offer declined"
    OFFER_CANCELLED = "offer cancelled"
    HIRE_EXTENDED = "hire extended"
    HIRE_ENDED = "hire ended"
    LINK_MADE = "link made"
    LINK_ROTATED = "link rotated"
    LINK_SWITCHED_OFF = "link switched off"
    LINK_PAUSED = "link paused"
    LINK_RESUMED = "link resumed"
    IMPORT_STARTED = "import started"
    IMPORT_STOPPED = "import stopped"
    IMPORT_RESUMED = "import resumed"
    IMPORT_UNDONE = "import undone"
    REMINDED = "reminder sent"
    MAIL_SENT = "mail sent"
    MAIL_FAILED = "mail failed"
    MAIL_BOUNCED = "mail bounced"
    ADDRESS_CONFIRMED = "address confirmed"
    SENT_ANYWAY = "sent anyway"
    SHARED = "shared in a channel"
    EXPORTED = "contacts exported"
    TAG_RENAMED = "tag renamed"
    TAG_MERGED = "tag merged"
    TAG_DELETED = "tag deleted"
    LIST_SAVED = "list saved"
    LIST_DELETED = "list deleted"
    SETTINGS_CHANGED = "settings changed"
    ACCESS_ASKED = "access asked"
    COLLEAGUE_LEFT = "colleague left"
    HEIR_CHOSEN = "heir chosen"
    LINKS_KEPT = "links kept"
    AWAY = "away"
    BACK = "back again"
    INSTALLED = "app installed"
    UNINSTALLED = "app uninstalled"
    DATABASE_RESTORED = "database restored"
    HELD_SENT = "held emails sent"
    HELD_DROPPED = "held emails dropped"


# How an email that did not arrive is recorded in the history.
UNDELIVERED = {Outcome.FAILED: EventKind.MAIL_FAILED, Outcome.BOUNCED: EventKind.MAIL_BOUNCED}
