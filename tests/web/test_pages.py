"""The web pages as documents: valid, readable in light and dark, and working without scripts."""

import re
from pathlib import Path

import html5lib
import pytest

from tests.kit.product import House
from tests.kit.signing_up import confirm_link, new_link, send, sign_up

STYLE = Path(__file__).parents[2] / "bot/web/static/style.css"
ADA = {"Name": "Ada Lovelace", "Email": "ada@x.dk", "Invite note": "Hi Ada,\nit <b>works</b>.\n\nJordan"}
TEXT_ON_GROUND = [
    (text, ground) for text in ("plain", "strong", "quiet") for ground in ("card", "page", "note")
] + [("on-accent", "accent"), ("on-accent", "accent-strong"), ("wrong", "card")]
EDGES_ON_GROUND = [
    ("edge", "card"),
    ("edge", "page"),
    ("accent", "card"),
    ("accent", "page"),
    ("wrong", "page"),
]


async def test_every_page_is_a_sound_document(house: House) -> None:
    invitation, stop = await links_mailed_to_ada(house)
    for address in ("/", invitation, stop, "/no-such-page"):
        page = (await house.web.get(address)).text
        html5lib.HTMLParser(strict=True).parse(page)
        assert page.count("<h1>") == page.count("<main>") == 1, address
        assert '<html lang="en"' in page
        assert re.findall(r"<script|<style|\sstyle=|\son\w+=", page) == [], address
        assert set(re.findall(r'(?:src|rel="\w+" href)="([^"]+)"', page)) <= {"/style.css", "/favicon.svg"}


async def test_the_pages_of_a_sign_up_are_sound_documents(house: House) -> None:
    url = await new_link(house, domains="x.dk", expires="2099-01-31")
    sent = await sign_up(house, url)
    confirm = await confirm_link(house)
    stop = next(link for link in house.demo.mailbox.mails[-1].links if "/unasked/" in link)
    pages = [await house.web.get(each) for each in (url, confirm, stop)]
    pages += [sent, await send(house, url, {}), await sign_up(house, url, name="", email="ada")]
    pages += [await house.press(confirm, "Confirm"), await house.web.get(confirm)]
    for page in pages:
        html5lib.HTMLParser(strict=True).parse(page.text)
        assert page.text.count("<h1>") == page.text.count("<main>") == 1
        assert re.findall(r"<script|<style|\sstyle=|\son\w+=", page.text) == []
        ids = re.findall(r'\sid="([^"]+)"', page.text)
        assert len(ids) == len(set(ids))
        for described in re.findall(r'aria-describedby="([^"]+)"', page.text):
            assert set(described.split()) <= set(ids)


async def test_what_nobody_may_see_is_hidden_from_everybody(house: House) -> None:
    """Hidden by position, and also from screen readers and the keyboard."""
    page = (await house.web.get(await new_link(house))).text
    assert '<div class="aloof" aria-hidden="true">' in page
    assert re.search(r'<input[^>]*name="website"[^>]*tabindex="-1"[^>]*autocomplete="off"', page)
    assert re.search(r"\.aloof \{[^}]*position: absolute;[^}]*-100rem", STYLE.read_text(encoding="utf-8"))


async def test_a_note_keeps_its_lines_and_brings_no_markup(house: House) -> None:
    invitation, _ = await links_mailed_to_ada(house)
    page = (await house.web.get(invitation)).text
    assert "<p>Hi Ada,<br>it &lt;b&gt;works&lt;/b&gt;.</p>" in page
    assert "<p>Jordan</p>" in page


async def test_the_invitation_tells_what_is_stored(house: House) -> None:
    invitation, _ = await links_mailed_to_ada(house)
    page = (await house.web.get(invitation)).text
    assert "What is stored about you" in page
    assert "ada@x.dk" in page


async def test_the_front_page_tells_nothing_of_anybody(house: House) -> None:
    page = await house.web.get("/")
    assert page.status_code == 200
    assert "open the link in your email" in page.text
    assert "Acme" not in page.text


@pytest.mark.parametrize(("address", "kind"), [("/style.css", "text/css"), ("/favicon.svg", "image/svg+xml")])
async def test_what_pages_are_made_of_is_served(house: House, address: str, kind: str) -> None:
    answer = await house.web.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)
    assert "max-age" in answer.headers["cache-control"]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_keep_the_contrast_people_need(scheme: int) -> None:
    """WCAG 2.2: 4.5 to 1 for text (1.4.3), 3 to 1 for edges of controls (1.4.11)."""
    colours = dict(re.findall(r"--([\w-]+): (#\w{6})", style_sheet_roots()[scheme]))
    faint = [pair for pair in TEXT_ON_GROUND if contrast(*(colours[name] for name in pair)) < 4.5]
    faint += [pair for pair in EDGES_ON_GROUND if contrast(*(colours[name] for name in pair)) < 3]
    assert faint == []


async def links_mailed_to_ada(house: House) -> tuple[str, str]:
    """Return the paths of Ada's invitation and of her page to stop email."""
    await house.invite(**ADA)
    await house.settled()
    mail = house.demo.mailbox.to("ada@x.dk")[-1].text
    invitation, stop = (re.search(rf"/{kind}/\S+", mail) for kind in ("i", "stop"))
    assert invitation, mail
    assert stop, mail
    return invitation[0], stop[0]


def style_sheet_roots() -> list[str]:
    return re.findall(r":root \{(.*?)\}", STYLE.read_text(encoding="utf-8"), re.DOTALL)


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
