"""Scenes: the Home tab, where contacts are found, opened, tagged, exported and given notes."""

from bot.showcase.stage import Scene, Stage

_NOTE = "Prefers remote work. Free from May on."
_TAG = 'Create "speaker"'


async def home_opened(stage: Stage) -> None:
    await no_modal(stage)
    await stage.jordan.open_home()


async def no_modal(stage: Stage) -> None:
    while stage.jordan.modal:
        await stage.jordan.close()


async def ada_found(stage: Stage) -> None:
    await home_opened(stage)
    await stage.jordan.choose("Search", "lovel", on=stage.jordan.home)


async def ada_noted(stage: Stage) -> None:
    await ada_found(stage)
    await stage.jordan.click("Open", on=stage.jordan.home, near="Ada Lovelace")
    await stage.jordan.click("Add note")
    await stage.jordan.fill({"Note": _NOTE})
    await stage.jordan.submit()


async def ada_tagged(stage: Stage) -> None:
    await ada_found(stage)
    await stage.jordan.click("Open", on=stage.jordan.home, near="Ada Lovelace")
    await stage.jordan.click("Edit")
    await stage.jordan.fill({"Tags": ["react", _TAG]})
    await stage.jordan.submit()
    await stage.demo.until(lambda: "speaker" in (stage.jordan.home.words if stage.jordan.home else ""))


async def all_exported(stage: Stage) -> None:
    await home_opened(stage)
    await stage.jordan.click("Show all", on=stage.jordan.home)
    await stage.jordan.click("Export", on=stage.jordan.home)
    await no_modal(stage)
    await stage.demo.until(lambda: any(message.files for message in stage.jordan.messages("app")))


SCENES = (
    Scene(
        "Everybody on one page",
        "The app's Home tab lists everyone, with their status and what they do. Search finds parts of names,"
        " addresses and tags. Here Jordan has typed lovel and pressed Enter.",
        "Jordan Lee",
        "home",
        ada_found,
        press="Open has everything the status allows. Show all brings the others back.",
    ),
    Scene(
        "What the team knows of Ada",
        "Open shows everything: status, source, tags, the email. Jordan has added a note that only the team"
        " sees. History lists every change, who made it, and what was there before.",
        "Jordan Lee",
        "home",
        ada_noted,
    ),
    Scene(
        "A tag is added",
        "Edit changes name and tags. If Sam had saved something in the meantime, Jordan would see it, and"
        " neither change would be lost.",
        "Jordan Lee",
        "home",
        ada_tagged,
    ),
    Scene(
        "A file for Excel",
        "Export sends the people on the Home tab as a CSV file. Excel shows all its letters correctly and"
        " runs no cell as a formula.",
        "Jordan Lee",
        "app",
        all_exported,
    ),
)
