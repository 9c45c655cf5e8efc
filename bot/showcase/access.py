"""Scenes: who may invite, who may not, and how somebody is let in."""

from bot.showcase.stage import Scene, Stage

_MANAGERS = ["Jordan Lee", "Sam Rivera"]


async def settings_filled_in(stage: Stage) -> None:
    await stage.maria.command("/contacts", "settings", channel="hiring")
    await stage.maria.fill({"Hiring managers": _MANAGERS})


async def settings_saved(stage: Stage) -> None:
    if not stage.maria.modal:  # a spectator has closed it
        await settings_filled_in(stage)
    await stage.maria.submit()


async def peter_tries(stage: Stage) -> None:
    await stage.peter.command("/invite-contact", channel="hiring")
    await stage.peter.sees("may invite", channel="hiring")


async def peter_asks(stage: Stage) -> None:
    await stage.peter.click("Ask for access", on=stage.peter.message("may invite", channel="hiring"))
    await stage.maria.sees("asks to invite people")


async def maria_lets_him_in(stage: Stage) -> None:
    await stage.maria.click("Make hiring manager", on=stage.maria.message("asks to invite people"))
    await stage.peter.sees("You are now a hiring manager")


NAMING = (
    Scene(
        "Maria says who may invite",
        "Maria Garcia is an administrator of this workspace. With /contacts settings she names the hiring"
        " managers, Jordan Lee and Sam Rivera. Nothing else has to be set up.",
        "Maria Garcia",
        "hiring",
        settings_filled_in,
    ),
)

REFUSAL = (
    Scene(
        "Peter may not",
        "Peter Holm is no hiring manager. The refusal, which only he sees, says why and who can let him in,"
        " and has the button that helps.",
        "Peter Holm",
        "hiring",
        peter_tries,
    ),
    Scene(
        "Peter asks for access",
        "He presses Ask for access, and Maria gets a message with a button. One press lets him in.",
        "Maria Garcia",
        "app",
        peter_asks,
    ),
    Scene(
        "Peter is let in",
        "Maria has pressed Make hiring manager. Peter is told, and may use /invite-contact.",
        "Peter Holm",
        "app",
        maria_lets_him_in,
    ),
)
