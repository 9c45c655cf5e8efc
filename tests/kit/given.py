"""The settings of the product under test."""

import secrets
from typing import Any

from pydantic_settings import BaseSettings
from pydantic_settings import PydanticBaseSettingsSource as Source

from bot.settings import Settings
from demo import DemoServer

SIGNING_SECRET = "the-signing-secret-of-the-tests"
SECRET_KEY = secrets.token_hex(16)  # of all programs of a test process, since they start on copies


class GivenSettings(Settings):
    """Settings that are all given, so that nothing is read from the environment."""

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: Source, *_others: Source, **_more: Source
    ) -> tuple[Source, ...]:
        return (init_settings,)


def settings_for(demo: DemoServer, database_url: str, port: int, **changes: Any) -> Settings:
    """Make the settings that an administrator would write into .env."""
    given: dict[str, Any] = {
        "slack_bot_token": demo.bot_token,
        "slack_signing_secret": SIGNING_SECRET,
        "slack_api_url": demo.api_url,
        "slack_file_hosts": demo.file_host,
        "database_url": database_url,
        "smtp_url": demo.mailbox.smtp_url,
        "mail_from": "Acme Talent <talent@acme.example>",
        "postal_address": "Acme, 1 Main Street, Copenhagen",
        "secret_key": SECRET_KEY,
        "public_url": f"http://127.0.0.1:{port}",
        "mail_rate": "1000/second",
        "port": port,
    }
    return GivenSettings(**(given | changes))
