"""The kinds of rule that the Block Kit tables are made of. A rule checks one value and yields its faults."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Surface = Literal["message", "modal", "home"]


@dataclass(frozen=True)
class Fault:
    """What is wrong and where. `str(fault)` has the form of Slack's own messages."""

    pointer: str
    text: str

    def __str__(self) -> str:
        return f"[ERROR] {self.text} [json-pointer:{self.pointer}]"


Rule = Callable[[Any, str], Iterator[Fault]]


def string(most: int, least: int = 1, pattern: str | None = None) -> Rule:
    def check(value: Any, at: str) -> Iterator[Fault]:
        if not isinstance(value, str):
            yield Fault(at, "must provide a string")
        elif len(value) > most:
            yield Fault(at, f"must be less than {most + 1} characters")
        elif len(value) < least:
            yield Fault(at, f"must be more than {least - 1} characters")
        elif pattern and not re.fullmatch(pattern, value):
            yield Fault(at, "invalid format")

    return check


def flag(value: Any, at: str) -> Iterator[Fault]:
    if not isinstance(value, bool):
        yield Fault(at, "must be a valid boolean")


def whole(least: int, most: int) -> Rule:
    def check(value: Any, at: str) -> Iterator[Fault]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield Fault(at, "must be an integer")
        elif not least <= value <= most:
            yield Fault(at, f"must be between {least} and {most}")

    return check


def one_of(*allowed: Any) -> Rule:
    def check(value: Any, at: str) -> Iterator[Fault]:
        if value not in allowed:
            yield Fault(at, f"must be one of {json.dumps(allowed)}")

    return check


def many(rule: Rule, most: int, least: int = 1) -> Rule:
    def check(value: Any, at: str) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield Fault(at, "must provide an array")
            return
        if len(value) > most:
            yield Fault(at, f"no more than {most} items allowed")
        if len(value) < least:
            yield Fault(at, f"no fewer than {least} items allowed")
        for number, each in enumerate(value):
            yield from rule(each, f"{at}/{number}")

    return check


def record(required: Mapping[str, Rule], optional: Mapping[str, Rule], *extra: Rule) -> Rule:
    """Make a rule for an object with exactly these keys. `extra` rules run only if all keys are valid."""
    known = {**required, **optional}

    def check(value: Any, at: str) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield Fault(at, "must be an object")
            return
        faults = [*_missing(value, required, at), *_unknown(value, known, at)]
        for key, rule in known.items():
            if key in value:
                faults += rule(value[key], f"{at}/{key}")
        yield from faults
        if not faults:
            for rule in extra:
                yield from rule(value, at)

    return check


def _missing(value: Mapping[str, Any], required: Mapping[str, Rule], at: str) -> Iterator[Fault]:
    return (Fault(at, f"missing required field: {key}") for key in required if key not in value)


def _unknown(value: Mapping[str, Any], known: Mapping[str, Rule], at: str) -> Iterator[Fault]:
    return (Fault(at, f"invalid additional property: {key}") for key in value if key not in known)


def by_type(table: Mapping[str, Rule], what: str) -> Rule:
    """Make a rule for an object whose `type` selects the rule from `table`."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in table:
            yield Fault(f"{at}/type", f"unsupported {what}: {kind}")
        else:
            yield from table[kind](value, at)

    return check


def exactly_one(keys: Sequence[str]) -> Rule:
    def check(value: Any, at: str) -> Iterator[Fault]:
        if sum(key in value for key in keys) != 1:
            yield Fault(at, f"exactly one of {', '.join(keys)} is needed")

    return check


def at_least_one(keys: Sequence[str]) -> Rule:
    def check(value: Any, at: str) -> Iterator[Fault]:
        if not any(value.get(key) for key in keys):
            yield Fault(at, f"one of {', '.join(keys)} is needed")

    return check


def anything(value: Any, at: str) -> Iterator[Fault]:
    return iter(())
