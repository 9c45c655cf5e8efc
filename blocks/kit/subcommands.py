"""The list of `/contacts` subcommands, from which dispatch, rights, help and hints follow.

Tests compare README's table and the manifest's hint with it. To add one, add a row here and register a
listener.
"""

import difflib
from dataclasses import dataclass

from storage.entities.right import Right, Rights

COMMAND = "/contacts"


@dataclass(frozen=True, slots=True)
class Subcommand:
    """A word after `/contacts`. The empty one takes everything that no other word takes.

    `hint` is what Slack shows while somebody types, and `example` is the same place in help. `also` is a
    sentence help adds for people with one more right.
    """

    word: str
    right: Right
    help: str
    hint: str = ""
    example: str = ""
    also: tuple[Right, str] | None = None

    @property
    def typed(self) -> str:
        """Return the command as it is typed, with an example of what follows the word."""
        return " ".join(filter(None, [COMMAND, self.word, self.example]))

    def told(self, rights: Rights) -> str:
        """Describe what it does for a person with these rights."""
        return self.help + (self.also[1] if self.also and self.also[0] in rights else "")


SUMMARY = Subcommand(
    "",
    Right.SEE,
    "a short summary",
    also=(Right.LOOK, ", and a button to the Home tab"),
)
SEARCH = Subcommand(
    "",
    Right.SEE,
    "find contacts by parts of their names, email addresses and tags",
    hint="words to find",
    example="react berlin",
)
HISTORY = Subcommand(
    "history",
    Right.SEE,
    "a contact's history",
    hint="EMAIL",
    example="ada@example.com",
)
IMPORT = Subcommand(
    "import",
    Right.IMPORT,
    "import people from a CSV or Excel file (or drop one into a channel)",
)
EXPORT = Subcommand(
    "export",
    Right.EXPORT,
    "all contacts as a file for Excel, in a message from this app",
)
HIRES = Subcommand(
    "hires",
    Right.HIRE,
    "current and upcoming jobs (a week before one ends, or half-way if it's shorter than two weeks, we ask"
    " whether to extend it)",
    also=(Right.EXPORT, ", and a file of them"),
)
LINK = Subcommand(
    "link",
    Right.SHARE,
    "create a sign-up link, and see how your links are doing",
)
AWAY = Subcommand("away", Right.SEE, "name a deputy for while you are away, or say that you are back")
NUMBERS = Subcommand(
    "numbers",
    Right.SEE,
    "how many were asked, said yes and were hired, with a picture, in a message from this app",
)
DATA = Subcommand(
    "data",
    Right.ERASE,
    "everything stored about a person, as a file",
    hint="EMAIL",
    example="ada@example.com",
)
ERASE = Subcommand(
    "erase",
    Right.ERASE,
    "erase a person",
    hint="EMAIL",
    example="ada@example.com",
)
SETTINGS = Subcommand("settings", Right.SETTLE, "who may invite people, and your company's name")
HELP = Subcommand("help", Right.ASK, "this list")

SUBCOMMANDS = (
    SUMMARY,
    SEARCH,
    HISTORY,
    IMPORT,
    EXPORT,
    HIRES,
    LINK,
    NUMBERS,
    AWAY,
    DATA,
    ERASE,
    SETTINGS,
    HELP,
)


def usage_hint() -> str:
    """Build the hint Slack shows while somebody types, for the manifest."""
    hints = (" ".join(filter(None, [each.word, each.hint])) for each in SUBCOMMANDS)
    return f"[{' | '.join(filter(None, hints))}]"


def allowed(rights: Rights) -> list[Subcommand]:
    """List the subcommands for a person with these rights."""
    return [each for each in SUBCOMMANDS if each.right in rights]


def meant(typed: str, rights: Rights) -> Subcommand | None:
    """Guess which subcommand a misspelt word means, among those the person may use."""
    words = {each.word: each for each in allowed(rights) if each.word}
    close = difflib.get_close_matches(typed.lower().partition(" ")[0], words, n=1)
    return words[close[0]] if close else None
