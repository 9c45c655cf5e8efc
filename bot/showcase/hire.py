"""Scenes: Ada gets an offer, accepts, works, and is hired again."""

from datetime import timedelta

from bot.showcase.invitation import ADA
from bot.showcase.overview import ada_found, no_modal
from bot.showcase.stage import Scene, Stage

JOB = "Frontend developer"
_MESSAGE = "Three weeks on our booking page, from home. You know the code already."


async def form_filled_in(stage: Stage) -> None:
    await ada_found(stage)
    await stage.jordan.click("Open", on=stage.jordan.home, near="Ada Lovelace")
    await stage.jordan.click("Hire")
    today = stage.now().date()
    start, end = today + timedelta(days=3), today + timedelta(days=24)
    await stage.jordan.fill({"Job title": JOB, "Rate": "85.50", "Currency": "EUR", "Per": "hour"})
    await stage.jordan.fill({"Start": str(start), "End": str(end), "Message": _MESSAGE})


async def offer_sent(stage: Stage) -> None:
    if not stage.jordan.modal:
        await form_filled_in(stage)
    await stage.jordan.submit()
    await no_modal(stage)
    await stage.jordan.sees(f"{JOB}: Ada Lovelace")
    await stage.demo.until(lambda: "offers you a job" in stage.demo.mailbox.to(ADA)[-1].subject)


async def ada_accepts(stage: Stage) -> None:
    await stage.answers_by_mail(ADA, "Accept offer", "/o/")
    await stage.jordan.sees("Ada Lovelace accepted your offer")


async def end_comes_near(stage: Stage) -> None:
    await stage.skip(timedelta(days=18))
    await stage.jordan.sees("Ada Lovelace's job")


async def it_is_over(stage: Stage) -> None:
    asked = stage.jordan.message("Ada Lovelace's job")
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
    await stage.jordan.click("Open", on=stage.jordan.home, near="Ada Lovelace")
    await stage.jordan.click("Re-hire")


SCENES = (
    Scene(
        "A job for Ada",
        "Open has the button Hire for every active contact. The form asks for the job, the rate, the days and"
        " a message. None of it is ever posted in a channel.",
        "Jordan Lee",
        "home",
        form_filled_in,
        press="Only active contacts can be hired. For anyone else you read why, and what to do.",
    ),
    Scene(
        "The offer",
        "Ada gets an email. Its page has the terms and two buttons. If she were a member of this workspace,"
        " the app would also ask her in a direct message.",
        "Jordan Lee",
        "mail",
        offer_sent,
    ),
    Scene(
        "Ada says yes",
        "Jordan gets the news at once. The job's card follows its whole life: offered, accepted, running and"
        " ended, or cancelled with a reason that Ada reads.",
        "Jordan Lee",
        "app",
        ada_accepts,
    ),
    Scene(
        "Its end comes near",
        "A week before the last day, the app asks Jordan: extend it, hire her for something else, or let it"
        " end.",
        "Jordan Lee",
        "app",
        end_comes_near,
    ),
    Scene(
        "Would you hire her again?",
        "The job has ended on its last day. Only the team sees Jordan's answer. It decides who comes first"
        " among people hired equally often.",
        "Jordan Lee",
        "app",
        it_is_over,
    ),
)
AGAIN = (
    Scene(
        "Once more",
        "Re-hire starts from what was agreed last time: choose two dates and press Send offer.",
        "Jordan Lee",
        "home",
        ada_is_hired_again,
    ),
)
