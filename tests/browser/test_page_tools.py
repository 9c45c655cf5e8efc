"""The tools of the demo's page: mailbox, requests, faults, problems and the tour."""

from email.message import EmailMessage

import aiosmtplib
import pytest
from playwright.async_api import Page, expect
from slack_sdk.errors import SlackApiError

from tests.kit.demo_app import Greeter

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def send_mail(greeter: Greeter, subject: str = "Acme invites you") -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Acme <jobs@acme.example>", "ada@x.dk", subject
    link = f"{greeter.demo.url}/icon.svg"
    mail.set_content(f"Hello Ada\n\n{link}\n")
    script = "<script>top.document.title = 'x'</script>"
    mail.add_alternative(f"<p>Hello <b>Ada</b></p>{script}<a href='{link}'>Accept</a>", subtype="html")
    where = greeter.demo.mailbox.smtp_url.removeprefix("smtp://").partition("?")[0]
    host, _, port = where.partition(":")
    await aiosmtplib.send(mail, hostname=host, port=int(port), start_tls=False)


async def test_a_mail_arrives_and_its_link_opens_in_a_new_tab(greeter: Greeter, page: Page) -> None:
    await page.goto(greeter.demo.url)
    await send_mail(greeter)
    await page.get_by_role("link", name="Mailbox, 1 new").click()
    await page.get_by_role("link", name="Acme invites you, to ada@x.dk, new").click()
    shown = page.frame_locator("iframe")
    await expect(shown.get_by_text("Hello Ada")).to_be_visible()
    async with page.expect_popup() as opened:
        await shown.get_by_role("link", name="Accept").click()
    assert (await opened.value).url.endswith("/icon.svg")
    await expect(page.get_by_role("link", name="Mailbox", exact=True)).to_be_visible()


async def test_a_mail_is_read_as_text_and_as_its_source(greeter: Greeter, page: Page) -> None:
    await send_mail(greeter)
    await page.goto(f"{greeter.demo.url}/#mail")
    await page.get_by_role("link", name="Acme invites you").click()
    await page.get_by_role("button", name="Text").click()
    await expect(page.get_by_role("article").get_by_role("link", name="icon.svg")).to_have_attribute(
        "target", "_blank"
    )
    await page.get_by_role("button", name="Source").click()
    await expect(page.get_by_text("Subject: Acme invites you")).to_be_visible()


async def test_the_mailbox_is_emptied(greeter: Greeter, page: Page) -> None:
    await send_mail(greeter)
    await page.goto(f"{greeter.demo.url}/#mail")
    await page.get_by_role("button", name="Empty the mailbox").click()
    await expect(page.get_by_text("No mail yet.")).to_be_visible()


async def test_requests_are_listed_and_a_fault_is_switched(greeter: Greeter, page: Page) -> None:
    demo = greeter.demo
    await page.goto(f"{demo.url}/#/{demo.person('manager').id}/home")
    await page.get_by_role("button", name="Requests").click()
    rows = page.get_by_role("tabpanel", name="Requests").get_by_role("listitem")
    await expect(rows.filter(has_text="views.publish").first).to_contain_text("ok")
    await page.get_by_role("tab", name="Requests").press("ArrowLeft")
    await page.get_by_role("switch", name="Slack answers 500").check()
    await demo.until(lambda: demo.faults.down == "500")
    await page.get_by_role("switch", name="Slack answers 500").uncheck()
    await demo.until(lambda: demo.faults.down is None)


async def test_a_problem_is_not_to_be_overlooked(greeter: Greeter, page: Page) -> None:
    await page.goto(greeter.demo.url)
    with pytest.raises(SlackApiError):
        await greeter.client.chat_postMessage(channel="C0NOWHERE1", text="x")
    alarm = page.get_by_role("alert").filter(has_text="1 problem")
    await expect(alarm).to_contain_text("channel_not_found")
    await alarm.get_by_role("button", name="Show problems").click()
    await expect(page.get_by_role("tabpanel", name="Problems")).to_contain_text("chat.postMessage")
    await page.get_by_role("button", name="Dismiss problems").click()
    await expect(alarm).to_have_count(0)
    greeter.demo.forgive()


async def test_the_tour_leads_from_place_to_place(greeter: Greeter, page: Page) -> None:
    await page.goto(greeter.demo.url)
    await page.get_by_role("button", name="Start the tour").click()
    tour = page.get_by_role("region", name="Tour")
    await expect(tour).to_contain_text("Say hello")
    await expect(page.get_by_role("heading", name="hiring")).to_be_visible()
    await page.get_by_role("link", name="general").click()
    await tour.get_by_role("link", name="Show me").click()
    await expect(page.get_by_role("heading", name="hiring")).to_be_visible()
    await tour.get_by_role("button", name="Next step").click()
    await expect(tour).to_contain_text("2 of 2")
    await expect(page.get_by_role("heading", name="Mailbox")).to_be_visible()
    await tour.get_by_role("button", name="End the tour").click()
    await expect(tour).to_have_count(0)
