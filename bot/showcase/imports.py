"""Scenes: a spreadsheet is dropped into a channel, reviewed and imported."""

from datetime import timedelta
from pathlib import Path

from bot.showcase.stage import MAIL_SECONDS, Scene, Stage
from demo.person.seen import Seen

SAMPLE = Path(__file__).parent.parent.parent / "docs" / "contacts-sample.csv"
LAST = "sophie@wilson.example"  # in the file
_GRACE = timedelta(seconds=125)
_NEXT_LOOK = timedelta(seconds=5)


async def import_list(stage: Stage, name: str, data: bytes, text: str) -> None:
    """Share a list in #hiring, import all that can be, and let its emails leave."""
    file = await stage.jordan.upload(name, data, "hiring", text=text)
    await stage.demo.until(lambda: _below(file, "Review and import"))
    await stage.jordan.click("Review and import", on=_below(file, "Review and import"))
    await stage.demo.until(lambda: stage.jordan.modal and "Reading" not in stage.jordan.form.words)
    await stage.jordan.submit()
    await stage.demo.until(lambda: _below(file, "Emails go out"))
    await stage.skip(_GRACE)
    await stage.demo.until(lambda: _below(file, "-failed.csv"))
    await stage.skip(_NEXT_LOOK)
    await stage.demo.until(lambda: _below(file, "Undo import"), MAIL_SECONDS)


async def list_dropped(stage: Stage) -> None:
    await stage.jordan.upload(SAMPLE.name, SAMPLE.read_bytes(), "hiring", text="Everyone from our old sheet")
    await stage.demo.until(lambda: _in_thread(stage, "Import the people"))


def shared(stage: Stage) -> Seen:
    """Find the message that shares the file."""
    messages = stage.jordan.messages("hiring")
    return next(each for each in messages if SAMPLE.name in [file.name for file in each.files])


def _in_thread(stage: Stage, words: str) -> Seen | None:
    return _below(shared(stage), words)


def _below(file: Seen, words: str) -> Seen | None:
    """Find a message in the thread of a shared file by its words or buttons."""
    return next((each for each in file.thread if words in each.words), None)


async def list_reviewed(stage: Stage) -> None:
    offer = _in_thread(stage, "Review and import")
    if offer and not stage.jordan.modal:
        await stage.jordan.click("Review and import", on=offer)
    await stage.demo.until(lambda: stage.jordan.modal and "Reading" not in stage.jordan.form.words)


async def list_imported(stage: Stage) -> None:
    if not stage.jordan.modal and not _in_thread(stage, "Imported by"):  # a spectator closed it
        await list_reviewed(stage)
    if stage.jordan.modal:
        await stage.jordan.untick("Hedy Lamarr")
        await stage.jordan.submit()
    await stage.demo.until(lambda: _in_thread(stage, "Emails go out"))


async def mails_leave(stage: Stage) -> None:
    await stage.skip(_GRACE)
    await stage.mail_to(LAST)
    await stage.demo.until(lambda: _in_thread(stage, "-failed.csv"))
    await stage.skip(_NEXT_LOOK)
    await stage.demo.until(lambda: _in_thread(stage, "Undo import"), MAIL_SECONDS)


SCENES = (
    Scene(
        "A list of people",
        "Until now, Acme has kept its freelancers in a spreadsheet. Jordan has dropped the file into #hiring,"
        " and the app offers in its thread to import the people in it.",
        "Jordan Lee",
        "hiring",
        list_dropped,
        press="Open the thread below the file. You can also share docs/contacts-sample.csv yourself.",
    ),
    Scene(
        "The review",
        "Jordan has pressed Review and import. The invitation comes first, then every row: new, already a"
        " contact, twice in the file, or with a problem that Fix puts right. Nothing is sent yet.",
        "Jordan Lee",
        "hiring",
        list_reviewed,
    ),
    Scene(
        "The import",
        "Jordan has unticked Hedy Lamarr and pressed Import selected. The others are contacts now. Their"
        " emails wait two minutes; Cancel sending stops them.",
        "Jordan Lee",
        "hiring",
        list_imported,
        press="The thread shows the progress.",
    ),
    Scene(
        "Two minutes later",
        "The emails are sent. The thread has the numbers, a file of the rows that failed, to fix and share"
        " again, and Undo import, which removes people who haven't replied yet.",
        "Jordan Lee",
        "hiring",
        mails_leave,
    ),
)
