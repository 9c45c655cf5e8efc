"""What lists say of people's work: which columns, and what their cells mean."""

from datetime import date
from decimal import Decimal

import pytest

from bot.services.files.profile_columns import ReadCells, profile_columns, read_cells
from storage.entities.money import Rate
from storage.entities.profile import Free, ProfileField, Value
from storage.entities.status import Per

TODAY = date(2026, 11, 29)
TITLE, LINKS, PLACE, LANGUAGES, RATE, FREE = ProfileField


def eur(amount: str, per: Per = Per.HOUR, currency: str = "EUR") -> Rate:
    return Rate(Decimal(amount), currency, per)


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("name;email;tags", {}),
        (
            "name;email;Title;Links;Place;Languages;Usual rate;Currency;Per;Free from;Days a week;CV",
            {
                "title": [2], "links": [3], "place": [4], "languages": [5], "rate": [6], "currency": [7],
                "per": [8], "free_from": [9], "days_a_week": [10],
            },
        ),
        ("name;email;LinkedIn URL;Website;City;Country", {"links": [2, 3], "place": [4, 5]}),
        ("Navn;E-mail;Stilling;Sprog;Timepris", {"job_title": [2], "languages": [3], "rate_an_hour": [4]}),
        ("Name;E-Mail;Tagessatz (netto);Wohnort", {"rate_a_day": [2], "place": [3]}),
        ("name;email;Title;Job Title", {"title": [2], "job_title": [3]}),
        ("name;email;=Title;Phone", {}),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_headings(header: str, columns: dict[str, list[int]]) -> None:
    assert profile_columns(header.split(";"), {0, 1}) == columns


def test_a_column_that_is_used_for_something_else_is_not_taken() -> None:
    assert profile_columns(["Title", "email"], {0, 1}) == {}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"title": "Illustrator"}, {TITLE: "Illustrator"}),
        ({"title": "Dr.", "job_title": ""}, {}),
        ({"title": "Ms", "job_title": "Illustrator"}, {TITLE: "Illustrator"}),
        ({"title": "n/a", "place": "-"}, {}),
        ({"place": "'=1+1"}, {PLACE: "=1+1"}),
        (
            {"links": "https://a.example|https://b.example"},
            {LINKS: ("https://a.example", "https://b.example")},
        ),
        ({"languages": "Danish; English"}, {LANGUAGES: ("Danish", "English")}),
        ({"rate": "80", "currency": "EUR", "per": "hour"}, {RATE: eur("80.00")}),
        ({"rate": "€ 640 / day"}, {RATE: eur("640.00", Per.DAY)}),
        ({"rate_an_hour": "1.250,50 DKK"}, {RATE: eur("1250.50", currency="DKK")}),
        ({"rate_a_day": "$700"}, {RATE: eur("700.00", Per.DAY, "USD")}),
        ({"rate_a_day": "90 EUR/h"}, {RATE: eur("90.00")}),
        ({"free_from": "2027-03-01", "days_a_week": "3"}, {FREE: Free(date(2027, 3, 1), 3)}),
        ({"free_from": "now"}, {FREE: Free(TODAY)}),
        ({"days_a_week": "3.0"}, {FREE: Free(None, 3)}),
    ],
)
def test_cells_are_read(given: dict[str, str], said: dict[ProfileField, Value]) -> None:
    read = cells(given)
    assert (read.said, read.unread) == (said, [])


@pytest.mark.parametrize(
    ("given", "said", "unread"),
    [
        (
            {"links": "https://a.example http://b.example javascript:x"},
            {LINKS: ("https://a.example",)},
            [LINKS],
        ),
        (
            {"links": " ".join(f"https://{each}.example" for each in "abcdef")},
            {LINKS: tuple(f"https://{each}.example" for each in "abcde")},
            [LINKS],
        ),
        ({"rate": "80"}, {}, [RATE]),
        ({"rate": "80 EUR"}, {}, [RATE]),
        ({"rate": "80-100 EUR/h"}, {}, [RATE]),
        ({"rate": "negotiable"}, {}, [RATE]),
        ({"rate_an_hour": "1.500 EUR"}, {}, [RATE]),
        ({"free_from": "03/04/2027"}, {}, [FREE]),
        ({"days_a_week": "often"}, {}, [FREE]),
    ],
)
def test_what_cannot_be_used_is_left_out_and_told(
    given: dict[str, str], said: dict[ProfileField, Value], unread: list[ProfileField]
) -> None:
    read = cells(given)
    assert (read.said, read.unread) == (said, unread)


def cells(given: dict[str, str]) -> ReadCells:
    return read_cells(list(given.values()), {kind: [at] for at, kind in enumerate(given)}, TODAY)
