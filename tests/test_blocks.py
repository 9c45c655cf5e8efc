"""What we build, looked at by somebody else: the validator that every test ends with sees planted errors."""

from typing import Any

import pytest

from blocks.form import read
from blocks.invitation import InvitationId, invite_modal
from blocks.settings import SettingsId, settings_modal
from storage.settings import WorkspaceSettings
from tests.block_kit import faults_of_message, faults_of_options, faults_of_view
from tests.product import House

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
    assert faults_of_view(invite_modal("n" * 5_000, "e" * 5_000, ["t" * 75] * 1)) == []


async def test_the_form_reads_back_what_was_filled_in(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact", "Ada ada@x.dk #python")
    await jordan.fill({"Invite note": "Hi"})
    submitted = jordan.submit_payload()["view"]
    assert submitted["callback_id"] == InvitationId.MODAL
    filled = {"name": "Ada", "email": "ada@x.dk", "note": "Hi", "tags": ("python",), "offer": (), "later": ()}
    assert read(submitted) == filled


async def test_the_settings_read_back_what_was_filled_in(house: House) -> None:
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", "settings")
    await maria.fill({"Company name": "Acme Studios", "Hiring managers": ["Sam Rivera"]})
    submitted = maria.submit_payload()["view"]
    assert submitted["callback_id"] == SettingsId.MODAL
    read_back = read(submitted)
    assert read_back["company_name"] == "Acme Studios"
    assert read_back["hiring_managers"] == (house.person("Sam Rivera").id,)


def test_many_hiring_managers_fit_the_settings() -> None:
    many = WorkspaceSettings(hiring_managers=[f"U{n:010}" for n in range(100)], company_name="x" * 80)
    assert faults_of_view(settings_modal(many, "Acme")) == []
