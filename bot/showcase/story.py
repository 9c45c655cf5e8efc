"""The story's scenes in order. A feature adds its own scenes here."""

from bot.showcase import access, availability, hire, imports, invitation, overview, request, signup
from bot.showcase.overview import no_modal
from bot.showcase.stage import Scene, Stage
from demo.page_server.tour import Step

_OPENING = Scene(
    "A pool of trusted freelancers",
    "This is Acme's workspace. Jordan Lee hires freelancers, met Ada Lovelace at a conference and wants her"
    " in Acme's pool. Press Next step: the people here act by themselves.",
    "Jordan Lee",
    "hiring",
)
_CLOSING = Scene(
    "Now you",
    "Everything here also works by hand: choose who to be at the top right, type /invite-contact or"
    " /contacts link, read the emails and answer on the pages. Nothing is kept when the demo ends.",
    "Jordan Lee",
    "hiring",
    no_modal,
)

STORY = (
    _OPENING,
    *access.NAMING,
    *invitation.SCENES,
    *signup.SCENES,
    *imports.SCENES,
    *overview.SCENES,
    *access.REFUSAL,
    *request.SCENES,
    *hire.SCENES,
    *availability.SCENES,
    *hire.AGAIN,
    _CLOSING,
)


def steps(stage: Stage) -> list[Step]:
    return [scene.step(stage) for scene in STORY]
