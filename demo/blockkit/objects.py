"""Rules for composition objects and rich text, the parts of blocks and elements."""

from collections.abc import Iterator
from typing import Any

from demo.blockkit.rules import (
    Fault,
    Rule,
    anything,
    at_least_one,
    by_type,
    exactly_one,
    flag,
    many,
    one_of,
    record,
    string,
    whole,
)

URL = string(3000, pattern=r"(https?|mailto|slack|tel):.*")
ID = string(255)


def plain(most: int) -> Rule:
    return by_type({"plain_text": _plain_text(most)}, "text type")


def text(most: int) -> Rule:
    mrkdwn = record({"type": one_of("mrkdwn"), "text": string(most)}, {"verbatim": flag})
    return by_type({"plain_text": _plain_text(most), "mrkdwn": mrkdwn}, "text type")


def _plain_text(most: int) -> Rule:
    return record({"type": one_of("plain_text"), "text": string(most)}, {"emoji": flag})


# Slack documents 150 characters for a value, but its own type definitions say 75. The smaller is always safe.
_VALUE = string(75)


def option(words: Rule | None = None, url: bool = False) -> Rule:
    words = words or plain(75)
    optional: dict[str, Rule] = {"description": words, **({"url": URL} if url else {})}
    return record({"text": words, "value": _VALUE}, optional)


MARKED_OPTION = option(text(75))  # radio buttons and checkboxes may use mrkdwn
OPTION = option()
OPTION_GROUP = record({"label": plain(75), "options": many(OPTION, 100)}, {})

CONFIRM = record(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)

DISPATCH = record(
    {},
    {"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), 2)},
)

FILTER = record(
    {},
    {
        "include": many(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
    at_least_one(("include", "exclude_external_shared_channels", "exclude_bot_users")),
)

SLACK_FILE = record({}, {"id": string(255), "url": string(3000)}, exactly_one(("id", "url")))

IMAGE_FIELDS: dict[str, Rule] = {
    "image_url": string(3000, pattern=r"https?://.*"),
    "slack_file": SLACK_FILE,
}


# Rich text

_STYLE = record({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight"), flag))
_KIND: dict[str, Rule] = {"type": anything}


def _inline(required: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
    return record({**_KIND, **required}, {"style": _STYLE, **(optional or {})})


_INLINES = {
    "text": _inline({"text": string(40_000)}),
    "link": _inline({"url": URL}, {"text": string(40_000), "unsafe": flag}),
    "emoji": _inline({"name": string(255)}, {"unicode": string(255), "skin_tone": whole(1, 6)}),
    "user": _inline({"user_id": ID}),
    "usergroup": _inline({"usergroup_id": ID}),
    "channel": _inline({"channel_id": ID}),
    "broadcast": _inline({"range": one_of("here", "channel", "everyone")}),
    "color": _inline({"value": string(7)}),
    "date": _inline(
        {"timestamp": whole(0, 10**12), "format": string(255)}, {"url": URL, "fallback": string(255)}
    ),
}
_INLINE = by_type(_INLINES, "rich text element")
_LINE = many(_INLINE, 10_000, 0)
_SECTION = record({**_KIND, "elements": _LINE}, {})
_LIST = record(
    {
        **_KIND,
        "style": one_of("bullet", "ordered"),
        "elements": many(by_type({"rich_text_section": _SECTION}, "list element"), 1000),
    },
    {"indent": whole(0, 8), "offset": whole(0, 10_000), "border": whole(0, 1)},
)
_PREFORMATTED = record({**_KIND, "elements": _LINE}, {"border": whole(0, 1), "language": string(40)})
_QUOTE = record({**_KIND, "elements": _LINE}, {"border": whole(0, 1)})

RICH_TEXT_PARTS = many(
    by_type(
        {
            "rich_text_section": _SECTION,
            "rich_text_list": _LIST,
            "rich_text_preformatted": _PREFORMATTED,
            "rich_text_quote": _QUOTE,
        },
        "rich text part",
    ),
    1000,
)
RICH_TEXT = record({"type": one_of("rich_text"), "elements": RICH_TEXT_PARTS}, {"block_id": ID})


def check_options(answer: Any) -> list[Fault]:
    """List the faults in an answer to block_suggestion: it needs up to 100 options or up to 100 groups."""

    def shape(value: Any, at: str) -> Iterator[Fault]:
        one = record({}, {"options": many(OPTION, 100, 0), "option_groups": many(OPTION_GROUP, 100, 0)})
        yield from one(value, at)
        if isinstance(value, dict) and not any(
            value.get(k) is not None for k in ("options", "option_groups")
        ):
            yield Fault(at, "options or option_groups is needed")

    return list(shape(answer, ""))
