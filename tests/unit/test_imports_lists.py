"""Lists as programs spoil them, people write them and address books export them: all become rows."""

import pytest

from bot.services.files.columns import Columns, chosen_columns, find_header
from bot.services.files.headings import SURPLUS
from bot.services.files.rows import LOST_LETTER, NO_NAME, TOO_LONG, TOO_WIDE, RowReader, read_rows
from bot.services.files.tag_cells import split_tags
from bot.services.files.text_file import lists_people, open_text

ADA, BO = ("Ada Lindholm", "ada@x.test"), ("Bo Ek", "bo@x.test")


def people(text: str) -> list[tuple[str, str]]:
    """List name and address of each row without a problem."""
    file = open_text(text.encode())
    records = list(file.records())
    header = find_header(records)
    assert header.columns, header.why
    return [(row.name, row.email) for row in read_rows(records, header, header.columns) if not row.problem]


def problems(text: str) -> dict[int, str]:
    records = list(open_text(text.encode()).records())
    header = find_header(records)
    assert header.columns, header.why
    return {row.line: row.problem for row in read_rows(records, header, header.columns) if row.problem}


@pytest.mark.parametrize(
    "text",
    [
        '"name,email"\n"Ada Lindholm,ada@x.test"\n"Bo Ek,bo@x.test"\n',
        '"name,""email"""\n"Ada Lindholm,""ada@x.test"""\n"Bo Ek,bo@x.test"\n',
        'name,email;\n"Ada Lindholm,""ada@x.test""";\nBo Ek,bo@x.test;\n',
        "name,email\nAda Lindholm;ada@x.test\nBo Ek;bo@x.test\n",
        'name,email\nAda Lindholm,"ada@x.test;"\nBo Ek,"bo@x.test;"\n',
        "name;email\nAda Lindholm,ada@x.test\nBo Ek,bo@x.test\n",
        "name\temail\nAda Lindholm;ada@x.test\nBo Ek;bo@x.test\n",
        "name            email\nAda Lindholm    ada@x.test\nBo Ek           bo@x.test\n",
        '"name" ,"email" \n"Ada Lindholm" ,"ada@x.test" \n"Bo Ek",bo@x.test\n',
        "name,email\r\nAda Lindholm,ada@x.test\r\nBo Ek,bo@x.test\r\n\x1a",
        "name,email\nAda Lindholm,ada@x.test\nBo Ek,bo@x.test\n\x00\x00\x00",
        "name,email\n\u200b,\ufeff\nAda Lindholm,ada@x.test\nBo Ek,bo@x.test\n",
        "Ada Lindholm <ada@x.test>\nBo Ek <bo@x.test>\n",
        "Ada Lindholm <ada@x.test>, Bo Ek <bo@x.test>",
        '"Ada Lindholm" <ada@x.test>; "Bo Ek" <bo@x.test>;',
        "1. Ada Lindholm - ada@x.test\n2. Bo Ek - bo@x.test\n",
        "Lindholm, Ada <ada@x.test>; Ek, Bo <bo@x.test>\n",
        "An: Lindholm, Ada <ada@x.test>; Ek, Bo <bo@x.test>\nCc: \n",
        "Ada Lindholm\nada@x.test\n\nBo Ek\nbo@x.test\n",
        "ada@x.test\nAda Lindholm\nbo@x.test\nBo Ek\n",
        "Name: Ada Lindholm\nEmail: ada@x.test\n\nName: Bo Ek\nEmail: bo@x.test\n",
        "Nom : Ada Lindholm\nMail : ada@x.test\nNom : Bo Ek\nMail : bo@x.test\n",
        "Ada Lindholm <mailto:ada@x.test|ada@x.test>\nBo Ek <mailto:bo@x.test|bo@x.test>\n",
        "- [Ada Lindholm](mailto:ada@x.test)\n- [Bo Ek](mailto:bo@x.test)\n",
        "Name Email\nAda Lindholm ada@x.test\nBo Ek bo@x.test\n",
        "ada@x.test Ada Lindholm\nbo@x.test Bo Ek\n",
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Lindholm\nEMAIL:ada@x.test\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nN:Ek;Bo;;;\nitem1.EMAIL;TYPE=WORK:bo@x.test\nEND:VCARD\n",
    ],
)
def test_a_spoilt_or_plain_list_is_read_as_it_was_meant(text: str) -> None:
    assert people(text) == [ADA, BO]


def test_a_line_without_an_address_gets_no_one_elses() -> None:
    assert people("Ada Lindholm\nBo Ek\nbo@x.test\ncy@x.test\n") == []


def test_addresses_alone_are_rows_that_want_a_name() -> None:
    assert problems("ada@x.test\nbo@x.test\n") == {1: NO_NAME, 2: NO_NAME}


@pytest.mark.parametrize(
    ("card", "cells"),
    [
        (
            "VERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Lindh=C3=B6=\nlm;Ada\nEMAIL;PREF:a@x.test",
            ["", "Ada", "", "Lindhölm", "a@x.test", "", ""],
        ),
        (
            "FN:Ada\\, Dr.\nEMAIL:b@x.test\nEMAIL;TYPE=PREF:a@x.test\n"
            "CATEGORIES:Friends,Work\nCATEGORIES:c\\,d",
            ["Ada, Dr.", "", "", "", "a@x.test", "b@x.test", "Friends;Work;c,d"],
        ),
        ("FN:Ada Lind\n holm\nNOTE:x@y.test", ["Ada Lindholm", "", "", "", "", "", ""]),
    ],
)
def test_contact_cards_of_every_version_are_read(card: str, cells: list[str]) -> None:
    file = open_text(f"BEGIN:VCARD\n{card}\nEND:VCARD\n".encode())
    assert list(file.records())[1] == (1, cells)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("name,email\nAda,ada@x.test\n", True),
        ("Ada Lindholm <ada@x.test>\n", True),
        ("Meeting notes\n\nWrite to ada@x.test about the budget.\nThen lunch.\nAnd so on.\n", False),
        ("nothing here", False),
        ("\x00\x01", False),
    ],
)
def test_a_text_is_a_list_only_if_it_has_people(text: str, found: bool) -> None:
    assert lists_people(text.encode()) == found


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        ("Name;Nachname;E-Mail", "Ada;Lindholm;a@x.test", "Ada Lindholm"),
        ("Name;Nachname;E-Mail", "Ada Lindholm;Lindholm;a@x.test", "Ada Lindholm"),
        ("Name,First name,Email", "Lindholm,Ada,a@x.test", "Ada Lindholm"),
        ("Name,First name,Email", "Ada Lindholm,Ada,a@x.test", "Ada Lindholm"),
        ("Name,First name,Last name,Email", "Ada,Ada,Lindholm,a@x.test", "Ada Lindholm"),
        ("Prénom;Deuxième prénom;Nom;Courriel", "Ada;King;Lindholm;a@x.test", "Ada King Lindholm"),
        ("Voornaam;Tussenvoegsel;Achternaam;E-mail", "Jan;van der;Berg;a@x.test", "Jan van der Berg"),
        ("Nombre;Primer apellido;Segundo apellido;Correo", "Ada;Ruiz;Gil;a@x.test", "Ada Ruiz Gil"),
        ("Vezetéknév;Keresztnév;E-mail cím", "Nagy;Anna;a@x.test", "Nagy Anna"),
        ("First name,Last name,Email", "太郎,山田,a@x.test", "山田 太郎"),
        ("名,姓,メールアドレス", "太郎,山田,a@x.test", "山田 太郎"),
        ("Имя;Фамилия;Электронная почта", "Ада;Линд;a@x.test", "Ада Линд"),
        ("Ad;Soyad;E-posta", "Ada;Lind;a@x.test", "Ada Lind"),
        ("First name,Last name,Email", "Ada,NULL,a@x.test", "Ada"),
        ("Name,Email", '"Lindholm, Ada",a@x.test', "Ada Lindholm"),
        ("Name,Email", '"=""Ada""",a@x.test', "Ada"),
        ("Name,Email", "'Bob,a@x.test", "Bob"),
        ("Name,Email", "'Ada Lind',a@x.test", "Ada Lind"),
        ("Name,Email", "“Ada Lind”,a@x.test", "Ada Lind"),
        ("Name,Email", "**Ada Lind**,a@x.test", "Ada Lind"),
        ("Name,Email", "<b>S&oslash;ren &amp; Bo</b>,a@x.test", "Søren & Bo"),
        ("Name,Email", "[Ada Lind](https://x.test/ada),a@x.test", "Ada Lind"),
        ("Name,Email", "Ada Lind (https://www.notion.so/Ada-1),a@x.test", "Ada Lind"),
        ("Name,Email", "Ada Lind <a@x.test>,a@x.test", "Ada Lind"),
        ("Name,Email", '"Ada Lind,",a@x.test', "Ada Lind"),
        ("Name,Email", "'t Hooft,a@x.test", "'t Hooft"),
        ("Name,Email", 'Ada ""Addie"" Lind,a@x.test', 'Ada ""Addie"" Lind'),
    ],
)
def test_a_whole_name_comes_of_its_parts(header: str, row: str, name: str) -> None:
    records = list(open_text(f"{header}\n{row}\n".encode()).records())
    found = find_header(records)
    assert found.columns, found.why
    reader = RowReader(
        found.columns, len(found.cells), turn=name == "Ada Lindholm" and "," in row and len(found.cells) == 2
    )
    read = reader.read(records[1])
    assert read
    assert read.name == name


def test_the_second_address_stands_in_for_a_blank_one() -> None:
    rows = "Ada,ada@x.test,a2@x.test\nBo,,bo@x.test\nCy,-,cy@x.test\n"
    assert [email for _, email in people(f"Name,Email 1,Email 2\n{rows}")] == [
        "ada@x.test",
        "bo@x.test",
        "cy@x.test",
    ]


@pytest.mark.parametrize(
    ("cell", "tags", "cut"),
    [
        ('"Influencer","VIP, gold"', ("Influencer", "VIP", "gold"), False),
        ('["rust", "sql"]', ("rust", "sql"), False),
        ("['rust', 'sql']", ("rust", "sql"), False),
        ("{rust,sql}", ("rust", "sql"), False),
        ("#rust #sql", ("rust", "sql"), False),
        ("c# c++ .net", ("c# c++ .net",), False),
        ("rust、sql，go；c", ("rust", "sql", "go", "c"), False),
        ("rust • sql · go", ("rust", "sql", "go"), False),
        ("- rust\n- sql", ("rust", "sql"), False),
        ("1. rust\n2. sql", ("rust", "sql"), False),
        ("✓ rust ● sql\tgo", ("rust", "sql", "go"), False),
        ("#rust#sql", ("rust", "sql"), False),
        ("**rust**, `sql`", ("rust", "sql"), False),
        ("'rust, sql'", ("rust", "sql"), False),
        ('[{"id":1,"name":"rust"},{"id":2,"name":"sql"}]', ("rust", "sql"), False),
        ("[{'name': 'rust'}, {'name': 'sql'}]", ("rust", "sql"), False),
        ('{"rust": true, "sql": false}', ("rust",), False),
        ("[dev: rust, sql]", ("dev: rust", "sql"), False),
        ("1;#rust;#2;#sql", ("rust", "sql"), False),
        (";#rust;#sql;#", ("rust", "sql"), False),
        ("rust<br/>R&amp;D", ("rust", "R&D"), False),
        ("R&D; cut&copy", ("R&D", "cut&copy"), False),
        ("rust (https://www.notion.so/rust-1), [sql](https://x.test)", ("rust", "sql"), False),
        (
            "Adobe (Photoshop, Illustrator), rust (senior)",
            ("Adobe", "Photoshop", "Illustrator", "rust (senior)"),
            False,
        ),
        ("keine", (), False),
        ("Keine", (), False),
        ("rust/sql", ("rust/sql",), False),
        ("UI & UX", ("UI & UX",), False),
        ("'y", ("y",), False),
        ("N/A; rust; NULL", ("rust",), False),
        ("x" * 51, ("x" * 50,), True),
        (";".join(f"t{n}" for n in range(20)), tuple(f"t{n}" for n in range(20)), False),
        (";".join(f"t{n}" for n in range(21)), tuple(f"t{n}" for n in range(20)), True),
    ],
)
def test_tags_lose_what_programs_put_around_them(cell: str, tags: tuple[str, ...], cut: bool) -> None:
    assert split_tags(cell) == (tags, cut)


def test_words_for_nothing_are_nobodys_name_and_no_address() -> None:
    words = ["NULL", "N/A", "-", "nan", "#N/A", "none", "n/a", "—"]
    rows = "".join(f"{word},p{n}@x.test\nFay,{word}\n" for n, word in enumerate(words))
    told = problems(f"name,email\n{rows}")
    assert len(told) == 2 * len(words)
    assert {*told.values()} == {NO_NAME, "Please enter an email address."}


def test_what_a_row_cannot_show_is_told() -> None:
    long = f"name,notes,email\n{'A' * 10_001},x,a@x.test\nBo,{'y' * 20_000},b@x.test\n"
    assert problems(long) == {2: TOO_LONG}
    assert problems("name,email\nJ\ufffdrgen,j@x.test\n") == {2: LOST_LETTER}


def test_a_surplus_cell_in_our_file_of_failed_rows_is_told_again() -> None:
    text = f"name,email,tags,{SURPLUS},error\nAda,a@x.test,rust,sql,why\nBo,b@x.test,x,,why\n"
    assert problems(text) == {2: TOO_WIDE}


def test_a_thousand_columns_are_read() -> None:
    fields = [f"Field {number}" for number in range(998)]
    header, row = ["Name", *fields, "Email"], ["Ada Lindholm", *["x"] * 998, "ada@x.test"]
    assert people(f"{','.join(header)}\n{','.join(row)}\n") == [ADA]


@pytest.mark.parametrize(
    ("wanted", "columns"),
    [
        ({"name": 0, "email": 3}, Columns((0,), 3)),
        ({"name": 0, "email": 3, "tags": 4}, Columns((0,), 3, (4,))),
        ({"first": 0, "last": 2, "email": 3, "tags": [4]}, Columns((0, 1, 2), 3, (4,), last=2)),
        ({"first": 0, "email": 3}, Columns((0, 1), 3)),
        ({"first": 0, "last": 1, "email": 3}, Columns((0, 1), 3, last=1)),
        ({"name": 0, "last": 2, "email": 3}, Columns((0, 2), 3, whole=0, last=2)),
        ({"name": 0, "email": 3, "second_email": 4, "tags": []}, Columns((0,), 3, others=(4,))),
    ],
)
def test_what_a_person_chose_is_what_is_read(wanted: dict[str, int | list[int]], columns: Columns) -> None:
    assert chosen_columns(wanted, ["Given", "Middle name", "Family", "Mail", "Extra"]) == columns
