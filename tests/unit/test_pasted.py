"""People found in pasted text and in all parts of a message, as tables."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.services.invitation.pasted import Found, people_in, people_in_all
from bot.services.words.text import NAME_LENGTH
from bot.slack.message_text import texts_of

ADA, BO = ("Ada Lovelace", "ada@x.dk"), ("Bo Ek", "bo@x.dk")
X, Y = ("Ada Lovelace", "p1@x.dk"), ("Bo Ek", "p2@x.dk")  # nothing in the addresses tells whose they are

CASES: list[tuple[str, list[tuple[str, str]]]] = [
    ("", []),
    ("no address, @here, a@b", []),
    ("Ada Lovelace <ada@x.dk>", [ADA]),
    ("Ada Lovelace ada@x.dk, Bo Ek bo@x.dk", [ADA, BO]),
    ('"Ada Lovelace" &lt;<mailto:ada@x.dk|ada@x.dk>&gt;; Bo &lt;bo@x.dk&gt;', [ADA, ("Bo", "bo@x.dk")]),
    ("please write to ada.lovelace@x.dk.", [("Ada Lovelace", "ada.lovelace@x.dk")]),
    ("Ada Lovelace\nada@x.dk", [ADA]),
    ("Ada Lovelace\nEmail: ada@x.dk\nBo Ek\nE: bo@x.dk", [ADA, BO]),
    ("| Ada Lovelace | ada@x.dk | 12 |\n| Bo Ek | bo@x.dk | 3 |", [ADA, BO]),
    ("ada@x.dk\tAda Lovelace", [ADA]),
    ("Ada ada@x.dk and again ADA@X.dk", [("Ada", "ada@x.dk")]),
    ("Søren van der Ærø – søren@ærø.dk", [("Søren van der Ærø", "søren@ærø.dk")]),
    ("<@U123456> asked for jo@x.dk", [("Jo", "jo@x.dk")]),
    # links
    ("<mailto:ada@x.dk|Ada Lovelace>", [ADA]),
    ("<mailto:ada@x.dk?subject=Hello%20there|Ada Lovelace>", [ADA]),
    ("[Ada Lovelace](mailto:ada@x.dk)", [ADA]),
    ("<https://x.test/ada|Ada Lovelace> <mailto:ada@x.dk|ada@x.dk>", [ADA]),
    ("see https://medium.com/@ada.lovelace and <https://x.com/@ada.b|her page>", []),
    # marks around names and addresses
    ("Ada Lovelace “ada@x.dk”", [ADA]),
    ("“Ada Lovelace” <ada@x.dk>", [ADA]),
    ("'Ada Lovelace' <ada@x.dk>; 'Bo Ek' <bo@x.dk>", [ADA, BO]),
    ("*Ada Lovelace* `ada@x.dk`", [ADA]),
    ("Ada Lovelace \u200bada@x.dk\u200b", [ADA]),
    ("Seán O’Brien sean@x.dk", [("Seán O’Brien", "sean@x.dk")]),
    ("Jean d'Arc jean@x.dk", [("Jean d'Arc", "jean@x.dk")]),
    ("ada lovelace <ada@x.dk>", [("ada lovelace", "ada@x.dk")]),
    ("王小明 <wang@x.dk>", [("王小明", "wang@x.dk")]),
    # as mail programs copy recipients
    ("From: Ada Lovelace <ada@x.dk>\nTo: Bo Ek <bo@x.dk>", [ADA, BO]),
    ("Lovelace, Ada <p1@x.dk>; Ek, Bo <p2@x.dk>", [X, Y]),
    ("Lovelace, Ada <p1@x.dk>, Ek, Bo <p2@x.dk>", [X, Y]),
    ('"Lovelace, Ada" <p1@x.dk>, "Ek, Bo" <p2@x.dk>', [X, Y]),
    ("Ada Lovelace <p1@x.dk>, info@x.dk, Bo Ek <p2@x.dk>", [X, ("Info", "info@x.dk"), Y]),
    ("Ada Lovelace, PhD <p1@x.dk>", [X]),
    ("On Mon, 1 June 2026, Ada Lovelace <p1@x.dk> wrote:", [X]),
    # lists
    ("1. Ada Lovelace, p1@x.dk\n2. Bo Ek, p2@x.dk", [X, Y]),
    ("• Ada Lovelace – p1@x.dk\n• Bo Ek – p2@x.dk", [X, Y]),
    ("Ada,Lovelace,p1@x.dk\nBo,Ek,p2@x.dk", [X, Y]),
    ("First name\tLast name\tEmail\nAda\tLovelace\tp1@x.dk", [X]),
    ("Ada Lovelace\tEngineer\tp1@x.dk\nBo Ek\tDesigner\tp2@x.dk", [X, Y]),
    ("◦ Ada Lovelace: p1@x.dk\n☑ Bo Ek p2@x.dk", [X, Y]),
    ("Ada;Lovelace;p1@x.dk\nBo;Ek;p2@x.dk", [X, Y]),
    ("Nachname\tVorname\tE-Mail\nLovelace\tAda\tp1@x.dk\nEk\tBo\tp2@x.dk", [X, Y]),
    ("```email,name\np1@x.dk,Ada Lovelace\np2@x.dk,Bo Ek```", [X, Y]),
    ("Ada Lovelace / Designer / p1@x.dk", [X]),
    ("Designer: Ada Lovelace, p1@x.dk\nDeveloper: Bo Ek, p2@x.dk", [X, Y]),
    ("Ada Lovelace p1@x.dk / Bo Ek p2@x.dk", [X, Y]),
    ("王小明：p1@x.cn，李娜：p2@x.cn", [("王小明", "p1@x.cn"), ("李娜", "p2@x.cn")]),
    # icons and emoji
    ("👤 Ada Lovelace\n📧 p1@x.dk\n📞 +45", [X]),
    ("Ada Lovelace :email: p1@x.dk", [X]),
    ("→ Ada Lovelace p1@x.dk", [X]),
    # labels in any language
    ("Имя: Иван Петров\nПочта: p1@x.ru", [("Иван Петров", "p1@x.ru")]),
    ("姓名：王小明\n邮箱：p1@x.cn", [("王小明", "p1@x.cn")]),
    ("이름: 김철수\n이메일: p1@x.kr", [("김철수", "p1@x.kr")]),
    ("Vorname: Ada\nNachname: Lovelace\nE-Mail: p1@x.dk", [X]),
    ("Nom : Lovelace\nPrénom : Ada\nCourriel : p1@x.dk", [X]),
    # people in mail programs
    ("On Mon, Jun 1, 2026 at 10:00 AM Ada Lovelace <p1@x.dk> wrote:", [X]),
    ("Am 01.06.2026 um 10:00 Uhr schrieb Ada Lovelace <p1@x.dk>:", [X]),
    ("Il giorno lun 1 giu 2026 alle ore 10:00 Ada Lovelace <p1@x.dk> ha scritto:", [X]),
    ("Ada Lovelace - ACME <p1@x.dk>; Bo Ek | Designer <p2@x.dk>", [X, Y]),
    ("Ada Lovelace via LinkedIn <p1@x.dk>", [X]),
    ("García López, María <maria@x.dk>", [("María García López", "maria@x.dk")]),
    ("p1@x.dk (Ada Lovelace), p2@x.dk (Bo Ek)", [X, Y]),
    # signatures
    ("Mit freundlichen Grüßen\nAda Lovelace\nACME GmbH\nE-Mail: p1@x.dk", [X]),
    ("Pozdrawiam,\nAda Lovelace\np1@x.dk", [X]),
    ("Best regards,\nAda Lovelace\n\nACME Ltd.\nTel: +45 12\np1@x.dk | www.x.dk", [X]),
    ("Ada Lovelace,\np1@x.dk", [X]),
    ("Contact Ada Lovelace: p1@x.dk", [X]),
    ("ada lovelace ada@x.dk", [("ada lovelace", "ada@x.dk")]),
    # behind the address
    ("p1@x.dk Ada Lovelace, p2@x.dk Bo Ek", [X, Y]),
    ("p1@x.dk;Ada Lovelace\np2@x.dk;Bo Ek", [X, Y]),
    ("ada@x.dk - Ada Lovelace\nbo@x.dk - Bo Ek", [ADA, BO]),
    ("ada@x.dk (Ada Lovelace), bo@x.dk (Bo Ek)", [ADA, BO]),
    ("p1@x.dk\nAda Lovelace\np2@x.dk\nBo Ek", [X, Y]),
    ("p1@x.dk\nAda Lovelace\n\np2@x.dk\nBo Ek", [X, Y]),
    # above it
    ("Ada Lovelace\np1@x.dk\nBo Ek\np2@x.dk", [X, Y]),
    ("Best regards\nAda Lovelace\nEngineer, Nordlys\np1@x.dk", [X]),
    ("Ada Lovelace\nada@x.dk, +45 1234, Nordlys", [ADA]),
    ("Name: Ada Lovelace\nCompany: Nordlys\nEmail: p1@x.dk", [X]),
    ("Company: Nordlys\nName: Ada Lovelace\nEmail: p1@x.dk", [X]),
    ("Email: p1@x.dk\nName: Ada Lovelace", [X]),
    # never past another address
    ("Ada Lovelace p1@x.dk, p2@x.dk", [X, ("P2", "p2@x.dk")]),
    ("Ada Lovelace\np1@x.dk\np2@x.dk", [X, ("P2", "p2@x.dk")]),
    # and
    ("Ada Lovelace p1@x.dk and Bo Ek p2@x.dk", [X, Y]),
    ("Ada Lovelace and Bo Ek: p1@x.dk, p2@x.dk", [X, Y]),
    ("Ada Lovelace & Bo Ek bo@x.dk", [BO]),
    # a title in brackets
    ("Ada Lovelace (Engineer) <p1@x.dk>", [X]),
    ("Ada Lovelace [Nordlys] p1@x.dk", [X]),
    ("Ada Lovelace <p1@x.dk> (Engineer)", [X]),
    ("p1@x.dk (Engineer)", [("P1", "p1@x.dk")]),
    # sentences
    ("Hi Jordan, please invite Ada Lovelace at p1@x.dk, thanks!", [X]),
    ("Hi Jordan,\nplease invite Ada Lovelace (p1@x.dk) and Bo Ek (p2@x.dk).\nThanks, Olga", [X, Y]),
    ("Ada Lovelace wrote to p2@x.dk", [("P2", "p2@x.dk")]),
    ("this is Ada's p1@x.dk", [("Ada", "p1@x.dk")]),
    ("so it is, " * 2_000 + "Ada Lovelace p1@x.dk", [X]),
    ("Ada Lovelace so it is, " + "so it is, " * 100 + "Bo Ek p2@x.dk", [Y]),
    # guessed from the address
    ("ada-lovelace.2@x.dk", [("Ada Lovelace", "ada-lovelace.2@x.dk")]),
    ("12345@x.dk", [("12345@x.dk", "12345@x.dk")]),
    ("email,name\nada.lovelace@x.dk,\np2@x.dk,Bo Ek", [("Ada Lovelace", "ada.lovelace@x.dk"), Y]),
    # somebody else's name
    ("Bo Ek\n\nAda Lovelace\np1@x.dk\n\np2@x.dk", [X, ("P2", "p2@x.dk")]),
    ("p1@x.dk\n\nOlga Holm", [("P1", "p1@x.dk")]),
    ("Ada Holm\nAda Lovelace ada@x.dk", [ADA]),
    ("Ada Lovelace p1@x.dk, Olga Holm, Bo Ek p2@x.dk", [X, Y]),
    ("p1@x.dk\nAda Lovelace\nOlga Holm", [X]),
    ("p1@x.dk (Nordlys Group) Ada Lovelace", [X]),
    ("First name: Ada\nLast name: Lovelace\nEmail: p1@x.dk\nFirst name: Bo\nEmail: p2@x.dk",
     [X, ("Bo", "p2@x.dk")]),
    # parts of a name, and names that stand apart
    ("Name: Ada\nLast name: Lovelace\nEmail: p1@x.dk", [X]),
    ("Email: p1@x.dk\nFirst name: Ada\nLast name: Lovelace", [X]),
    ("Ada Lovelace\n\n+45 12\n\np1@x.dk", [X]),
    ("ada lovelace “p1@x.dk”", [("ada lovelace", "p1@x.dk")]),
    ("ada.l@x.dk (Ada)", [("Ada", "ada.l@x.dk")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "people"), CASES)
def test_people_are_found(text: str, people: list[tuple[str, str]]) -> None:
    assert [(each.name, each.email) for each in people_in(text)] == people


FORWARDED: dict[str, Any] = {"id": 1, "is_share": True, "is_msg_unfurl": True, "author_name": "Olga"}
LINK = {"type": "link", "url": "mailto:p1@x.dk", "text": "p1@x.dk"}
SECTION = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Ada Lovelace "}, LINK]}
RICH = {"type": "rich_text", "elements": [SECTION]}
ITEMS = {
    "type": "rich_text_list",
    "elements": [
        SECTION,
        {"type": "rich_text_section", "elements": [{"type": "text", "text": "Bo Ek, p2@x.dk"}]},
    ],
}
MAIL = {
    "filetype": "email",
    "mode": "email",
    "from": [{"address": "p1@x.dk", "name": "Ada Lovelace", "original": "Ada Lovelace <p1@x.dk>"}],
    "to": [{"address": "p2@x.dk", "name": "Bo Ek"}],
    "plain_text": "See you\nGrace Holm\ngrace@x.dk",
}
MESSAGES: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "nothing": ({"text": None}, []),
    "text": ({"text": "Ada Lovelace p1@x.dk"}, [X]),
    "forwarded": (
        {
            "text": "",
            "attachments": [FORWARDED | {"fallback": "[June 1] olga: …", "text": "Ada Lovelace p1@x.dk"}],
        },
        [X],
    ),
    "forwarded rich text": (
        {"text": "", "attachments": [FORWARDED | {"message_blocks": [{"message": {"blocks": [RICH]}}]}]},
        [X],
    ),
    "rich text": ({"text": "", "blocks": [RICH]}, [X]),
    "a list": ({"blocks": [{"type": "rich_text", "elements": [ITEMS]}]}, [X, Y]),
    "a section": (
        {
            "text": "New answer",
            "blocks": [{"type": "section", "text": {"text": "*Ada Lovelace* <mailto:p1@x.dk>"}}],
        },
        [X],
    ),
    "fields of a section": (
        {
            "blocks": [
                {
                    "type": "section",
                    "fields": [{"text": "*Name:*\nAda Lovelace"}, {"text": "*Email:*\np1@x.dk"}],
                }
            ]
        },
        [X],
    ),
    "a context": ({"blocks": [{"type": "context", "elements": [{"text": "Ada Lovelace p1@x.dk"}]}]}, [X]),
    "a table": (
        {
            "blocks": [
                {
                    "type": "table",
                    "rows": [[{"text": "Ada Lovelace"}, {"type": "rich_text", "elements": [LINK]}]],
                }
            ]
        },
        [X],
    ),
    "fields of an attachment": (
        {
            "attachments": [
                {
                    "fields": [
                        {"title": "Name", "value": "Ada Lovelace"},
                        {"title": "Email", "value": "p1@x.dk"},
                    ]
                }
            ]
        },
        [X],
    ),
    "only a fallback": ({"attachments": [{"fallback": "Ada Lovelace p1@x.dk"}]}, [X]),
    "an email": ({"text": "", "files": [MAIL]}, [X, Y, ("Grace Holm", "grace@x.dk")]),
    "another file": ({"files": [MAIL | {"filetype": "csv", "mode": "hosted"}]}, []),
    "a better name below": ({"text": "p1@x.dk", "blocks": [RICH]}, [X]),
    "shapes of another version": (
        {"text": 1, "blocks": "x", "attachments": [None, {"fields": {}}], "files": 2},
        [],
    ),
}


@pytest.mark.parametrize("what", MESSAGES)
def test_all_parts_of_a_message_are_read(what: str) -> None:
    message, people = MESSAGES[what]
    assert [(each.name, each.email) for each in people_in_all(texts_of(message))] == people


NAMES = ["text", "blocks", "elements", "attachments", "message_blocks", "message", "files", "fields", "type"]
PARTS = st.recursive(
    st.none() | st.text(),
    lambda inner: st.dictionaries(st.sampled_from(NAMES), inner | st.lists(inner, max_size=3), max_size=3),
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(NAMES), PARTS | st.lists(PARTS, max_size=3)))
def test_no_shape_of_a_message_breaks_the_reading(message: dict[str, Any]) -> None:
    assert all(isinstance(text, str) for text in texts_of(message))


@pytest.mark.parametrize(
    "part", ["é ", "a, ", "a at ", "Ab and ", "a@b ", "a@b..c\n", "(", "<mailto:", "1. "]
)
def test_no_text_takes_long(part: str) -> None:
    assert people_in((part * 40_000)[:40_000]) == []


def test_a_long_paste_is_read_in_no_time() -> None:
    assert people_in("a" * 40_000 + "@" * 40_000 + " " * 1_000) == []
    assert len(people_in("\n".join(f"P {n} p{n}@x.dk" for n in range(100)))) == 30


def test_in_several_texts_the_name_that_is_written_first_stays() -> None:
    assert people_in_all(["p1@x.dk", "Ada Lovelace p1@x.dk", "Olga Holm p1@x.dk"]) == [Found(*X)]


def test_several_texts_together_name_no_more_people_than_one() -> None:
    texts = ["\n".join(f"P {n} {part}{n}@x.dk" for n in range(20)) for part in "pq"]
    assert len(people_in_all(texts)) == 30


def test_a_name_that_is_found_is_never_longer_than_a_form_takes() -> None:
    assert len(people_in(f"A{'a' * 150} Lovelace <p1@x.dk>")[0].name) == NAME_LENGTH
