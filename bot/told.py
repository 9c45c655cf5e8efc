"""Tells the log, in one line each, of emails, imports, sign-ups and decisions: ids alone, no addresses."""

from collections.abc import Sequence

import structlog

from bot.mail.verdict import Fault
from bot.metrics import Metrics
from bot.services.imports.work import IMPORT_ENDED
from storage.entities.status import EventKind, Outcome
from storage.outbox.sending import Ending
from storage.tables.events import Done

log = structlog.get_logger()

MOST_NAMED = 20  # contacts in one line
DECISIONS = (
    EventKind.ACCEPTED,
    EventKind.DECLINED,
    EventKind.STOPPED,
    EventKind.APPROVED,
    EventKind.REFUSED,
    EventKind.BLOCKED,
    EventKind.UNBLOCKED,
)


class Told:
    """Writes the lines, and counts what they tell of."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def of(self, done: Done) -> None:
        """Tell what was committed."""
        for remark in done.remarks:
            log.info(remark.name, workspace=remark.workspace_id, by=done.actor, **remark.ids)
            if remark.name == IMPORT_ENDED:
                self._metrics.imported(str(remark.ids["result"]))
        for workspace_id, recorded in done.events:
            for kind in DECISIONS:
                if contacts := sorted(recorded.get(kind, ())):
                    _decision(workspace_id, kind, done.actor, contacts)

    def email(self, ending: Ending) -> None:
        """Tell how an email ended. A refusal was told when it came, in the relay's words."""
        self._metrics.email(ending)
        if ending.state is Outcome.SENT:
            log.info("mail_sent", **_ids(ending))
        elif ending.state is Outcome.CANCELLED:
            log.info("mail_cancelled", **_ids(ending))
        elif ending.state is Outcome.FAILED and ending.fault not in _REFUSED:
            log.warning("mail_given_up", **_ids(ending), reply=ending.reply or ending.error)


_REFUSED = {Fault.PERSON, Fault.MESSAGE}


def _ids(ending: Ending) -> dict[str, object]:
    row = ending.row
    its = {"import": row.import_id} if row.import_id else {}
    return {
        "row": row.id,
        "kind": row.kind,
        "workspace": row.workspace_id,
        "contact": row.contact_id,
        "attempts": row.attempts,
        **its,
        **({"request": row.request} if row.request else {}),
    }


def _decision(workspace_id: int, kind: EventKind, by: str, contacts: Sequence[int]) -> None:
    more = {"more": len(contacts) - MOST_NAMED} if len(contacts) > MOST_NAMED else {}
    told = {"what": kind.value, "workspace": workspace_id, "by": by, "contacts": list(contacts[:MOST_NAMED])}
    log.info("decision", **told, **more)
