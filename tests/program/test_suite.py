"""How the tests are run: which ones first, and the error for a path without tests."""

import subprocess
import sys
from pathlib import Path

from scripts.mutants import read_mutants
from tests.conftest import LONG, paths_of
from tests.kit.patience import PATIENCE

ROOT = Path(__file__).parents[2]


def test_every_file_to_begin_with_is_there() -> None:
    assert [path for names in LONG for path in paths_of(names) if not path.exists()] == []


def test_a_path_that_leads_nowhere_is_named() -> None:
    tests = subprocess.run(
        [sys.executable, "-m", "pytest", "--numprocesses", "1", "tests/nowhere/test_nothing.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert tests.returncode != 0
    assert "there is no tests/nowhere/test_nothing.py" in tests.stderr


def test_every_bug_to_plant_fits_the_code() -> None:
    """`make mutants` plants them. Each must still be where the list says, and its tests be there."""
    mutants = read_mutants()
    for each in mutants:
        assert each.planted((ROOT / each.file).read_text("utf-8"))
        assert [path for path in each.tests if not (ROOT / path).exists()] == []
    assert len(mutants) >= 30
