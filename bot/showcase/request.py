"""Scenes: another company asks people who have said yes to Acme, and neither company learns of the other."""

from datetime import timedelta

from bot.showcase.invitation import ADA
from bot.showcase.stage import Scene, Stage

GINA = "gina@studio-rossi.example"
_NOTE = "We build harbours, and need somebody who knows engines. May we write to you?"
_A_LITTLE_LATER = timedelta(seconds=5)  # nothing that only a request needs happens at once


async def max_invites_ada(stage: Stage) -> None:
    await stage.max.command("/invite-contact", f"Ada Lovelace {ADA} #engines", channel="hiring")
    await stage.max.fill({"Invite note": _NOTE})
    await stage.max.submit()
    await stage.max.sees("sent")


async def ada_reads_again(stage: Stage) -> None:
    await stage.demo.until(lambda: len(stage.demo.mailbox.to(ADA)) > 1)


async def ada_accepts_again(stage: Stage) -> None:
    await stage.answers_by_mail(ADA, "Accept", "/i/all/")
    await stage.max.sees("Ada Lovelace accepted")


async def gina_is_asked(stage: Stage) -> None:
    await stage.jordan.command("/invite-contact", f"Gina Rossi {GINA} #illustration", channel="hiring")
    await stage.jordan.submit()
    await stage.answers_by_mail(GINA, "Accept")
    await stage.jordan.sees("Gina Rossi accepted")
    await stage.max.command("/invite-contact", f"Gina Rossi {GINA}", channel="hiring")
    await stage.max.submit()
    await stage.max.sees("Gina Rossi: waiting for their answer")
    await stage.demo.until(lambda: len(stage.demo.mailbox.to(GINA)) > 1)
    await stage.skip(_A_LITTLE_LATER)
    await stage.gina.sees("asks to connect with you")


async def gina_accepts(stage: Stage) -> None:
    asked = stage.gina.message("asks to connect with you")
    if asked.buttons:
        await stage.gina.click("Accept", on=asked)
    await stage.gina.sees("You accepted")
    await stage.max.sees("Gina Rossi accepted")


SCENES = (
    Scene(
        "Another company",
        "Northwind has installed the app in a workspace of its own. Max Berg invites Ada Lovelace there, not"
        " knowing that Acme did. His card says what it says of anybody.",
        "Max Berg",
        "app",
        max_invites_ada,
        press="Choose at the top right whom to be: each workspace has its own people, and its own contacts.",
    ),
    Scene(
        "Ada is asked otherwise",
        "Ada has said yes with this address before, so her mail does not ask her to join once more. The page"
        " behind it would show the requests of all companies that wait for her.",
        "Max Berg",
        "mail",
        ada_reads_again,
    ),
    Scene(
        "Ada accepts again",
        "She is Northwind's contact now, too. Max is told what every inviter is told; Acme's card, tags and"
        " history are as they were, and nobody there hears of it.",
        "Max Berg",
        "app",
        ada_accepts_again,
    ),
    Scene(
        "Gina is asked in Slack",
        "Gina Rossi has said yes to Acme, and is a guest in Acme's workspace. When Northwind invites her, the"
        " app asks her there as well, in a message that only she sees.",
        "Gina Rossi",
        "app",
        gina_is_asked,
    ),
    Scene(
        "Gina accepts",
        "She has pressed Accept. It counts for Northwind alone, and Max does not learn where she read it.",
        "Gina Rossi",
        "app",
        gina_accepts,
    ),
)
