"""Rendered emails: the same in text and HTML, readable, and without smuggled markup."""

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import html5lib
import pytest

from bot.mail.message import Content, Delivery, build
from bot.mail.preview import samples

HARMLESS = {
    "html", "head", "meta", "title", "style", "body", "div", "table", "tbody", "tr", "td",
    "p", "h1", "a", "br", "span", "wbr", "blockquote",
}  # fmt: skip
EVERY_SAMPLE = pytest.mark.parametrize("sample", samples())


def parsed(content: Content, delivery: Delivery) -> EmailMessage:
    message = message_from_bytes(build(content, delivery).data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@EVERY_SAMPLE
def test_both_parts_say_the_same(sample: str) -> None:
    content, delivery = samples()[sample]
    message = parsed(content, delivery)
    text, page = words(body(message, "plain")), words(visible_text(body(message, "html")))
    page |= words(delivery.stop_url)  # only the text version spells out where a link leads
    assert len(text & page) / len(text | page) >= 0.9
    shown = [*(content.button or ()), *(value for _, value in content.details)]
    for needed in (*shown, "Why you're getting this email", "Never write to me again"):
        assert needed in body(message, "plain")
        assert needed in visible_text(body(message, "html"))
    assert delivery.stop_url in body(message, "plain")
    assert delivery.stop_url in body(message, "html")
    assert delivery.postal_address in body(message, "plain")
    assert delivery.postal_address in body(message, "html")


def visible_text(html: str) -> str:
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    return "".join(document.find("body").itertext())


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


@EVERY_SAMPLE
def test_the_html_is_small_and_fetches_nothing_but_a_logo_and_a_photo(sample: str) -> None:
    content, delivery = samples()[sample]
    html = body(parsed(content, delivery), "html")
    assert len(html.encode()) <= 30_000
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    pictures = list(document.iter("img"))
    assert {element.tag for element in document.iter()} <= HARMLESS | {"img"}
    wanted = [(delivery.look.logo, delivery.company, "40")] if delivery.look.logo else []
    if delivery.face and delivery.face.photo:
        wanted.append((delivery.face.photo, delivery.face.name, "44"))
    assert [(each.get("src"), each.get("alt"), each.get("height")) for each in pictures] == wanted
    fetching = [element for element in document.iter() if {"src", "background"} & set(element.keys())]
    assert fetching == pictures
    assert not re.search(r"url\(|@import", html)
    assert document.get("lang") == "en"
    assert document.get("dir") == "ltr"
    assert document.findtext("head/title")
    assert all(table.get("role") == "presentation" for table in document.iter("table"))
    links = [link.get("href") for link in document.iter("a")]
    assert {re.sub(r"(https://[^/]+)/.*", r"\1", link) for link in links} == {"https://people.acme.example"}
    assert html.count("<table") == html.count("<tbody>")
    assert '<meta name="color-scheme" content="light dark">' in html


def test_the_postal_address_is_one_line_of_what_can_be_seen() -> None:
    content, delivery = samples()["invitation"]
    message = parsed(content, replace(delivery, postal_address="Acme,\r\n1 Main\u202e Street"))
    for kind in ("plain", "html"):
        assert "Acme, 1 Main Street" in body(message, kind)


def test_what_people_write_is_neither_markup_nor_template_nor_link() -> None:
    content, delivery = samples()["invitation-hostile"]
    html = body(parsed(content, delivery), "html")
    assert "{{7*7}}" in html
    assert "49" not in re.sub(r"#\w+", "", html)
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "https://evil.test" not in html  # broken up, so that no email client makes a link of it
    assert "https://evil.test/login" in visible_text(html)
    assert "\u202e" not in html


@pytest.mark.parametrize(
    ("words", "background"),
    [
        ("#2b353c", "#ffffff"), ("#556068", "#ffffff"), ("#556068", "#f3f4f1"), ("#4d5860", "#f2f6f3"),
        ("#14201b", "#f2f6f3"), ("#ffffff", "#1d6b4f"), ("#d8dde1", "#1e2429"), ("#a9b3bb", "#1e2429"),
        ("#a9b3bb", "#14181c"), ("#a9b3bb", "#262e34"), ("#f2f4f5", "#262e34"), ("#0b2a1f", "#8fd9bd"),
    ],
)  # fmt: skip
def test_words_stand_out_from_their_background(words: str, background: str) -> None:
    html = body(parsed(*samples()["invitation"]), "html")
    assert words in html
    assert background in html
    lighter, darker = sorted((luminance(words), luminance(background)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Compute the relative luminance defined by WCAG 2."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
