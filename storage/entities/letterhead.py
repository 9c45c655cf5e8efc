"""What a company's emails look like: its name, where replies go, and the foot, logo and colour."""

from __future__ import annotations

from dataclasses import dataclass

from storage.entities.settings import WorkspaceSettings
from storage.entities.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Letterhead:
    """A company as its emails show it. Everything but the name may be empty.

    `sender_name` stands in From instead of the company's name. `reply_address` gets all replies.
    """

    company: str
    sender_name: str = ""
    reply_address: str = ""
    postal_address: str = ""
    logo: str = ""
    colour: str = ""

    @classmethod
    def of(cls, workspace: Workspace) -> Letterhead:
        return cls.settled(WorkspaceSettings.of(workspace), workspace.team_name)

    @classmethod
    def settled(cls, settings: WorkspaceSettings, team_name: str) -> Letterhead:
        """Take it from settings. The workspace's name stands in for the company's."""
        return cls(
            settings.company_name or team_name,
            settings.sender_name,
            settings.reply_address,
            settings.postal_address,
            settings.logo,
            settings.colour,
        )
