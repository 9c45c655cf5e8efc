"""What administrators settle for their workspace inside Slack."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.services.text import NAME_LENGTH, one_line
from storage.errors import FormRefused
from storage.settings import WorkspaceSettings
from storage.status import EventKind
from storage.uow import UnitOfWork

# The least and the most of each; an invitation that never ends would keep a forgotten link alive.
LIMITS = {"invitation_days": (1, 30), "cool_down_days": (0, 365), "remind_after_hours": (1, 168)}
LONGEST_GRACE = 3_600
LAST_REMINDER, MOST_REMINDERS = 29, 2  # more than two reminders are taken for spam


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """What was chosen in the Settings modal; the field names are those of the modal. Numbers are as typed."""

    hiring_managers: tuple[str, ...]
    company_name: str
    invitation_days: str
    cool_down_days: str
    remind_after_hours: str
    remind_days: str
    import_grace_seconds: str


async def save_settings(uow: UnitOfWork, form: SettingsForm) -> None:
    """Keeps the form's values; an empty company name falls back to the workspace's own.

    Raises FormRefused.
    """
    errors: dict[str, str] = {}
    numbers = _numbers(form, errors) | _times(form, errors)
    if errors:
        raise FormRefused(errors)
    await change_settings(
        uow,
        hiring_managers=form.hiring_managers,
        company_name=one_line(form.company_name, NAME_LENGTH),
        **numbers,
    )


def _numbers(form: SettingsForm, errors: dict[str, str]) -> dict[str, Any]:
    """What is wrong is added to `errors`."""
    numbers: dict[str, Any] = {}
    for name, (least, most) in LIMITS.items():
        number = _whole(getattr(form, name), least, most)
        if number is None:
            errors[name] = f"Please give a whole number from {least} to {most}."
        numbers[name] = number
    return numbers


def _times(form: SettingsForm, errors: dict[str, str]) -> dict[str, Any]:
    days = [_whole(part, 1, LAST_REMINDER) for part in re.split(r"[,;\s]+", form.remind_days) if part]
    known = [day for day in days if day is not None]
    if len(known) < len(days) or known != sorted(set(known)) or len(known) > MOST_REMINDERS:
        errors["remind_days"] = (
            f"Please give up to {MOST_REMINDERS} whole numbers from 1 to {LAST_REMINDER}, the smaller first, "
            "such as 3, 7. Leave it empty for no reminders."
        )
    seconds = _whole(form.import_grace_seconds, 0, LONGEST_GRACE)
    if form.import_grace_seconds and seconds is None:
        errors["import_grace_seconds"] = (
            f"Please give a whole number from 0 to {LONGEST_GRACE}, or leave it empty."
        )
    return {"remind_days": known, "import_grace_seconds": seconds}


def _whole(typed: str, least: int, most: int) -> int | None:
    typed = typed.strip()
    if not (typed.isdecimal() and len(typed) < 6):
        return None
    return int(typed) if least <= int(typed) <= most else None


async def change_settings(uow: UnitOfWork, *, hiring_managers: Iterable[str], **changes: Any) -> None:
    """Changes these settings, the rest stays; the change is in the history."""
    workspace = await uow.workspaces.lock()
    before = WorkspaceSettings.of(workspace)
    after = replace(before, hiring_managers=sorted(set(hiring_managers)), **changes)
    if after != before:
        after.save_to(workspace)
        await uow.events.record(EventKind.SETTINGS_CHANGED, before=asdict(before), after=asdict(after))
