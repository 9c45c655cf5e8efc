"""Sample emails of every kind, for ordinary and for difficult names and notes. Tests use them too."""

from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from bot.mail.content import Content, Delivery, Face, Look, Mailbox
from bot.mail.message import build
from bot.mail.texts import address, approval, availability, hire, person, signup
from bot.mail.texts.invitation import KIND, invitation, reminder
from bot.mail.texts.phrases import typed_in, uploaded
from bot.mail.texts.request import connection_request

SENT = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
EXPIRES = datetime(2026, 12, 14, 9, 30, tzinfo=UTC)
SITE = "https://people.acme.example"
TOKEN = "Zm9yIHByZXZpZXdzIG9ubHk.and-as-long-as-a-real-one.0123456789abcdefghijklmnopqrstuvwxyz"  # noqa: S105
NOTE = "Hi Ada, we loved your work on the booking app. We have two React projects coming up. Jordan"
LONG_NOTE = "\n\n".join(
    f"{nth}. We are looking for people who like to take a piece of work from the first sketch to the last "
    "test, who say what they think of a plan, and who tell us early when it will not hold. You would work "
    "with a team of four, mostly remote, two days a week to begin with, and be paid within fourteen days."
    for nth in range(1, 10)
)
HOSTILE_NOTE = (
    "<script>alert(1)</script> {{7*7}} ${7*7} <https://evil.test|Approve in Slack> https://evil.test/login\n"
    ".\r\nFrom here on: \u202etxet desrever\u202c, --=_trusted-contacts_=_alternative_=--\n"
    "=?utf-8?q?x=0D=0ABcc:_a@b.test?="
)
HOSTILE_NAME = "=?utf-8?q?Eve=0D=0ABcc:_x@y.test?= <img src=x onerror=alert(1)> {{7*7}}\r\nBcc: x@y.test"


def write_previews(folder: Path) -> list[Path]:
    """Write NAME.eml and NAME.html for each sample. Creates the folder and overwrites existing files."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name, (content, delivery) in samples().items():
        data = build(content, delivery).data
        written += [_write(folder / f"{name}.eml", data), _write(folder / f"{name}.html", _html(data))]
    return written


def samples() -> dict[str, tuple[Content, Delivery]]:
    return {
        "invitation": _invitation("Jordan Lee", "Ada Lovelace", NOTE),
        "invitation-photo": _with_photo(),
        "invitation-without-note": _invitation("Jordan Lee", "Ada Lovelace", None),
        "invitation-long-note": _invitation("Jordan Lee", "Ada Lovelace", LONG_NOTE),
        "invitation-hostile": _invitation(HOSTILE_NAME, 'Eve" <ceo@acme.test>, "x', HOSTILE_NOTE),
        "invitation-danish": _invitation(
            "Søren Ærø", "Zoë Ångström", "Kære Zoë, vi vil gerne arbejde med dig igen."
        ),
        "invitation-japanese": _invitation(
            "佐藤 花子", "山田 太郎", "山田さん、次のプロジェクトでもご一緒できれば嬉しいです。"
        ),
        "invitation-hebrew": _invitation(
            "נועה לוי", "דוד כהן", "שלום דוד, נשמח לעבוד איתך שוב. https://evil.test"
        ),
        "invitation-emoji": _invitation("Mia 🌻", "Tom 👩‍👩‍👧‍👦", "See you soon 🎉"),
        "reminder": _reminder("Jordan Lee", "Ada Lovelace", NOTE),
        "invitation-branded": _branded("#7a2e8e"),
        "invitation-light-colour": _branded("#ffd166"),
        "request": _request("Jordan Lee", "Ada Lovelace", NOTE),
        "request-without-note": _request("Jordan Lee", "Ada Lovelace", None),
        "request-hostile": _request(HOSTILE_NAME, 'Eve" <ceo@acme.test>, "x', HOSTILE_NOTE),
        "offer": _offer("Jordan Lee", "Ada Lovelace", "Illustrator", NOTE),
        "offer-hostile": _offer(HOSTILE_NAME, 'Eve" <ceo@acme.test>, "x', HOSTILE_NAME, HOSTILE_NOTE),
        **_jobs(),
        **_signups(),
        **_decisions(),
        **_pages(),
    }


def _offer(hirer: str, contact: str, title: str, message: str) -> tuple[Content, Delivery]:
    content = hire.offer(_job(hirer, contact, title), message=message, link=f"{SITE}/o/{TOKEN}")
    return content, replace(_delivery(hirer, contact), kind=hire.KIND)


def _jobs() -> dict[str, tuple[Content, Delivery]]:
    job = _job("Jordan Lee", "Ada Lovelace", "Illustrator")
    reason = "The project it was for is put off until spring."
    contents = {
        "offer-taken-back": hire.taken_back(job, reason=reason, agreed=True),
        "offer-prolonged": hire.prolonged(job),
        "job-ended": hire.ended(job),
    }
    delivery = replace(_delivery(job.hirer, job.contact_name), kind=hire.KIND)
    return {name: (content, delivery) for name, content in contents.items()}


def _job(hirer: str, contact: str, title: str) -> hire.Job:
    return hire.Job("Acme", hirer, contact, title, "EUR 80.50 an hour", SENT.date(), EXPIRES.date())


def _signups() -> dict[str, tuple[Content, Delivery]]:
    contents = {
        "signup": signup.please_confirm(company="Acme", link=f"{SITE}/confirm/{TOKEN}", until=EXPIRES),
        "signup-waiting": signup.already_waiting(company="Acme"),
        "signup-active": signup.already_active(company="Acme"),
    }
    delivery = replace(_delivery("", ""), via=None, reply_to=None, kind=signup.KIND)
    confirm = address.confirm_address(company="Acme", link=f"{SITE}/address/{TOKEN}")
    return {name: (content, delivery) for name, content in contents.items()} | {
        "address": (confirm, replace(delivery, kind=address.KIND))
    }


def _decisions() -> dict[str, tuple[Content, Delivery]]:
    ada, eve = (
        {"company": "Acme", "contact_name": "Ada Lovelace"},
        {"company": "Acme", "contact_name": HOSTILE_NAME},
    )
    yes = approval.welcome(**ada, approved_by="Jordan Lee")
    no = {
        "decision-no": approval.no_thank_you(**ada, reason="We look for somebody nearer to Copenhagen."),
        "decision-no-reason": approval.no_thank_you(**ada, reason=None),
        "decision-hostile": approval.no_thank_you(**eve, reason=HOSTILE_NOTE),
    }
    welcome = replace(_delivery("Jordan Lee", "Ada Lovelace"), kind=approval.KIND)
    refusal = replace(welcome, via=None, reply_to=None, face=None)
    return {"decision-yes": (yes, welcome)} | {name: (content, refusal) for name, content in no.items()}


def _pages() -> dict[str, tuple[Content, Delivery]]:
    ada = {"company": "Acme", "contact_name": "Ada Lovelace"}
    contents = {
        "page-link": person.own_page(**ada, link=f"{SITE}/you/{TOKEN}"),
        "page-link-all": person.all_companies(**ada, link=f"{SITE}/you/all/{TOKEN}"),
        "farewell": person.farewell_mail(**ada, link=f"{SITE}/stay/{TOKEN}", leaves_on=EXPIRES.date()),
        "page-address": person.another_address(company="Acme", link=f"{SITE}/you/address/{TOKEN}"),
    }
    delivery = replace(_delivery("", ""), via=None, reply_to=None, page_url=None, kind="person_link")
    asked = availability.when_free(
        **ada,
        link=f"{SITE}/free/{TOKEN}",
        days=[date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)],
        said="free from 1 October 2026, 3 days a week",
    )
    return {name: (content, delivery) for name, content in contents.items()} | {
        "availability": (asked, replace(delivery, page_url=f"{SITE}/you/{TOKEN}", kind=availability.KIND))
    }


def _invitation(
    inviter: str, contact: str, note: str | None, company: str = "Acme"
) -> tuple[Content, Delivery]:
    content = invitation(
        company=company,
        inviter=inviter,
        contact_name=contact,
        note=note,
        link=f"{SITE}/invitation/{TOKEN}",
        expires=EXPIRES,
        source=typed_in(inviter, SENT) if note else uploaded(inviter, SENT),
    )
    return content, replace(_delivery(inviter, contact), kind=KIND)


def _branded(colour: str) -> tuple[Content, Delivery]:
    """Build an invitation of a company with a sender of its own."""
    content, delivery = _invitation("Max Berg", "Ada Lovelace", NOTE, "Northwind")
    look = Look("https://northwind.example/logo.png", colour)
    reply_to = Mailbox("Northwind Studio", "hello@northwind.example")
    address = "Northwind, 7 Mill Lane, 8000 Aarhus"
    own = replace(delivery, company="Northwind", sender_name="Northwind Studio", postal_address=address)
    return content, replace(own, look=look, reply_to=reply_to)


def _with_photo() -> tuple[Content, Delivery]:
    content, delivery = _invitation("Jordan Lee", "Ada Lovelace", NOTE)
    face = Face("Jordan Lee", "Hiring manager, product", "https://avatars.slack-edge.example/jordan_192.png")
    return content, replace(delivery, face=face)


def _reminder(inviter: str, contact: str, note: str) -> tuple[Content, Delivery]:
    content = reminder(
        company="Acme",
        inviter=inviter,
        contact_name=contact,
        note=note,
        link=f"{SITE}/invitation/{TOKEN}",
        expires=EXPIRES,
        source=typed_in(inviter, SENT),
    )
    return content, replace(_delivery(inviter, contact), kind=KIND)


def _request(inviter: str, contact: str, note: str | None) -> tuple[Content, Delivery]:
    content = connection_request(
        company="Acme",
        inviter=inviter,
        contact_name=contact,
        note=note,
        link=f"{SITE}/i/all/{TOKEN}",
        expires=EXPIRES,
        source=typed_in(inviter, SENT),
    )
    return content, replace(_delivery(inviter, contact), kind=KIND)


def _delivery(inviter: str, contact: str) -> Delivery:
    return Delivery(
        message_id="<invitation-1@acme.example>",
        date=SENT,
        to_name=contact,
        to_email="ada@studio.example",
        sender=Mailbox("Acme Talent", "talent@acme.example"),
        via=inviter,
        company="Acme",
        reply_to=Mailbox(inviter, "jordan@acme.example"),
        envelope_from="talent@acme.example",
        stop_url=f"{SITE}/stop/{TOKEN}",
        page_url=f"{SITE}/you/{TOKEN}",
        postal_address="Acme Inc., 12 Harbour Street, 2100 Copenhagen",
        face=Face(inviter, "Hiring manager, product") if inviter else None,
    )


def _html(data: bytes) -> bytes:
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content()).encode()


def _write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
