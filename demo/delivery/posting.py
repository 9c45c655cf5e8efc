"""Content of the app's messages, however they arrive: checking, redrawing, and answers by response_url."""

from typing import Any

from demo.blockkit.check import check_message
from demo.blockkit.fill_in import with_ids
from demo.person.view_state import values_of
from demo.world.model import Channel, Json, ResponseUrl, SlackMessage, User
from demo.world.refusals import SlackRefuses, faulty
from demo.world.world import World


def checked_blocks(world: World, given: Any) -> list[Json]:
    if given is None:
        return []
    if not isinstance(given, list):
        raise SlackRefuses("invalid_blocks_format")
    faults = check_message(given)
    if faults:
        raise faulty("invalid_blocks", faults)
    return with_ids(given, world.ids)


def redraw(world: World, message: SlackMessage, blocks: list[Json]) -> None:
    """Replace a message's blocks. Input that people made stays where the ids are unchanged."""
    message.blocks = blocks
    message.edited = {"user": message.user, "ts": world.ids.ts()}
    message.states = {user: values_of(blocks, values) for user, values in message.states.items()}
    message.warnings = {}
    world.changes.bump(f"channel:{message.channel}")


def answer_in_place(
    world: World, channel: Channel, user: User, answer: Json, original: SlackMessage | None = None
) -> SlackMessage | None:
    """Post what an app sends to a response_url or returns from a command.

    It may replace or delete `original`. Raises SlackRefuses for an answer without content.
    """
    if original is not None and answer.get("delete_original"):
        world.messages[original.channel].remove(original)
        world.changes.bump(f"channel:{original.channel}")
        return None
    blocks = checked_blocks(world, answer.get("blocks"))
    text = str(answer.get("text") or "")
    if not text and not blocks:
        raise SlackRefuses("no_text")
    if original is not None and answer.get("replace_original"):
        original.text = text
        redraw(world, original, blocks)
        return original
    install = world.installations[channel.team_id]
    public = answer.get("response_type") == "in_channel"
    message = SlackMessage(world.ids.ts(), channel.id, install.bot_user, text, blocks, bot_id=install.bot_id)
    message.ephemeral_to = None if public else user.id
    message.thread_ts = answer.get("thread_ts")
    return world.add_message(message)


_MOST_USES = 5
_LIVES_SECONDS = 30 * 60


def spend(world: World, url: ResponseUrl, answer: Json) -> None:
    """Use a response_url once. Raises SlackRefuses after five uses or thirty minutes."""
    if world.now() - url.made > _LIVES_SECONDS:
        raise SlackRefuses("expired_url")
    if url.uses >= _MOST_USES:
        raise SlackRefuses("used_url")
    url.uses += 1
    original = world.message(url.channel, url.ts) if url.ts else None
    if original is not None and original.bot_id is None:
        original = None  # the URL came from a shortcut on a person's message, which the app cannot replace
    answer_in_place(world, world.channels[url.channel], world.users[url.user], answer, original)
