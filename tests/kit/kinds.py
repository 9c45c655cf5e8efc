"""Finds every class of outbox work by searching the product's modules."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import bot
import storage
from storage.outbox.work import Work


def classes() -> list[type[Work]]:
    """List the product's classes with a kind, without base classes and without those defined by tests."""
    for package in (bot, storage):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.rpartition(".")[2] in {"work", "redraws", "requests"}:
                importlib.import_module(module.name)
    found = {each for each in _below(Work) if each.__module__.partition(".")[0] in {"bot", "storage"}}
    return sorted((each for each in found if "kind" in vars(each)), key=lambda each: each.kind)


def _below(work: Any) -> Iterator[type[Work]]:
    for each in work.__subclasses__():
        yield each
        yield from _below(each)
