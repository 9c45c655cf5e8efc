"""The story in its order; a feature adds the scenes of its own module here."""

from bot.demo.tour import Step
from bot.showcase import access, hiring, imports, invitation, overview, request, signup
from bot.showcase.stage import Scene, Stage

_OPENING = Scene(
    "A pool of trusted freelancers",
    "This is Acme's workspace. Jordan Lee hires freelancers and wants Ada Lovelace, met at a conference,"
    " among those Acme turns to first. The people here act by themselves whenever you go on.",
    "Jordan Lee",
    "hiring",
)
_CLOSING = Scene(
    "Now you",
    "Everything here works by hand as well: choose whom to be at the top right, type /invite-contact or"
    " /contacts link, read the mails, answer on the pages. Nothing is kept when the demo ends.",
    "Jordan Lee",
    "hiring",
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
    *hiring.SCENES,
    _CLOSING,
)


def steps(stage: Stage) -> list[Step]:
    """The story for the tour of the demo's page."""
    return [scene.step(stage) for scene in STORY]
