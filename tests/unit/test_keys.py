"""How names are sorted and found: tables of cases."""

import pytest

from storage.keys import contact_keys, fold, search_patterns, sort_key

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
    assert search_patterns("#React jo 李 Ø o'b") == ("react", " jo", "李", " o", "o'b")
    assert search_patterns("   ") == ()
    assert len(search_patterns(" ".join(map(str, range(100, 200))))) == 8


def test_both_spellings_of_a_foreign_domain_are_found() -> None:
    key = contact_keys("Ada", "Ada@exämple.dk", "ada@xn--exmple-cua.dk")["search_key"]
    assert key == " ada ada@example.dk ada@xn--exmple-cua.dk"
