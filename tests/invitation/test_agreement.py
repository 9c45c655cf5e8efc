"""The company's agreement at the door: on an invitation's and the sign-up page, and in what is stored."""

import csv
import io
import re
from datetime import datetime

from tests.invitation.test_page import invited, status, words
from tests.kit.agreeing import TERMS, agreed, ask_for, versions
from tests.kit.product import House, settle
from tests.kit.signing_up import ADA, apply, confirm_link, drawn, fields_of, new_link, send, sign_up

EMAIL = "ada@x.dk"


async def test_nobody_accepts_without_a_yes_and_the_yes_is_kept(house: House) -> None:
    await ask_for(house, TERMS)
    link = await invited(house)
    page = await house.web.get(link)
    assert "What you hear stays between us." in words(page) and "I agree" in words(page)
    refused = await house.press(link, "Accept")
    assert refused.status_code == 422
    assert "Please tick “I agree” first." in words(refused)
    assert (await status(house), await agreed(house)) == (["invited"], [])
    accepted = await house.press(link, "Accept", ticking="agree")
    assert "You accepted on" in words(accepted)
    (yes,) = await agreed(house)
    assert (yes["email"], yes["number"]) == (EMAIL, 1)
    assert abs((datetime.fromisoformat(f"{yes['at']}+00:00") - house.clock()).total_seconds()) < 60
    history = await house.person("Jordan Lee").command("/contacts", f"history {EMAIL}")
    assert "They agreed to the agreement, version 1" in history.words


async def test_declining_takes_no_yes(house: House) -> None:
    await ask_for(house, TERMS)
    assert "You declined on" in words(await house.press(await invited(house), "Decline"))
    assert await agreed(house) == []


async def test_what_was_ticked_must_be_what_is_asked_for_now(house: House) -> None:
    """The agreement is saved again while the page is open, once unchanged and once changed."""
    await ask_for(house, TERMS)
    link = await invited(house)
    await settle(house.person("Maria Garcia"), "Privacy", {"Agreement": f"{TERMS}\n"})
    await house.person("Maria Garcia").close()
    assert await house.rows("SELECT number FROM agreement") == [{"number": 1}]
    await ask_for(house, "https://acme.example/terms")
    again = await house.post(f"{link}/accept", {"agree": "1"})
    assert again.status_code == 422
    assert "The agreement was changed meanwhile." in words(again)
    assert 'href="https://acme.example/terms"' in again.text
    await ask_for(house, TERMS)
    assert (await house.post(f"{link}/accept", {"agree": "1"})).status_code == 200
    assert await versions(house) == [(EMAIL, 1)]


async def test_a_hostile_text_is_shown_as_it_is(house: House) -> None:
    await ask_for(house, "<script>alert(1)</script> {{7*7}}")
    page = await house.web.get(await invited(house))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{7*7}}" in page.text


async def test_an_applicants_yes_counts_from_the_day_they_signed_up(house: House) -> None:
    link = await new_link(house)
    await ask_for(house, TERMS)
    refused = await sign_up(house, link, skills="design")
    assert refused.status_code == 422
    assert "Please tick “I agree” first." in words(refused)
    assert fields_of(refused)["skills"] == "design"
    ticked = (await drawn(house, link) | ADA) | {"agree": "1"}
    house.forward(seconds=5)
    assert "Check your inbox" in words(await send(house, link, ticked))
    signed_up_at = house.clock()
    assert await agreed(house) == [], "an address that nobody confirmed says no yes"
    page = await confirm_link(house)
    house.forward(hours=2)
    assert "What you hear stays between us." in words(await house.web.get(page))
    await house.press(page, "Confirm")
    (yes,) = await agreed(house)
    assert abs((datetime.fromisoformat(f"{yes['at']}+00:00") - signed_up_at).total_seconds()) < 60


async def test_it_is_on_their_page_in_their_data_in_the_export_and_goes_with_them(house: House) -> None:
    await ask_for(house, TERMS)
    confirmed = await apply(house, await new_link(house), agree="1")
    page = re.findall(r'href="([^"]+/you/[^"]+)"', confirmed.text)[0]
    shown = words(await house.web.get(page))
    assert "You agreed to version 1 on 10 June 2026" in shown and "What we paid for is ours." in shown
    told = (await house.web.get(f"{page}/my-data.json")).json()
    assert [(each["version"], each["text"]) for each in told["agreed"]] == [(1, TERMS)]
    jordan = house.person("Jordan Lee")
    await jordan.command("/contacts", "export")
    await house.settled()
    (file,) = next(seen for seen in reversed(jordan.messages()) if seen.files).files
    (row,) = csv.DictReader(io.StringIO(file.data.decode("utf-8-sig")))
    assert (row["agreement"], row["agreed"]) == ("1", "2026-06-10")
    await house.person("Maria Garcia").command("/contacts", f"erase {EMAIL}")
    await house.person("Maria Garcia").submit()
    assert await house.rows("SELECT * FROM agreed") == []
    details = await house.rows(
        "SELECT event_detail.id FROM event_detail JOIN event ON event.id = event_detail.event_id"
        " WHERE event.kind = 'agreed'"
    )
    assert details == []
