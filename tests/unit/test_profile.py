"""What is said of somebody's work: links, forms, and whose word counts."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.services.words.links import parse_link, parse_links
from bot.services.words.profile import parse_day, read_profile, split_languages
from storage.entities.hire_refused import NO_CURRENCY, NO_NUMBER, NO_PER
from storage.entities.money import Rate
from storage.entities.profile import Free, Profile, ProfileField, Value, Voice, said_from_json, said_to_json
from storage.entities.profile_form import ProfileForm
from storage.entities.profile_refused import NO_DATE, NO_DAYS, NO_LINK, NOT_HTTPS, TOO_FAR, too_many_links
from storage.entities.status import Per

TODAY, AT = date(2026, 11, 29), datetime(2026, 11, 29, 9, tzinfo=UTC)
ADA_S = ProfileForm(
    " Illustrator ", "https://ada.example/work\nlinkedin.com/in/ada", "Copenhagen", "Danish, english; Danish",
    "80,5", "EUR", "hour", "2027-03-01", "3",
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("https://ada.example", "https://ada.example"),
        ("HTTPS://Ada.Example/Work?q=a&b=c#top", "https://ada.example/Work?q=a&b=c#top"),
        ("www.linkedin.com/in/ada", "https://www.linkedin.com/in/ada"),
        ("https://ada.example:443/", "https://ada.example/"),
        ("https://exämple.dk/søren", "https://xn--exmple-cua.dk/s%C3%B8ren"),
        ("https://аpple.com/login", "https://xn--pple-43d.com/login"),
        ("https://xn--exmple-cua.dk", "https://xn--exmple-cua.dk"),
    ],
)
def test_a_link_is_shown_as_a_browser_opens_it(typed: str, link: str) -> None:
    assert parse_link(typed) == link
    assert parse_link(link) == link


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "work",
        "http://ada.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "//ada.example",
        "https:ada.example",
        "https://",
        "https://localhost/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://ada.example:8080/",
        "https://ada.example:99999999/",
        "https://acme.com@evil.example/",
        "https://acme.com\\@evil.example/",
        "https://ada.example/\u202egnp.exe",
        "https://ada.example/\u200b",
        "https://ada.example/<!channel>",
        "https://ada.example/a|Approve",
        "https://ada.example/%zz",
        "https://ada.example/\x00",
        "https://" + "a" * 300 + ".example",
        "https://ada.example/" + "a" * 300,
        "=HYPERLINK(1)",
    ],
)
def test_hostile_links_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=f"{NO_LINK}|{NOT_HTTPS}"):
        parse_link(typed)


def test_links_of_a_list_are_parted_and_those_that_are_bad_apart() -> None:
    typed = "https://a.example, https://b.example;\nhttp://c.example https://a.example"
    assert parse_links(typed) == (("https://a.example", "https://b.example"), ("http://c.example",))


def test_a_form_is_read() -> None:
    read = read_profile(ADA_S, TODAY)
    assert read.errors == {}
    assert read.said == {
        ProfileField.TITLE: "Illustrator",
        ProfileField.LINKS: ("https://ada.example/work", "https://linkedin.com/in/ada"),
        ProfileField.PLACE: "Copenhagen",
        ProfileField.LANGUAGES: ("Danish", "english"),
        ProfileField.RATE: Rate(Decimal("80.50"), "EUR", Per.HOUR),
        ProfileField.FREE: Free(date(2027, 3, 1), 3),
    }
    assert said_from_json(said_to_json(read.said)) == read.said


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, {}),
        ({"currency": "EUR", "per": "hour", "days_a_week": "0"}, {}),
        ({"links": "http://ada.example"}, {"links": NOT_HTTPS}),
        ({"links": "ada"}, {"links": NO_LINK}),
        ({"links": "ada http://ada.example"}, {"links": NOT_HTTPS}),
        ({"links": " ".join(f"https://{n}.example" for n in "abcdef")}, {"links": too_many_links(5)}),
        ({"rate": "80", "per": "hour"}, {"currency": NO_CURRENCY}),
        ({"rate": "80", "currency": "ABC", "per": "hour"}, {"currency": NO_CURRENCY}),
        ({"rate": "80", "currency": "EUR", "per": "year"}, {"per": NO_PER}),
        ({"rate": "much", "currency": "EUR", "per": "hour"}, {"rate": NO_NUMBER}),
        ({"free_from": "soon"}, {"free_from": NO_DATE}),
        ({"free_from": "2207-01-01"}, {"free_from": TOO_FAR}),
        ({"free_from": "1026-12-01"}, {"free_from": TOO_FAR}),
        ({"days_a_week": "8"}, {"days_a_week": NO_DAYS}),
        ({"days_a_week": "-1"}, {"days_a_week": NO_DAYS}),
        ({"days_a_week": "٣"}, {}),
    ],
)
def test_what_is_wrong_is_said_at_its_field(typed: dict[str, str], errors: dict[str, str]) -> None:
    assert read_profile(ProfileForm(**typed), TODAY).errors == errors


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", None),
        ("now", TODAY),
        ("ASAP", TODAY),
        ("2027-03-01", date(2027, 3, 1)),
        ("2027-03-01 00:00:00", date(2027, 3, 1)),
        ("1. 3. 2027", date(2027, 3, 1)),
    ],
)
def test_a_day_is_read_as_lists_write_it(typed: str, day: date | None) -> None:
    assert parse_day(typed, TODAY) == day


def test_names_and_places_are_cleaned() -> None:
    read = read_profile(ProfileForm(title="Evil\u202eeman\x00 <!channel>", place="a" * 200), TODAY)
    assert read.said[ProfileField.TITLE] == "Evileman <!channel>"
    assert read.said[ProfileField.PLACE] == "a" * 80
    assert split_languages("Danish and English & German/French|" + "x," * 30)[:4] == (
        "Danish",
        "English",
        "German",
        "French",
    )


def test_ten_languages_are_enough() -> None:
    assert len(split_languages(",".join("abcdefghijkl"))) == 10


def profile(**said: Value) -> Profile:
    """Make a profile in which these voices say a title."""
    made = Profile(contact_id=1, said={})
    for voice, title in said.items():
        made.say(ProfileField.TITLE, title, Voice(voice), "U1" if voice == "team" else "", AT)
    return made


def test_what_people_say_of_themselves_counts_and_the_teams_word_stays_beside_it() -> None:
    made = profile(team="Designer", person="Illustrator")
    assert made.title == "Illustrator"
    assert [(each.voice, each.value, each.by) for each in made.words(ProfileField.TITLE)] == [
        (Voice.PERSON, "Illustrator", ""),
        (Voice.TEAM, "Designer", "U1"),
    ]
    assert made.seen_by(Voice.TEAM, ProfileField.TITLE) == "Designer"


def test_people_may_say_that_there_is_nothing() -> None:
    made = profile(team="Designer", person="")
    assert made.title == "" and made.shown(ProfileField.TITLE) is None
    assert profile(person="").words(ProfileField.TITLE) == []


def test_a_word_can_be_put_back() -> None:
    made = profile(team="Designer")
    before = made.kept_words(Voice.TEAM)["title"]
    made.say(ProfileField.TITLE, "Plumber", Voice.TEAM, "U2", AT)
    made.put_back(ProfileField.TITLE, Voice.TEAM, before)
    assert made.title == "Designer"
    made.put_back(ProfileField.TITLE, Voice.TEAM, None)
    assert made.title == ""


def test_places_and_languages_are_found_by_the_beginning_of_a_word() -> None:
    made = Profile(contact_id=1, said={})
    made.say(ProfileField.PLACE, "Greater Århus, Denmark", Voice.PERSON, "", AT)
    made.say(ProfileField.LANGUAGES, ("Danish",), Voice.PERSON, "", AT)
    assert made.terms() == {
        ("place", "greater arhus denmark"),
        ("place", "arhus denmark"),
        ("place", "denmark"),
        ("language", "danish"),
    }
    assert " danish" in made.search_key


@pytest.mark.parametrize(
    ("amount", "thousandths"),
    [("80", 80_000), ("80.50", 80_500), ("1.005", 1_005), ("9999999999", 9_999_999_999_000)],
)
def test_rates_compare_as_whole_numbers(amount: str, thousandths: int) -> None:
    assert Rate(Decimal(amount), "EUR", Per.HOUR).thousandths == thousandths
