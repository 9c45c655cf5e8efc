"""Scenes: Ada is offered a job, says yes, works, and is hired again."""

from datetime import timedelta

from bot.showcase.invitation import ADA
from bot.showcase.overview import ada_found
from bot.showcase.stage import Scene, Stage

JOB = "Frontend developer"
_MESSAGE = "Three weeks on our booking page, from home. You know the code already."


async def form_filled_in(stage: Stage) -> None:
    await ada_found(stage)
    await stage.jordan.choose("Hire", on=stage.jordan.home, near="Ada Lovelace")
    today = stage.now().date()
    start, end = today + timedelta(days=3), today + timedelta(days=24)
    await stage.jordan.fill({"Job title": JOB, "Rate": "85.50", "Currency": "EUR", "Per": "hour"})
    await stage.jordan.fill({"Start": str(start), "End": str(end), "Message": _MESSAGE})


async def offer_sent(stage: Stage) -> None:
    if not stage.jordan.modal:
        await form_filled_in(stage)
    await stage.jordan.submit()
    await stage.jordan.sees(f"{JOB}: Ada Lovelace")
    await stage.demo.until(lambda: "offers you a job" in stage.demo.mailbox.to(ADA)[-1].subject)


async def ada_accepts(stage: Stage) -> None:
    await stage.answers_by_mail(ADA, "Accept offer", "/o/")
    await stage.jordan.sees("Ada Lovelace accepted your offer")


async def end_comes_near(stage: Stage) -> None:
    await stage.skip(timedelta(days=18))
    await stage.jordan.sees("The last day of Ada Lovelace")


async def it_is_over(stage: Stage) -> None:
    asked = stage.jordan.message("The last day of Ada Lovelace")
    if "Let it end" in asked.buttons:
        await stage.jordan.click("Let it end", on=asked)
    await stage.skip(timedelta(days=8))
    await stage.jordan.sees("has ended")
    news = stage.jordan.message("has ended")
    if "Yes" in news.buttons:
        await stage.jordan.click("Yes", on=news)
    await stage.jordan.sees("Would hire again: yes")


async def ada_is_hired_again(stage: Stage) -> None:
    await ada_found(stage)
    await stage.jordan.choose("Re-hire", on=stage.jordan.home, near="Ada Lovelace")


SCENES = (
    Scene(
        "A job for Ada",
        "Hire stands in the menu beside every active contact. The form asks for the job, the rate to the last"
        " cent, the days and a message. Nothing of it is ever posted into a channel.",
        "Jordan Lee",
        "home",
        form_filled_in,
        press="Who is not active has no Hire; an old one, pressed, says why, beside the button that helps.",
    ),
    Scene(
        "The offer",
        "Ada gets a mail. Its page has the terms and two buttons. If she were a member of this workspace, she"
        " would be asked in a direct message as well.",
        "Jordan Lee",
        "mail",
        offer_sent,
    ),
    Scene(
        "Ada says yes",
        "Jordan is told at once, and the card of the job follows its whole life: offered, accepted, running,"
        " ended, or cancelled with a reason that Ada is told.",
        "Jordan Lee",
        "app",
        ada_accepts,
    ),
    Scene(
        "Its end comes near",
        "A week before the last day Jordan is asked: extend it, hire her for something else, or let it end.",
        "Jordan Lee",
        "app",
        end_comes_near,
    ),
    Scene(
        "Would you hire her again?",
        "The job has ended by itself. What Jordan answers stays within the team, and decides who stands"
        " further up among those who were hired as often.",
        "Jordan Lee",
        "app",
        it_is_over,
    ),
    Scene(
        "Once more",
        "Who was hired before is hired again with what was agreed on the last time: Re-hire, two dates, Send"
        " offer.",
        "Jordan Lee",
        "home",
        ada_is_hired_again,
    ),
)
