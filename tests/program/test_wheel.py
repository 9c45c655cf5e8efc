"""The wheel holds what the product needs, and runs in a folder where there is nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import __version__
from bot.cli import app

ROOT = Path(__file__).parents[2]
SHIPPED = ("bot", "blocks", "storage", "language")
LEFT_OUT = "bot/showcase/"
SETTINGS = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_SIGNING_SECRET": "1",
    "SMTP_URL": "smtps://mail.acme.example",
    "MAIL_FROM": "talent@acme.example",
    "SECRET_KEY": "1",
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and install it into a folder, without its dependencies."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--offline", "--no-deps"]
    into = ["--python", sys.executable, "--target", str(folder / "installed"), str(wheel)]
    subprocess.run(install + into, check=True)
    return folder / "installed"


def run(installed: Path, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a folder of its own; only dependencies come from here."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(installed)}
    return subprocess.run(
        [installed / "bin" / "trusted-contacts", *command],
        cwd=folder,
        env=environment | SETTINGS,
        capture_output=True,
        text=True,
    )


def test_everything_the_product_reads_is_in_it(installed: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-z", *SHIPPED], cwd=ROOT, check=True, capture_output=True)
    files = {name for name in listed.stdout.decode().split("\0") if name and not name.startswith(LEFT_OUT)}
    assert {name for name in files if not (installed / name).exists()} == set()
    assert (installed / "bot/slack/manifest.yml").read_bytes() == (ROOT / "manifest.yml").read_bytes()


def test_nothing_else_is_in_it(installed: Path) -> None:
    folders = {path.name for path in installed.iterdir() if path.is_dir()}
    assert folders == {*SHIPPED, "bin", f"trusted_contacts-{__version__}.dist-info"}
    assert not (installed / LEFT_OUT).exists()


def test_the_command_makes_a_database_where_it_is_started(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "migrate")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "trusted-contacts.db").exists()


def test_the_command_for_the_demo_says_where_the_demo_is(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "demo")
    said = "This command comes with the source code alone. Get that, and type there: make demo\n"
    assert (done.returncode, done.stderr) == (1, said)


def test_the_command_prints_the_version() -> None:
    assert CliRunner().invoke(app, ["--version"]).output == f"Trusted Contacts {__version__}\n"
