"""The Settings modal, in which administrators name the hiring managers."""

from enum import StrEnum

from slack_sdk.models.blocks import (
    InputBlock,
    PlainTextInputElement,
    UserMultiSelectElement,
)

from blocks.modal import ViewJson, modal
from blocks.text import plain
from storage.settings import WorkspaceSettings


class SettingsId(StrEnum):
    """The ids Slack sends back to us."""

    MODAL = "settings"


def settings_modal(settings: WorkspaceSettings, team_name: str) -> ViewJson:
    """The settings as they are; each block_id is the name of the form's field."""
    managers = UserMultiSelectElement(
        action_id="hiring_managers",
        placeholder=plain("People who may invite"),
        initial_users=settings.hiring_managers or None,
    )
    company = PlainTextInputElement(
        action_id="company_name",
        initial_value=settings.company_name or None,
        placeholder=plain(team_name),
        max_length=80,
    )
    times = (
        ("invitation_days", "Invitations expire after (days)", settings.invitation_days),
        ("cool_down_days", "Ask again after a no (days)", settings.cool_down_days),
        ("remind_after_hours", "Remind of waiting applications after (hours)", settings.remind_after_hours),
    )
    remind = ", ".join(map(str, settings.remind_days))
    grace = "" if settings.import_grace_seconds is None else str(settings.import_grace_seconds)
    return modal(
        "Settings",
        [
            InputBlock(
                block_id="hiring_managers",
                label=plain("Hiring managers"),
                element=managers,
                hint=plain("They invite and approve people. Administrators may, too; guests never."),
                optional=True,
            ),
            InputBlock(
                block_id="company_name",
                label=plain("Company name"),
                element=company,
                hint=plain("What invited people read in mails and on pages."),
                optional=True,
            ),
            *(_number(*each) for each in times),
            _optional("remind_days", "Remind contacts after (days)", remind, "Empty: nobody is reminded."),
            _optional("import_grace_seconds", "Wait before an import's mails leave (seconds)", grace, _GRACE),
        ],
        callback_id=SettingsId.MODAL,
        submit="Save",
    )


def _number(block_id: str, label: str, value: int) -> InputBlock:
    element = PlainTextInputElement(action_id=block_id, initial_value=str(value), max_length=4)
    return InputBlock(block_id=block_id, label=plain(label), element=element)


_GRACE = "Until then sending can be cancelled. Empty: as the installation says, usually 120."


def _optional(block_id: str, label: str, value: str, hint: str) -> InputBlock:
    element = PlainTextInputElement(action_id=block_id, initial_value=value or None, max_length=20)
    return InputBlock(block_id=block_id, label=plain(label), element=element, hint=plain(hint), optional=True)
