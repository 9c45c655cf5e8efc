"""The Block Kit validator that runs after every test finds planted errors."""

from typing import Any

import pytest

from blocks.invitation.form import InvitationId, invite_modal
from blocks.kit.form import read, unversioned
from blocks.workspace.kinds import FIELDS
from blocks.workspace.settings import SettingsId, Standing, settings_form, settings_list, shown_version
from bot.slack.scopes import bot_scopes
from storage.entities.right import Right
from storage.entities.setting import Group
from storage.entities.settings import SETTINGS, WorkspaceSettings, settings_in
from tests.kit.block_kit import faults_of_message, faults_of_options, faults_of_view
from tests.kit.product import House

TEXT = {"type": "plain_text", "text": "Words"}
SECTION = {"type": "section", "text": TEXT}
INPUT = {"type": "input", "label": TEXT, "element": {"type": "plain_text_input", "action_id": "a"}}
BUTTON = {"type": "button", "text": TEXT, "action_id": "a", "value": "1"}
OPTION = {"text": TEXT, "value": "1"}


def view(*blocks: Any, **more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": TEXT, "blocks": list(blocks), **more}


def text(length: int, kind: str = "plain_text") -> dict[str, str]:
    return {"type": kind, "text": "x" * length}


def test_what_is_right_passes() -> None:
    assert faults_of_view(view(INPUT, SECTION, submit=TEXT, close=TEXT)) == []
    assert (
        faults_of_message({"text": "Hi", "blocks": [SECTION, {"type": "actions", "elements": [BUTTON]}]})
        == []
    )
    assert faults_of_options([OPTION]) == []


@pytest.mark.parametrize(
    "wrong",
    [
        view(INPUT),
        view(*[SECTION] * 101),
        view(SECTION | {"block_id": "b"}, SECTION | {"block_id": "b"}),
        view(SECTION, title=text(25)),
        view(SECTION, private_metadata="x" * 3_001),
        view({"type": "section", "text": text(3_001)}),
        view({"type": "section", "fields": [text(2_001)]}),
        view({"type": "section"}),
        view({"type": "header", "text": text(151)}),
        view({"type": "carousel"}),
        view({"type": "actions", "elements": [BUTTON, BUTTON]}),
        view({"type": "actions", "elements": [BUTTON | {"text": text(76)}]}),
        view({"type": "actions", "elements": [BUTTON | {"value": "x" * 2_001}]}),
        view({"type": "actions", "elements": [BUTTON | {"colour": "red"}]}),
        view({"type": "actions", "elements": [BUTTON | {"action_id": f"a{n}"} for n in range(26)]}),
        view({"type": "context", "elements": [TEXT] * 11}),
    ],
)
def test_a_planted_error_in_a_view_is_seen(wrong: dict[str, Any]) -> None:
    assert faults_of_view(wrong) != []


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "Hi", "blocks": [SECTION] * 51},
        {"blocks": [SECTION]},
        {"text": "Hi", "blocks": [{"type": "section", "text": {"type": "markdown", "text": "x"}}]},
        {
            "text": "Hi",
            "blocks": [{"type": "rich_text", "elements": [{"type": "rich_text_verse", "elements": []}]}],
        },
    ],
)
def test_a_planted_error_in_a_message_is_seen(wrong: dict[str, Any]) -> None:
    assert faults_of_message(wrong) != []


@pytest.mark.parametrize(
    "wrong",
    [
        [OPTION] * 2,
        [OPTION | {"value": str(n)} for n in range(101)],
        [{"text": text(76), "value": "1"}],
        [{"text": TEXT}],
    ],
)
def test_a_planted_error_in_options_is_seen(wrong: list[dict[str, Any]]) -> None:
    assert faults_of_options(wrong) != []


def test_a_long_prefilled_form_keeps_slacks_limits() -> None:
    assert faults_of_view(invite_modal(frozenset(Right), "n" * 5_000, "e" * 5_000, ["t" * 75] * 1)) == []


async def test_the_form_reads_back_what_was_filled_in(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact", "Ada ada@x.dk #python")
    await jordan.fill({"Invite note": "Hi"})
    submitted = jordan.submit_payload()["view"]
    assert submitted["callback_id"] == InvitationId.MODAL
    filled = {"name": "Ada", "email": "ada@x.dk", "note": "Hi", "tags": ("python",), "offer": (), "later": ()}
    assert read(submitted) == filled


@pytest.mark.parametrize("group", [group for group in Group if settings_in(group)])
async def test_each_settings_form_reads_back_what_it_shows(house: House, group: Group) -> None:
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", "settings")
    await maria.click("Change", near=group)
    submitted = maria.submit_payload()["view"]
    now = WorkspaceSettings(hiring_managers=[house.person("Jordan Lee").id])
    assert submitted["callback_id"] == SettingsId.FORM
    assert shown_version(submitted) == (group, now.version(group))
    given = unversioned(read(submitted))
    assert {each.name: each.kind.parse(given[each.name]) for each in settings_in(group)} == now.group(group)


def test_many_hiring_managers_fit_the_settings() -> None:
    many = WorkspaceSettings(hiring_managers=[f"U{n:010}" for n in range(100)], company_name="x" * 80)
    now = Standing(
        many, {"company_name": "Acme", "import_grace_seconds": 120}, frozenset(Right), bot_scopes()
    )
    assert faults_of_view(settings_list(now, frozenset(Right))) == []
    for group in Group:
        assert faults_of_view(settings_form(now, group)) == []


def test_every_kind_of_setting_has_an_input_and_words() -> None:
    assert {type(each.kind) for each in SETTINGS} - set(FIELDS) == set()
