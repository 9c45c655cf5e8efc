"""What the doctor finds, and how it is told: line by line, or as JSON."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding matters. Only a problem keeps something from working."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check.

    If not `fine`, `text` says what to do; a `warning` does not stop the product.
    """

    about: str
    text: str
    fine: bool = True
    warning: bool = False

    @property
    def level(self) -> Level:
        return Level.OK if self.fine else Level.NOTE if self.warning else Level.PROBLEM


def note(about: str, text: str) -> Finding:
    return Finding(about, text, fine=False, warning=True)


def problem(about: str, text: str) -> Finding:
    return Finding(about, text, fine=False)


_MARKS = {Level.OK: "ok", Level.NOTE: "note", Level.PROBLEM: "WRONG"}


def is_well(findings: Collection[Finding]) -> bool:
    return all(finding.level is not Level.PROBLEM for finding in findings)


def in_lines(findings: Collection[Finding]) -> Iterator[str]:
    """Write one line for each finding, and a last one that counts them."""
    for finding in findings:
        yield f"{_MARKS[finding.level]:5} {finding.about}: {finding.text}"
    yield _summary(findings)


def _summary(findings: Collection[Finding]) -> str:
    levels = [finding.level for finding in findings]
    problems, notes = levels.count(Level.PROBLEM), levels.count(Level.NOTE)
    if not problems and not notes:
        return "All is well."
    return f"{_counted(problems, 'problem')}, {_counted(notes, 'note')}."


def _counted(number: int, word: str) -> str:
    return f"{number or 'No'} {word}{'' if number == 1 else 's'}"


def in_json(findings: Collection[Finding]) -> str:
    told = [{"about": each.about, "level": each.level, "text": each.text} for each in findings]
    return json.dumps({"ok": is_well(findings), "findings": told}, ensure_ascii=False, indent=2)
