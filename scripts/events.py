"""Writes docs/events.md, the consequences of each event, from the table in the code."""

from pathlib import Path

from bot.services.consequences import CONSEQUENCES, FOLLOWS

FILE = Path(__file__).parent.parent / "docs" / "events.md"
_INTRODUCTION = """# What follows from an event

Every change is recorded as an event, in the same transaction. At the end of that transaction the program
looks up here what follows, does it for all contacts concerned at once, and goes on with the events that are
recorded on the way (an answer that closes an offer, for example). The table is `FOLLOWS` in
[bot/services/consequences.py](../bot/services/consequences.py); `make events` writes this page from it.
"""


def page() -> str:
    """Render the page as Markdown."""
    meanings = [f"- **{each.name}**: {each.words}" for each in CONSEQUENCES]
    rows = [
        f"| {kind} | {', '.join(each.name for each in follows) or '–'} |" for kind, follows in FOLLOWS.items()
    ]
    table = ["| Event | What follows, in this order |", "|---|---|", *rows]
    return "\n".join([_INTRODUCTION, *meanings, "", *table, ""])


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
