"""Scenes: a list of people is dropped into a channel, looked through, imported, and tells how it went."""

from datetime import timedelta
from pathlib import Path

from bot.demo.seen import Seen
from bot.showcase.stage import MAIL_SECONDS, Scene, Stage

SAMPLE = Path(__file__).parent.parent.parent / "docs" / "contacts-sample.csv"
LAST = "sophie@wilson.example"  # of the file
_GRACE = timedelta(seconds=125)
_NEXT_LOOK = timedelta(seconds=5)


async def list_dropped(stage: Stage) -> None:
    await stage.jordan.upload(SAMPLE.name, SAMPLE.read_bytes(), "hiring", text="Everybody from our old sheet")
    await stage.demo.until(lambda: _in_thread(stage, "Shall the people"))


def shared(stage: Stage) -> Seen:
    """The message with the file."""
    messages = stage.jordan.messages("hiring")
    return next(each for each in messages if SAMPLE.name in [file.name for file in each.files])


def _in_thread(stage: Stage, words: str) -> Seen | None:
    return next((each for each in shared(stage).thread if words in each.words), None)


async def list_reviewed(stage: Stage) -> None:
    offer = _in_thread(stage, "Review and import")
    if offer and not stage.jordan.modal:
        await stage.jordan.click("Review and import", on=offer)
    await stage.demo.until(lambda: stage.jordan.modal and "Reading" not in stage.jordan.form.words)


async def list_imported(stage: Stage) -> None:
    if not stage.jordan.modal and not _in_thread(stage, "Imported by"):  # a spectator has closed it
        await list_reviewed(stage)
    if stage.jordan.modal:
        await stage.jordan.untick("Hedy Lamarr")
        await stage.jordan.submit()
    await stage.demo.until(lambda: _in_thread(stage, "about to leave"))


async def mails_leave(stage: Stage) -> None:
    await stage.skip(_GRACE)
    await stage.mail_to(LAST)
    await stage.demo.until(lambda: _in_thread(stage, "-failed.csv"))
    await stage.skip(_NEXT_LOOK)
    await stage.demo.until(lambda: _in_thread(stage, "Undo import"), MAIL_SECONDS)


SCENES = (
    Scene(
        "A list of people",
        "Acme has kept its freelancers in a sheet until now. Jordan has dropped the file into #hiring, and"
        " the app asks in its thread whether the people in it shall become contacts.",
        "Jordan Lee",
        "hiring",
        list_dropped,
        press="Open the thread below the file. You may share docs/contacts-sample.csv yourself, too.",
    ),
    Scene(
        "The review",
        "Jordan has pressed Review and import. Every row is shown with what it is: new, already a contact,"
        " twice in the file, or with a problem, which Mend puts right. Nobody is a contact or mailed yet.",
        "Jordan Lee",
        "hiring",
        list_reviewed,
    ),
    Scene(
        "The import",
        "Hedy Lamarr has been unticked, and Import selected was pressed. The others are contacts now; their"
        " mails wait two minutes, in which Cancel sending takes them back.",
        "Jordan Lee",
        "hiring",
        list_imported,
        press="The thread tells how far it is.",
    ),
    Scene(
        "Two minutes later",
        "The mails have left. The thread has the numbers, the rows that failed as a file to mend and share"
        " again, and Undo import, which takes back who has not answered yet.",
        "Jordan Lee",
        "hiring",
        mails_leave,
    ),
)
