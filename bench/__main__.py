"""`make bench`: every measurement, as a table of ratios against the bare thing on this machine."""

import sys

from rich.console import Console
from rich.table import Table

from bench import command, outbox, overview

# What the first version must hold and what simple code may reach; above 1 is better where it says "a second".
GOALS = {
    "command to modal, one at a time": ("≤ 0.3", "≤ 0.15"),
    "command to modal, CPU": ("≤ 1", "≤ 0.7"),
    "Socket Mode acks, 16 in flight": ("≥ 1", "≥ 1.8"),
    "mails from the outbox, with records": ("≥ 0.9", "≥ 1.5"),
}


PAGE_MUST, PAGE_GOAL = "≤ 2", "≤ 1.5"
CONTACTS = 1_000_000


def main() -> None:
    table = Table("measured", "ratio", "must", "goal", "medians: ours against the bare thing")
    for what, ratio, medians in [*command.measure(600, 5), outbox.row(1000, 5)]:
        must, goal = GOALS.get(what, ("", ""))
        table.add_row(what, f"{ratio:.2f} x", must, goal, medians)
    for what, ratio, told in overview.rows(CONTACTS, 200):
        table.add_row(what, f"{ratio:.2f} x", PAGE_MUST, PAGE_GOAL, told)
    Console(file=sys.stdout, width=120).print(table)


if __name__ == "__main__":
    main()
