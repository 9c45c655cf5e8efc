"""Messages of the app, however they came: their check, drawing them anew, answers in place."""

from typing import Any

from bot.demo.blockkit.check import check_message
from bot.demo.blockkit.fill_in import with_ids
from bot.demo.model import Channel, Json, Message, ResponseUrl, User
from bot.demo.refusals import SlackRefuses, faulty
from bot.demo.view_state import values_of
from bot.demo.world import World


def checked_blocks(world: World, given: Any) -> list[Json]:
    if given is None:
        return []
    if not isinstance(given, list):
        raise SlackRefuses("invalid_blocks_format")
    faults = check_message(given)
    if faults:
        raise faulty("invalid_blocks", faults)
    return with_ids(given, world.ids)


def redraw(world: World, message: Message, blocks: list[Json]) -> None:
    """Puts other blocks into a message; what people typed or chose in it stays where the ids are the same."""
    message.blocks = blocks
    message.edited = {"user": message.user, "ts": world.ids.ts()}
    message.states = {user: values_of(blocks, values) for user, values in message.states.items()}
    message.warnings = {}
    world.changes.bump(f"channel:{message.channel}")


def answer_in_place(
    world: World, channel: Channel, user: User, answer: Json, original: Message | None = None
) -> Message | None:
    """What an app says through a response_url, or in the answer to a command."""
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
    message = Message(world.ids.ts(), channel.id, install.bot_user, text, blocks, bot_id=install.bot_id)
    message.ephemeral_to = None if public else user.id
    message.thread_ts = answer.get("thread_ts")
    return world.add_message(message)


_MOST_USES = 5
_LIVES_SECONDS = 30 * 60


def spend(world: World, url: ResponseUrl, answer: Json) -> None:
    """One use of a response_url: five in thirty minutes."""
    if world.now() - url.made > _LIVES_SECONDS:
        raise SlackRefuses("expired_url")
    if url.uses >= _MOST_USES:
        raise SlackRefuses("used_url")
    url.uses += 1
    original = world.message(url.channel, url.ts) if url.ts else None
    if original is not None and original.bot_id is None:
        original = None  # a person's message: only a shortcut was used on it
    answer_in_place(world, world.channels[url.channel], world.users[url.user], answer, original)
