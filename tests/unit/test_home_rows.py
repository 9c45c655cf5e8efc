"""Rows of the Home tab: bold names, marks and the grey line; and the words for a position."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from blocks.home.rows import details, row
from blocks.home.words import position
from bot.showcase.samples.cast import ADA, MANAGER
from storage.entities.profile import Free
from storage.entities.status import Outcome, Status
from storage.overview.listing import MOST_COUNTED, Criteria, Listed, Need, Place, Sort, Which

AT = datetime(2026, 11, 30, tzinfo=UTC)
BOLD = (
    "Ada Lovelace",
    "Bob O'Brien",
    "Smith, Ann-Marie Jr.",
    "Kim (Lee) [Oslo] 3",
    "Søren Ærø",
    "李小明",
    "हिन्दी",
)
PLAIN = (
    "A*da*",
    "_Ada_",
    "~Ada~",
    "`Ada`",
    ":tada: Ada",
    "<!channel>",
    "Ada & Bo",
    "@ada",
    "> Ada",
    "Ada\u200b",
)


def title(contact: Listed) -> dict[str, Any]:
    return row(contact, MANAGER)[1].to_dict()["text"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", BOLD)
def test_a_name_without_markup_is_bold_and_nothing_in_it_is_read(name: str) -> None:
    assert title(ADA._replace(name=name)) == {"type": "mrkdwn", "text": f"🟢 *{name}*", "verbatim": True}


@pytest.mark.parametrize("name", PLAIN)
def test_any_other_name_is_shown_as_it_is(name: str) -> None:
    assert title(ADA._replace(name=name)) == {"type": "plain_text", "text": f"🟢 {name}", "emoji": False}


def test_a_long_name_is_cut_and_stays_bold() -> None:
    assert title(ADA._replace(name="Ada " * 100))["text"].endswith("A…*")


@pytest.mark.parametrize(
    ("changes", "mark"),
    [
        ({"status": Status.INVITED}, "🟡"),
        ({"status": Status.INVITED, "called_off": True}, "⚪"),
        ({"status": Status.APPLIED}, "🔵"),
        ({"status": Status.DECLINED}, "🔴"),
        ({"status": Status.DECLINED, "left_at": AT}, "🟤"),
        ({"status": Status.BLOCKED}, "⛔"),
        ({"archived_at": AT}, "📦"),
    ],
)
def test_each_status_has_a_mark(changes: dict[str, Any], mark: str) -> None:
    assert title(ADA._replace(**changes))["text"].startswith(mark)


BY, TAGS = "invited by Jordan Lee", "python, berlin"
LINES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, [BY, TAGS, "hired until 18 December 2026"]),
    ({"hired_until": None}, [BY, TAGS, "hired now"]),
    (
        {"rate": ADA.rate, "free": Free(date(2027, 3, 1), 3), "hired_now": False, "hires": 0},
        [BY, TAGS, "EUR 80.00 an hour", "free from 1 March 2027, 3 days a week"],
    ),
    ({"free": Free(), "hired_now": False, "hires": 0}, [BY, TAGS, "free now"]),
    ({"free": Free(), "archived_at": AT}, [BY, TAGS]),
    ({"hired_now": False}, [BY, TAGS, "hired 2 times"]),
    ({"hired_now": False, "hires": 0, "offer": "Copy"}, [BY, TAGS, "open offer “Copy”"]),
    ({"inviter": None, "tags": (), "hires": 0, "hired_now": False}, []),
    ({"status": Status.INVITED, "called_off": True}, ["added by Jordan Lee", TAGS]),
    (
        {"status": Status.INVITED, "mail": Outcome.BOUNCED, "mail_error": "No such mailbox."},
        [BY, TAGS, "email bounced", "No such mailbox."],
    ),
]


@pytest.mark.parametrize(("changes", "told"), LINES)
def test_the_grey_line_says_what_there_is_to_say_without_the_address(
    changes: dict[str, Any], told: list[str]
) -> None:
    contact = ADA._replace(**{"rate": None} | changes)
    assert details(contact) == told
    assert ADA.email not in str([block.to_dict() for block in row(contact, MANAGER)])


@pytest.mark.parametrize(
    ("first", "shown", "in_all", "words"),
    [
        (1, 1, 1, "1 contact"),
        (1, 7, 7, "7 contacts"),
        (11, 10, 5_024, "11–20 of 5,024"),
        (5_021, 4, 5_024, "5,021–5,024 of 5,024"),
        (10_001, 10, MOST_COUNTED, "10,001–10,010 of 10,000 or more"),
        (None, 10, MOST_COUNTED, "10 of 10,000 or more"),
        (11, 10, None, "11–20"),
    ],
)
def test_where_a_page_is_in_its_list(first: int | None, shown: int, in_all: int | None, words: str) -> None:
    assert position(first, shown, in_all) == words


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ('{"key":["ada",7],"number":31}', 31),
        ('["ada", 7]', None),
        ('{"key":["ada",7],"number":"31"}', None),
        ('{"key":["ada",7],"number":-1}', None),
        ('{"key":["ada",7],"number":true}', None),
    ],
)
def test_a_button_carries_a_row_and_its_position(value: str, number: int | None) -> None:
    place = Place.claimed(value, Sort.NAME, before=False)
    assert place == Place(("ada", 7), number=number)
    assert Place.claimed(place.on_button(), Sort.NAME, before=False) == place
    assert Place.from_json(place.to_json()) == place
    assert Place.from_json({"key": ["ada", 7], "before": False}) == Place(("ada", 7))


@pytest.mark.parametrize("value", ["{}", '{"key": null}', '{"key":["ada"],"number":1}', '{"number":1}'])
def test_a_button_that_names_no_row_leads_nowhere(value: str) -> None:
    assert Place.claimed(value, Sort.NAME, before=False) is None


@pytest.mark.parametrize(
    "criteria",
    [Criteria(), Criteria(need=Need.ENDING, owner="U1"), Criteria(which=Which.ARCHIVED, among=(3, 5))],
)
def test_criteria_are_read_back_as_they_were_kept(criteria: Criteria) -> None:
    assert Criteria.from_json(criteria.to_json()) == criteria
