"""Scenes: inviting one person, from the command to the answer; somebody says no; one is taken back."""

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
    if not stage.jordan.modal and not stage.demo.mailbox.to(ADA):  # a spectator has closed it
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
    card = await stage.jordan.sees("Alan Turing: waiting for their answer")
    await stage.jordan.click("Withdraw", on=card, confirm=True)
    await stage.jordan.sees("Alan Turing: withdrawn")


SCENES = (
    Scene(
        "Jordan invites Ada",
        "Jordan Lee has typed /invite-contact Ada Lovelace ada@lovelace.example #react. The form opens filled"
        " in; the invite note is what Ada will read, the tags are the team's own.",
        "Jordan Lee",
        "hiring",
        form_filled_in,
    ),
    Scene(
        "The card",
        "Jordan has pressed Invite contact. From now on this card tells where Ada stands and what became of"
        " the mail; it keeps itself up to date.",
        "Jordan Lee",
        "app",
        form_submitted,
    ),
    Scene(
        "Ada's mail",
        "No mail leaves this computer; the mailbox shows what Ada gets: who invites her, the note, one link,"
        " and a way never to be written to again.",
        "Jordan Lee",
        "mail",
        ada_reads,
        press="Open the invitation from the mail, if you like: opening it changes nothing.",
    ),
    Scene(
        "Ada accepts",
        "Ada has opened her page and pressed Accept. Jordan's card says active, its buttons are gone, and a"
        " message brings the news.",
        "Jordan Lee",
        "app",
        ada_accepts,
    ),
    Scene(
        "Grace declines",
        "Grace Hopper was invited as well and has pressed Decline. No reason is asked for. She can be invited"
        " again after 30 days, not earlier.",
        "Jordan Lee",
        "app",
        grace_declines,
    ),
    Scene(
        "An invitation is withdrawn",
        "Alan Turing was invited by mistake, and Jordan has pressed Withdraw. The link in his mail is dead;"
        " the page behind it says so kindly.",
        "Jordan Lee",
        "app",
        alan_is_withdrawn,
    ),
)
