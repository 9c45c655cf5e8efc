"""Scenes: who may invite, who may not, and how an administrator gives access."""

from bot.showcase.stage import Scene, Stage

_MANAGERS = ["Jordan Lee", "Sam Rivera"]


async def settings_filled_in(stage: Stage) -> None:
    await stage.maria.command("/contacts", "settings", channel="hiring")
    await stage.maria.click("Change", near="People and rights")
    await stage.maria.fill({"Hiring managers": _MANAGERS})


async def settings_saved(stage: Stage) -> None:
    if not stage.maria.modal or stage.maria.form.submit is None:  # a spectator closed it
        await settings_filled_in(stage)
    await stage.maria.submit()
    await stage.maria.close()


async def peter_tries(stage: Stage) -> None:
    await stage.peter.command("/invite-contact", channel="hiring")
    await stage.peter.sees("may invite", channel="hiring")


async def peter_asks(stage: Stage) -> None:
    await stage.peter.click("Ask for access", on=stage.peter.message("may invite", channel="hiring"))
    await stage.maria.sees("is asking to invite people")


async def maria_lets_him_in(stage: Stage) -> None:
    await stage.maria.click("Make hiring manager", on=stage.maria.message("is asking to invite people"))
    await stage.peter.sees("You are now a hiring manager")


NAMING = (
    Scene(
        "Maria says who may invite",
        "Maria Garcia is an administrator of this workspace. She types /contacts settings and names the"
        " hiring managers, Jordan Lee and Sam Rivera. That's all there is to set up.",
        "Maria Garcia",
        "hiring",
        settings_filled_in,
    ),
)

REFUSAL = (
    Scene(
        "Peter may not",
        "Peter Holm isn't a hiring manager. Only he sees the answer: it says why, names the people who can"
        " give him access, and has a button to ask them.",
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
        "Maria has pressed Make hiring manager. Peter gets a message and can use /invite-contact.",
        "Peter Holm",
        "app",
        maria_lets_him_in,
    ),
)
