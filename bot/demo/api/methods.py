"""The table of every method the stand-in knows. Two of them are no bot's and live with their routes."""

from bot.demo.api import chat, conversations, files, people, views
from bot.demo.api.call import Method

METHODS: dict[str, Method] = {
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **people.METHODS,
    **views.METHODS,
}

SCOPES = frozenset(scope for method in METHODS.values() for scope in method.scope.split("|") if scope) | {
    "commands",
    "im:history",
    "channels:history",
    "groups:history",
}
