"""Finds names of settings that were probably misspelt, in the environment and in .env. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

# An environment has many names that are not for us, a file .env only few.
ALIKE_IN_ENVIRONMENT, ALIKE_IN_FILE = 0.82, 0.7
# Names that shells, mail programs and containers set.
_OF_OTHERS = {"HOSTNAME", "HOSTTYPE", "LOGNAME", "MAIL", "MAILCHECK", "MAILPATH", "MAILTO"}


@dataclass(frozen=True, slots=True)
class Misspelt:
    """A name that is no setting's, and the setting that was probably meant."""

    name: str
    meant: str

    @property
    def hint(self) -> str:
        return f"no such setting. Did you mean {self.meant}?"


def misspelt(environment: Iterable[str], file: Iterable[str], known: Collection[str]) -> list[Misspelt]:
    """Compare names with those of settings."""
    found = {
        name.upper(): meant
        for names, alike in ((environment, ALIKE_IN_ENVIRONMENT), (file, ALIKE_IN_FILE))
        for name in names
        if (meant := _meant(name.upper(), known, alike))
    }
    return [Misspelt(name, meant) for name, meant in sorted(found.items())]


def _meant(name: str, known: Collection[str], alike: float) -> str | None:
    if name in known or name in _OF_OTHERS:
        return None
    close = get_close_matches(name, known, n=1, cutoff=alike)
    return close[0] if close else None
