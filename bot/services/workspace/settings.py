"""A workspace's settings, which administrators change in Slack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.services.agreement import publish
from bot.services.numbers.weekly import schedule
from bot.services.person.work import AvailabilityReview
from bot.services.words.text import one_line, paragraphs
from bot.services.workspace.changing import change
from bot.services.workspace.leaving import got_right, lost_right
from bot.services.workspace.work import GroupSync
from language.lists import and_words
from storage.entities.errors import FormRefused, Refused
from storage.entities.event import HistoryEntry
from storage.entities.setting import Group, Setting
from storage.entities.setting_kinds import TextOrAddress
from storage.entities.settings import WorkspaceSettings, settings_in, version_of
from storage.uow import UnitOfWork

_LOOKED_BACK = 50  # changes of settings searched for the values a form showed
_SOMEBODY = "Another administrator"


class SettingsChanged(Refused):
    """Another administrator has saved this form meanwhile.

    `wanted` are the refused values, {name: value}.
    """

    def __init__(self, by: str, what: Sequence[str], wanted: Mapping[str, Any]) -> None:
        things = and_words(f"“{each}”" for each in what)
        super().__init__(f"{by} changed {things} while you had the form open. Nothing was saved.")
        self.wanted = wanted


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """The input of one group's form, and the version of the values it showed."""

    group: Group
    version: str
    given: Mapping[str, Any]


async def save_settings(uow: UnitOfWork, form: SettingsForm) -> None:
    """Save one group of settings. Raises FormRefused, or SettingsChanged if they changed meanwhile.

    Unchanged values are not saved, so submitting a form twice is no conflict.
    """
    values = checked(form.group, form.given)
    workspace = await uow.workspaces.lock()
    now = WorkspaceSettings.of(workspace)
    if now.group(form.group) == values:
        return
    if now.version(form.group) != form.version:
        raise await _changed_meanwhile(uow, form, now.group(form.group), values)
    before, reported = await _managers(uow, now), now.numbers_channel
    await change(uow, workspace, values)
    await publish(uow, WorkspaceSettings.of(workspace).agreement)
    if WorkspaceSettings.of(workspace).availability_days != now.availability_days:
        await uow.outbox.add(AvailabilityReview(0))
    await uow.groups.forget_others(WorkspaceSettings.of(workspace).manager_groups)
    await _follow_people(uow, before, WorkspaceSettings.of(workspace))
    if (channel := WorkspaceSettings.of(workspace).numbers_channel) and channel != reported:
        await schedule(uow, uow.scope.actor)


async def _managers(uow: UnitOfWork, settings: WorkspaceSettings) -> set[str]:
    """List everybody whom these settings make a hiring manager."""
    return {*settings.hiring_managers, *await uow.groups.members(settings.manager_groups)}


async def _follow_people(uow: UnitOfWork, before: set[str], settings: WorkspaceSettings) -> None:
    """Pass on what those have who are no hiring managers any more, and ask who is in newly chosen groups."""
    now = await _managers(uow, settings)
    await lost_right(uow, before - now)
    await got_right(uow, now - before)
    known = {each.group_id for each in await uow.groups.all()}
    for group_id in sorted(set(settings.manager_groups) - known):
        await uow.outbox.add(GroupSync(group_id))


def checked(group: Group, given: Mapping[str, Any]) -> dict[str, Any]:
    """Check a group's form. Raises FormRefused with a sentence for each wrong field."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for setting in settings_in(group):
        try:
            values[setting.name] = _value(setting, given.get(setting.name))
        except Refused as refused:
            errors[setting.name] = refused.text
    if errors:
        raise FormRefused(errors)
    return values


def _value(setting: Setting, given: Any) -> Any:
    if not isinstance(given, str):
        return setting.kind.parse(given)
    clean = paragraphs if isinstance(setting.kind, TextOrAddress) else one_line
    return setting.kind.parse(clean(given, len(given)))


async def _changed_meanwhile(
    uow: UnitOfWork, form: SettingsForm, now: Mapping[str, Any], wanted: Mapping[str, Any]
) -> SettingsChanged:
    shown, since = _as_shown(now, await uow.events.latest_settings(_LOOKED_BACK), form.version)
    labels = [each.label for each in settings_in(form.group) if shown[each.name] != now[each.name]]
    return SettingsChanged(_who(since, uow.scope.actor), labels or [form.group], wanted)


def _who(since: Sequence[HistoryEntry], reader: str) -> str:
    """Name the people who made these changes, in order."""
    people = {entry.event.actor: entry.actor_name or _SOMEBODY for entry in reversed(since)}
    return and_words("You" if who == reader else name for who, name in people.items()) or _SOMEBODY


def _as_shown(
    values: Mapping[str, Any], newest_first: Sequence[HistoryEntry], version: str
) -> tuple[Mapping[str, Any], list[HistoryEntry]]:
    """Find the values a form showed, by going back through the history: (values, changes since).

    If the history does not reach that far, return the current values and no changes.
    """
    shown, since = dict(values), []
    for entry in newest_first:
        before = {name: value for name, value in entry.before.items() if name in values}
        if any(shown[name] != value for name, value in before.items()):
            shown |= before
            since.append(entry)
        if version_of(shown) == version:
            return shown, since
    return values, []
