"""Samples of every email, with ordinary names and notes. bot/mail/preview.py has difficult ones."""

from collections.abc import Callable

from bot.mail.preview import samples
from bot.showcase.samples.sample import Letter, Sample

EMAILS = "Emails"
_DIFFICULT = ("hostile", "danish", "japanese", "hebrew", "emoji", "long-note")


def _letter(name: str) -> Callable[[], Letter]:
    return lambda: Letter(*samples()[name])


SAMPLES = tuple(
    Sample(EMAILS, name.replace("-", ", ", 1).replace("-", " "), _letter(name))
    for name in samples()
    if not name.endswith(_DIFFICULT)
)
