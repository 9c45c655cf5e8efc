"""A profile's fields on pages: what they begin with, and who said it. Also the CV on a person's page."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.services.profile import cv
from bot.web import words
from bot.web.upload import FileTooLarge, Uploads
from language.dates import day_words
from storage.entities.profile import Profile, ProfileField, Voice, Word
from storage.entities.profile_refused import CvRefused, cv_too_big


def said_about(profile: Profile | None, members: Mapping[str, str]) -> dict[str, str]:
    """Tell the person, for each field, who said what counts and when: {field: sentence}."""
    counts = {field: profile.word(field) for field in ProfileField} if profile else {}
    return {field.value: _who(word, members) for field, word in counts.items() if word}


def _who(word: Word, members: Mapping[str, str]) -> str:
    day = day_words(word.at.date())
    match word.voice:
        case Voice.PERSON:
            return words.said_by_you(day)
        case Voice.JOB:
            return words.said_by_job(day)
        case Voice.TEAM:
            return words.said_by(members.get(word.by), day)


async def read_cv(request: Request, uploads: Uploads) -> bytes:
    """Read the file of a form. Raises CvRefused if it is too large."""
    try:
        return await uploads.file(request, "cv", cv.MOST_BYTES)
    except FileTooLarge:
        raise CvRefused(cv_too_big(cv.MOST_BYTES // cv.MEGABYTE)) from None


def cv_file(data: bytes | None) -> Response:
    """Send a person their CV, as a file that no browser shows inside a page of ours."""
    if data is None:
        raise HTTPException(404)
    headers = {"Content-Disposition": 'attachment; filename="cv.pdf"'}
    return Response(data, media_type="application/pdf", headers=headers)
