"""Tells what `make audit` found: licences nobody has looked at, and known advisories.

Reads what scripts/audit has written: sbom.json (CycloneDX) and advisories.json (pip-audit).
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot import __version__

# Licences that ask for no more than a notice, and two for libraries that stay files of their own.
KNOWN = {
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Python-2.0",
    "Unlicense", "Zlib", "LGPL-3.0-only", "MPL-2.0",
    "License :: OSI Approved :: Apache Software License", "License :: OSI Approved :: BSD License",
}  # fmt: skip
# Packages whose metadata do not name their licence; somebody has read it.
READ = {"dkimpy": "Zlib"}


def licences(component: dict[str, Any]) -> set[str]:
    """Name a package's licences one by one, also those joined by AND or OR."""
    if component["name"] in READ:
        return {READ[component["name"]]}
    said = [
        each.get("expression") or each["license"].get("id") or each["license"].get("name", "")
        for each in component.get("licenses", [])
    ]
    return {name for expression in said for name in re.split(r" (?:AND|OR) |[()]", expression) if name}


def unknown_licences(bill: dict[str, Any]) -> Iterator[str]:
    for component in bill["components"]:
        found = licences(component)
        if not found or found - KNOWN:
            yield f"{component['name']} {component['version']}: {', '.join(sorted(found)) or 'none named'}"


def advisories(audited: dict[str, Any]) -> Iterator[str]:
    for package in audited["dependencies"]:
        for each in package.get("vulns", []):
            fixed = ", ".join(each["fix_versions"]) or "no version"
            yield f"{package['name']} {package['version']}: {each['id']}, fixed in {fixed}"


def not_looked_up(audited: dict[str, Any]) -> list[str]:
    return [package["name"] for package in audited["dependencies"] if "skip_reason" in package]


def put_version(path: Path) -> None:
    """Write the product's version into the SBOM: its tool finds none in pyproject.toml."""
    bill = json.loads(path.read_text(encoding="utf-8"))
    bill["metadata"]["component"]["version"] = __version__
    path.write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")


def report(folder: Path) -> Iterator[tuple[bool, str]]:
    """Tell whether all is well, and what was found, line by line."""
    bill = json.loads((folder / "sbom.json").read_text(encoding="utf-8"))
    yield True, f"{folder / 'sbom.json'}: {len(bill['components'])} packages"
    for line in unknown_licences(bill):
        yield False, f"licence to look at: {line}"
    answer = folder / "advisories.json"
    if not answer.exists():
        yield True, f"no index could be asked for advisories: {folder / 'pip-audit.log'} says why"
        return
    audited = json.loads(answer.read_text(encoding="utf-8"))
    for line in advisories(audited):
        yield False, f"advisory: {line}"
    if skipped := not_looked_up(audited):
        yield True, f"{len(skipped)} packages were not looked up: the index has no answer for them"


def main() -> None:
    folder = Path(sys.argv[1])
    put_version(folder / "sbom.json")
    lines = list(report(folder))
    for _, line in lines:
        print(line)
    if not all(fine for fine, _ in lines):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
