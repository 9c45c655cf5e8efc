"""Scenes: another company asks people who accepted Acme's invitation. Neither company learns of the other."""

from datetime import timedelta

from bot.showcase.invitation import ADA
from bot.showcase.stage import Scene, Stage

GINA = "gina@studio-rossi.example"
_NOTE = "We build harbours, and need somebody who knows engines. May we write to you?"
# connection requests are answered after a delay, so that timing reveals nothing
_A_LITTLE_LATER = timedelta(seconds=5)


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
    await stage.max.sees("Gina Rossi: No reply yet")
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
        "Northwind has installed the app in its own workspace. Max Berg invites Ada Lovelace there, without"
        " knowing that Acme has done so. His card looks like any other.",
        "Max Berg",
        "app",
        max_invites_ada,
        press="Choose who to be at the top right: each workspace has its own people and its own contacts.",
    ),
    Scene(
        "Ada gets a request",
        "Ada has accepted an invitation with this address before, so her email doesn't explain everything"
        " again. Its page would show the requests of all companies that wait for her answer.",
        "Max Berg",
        "mail",
        ada_reads_again,
    ),
    Scene(
        "Ada accepts again",
        "She is Northwind's contact now, too. Max gets the message every inviter gets. Acme's card, tags and"
        " history stay as they were, and no one there hears of it.",
        "Max Berg",
        "app",
        ada_accepts_again,
    ),
    Scene(
        "Gina is asked in Slack",
        "Gina Rossi has accepted Acme's invitation and is a guest in Acme's workspace. When Northwind invites"
        " her, the app also asks her there, in a message only she sees.",
        "Gina Rossi",
        "app",
        gina_is_asked,
    ),
    Scene(
        "Gina accepts",
        "She has pressed Accept. Her answer applies to Northwind only, and Max can't tell where she read it.",
        "Gina Rossi",
        "app",
        gina_accepts,
    ),
)
