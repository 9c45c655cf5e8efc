"""Renders Settings: the list with all values in words, and a form for each group."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    InputBlock,
    RichTextBlock,
    RichTextListElement,
    RichTextSectionElement,
    SectionBlock,
)
from slack_sdk.models.blocks import RichTextElementParts as Parts

from blocks.kit.modal import ViewJson, button, modal, permitted
from blocks.kit.preview import preview_button
from blocks.kit.text import ours, plain
from blocks.workspace.emptying import data_buttons
from blocks.workspace.kinds import FIELDS
from blocks.workspace.scopes import missing_words
from language.lists import and_words
from storage.entities.errors import NotFound
from storage.entities.right import Right, Rights
from storage.entities.setting import Group, Setting
from storage.entities.settings import WorkspaceSettings, settings_in

TITLE = "Settings"
_UNIT = re.compile(r" \(\w+\)$")


class SettingsId(StrEnum):
    CHANGE = "change_settings"
    FORM = "settings"
    PREVIEW = "preview_letterhead"


@dataclass(frozen=True, slots=True)
class Standing:
    """What Settings shows.

    `defaults` are the values used while a setting is empty: {name: value}. `managers` are the rights of
    hiring managers. `missing` are scopes the installation lacks; `install_url` is where to reinstall the app,
    if it uses OAuth. `named` are the names of the chosen user groups: {Slack id: name}.
    """

    settings: WorkspaceSettings
    defaults: Mapping[str, Any]
    managers: Rights
    missing: Sequence[str] = ()
    install_url: str | None = None
    named: Mapping[str, str] = field(default_factory=dict)


def settings_list(now: Standing, rights: Rights) -> ViewJson:
    """Render every group with its values and a `Change` button, for a person with these rights."""
    blocks: list[Block] = []
    if now.missing:
        words = missing_words(now.missing, now.install_url)
        blocks += [SectionBlock(text=ours(line)) for line in words]
    for group in Group:
        if within := settings_in(group):
            blocks += [_heading(group), _values(within, now.settings.group(group), now)]
    return modal(TITLE, [*blocks, *data_buttons(rights)])


def _heading(group: Group) -> Block:
    change = button("Change", SettingsId.CHANGE, group.name, about=group)
    return SectionBlock(text=ours(f"*{group}*"), accessory=change)


def _values(settings: Sequence[Setting], values: Mapping[str, Any], now: Standing) -> Block:
    """List settings with their values. It is rich text, in which people's words cannot act as markup."""
    lines = [_line(each, values[each.name], now) for each in settings]
    return RichTextBlock(elements=[RichTextListElement(style="bullet", elements=lines)])


def _line(setting: Setting, value: Any, now: Standing) -> RichTextSectionElement:
    default = now.defaults.get(setting.name)
    unset = value in (None, "") and default is not None
    label = Parts.Text(text=f"{_UNIT.sub('', setting.label)}: ", style=Parts.TextStyle(bold=True))
    words = FIELDS[type(setting.kind)].words(setting.kind, default if unset else value, now.named)
    return RichTextSectionElement(
        elements=[label, *words, *([Parts.Text(text=" (default)")] if unset else [])]
    )


def settings_form(now: Standing, group: Group, refused: str = "", wanted: Mapping[str, Any] = {}) -> ViewJson:
    """Render a group's form. After a refusal it also shows the reason and the refused values."""
    version = now.settings.version(group)
    blocks: list[Block] = _refusal(now, group, refused, wanted) if refused else []
    for setting in settings_in(group):
        blocks.append(_input(setting, getattr(now.settings, setting.name), version, now))
    if group is Group.EMAILS:
        blocks.append(preview_button(SettingsId.PREVIEW))
    view = modal(group, blocks, callback_id=SettingsId.FORM, submit="Save")
    return view | {"private_metadata": json.dumps({"group": group.name, "version": version})}


def _refusal(now: Standing, group: Group, refused: str, wanted: Mapping[str, Any]) -> list[Block]:
    values = now.settings.group(group)
    other = [each for each in settings_in(group) if wanted[each.name] != values[each.name]]
    return [
        SectionBlock(text=plain(f"{refused} The form shows how it is now.")),
        ContextBlock(elements=[plain("You wanted:")]),
        _values(other, wanted, now),
    ]


def _input(setting: Setting, value: Any, version: str, now: Standing) -> InputBlock:
    """Build a setting's input.

    Its id contains the group's version, since Slack keeps input while ids stay.
    """
    hint = setting.hint.format(managers=_managers(now.managers), default=now.defaults.get(setting.name))
    return InputBlock(
        block_id=f"{setting.name}-{version}",
        label=plain(setting.label),
        element=FIELDS[type(setting.kind)].element(setting.kind, setting.name, value, now.named),
        hint=plain(hint) if hint else None,
        optional=setting.kind.empty,
    )


def _managers(rights: Rights) -> str:
    does = permitted(rights, (Right.INVITE, "invite"), (Right.APPROVE, "approve"))
    return f"They {and_words(does)} people. " if does else ""


def group_of(value: object) -> Group:
    """Read a button's or form's group. Raises NotFound."""
    group = Group.__members__.get(str(value))
    if group is None or not settings_in(group):
        raise NotFound("setting")
    return group


def shown_version(view: Mapping[str, Any]) -> tuple[Group, str]:
    """Read a form's group and the version of the values it shows. Raises NotFound if it is no such form."""
    try:
        carried = json.loads(view["private_metadata"])
        return group_of(carried["group"]), str(carried["version"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NotFound("setting") from error


def saved_modal() -> ViewJson:
    """Confirm that values are saved, if the list below the form could not be updated."""
    text = "Saved. Slack couldn't update the list below this; close it and open Settings again."
    return modal(TITLE, [SectionBlock(text=plain(text))])
