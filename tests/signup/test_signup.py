"""Signing up through a link: the page, the email, the confirmation, and the resulting contact."""

import asyncio

import html5lib
import pytest

from bot.security.tokens import Purpose
from bot.services.signup.approval import approve, block, decline
from bot.services.signup.link import rotate_link, switch_off_link
from tests.kit.product import House
from tests.kit.signing_up import (
    ADA,
    HTML,
    alarm_at,
    apply,
    confirm_link,
    contact_id,
    contacts,
    count,
    drawn,
    fields_of,
    new_link,
    send,
    sign_up,
    subjects,
    unit_of_work,
    words,
)
from tests.kit.signing_up import crowd as crowd


async def decided(house: House, how: str, *, tell: bool = False, reason: str = "") -> None:
    """Decide on Ada's application as Jordan."""
    ada = await contact_id(house)
    async with unit_of_work(house) as uow:
        if how == "approve":
            await approve(uow, ada)
        elif how == "decline":
            await decline(uow, ada, reason, tell=tell)
        else:
            await block(uow, ada, reason, tell=tell)


# --- The page ------------------------------------------------------------------------------------


async def test_the_page_says_which_company_and_who_shared_it(house: House) -> None:
    page = await house.web.get(
        await new_link(house, "Cheap people only", domains="x.dk", expires="2099-01-31")
    )
    assert page.status_code == 200
    assert "Jordan Lee at Acme shared this page with you." in words(page)
    assert "This page is for addresses at x.dk." in words(page)
    assert "This page is open until 31 January 2099." in words(page)
    assert "Cheap people only" not in page.text  # a link's name is for the team only


async def test_every_field_has_its_label_and_the_button_its_word(house: House) -> None:
    page = html5lib.parse((await house.web.get(await new_link(house))).text)
    labels = {label.text: label.get("for") for label in page.iter(f"{HTML}label")}
    assert labels == {
        "Name": "name",
        "Email": "email",
        "Title": "title",
        "Links": "links",
        "What do you do?": "skills",
        "Place": "place",
        "Languages": "languages",
        "Usual rate": "rate",
        "Currency": "currency",
        "Per": "per",
        "Free from": "free_from",
        "Days a week": "days_a_week",
        "Message": "message",
        "Leave this empty": "website",
    }
    assert [button.text for button in page.iter(f"{HTML}button")] == ["Sign up"]


async def test_signing_up_asks_to_look_into_the_inbox_and_mails_a_link(house: House) -> None:
    page = await sign_up(house, await new_link(house))
    assert page.status_code == 200
    assert "Check your inbox" in words(page)
    assert await subjects(house) == ["Please confirm your sign-up with Acme"]
    assert await contacts(house) == []


async def test_confirming_puts_them_on_the_list_with_what_they_typed(house: House) -> None:
    page = await apply(house, await new_link(house, tags=("footer",)))
    assert page.status_code == 200
    assert "We have your application" in words(page)
    assert "We'll review your application and get back to you." in words(page)
    assert await contacts(house) == [("ada@x.dk", "applied")]
    row = (await house.rows("SELECT name, message, skills FROM application"))[0]
    assert (row["name"], row["message"]) == ("Ada Lovelace", "We met in Oslo.")
    assert row["skills"] == '["React", "Python"]'
    assert [row["name"] for row in await house.rows("SELECT name FROM tag")] == ["footer"]


async def test_nobody_sees_a_card_before_the_address_is_confirmed(house: House) -> None:
    await sign_up(house, await new_link(house))
    await house.settled()
    jordan = house.person("Jordan Lee")
    assert not any("Needs your approval" in each.words for each in jordan.messages("hiring"))
    await house.press(await confirm_link(house), "Confirm")
    await jordan.sees("Needs your approval", channel="hiring")


async def test_looking_at_the_confirmation_a_hundred_times_changes_nothing(house: House) -> None:
    await sign_up(house, await new_link(house))
    link = await confirm_link(house)
    before = await house.rows("SELECT * FROM application")
    await asyncio.gather(*(house.web.request(verb, link) for verb in ("GET", "HEAD") * 50))
    assert await house.rows("SELECT * FROM application") == before
    assert await contacts(house) == []
    assert (await house.press(link, "Confirm")).status_code == 200


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"name": "  "}, "name", "Please enter your name."),
        ({"email": ""}, "email", "Please enter an email address."),
        ({"email": "ada"}, "email", "This doesn't look like an email address."),
        ({"email": "ada@x.dk\r\nBcc: eve@x.dk"}, "email", "several email addresses"),
        ({"email": "ada@elsewhere.dk"}, "email", "This link is for addresses at x.dk."),
        ({"email": "ada@notx.dk"}, "email", "This link is for addresses at x.dk."),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    house: House, typed: dict[str, str], field: str, said: str
) -> None:
    page = await sign_up(house, await new_link(house, domains="x.dk"), **typed)
    assert page.status_code == 422
    document = html5lib.HTMLParser(strict=True).parse(page.text)
    by_id = {each.get("id"): each for each in document.iter() if each.get("id")}
    assert said in "".join(by_id[f"{field}-wrong"].itertext())
    assert f"{field}-wrong" in by_id[field].get("aria-describedby").split()
    assert by_id[field].get("aria-invalid") == "true"
    kept = fields_of(page)
    for name, value in (ADA | typed).items():
        assert kept[name].replace("\r", "").replace("\n", "") == value.replace("\r", "").replace("\n", "")
    assert await count(house, "application") == 0


async def test_all_that_is_wrong_is_said_at_once_and_can_be_mended_at_once(house: House) -> None:
    url = await new_link(house)
    page = await sign_up(house, url, name="", email="")
    assert "Please enter your name." in words(page)
    assert "Please enter an email address." in words(page)
    assert (await send(house, url, fields_of(page) | ADA)).status_code == 200
    assert await count(house, "application") == 1


async def test_people_words_are_text_on_the_page(house: House) -> None:
    hostile = {
        "name": '"><img src=x onerror=alert(1)>{{7*7}}',
        "email": '"><script>alert(1)</script>',
        "skills": "' onfocus=alert(1) x='",
        "message": "</textarea><script>alert(1)</script>\n${7*7}\x00\ufffe\ud83d\ude00",
    }
    hostile["message"] = hostile["message"].encode("utf-16", "surrogatepass").decode("utf-16")
    page = await sign_up(house, await new_link(house), **hostile)
    assert page.status_code == 422
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert "<script" not in page.text
    assert "<img" not in page.text
    kept = fields_of(page)
    assert kept["name"] == hostile["name"]
    assert kept["message"] == "</textarea><script>alert(1)</script>\n${7*7}\U0001f600"


# --- Links that do not take anybody ----------------------------------------------------------------


async def changed(house: House, change: str) -> None:
    async with unit_of_work(house) as uow:
        link = (await uow.links.newest(1))[0].id
        if change == "rotated":
            await rotate_link(uow, link)
        elif change == "off":
            await switch_off_link(uow, link)
        elif change == "expired":
            house.clock.forward(days=40_000)


@pytest.mark.parametrize("change", ["rotated", "off", "expired"])
async def test_a_link_that_is_over_says_so_kindly_and_has_no_button(house: House, change: str) -> None:
    url = await new_link(house, expires="2099-01-31")
    fields = await drawn(house, url) | ADA
    await changed(house, change)
    for page in (await house.web.get(url), await send(house, url, fields)):
        assert page.status_code == 410
        assert "<button" not in page.text
        assert "Ask the person who gave it to you for a new one." in words(page)
    assert await count(house, "application") == 0


async def test_a_used_up_link_says_so_also_to_who_has_the_form_open(house: House) -> None:
    url = await new_link(house, most_signups="1")
    fields = await drawn(house, url) | ADA | {"email": "late@x.dk"}
    assert (await sign_up(house, url)).status_code == 200
    assert (await house.web.post(await confirm_link(house))).status_code == 200
    for page in (await house.web.get(url), await send(house, url, fields)):
        assert page.status_code == 410
        assert "This sign-up link is full." in words(page)


async def test_a_sign_up_nobody_confirms_takes_no_place_and_ends_after_a_day(house: House) -> None:
    url = await new_link(house, most_signups="1")
    await sign_up(house, url)
    link = await confirm_link(house)
    assert (await sign_up(house, url, email="grace@x.dk")).status_code == 200
    house.forward(days=1, minutes=1)
    late = await house.web.get(link)
    assert late.status_code == (await house.web.post(link)).status_code == 410
    assert "more than a day old" in words(late)
    assert "<button" not in late.text


async def test_who_signed_up_by_a_link_switched_off_since_cannot_confirm(house: House) -> None:
    await sign_up(house, await new_link(house))
    link = await confirm_link(house)
    await changed(house, "off")
    for page in (await house.web.get(link), await house.web.post(link)):
        assert page.status_code == 410
        assert "<button" not in page.text


async def test_what_is_not_our_link_is_a_page_that_does_not_exist(house: House) -> None:
    url = await new_link(house)
    token = url.rpartition("/")[2]
    others = [
        *("x", token[::-1], token[:-1], "%00"),
        (await house.page(Purpose.STOP, 1)).rpartition("/")[2],
        (await house.page(Purpose.FORM, 1)).rpartition("/")[2],
        (await house.page(Purpose.JOIN, 99, 1)).rpartition("/")[2],
        (await house.page(Purpose.JOIN, 1, 1, workspace_id=99)).rpartition("/")[2],
    ]
    there = [f"/join/{each}" for each in others]
    there += [f"/{path}/{token}" for path in ("confirm", "unasked", "i", "stop", "form")]
    pages = [await house.web.get(each) for each in there]
    takes_posts = [each for each in there if each.startswith(("/join/", "/confirm/", "/unasked/"))]
    pages += [await send(house, each, ADA) for each in takes_posts]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1


# --- Who signs up ------------------------------------------------------------------------------------


async def test_who_is_invited_already_joins_that_record(house: House) -> None:
    await house.invite(Name="Ada L.", Email="ada@x.dk", Tags=['Create "oslo"'])
    await apply(house, await new_link(house, tags=("footer",)), email=" ADA@X.dk ".strip())
    assert await contacts(house) == [("ada@x.dk", "applied")]
    assert (await house.rows("SELECT before FROM application"))[0]["before"] == "invited"
    assert await count(house, "contact_tag") == 2


async def test_who_is_active_gets_a_friendly_mail_and_no_new_row(house: House) -> None:
    await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
    await house.press_in_mail("ada@x.dk", "Accept")
    await sign_up(house, await new_link(house))
    assert (await subjects(house))[-1] == "You're already one of Acme's trusted contacts"
    mail = house.demo.mailbox.to("ada@x.dk")[-1]
    assert not any("/confirm/" in link for link in mail.links)
    assert await contacts(house) == [("ada@x.dk", "active")]


async def test_who_waits_already_is_told_so_and_gets_no_second_card(house: House) -> None:
    url = await new_link(house)
    await sign_up(house, url)
    first = await confirm_link(house)
    await sign_up(house, url)
    second = await confirm_link(house)
    for page in (await house.press(first, "Confirm"), await house.web.post(second)):
        assert "We have your application" in words(page)
    await sign_up(house, url)
    assert (await subjects(house))[-1] == "Acme has your application"
    assert await count(house, "card") == 1
    assert await count(house, "event", "kind = 'applied'") == 1


async def test_who_was_declined_may_apply_again(house: House) -> None:
    url = await new_link(house)
    await apply(house, url)
    await decided(house, "decline")
    house.forward(days=2)
    await apply(house, url)
    assert await contacts(house) == [("ada@x.dk", "applied")]
    assert await count(house, "application", "decision IS NULL") == 1


async def test_who_is_archived_comes_back(house: House) -> None:
    url = await new_link(house)
    await apply(house, url)
    await decided(house, "approve")
    await house.plant("UPDATE contact SET archived_at = status_at")
    house.forward(days=2)
    await apply(house, url)
    assert await contacts(house) == [("ada@x.dk", "applied")]
    assert await count(house, "contact", "archived_at IS NOT NULL") == 0


@pytest.mark.parametrize("archived", [False, True])
async def test_who_is_blocked_is_stored_nowhere_and_told_nothing(house: House, archived: bool) -> None:
    url = await new_link(house)
    await apply(house, url)
    await decided(house, "block")
    if archived:
        await house.plant("UPDATE contact SET archived_at = status_at")
    await house.settled()
    mails = len(house.demo.mailbox.mails)
    house.forward(days=2)
    page = await sign_up(house, await new_link(house, "Another"), name="Ada again", message="Please!")
    assert "Check your inbox" in words(page)
    await house.settled()
    assert len(house.demo.mailbox.mails) == mails
    assert await count(house, "application", "name = 'Ada again' OR email_key = 'ada@x.dk'") == 1
    assert await contacts(house) == [("ada@x.dk", "blocked")]


async def test_who_is_blocked_between_sign_up_and_confirmation_reads_what_everybody_reads(
    house: House,
) -> None:
    url = await new_link(house)
    await apply(house, url)
    await sign_up(house, await new_link(house, "Another"), email="grace@x.dk")
    waiting = await house.press(await confirm_link(house, "grace@x.dk"), "Confirm")
    house.forward(days=2)
    await decided(house, "decline")
    await sign_up(house, url)
    link = await confirm_link(house)
    await house.plant("UPDATE contact SET status = 'blocked' WHERE email = 'ada@x.dk'")
    await house.plant("UPDATE event SET status = 'blocked' WHERE status = 'declined'")
    asked = await house.web.get(link)
    assert "Confirm" in asked.text
    pressed = await house.press(link, "Confirm")
    again = await house.web.get(link)
    assert (pressed.status_code, words(pressed)) == (200, words(waiting)) == (200, words(again))
    assert await contacts(house) == [("ada@x.dk", "blocked"), ("grace@x.dk", "applied")]


async def test_our_no_cannot_be_undone_by_an_older_invitation(house: House) -> None:
    await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
    invitation = await house.link("ada@x.dk")
    await apply(house, await new_link(house))
    await decided(house, "block")
    for page in (await house.web.get(invitation), await house.web.post(f"{invitation}/accept")):
        assert page.status_code == 410
    assert await contacts(house) == [("ada@x.dk", "blocked")]


async def test_another_clients_contact_needs_this_clients_approval(house: House) -> None:
    """What other companies on this installation know is neither shown nor counted."""
    await house.plant(
        "INSERT INTO workspace (slack_id, team_name, bot_id, bot_user_id, settings, created_at)"
        " SELECT 'TOTHER', 'Other', 'B2', 'U2', '{}', created_at FROM workspace"
    )
    for table, columns in (
        ("contact", "name, email, email_key, status, status_at, source, created_at, version"),
    ):
        await house.plant(
            f"INSERT INTO {table} (workspace_id, {columns}) SELECT id, 'Countess', 'ada@x.dk', 'ada@x.dk',"
            " 'active', created_at, 'secret source', created_at, 1 FROM workspace WHERE slack_id = 'TOTHER'"
        )
    await house.plant(
        "INSERT INTO event (workspace_id, contact_id, kind, status, actor, origin, at)"
        " SELECT workspace_id, id, 'invited', 'active', 'system', 'worker', created_at FROM contact"
    )
    page = await apply(house, await new_link(house))
    assert "We have your application" in words(page)
    rows = await house.rows("SELECT name, status FROM contact ORDER BY workspace_id")
    assert [(row["name"], row["status"]) for row in rows] == [
        ("Ada Lovelace", "applied"),
        ("Countess", "active"),
    ]
    card = await house.person("Jordan Lee").sees("Needs your approval", channel="hiring")
    assert "Countess" not in card.words


# --- The confirmation afterwards ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "tell", "said"),
    [
        ("approve", True, "You're one of Acme's trusted contacts"),
        ("decline", True, "has reviewed your application and emailed you"),
        ("decline", False, "We have your application"),
        ("block", False, "We have your application"),
        ("block", True, "We have your application"),
    ],
)
async def test_the_confirmation_tells_no_more_than_they_should_know(
    house: House, how: str, tell: bool, said: str
) -> None:
    await sign_up(house, await new_link(house))
    link = await confirm_link(house)
    waiting = await house.press(link, "Confirm")
    await decided(house, how, tell=tell, reason="Too cheeky")
    for page in (await house.web.get(link), await house.web.post(link)):
        assert page.status_code == 200
        assert said in words(page)
        assert "<button" not in page.text
        assert "cheeky" not in page.text
        assert "block" not in words(page).lower()
        assert (page.content == waiting.content) == (said == "We have your application")
    assert await count(house, "event", "kind = 'applied'") == 1


async def test_a_press_from_another_site_signs_up_and_confirms_nobody(house: House) -> None:
    url = await new_link(house)
    evil = {"Origin": "https://evil.test"}
    assert (await send(house, url, await drawn(house, url) | ADA, evil)).status_code == 403
    await sign_up(house, url)
    assert (await house.web.post(await confirm_link(house), headers=evil)).status_code == 403
    assert await count(house, "application") == 1
    assert await contacts(house) == []


# --- At once -----------------------------------------------------------------------------------------


async def test_of_ten_who_want_the_last_place_one_gets_it_and_the_others_may_ask(crowd: House) -> None:
    url = await new_link(crowd, most_signups="1")
    confirmations = []
    for number in range(10):
        await sign_up(crowd, url, email=f"ada{number}@x.dk")
        confirmations.append(await confirm_link(crowd, f"ada{number}@x.dk"))
    pages = await asyncio.gather(*(crowd.web.post(link) for link in confirmations))
    assert sorted(page.status_code for page in pages) == [200] + [410] * 9
    late = next(page for page in pages if page.status_code == 410)
    assert "The last place on this sign-up link has just been taken." in words(late)
    assert "<button" not in late.text
    assert await count(crowd, "contact") == 1


async def test_a_crowd_that_never_confirms_cannot_fill_the_database_by_a_link_with_one_place(
    crowd: House,
) -> None:
    await alarm_at(crowd, 10_000)
    url = await new_link(crowd, most_signups="1")
    fields = await drawn(crowd, url) | ADA
    crowd.forward(seconds=5)
    for ten in range(7):  # at once, since each answer waits for its beat
        typed = [fields | {"email": f"ada{ten}{number}@x.dk"} for number in range(10)]
        pages = await asyncio.gather(*(send(crowd, url, each) for each in typed))
        assert [page.status_code for page in pages] == [200 if ten < 6 else 503] * 10
    crowd.forward(days=1, minutes=1)
    assert (await sign_up(crowd, url, email="grace@x.dk")).status_code == 200


async def test_twenty_presses_on_confirm_at_once_make_one_application(crowd: House) -> None:
    await sign_up(crowd, await new_link(crowd))
    link = await confirm_link(crowd)
    pages = await asyncio.gather(*(crowd.web.post(link) for _ in range(20)))
    assert {page.status_code for page in pages} == {200}
    assert {words(page) for page in pages} == {words(pages[0])}
    assert await count(crowd, "event", "kind = 'applied'") == 1
    assert await count(crowd, "card") == 1


async def test_two_sign_ups_confirmed_at_once_are_one_application(crowd: House) -> None:
    confirmations = []
    for name in ("One", "Another"):
        await sign_up(crowd, await new_link(crowd, name))
        confirmations.append(await confirm_link(crowd))
    pages = await asyncio.gather(*(crowd.web.post(link) for link in confirmations * 5))
    assert {page.status_code for page in pages} == {200}
    assert await count(crowd, "card") == 1
    assert await count(crowd, "event", "kind = 'applied'") == 1


# --- How often it was opened -------------------------------------------------------------------------


async def opened(house: House) -> int:
    return int((await house.rows("SELECT opened FROM link"))[0]["opened"])


async def test_openings_are_counted_but_not_what_was_fetched_ahead(house: House) -> None:
    url = await new_link(house)
    for _ in range(3):
        await house.web.get(url)
    await house.web.head(url)
    for purpose in ("prefetch", "prefetch;prerender"):
        await house.web.get(url, headers={"Sec-Purpose": purpose})
    await sign_up(house, url, name="")
    async with asyncio.timeout(60):
        while await opened(house) != 4:
            await house.something_happens()


async def test_a_paused_link_asks_for_patience(house: House) -> None:
    url = await new_link(house)
    await house.plant("UPDATE link SET paused_at = created_at")
    for page in (await house.web.get(url), await send(house, url, ADA)):
        assert page.status_code == 503
        assert int(page.headers["Retry-After"]) > 0
        assert "This link is paused" in words(page)
        assert "<button" not in page.text
    await house.plant("UPDATE link SET paused_at = NULL")
    assert (await house.web.get(url)).status_code == 200
