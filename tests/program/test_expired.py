"""Expired links and sign-ups stay expired when the clock is set back."""

from tests.kit.product import House
from tests.kit.relayed import restarted
from tests.kit.signing_up import confirm_link, new_link, sign_up
from tests.kit.signing_up import words as page_words

ADA = "ada@x.dk"


async def marked(house: House, table: str) -> None:
    """Wait until the program has marked an expired row."""
    while not await house.rows(f"SELECT id FROM {table} WHERE expired_at IS NOT NULL"):
        await house.something_happens()


async def invitation_page(house: House) -> str:
    await house.name_hiring_manager("Jordan Lee")
    await house.invite(Name="Ada Lovelace", Email=ADA)
    await house.settled()
    return next(link for link in house.demo.mailbox.to(ADA)[-1].links if "/i/" in link)


async def test_an_invitation_that_has_expired_stays_so(house: House) -> None:
    page = await invitation_page(house)
    house.forward(days=15)
    assert (await house.web.get(page)).status_code == 410
    await marked(house, "invitation")
    house.forward(days=-10)
    answer = await house.web.get(page)
    assert (answer.status_code, "has expired" in page_words(answer)) == (410, True)
    assert (await house.post(f"{page}/accept")).status_code == 410
    assert [row["status"] for row in await house.rows("SELECT status FROM contact")] == ["invited"]


async def test_one_that_is_sent_again_has_a_new_link_that_works(house: House) -> None:
    old = await invitation_page(house)
    house.forward(days=15)
    await marked(house, "invitation")
    jordan = house.person("Jordan Lee")
    await jordan.click("Resend", on=await jordan.sees(ADA))
    await house.settled()
    house.forward(days=-10)
    new = next(link for link in house.demo.mailbox.to(ADA)[-1].links if "/i/" in link)
    assert new != old
    assert (await house.web.get(old)).status_code == 410
    assert (await house.press_in_mail(ADA, "Accept")).status_code == 200


async def test_a_sign_up_link_whose_last_day_is_over_stays_so(house: House) -> None:
    last_day = house.clock().date().replace(year=house.clock().year + 1).isoformat()
    url = await new_link(house, expires=last_day)
    house.forward(days=370)
    await marked(house, "link")
    house.forward(days=-100)
    answer = await house.web.get(url)
    assert (answer.status_code, "has expired" in page_words(answer)) == (410, True)


async def test_a_sign_up_that_was_not_confirmed_in_time_stays_so(house: House) -> None:
    await sign_up(house, await new_link(house))
    link = await confirm_link(house)
    house.forward(days=1, minutes=1)
    await marked(house, "application")
    house.forward(hours=-12)
    assert (await house.web.get(link)).status_code == (await house.web.post(link)).status_code == 410


async def test_a_sign_up_nobody_confirmed_is_deleted_and_its_link_still_stops_email(house: House) -> None:
    url = await new_link(house)
    await sign_up(house, url, name="Ada Lovelace", email=ADA, message="We met in Oslo.")
    page = await confirm_link(house, ADA)
    assert "Unless you confirm within a day, it is deleted." in page_words(await house.web.get(page))
    stop = next(link for link in house.demo.mailbox.to(ADA)[-1].links if "/unasked/" in link)
    house.forward(days=1)
    await marked(house, "application")
    (row,) = await house.rows("SELECT * FROM application")
    assert not any(word in str(row) for word in ("Ada", "ada@", "Oslo", "React"))
    assert (await house.web.get(page)).status_code == 410
    await house.person("Jordan Lee").command("/contacts", "link")
    await house.person("Jordan Lee").click("Your links")
    assert "1 signed up, 0 confirmed" in house.person("Jordan Lee").form.words
    assert "Which email to you should stop?" in page_words(await house.web.get(stop))
    answer = await house.web.post(stop, data={"List-Unsubscribe": "One-Click"})
    assert answer.text == "Unsubscribed."
    await sign_up(house, url, name="Ada Lovelace", email=ADA)
    await house.settled()
    assert len(house.demo.mailbox.to(ADA)) == 1


async def test_erasing_an_address_forgets_its_sign_ups_too(house: House) -> None:
    await sign_up(house, await new_link(house), email=ADA)
    house.forward(days=1)
    await marked(house, "application")
    await house.invite(Name="Ada Lovelace", Email=ADA)
    await house.settled()
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", f"erase {ADA}")
    await maria.submit()
    assert await house.rows("SELECT id FROM application") == []


async def test_a_sign_up_marked_by_the_version_before_is_deleted_at_the_next_start(house: House) -> None:
    await sign_up(house, await new_link(house), email=ADA)
    await house.plant("UPDATE application SET expired_at = created_at")
    house.forward(days=1)
    async with restarted(house):
        while await house.rows("SELECT id FROM application WHERE email <> ''"):
            await house.something_happens()
