"""Renders an email's content as text and as HTML, from the same values so that they agree."""

import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape
from markupsafe import Markup, escape

from bot.mail import headers
from bot.mail.content import Content, Delivery, Face
from language.names import initials

_TEMPLATES = Path(__file__).parent / "templates"
_LONGEST_TITLE = 80
# Email clients turn URL-like text into links, even in a note. A <wbr> inside stops most of them.
_LINK_JOINTS = re.compile(r"(?<=\w)\.(?=\w)|://|@")


def render(content: Content, delivery: Delivery) -> tuple[str, str]:
    """Render (text, HTML), both with \\n line ends.

    What people wrote is only ever a template's value, never a template.
    """
    values = {
        "subject": headers.name(content.subject, headers.LONGEST_SUBJECT),
        "preheader": headers.safe(content.preheader),
        "heading": headers.safe(content.heading),
        "greeting": headers.safe(content.greeting),
        "paragraphs": [headers.safe(paragraph) for paragraph in content.paragraphs],
        "note": headers.block(content.note).strip() if content.note else None,
        "note_by": headers.safe(content.note_by or ""),
        "note_leads": content.note_leads,
        "face": delivery.face and _shown(delivery.face, delivery.company),
        "button": content.button,
        "limit": headers.safe(content.limit),
        "choices": content.choices,
        "details": [(headers.safe(label), headers.safe(value)) for label, value in content.details],
        "fine_print": [headers.safe(paragraph) for paragraph in content.fine_print],
        "company": headers.name(delivery.company),
        "page_url": delivery.page_url,
        "stop_url": delivery.stop_url,
        "postal_address": headers.one_line(delivery.postal_address),
        "look": delivery.look,
    }
    return _template("mail.txt").render(values).strip("\n"), _template("mail.html").render(values).strip("\n")


def _shown(face: Face, company: str) -> dict[str, str]:
    """Clean what an email shows of the person who writes. What they do stands before the company."""
    name, title = headers.name(face.name), headers.name(face.title, _LONGEST_TITLE)
    role = " · ".join(filter(None, [title, headers.name(company)]))
    return {"name": name, "initials": initials(name), "role": role, "photo": face.photo}


@lru_cache(maxsize=8)
def _template(name: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["quoted"] = _quoted
    environment.filters["lines"] = _lines
    environment.filters["unlinked"] = _unlinked
    return environment.get_template(name)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _lines(text: str) -> Markup:
    return Markup("<br>\n").join(text.split("\n"))


def _unlinked(text: str) -> Markup:
    html = _LINK_JOINTS.sub(r"<wbr>\g<0>", str(escape(text)))
    return Markup(html.replace("\n", "<br>\n"))  # noqa: S704 - escaped in the line above
