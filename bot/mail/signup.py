"""The texts that answer a sign-up. Nothing typed stands in them: anybody may type anybody's address."""

from datetime import UTC, datetime

from bot.mail.content import Content
from bot.mail.headers import isolated, name
from bot.mail.invitation import YOUR_RIGHTS, day

KIND = "signup"


def please_confirm(*, company: str, link: str, until: datetime) -> Content:
    """To somebody who may apply; until they confirm, nobody is told of them."""
    firm = isolated(name(company))
    ends = f"{day(until.astimezone(UTC))}, {until.astimezone(UTC):%H:%M} UTC"
    return Content(
        subject=f"Please confirm your sign-up with {name(company, 60)}",
        preheader="One press, and your sign-up is looked at.",
        heading="Please confirm your sign-up",
        paragraphs=(
            "Hello,",
            f"you signed up to be one of {firm}'s trusted contacts: the freelancers {firm} turns to first.",
            "Please confirm that this is your address. Then your sign-up is looked at, and you hear from us.",
        ),
        button=("Confirm my sign-up", link),
        details=(("Open until", ends),),
        fine_print=(
            f"{_why(firm)} If that was not you, do nothing: without your confirmation nobody at {firm} is "
            "shown the sign-up, and you are on no list.",
            _kept(firm),
            YOUR_RIGHTS,
        ),
    )


def already_waiting(*, company: str) -> Content:
    """To somebody who signed up and confirmed before, and has not had an answer yet."""
    firm = isolated(name(company))
    return Content(
        subject=f"{name(company, 60)} has your sign-up",
        preheader="There is nothing more to do.",
        heading="We have your sign-up",
        paragraphs=(
            "Hello,",
            f"you signed up with {firm} before, and confirmed it. It waits to be looked at.",
            "There is nothing more to do. You will hear from us.",
        ),
        fine_print=(f"{_why(firm)} If that was not you, do nothing.", _kept(firm), YOUR_RIGHTS),
    )


def already_active(*, company: str) -> Content:
    """To somebody who signs up although they are one of the contacts."""
    firm = isolated(name(company))
    return Content(
        subject=f"You are already one of {name(company, 60)}'s trusted contacts",
        preheader="There is nothing to do.",
        heading=f"You are already one of {firm}'s trusted contacts",
        paragraphs=(
            "Hello,",
            f"thank you for signing up. You are already one of {firm}'s trusted contacts, so there is "
            f"nothing to do: {firm} writes to you when there is work.",
        ),
        fine_print=(f"{_why(firm)} If that was not you, do nothing.", _kept(firm), YOUR_RIGHTS),
    )


def _why(firm: str) -> str:
    return (
        f"Why you get this mail: somebody, most likely you, typed this address into a sign-up page of {firm}."
    )


def _kept(firm: str) -> str:
    return (
        f"{firm} is responsible for this data: what was entered on that page, and when. It is used only to "
        f"answer you (legitimate interest), and kept until {firm} no longer needs it for that, or you ask "
        "for it to be deleted."
    )
