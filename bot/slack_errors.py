"""What a failed call to Slack means, whatever shape its answer had."""

from collections.abc import Mapping
from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

# Slack could not be reached, or said no. A SlackApiError is the latter.
FAILURES = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError)
_LONGEST_DIGITS = 6


def error_code(error: SlackApiError) -> str:
    """Slack's word for it, such as `channel_not_found`; empty where an outage answered in Slack's place."""
    # slack_sdk gives a response of its own, aiohttp's, or one whose data is the text of an error page.
    data = getattr(error.response, "data", error.response)
    return str(data.get("error") or "") if isinstance(data, Mapping) else ""


def retry_after(error: SlackApiError) -> timedelta | None:
    """How long Slack asks us to wait, if it does."""
    headers = getattr(error.response, "headers", None) or {}
    named = {str(name).lower(): str(value) for name, value in headers.items()}
    seconds = named.get("retry-after", "")
    is_a_number = seconds.isascii() and seconds.isdigit() and len(seconds) <= _LONGEST_DIGITS
    return timedelta(seconds=int(seconds)) if is_a_number else None
