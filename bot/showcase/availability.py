"""Scenes: a quarter after joining, Ada is asked when she is free. She answers by two taps."""

from datetime import timedelta

from bot.showcase.invitation import ADA
from bot.showcase.overview import ada_found, no_modal
from bot.showcase.stage import Scene, Stage
from bot.showcase.web_page import press
from demo.world.mailbox import Mail

_UNTIL_A_QUARTER = timedelta(days=66)  # after Ada's job, since she accepted
_A_CHOSEN_DAY = "?from=2"  # and not "?from=now", the first


def _questions(stage: Stage) -> list[Mail]:
    asked = (mail for mail in stage.demo.mailbox.to(ADA) if "free to work with Acme" in mail.subject)
    return list(asked)


async def ada_is_asked(stage: Stage) -> None:
    await no_modal(stage)
    await stage.skip(_UNTIL_A_QUARTER)
    await stage.demo.until(lambda: _questions(stage))


async def ada_answers(stage: Stage) -> None:
    links = _questions(stage)[-1].links
    await press(next(link for link in links if _A_CHOSEN_DAY in link), "Save")
    await ada_found(stage)
    await stage.demo.until(lambda: stage.jordan.home and "free from" in stage.jordan.home.words)
    await stage.jordan.click("Open", on=stage.jordan.home, near="Ada Lovelace")


SCENES = (
    Scene(
        "When are you free?",
        "Three months after she joined, Ada gets this question, and again each quarter. A link for each of"
        " the next months opens a page that is filled in already.",
        "Jordan Lee",
        "mail",
        ada_is_asked,
        press="Open a link from the email, if you like: only Save on its page keeps an answer.",
    ),
    Scene(
        "Two taps later",
        "Ada has chosen a day and pressed Save. Jordan reads it in her row and behind Open. Filter finds who"
        " is free, and Sort puts them first. After eight weeks an answer is too old for both.",
        "Jordan Lee",
        "home",
        ada_answers,
    ),
)
