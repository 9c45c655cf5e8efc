"""Posts answers to a response_url, which Slack accepts five times within half an hour."""

from urllib.parse import urlsplit

from slack_sdk.web.async_client import AsyncWebClient

from blocks.kit.modal import Message

SLACK, GOV_SLACK = "slack.com", "slack-gov.com"


class NotTaken(Exception):
    """The response_url refused the answer: used up, too old, or not Slack's.

    `lasting` is False if a retry may help.
    """

    def __init__(self, text: str, *, lasting: bool = True) -> None:
        super().__init__(text)
        self.lasting = lasting


async def post_answer(client: AsyncWebClient, url: str, message: Message, *, replace: bool = False) -> None:
    """Show an answer to the person who clicked. With `replace` it replaces the message they clicked on."""
    if not is_slacks(url, client.base_url):
        raise NotTaken("invalid_url")
    assert client.session, "the composition root shares one"
    answer = {"text": message.text, "blocks": message.blocks, "replace_original": replace}
    answer |= {"response_type": "ephemeral"}
    async with client.session.post(url, json=answer, allow_redirects=False) as response:
        if response.status != 200:
            lasting = response.status < 500 and response.status != 429
            raise NotTaken(f"response_url_{response.status}", lasting=lasting)


def is_slacks(url: str, base_url: str) -> bool:
    """Tell whether we may post to a URL: https at Slack, or the origin of the Web API in use.

    Slack is GovSlack where the Web API is, and only there.
    """
    parts, api = urlsplit(url), urlsplit(base_url)
    if (parts.scheme, parts.netloc) == (api.scheme, api.netloc):
        return True
    host, slack = parts.hostname or "", GOV_SLACK if api.hostname == GOV_SLACK else SLACK
    return parts.scheme == "https" and parts.netloc == host and (host == slack or host.endswith(f".{slack}"))
