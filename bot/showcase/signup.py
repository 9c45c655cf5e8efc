"""Scenes: a public sign-up link; one applicant is approved and another declined."""

from datetime import timedelta

from bot.showcase.stage import Scene, Stage
from demo.person.seen import Seen

LINUS, ROSA = "linus@berg.example", "rosa@kahn.example"
_LINUS, _ROSA = "Linus Berg", "Rosa Kahn"
_LINK = {"Link name": "Portfolio page", "Tags": ['Create "design"']}
_SHARED = "Our page for freelancers we don't know yet. Please share it:"
LINUS_TYPES = {
    "Name": _LINUS,
    "Email": LINUS,
    "Title": "Illustrator",
    "Links": "https://linus.example/posters",
    "What do you do?": "illustration, motion",
    "Place": "Aarhus",
    "Languages": "Danish, English",
    "Usual rate": "65",
    "Message": "I drew the posters of last year's harbour festival. My winter is still free.",
}
_ROSA_TYPES = {"Name": _ROSA, "Email": ROSA, "What do you do?": "copywriting"}
_TYPING = timedelta(seconds=40)  # a form sent back at once is taken for a bot's
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
    await stage.jordan.sees(_LINUS, channel="hiring")


def _card(stage: Stage, name: str) -> Seen:
    """Find the application's message. A spectator may have decided already."""
    messages = stage.jordan.messages("hiring")
    return next(each for each in messages if name in each.words and "Signed up with" in each.words)


async def _decided(stage: Stage, name: str) -> None:
    await stage.demo.until(lambda: not _waits(stage, name))


def _waits(stage: Stage, name: str) -> bool:
    return "Approve" in _card(stage, name).buttons


async def four_hours_pass(stage: Stage) -> None:
    await stage.skip(timedelta(hours=4, minutes=5))
    await stage.demo.until(lambda: _card(stage, _LINUS).thread or not _waits(stage, _LINUS))


async def jordan_approves(stage: Stage) -> None:
    if _waits(stage, _LINUS):
        await stage.jordan.click("Approve", on=_card(stage, _LINUS))
    await _decided(stage, _LINUS)


async def linus_reads(stage: Stage) -> None:
    if "Approved" in _card(stage, _LINUS).words:
        await stage.demo.until(lambda: len(stage.demo.mailbox.to(LINUS)) > 1)


async def rosa_waits(stage: Stage) -> None:
    await stage.signs_up(shared_link(stage), _ROSA_TYPES, _TYPING)
    await stage.answers_by_mail(ROSA, "Confirm", "/confirm/")
    await stage.jordan.sees(_ROSA, channel="hiring")
    await stage.jordan.open_home()


async def rosa_is_declined(stage: Stage) -> None:
    if _waits(stage, _ROSA):
        await stage.jordan.click("Decline", on=_card(stage, _ROSA))
        await stage.jordan.fill({"Reason": _REASON})
        await stage.jordan.tick("Tell them by email")
        await stage.jordan.submit()
    await _decided(stage, _ROSA)


SCENES = (
    Scene(
        "A link for people nobody has met yet",
        "Jordan has typed /contacts link in #hiring and made a link for Acme's portfolio page. Anyone with"
        " the link can apply. No one joins until a hiring manager approves them.",
        "Jordan Lee",
        "hiring",
        link_made,
        press="Behind the form, Jordan shares the link in #hiring.",
    ),
    Scene(
        "Linus signs up",
        "Linus Berg, an illustrator, has opened the page and filled in the form. He gets one email, which"
        " asks him to confirm his address. Until he does, the team sees nothing.",
        "Jordan Lee",
        "mail",
        linus_signs_up,
    ),
    Scene(
        "The application",
        "Linus has pressed Confirm, and a card appears in #hiring: what he does, what he wrote, and which"
        " link he used. Any hiring manager can decide.",
        "Jordan Lee",
        "hiring",
        linus_confirms,
        press="Jordan is about to press Approve. The menu beside it can snooze the card or hand it over.",
    ),
    Scene(
        "Four hours later",
        "Nobody has decided, so a reply in the card's thread says that Linus is still waiting. From now on"
        " there's one a day, and Jordan, who made the link, gets a message, too.",
        "Jordan Lee",
        "hiring",
        four_hours_pass,
    ),
    Scene(
        "Jordan approves",
        "One press on Approve, and Linus is an active contact. The card says who approved him and when. What"
        " he does has become his tags.",
        "Jordan Lee",
        "hiring",
        jordan_approves,
    ),
    Scene(
        "Linus gets the news",
        "The welcome email tells Linus that he is now one of Acme's trusted contacts.",
        "Jordan Lee",
        "mail",
        linus_reads,
    ),
    Scene(
        "Rosa waits",
        "Rosa Kahn has signed up with the same link. The app's Home tab shows who is waiting, and Review"
        " there approves many at once.",
        "Jordan Lee",
        "home",
        rosa_waits,
    ),
    Scene(
        "Rosa is declined",
        "Jordan has pressed Decline, given a reason and ticked Tell them by email. Without the tick, Rosa"
        " would hear nothing. She can sign up again; someone who is blocked can't.",
        "Jordan Lee",
        "hiring",
        rosa_is_declined,
    ),
)
