"""The table of all Web API methods that take a bot token.

apps.connections.open and oauth.v2.access are elsewhere.
"""

from demo.api import chat, conversations, files, people, views
from demo.api.call import Method

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
