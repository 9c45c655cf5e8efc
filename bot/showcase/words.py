"""`python -m bot words`: everything people can read, as one text to read aloud and to compare in review."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from blocks.kit.modal import Message
from bot.showcase.samples.every import EVERY
from bot.showcase.samples.papers import letter_lines, page_lines
from bot.showcase.samples.reading import message_lines, view_lines
from bot.showcase.samples.sample import Letter, Sample, Shown, WebPage, surface

app = typer.Typer()


@app.command()
def words(
    out: Annotated[
        Path | None, typer.Option(help="Write them into this file instead of printing them.")
    ] = None,
) -> None:
    """Print every text people can read, in Slack, in emails and on pages."""
    if out:
        out.write_text(every_word(), encoding="utf-8")
    else:
        typer.echo(every_word(), nl=False)


def every_word() -> str:
    """Write all samples as text, by feature. The result is the same at every run."""
    return "\n".join(_parts())


def _parts() -> Iterator[str]:
    feature = ""
    for sample in EVERY:
        if sample.feature != feature:
            feature = sample.feature
            yield f"{'=' * 80}\n{feature}\n{'=' * 80}\n"
        yield _part(sample)


def _part(sample: Sample) -> str:
    shown = sample.build()
    told = [f"--- {surface(shown)}: {sample.name}", *lines(shown), ""]
    return "\n".join(line.rstrip() for line in told)


def lines(shown: Shown) -> Iterator[str]:
    """Read what a sample shows, line by line."""
    if isinstance(shown, Letter):
        return letter_lines(shown)
    if isinstance(shown, WebPage):
        return page_lines(shown)
    return message_lines(shown) if isinstance(shown, Message) else view_lines(shown)
