"""What administrators settle for their workspace inside Slack."""

from dataclasses import asdict, dataclass, replace

from bot.services.text import NAME_LENGTH, one_line
from storage.settings import WorkspaceSettings
from storage.status import EventKind
from storage.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """What was chosen in the Settings modal; the field names are those of the modal."""

    hiring_managers: tuple[str, ...]
    company_name: str


async def save_settings(uow: UnitOfWork, form: SettingsForm) -> None:
    """Keeps the form's values; an empty company name falls back to the workspace's own."""
    workspace = await uow.workspaces.lock()
    before = WorkspaceSettings.of(workspace)
    after = replace(
        before,
        hiring_managers=sorted(set(form.hiring_managers)),
        company_name=one_line(form.company_name, NAME_LENGTH),
    )
    if after != before:
        after.save_to(workspace)
        await uow.events.record(EventKind.SETTINGS_CHANGED, before=asdict(before), after=asdict(after))
