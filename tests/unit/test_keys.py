"""Sort keys, search keys, and what finds them, as tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.words.text import one_line
from storage.engine.folding import fold
from storage.engine.keys import contact_keys, search_key, search_patterns, sort_key

FOLDED = {
    "Søren ÆRØ": "soren aero",
    "Ångström": "angstrom",
    "Łukasz": "lukasz",
    "Straße": "strasse",
    "İstanbul": "istanbul",
    "ﬁ": "fi",
    "Ａｄａ": "ada",
    "ёлка": "елка",
    "מֹשֶׁה": "משה",
    "مُحَمَّد": "محمد",
    "हिन्दी": "हिन्दी",
    "한국어": "한국어",
    "カタカナ": "かたかな",
    "  two   spaces ": "two spaces",
    "محـــمود": "محمود",
    "علی\u200cرضا": "علیرضا",
    "O´Neill O’Neill OʻNeill": "o'neill o'neill o'neill",
}


@pytest.mark.parametrize(("text", "folded"), FOLDED.items())
def test_case_accents_and_width_do_not_count(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_names_are_in_the_order_a_person_expects() -> None:
    names = ["3M", "Ada", "Åsa", "d'Arc", "de la Cruz", "Émile", "Zoë", "Ελένη", "Иван", "नीना", "山田"]
    assert sorted(set(names), key=sort_key) == names


def test_a_name_of_signs_alone_still_has_a_place() -> None:
    assert sort_key("!!!") == "!!!"


def test_a_short_word_begins_one_and_a_sharp_sign_is_left_out() -> None:
    assert search_patterns("#React jo 李 Ø") == (("react",), (" jo",), ("李",), (" o", " oe"))
    assert search_patterns("o'b") == ((" ob", " o b"),)
    assert search_patterns("   ") == ()
    assert search_patterns("!!! ?") == (("!!!",), (" ?",))
    assert len(search_patterns(" ".join(map(str, range(100, 200))))) == 8


def test_both_spellings_of_a_foreign_domain_are_found() -> None:
    key = contact_keys("Ada", "Ada@exämple.dk", "ada@xn--exmple-cua.dk")["search_key"]
    assert key == " ada ada@example.dk ada@exaemple.dk ada@xn--exmple-cua.dk"


FOUND: dict[str, tuple[str, ...]] = {
    "Seán O’Brien": ("O'Brien", "O’Brien", "O´Brien", "O`Brien", "obrien", "o brien", "sean", "O'Br"),
    "Pat O Brien": ("O'Brien", "o’brien", "o brien"),
    "Mary O'Neill": ("O’Neill", "O´Neill", "O′Neill", "ONeill"),
    "D’Andrea Rossi": ("d'andrea", "D ANDREA", "dandrea"),
    "ʻOkina Kaʻimi": ("Ka'imi", "kaimi", "Kaʻimi", "'okina"),
    "Jean-Luc Petit": ("Jean‐Luc", "jean luc", "Jean–Luc", "jean- luc", "luc"),
    "Eva‐Lotte Sand": ("Eva-Lotte", "eva lotte"),
    "Ada Lindholm": (
        "Lindholm, Ada",
        "ada,",
        '"Ada Lindholm"',
        "“Ada Lindholm”",
        "«Ada»",
        "(Ada)",
        "*ada*",
        "`ada`",
        "ada…",
        "\u200bada",
        "ad\u00ada",
        "ada\u200d",
        "a l",
        "Ada – Lindholm",
        "Ada & Lindholm",
        "ada; lindholm!",
    ),
    "J.R.R. Torkels": ("J. R. R. Torkels", "JRR Torkels", "J R R", "j.r.r."),
    "J. R. R. Torkels": ("J.R.R. Torkels", "JRR", "J. R. R."),
    "J R R Torkels": ("J.R.R.", "jrr", "j. torkels"),
    "JRR Torkels": ("J.R.R. Torkels", "J. R. R. Torkels"),
    "St. Pierre": ("St Pierre", "st.pierre", "St. Pierre"),
    "Paral·lel": ("parallel", "Paral.lel", "paral·lel"),
    "محـــمود سالم": ("محمود", "محــمود"),
    "علی\u200cرضا": ("علیرضا", "علی\u200cرضا"),
    "王小明": ("小明", "王 小明", "王"),
    "王 小明": ("王小明", "小明"),
    "홍 길동": ("홍길동",),
    "ジョン・スミス": ("ジョンスミス", "ジョン スミス", "じょん"),
    "ジョン スミス": ("ジョン・スミス",),
    "Jürgen Müller": ("muller", "Mueller", "MÜLLER", "Mu\u0308ller", "juergen muller"),
    "Hans Mueller": ("Müller", "mueller"),
    "Hans Muller": ("Müller", "muller"),
    "Bjørn Ørsted": ("Oersted", "orsted", "Bjoern", "ØRSTED"),
    "Åse Ærø": ("Aase", "ase", "aero", "aeroe", "Åse"),
    "Karl Strauß": ("strauss", "STRAUSS", "Strauß"),
    "Karl Strauss": ("Strauß",),
    "Grace Holmer (Navy)": ("(Navy)", "navy"),
    "100% Design": ("100%", "100", "design"),
    "Under_Score": ("r_s", "under_score"),
    "Smith & Co.": ("smith&co", "Smith & Co.", "smith co"),
    "ada@x.dk": (
        "ada@x.dk,",
        "ada@x.dk;",
        "mailto:ada@x.dk",
        " ada@x.dk ",
        "@x.dk",
        ".dk",
        "x.dk",
        "<ada@x.dk>",
        "<mailto:ada@x.dk|ada@x.dk>",
        "“ada@x.dk”.",
        "SMTP:ada@x.dk",
        "ADA＠X.DK",
    ),
    "ada@x-y.dk": ("x-y.dk", "@x", "@x-", "@x-y"),
    "كريم علي": ("کریم", "علی", "علي", "على"),
    "علی": ("علي", "على"),
    "فاطمة": ("فاطمه", "فاطمة"),
    "o'hara-lee@x.dk": ("o'hara", "o’hara-lee@x.dk", "ohara", "hara-lee"),
    "tag:node.js": ("nodejs", "node.js", "node js", "#node.js"),
    "tag:nodejs": ("node.js",),
    "tag:C++": ("c++", "c"),
    "tag:C#": ("c#", "#c#"),
    "tag:.NET": (".net", "net"),
    "tag:Rock'n'Roll": ("rock’n’roll", "rocknroll"),
    "!!!": ("!!!",),
}  # fmt: skip
NOT_FOUND = {
    "Ada Lindholm": ("ada lovis", "100%", "!!!", "uel"),
    "Paul Klee": ("uel", "Pül", "pauel"),
    "Underscore": ("r_s",),
    "tag:C": ("c++", "c#"),
    "tag:xdk": ("x.dk@",),
    "Marco Brien": ("O'Brien",),
    "ada@xadk.com": ("@x.dk",),
}


@pytest.mark.parametrize("stored", FOUND)
def test_what_is_typed_is_reduced_as_what_is_stored(stored: str) -> None:
    assert [typed for typed in FOUND[stored] if not finds(typed, stored)] == []


@pytest.mark.parametrize("stored", NOT_FOUND)
def test_what_is_not_there_is_not_found(stored: str) -> None:
    assert [typed for typed in NOT_FOUND[stored] if finds(typed, stored)] == []


def finds(typed: str, stored: str) -> bool:
    """Tell whether a search finds a name, an address (with an @) or a tag (after `tag:`)."""
    if stored.startswith("tag:"):
        key = search_key(stored.removeprefix("tag:"))
    elif "@" in stored:
        key = contact_keys("Zoe Quist", stored, stored)["search_key"]
    else:
        key = contact_keys(stored, "q@v.test", "q@v.test")["search_key"]
    patterns = search_patterns(typed)
    return bool(patterns) and all(any(pattern in key for pattern in word) for word in patterns)


SHOWN = st.text(
    st.characters(exclude_categories=["C"], exclude_characters="\xad@＠﹫"), min_size=1, max_size=20
)


@given(SHOWN.filter(lambda name: name == one_line(name) and any(map(str.isalnum, name))))
def test_every_name_is_found_by_itself(name: str) -> None:
    assert finds(name, name)
