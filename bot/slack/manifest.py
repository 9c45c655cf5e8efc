"""Slack's manifest of the app: where it is, and how it reads for an address of one's own."""

from pathlib import Path

_PACKED = Path(__file__).with_name("manifest.yml")  # in an installed wheel
MANIFEST = _PACKED if _PACKED.exists() else Path(__file__).parents[2] / "manifest.yml"
_EXAMPLE = "https://contacts.example.com"
_BY_HTTP, _BY_SOCKET = "socket_mode_enabled: false", "socket_mode_enabled: true"


def manifest_for(url: str, *, socket_mode: bool) -> str:
    """Write the manifest for an app at this address, such as https://contacts.acme.example."""
    text = MANIFEST.read_text(encoding="utf-8")
    _, _, body = text.partition("\n_metadata:")  # the lines above say what this does
    body = body.replace(_EXAMPLE, url.rstrip("/"))
    return "_metadata:" + (body.replace(_BY_HTTP, _BY_SOCKET) if socket_mode else body)
