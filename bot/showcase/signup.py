"""Scenes: a link anybody may sign up by; one applicant is approved, another is declined."""

from datetime import timedelta

from bot.demo.seen import Seen
from bot.showcase.stage import Scene, Stage

LINUS, ROSA = "linus@berg.example", "rosa@kahn.example"
_LINK = {"Link name": "Portfolio page", "Tags": ['Create "design"']}
_SHARED = "The page for people we do not know yet, please pass it on:"
LINUS_TYPES = {
    "Name": "Linus Berg",
    "Email": LINUS,
    "What do you do?": "illustration, motion",
    "Message": "I drew the posters of last year's harbour festival. My winter is still free.",
}
_ROSA_TYPES = {"Name": "Rosa Kahn", "Email": ROSA, "What do you do?": "copywriting"}
_TYPING = timedelta(seconds=40)  # who sends the form back at once is taken for a program
_REASON = "We have enough writers this year."


async def link_made(stage: Stage) -> None:
    await stage.jordan.command("/contacts", "link", channel="hiring")
    await stage.jordan.fill(_LINK)
    await stage.jordan.submit()
    address = next(word for word in stage.jordan.form.text.split() if "/join/" in word)
    await stage.jordan.say(f"{_SHARED} {address}", channel="hiring")


def shared_link(stage: Stage) -> str:
    return stage.jordan.message(_SHARED, channel="hiring").text.split()[-1].strip("<>")


async def linus_signs_up(stage: Stage) -> None:
    if stage.jordan.modal:
        await stage.jordan.close()
    await stage.signs_up(shared_link(stage), LINUS_TYPES, _TYPING)
    await stage.mail_to(LINUS)


async def linus_confirms(stage: Stage) -> None:
    await stage.answers_by_mail(LINUS, "Confirm", "/confirm/")
    await stage.jordan.sees(LINUS, channel="hiring")


def _card(stage: Stage, email: str) -> Seen:
    """The application; its buttons are gone if a spectator has decided."""
    return stage.jordan.message(email, channel="hiring")


async def _decided(stage: Stage, email: str) -> None:
    await stage.demo.until(lambda: not _card(stage, email).buttons)


async def four_hours_pass(stage: Stage) -> None:
    await stage.skip(timedelta(hours=4, minutes=5))
    await stage.demo.until(lambda: _card(stage, LINUS).thread or not _card(stage, LINUS).buttons)


async def jordan_approves(stage: Stage) -> None:
    if _card(stage, LINUS).buttons:
        await stage.jordan.click("Approve", on=_card(stage, LINUS))
    await _decided(stage, LINUS)


async def linus_reads(stage: Stage) -> None:
    if "Approved" in _card(stage, LINUS).words:
        await stage.demo.until(lambda: len(stage.demo.mailbox.to(LINUS)) > 1)


async def rosa_waits(stage: Stage) -> None:
    await stage.signs_up(shared_link(stage), _ROSA_TYPES, _TYPING)
    await stage.answers_by_mail(ROSA, "Confirm", "/confirm/")
    await stage.jordan.sees(ROSA, channel="hiring")
    await stage.jordan.open_home()


async def rosa_is_declined(stage: Stage) -> None:
    if _card(stage, ROSA).buttons:
        await stage.jordan.click("Decline", on=_card(stage, ROSA))
        await stage.jordan.fill({"Reason": _REASON})
        await stage.jordan.tick("Tell them by mail")
        await stage.jordan.submit()
    await _decided(stage, ROSA)


SCENES = (
    Scene(
        "A link for people nobody has met yet",
        "With /contacts link, typed in #hiring, Jordan has made a link for Acme's portfolio page. Whoever"
        " opens it can sign up; nobody is taken in without somebody's Approve.",
        "Jordan Lee",
        "hiring",
        link_made,
        press="Behind the form, in #hiring, Jordan passes the address on.",
    ),
    Scene(
        "Linus signs up",
        "Linus Berg, an illustrator, has opened the page and filled in the form. He gets one mail, which"
        " asks whether the address is his. Until he confirms, the team sees nothing of him.",
        "Jordan Lee",
        "mail",
        linus_signs_up,
    ),
    Scene(
        "The application",
        "Linus has pressed Confirm, and #hiring gets a card: what he does, what he writes, and by whose link"
        " he came. Every hiring manager may decide.",
        "Jordan Lee",
        "hiring",
        linus_confirms,
        press="Jordan is about to press Approve. The menu beside it can put it off or hand it over.",
    ),
    Scene(
        "Four hours later",
        "Nobody has decided, so the card's thread says that Linus is still waiting. It does so once a day"
        " from now on, and Jordan, whose link it is, gets a message too.",
        "Jordan Lee",
        "hiring",
        four_hours_pass,
    ),
    Scene(
        "Jordan approves",
        "One press on Approve: Linus is an active contact, the card says by whom and when, and its buttons"
        " are gone. What he does has become his tags.",
        "Jordan Lee",
        "hiring",
        jordan_approves,
    ),
    Scene(
        "Linus is told",
        "The welcome mail tells Linus that he is one of Acme's trusted contacts now.",
        "Jordan Lee",
        "mail",
        linus_reads,
    ),
    Scene(
        "Rosa waits",
        "Rosa Kahn has signed up by the same link. The app's Home tab says who waits; with Review there,"
        " many can be approved at once.",
        "Jordan Lee",
        "home",
        rosa_waits,
    ),
    Scene(
        "Rosa is declined",
        "Jordan has pressed Decline, given a reason and ticked Tell them by mail. Without the tick, Rosa"
        " would not have been told. She may sign up again; somebody who is blocked may not.",
        "Jordan Lee",
        "hiring",
        rosa_is_declined,
    ),
)
