"""From bytes to records: kind of file, encoding, delimiter, and line numbers of errors."""

import csv
import io
import re
import tracemalloc
import zipfile
from itertools import islice
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.files.decoding import decode
from bot.services.files.encodings import Encoding
from bot.services.files.kind import is_workbook
from bot.services.files.limits import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, FileRefused, Record
from bot.services.files.records import records
from tests.kit import xlsx

SOREN = "name,email\nSøren Ærø,soren@x.dk\n"


def read(text: str) -> list[Record]:
    return list(records(text))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (xlsx.zipped({"a.csv": "name,email"}), "a ZIP archive"),
        (xlsx.zipped({"in.xlsx": xlsx.workbook([["name"]])}), "a ZIP archive"),
        (xlsx.zipped({}), "a ZIP archive"),
        (b"PK\x03\x04 cut off", "a ZIP archive"),
        (xlsx.zipped({"xl/workbook.bin": ""}), "a binary Excel workbook"),
        (xlsx.zipped({"Index/Document.iwa": ""}), "an Apple Numbers document"),
        (xlsx.zipped({"word/document.xml": ""}), "a Word document"),
        (xlsx.OLE + bytes(600), "a file of an old Office program"),
        (xlsx.OLE + "WordDocument".encode("utf-16-le"), "a Word document"),
        (xlsx.OLE + "EncryptedPackage".encode("utf-16-le"), "with a password"),
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0", "a picture (JPEG)"),
        (b"GIF89a", "a picture (GIF)"),
        (b"\n <!DOCTYPE html><html>", "a web page"),
        (b"\xef\xbb\xbf<html>", "a web page"),
        (b"<?xml version='1.0'?>", "an XML file"),
        (b'[{"name": "Ada"}]', "a JSON file"),
        (b"+/v8-name,email", "UTF-7"),
        (SOREN.encode("utf-7"), "UTF-7"),
        ("\ufeffname".encode("utf-32"), "UTF-32"),
        (bytes(range(256)) * 4, "no text file"),
    ],
)
def test_a_file_that_is_no_list_is_refused_by_what_it_is(data: bytes, what: str) -> None:
    with pytest.raises(FileRefused, match=r"^people\.csv .* CSV file .*\.$") as refused:
        is_workbook("people.csv", data)
    assert what in refused.value.text


def test_an_open_document_is_refused_by_what_it_is() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    with pytest.raises(FileRefused, match="OpenDocument"):
        is_workbook("people.xlsx", file.getvalue())


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefused, match="empty"):
        is_workbook("people.csv", data)


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(FileRefused, match="larger than 20 MB"):
        is_workbook("people.csv", b"a" * (MOST_BYTES + 1))


def test_a_workbook_is_told_by_its_content() -> None:
    assert is_workbook("people.csv", xlsx.workbook([["name", "email"]]))
    assert is_workbook("people.txt", xlsx.OLE + "Workbook".encode("utf-16-le"))
    assert is_workbook("people.xls", xlsx.OLE + "Book".encode("utf-16-le"))
    assert is_workbook("people", xlsx.open_document([["name", "email"]]))
    assert is_workbook("people.xlsx", xlsx.workbook([["name"]]).replace(b"xl/", b"xl\\"))
    assert not is_workbook("people.xlsx", b"name,email\n")
    assert not is_workbook("people.csv", b"name,email\nA\x00d\x1ba,ada@x.dk\n")
    assert not is_workbook("people.csv", SOREN.encode("utf-16-le"))
    assert not is_workbook("people.csv", b"name,email\nAda +AB-,ada+ANY-x@x.dk\n")


@pytest.mark.parametrize(
    ("data", "wanted", "encoding"),
    [
        (SOREN.encode(), None, Encoding.UTF_8),
        (SOREN.encode("utf-8-sig"), None, Encoding.UTF_8),
        (SOREN.encode("utf-8-sig"), Encoding.UTF_8, Encoding.UTF_8),
        (SOREN.encode("utf-16"), None, Encoding.UTF_16),
        (SOREN.encode("utf-16"), Encoding.UTF_16, Encoding.UTF_16),
        (b"\xfe\xff" + SOREN.encode("utf-16-be"), None, Encoding.UTF_16),
        (SOREN.encode("utf-16-le"), Encoding.UTF_16, Encoding.UTF_16),
        (SOREN.encode("utf-16-be"), Encoding.UTF_16, Encoding.UTF_16),
        (SOREN.encode("cp1252"), None, Encoding.WINDOWS_1252),
        (SOREN.encode("mac-roman"), Encoding.MAC_ROMAN, Encoding.MAC_ROMAN),
        (SOREN.encode("iso8859-15"), Encoding.ISO_8859_15, Encoding.ISO_8859_15),
    ],
)
def test_soren_survives_every_encoding(data: bytes, wanted: Encoding | None, encoding: Encoding) -> None:
    read = decode(data, wanted)
    assert (read.text, read.encoding) == (SOREN, encoding)
    assert encoding in read.fitting


def test_another_encoding_reads_the_same_file_again() -> None:
    assert decode(SOREN.encode("utf-8-sig"), Encoding.WINDOWS_1252).text.startswith("name,email\nSÃ¸ren")


@pytest.mark.parametrize(
    ("data", "wanted", "line"),
    [
        (b"name\n" + bytes(range(0x80, 0x100)), None, None),
        (b"name\n\n\xe6", Encoding.UTF_8, 3),
        (b"name\n\x81", Encoding.WINDOWS_1252, 2),
        (SOREN.encode("utf-16-le"), None, None),
        (SOREN.encode("utf-16"), Encoding.WINDOWS_1252, None),
        (SOREN.encode("utf-16") + b"a", None, None),
        (b"\xff\xfea\x00\x00\xd8b\x00", None, None),
        (SOREN.encode(), Encoding.UTF_16, None),
    ],
)
def test_bytes_that_do_not_fit_are_refused_and_not_dropped(
    data: bytes, wanted: Encoding | None, line: int | None
) -> None:
    with pytest.raises(FileRefused, match=r"File encoding\.|CSV UTF-8") as refused:
        decode(data, wanted)
    assert line is None or refused.value.line == line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name,email\nAda,a@x.dk", [(1, ["name", "email"]), (2, ["Ada", "a@x.dk"])]),
        ("name;email\nLovelace, Ada;a@x.dk", [(1, ["name", "email"]), (2, ["Lovelace, Ada", "a@x.dk"])]),
        ("name\temail\nA, d; a\ta@x.dk", [(1, ["name", "email"]), (2, ["A, d; a", "a@x.dk"])]),
        ("name|email|tags\nAda|a@x.dk|a,b", [(1, ["name", "email", "tags"]), (2, ["Ada", "a@x.dk", "a,b"])]),
        ("a;b@x.dk;c,d\ne;f@x.dk;g,h", [(1, ["a", "b@x.dk", "c,d"]), (2, ["e", "f@x.dk", "g,h"])]),
        ('"a,b";c\n"d,e";f', [(1, ["a,b", "c"]), (2, ["d,e", "f"])]),
        ("a@x.dk\nb@x.dk", [(1, ["a@x.dk"]), (2, ["b@x.dk"])]),
        ("sep=;\r\nname,x;email\r\n", [(2, ["name,x", "email"])]),
        ("SEP=; \r\nname,x;email\r\n", [(2, ["name,x", "email"])]),
        ('"sep=\t"\nname,x\temail\n', [(2, ["name,x", "email"])]),
        ("a,b\rc,d\r", [(1, ["a", "b"]), (2, ["c", "d"])]),
        ("a,b\r\n\r\nc,d", [(1, ["a", "b"]), (3, ["c", "d"])]),
        ("a,b\n,,\n\n c,d", [(1, ["a", "b"]), (4, ["c", "d"])]),
        ('a,"x\ny"\nb,c', [(1, ["a", "x\ny"]), (3, ["b", "c"])]),
        ('a,"x\r\n\r\ny"\r\nb,c', [(1, ["a", "x\r\n\r\ny"]), (4, ["b", "c"])]),
        ('a, "x, y"\n', [(1, ["a", "x, y"])]),
        ('a,"say ""hi"""\n', [(1, ["a", 'say "hi"'])]),
        (
            "a,b\u2028c\x85d\x0be\x0cf\x1eg\nh,i",
            [(1, ["a", "b\u2028c\x85d\x0be\x0cf\x1eg"]), (2, ["h", "i"])],
        ),
        ("a,\x00\ud800\nb,c", [(1, ["a", "\x00\ud800"]), (2, ["b", "c"])]),
        ("sep=\x00\na,b", [(1, ["sep=\x00"]), (2, ["a", "b"])]),
        ("", []),
        ("\n\n", []),
    ],
)
def test_records_have_the_line_they_begin_in(text: str, expected: list[Record]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_long_file_is_read_in_pieces_with_every_line(end: str) -> None:
    rows = [[f"Ada {number}", "x" * (number % 90), f"a{number}@x.dk"] for number in range(5_000)]
    text = end.join(",".join(row) for row in rows)
    assert read(text) == list(enumerate(rows, 1))


def test_a_line_end_where_a_piece_ends_counts_once() -> None:
    long = "x" * 65_535
    assert read(f"{long}\r\nb,c\r\n") == [(1, [long]), (2, ["b", "c"])]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('name,email\nAda,a@x.dk\n"Bob,b@x.dk\nEve,e@x.dk\n', 3, "not closed"),
        ('name,email\n"Bob,b@x.dk\n' + "Eve,e@x.dk\n" * 460_000, 2, "not closed"),
        ('name,email\n\n"Ada" Lovelace,a@x.dk\n', 3, "twice"),
        (f"name,email\n{'a,' * MOST_COLUMNS}b", 2, "1,000 columns"),
        ("name,email\nAda,a@x.dk\n" + "ab," * 1_000_000, 3, "too many cells"),
        ("name,email\n" + '"\n",' * 1_000_000, 2, "too many cells"),
        ("a" * 5_000_000, 1, "10,000 characters"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_at_once(text: str, line: int, words: str) -> None:
    tracemalloc.start()
    began = perf_counter()
    with pytest.raises(FileRefused, match=words) as refused:
        read(text)
    took, (_, peak) = perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.line == line
    assert f"ine {line} " in refused.value.text
    assert took < 30, "a second without the tracing, on a machine that does nothing else"
    assert peak < 100_000_000


def test_empty_cells_at_the_end_do_not_count() -> None:
    assert read("name,email" + "," * 2_000) == [(1, ["name", "email"])]
    assert len(read(f"{'a,' * 999}a")[0][1]) == MOST_COLUMNS


def test_too_many_rows_are_refused_while_reading() -> None:
    with pytest.raises(FileRefused, match="100,000 rows"):
        read("a,b\n" * (MOST_ROWS + 30))


def test_blank_rows_are_not_counted() -> None:
    assert len(read("a,b\n" + ",,,\n" * (MOST_ROWS + 30) + "c,d")) == 2


def test_records_come_one_by_one() -> None:
    assert list(islice(records('a,b\nc,d\n"open'), 2)) == [(1, ["a", "b"]), (2, ["c", "d"])]


@settings(deadline=None)  # tries each encoding
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for wanted in (None, *Encoding):
        try:
            if not is_workbook("people.csv", data):
                read(decode(data, wanted).text)
        except FileRefused as refused:
            assert refused.text.endswith(".")


CELLS = st.text(alphabet=st.sampled_from('ab@.,;"\n\r\t|\x85\u2028\x0b\x00 ='), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4)), st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_was_quoted_comes_back_with_its_line(rows: list[list[str]], end: str) -> None:
    file = io.StringIO(newline="")
    writer, expected, line = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator=end), [], 2
    for row in rows:
        if any(row):
            expected.append((line, row))
        line += len(re.findall(r"\r\n?|\n", '","'.join(row))) + 1
        writer.writerow(row)
    assert read(f"sep=,{end}{file.getvalue()}") == expected
