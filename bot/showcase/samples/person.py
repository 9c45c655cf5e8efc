"""Samples of what members see of people's rights: leaving, erasing, and taking data away."""

from blocks.kit.modal import Message
from blocks.person import words
from blocks.person.farewell import choose_modal, farewell_card
from blocks.person.forms import data_message, data_modal, erase_modal, erased_modal
from blocks.person.news import job_erased_message, left_message
from blocks.workspace.emptying import (
    asked_modal,
    empty_modal,
    emptying_notice,
    emptying_settled,
    export_modal,
)
from bot.services.person.erase import Erasable
from bot.showcase.samples.cast import MANAGER, NOW, TODAY, contact, days
from bot.showcase.samples.sample import Sample
from storage.entities.contact import Contact
from storage.entities.farewell import Farewell
from storage.entities.status import Status

PERSON = "A person's rights"


def _erasable(*files: str, keeps_jobs: bool) -> Erasable:
    return Erasable(contact(Status.ACTIVE), "Acme", keeps_jobs, files)


def _farewell(decided_by: str | None = None) -> Farewell:
    return Farewell(id=1, owner="U1", leaves_at=NOW + days(30), created_at=NOW, decided_by=decided_by)


def _old(people: int) -> list[Contact]:
    return [contact(id=number, name=f"Ada {number}") for number in range(1, people + 1)]


SAMPLES = (
    Sample(PERSON, "erase", lambda: erase_modal(_erasable(keeps_jobs=False))),
    Sample(PERSON, "erase, with lists", lambda: erase_modal(_erasable("a.csv", "b.xlsx", keeps_jobs=True))),
    Sample(PERSON, "erased", erased_modal),
    Sample(PERSON, "data on its way", lambda: data_modal(contact())),
    Sample(PERSON, "data on its way, by command", lambda: data_message(contact())),
    Sample(PERSON, "data", lambda: Message(words.data_file("Ada Lovelace", "JSON"), [])),
    Sample(PERSON, "contacts to go", lambda: farewell_card(_farewell(), _old(30), MANAGER)),
    Sample(PERSON, "contacts to go, settled", lambda: farewell_card(_farewell("U1"), _old(1), MANAGER)),
    Sample(PERSON, "contacts to go, over", lambda: farewell_card(_farewell(), [], MANAGER)),
    Sample(PERSON, "choose whom to keep", lambda: choose_modal(_farewell(), _old(120))),
    Sample(PERSON, "delete workspace data", lambda: empty_modal("Acme")),
    Sample(PERSON, "delete workspace data, asked", lambda: asked_modal(2)),
    Sample(PERSON, "delete workspace data, alone", lambda: asked_modal(0)),
    Sample(PERSON, "export workspace data", export_modal),
    Sample(PERSON, "to confirm", lambda: emptying_notice("U1", None)),
    Sample(PERSON, "to stop", lambda: emptying_notice("U1", TODAY)),
    Sample(PERSON, "stopped", lambda: emptying_settled(stopped=True)),
    Sample(PERSON, "confirmed", lambda: emptying_settled(stopped=False)),
    Sample(PERSON, "left", lambda: left_message(contact())),
    Sample(
        PERSON, "job of somebody erased", lambda: job_erased_message("Illustrator", str(TODAY), str(TODAY))
    ),
)
