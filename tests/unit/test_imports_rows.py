"""Rows as people write them: cleaned values, problems, and repeated addresses."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.files.columns import Columns, Header, find_header
from bot.services.files.limits import MOST_ROWS, FileRefused
from bot.services.files.records import records
from bot.services.files.rows import (
    NO_NAME,
    ONE_MAILBOX,
    SEVERAL,
    TOO_WIDE,
    ReadRow,
    RowReader,
    check_row,
    read_rows,
)
from bot.services.files.tag_cells import split_tags
from storage.entities import address_refused

COLUMNS = Columns((0,), 1, (2,))


def rows(text: str, columns: Columns | None = None) -> list[ReadRow]:
    read = list(records(text))
    header = find_header(read)
    chosen = columns or header.columns
    assert chosen
    return list(read_rows(read, header, chosen))


def test_a_row_is_a_person_with_the_line_of_the_file() -> None:
    assert rows("name,email,tags\n\nSøren Ærø,Soren@X.dk,rust; Rust|sql\n") == [
        ReadRow(
            3,
            ["Søren Ærø", "Soren@X.dk", "rust; Rust|sql"],
            "Søren Ærø",
            "Soren@X.dk",
            "soren@x.dk",
            ("rust", "sql"),
        )
    ]


def test_an_address_is_read_as_everywhere() -> None:
    assert check_row("Ada", "Ada Lovelace <ada@x.dk>;", "").email.key == "ada@x.dk"
    assert check_row("Ada", "ada x@x.dk", "").errors == {"email": address_refused.SPACES}
    assert check_row("Ada", "a@x.dk, b@x.dk", "").errors == {"email": SEVERAL}


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ("", ()),
        ("a; b,c|d", ("a", "b", "c", "d")),
        ("* myContacts ::: * Work", ("myContacts", "Work")),
        ("a\nb\r\nc", ("a", "b", "c")),
        ("#Rust, rust ,,", ("Rust",)),
        ("'=1, 'b", ("=1", "'b")),
        ("c++; c#", ("c++", "c#")),
        ("\u202e\x00;\ud800", ()),
        ("a," * 5_000, ("a",)),
    ],
)
def test_tags_are_parted(cell: str, tags: tuple[str, ...]) -> None:
    assert split_tags(cell).tags == tags


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("  Ada   Lovelace ", "Ada Lovelace"),
        ("'=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("'+49 Ada", "+49 Ada"),
        ("'-1", "-1"),
        ("'@SUM", "@SUM"),
        ("'\tAda", "Ada"),
        ("'＝1", "＝1"),
        ("''=1", "'=1"),
        ("'t Hooft", "'t Hooft"),
        ("'Ada'", "Ada"),
        ("=?utf-8?q?Eve=0D=0ABcc:_x@y.test?=", "=?utf-8?q?Eve=0D=0ABcc:_x@y.test?="),
        ("Ada\x85B\u2028C\x00\ud800", "Ada B C"),
        ("\u202egnp.adA", "gnp.adA"),
        ("Ada" * 3_000, ("Ada" * 3_000)[:80]),
    ],
)
def test_a_name_is_clean_and_loses_the_apostrophe_of_our_export(cell: str, name: str) -> None:
    checked = check_row(cell, "ada@x.dk", "")
    assert (checked.name, checked.errors) == (name, {})


def test_problems_are_told_by_field_and_by_row() -> None:
    checked = check_row(" \u200b", "ada", "x")
    assert checked.errors["name"] == NO_NAME
    assert checked.errors["email"].startswith("This doesn't look like an email address.")
    assert (checked.email.shown, checked.email.key, checked.tags) == ("ada", "", ("x",))
    (row,) = rows("name,email\n,ada\n")
    assert row.problem == f"{NO_NAME} {checked.errors['email']}"
    assert (row.email, row.email_key) == ("ada", "")


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("name,email\nAda,\n", ["Please enter an email address."]),
        ("name,email\nAda\n", ["Please enter an email address."]),
        ("name,email\n,ada@x.dk\n", [NO_NAME]),
        ("name,email,tags\n,,rust\n", [f"{NO_NAME} Please enter an email address."]),
        ("name,email\nLovelace, Ada,ada@x.dk\n", [TOO_WIDE]),
        ("name,email\nAda,ada@x.dk,,\n", [""]),
        ("name,email\n , \n\t,\n", []),
    ],
)
def test_a_row_is_good_or_a_problem_or_blank(text: str, problems: list[str]) -> None:
    assert [row.problem for row in rows(text)] == problems


def test_a_row_that_is_too_wide_has_no_address_to_trust() -> None:
    (row,) = rows("name,email,tags\nAda,ada@x.dk,a,b\n")
    assert (row.email, row.email_key, row.problem) == ("ada@x.dk", "", TOO_WIDE)


def test_a_sheet_may_have_cells_beyond_its_header() -> None:
    read = list(records("name,email\nAda,ada@x.dk,note\n"))
    (row,) = read_rows(read, find_header(read), Columns((0,), 1), width=64)
    assert row.problem == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("First name,Middle name,Last name,Email\nAda,,Lovelace,ada@x.dk\n", "Ada Lovelace"),
        ("Name,First name,Last name,Email\n,Ada,Lovelace,ada@x.dk\n", "Ada Lovelace"),
        ("Name,First name,Last name,Email\nCountess,Ada,Lovelace,ada@x.dk\n", "Countess"),
        ("Nom;Prénom;Courriel\nLovelace;Ada;ada@x.dk\n", "Ada Lovelace"),
        ("First name,Last name,Email\n'=1,'+2,ada@x.dk\n", "=1 +2"),
    ],
)
def test_a_name_is_joined_from_its_parts(text: str, name: str) -> None:
    assert [row.name for row in rows(text)] == [name]


def test_all_columns_of_tags_count() -> None:
    (row,) = rows("name,email,tags,labels\nAda,ada@x.dk,a;b,* b ::: c\n")
    assert row.tags == ("a", "b", "c")


def test_a_file_without_header_loses_no_row() -> None:
    assert [row.line for row in rows("Ada,ada@x.dk\nBob,bob@x.dk\n", Columns((0,), 1))] == [1, 2]


def test_the_first_good_row_with_an_address_counts() -> None:
    text = "name,email\n,ada@x.dk\nAda,ADA@x.dk\nAda L,ada@X.dk\nAda K,ada@x.dk\n"
    assert [row.twice_of for row in rows(text)] == [None, None, 3, 3]


def test_five_addresses_of_one_mailbox_are_enough() -> None:
    variants = "".join(f"Ada,ada+{number}@x.dk\n" for number in range(7))
    others = "Ada,ada@x.dk\nAda,ada@y.dk\nBob,+bob@x.dk\n"
    late = [row.problem for row in rows(f"name,email\n{variants}{others}")]
    assert late == [*[""] * 5, ONE_MAILBOX, ONE_MAILBOX, ONE_MAILBOX, "", ""]
    early = [row.problem for row in rows(f"name,email\n{others}{variants}")]
    assert early == [*[""] * 7, *[ONE_MAILBOX] * 3]


def test_the_limit_counts_rows_that_are_not_blank() -> None:
    reader = RowReader(COLUMNS, 3)
    for line in range(MOST_ROWS):
        reader.read((line, ["Ada", "ada@x.dk", ""]))
    assert reader.read((MOST_ROWS, ["", " ", ""])) is None
    with pytest.raises(FileRefused, match="100,000 rows"):
        reader.read((MOST_ROWS + 1, ["Ada", "ada@x.dk", ""]))


HOSTILE = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("@.<>\"'=+-;,|:* \x00\x85\u2028\u202e\ud800"))
)
SOME = st.one_of(HOSTILE, st.sampled_from(["ada@x.dk", "Ada", "'=1", "mailto:", "a+1@x.dk"]))


@given(
    st.lists(st.lists(SOME, max_size=5), max_size=8),
    st.sampled_from([COLUMNS, Columns((0, 2), 1, (2, 3), (3,))]),
)
def test_any_cells_are_a_row_or_a_problem(cells: list[list[str]], columns: Columns) -> None:
    header = Header(0, ["a", "b", "c"], columns)
    for row in read_rows(enumerate(cells, 1), header, columns):
        assert_storable(row)
        assert row.problem or (row.name and row.email_key)


def assert_storable(row: ReadRow) -> None:
    for word in words(row):
        word.encode()
        assert "\n" not in word
        assert "\x00" not in word


def words(row: ReadRow) -> Iterator[str]:
    yield from (row.name, row.email, row.email_key, row.problem, *row.tags)
