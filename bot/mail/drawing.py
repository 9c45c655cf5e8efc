"""Draws a mail's content as text and as HTML, from the same values, so the two cannot differ."""

import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape
from markupsafe import Markup, escape

from bot.mail import headers
from bot.mail.content import Content

_TEMPLATES = Path(__file__).parent / "templates"
# Mail programs make links of what looks like one, even in a note; a <wbr> within keeps most from it.
_LINK_JOINTS = re.compile(r"(?<=\w)\.(?=\w)|://|@")


def draw(content: Content, company: str, stop_url: str, postal_address: str) -> tuple[str, str]:
    """(text, HTML), both with \\n line ends. People's words are values of the templates, never templates."""
    values = {
        "subject": headers.name(content.subject, headers.LONGEST_SUBJECT),
        "preheader": headers.safe(content.preheader),
        "heading": headers.safe(content.heading),
        "paragraphs": [headers.safe(paragraph) for paragraph in content.paragraphs],
        "note": headers.block(content.note).strip() if content.note else None,
        "note_by": headers.safe(content.note_by or ""),
        "button": content.button,
        "details": [(headers.safe(label), headers.safe(value)) for label, value in content.details],
        "fine_print": [headers.safe(paragraph) for paragraph in content.fine_print],
        "company": headers.name(company),
        "stop_url": stop_url,
        "postal_address": headers.one_line(postal_address),
    }
    return _template("mail.txt").render(values).strip("\n"), _template("mail.html").render(values).strip("\n")


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
