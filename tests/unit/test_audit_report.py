"""What `make audit` tells about what its tools have found."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.audit_report import report


def package(name: str, *licences: str) -> dict[str, Any]:
    known = [{"expression": each} if " " in each else {"license": {"id": each}} for each in licences]
    return {"name": name, "version": "1.0", "licenses": known}


def told(folder: Path, components: list[dict[str, Any]], audited: list[dict[str, Any]] | None) -> list[str]:
    """Write what the tools write, and list what is wrong."""
    (folder / "sbom.json").write_text(json.dumps({"components": components}), encoding="utf-8")
    if audited is not None:
        (folder / "advisories.json").write_text(json.dumps({"dependencies": audited}), encoding="utf-8")
    return [line for fine, line in report(folder) if not fine]


@pytest.mark.parametrize(
    ("component", "wrong"),
    [
        (package("a", "MIT"), []),
        (package("a", "MIT OR Apache-2.0"), []),
        (package("a", "(MIT AND PSF-2.0)"), []),
        (package("dkimpy", "License :: DFSG approved"), []),
        (package("a", "MIT AND AGPL-3.0-only"), ["licence to look at: a 1.0: AGPL-3.0-only, MIT"]),
        (package("a"), ["licence to look at: a 1.0: none named"]),
    ],
)
def test_licences(tmp_path: Path, component: dict[str, Any], wrong: list[str]) -> None:
    assert told(tmp_path, [component], []) == wrong


def test_an_advisory_is_told_with_the_version_that_fixes_it(tmp_path: Path) -> None:
    found = [{"name": "a", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}]
    assert told(tmp_path, [], found) == ["advisory: a 1.0: PYSEC-1, fixed in 1.1"]


def test_an_index_that_does_not_answer_is_no_all_clear(tmp_path: Path) -> None:
    assert told(tmp_path, [], None) == []
    assert "no index could be asked" in list(report(tmp_path))[-1][1]
    told(tmp_path, [], [{"name": "a", "skip_reason": "not found"}])
    assert "1 packages were not looked up" in list(report(tmp_path))[-1][1]
