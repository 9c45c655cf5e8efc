"""What makes a statement of the overview another one, and the values it is given."""

from dataclasses import dataclass
from typing import Any

from storage.keys import TRIGRAM, search_patterns
from storage.listing import Criteria, Hired, Which

ESCAPE = "/"


@dataclass(frozen=True, slots=True)
class Shape:
    """What makes a statement another one: which conditions there are, not their values."""

    which: Which
    patterns: tuple[bool, ...]  # for each word, whether the search's index knows it
    tags: int
    every_tag: bool
    invited_by: bool
    added_after: bool
    link: bool
    imported: bool
    hired: Hired | None
    mail_failed: bool
    sqlite: bool

    @classmethod
    def of(cls, criteria: Criteria, sqlite: bool) -> "Shape":
        return cls(
            criteria.which,
            tuple(len(pattern) >= TRIGRAM for pattern in patterns(criteria)),
            len(criteria.tags),
            criteria.every_tag and len(criteria.tags) > 1,
            bool(criteria.invited_by),
            bool(criteria.added_after),
            bool(criteria.link),
            bool(criteria.import_id),
            criteria.hired,
            criteria.mail_failed,
            sqlite,
        )


def patterns(criteria: Criteria) -> list[str]:
    """The longest first: it finds the fewest."""
    return sorted(search_patterns(criteria.text), key=len, reverse=True)


def values(criteria: Criteria) -> dict[str, Any]:
    """What the statements of its shape are given."""
    given: dict[str, Any] = {}
    for n, pattern in enumerate(patterns(criteria)):
        given[f"like{n}"] = _like(pattern)
        given[f"match{n}"] = '"' + pattern.replace('"', '""') + '"'
    given |= {f"tag{n}": tag_id for n, tag_id in enumerate(criteria.tags)}
    given |= {"invited_by": criteria.invited_by, "since": criteria.since, "link": criteria.link}
    return given | {"import_id": criteria.import_id, "status": criteria.which.status}


def _like(pattern: str) -> str:
    for special in (ESCAPE, "%", "_"):
        pattern = pattern.replace(special, ESCAPE + special)
    return f"%{pattern}%"
