"""The words of profiles: labels, rates, free days, and who said what."""

from collections.abc import Iterable

from language.plurals import number_words
from storage.entities.profile import ProfileField

TITLE, LINKS, PLACE, LANGUAGES = "Title", "Links", "Place", "Languages"
USUAL_RATE, CURRENCY, PER = "Usual rate", "Currency", "Per"
AVAILABILITY, FREE_FROM, DAYS_A_WEEK, CV = "Availability", "Free from", "Days a week", "CV"
LABELS = {
    ProfileField.TITLE: TITLE,
    ProfileField.LINKS: LINKS,
    ProfileField.PLACE: PLACE,
    ProfileField.LANGUAGES: LANGUAGES,
    ProfileField.RATE: USUAL_RATE,
    ProfileField.FREE: AVAILABILITY,
}

LINKS_HINT = "One a line, beginning with https://. At most five."
LANGUAGES_HINT = "With commas between them."
RATE_HINT = "A number, such as 80 or 80.50."
THEIR_WORDS = "What they say about themselves counts. What you change of it is kept beside it."
SEND_CV = "Send me the CV"
CV_ON_ITS_WAY = "You'll get the CV in a message from this app in a moment."

THEMSELVES, LAST_JOB = "themselves", "from the last job"
BY, ON = "by ", ", "
BESIDE = "Beside it: "
NOTHING, NOT_SAID = "nothing", "Not said"


def several(parts: Iterable[str]) -> str:
    return ", ".join(parts)


def facts(parts: Iterable[str]) -> str:
    return " · ".join(parts)


def cv_words(kilobytes: int) -> str:
    return f"PDF, {number_words(kilobytes)} kB"


def cv_of(name: str) -> str:
    """The text above the file that a manager gets."""
    return f"The CV of {name}."


def cv_file(name: str) -> str:
    return f"{name} CV.pdf"
