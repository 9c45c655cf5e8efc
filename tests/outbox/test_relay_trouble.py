"""What is asked of the outbox while the relay is in trouble, and about work that is under way."""

from datetime import timedelta

from bot.services.workspace.work import MailDelayed
from storage.entities.installation import Install
from storage.outbox.work import Lane
from tests.kit.outboxes import NamedMessage, Outboxes, working
from tests.kit.outboxes import outboxes as outboxes


async def test_only_who_was_told_of_this_delay_is_told_that_it_is_over(outboxes: Outboxes) -> None:
    other = await outboxes.install("T2", "Northwind")
    for workspace_id, incident in ((outboxes.workspace_id, 17), (other, 1)):
        async with outboxes.uow(workspace_id=workspace_id) as uow:
            await uow.outbox.add(MailDelayed("U1", incident))
    async with outboxes.uow() as uow:
        assert await uow.relay.told_of_delay(MailDelayed.kind, 17) == [outboxes.workspace_id]
        assert await uow.relay.told_of_delay(MailDelayed.kind, 1) == [other]


async def test_an_operator_nobody_knows_is_sought_where_the_app_is_still_installed(
    outboxes: Outboxes,
) -> None:
    other = await outboxes.install("T2", "Northwind")
    for workspace_id, token in ((outboxes.workspace_id, "sealed"), (other, None)):
        async with outboxes.uow(workspace_id=workspace_id) as uow:
            await uow.installs.add(Install(token=token, installed_at=uow.now))
    async with outboxes.uow() as uow:
        assert await uow.relay.homes_of(["U9"]) == [(outboxes.workspace_id, "U9")]


async def test_an_email_that_has_left_is_not_queued_again_with_those_refused(outboxes: Outboxes) -> None:
    await outboxes.enqueue("a")
    async with working(outboxes.worker()):
        await outboxes.all_are("sent")
    async with outboxes.uow() as uow:
        assert await uow.relay.revive([row["id"] for row in await outboxes.rows()], uow.now, "refused") == []
    assert await outboxes.states() == {"a": "sent"}


async def test_work_that_is_being_done_is_not_over(outboxes: Outboxes) -> None:
    await outboxes.enqueue("a")
    assert await outboxes.claim() == ["a"]
    async with outboxes.uow(workspace_id=outboxes.workspace_id) as uow:
        assert await uow.outbox.pending("a")
        assert not await uow.outbox.pending("b")


async def test_an_answer_that_is_late_is_not_waited_for(outboxes: Outboxes) -> None:
    await outboxes.enqueue("a", lane=Lane.SLACK)
    outboxes.clock.forward(minutes=2)
    async with outboxes.uow(workspace_id=outboxes.workspace_id) as uow:
        await uow.outbox.add(NamedMessage("b"), due_at=uow.now + timedelta(minutes=1))
        assert await uow.outbox.is_due("a", since=uow.now - timedelta(minutes=3))
        assert not await uow.outbox.is_due("a", since=uow.now - timedelta(minutes=1))
        assert not await uow.outbox.is_due("b")
