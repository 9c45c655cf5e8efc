"""Where answers may be posted and files fetched: Slack's hosts, and GovSlack's where its Web API is used."""

from typing import Any

import pytest

from bot.settings import Settings
from bot.slack.files import is_allowed
from bot.slack.response_url import is_slacks

SLACK, GOV = "https://slack.com/api/", "https://slack-gov.com/api/"
SET: dict[str, Any] = {
    "slack_bot_token": "xoxb-1",
    "slack_signing_secret": "s",
    "smtp_url": "smtp://x.dk:25",
    "secret_key": "k",
}


@pytest.mark.parametrize(
    ("url", "slack", "gov"),
    [
        ("https://hooks.slack.com/actions/T/1/x", True, False),
        ("https://hooks.slack-gov.com/actions/T/1/x", False, True),
        ("https://slack-gov.com/x", False, True),
        ("https://slack-gov.com.evil.test/x", False, False),
        ("https://hooks-slack-gov.com/x", False, False),
        ("http://hooks.slack-gov.com/x", False, False),
        ("https://hooks.slack-gov.com:444/x", False, False),
    ],
)
def test_answers_go_to_the_slack_in_use(url: str, slack: bool, gov: bool) -> None:
    assert (is_slacks(url, SLACK), is_slacks(url, GOV)) == (slack, gov)


@pytest.mark.parametrize(("api", "allowed"), [(SLACK, False), (GOV, True), (GOV.upper().lower(), True)])
def test_govslacks_files_are_fetched_with_its_web_api_only(api: str, allowed: bool) -> None:
    settings = Settings(_env_file=None, mail_from="a@x.dk", slack_api_url=api, **SET)
    assert is_allowed("https://files.slack-gov.com/files-pri/T-F/a.csv", settings.file_hosts) is allowed
    assert is_allowed("https://files.slack.com/files-pri/T-F/a.csv", settings.file_hosts)
