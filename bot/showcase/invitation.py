"""Scenes: inviting one person, from the command to the reply; a decline, and a withdrawn invitation."""

from bot.showcase.access import settings_saved
from bot.showcase.stage import Scene, Stage

ADA, GRACE, ALAN = "ada@lovelace.example", "grace@hopper.example", "alan@turing.example"
_NOTE = "Your talk at the conference was the best of the day. May we write to you when we have work?"


async def form_filled_in(stage: Stage) -> None:
    await settings_saved(stage)
    await invite_ada(stage)


async def invite_ada(stage: Stage) -> None:
    await stage.jordan.command("/invite-contact", f"Ada Lovelace {ADA} #react", channel="hiring")
    await stage.jordan.fill({"Invite note": _NOTE})


async def form_submitted(stage: Stage) -> None:
    if not stage.jordan.modal and not stage.demo.mailbox.to(ADA):  # a spectator closed it
        await invite_ada(stage)
    if stage.jordan.modal:
        await stage.jordan.submit()
    await stage.mail_to(ADA)
    await stage.jordan.sees("sent")


async def ada_reads(stage: Stage) -> None:
    await stage.mail_to(ADA)


async def ada_accepts(stage: Stage) -> None:
    await stage.answers_by_mail(ADA, "Accept")
    await stage.jordan.sees("Ada Lovelace accepted")


async def grace_declines(stage: Stage) -> None:
    await stage.jordan.command("/invite-contact", f"Grace Hopper {GRACE} #cobol", channel="hiring")
    await stage.jordan.submit()
    await stage.answers_by_mail(GRACE, "Decline")
    await stage.jordan.sees("Grace Hopper declined")


async def alan_is_withdrawn(stage: Stage) -> None:
    await stage.jordan.command("/invite-contact", f"Alan Turing {ALAN}", channel="hiring")
    await stage.jordan.submit()
    await stage.mail_to(ALAN)
    card = await stage.jordan.sees("Alan Turing: No reply yet")
    await stage.jordan.click("Withdraw", on=card, confirm=True)
    await stage.jordan.sees("Alan Turing: Withdrawn")


SCENES = (
    Scene(
        "Jordan invites Ada",
        "Jordan Lee has typed /invite-contact Ada Lovelace ada@lovelace.example #react. The form opens filled"
        " in. The invite note goes into Ada's email; only the team sees the tags.",
        "Jordan Lee",
        "hiring",
        form_filled_in,
    ),
    Scene(
        "The card",
        "Jordan has pressed Invite contact. This card shows where Ada stands and whether the email arrived,"
        " and it stays up to date.",
        "Jordan Lee",
        "app",
        form_submitted,
    ),
    Scene(
        "Ada's email",
        "No email leaves this computer. The mailbox shows what Ada gets: Jordan's note first, one button, and"
        " a way to stop all further email.",
        "Jordan Lee",
        "mail",
        ada_reads,
        press="Open the invitation from the email, if you like: opening it changes nothing.",
    ),
    Scene(
        "Ada accepts",
        "Ada has opened the page and pressed Accept. Jordan's card says that she is active, and a message"
        " brings the news.",
        "Jordan Lee",
        "app",
        ada_accepts,
    ),
    Scene(
        "Grace declines",
        "Grace Hopper was invited, too, and has pressed Decline. She doesn't have to give a reason. She can"
        " be invited again after 30 days.",
        "Jordan Lee",
        "app",
        grace_declines,
    ),
    Scene(
        "An invitation is withdrawn",
        "Alan Turing was invited by mistake, so Jordan has pressed Withdraw. The link in his email no longer"
        " works, and its page says so kindly.",
        "Jordan Lee",
        "app",
        alan_is_withdrawn,
    ),
)
