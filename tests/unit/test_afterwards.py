"""When a person may ask for a new link, and when they may take back a no."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storage.entities.afterwards import asked_lately, replaceable, reversible
from storage.entities.contact import Contact, Invitation
from storage.entities.status import Answer, Status

NOW = datetime(2026, 6, 10, 10, tzinfo=UTC)
DAY = timedelta(days=1)
EXPIRED: dict[str, Any] = {"expires_at": NOW - DAY}
DECLINED = {"answer": Answer.DECLINED, "answered_at": NOW - DAY}


def invitation(status: Status, contact: dict[str, Any] | None = None, **given: Any) -> Invitation:
    usual = {"created_at": NOW - 2 * DAY, "began_at": NOW - 2 * DAY, "expires_at": NOW + DAY}
    whose = Contact(**{"status": status, "status_at": NOW - DAY} | (contact or {}))
    return Invitation(**usual | given, contact=whose)


@pytest.mark.parametrize(
    ("status", "contact", "given", "may"),
    [
        (Status.INVITED, {}, EXPIRED, True),
        (Status.INVITED, {}, {"expired_at": NOW - DAY}, True),
        (Status.INVITED, {}, {}, False),
        (Status.INVITED, {"archived_at": NOW}, EXPIRED, False),
        (Status.INVITED, {"mail_stopped_at": NOW}, EXPIRED, False),
        (Status.INVITED, {}, EXPIRED | {"withdrawn_at": NOW}, False),
        (Status.APPLIED, {}, EXPIRED, False),
        (Status.ACTIVE, {}, EXPIRED, False),
        (Status.BLOCKED, {}, EXPIRED, False),
        (Status.DECLINED, {}, EXPIRED | DECLINED, False),
    ],
)
def test_only_who_is_still_to_answer_may_ask_for_a_new_link(
    status: Status, contact: dict[str, Any], given: dict[str, Any], may: bool
) -> None:
    assert replaceable(invitation(status, contact, **given), NOW) is may


@pytest.mark.parametrize(
    ("status", "contact", "given", "may"),
    [
        (Status.DECLINED, {}, DECLINED, True),
        (Status.DECLINED, {}, DECLINED | EXPIRED, False),
        (Status.DECLINED, {}, DECLINED | {"withdrawn_at": NOW}, False),
        (Status.DECLINED, {"status_at": NOW}, DECLINED, False),  # the team has declined them since
        (Status.DECLINED, {"mail_stopped_at": NOW}, DECLINED, False),
        (Status.DECLINED, {"archived_at": NOW}, DECLINED, False),
        (Status.DECLINED, {}, DECLINED | {"answer": Answer.STOPPED}, False),
        (Status.BLOCKED, {}, DECLINED, False),
        (Status.INVITED, {}, {}, False),
        (Status.ACTIVE, {}, DECLINED | {"answer": Answer.ACCEPTED}, False),
    ],
)
def test_only_their_own_latest_no_can_be_taken_back(
    status: Status, contact: dict[str, Any], given: dict[str, Any], may: bool
) -> None:
    assert reversible(invitation(status, contact, **given), NOW) is may


@pytest.mark.parametrize(
    ("asked_at", "lately"),
    [(None, False), (NOW, True), (NOW - DAY + timedelta(seconds=1), True), (NOW - DAY, False)],
)
def test_a_day_after_asking_one_may_ask_again(asked_at: datetime | None, lately: bool) -> None:
    assert asked_lately(invitation(Status.INVITED, new_link_asked_at=asked_at, **EXPIRED), NOW) is lately
