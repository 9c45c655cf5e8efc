"""The dashboard and the alert rules ask for what the program tells."""

import json
import re
from datetime import timedelta
from pathlib import Path

import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Metrics
from bot.services.signup.approval import decline
from tests.kit.applying import apply, unit_of_work
from tests.kit.product import House

DEPLOY = Path(__file__).parents[2] / "deploy"
NAMES = {
    "outbox_rows", "outbox_oldest_due_seconds", "emails_total", "bounces_total", "applications_waiting",
    "applications_oldest_seconds", "slack_calls_total", "slack_call_seconds", "loop_lag_seconds",
    "imports_total", "trusted_contacts_info",
}  # fmt: skip
NAME = re.compile(r"\b(?:outbox|emails|bounces|applications|slack|loop|imports|trusted_contacts)_\w+")
CHOICE = re.compile(r'(\w+)\{(\w+)=~?"([^"]+)"')


def asked() -> list[str]:
    """List every expression of both files."""
    rules = yaml.safe_load((DEPLOY / "alerts.yml").read_text("utf-8"))
    dashboard = json.loads((DEPLOY / "grafana-dashboard.json").read_text("utf-8"))
    alerts = [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    shown = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    assert len(alerts) > 5 and len(shown) > 5
    return alerts + shown


async def test_every_number_that_is_asked_for_is_told(house: House) -> None:
    text = (await house.web.get("/metrics")).text
    kinds = dict(re.findall(r"^# TYPE (\w+) (\w+)$", text, re.MULTILINE))
    assert set(kinds) >= NAMES
    parts = {
        f"{name}_{part}" for name, kind in kinds.items() if kind == "histogram" for part in ("bucket", "sum")
    }
    used = {name for expression in asked() for name in NAME.findall(expression)}
    assert used - set(kinds) - parts == set()
    assert {name.removesuffix("_bucket") for name in used} == NAMES


async def test_who_applied_again_waits_since_then_and_not_since_they_were_declined(house: House) -> None:
    contact = await apply(house)
    async with unit_of_work(house) as uow:
        await decline(uow, contact, "", tell=False)
    house.forward(hours=5)
    await apply(house, channel="general")
    async with unit_of_work(house).read() as uow:
        waiting, since = await uow.monitored.applications()
    assert waiting == 1
    assert since and house.clock() - since < timedelta(hours=1)


def test_every_label_that_is_chosen_by_has_that_value() -> None:
    told: dict[tuple[str, str], set[str]] = {}
    for family in text_string_to_metric_families(Metrics().text(()).decode()):
        for sample in family.samples:
            for label, value in sample.labels.items():
                told.setdefault((sample.name, label), set()).add(value)
    chosen = {match for expression in asked() for match in CHOICE.findall(expression)}
    ours = {each for each in chosen if each[0] in {"emails_total", "imports_total"}}
    assert len(ours) > 3
    for name, label, values in ours:
        assert set(values.split("|")) <= told[name, label]
