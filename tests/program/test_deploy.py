"""The files to install the product with agree with the program: image, compose.yml, proxy, unit."""

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

from bot.settings import Settings
from bot.trouble import WRONG_USE
from bot.web import health
from tests.program.test_wheel import LEFT_OUT, SHIPPED

ROOT = Path(__file__).parents[2]
CONTAINERFILE = (ROOT / "Containerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yml").read_text(encoding="utf-8"))
CADDYFILE = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
UNIT = (ROOT / "deploy" / "trusted-contacts.service").read_text(encoding="utf-8")
SETTINGS = {name.upper() for name in Settings.model_fields}
ABOUT_PYTHON = {"HOME", "PATH", "PYTHONPATH", "PYTHONUNBUFFERED"}
OF_THE_PROGRAM = ("program", "migrate")


def test_the_image_holds_what_the_wheel_holds() -> None:
    assert set(re.findall(r"^COPY (\S+) /app/\S*$", CONTAINERFILE, re.MULTILINE)) == {
        *SHIPPED,
        "manifest.yml",
    }
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert LEFT_OUT.rstrip("/") in ignored
    assert {f"!{each}" for each in (*SHIPPED, "manifest.yml", "requirements.lock")} < set(ignored)


def test_the_image_sets_what_the_program_reads() -> None:
    set_there = re.findall(r"([A-Z_]+)=\S+", CONTAINERFILE.partition("ENV ")[2].partition("USER")[0])
    assert set(set_there) - ABOUT_PYTHON - SETTINGS == set()


def test_compose_sets_what_the_program_reads() -> None:
    for name in OF_THE_PROGRAM:
        assert set(COMPOSE["services"][name]["environment"]) - SETTINGS == set()


def test_compose_runs_the_program_without_rights() -> None:
    for name in OF_THE_PROGRAM:
        service = COMPOSE["services"][name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert re.search(r"^USER [1-9]\d*$", CONTAINERFILE, re.MULTILINE)


def test_the_proxy_is_believed() -> None:
    (network,) = COMPOSE["networks"]["inside"]["ipam"]["config"]
    assert COMPOSE["services"]["program"]["environment"]["TRUSTED_PROXIES"] == network["subnet"]


def test_the_proxy_keeps_health_and_metrics_private() -> None:
    (private,) = re.findall(r"@private path (.+)", CADDYFILE)
    source = Path(health.__file__).read_text(encoding="utf-8")
    assert set(private.split()) == set(re.findall(r'Route\("([^"]+)"', source))


def test_the_unit_starts_the_command_of_the_wheel() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (command,) = project["scripts"]
    assert re.search(rf"^ExecStart=\S+/{command} run$", UNIT, re.MULTILINE)
    assert f"RestartPreventExitStatus={WRONG_USE}\n" in UNIT
