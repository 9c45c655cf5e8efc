"""What columns are for by their headings alone, in the words of many languages and programs."""

import re

import pytest

from bot.services.files.headings import ColumnRole, last_name_first, roles

HEADINGS = {
    ColumnRole.NAME: "Name (Vor- und Nachname) | Name of candidate\n"
    "Name des Freelancers | Nombre del candidato",
    ColumnRole.SECOND_NAME: "Mitarbeiter | Consultant | Medarbejder | Candidat | 担当者名 | Contractor",
    ColumnRole.FIRST: "Name - First | Name (First) | name_first | Name: First | contact.first_name\n"
    "Nome di battesimo",
    ColumnRole.LAST: "Name - Last | Name (Last) | Apellido 1 | Contact: Last Name | Contact - Last name",
    ColumnRole.SECOND_LAST: "Apellido 2",
    ColumnRole.MIDDLE: "Vorname 2",
    ColumnRole.EMAIL: """
E-mail 1 - Valeur | Adresse de courriel | Correo-e | Correio electrónico | Posta | Email地址
Email of candidate | Correo del candidato | E-mail: Primary | contact.email | Имэйл
Imejl
""",
    ColumnRole.SECOND_EMAIL: """
Dienstliche E-Mail | E-mailadres werk | Почта рабочая | Рабочий e-mail | E-mail 2 - Valeur
Adresse e-mail professionnelle | Person - Email - Work | Correo laboral | 会社 メール
""",
    ColumnRole.TAGS: """
Themen | Schwerpunkte | Domaines de compétences | Savoir-faire | ESPECIALIDAD | Emner | Faggruppe
專長 | Technologies used | What are your skills? | Role tags | Tag names | Luokat
Deine Skills (Mehrfachauswahl) | Hvad er dine kompetencer?
""",
    None: """
Email opt-in | Email status | Email sent | Last email | E-mail 1 - Type | Company name
Name of company | First contact | Last contacted | Manager email | Recruiter email | Manager name
Emergency contact name | Nom de la société | Group name | Phonetic First Name | 名（カナ）
氏名（カナ） | フリガナ | First Language | Skill level | Which tools do you use?
""",
}


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        (heading.strip(), role)
        for role, headings in HEADINGS.items()
        for heading in re.split(r"[|\n]", headings)
        if heading.strip()
    ],
)
def test_a_heading_says_what_its_column_is_for(heading: str, role: ColumnRole | None) -> None:
    assert roles([heading]) == [role]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["姓", "名", "姓（カナ）", "名（カナ）"], [ColumnRole.LAST, ColumnRole.FIRST, None, None]),
        (
            ["Nombre", "Apellido 1", "Apellido 2"],
            [ColumnRole.NAME, ColumnRole.LAST, ColumnRole.SECOND_LAST],
        ),
        (["1. Name", "2. Email", "3. Tags"], [ColumnRole.NAME, ColumnRole.EMAIL, ColumnRole.TAGS]),
        (["Vorname", "2. Vorname", "Nachname"], [ColumnRole.FIRST, ColumnRole.MIDDLE, ColumnRole.LAST]),
    ],
)
def test_headings_are_understood_beside_each_other(
    cells: list[str], expected: list[ColumnRole | None]
) -> None:
    assert roles(cells) == expected


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("Last name, First name", True),
        ("Name, Vorname", True),
        ("Nom, prénom", True),
        ("First name, last name", False),
        ("Name", False),
        ("Name, email", False),
    ],
)
def test_a_heading_may_say_that_the_last_name_comes_first(heading: str, told: bool) -> None:
    assert last_name_first(heading) == told
