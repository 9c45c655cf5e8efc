"""Explains what does not work without a scope, and how to reinstall the app."""

from collections.abc import Sequence

from blocks.kit.text import escape

# {scope: what needs it}, with the scopes of manifest.yml
FEATURES = {
    "chat:write": "Messages and cards",
    "commands": "The slash commands and the message shortcut",
    "files:read": "Importing contact lists",
    "files:write": "Exports, and the file of rows that couldn't be imported",
    "im:write": "Sending exports in a direct message",
    "usergroups:read": "Groups of hiring managers",
    "users:read": "Telling administrators, guests and people of other organisations apart",
    "users:read.email": "Replies to the inviter's own email address",
}
_BY_HAND = "Reinstall it from the app's page at <https://api.slack.com/apps>, then restart the program."


def missing_words(scopes: Sequence[str], install_url: str | None) -> list[str]:
    """Explain which features lack a scope and what to do, as paragraphs of mrkdwn."""
    lacking = "\n".join(
        f"• {escape(FEATURES.get(scope, scope))} (needs `{escape(scope)}`)" for scope in scopes
    )
    again = f"<{install_url}|Install it again>." if install_url else _BY_HAND
    return [
        f":warning: *Some features don't work in this workspace:*\n{lacking}",
        f"The app was installed without these permissions. {again}",
    ]
