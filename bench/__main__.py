"""`make bench`: runs every measurement and prints a table.

Each figure is a ratio to a bare equivalent on this machine.
"""

import sys

from rich.console import Console
from rich.table import Table

from bench import command, imports, outbox, outside, overview

# What the first version must reach, and what simple code can. For "a second", higher than 1 is better.
GOALS = {
    "command to modal, one at a time": ("≤ 0.3", "≤ 0.15"),
    "command to modal, CPU": ("≤ 1", "≤ 0.7"),
    "Socket Mode acks, 16 in flight": ("≥ 1", "≥ 1.8"),
    "mails from the outbox, with records": ("≥ 0.9", "≥ 1.5"),
    "an invitation submitted, CPU": ("≤ 12 ms", "≤ 8 ms"),
    "mails with their cards": ("≥ 0.9", "≥ 1.5"),
    "mails with their cards, CPU": ("≤ 1", "≤ 0.7"),
    "start to ready": ("≤ 1.3 s", "≤ 0.8 s"),
    "idle memory": ("≤ 2.5", "≤ 2"),
    "import, SQLite": ("≥ 0.2", "≥ 0.3"),
    "import, PostgreSQL": ("≥ 0.2", "≥ 0.5"),
    **{f"bytes to review, {name}": ("≤ 3", "≤ 2") for name in imports.NAMES.values()},
    **{f"event loop held by an import, {name}": ("≤ 50 ms", "≤ 20 ms") for name in imports.NAMES.values()},
    **{f"memory of an import, {name}": ("≤ 200 MB", "≤ 100 MB") for name in imports.NAMES.values()},
    **{f"command to modal in an import, {name}": ("< 1,000 ms", "") for name in imports.NAMES.values()},
}
OF_A_PAGE = ("≤ 2", "≤ 1.5")
CONTACTS = 1_000_000
LINES = 100_000


def main() -> None:
    table = Table("measured", "figure", "must", "goal", "medians: ours against the bare thing")
    for what, ratio, medians in [*command.measure(600, 5), *outbox.rows(1000, 5)]:
        table.add_row(what, f"{ratio:.2f} x", *GOALS.get(what, ("", "")), medians)
    for what, figure, told in outside.measure(400, 3):
        table.add_row(what, figure, *GOALS.get(what, ("", "")), told)
    for kind in imports.DATABASES:
        for what, figure, told in imports.measure(kind, LINES, 3):
            table.add_row(what, figure, *GOALS.get(what, ("", "")), told)
    for what, ratio, told in overview.rows(CONTACTS, 200):
        table.add_row(what, f"{ratio:.2f} x", *OF_A_PAGE, told)
    Console(file=sys.stdout, width=120).print(table)


if __name__ == "__main__":
    main()
