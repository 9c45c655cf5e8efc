"""What distinguishes one statement of the overview from another, and its parameter values."""

from dataclasses import dataclass
from typing import Any

from storage.engine.keys import TRIGRAM, search_patterns
from storage.overview.listing import FREE_NOW, Criteria, Hired, MailTrouble, Need, Which
from storage.overview.profiles import KINDS, term_values

ESCAPE = "/"


@dataclass(frozen=True, slots=True)
class Shape:
    """Which conditions a statement has, without their values. The key of the statement caches."""

    which: Which
    words: tuple[int, ...]  # for each word, the number of patterns of which one must be found
    indexed: bool  # whether the first word's patterns are long enough for the search index
    tags: int
    every_tag: bool
    invited_by: bool
    added_after: bool
    link: bool
    imported: bool
    hired: Hired | None
    mail: MailTrouble | None
    free_by: str | None  # the parameter with the day by which they must be free
    of_terms: tuple[str, ...]  # the kinds of terms that are looked for: places, languages
    rate: bool
    need: Need | None
    among: int
    sqlite: bool

    @classmethod
    def of(cls, criteria: Criteria, sqlite: bool) -> "Shape":
        words = patterns(criteria)
        return cls(
            criteria.which,
            tuple(map(len, words)),
            bool(words) and _shortest(words[0]) >= TRIGRAM,
            len(criteria.tags),
            criteria.every_tag and len(criteria.tags) > 1,
            bool(criteria.invited_by),
            bool(criteria.added_after),
            bool(criteria.link),
            bool(criteria.import_id),
            criteria.hired,
            criteria.mail,
            criteria.free and ("today" if criteria.free == FREE_NOW else "free_by"),
            tuple(kind for kind in KINDS if getattr(criteria, kind)),
            criteria.rate is not None,
            criteria.need,
            len(criteria.among),
            sqlite,
        )

    @property
    def is_unfiltered(self) -> bool:
        """Whether it shows everybody, or everybody who is archived."""
        return self.which.status is None and self == Shape.of(Criteria(which=self.which), self.sqlite)

    @property
    def walks_well(self) -> bool:
        """Whether the order's index is walked best for it whatever the values, once they are not rare."""
        looked_for = (self.words, self.tags, self.link, self.imported, self.mail, self.free_by, self.of_terms)
        others = (self.invited_by, self.rate, self.need, self.among, self.hired is Hired.NOW)
        return not any(looked_for + others)


def patterns(criteria: Criteria) -> list[tuple[str, ...]]:
    """List the patterns of each search word, the longest word first, because it finds the fewest rows."""
    return sorted(search_patterns(criteria.text), key=_shortest, reverse=True) if criteria.text else []


def _shortest(word: tuple[str, ...]) -> int:
    return min(map(len, word))


def values(criteria: Criteria) -> dict[str, Any]:
    """Collect the parameter values for these criteria."""
    given: dict[str, Any] = {}
    for n, word in enumerate(patterns(criteria)):
        given |= {f"like{n}_{m}": _like(pattern) for m, pattern in enumerate(word)}
        given |= {f"part{n}_{m}": pattern for m, pattern in enumerate(word)}
        given[f"match{n}"] = " OR ".join('"' + pattern.replace('"', '""') + '"' for pattern in word)
    given |= {f"tag{n}": tag_id for n, tag_id in enumerate(criteria.tags)}
    given |= {"invited_by": criteria.invited_by, "since": criteria.since, "link": criteria.link}
    given |= {f"among{n}": contact_id for n, contact_id in enumerate(criteria.among)}
    given |= {"owner": criteria.owner, "free_by": criteria.free_day}
    given |= term_values("place", criteria.place) | term_values("language", criteria.language)
    given |= {"rate": criteria.rate, "currency": criteria.currency, "per": criteria.per}
    return given | {"import_id": criteria.import_id}


def _like(pattern: str) -> str:
    for special in (ESCAPE, "%", "_"):
        pattern = pattern.replace(special, ESCAPE + special)
    return f"%{pattern}%"
