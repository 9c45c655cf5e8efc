"""The lifecycles: which statuses there are and which words people read for them."""

from enum import StrEnum


class Status(StrEnum):
    """Where a contact stands with us.

    invited → active (they accept) or declined (they say no).
    applied → active (we approve), declined or blocked (we refuse).
    declined → invited again after a cool-down; blocked → only by unblocking.
    Archived is a flag on top, and so is the state of a mail.
    """

    INVITED = "invited"
    APPLIED = "applied"
    ACTIVE = "active"
    DECLINED = "declined"
    BLOCKED = "blocked"


class Answer(StrEnum):
    """What the person pressed on the invitation's page; `stopped` is "never write to me again"."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    STOPPED = "stopped"


class Decision(StrEnum):
    """What we answered to somebody who signed up by a link."""

    APPROVED = "approved"
    DECLINED = "declined"
    BLOCKED = "blocked"


class Outcome(StrEnum):
    """An outbox row: queued → sending → sent, or queued again; failed if parked, cancelled if unwanted."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ImportState(StrEnum):
    """Where an import stands.

    reading → columns (we ask which column is which) or review, or unreadable; reading again with another
    encoding. review → running (contacts are made) → sending (their mails wait or leave) → done.
    done → undoing → undone. What nobody has confirmed for a day is given up.
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
    """What a row of a file is to us when it is read; the import looks once more."""

    NEW = "new"
    AGAIN = "again"  # withdrawn before; ticked, they are invited again
    CONTACT = "contact"  # ticked, they get new tags and no mail
    NEVER = "never"  # declined, blocked or opted out: no mail by an import
    TWICE = "twice"  # the address stands further up in the file
    BAD = "bad"

    @property
    def tickable(self) -> bool:
        return self in _TICKABLE


_TICKABLE = {RowKind.NEW, RowKind.AGAIN, RowKind.CONTACT}


class RowOutcome(StrEnum):
    """What became of a row that was imported."""

    INVITED = "invited"
    TAGGED = "tagged"
    SKIPPED = "skipped"
    FAILED = "failed"


class HireState(StrEnum):
    """Where a hire stands; accepted with a first day that has come is running."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    ENDED = "ended"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class Per(StrEnum):
    """What a rate is paid for."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    FIXED = "fixed"


class EventKind(StrEnum):
    """What happened to a contact or to the workspace, in the past tense."""

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
    IMPORT_UNDONE = "import undone"
    REMINDED = "reminder sent"
    MAIL_SENT = "mail sent"
    MAIL_FAILED = "mail failed"
    EXPORTED = "contacts exported"
    TAG_RENAMED = "tag renamed"
    TAG_MERGED = "tag merged"
    TAG_DELETED = "tag deleted"
    SETTINGS_CHANGED = "settings changed"
    ACCESS_ASKED = "access asked"
    INSTALLED = "app installed"
    UNINSTALLED = "app uninstalled"
