"""Which encoding a file was written in: told by its letters, and doubted where they are few."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.files.decoding import decode
from bot.services.files.encodings import LEGACY, Encoding
from bot.services.files.letters import judge
from bot.services.files.limits import FileRefused

CODECS = {legacy.codec: encoding for encoding, legacy in LEGACY.items()}
SURE = [
    ("cp1252", "Søren Ærø;Åse Bjørnsdóttir;Jürgen Müller;Zoë Peña;François Lévêque"),
    ("mac-roman", "Søren Ærø;Åse Bjørn;Jürgen Müller;Zoë Peña;François Lévêque"),
    ("cp850", "Søren Ærø;Åse Bjørn;Jürgen Müller;Zoë Peña;François Lévêque"),
    ("cp1250", "Łukasz Żółć;Świętosława Źdźbło;Małgorzata Wiśniewska;Paweł Dąbrowski"),
    ("cp1250", "Řehoř Žluťoučký;Šárka Ťapková;Jiří Dvořák;Zdeňka Růžičková"),
    ("iso8859-2", "Łukasz Żółć;Świętosława Źdźbło;Małgorzata Wiśniewska;Paweł Dąbrowski"),
    ("cp852", "Łukasz Żółć;Świętosława Źdźbło;Małgorzata Wiśniewska;Paweł Dąbrowski;Ślęża Łódź"),
    ("cp1251", "Иван Петров;Ёлка Юрьева;Мария Кузнецова;Дмитрий Соколов"),
    ("koi8-r", "Иван Петров;Ёлка Юрьева;Мария Кузнецова;Дмитрий Соколов"),
    ("cp866", "Иван Петров;Ёлка Юрьева;Мария Кузнецова;Дмитрий Соколов"),
    ("cp1251", "Оксана Коваленко;Тарас Шевченко;Юлія Ткачук;Євген Їжакевич"),
    ("cp1253", "Γιώργος Παπαδόπουλος;Ελένη Νικολάου;Κώστας Γεωργίου"),
    ("cp1254", "Işıl Şahin;Çağrı Öğün;Gülşen Yıldız;Uğur Çelik"),
    ("cp1255", "דוד כהן;שרה לוי;משה מזרחי;רחל פרידמן"),
    ("cp1256", "محمد علي;فاطمة الزهراء;عبد الله حسن"),
    ("cp1257", "Jānis Bērziņš;Līga Ozoliņa;Žanis Kļaviņš;Ķērsta Ģērmane"),
    ("cp932", "山田 太郎;佐藤 花子;ナカムラ ケンジ;鈴木 さくら"),
    ("cp932", "スーパー太郎;メールアドレス;佐々木・ルカ"),
    ("gb18030", "陈大文;王小明;张伟;欧阳娜娜;李建国"),
    ("cp950", "陳大文;王小明;張偉強;歐陽娜娜;黃雅婷"),
    ("cp949", "김철수;이영희;박지성;최민호;정수빈"),
    ("euc_jp", "山田 太郎;佐藤 花子;鈴木 さくら;ナカムラ ケンジ"),
    ("iso8859-5", "Иван Петров;Ёлка Юрьева;Мария Кузнецова;Дмитрий Соколов"),
    ("iso8859-6", "محمد علي;فاطمة الزهراء;عبد الله حسن"),
    ("iso8859-7", "Γιώργος Παπαδόπουλος;Ελένη Νικολάου;Άννα Γεωργίου"),
    ("cp857", "Işıl Şahin;Çağrı Öğün;Gülşen Yıldız;Uğur Çelik"),
    ("cp1251", "ИВАН ПЕТРОВ;МАРИЯ КУЗНЕЦОВА"),
    ("cp1253", "ΓΙΩΡΓΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ;ΕΛΕΝΗ ΝΙΚΟΛΑΟΥ"),
    ("cp1252", "JÜRGEN MÜLLER;SØREN ÆRØ;FRANÇOIS LÉVÊQUE"),
    ("cp1250", "ŁUKASZ ŻÓŁĆ;MAŁGORZATA WIŚNIEWSKA;JIŘÍ DVOŘÁK"),
]  # fmt: skip


@pytest.mark.parametrize(("codec", "names"), SURE)
def test_a_few_names_tell_the_encoding(codec: str, names: str) -> None:
    text = "name,email\r\n" + "".join(f"{name},p@x.test\r\n" for name in names.split(";"))
    read = decode(text.encode(codec))
    assert read.text == text
    assert CODECS[codec] in read.fitting


@pytest.mark.parametrize(("codec", "names"), SURE)
def test_one_name_is_doubted_or_right(codec: str, names: str) -> None:
    for name in names.split(";"):
        data = f"name,email\n{name},p@x.test\n".encode(codec)
        if not data.isascii():
            read = decode(data)
            assert read.doubtful or name in read.text, (name, read.encoding)
            assert CODECS[codec] in read.fitting


def test_japanese_that_shifts_is_no_ascii() -> None:
    text = "氏名,メール\n山田 太郎,taro@x.test\n"
    data = text.encode("iso2022_jp")
    for wanted in (None, Encoding.ISO_2022_JP):
        assert (decode(data, wanted).text, decode(data, wanted).encoding) == (text, Encoding.ISO_2022_JP)
    assert decode(data, Encoding.UTF_8).text == data.decode()


def test_letters_that_are_the_same_in_both_are_no_doubt() -> None:
    text = "name\nJürgen Müller\nJörg Böhm\nBärbel Größe\n"
    read = decode(text.encode("cp1252"))
    assert (read.text, read.encoding, read.doubtful) == (text, Encoding.WINDOWS_1252, False)


def test_a_few_bad_bytes_in_utf_8_leave_the_rest_right() -> None:
    data = "Søren\nÅse\n".encode() + b"J\xfcrgen\n"
    read = decode(data)
    assert (read.text, read.encoding) == ("Søren\nÅse\nJ\ufffdrgen\n", Encoding.UTF_8)
    assert decode(data, Encoding.UTF_8).text == read.text


def test_a_sign_alone_is_no_dead_end() -> None:
    assert decode("name,email\nAda,5½\n".encode("cp1252")).text == "name,email\nAda,5½\n"


def test_a_dead_end_says_how_to_save_the_list() -> None:
    with pytest.raises(FileRefused, match="save it as an Excel workbook"):
        decode(b"name\n" + bytes(range(0x80, 0x100)))


@given(st.binary(max_size=300))
def test_no_control_character_of_c1_passes_a_guess(data: bytes) -> None:
    verdict = judge(data)
    if verdict and not data.isascii():
        text = data.decode(LEGACY[verdict.encoding].codec)
        assert not any("\x80" <= char <= "\x9f" for char in text)
        assert len(verdict.fitting) == len({*verdict.fitting})
