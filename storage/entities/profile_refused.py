"""Refusals of profiles and CVs: what forms say at their fields, and what a list says was left out."""

from storage.entities.errors import FieldRefused

NO_LINK = "This isn't the address of a page. Please enter one such as https://ada.example/work."
NOT_HTTPS = "Links begin with https://. Please check the address."
NO_DATE = "Please enter the day as a date, such as 2027-03-01."
TOO_FAR = "That day is more than ten years away. Please check the year."
NO_DAYS = "Please enter a number of days from 1 to 7."
NO_PDF = "This file isn't a PDF. Please save your CV as a PDF and try again."
CV_MISSING = "Please choose a file."
CVS_FULL = "The company has no room for more CVs at the moment. Please link to yours instead."


def too_many_links(most: int) -> str:
    return f"Please keep at most {most} links."


def cv_too_big(megabytes: int) -> str:
    return f"A CV can have {megabytes} MB at most. Please save it with smaller pictures."


class CvRefused(FieldRefused):
    """A file cannot be kept as somebody's CV."""

    def __init__(self, text: str) -> None:
        super().__init__("cv", text)
