"""What administrators settle for their workspace inside Slack."""

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


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """What was chosen in the Settings modal; the field names are those of the modal. Numbers are as typed."""

    hiring_managers: tuple[str, ...]
    company_name: str
    invitation_days: str
    cool_down_days: str
    remind_after_hours: str


async def save_settings(uow: UnitOfWork, form: SettingsForm) -> None:
    """Keeps the form's values; an empty company name falls back to the workspace's own.

    Raises FormRefused.
    """
    await change_settings(
        uow,
        hiring_managers=form.hiring_managers,
        company_name=one_line(form.company_name, NAME_LENGTH),
        **_numbers(form),
    )


def _numbers(form: SettingsForm) -> dict[str, int]:
    typed: dict[str, str] = {name: getattr(form, name) for name in LIMITS}
    errors = {
        name: f"Please give a whole number from {least} to {most}."
        for name, (least, most) in LIMITS.items()
        if not (typed[name].isdecimal() and len(typed[name]) < 5 and least <= int(typed[name]) <= most)
    }
    if errors:
        raise FormRefused(errors)
    return {name: int(text) for name, text in typed.items()}


async def change_settings(uow: UnitOfWork, *, hiring_managers: Iterable[str], **changes: Any) -> None:
    """Changes these settings, the rest stays; the change is in the history."""
    workspace = await uow.workspaces.lock()
    before = WorkspaceSettings.of(workspace)
    after = replace(before, hiring_managers=sorted(set(hiring_managers)), **changes)
    if after != before:
        after.save_to(workspace)
        await uow.events.record(EventKind.SETTINGS_CHANGED, before=asdict(before), after=asdict(after))
