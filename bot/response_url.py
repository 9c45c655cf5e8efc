"""Answers to a click, posted to the URL that came with it: Slack takes five within half an hour."""

from urllib.parse import urlsplit

from slack_sdk.web.async_client import AsyncWebClient

from blocks.modal import Message


class NotTaken(Exception):
    """An answer's URL that took nothing: used up, too old, or not Slack's."""

    def __init__(self, text: str, *, lasting: bool = True) -> None:
        super().__init__(text)
        self.lasting = lasting


async def post_answer(client: AsyncWebClient, url: str, message: Message, *, replace: bool = False) -> None:
    """Shows it to the one who clicked, in place of the message they clicked on if `replace`."""
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
    """Whether an answer may be posted there: https at Slack, or the origin of the Web API in use."""
    parts, api = urlsplit(url), urlsplit(base_url)
    if (parts.scheme, parts.netloc) == (api.scheme, api.netloc):
        return True
    host = parts.hostname or ""
    return (
        parts.scheme == "https"
        and parts.netloc == host
        and (host == "slack.com" or host.endswith(".slack.com"))
    )
