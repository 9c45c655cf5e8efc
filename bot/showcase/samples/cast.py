"""The contacts, jobs, links and imports in the samples. Dates and ids are fixed."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.slack.access import Role, rights_of
from storage.entities.agreement import Agreement
from storage.entities.application import Application
from storage.entities.contact import Contact, Invitation
from storage.entities.hire import Hire
from storage.entities.import_result import ImportResult
from storage.entities.import_row import ImportRow
from storage.entities.imports import Import
from storage.entities.link import Link
from storage.entities.money import Rate
from storage.entities.outbox import Outbox
from storage.entities.profile import Free, Profile, ProfileField, Value, Voice
from storage.entities.status import HireState, ImportState, Outcome, Per, RowKind, Status
from storage.entities.tag import Tag
from storage.overview.listing import Listed

NOW = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
MEMBERS = {"U1": "Jordan Lee", "U2": "Maria Garcia"}
CHANNELS = {"C1": "hiring"}
ADMIN, MANAGER, MEMBER = (rights_of(role) for role in (Role.ADMIN, Role.MANAGER, Role.MEMBER))
SITE = "https://people.acme.example"
NOTE = "Hi Ada, we loved your work on the booking app. We have two React projects coming up. Jordan"

AGREEMENT = Agreement(
    number=2,
    text="What you see and hear while you work with us stays between us.\n\nWhat you make for us, we may use"
    " from the day it is paid. You may show it in your portfolio.",
)
ADDRESS_OF_TERMS = Agreement(number=3, text="https://acme.example/terms-for-freelancers")


def days(number: float) -> timedelta:
    return timedelta(days=number)


def tag(name: str, tag_id: int = 1) -> Tag:
    return Tag(id=tag_id, name=name, key=name, search_key=name)


def invitation(**given: Any) -> Invitation:
    usual: dict[str, Any] = {
        "id": 1, "note": NOTE, "invited_by": "U1", "generation": 1, "mails": 1,
        "created_at": NOW - days(2), "began_at": NOW - days(2), "expires_at": NOW + days(12),
        "unasked": False,
    }  # fmt: skip
    return Invitation(**usual | given)


def contact(status: Status = Status.INVITED, **given: Any) -> Contact:
    """Make Ada Lovelace with this status, and an invitation if she was invited."""
    usual: dict[str, Any] = {
        "id": 1, "name": "Ada Lovelace", "email": "ada@studio.example", "email_key": "ada@studio.example",
        "status": status, "status_at": NOW - days(1), "source": "invited", "invited_by": "U1",
        "created_at": NOW - days(2), "version": 1, "hires": 0,
        "tags": [tag("python"), tag("berlin", 2)],
        "invitations": [] if status is Status.APPLIED else [invitation()],
    }  # fmt: skip
    return Contact(**usual | given)


def link(**given: Any) -> Link:
    usual: dict[str, Any] = {
        "id": 1, "name": "Design meetup", "tags": ["design"], "domains": [], "channel": "C1", "made_by": "U1",
        "generation": 1, "opened": 40, "created_at": NOW - days(9),
    }  # fmt: skip
    return Link(**usual | given)


def application(**given: Any) -> Application:
    usual: dict[str, Any] = {
        "id": 1, "name": "Linus Holm", "email": "linus@studio.example", "skills": ["design", "copywriting"],
        "message": "I saw your talk and would like to help.", "created_at": NOW - days(1),
        "confirmed_at": NOW - days(1), "responsible": "U1", "reminders": 0, "link": link(),
    }  # fmt: skip
    return Application(**usual | given)


def applicant(
    status: Status = Status.APPLIED, *, applied: dict[str, Any] | None = None, **given: Any
) -> Contact:
    """Make Linus Holm, who signed up with a link. `applied` overrides fields of his application."""
    usual: dict[str, Any] = {
        "id": 2, "name": "Linus Holm", "email": "linus@studio.example", "source": "signed up",
        "invited_by": None, "tags": [tag("design")], "invitations": [],
        "applications": [application(**applied or {})],
    }  # fmt: skip
    return contact(status, **usual | given)


def profile(*, person: bool = True, **given: Any) -> Profile:
    """Make a profile in which every voice speaks. `person`: the contact has said something too."""
    known = Profile(contact_id=1, said={}, **given)
    theirs: dict[ProfileField, Value] = {
        ProfileField.TITLE: "Illustrator",
        ProfileField.LINKS: ("https://ada.example/work", "https://www.linkedin.com/in/ada"),
        ProfileField.PLACE: "Copenhagen",
        ProfileField.LANGUAGES: ("Danish", "English"),
        ProfileField.FREE: Free(date(2027, 3, 1), 3),
    }
    for field, value in theirs.items() if person else ():
        known.say(field, value, Voice.PERSON, "", NOW - days(1))
    known.say(ProfileField.TITLE, "Designer", Voice.TEAM, "U1", NOW - days(2))
    known.say(ProfileField.RATE, Rate(Decimal("80.00"), "EUR", Per.HOUR), Voice.TEAM, "U2", NOW)
    known.say(ProfileField.RATE, Rate(Decimal("75.00"), "EUR", Per.HOUR), Voice.JOB, "", NOW)
    return known


def mail(state: Outcome = Outcome.SENT, **given: Any) -> Outbox:
    usual: dict[str, Any] = {
        "id": 1,
        "state": state,
        "attempts": 0,
        "due_at": NOW,
        "finished_at": NOW - days(1),
    }
    return Outbox(**usual | given)


HARD = "The email came back: this address doesn't receive email. It said: 550 5.1.1 User unknown"
SOFT = "The email came back: the mailbox is full. It said: 552 5.2.2 Mailbox full"


def failed_mail(**given: Any) -> Outbox:
    return mail(Outcome.FAILED, **{"error": "The mailbox does not exist (550 5.1.1)."} | given)


def bounced_mail(**given: Any) -> Outbox:
    return mail(Outcome.BOUNCED, **{"error": HARD} | given)


def hire(state: HireState = HireState.OFFERED, **given: Any) -> Hire:
    """Make a two-week job that starts tomorrow."""
    usual: dict[str, Any] = {
        "id": 1, "contact_id": 1, "contact": contact(Status.ACTIVE), "title": "Illustrator",
        "rate": Decimal("80.50"), "currency": "EUR", "per": Per.HOUR, "start": date(2026, 12, 1),
        "end": date(2026, 12, 14), "message": "Six pictures for the new booking app.", "state": state,
        "offered_by": "U1", "created_at": NOW, "sent_at": NOW, "answered_at": NOW, "let_end": False,
    }  # fmt: skip
    return Hire(**usual | given)


def job(state: ImportState, **given: Any) -> Import:
    usual: dict[str, Any] = {
        "id": 1, "made_by": "U1", "state": state, "file_id": "F1", "file_name": "pool.csv", "file_hash": "0",
        "encoding": "UTF-8", "header": ["name", "email", "tags"], "columns_wanted": {}, "show": "all",
        "columns": {"names": [0], "email": 1, "tags": [2]},
        "reading": {"encodings": ["UTF-8", "Windows-1252"]},
        "find": "", "drawn": 1, "channel": "C1", "note": "", "tags": [], "started_at": NOW - days(0.01),
    }  # fmt: skip
    return Import(**usual | given)


def line(number: int, kind: RowKind, **given: Any) -> ImportRow:
    usual: dict[str, Any] = {
        "id": number, "import_id": 1, "line": number, "name": "Ada Lovelace", "email": "ada@studio.example",
        "tags": ["python"], "kind": kind, "reason": "", "selected": kind.tickable,
    }  # fmt: skip
    return ImportRow(**usual | given)


RESULT = ImportResult(
    invited=40, skipped=5, failed=2, selected=42, made=42,
    reasons={"already a contact": 3, "declined, blocked or opted out": 2},
    problems=[(7, "There is no address."), (9, "“ada@” is not an email address.")],
)  # fmt: skip


ADA = Listed(
    rate=Rate(Decimal("80.00"), "EUR", Per.HOUR),
    id=1, name="Ada Lovelace", email="ada@studio.example", status=Status.ACTIVE, status_at=NOW - days(20),
    archived_at=None, left_at=None, invited_by="U1", inviter="Jordan Lee", created_at=NOW - days(30),
    tags=("python", "berlin"), mail=Outcome.SENT, hires=2, hired_now=True, hired_until=date(2026, 12, 18),
    called_off=False, offer=None, key=("ada", 1),
)  # fmt: skip


def listed() -> tuple[Listed, ...]:
    """Make rows in every state a list can show."""
    mia = ADA._replace(id=2, name="Mia Wong", email="mia@studio.example", tags=(), hires=0, hired_now=False)
    return (
        ADA,
        ADA._replace(id=3, name="Tom Berg", hired_now=False, free=Free(date(2027, 3, 1), 3)),
        mia._replace(free=Free()),
        mia._replace(id=4, name="Rosa Diaz", status=Status.INVITED),
        mia._replace(id=5, name="Sam Okoro", status=Status.INVITED, called_off=True, mail=None),
        mia._replace(id=12, name="Ben Adler", offer="Copy for spring campaign"),
        mia._replace(id=6, name="Eve Stone", status=Status.INVITED, mail=Outcome.FAILED),
        mia._replace(
            id=12,
            name="Ben Adler",
            status=Status.INVITED,
            mail=Outcome.BOUNCED,
            mail_error=HARD,
        ),
        mia._replace(id=7, name="Linus Holm", status=Status.APPLIED, tags=("design",)),
        mia._replace(id=8, name="Noa Levy", status=Status.DECLINED),
        mia._replace(id=12, name="Lea Roth", status=Status.DECLINED, left_at=NOW),
        mia._replace(id=9, name="Max Frost", status=Status.BLOCKED),
        mia._replace(id=10, name="Ida Ruiz", status=Status.INVITED, archived_at=NOW),
        mia._replace(id=11, name="Kim Park", archived_at=NOW),
    )
