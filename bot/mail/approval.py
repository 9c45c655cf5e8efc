"""The texts that tell an applicant what was decided. Blocked reads like declined."""

from bot.mail.content import Content
from bot.mail.headers import isolated, name
from bot.mail.invitation import YOUR_RIGHTS

KIND = "decision"


def welcome(*, company: str, contact_name: str, approved_by: str) -> Content:
    firm, who, whom = (isolated(name(words)) for words in (company, approved_by, contact_name))
    return Content(
        subject=f"Welcome to {name(company, 60)}'s trusted contacts",
        preheader=f"{firm} may write to you when there is work.",
        heading=f"Welcome to {firm}'s trusted contacts",
        paragraphs=(
            f"Hello {whom}," if whom else "Hello,",
            f"{who} has looked at your sign-up: you are now one of {firm}'s trusted contacts, the "
            f"freelancers {firm} turns to first.",
            f"There is nothing more to do. {firm} writes to you when there is work. It binds you to nothing, "
            "and you can leave at any time.",
        ),
        fine_print=(_why(firm), _kept(firm, "to offer you work"), YOUR_RIGHTS),
    )


def no_thank_you(*, company: str, contact_name: str, reason: str | None) -> Content:
    firm, whom = (isolated(name(words)) for words in (company, contact_name))
    return Content(
        subject=f"Your sign-up with {name(company, 60)}",
        preheader="Thank you for your interest.",
        heading="Thank you for signing up",
        paragraphs=(
            f"Hello {whom}," if whom else "Hello,",
            f"thank you for your interest in working with {firm}. Your sign-up has been looked at, and "
            f"{firm} cannot take you into its trusted contacts.",
            "We wish you all the best.",
        ),
        note=reason,
        note_by=firm,
        fine_print=(_why(firm), _kept(firm, "to answer you"), YOUR_RIGHTS),
    )


def _why(firm: str) -> str:
    return f"Why you get this mail: you signed up with {firm} and confirmed your address."


def _kept(firm: str, used: str) -> str:
    return (
        f"{firm} is responsible for this data: your name, your address and what you wrote when you signed "
        f"up. It is used only {used} (legitimate interest), and kept until {firm} no longer needs it for "
        "that, or you ask for it to be deleted."
    )
