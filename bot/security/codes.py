"""The codes by which an email's Message-ID and envelope sender are known as ours."""

from bot.security.keyring import Keyring
from storage.entities.outbox import Outbox


def mail_code(keyring: Keyring, row: Outbox) -> str:
    """Make the code of an email, which others cannot guess."""
    return keyring.short_code(_text(row))


def is_mail_code(keyring: Keyring, row: Outbox, code: str) -> bool:
    """Tell whether a report names this email, even if it was sent before SECRET_KEY got a new key."""
    return keyring.made(code, _text(row))


def _text(row: Outbox) -> str:
    """Name the row. The salt keeps it unique: after a restore, row ids are used again."""
    return f"mail {row.id} {row.salt}" if row.salt else f"mail {row.id}"
