"""The table of a workspace's settings, from which the form, its reader and the handbook's table follow."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from functools import cache
from typing import Any

from storage.engine.base import Json
from storage.entities.setting import (
    METADATA,
    Channel,
    Days,
    Group,
    Line,
    People,
    Person,
    Setting,
    UserGroups,
    WholeNumber,
    YesNo,
    setting,
)
from storage.entities.setting_kinds import Colour, EmailAddress, PictureAddress, TextOrAddress
from storage.entities.workspace import Workspace


@dataclass(frozen=True, slots=True)
class WorkspaceSettings:
    """One workspace's settings. To add one, add a line here, and a kind if no existing one fits.

    Every invitation expires, so that no forgotten link stays valid. There are at most two reminders, since
    more would look like spam.
    """

    # fmt: off
    hiring_managers: list[str] = setting(Group.PEOPLE, "Hiring managers", People(), default=[],
        hint="{managers}Administrators may, too; guests never.")
    manager_groups: list[str] = setting(Group.PEOPLE, "Groups of hiring managers", UserGroups(), default=[],
        hint="Slack user groups. Everyone in them is a hiring manager, too. Free plans of Slack have none.")
    applications_channel: str | None = setting(Group.PEOPLE, "Post applications to", Channel(), default=None,
        hint="For links without a channel of their own, and for messages that reach no one elsewhere."
             " Invite me to it first.")
    numbers_channel: str | None = setting(Group.PEOPLE, "Weekly numbers in", Channel(), default=None,
        hint="Every Monday at eight in the morning, in your time zone. Invite me to the channel first.")
    heir: str | None = setting(Group.PEOPLE, "Who takes over", Person(), default=None,
        hint="Gets what is open when a colleague leaves. Leave empty for the administrators.")
    company_name: str = setting(Group.EMAILS, "Company name", Line(80), default="",
        hint="What people read in emails and on pages. Leave empty for {default}.")
    sender_name: str = setting(Group.EMAILS, "Sender name", Line(80), default="",
        hint="The name in From, such as “Jordan Lee via Acme”. Leave empty for the company's name.")
    reply_address: str = setting(Group.EMAILS, "Reply address", EmailAddress(), default="",
        hint="Replies to all emails go here. Leave empty and they go to the person who wrote.")
    postal_address: str = setting(Group.EMAILS, "Postal address", Line(200), default="",
        hint="At the end of every email.")
    logo: str = setting(Group.EMAILS, "Logo", PictureAddress(), default="",
        hint="The https address of a picture, shown at the top of emails, 40 pixels high.")
    colour: str = setting(Group.EMAILS, "Colour", Colour(), default="",
        hint="The button's colour in emails, such as #1d6b4f. Leave empty for green.")
    remind_days: list[int] = setting(Group.TIMES, "Remind contacts after (days)", Days(29, 2), default=[3, 7],
        hint="Such as 3, 7. Leave empty for no reminders.")
    invitation_days: int = setting(Group.TIMES, "Invitations expire after (days)",
        WholeNumber(1, 30, "day"), default=14)
    cool_down_days: int = setting(Group.TIMES, "Days before re-inviting someone who declined",
        WholeNumber(0, 365, "day"), default=30)
    remind_after_hours: int = setting(Group.TIMES, "Remind of waiting applications after (hours)",
        WholeNumber(1, 168, "hour"), default=4, hint="Then daily.")
    link_alarm: int = setting(Group.TIMES, "Sign-ups within ten minutes that pause a link",
        WholeNumber(2, 10_000, "sign-up"), default=20, hint="Whoever made the link is asked what to do.")
    availability_days: int = setting(Group.TIMES, "Ask people when they're free every (days)",
        WholeNumber(0, 730, "day"), default=90,
        hint="By email, this long after they joined, last said so or were last asked. 0 is never.")
    import_grace_seconds: int | None = setting(Group.TIMES, "Delay before import emails go out (seconds)",
        WholeNumber(0, 3_600, "second", empty=True), default=None,
        hint="Leave empty for the default ({default}).")
    unanswered_months: int = setting(Group.PRIVACY, "Remove unanswered and declined after (months)",
        WholeNumber(0, 120, "month"), default=6, hint="0 is never. I ask a month before.")
    applicants_months: int = setting(Group.PRIVACY, "Remove applicants after (months)",
        WholeNumber(0, 120, "month"), default=6, hint="Those you never decided on. 0 is never.")
    untouched_months: int = setting(Group.PRIVACY, "Remove untouched contacts after (months)",
        WholeNumber(0, 120, "month"), default=24,
        hint="Active contacts with whom nobody has done anything. 0 is never.")
    keep_jobs: bool = setting(Group.PRIVACY, "Keep dates and amounts of jobs after erasing", YesNo(),
        default=False, hint="Without the name, for your books.")
    agreement: str = setting(Group.PRIVACY, "Agreement", TextOrAddress(), default="",
        hint="Up to 3,000 characters, or an https address. People tick “I agree” before they accept or sign"
             " up. If you change it, they're asked again with their next offer.")
    # fmt: on

    @classmethod
    def of(cls, workspace: Workspace) -> WorkspaceSettings:
        return cls.from_json(workspace.settings)

    @classmethod
    def from_json(cls, kept: Json) -> WorkspaceSettings:
        """Read stored settings, ignoring those of other versions."""
        return cls(**{name: value for name, value in kept.items() if name in _names()})

    @property
    def invitation_lifetime(self) -> timedelta:
        return timedelta(days=self.invitation_days)

    @property
    def cool_down(self) -> timedelta:
        return timedelta(days=self.cool_down_days)

    def import_grace(self, otherwise: timedelta) -> timedelta:
        """Return how long an import's emails can still be cancelled."""
        if self.import_grace_seconds is None:
            return otherwise
        return timedelta(seconds=self.import_grace_seconds)

    def group(self, group: Group) -> dict[str, Any]:
        """Return the group's values: {name: value}."""
        return {each.name: getattr(self, each.name) for each in SETTINGS if each.group is group}

    def version(self, group: Group) -> str:
        """Compute a version that changes with the group's values, to detect an outdated form."""
        return version_of(self.group(group))

    def save_to(self, workspace: Workspace) -> None:
        """Store the settings, keeping those of other versions."""
        workspace.settings = workspace.settings | asdict(self)


def version_of(values: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


SETTINGS = tuple(Setting(name=each.name, **each.metadata[METADATA]) for each in fields(WorkspaceSettings))


def settings_in(group: Group) -> list[Setting]:
    return [each for each in SETTINGS if each.group is group]


def company_name(workspace: Workspace) -> str:
    """Return the company's name as people outside Slack see it."""
    return WorkspaceSettings.of(workspace).company_name or workspace.team_name


@cache
def _names() -> frozenset[str]:
    return frozenset(field.name for field in fields(WorkspaceSettings))
