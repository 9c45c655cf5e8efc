"""Takes the pictures of the docs: plays the demo's story and photographs it; one of them moves."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from bot.log import set_up_logging
from bot.showcase import access, hire, imports, invitation, overview, signup
from bot.showcase.running import showcase
from bot.showcase.stage import Scene, Stage
from bot.showcase.story import STORY
from scripts.moving_picture import moving_picture
from tests.kit.machine import chromium, chromium_arguments
from tests.kit.patience import PATIENCE

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
MOVING = "tour.png"
MOST_BYTES, MOST_BYTES_MOVING = 2_600_000, 3_000_000
SECONDS_A_SCENE = 3.0  # long enough to look; the words can be read in the tour itself

DESK = {"width": 1080, "height": 720}
PAPER = {"width": 640, "height": 780}
PHONE = {"width": 390, "height": 780}
SCREEN = {"width": 960, "height": 640}


@dataclass(frozen=True)
class Camera:
    stage: Stage
    browser: Browser

    async def page(self, url: str, size: dict[str, int], scale: float = 1.5) -> Page:
        page = await self.browser.new_page(
            viewport={"width": size["width"], "height": size["height"]},
            color_scheme="light",
            device_scale_factor=scale,
            reduced_motion="reduce",
        )
        await page.goto(url)
        return page

    async def workspace(self, who: str, where: str, size: dict[str, int] = DESK) -> Page:
        demo = self.stage.demo
        place = where if where in ("app", "home", "mail") else demo.channel(where).id
        return await self.page(f"{demo.url}/#/{demo.person(who).id}/{place}", size)


async def form(camera: Camera) -> None:
    page = await camera.workspace("Jordan Lee", "hiring")
    await page.get_by_role("dialog", name="Invite a contact").wait_for()
    await keep(page, "invite-form")


async def card(camera: Camera) -> None:
    page = await camera.workspace("Jordan Lee", "app", DESK | {"height": 480})
    await page.get_by_role("article").filter(has_text=invitation.ADA).wait_for()
    await keep(page, "card")


async def mail(camera: Camera) -> None:
    letter = await camera.stage.mail_to(invitation.ADA)
    page = await camera.page("about:blank", PAPER)
    await page.set_content(letter.html)
    await keep(page, "mail")


async def phone(camera: Camera) -> None:
    letter = await camera.stage.mail_to(invitation.ADA)
    page = await camera.page(next(link for link in letter.links if "/i/" in link), PHONE)
    await keep(page, "invitation-on-a-phone")


async def link(camera: Camera) -> None:
    page = await camera.workspace("Jordan Lee", "hiring", DESK | {"height": 560})
    await page.get_by_role("dialog", name="New invite link").wait_for()
    await keep(page, "link")


async def signup_on_a_phone(camera: Camera) -> None:
    page = await camera.page(signup.shared_link(camera.stage), PHONE | {"height": 960})
    for label, words in signup.LINUS_TYPES.items():
        await page.get_by_label(label).fill(words)
    await page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    await keep(page, "sign-up-on-a-phone")


async def application(camera: Camera) -> None:
    page = await camera.workspace("Jordan Lee", "hiring", DESK | {"height": 590})
    await page.get_by_role("article").filter(has_text=signup.LINUS_TYPES["Message"]).wait_for()
    await keep(page, "application")


async def home(camera: Camera) -> None:
    page = await camera.workspace("Jordan Lee", "home", DESK | {"height": 900})
    await page.get_by_role("button", name="Next").wait_for()
    await page.get_by_role("button", name="Close the welcome").click()
    await keep(page, "home")


async def contact(camera: Camera) -> None:
    page = await camera.workspace("Jordan Lee", "home", DESK | {"height": 760})
    await page.get_by_role("dialog", name="Ada Lovelace").wait_for()
    await keep(page, "contact")


async def job(camera: Camera) -> None:
    page = await camera.workspace("Jordan Lee", "home", DESK | {"height": 900})
    await page.get_by_role("dialog", name="Hire").wait_for()
    await keep(page, "hire")


async def offer_on_a_phone(camera: Camera) -> None:
    letter = await camera.stage.mail_to(invitation.ADA)
    page = await camera.page(next(link for link in letter.links if "/o/" in link), PHONE)
    await keep(page, "offer-on-a-phone")


async def mailbox(camera: Camera) -> None:
    page = await camera.workspace("Jordan Lee", "mail")
    await page.get_by_role("link", name=invitation.ADA).click()
    await page.frame_locator("iframe").get_by_role("heading").wait_for()
    await keep(page, "mailbox")


async def refusal(camera: Camera) -> None:
    page = await camera.workspace("Peter Holm", "hiring", DESK | {"height": 480})
    await page.get_by_role("button", name="Ask for access").wait_for()
    await keep(page, "refusal")


async def import_review(camera: Camera) -> None:
    page = await camera.workspace("Jordan Lee", "hiring", DESK | {"height": 900})
    await page.get_by_role("dialog", name="Review import").wait_for()
    await keep(page, "import-review")


async def import_thread(camera: Camera) -> None:
    page = await camera.workspace("Jordan Lee", "hiring", DESK | {"height": 900})
    await (
        page.get_by_role("article")
        .filter(has_text=imports.SAMPLE.name)
        .get_by_role("button", name="replies")
        .click()
    )
    await page.get_by_role("button", name="Undo import").wait_for()
    await keep(page, "import-thread")


TAKEN_AFTER: dict[object, tuple[Callable[[Camera], Awaitable[None]], ...]] = {
    invitation.form_filled_in: (form,),
    invitation.form_submitted: (card, mail, phone),
    invitation.alan_is_withdrawn: (mailbox,),
    signup.link_made: (link, signup_on_a_phone),
    signup.linus_confirms: (application,),
    imports.list_reviewed: (import_review,),
    imports.mails_leave: (import_thread,),
    overview.ada_noted: (contact,),
    access.peter_tries: (refusal,),
    hire.form_filled_in: (job,),
    hire.offer_sent: (offer_on_a_phone,),
}


async def keep(page: Page, name: str) -> None:
    await page.evaluate("document.fonts.ready")
    await page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")
    await page.close()


async def play(camera: Camera, scene: Scene) -> None:
    if scene.act:
        await scene.act(camera.stage)
    for take in TAKEN_AFTER.get(scene.act, ()):
        await take(camera)


async def story(browser: Browser) -> None:
    async with showcase(settled=False) as running:
        camera = Camera(running.stage, browser)
        for scene in STORY:
            await play(camera, scene)


async def pool(browser: Browser) -> None:
    async with showcase(filled=True) as running:
        await home(Camera(running.stage, browser))


async def tour(browser: Browser) -> None:
    """Take the tour as somebody does who presses `Next step`, and keep what each scene shows."""
    async with showcase(settled=False) as running:
        running.demo.courier.ack_timeout = PATIENCE  # a slow machine is no problem worth showing
        page = await Camera(running.stage, browser).page(running.demo.url, SCREEN, scale=1)
        await page.get_by_role("button", name="Start the tour").click()
        strip = page.get_by_role("region", name="Tour")
        frames = []
        for scene in STORY:
            await strip.get_by_text(scene.title, exact=True).wait_for()
            await page.wait_for_load_state("networkidle")
            frames.append(await page.screenshot(animations="disabled"))
            if scene is not STORY[-1]:
                await strip.get_by_role("button", name="Next step").click()
        if problems := running.demo.problems:
            raise SystemExit(f"The moving picture would show a problem: {problems[0]}")
    (FOLDER / MOVING).write_bytes(moving_picture(frames, SECONDS_A_SCENE))


def _weighed() -> dict[str, int]:
    sizes = {path.name: path.stat().st_size for path in sorted(FOLDER.glob("*.png"))}
    for name, size in sizes.items():
        print(f"docs/pictures/{name} {size // 1000} kB")
    return sizes


async def main() -> None:
    set_up_logging("error", "console")
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=chromium_arguments())
        for take in (story, pool, tour):
            await take(browser)
        await browser.close()
    sizes = _weighed()
    if sizes.pop(MOVING) > MOST_BYTES_MOVING:
        raise SystemExit(f"The moving picture is larger than {MOST_BYTES_MOVING // 1000} kB.")
    if sum(sizes.values()) > MOST_BYTES:
        raise SystemExit(f"The pictures together are larger than {MOST_BYTES // 1000} kB.")
