"""Reads failed Web API calls, whatever form the answer had."""

from collections.abc import Mapping
from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

# Slack was unreachable, or refused the call (SlackApiError).
FAILURES = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError)
# No answer at all came, so it cannot be our fault.
UNREACHABLE = (aiohttp.ClientError, TimeoutError, OSError)
_LONGEST_DIGITS = 6
# The codes of trouble that passes. All others, known or not, last.
_PASSING = {
    "ratelimited",
    "rate_limited",
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
    "org_login_required",
}
# A new token ends these. Until then all of the workspace's work waits.
_UNTIL_A_NEW_TOKEN = {
    "invalid_auth",
    "not_authed",
    "token_revoked",
    "token_expired",
    "account_inactive",
    "missing_scope",
}
# Nobody else could be posted these either.
_ABOUT_THE_MESSAGE = {
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_arguments",
    "msg_too_long",
    "no_text",
}
# Slack says this of our own account, and of a person's who has left.
_OF_EITHER = "account_inactive"


def error_code(error: SlackApiError) -> str:
    """Return Slack's error code, such as `channel_not_found`.

    Empty if an outage sent an error page instead.
    """
    # The response is slack_sdk's own, aiohttp's, or one whose data is an error page's text.
    data = getattr(error.response, "data", error.response)
    return str(data.get("error") or "") if isinstance(data, Mapping) else ""


def retry_after(error: SlackApiError) -> timedelta | None:
    """Return how long Slack asks us to wait, or None."""
    headers = getattr(error.response, "headers", None) or {}
    named = {str(name).lower(): str(value) for name, value in headers.items()}
    seconds = named.get("retry-after", "")
    is_a_number = seconds.isascii() and seconds.isdigit() and len(seconds) <= _LONGEST_DIGITS
    return timedelta(seconds=int(seconds)) if is_a_number else None


def passes(error: SlackApiError) -> bool:
    """Tell whether a retry can help: Slack was away, asked us to wait, or needs a new token."""
    code = error_code(error)
    return not code or retry_after(error) is not None or code in _PASSING | _UNTIL_A_NEW_TOKEN


def cannot_go_there(error: SlackApiError) -> bool:
    """Tell whether a message may be accepted elsewhere, but not where it was posted."""
    code = error_code(error)
    return code == _OF_EITHER or not (passes(error) or code in _ABOUT_THE_MESSAGE)
