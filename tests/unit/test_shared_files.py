"""Which shared files are offered for import, looked into, answered, or ignored."""

import pytest

from bot.services.imports.shared import SharedFile


def shared(name: str, filetype: str = "", mimetype: str = "") -> SharedFile:
    return SharedFile("F1", name, 100, filetype, mimetype)


@pytest.mark.parametrize(
    "file",
    [
        shared("a.CSV"),
        shared("a.tsv"),
        shared("a.xlsx"),
        shared("a.xls"),
        shared("a.ods"),
        shared("a.vcf"),
        shared("export", "csv"),
        shared("export", "", "text/csv"),
        shared("export", "", "application/vnd.ms-excel"),
    ],
)
def test_lists_are_offered(file: SharedFile) -> None:
    assert file.looks_importable
    assert file.problem is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("team.numbers", "Apple Numbers"),
        ("pool.xlsb", "binary Excel"),
        ("contacts.zip", "ZIP archive"),
        ("Our freelancers.pdf", "PDF"),
        ("kontakter_2024.html", "web page"),
        ("mailing-list.png", "picture"),
    ],
)
def test_lists_that_cannot_be_read_are_answered(name: str, kind: str) -> None:
    file = shared(name)
    assert file.looks_importable
    assert kind in (file.problem or "")
    assert "Please save the list as a CSV file" in (file.problem or "")


@pytest.mark.parametrize("name", ["a.txt", "people.csv.txt", "notes.md", "people"])
def test_text_is_looked_into(name: str) -> None:
    file = shared(name)
    assert file.may_have_people
    assert not file.looks_importable


@pytest.mark.parametrize(
    "name", ["logo.png", "contract.pdf", "notes.docx", "archive.zip", "peoples.pdf", "notes"]
)
def test_other_files_are_ignored(name: str) -> None:
    file = shared(name)
    assert not file.looks_importable
    assert not file.may_have_people
