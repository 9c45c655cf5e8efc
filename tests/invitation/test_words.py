"""Hostile names and notes are shown literally in modal, card, email and page."""

import html5lib
import pytest

from demo.person.seen import Seen
from tests.kit.product import House

PINGS = "<!channel> <!here> <@U0123456789> <#C0123456789>"
MARKUP = "*x* _y_ `z` ~w~ :smile: <https://evil.test|Approve in Slack>"
HTML = "<img src=x onerror=alert(1)> {{7*7}} ${7*7} &amp;"
ENCODED = "=?utf-8?q?Eve=0D=0ABcc:_x@y.test?="


async def card_of(house: House, name: str, note: str) -> Seen:
    await house.invite(Name=name, Email="ada@x.dk", **{"Invite note": note})
    await house.settled()
    return house.person("Jordan Lee").message("ada@x.dk")


@pytest.mark.parametrize("text", [PINGS, MARKUP, HTML, ENCODED, "https://evil.test/x", "&lt;!channel&gt;"])
async def test_words_are_shown_letter_for_letter_everywhere(house: House, text: str) -> None:
    card = await card_of(house, text, text)
    assert card.words.count(text) >= 2
    assert text in card.text or text == MARKUP  # the text beside the blocks has no escape for markup
    page = html5lib.parse((await house.web.get(await house.link("ada@x.dk"))).text)
    assert "".join(page.itertext()).count(text) >= 2
    mail = house.demo.mailbox.to("ada@x.dk")[-1]
    assert text in " ".join("".join(html5lib.parse(mail.html).itertext()).split())
    jordan = await house.invite(Name="A", Email="ada@x.dk")
    assert text in jordan.form.text
    await jordan.close()
    await house.press_in_mail("ada@x.dk", "Accept")
    await house.settled()
    assert f"{text} accepted your invitation" in house.person("Jordan Lee").message("accepted").words


async def test_nothing_a_person_wrote_is_sent_as_markup(house: House) -> None:
    await card_of(house, PINGS, MARKUP)
    for call in house.demo.calls("chat.postMessage"):
        assert "<!channel>" not in call.arguments["text"]
        marked = [text for text in texts(call.arguments["blocks"]) if text.get("type") == "mrkdwn"]
        assert not any("channel" in text["text"] or "evil" in text["text"] for text in marked)
        assert call.arguments["unfurl_links"] in (False, "0", "false")


def texts(node: object) -> list[dict[str, str]]:
    """Find every text object in these blocks."""
    if isinstance(node, list):
        return [text for each in node for text in texts(each)]
    if not isinstance(node, dict):
        return []
    own = [node] if "text" in node and isinstance(node["text"], str) else []
    return own + [text for each in node.values() for text in texts(each)]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Ada\u202egnp.exe", "Adagnp.exe"),
        ("\u2066\u2067Ada\u2069\u200b\ufeff", "Ada"),
        ("Ada\r\nBcc: eve@x.dk", "Ada Bcc: eve@x.dk"),
        ("A\x00d\x0ba\u2028B", "A d a B"),
        ("Ada\ud800", "Ada"),
        ("Z" + "\u0301" * 300 + "oe", "Ź\u0301\u0301oe"),
    ],
)
async def test_what_deceives_or_breaks_is_taken_out_of_a_name(house: House, typed: str, shown: str) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact")
    await jordan.fill({"Name": "Ada", "Email": "ada@x.dk"})
    payload = jordan.submit_payload()  # Slack's client would refuse this input
    payload["view"]["state"]["values"]["name"]["name"]["value"] = typed
    assert (await house.demo.deliver("interactive", payload)).status == 200
    await house.settled()
    card = jordan.message("ada@x.dk")
    assert await house.rows("SELECT name, email FROM contact") == [{"name": shown, "email": "ada@x.dk"}]
    assert shown in card.words
    mail = house.demo.mailbox.to("ada@x.dk")[-1]
    assert [to for name, to in mail.headers if name.lower() in ("bcc", "cc")] == []
    assert mail.to == ["ada@x.dk"]


async def test_a_header_cannot_be_written_by_a_name(house: House) -> None:
    await card_of(house, 'Eve" <ceo@acme.test>, "x', ENCODED)
    mail = house.demo.mailbox.to("ada@x.dk")[-1]
    names = [name.lower() for name, _ in mail.headers]
    assert len(names) == len(set(names))
    assert "bcc" not in names
    assert [address.addr_spec for address in mail.message["to"].addresses] == ["ada@x.dk"]
    assert b"\nBcc:" not in mail.raw


async def test_a_name_as_long_as_the_field_takes_is_cut_and_not_refused(house: House) -> None:
    card = await card_of(house, "N" * 200, "n" * 2_000)
    assert await house.rows("SELECT length(name) AS n FROM contact") == [{"n": 80}]
    assert "N" * 80 in card.words
    assert "n" * 2_000 in card.words


async def test_a_family_and_a_name_from_right_to_left_stay_whole(house: House) -> None:
    await card_of(house, "\U0001f469\u200d\U0001f467 علی\u200cرضا", "سلام")
    page = (await house.web.get(await house.link("ada@x.dk"))).text
    assert "<bdi>\U0001f469\u200d\U0001f467 علی\u200cرضا</bdi>" in page


async def test_an_address_in_other_letters_is_mailed(house: House) -> None:
    await house.invite(Name="Jürg", Email="jürg@exämple.de")
    await house.settled()
    assert len(house.demo.mailbox.mails) == 1
    assert "sent" in house.person("Jordan Lee").message("Jürg").words
