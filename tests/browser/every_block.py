"""One of every block the demo's page renders, as JSON. Pure data for the gallery and its tests."""

from typing import Any

Json = dict[str, Any]
PIXEL = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 6'%3E"
    "%3Crect width='9' height='6' fill='teal'/%3E%3C/svg%3E"
)


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str, about: str | None = None) -> Json:
    return {"text": plain(text), "value": value} | ({"description": plain(about)} if about else {})


def button(text: str, action: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action, **more}


def field(label: str, element: Json, **more: Any) -> Json:
    name = label.lower().replace(" ", "_")
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "element": {"action_id": "value", **element},
        **more,
    }


FRUIT = [option("Apple", "a"), option("Banana", "b", "Yellow"), option("Crème brûlée", "c")]
CONFIRM = {
    "title": plain("Withdraw?"),
    "text": mrkdwn("The *link* dies at once."),
    "confirm": plain("Withdraw"),
    "deny": plain("Keep"),
    "style": "danger",
}

TEXTS: list[Json] = [
    {"type": "header", "block_id": "h", "text": plain("Everything on one page :tada:")},
    {
        "type": "section",
        "block_id": "marks",
        "text": mrkdwn(
            "*bold* _italic_ ~struck~ `code` *_both_* a*b*c snake_case_name <https://example.com|a link> "
            "<@U1> <#C1> <!channel> &lt;b&gt;not bold&lt;/b&gt; :white_check_mark: :unknown_one:"
        ),
    },
    {
        "type": "section",
        "block_id": "more_marks",
        "text": mrkdwn(
            "> quoted\n> twice\nplain\n```\nfenced <b>\n```\n"
            "<!date^1700000000^{date_num}|fallback> https://example.com/a_b_c, ada@example.com"
        ),
    },
    {
        "type": "section",
        "block_id": "literal",
        "text": plain("*not bold* <https://example.com|no link> <img src=x>"),
    },
    {
        "type": "section",
        "block_id": "fields",
        "fields": [
            mrkdwn("*Status*\nactive"),
            mrkdwn("*Tags*\nreact, design"),
            plain("plain"),
            mrkdwn("last"),
        ],
    },
    {
        "type": "section",
        "block_id": "picture",
        "text": plain("With a picture"),
        "accessory": {"type": "image", "image_url": PIXEL, "alt_text": "teal"},
    },
    {
        "type": "context",
        "block_id": "ctx",
        "elements": [
            {"type": "image", "image_url": PIXEL, "alt_text": "tiny"},
            mrkdwn("*context* in words"),
            plain("and plain"),
        ],
    },
    {"type": "divider", "block_id": "line"},
    {
        "type": "image",
        "block_id": "image",
        "image_url": PIXEL,
        "alt_text": "a teal field",
        "title": plain("A title"),
    },
    {
        "type": "rich_text",
        "block_id": "rich",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "rich bold", "style": {"bold": True}},
                    {"type": "text", "text": " <b>literal</b> "},
                    {"type": "link", "url": "https://example.com/rich", "text": "rich link"},
                    {"type": "user", "user_id": "U1"},
                    {"type": "channel", "channel_id": "C1"},
                    {"type": "broadcast", "range": "here"},
                    {"type": "emoji", "name": "wave"},
                    {"type": "date", "timestamp": 1700000000, "format": "{date_num}", "fallback": "then"},
                    {"type": "color", "value": "#aa3355"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "ordered",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "first"}]},
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "second"}]},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "bullet",
                "indent": 1,
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "deeper"}]}],
            },
            {
                "type": "rich_text_preformatted",
                "elements": [{"type": "text", "text": "name,email\nAda,ada@x.dk"}],
            },
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted words"}]},
        ],
    },
    {
        "type": "markdown",
        "block_id": "md",
        "text": "## Down\n\n- **one**\n- *two*\n\n1. first\n2. second\n\n> quote\n\n```\ncode\n```\n\n"
        "| a | b |\n|---|---|\n| 1 | [two](https://example.com) |\n",
    },
    {
        "type": "table",
        "block_id": "table",
        "column_settings": [{"is_wrapped": True}, {"align": "right"}],
        "rows": [
            [{"type": "raw_text", "text": "Name"}, {"type": "raw_text", "text": "Jobs"}],
            [{"type": "raw_text", "text": "Ada <b>"}, {"type": "raw_text", "text": "3"}],
        ],
    },
    {
        "type": "data_table",
        "block_id": "data",
        "caption": plain("Hires"),
        "page_size": 2,
        "rows": [
            [{"type": "raw_text", "text": "Who"}, {"type": "raw_text", "text": "Rate"}],
            *[
                [
                    {"type": "raw_text", "text": f"Person {n}"},
                    {"type": "raw_number", "value": n, "text": str(n)},
                ]
                for n in range(5)
            ],
        ],
    },
    {"type": "alert", "block_id": "alert", "text": mrkdwn("An *offer* overlaps."), "level": "warning"},
]

ACTING: list[Json] = [
    {
        "type": "actions",
        "block_id": "acts",
        "elements": [
            button("Approve", "approve", style="primary", value="1"),
            button("Withdraw", "withdraw", style="danger", confirm=CONFIRM),
            button("Read more", "read", url="https://example.com/more"),
            {
                "type": "static_select",
                "action_id": "status",
                "placeholder": plain("Status"),
                "options": FRUIT,
            },
            {"type": "datepicker", "action_id": "date", "placeholder": plain("Pick a date")},
            {"type": "timepicker", "action_id": "time", "placeholder": plain("Pick a time")},
            {"type": "datetimepicker", "action_id": "both"},
            {
                "type": "overflow",
                "action_id": "more",
                "options": [option("Open", "open"), option("Archive", "archive")],
            },
        ],
    },
    {
        "type": "section",
        "block_id": "row",
        "text": mrkdwn("*Ada Lovelace*\nNo reply yet"),
        "accessory": {
            "type": "overflow",
            "action_id": "row",
            "options": [option("Edit", "edit"), option("Hire", "hire")],
        },
    },
    {
        "type": "section",
        "block_id": "ticks",
        "text": plain("Rows"),
        "accessory": {
            "type": "checkboxes",
            "action_id": "ticks",
            "options": [option("Grace Hopper", "1", "grace@x.dk · new"), option("Ada Lovelace", "2")],
            "initial_options": [option("Ada Lovelace", "2")],
        },
    },
    {
        "type": "section",
        "block_id": "choice",
        "text": plain("One of"),
        "accessory": {
            "type": "radio_buttons",
            "action_id": "radio",
            "options": FRUIT,
            "initial_option": FRUIT[0],
        },
    },
    {
        "type": "section",
        "block_id": "many",
        "text": plain("Fruit"),
        "accessory": {
            "type": "multi_static_select",
            "action_id": "many",
            "placeholder": plain("Fruit"),
            "option_groups": [{"label": plain("Sweet"), "options": FRUIT}],
            "max_selected_items": 2,
        },
    },
]

INPUTS: list[Json] = [
    field("Name", {"type": "plain_text_input", "placeholder": plain("Ada Lovelace"), "focus_on_load": True}),
    field("Email", {"type": "email_text_input"}, hint=plain("They get one mail.")),
    field("Website", {"type": "url_text_input"}, optional=True),
    field("Invite note", {"type": "plain_text_input", "multiline": True, "max_length": 60}, optional=True),
    field("Rate", {"type": "number_input", "is_decimal_allowed": True, "min_value": "1"}),
    field("Start", {"type": "datepicker", "initial_date": "2026-12-01"}),
    field("Hour", {"type": "timepicker", "initial_time": "09:30"}),
    field("Moment", {"type": "datetimepicker"}, optional=True),
    field("Currency", {"type": "static_select", "options": FRUIT, "initial_option": FRUIT[1]}, optional=True),
    field("Fruits", {"type": "multi_static_select", "options": FRUIT}, optional=True),
    field("Tag", {"type": "external_select", "min_query_length": 0}, optional=True),
    field("Tags", {"type": "multi_external_select", "min_query_length": 0}, optional=True),
    field("Boss", {"type": "users_select"}, optional=True),
    field("Hiring managers", {"type": "multi_users_select", "initial_users": ["U1"]}, optional=True),
    field("Post to", {"type": "conversations_select"}, optional=True),
    field("Listen to", {"type": "multi_conversations_select"}, optional=True),
    field("Channel", {"type": "channels_select", "initial_channel": "C1"}, optional=True),
    field("Channels", {"type": "multi_channels_select"}, optional=True),
    field(
        "Agree",
        {"type": "checkboxes", "options": [option("Tell them by email", "tell", "Politely")]},
        optional=True,
    ),
    field("Per", {"type": "radio_buttons", "options": [option("Hour", "h"), option("Day", "d")]}),
    field(
        "CSV or Excel file",
        {"type": "file_input", "filetypes": ["csv", "xlsx"], "max_files": 1},
        optional=True,
    ),
]

UNKNOWN: list[Json] = [
    {"type": "carousel", "block_id": "unknown", "elements": []},
    {"type": "actions", "block_id": "unknown_element", "elements": [{"type": "hologram", "action_id": "x"}]},
]
