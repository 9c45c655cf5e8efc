"""Who somebody is, by what Slack says of them: strangers, guests and bots are told from colleagues."""

from typing import Any

import pytest

from bot.slack.access import Role, role_of
from bot.slack.directory import HomeOrganisation, member_of
from storage.entities.settings import WorkspaceSettings

HOME, ORGANISATION = HomeOrganisation("T1"), HomeOrganisation("E1", "E1")
SETTINGS = WorkspaceSettings(hiring_managers=["U1"])


def role(ours: HomeOrganisation, **said: Any) -> Role:
    user = {"id": "U1", "team_id": "T1", "profile": {"real_name": "Ada"}} | said
    return role_of(member_of(user, ours), ["U1"] if said.get("named") else [], SETTINGS)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, Role.MANAGER),
        ({"is_admin": True}, Role.ADMIN),
        ({"is_owner": True}, Role.ADMIN),
        ({"named": True}, Role.ADMIN),
        ({"is_restricted": True}, Role.GUEST),
        ({"is_ultra_restricted": True}, Role.GUEST),
        ({"is_restricted": True, "is_admin": True, "named": True}, Role.GUEST),
        ({"is_stranger": True, "is_admin": True, "named": True}, Role.STRANGER),
        ({"team_id": "T2", "is_admin": True, "named": True}, Role.STRANGER),
        ({"deleted": True, "is_admin": True, "named": True}, Role.DEACTIVATED),
        ({"is_bot": True, "is_admin": True, "named": True}, Role.BOT),
        ({"enterprise_user": {"enterprise_id": "E1", "is_admin": True}}, Role.MANAGER),
    ],
)
def test_a_flag_of_slacks_that_takes_rights_comes_before_one_that_gives_them(
    said: dict[str, Any], expected: Role
) -> None:
    assert role(HOME, **said) == expected


@pytest.mark.parametrize(
    ("organisation", "expected"),
    [
        ({"enterprise_id": "E1", "is_admin": True}, Role.ADMIN),
        ({"enterprise_id": "E1", "is_owner": True}, Role.ADMIN),
        ({"enterprise_id": "E1"}, Role.MANAGER),
        ({"enterprise_id": "E2", "is_admin": True, "is_owner": True}, Role.STRANGER),
    ],
)
def test_who_leads_another_organisation_leads_nothing_here(
    organisation: dict[str, Any], expected: Role
) -> None:
    assert role(ORGANISATION, team_id="T7", enterprise_user=organisation) == expected


def test_who_leads_another_organisation_is_no_administrator_of_the_workspace_they_are_in() -> None:
    other = {"enterprise_id": "E2", "is_admin": True}
    assert role(HOME, enterprise_user=other) == Role.MANAGER
