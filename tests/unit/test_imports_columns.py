"""Headers as various programs write them: which line, and which column is which."""

from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks.imports.words import TEMPLATE
from bot.services.files.columns import Columns, Header, find_header
from bot.services.files.decoding import decode
from bot.services.files.limits import FileRefused, Record
from bot.services.files.records import records

LINKEDIN = """Notes:
"When exporting your connection data, you may notice that some email addresses are missing, like ada@x.dk."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Ada,Lovelace,https://x.test/ada,ada@x.dk,Engines,Analyst,01 Jan 2024
"""
OUTLOOK = (
    '"First Name","Middle Name","Last Name","Company","E-mail Address","E-mail Type","E-mail Display Name",'
    '"E-mail 2 Address","E-mail 2 Display Name","Categories"\n"Ada","King","Lovelace","","ada@x.dk","SMTP",'
    '"Ada (ada@x.dk)","","","Friends;Work"\n'
)
HUBSPOT = "Record ID,First Name,Last Name,Email,Phone Number,Contact owner\n1,Ada,Lovelace,ada@x.dk,,\n"
GOOGLE = (
    "Name,Given Name,Additional Name,Family Name,Nickname,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
    "E-mail 2 - Value\nAda Lovelace,Ada,,Lovelace,,* myContacts ::: Work,* Home,ada@x.dk,\n"
)
GOOGLE_NEW = (
    "First Name,Middle Name,Last Name,Nickname,File As,Labels,E-mail 1 - Label,E-mail 1 - Value\n"
    "Ada,,Lovelace,,,* myContacts,* Home,ada@x.dk\n"
)


def header(text: str) -> Header:
    return find_header(list(islice(records(text), 20)))


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        ("name,email,tags", Columns((0,), 1, (2,))),
        ("TAGS,EMAIL,NAME", Columns((2,), 1, (0,))),
        ("name,email", Columns((0,), 1)),
        ("Navn;E-mail;Mærker", Columns((0,), 1, (2,))),
        ("Fulde navn;Mail;Kompetencer", Columns((0,), 1, (2,))),
        ("Fornavn;Efternavn;E-mailadresse", Columns((0, 1), 2)),
        ("Vorname;Nachname;E-Mail-Adresse;Kategorien", Columns((0, 1), 2, (3,))),
        ("Name;Vorname;E-Mail", Columns((1, 0), 2)),
        ("Nom;Prénom;Courriel", Columns((1, 0), 2)),
        ("Nom;Courriel", Columns((0,), 1)),
        ("Nombre;Apellidos;Correo electrónico", Columns((0, 1), 2)),
        ("Nome,Cognome,Email", Columns((0, 1), 2)),
        ("Förnamn,Efternamn,E-post", Columns((0, 1), 2)),
        ("Voornaam,Achternaam,E-mailadres", Columns((0, 1), 2)),
        ("Imię,Nazwisko,Adres e-mail", Columns((0, 1), 2)),
        ('Full name * ,"E-mail *", Skills: ', Columns((0,), 1, (2,))),
        ("\ufeffName,**Email**", Columns((0,), 1)),
        ("name,email,tags,labels", Columns((0,), 1, (2, 3))),
        ("name,email,tags,status,note,invited_by,added,hired", Columns((0,), 1, (2,))),
        ("name,email,tags,error", Columns((0,), 1, (2,))),
        ("Name,First name,Last name,Email", Columns((0,), 3, (), (1, 2))),
        ("Name,Contact,Email", Columns((0,), 2, (), (1,))),
        ("Email,Work email,Name", Columns((2,), 0)),
        ("Work email,Name", Columns((1,), 0)),
        ("First name;Display name;Email", Columns((1,), 2, (), (0,))),
    ],
)
def test_columns_are_found_in_any_order_case_and_language(line: str, columns: Columns) -> None:
    found = header(f"{line}\n")
    assert (roughly(found), found.why) == (columns, "")


def roughly(found: Header) -> Columns | None:
    """Return the columns without further addresses, parts of names, and what is said of work."""
    return found.columns and replace(found.columns, others=(), whole=None, last=None, profile={})


@pytest.mark.parametrize(
    ("text", "line", "preamble", "columns"),
    [
        (LINKEDIN, 4, 2, Columns((0, 1), 3)),
        (OUTLOOK, 1, 0, Columns((0, 1, 2), 4, (9,))),
        (HUBSPOT, 1, 0, Columns((1, 2), 3)),
        (GOOGLE, 1, 0, Columns((0,), 7, (5,), (1, 2, 3))),
        (GOOGLE_NEW, 1, 0, Columns((0, 1, 2), 7, (5,), (4,))),
        ("sep=;\r\nNavn;E-mail\r\n", 2, 0, Columns((0,), 1)),
        ("Our people\n\nname,email\nAda,ada@x.dk\n", 3, 1, Columns((0,), 1)),
        ("Exported by,ada@x.dk\nname,email\nAda,ada@x.dk\n", 2, 1, Columns((0,), 1)),
        ("Name,,Email\nFirst,Last,\nAda,Lind,ada@x.dk\n", 2, 0, Columns((0, 1), 2)),
        ('"Name\nPlease write all of it","Email\n(required)"\nAda,ada@x.dk\n', 1, 0, Columns((0,), 1)),
    ],
)
def test_exports_of_other_programs_are_read(text: str, line: int, preamble: int, columns: Columns) -> None:
    found = header(text)
    assert (found.line, found.preamble, roughly(found)) == (line, preamble, columns)
    assert found.first_row == line + 1


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("name,phone", "We found no email column"),
        ("email,phone", "We found no name column"),
        ("who,where", "We found no name or email column"),
        (
            "First name,Email",
            "“First name” looks like the first name, but we found no column of the last name",
        ),
        ("Nachname,E-Mail", "“Nachname” looks like the last name"),
        ("email,email,name", "2 columns could be the email address: “email” and “email”"),
        ("Email,E-mail,name", "2 columns could be the email address"),
        ("Work email,Home email,name", "2 columns could be the email address"),
        ("name,Full name,email", "2 columns could be the name"),
        ("First name,Fornavn,Last name,email", "2 columns could be the first name"),
        ("=cmd|' /C calc'!A0,email", "We found no name column"),
        ('name,"=HYPERLINK(""http://x.test"",""email"")"', "We found no email column"),
        ("name,=email", "We found no email column"),
    ],
)
def test_a_person_is_asked_where_we_do_not_know(line: str, why: str) -> None:
    found = header(f"{line}\nAda,ada@x.dk\n")
    assert found.columns is None
    assert why in found.why
    assert found.line == 1
    assert not found.headless


def test_a_column_without_addresses_is_asked_about_where_another_has_some() -> None:
    asked = "ID;Email;Name;Bitte E-Mail angeben\n1;anonymous;Ada;ada@x.dk\n"
    found = header(asked)
    assert (found.columns, found.guess) == (None, {"email": 3, "name": 2})
    assert "“Email” has no email addresses, but another column has" in found.why


@pytest.mark.parametrize("second", ["ADA@X.dk", "Ada Lovelace <ada@x.dk>", ""])
def test_two_columns_that_say_the_same_address_raise_no_question(second: str) -> None:
    found = header(f"name,email,email\nAda,ada@x.dk,{second}\n")
    assert (roughly(found), found.why) == (Columns((0,), 1), "")


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("Ada Lovelace,ada@x.dk\n", ["Column 1 (Ada Lovelace)", "Column 2 (ada@x.dk)"]),
        (
            "Ada,ada@x.dk,\nBob,b@x.dk,,mail\n",
            ["Column 1 (Ada)", "Column 2 (ada@x.dk)", "Column 3", "Column 4"],
        ),
        ("Ada,Ada <ada@x.dk>\nBob,email\n", ["Column 1 (Ada)", "Column 2 (Ada <ada@x.dk>)"]),
    ],
)
def test_a_file_without_a_header_begins_with_its_first_row(text: str, cells: list[str]) -> None:
    found = header(text)
    assert (found.headless, found.columns, found.cells) == (True, None, cells)
    assert found.first_row == found.line == 1
    assert "has no header" in found.why


def test_a_title_above_rows_without_header_is_left_out() -> None:
    found = header("Our people\nAda,ada@x.dk\n")
    assert (found.headless, found.line, found.preamble) == (True, 2, 1)


def test_the_mark_of_utf_8_is_no_part_of_the_header() -> None:
    text = decode("name,email".encode("utf-8-sig")).text
    assert header(text).cells == ["name", "email"]


def test_a_file_of_blank_rows_is_refused() -> None:
    with pytest.raises(FileRefused, match="empty"):
        header(",,,\n\n")


def test_the_template_reads_itself() -> None:
    found = header(TEMPLATE)
    assert found.cells == ["name", "email", "tags"]
    assert found.columns == Columns((0,), 1, (2,))


CELLS = st.one_of(st.text(max_size=20), st.sampled_from(["email", "name", "a@x.dk", "Vorname", "", "=email"]))
RECORDS = st.lists(st.tuples(st.integers(1, 99), st.lists(CELLS, max_size=6)), min_size=1, max_size=25)


@given(RECORDS)
def test_any_records_have_a_header_or_a_question(first: list[Record]) -> None:
    found = find_header(first)
    assert (found.columns is None) == bool(found.why)
    if found.columns:
        used = {*found.columns.names, found.columns.email, *found.columns.tags, *found.columns.instead}
        assert used <= set(range(len(found.cells)))
