"""Samples of profiles: in a contact's modal, on a card, in the review list, in forms and on pages."""

from functools import partial

from blocks.approval.card import application_card, earlier_card
from blocks.approval.forms import review_modal
from blocks.contact.edit import edit_modal
from blocks.contact.history import history_modal
from blocks.contact.modal import contact_modal
from blocks.kit.modal import Message, ViewJson
from blocks.profile.shown import cv_message, cv_modal
from blocks.profile.words import cv_file, cv_of
from bot.showcase.samples.cast import (
    MANAGER,
    NOW,
    TODAY,
    applicant,
    application,
    contact,
    profile,
)
from bot.showcase.samples.pages import person_page
from bot.showcase.samples.sample import Sample
from storage.entities.event import Event, HistoryEntry
from storage.entities.hire_refused import NO_NUMBER
from storage.entities.profile import Profile, ProfileField, said_to_json
from storage.entities.profile_refused import (
    CV_MISSING,
    CVS_FULL,
    NO_DATE,
    NO_DAYS,
    NO_LINK,
    NO_PDF,
    NOT_HTTPS,
    TOO_FAR,
    cv_too_big,
    too_many_links,
)
from storage.entities.status import EventKind, Status

PROFILE = "A profile"
_WRONG = {
    "links": NO_LINK,
    "rate": NO_NUMBER,
    "free_from": NO_DATE,
    "days_a_week": NO_DAYS,
    "cv": NO_PDF,
}
_ALSO_WRONG = (
    {"links": NOT_HTTPS, "free_from": TOO_FAR, "cv": CV_MISSING},
    {"links": too_many_links(5), "cv": CVS_FULL},
    {"cv": cv_too_big(10)},
)


def _with_cv() -> Profile:
    return profile(cv_size=240_000, cv_given_at=NOW)


def _modal(known: Profile) -> ViewJson:
    return contact_modal(contact(Status.ACTIVE, profile=known), None, [], [], TODAY, MANAGER)


def _earlier() -> Message:
    known = profile()
    said = {field: value for field in ProfileField if (value := known.shown(field))}
    return earlier_card(applicant(), application(profile=said_to_json(said)), "Jordan Lee", private=True)


def _history() -> ViewJson:
    before = {"title": "Designer", "rate": None, "cv": None, "links": None, "free": None, "place": None}
    after = {
        "title": "Illustrator",
        "rate": ["80.00", "EUR", "hour"],
        "cv": 240_000,
        "links": ["https://ada.example/work"],
        "free": ["2027-03-01", 3],
        "place": "Copenhagen",
    }
    told = [
        HistoryEntry(
            Event(id=1, contact_id=1, kind=kind, actor=actor, origin="web", at=NOW), name, before, after
        )
        for kind, actor, name in ((EventKind.PROFILED, "contact", ""), (EventKind.EDITED, "U1", "Jordan Lee"))
    ]
    return history_modal(contact(), told)


def _words(text: str) -> Message:
    return Message(text, [])


SAMPLES = (
    Sample(PROFILE, "in the modal", lambda: _modal(_with_cv())),
    Sample(PROFILE, "in the modal, by the team", lambda: _modal(profile(person=False))),
    Sample(
        PROFILE,
        "on the application card",
        lambda: application_card(
            applicant(profile=_with_cv()), application(), "Jordan Lee", MANAGER, private=True
        ),
    ),
    Sample(PROFILE, "on an earlier card", _earlier),
    Sample(
        PROFILE, "in the review", lambda: review_modal([applicant(profile=profile()), applicant(id=3)], 2)
    ),
    Sample(PROFILE, "edit", lambda: edit_modal(contact(Status.ACTIVE, profile=profile()))),
    Sample(PROFILE, "history", _history),
    Sample(PROFILE, "CV asked for", lambda: cv_modal(contact(Status.ACTIVE))),
    Sample(PROFILE, "CV asked for, as a message", cv_message),
    Sample(PROFILE, "CV", lambda: _words(cv_of("Ada Lovelace"))),
    Sample(PROFILE, "CV, the file's name", lambda: _words(cv_file("Ada Lovelace"))),
    Sample(PROFILE, "your page", lambda: person_page(status=Status.ACTIVE, profile=_with_cv())),
    Sample(PROFILE, "your page, to correct", lambda: person_page(_WRONG)),
    *(
        Sample(PROFILE, f"your page, to correct ({number})", partial(person_page, errors))
        for number, errors in enumerate(_ALSO_WRONG, 2)
    ),
)
