"""What Slack's codes mean for a message: closed lists of what passes, and everything else goes elsewhere."""

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.errors import cannot_go_there, passes


def refusal(code: str) -> SlackApiError:
    return SlackApiError("", {"ok": False, "error": code})  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("code", "again", "elsewhere"),
    [
        ("ratelimited", True, False),
        ("internal_error", True, False),
        ("fatal_error", True, False),
        ("", True, False),  # an error page
        ("token_revoked", True, False),
        ("account_inactive", True, True),  # our own account, or a person's who has left
        ("invalid_blocks", False, False),
        ("is_archived", False, True),
        ("not_in_channel", False, True),
        ("channel_not_found", False, True),
        ("user_disabled", False, True),
        ("restricted_action_thread_only_channel", False, True),
        ("channel_is_limited_access", False, True),
        ("team_access_not_granted", False, True),
        ("message_not_found", False, True),
        ("a_code_of_next_year", False, True),
    ],
)
def test_codes(code: str, again: bool, elsewhere: bool) -> None:
    assert (passes(refusal(code)), cannot_go_there(refusal(code))) == (again, elsewhere)
