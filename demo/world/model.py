"""The stand-in's records: teams, people, channels, messages, views, files. Data only, no rules."""

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal["public", "private", "dm", "connect"]
Role = Literal["admin", "manager", "member", "guest", "stranger", "deactivated", "app"]


@dataclass
class Team:
    id: str
    name: str
    domain: str


@dataclass
class User:
    id: str
    team_id: str  # the person's organisation; a stranger's (Slack Connect) is not the workspace
    handle: str
    name: str
    email: str
    title: str = ""
    role: Role = "member"
    color: str = "1f4d3a"
    tz: str = "Europe/Copenhagen"
    photo: str = ""  # the https address of a picture they uploaded; else Slack draws one
    leads_organisation: bool = False  # an administrator of the whole Enterprise Grid organisation

    @property
    def is_bot(self) -> bool:
        return self.role == "app"

    @property
    def is_admin(self) -> bool:
        return self.role == "admin"

    @property
    def is_guest(self) -> bool:
        return self.role == "guest"

    @property
    def is_stranger(self) -> bool:
        return self.role == "stranger"

    @property
    def deleted(self) -> bool:
        return self.role == "deactivated"


@dataclass
class UserGroup:
    id: str
    team_id: str
    name: str
    handle: str
    users: list[str] = field(default_factory=list)
    disabled_at: int = 0
    updated: int = 0


@dataclass
class Channel:
    id: str
    team_id: str
    name: str
    kind: Kind
    members: list[str] = field(default_factory=list)
    archived: bool = False
    refuses: str = (
        ""  # the error with which Slack refuses the app's new messages, such as in a read-only channel
    )
    topic: str = ""
    created: int = 0
    creator: str = ""
    shared_team_ids: list[str] = field(default_factory=list)


@dataclass
class Warned:
    """The warning triangle beside an element whose action failed."""

    block_id: str
    action_id: str
    text: str


@dataclass
class SlackMessage:
    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    bot_id: str | None = None
    ephemeral_to: str | None = None
    edited: Json | None = None
    subtype: str | None = None
    files: list[str] = field(default_factory=list)
    metadata: Json | None = None
    by_response_url: bool = False
    states: dict[str, Json] = field(default_factory=dict)  # user id → that person's input in this message
    warnings: dict[str, list[Warned]] = field(default_factory=dict)


@dataclass
class View:
    id: str
    team_id: str
    user: str
    body: Json  # as the app sent it, with missing ids filled in
    hash: str
    root_view_id: str
    previous_view_id: str | None = None
    values: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    notice: str | None = None
    warnings: list[Warned] = field(default_factory=list)
    busy: bool = False
    closed: bool = False
    tab: str | None = None  # the page's tab it was opened in; None: by no page, so that every tab shows it
    generation: int = (
        0  # counts updates, so that a late answer to an earlier press is not taken for a new one
    )

    @property
    def type(self) -> str:
        return str(self.body["type"])

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.body["blocks"]
        return blocks


@dataclass
class Share:
    channel: str
    ts: str
    thread_ts: str | None
    private: bool


@dataclass
class File:
    id: str
    team_id: str
    user: str
    name: str
    title: str
    data: bytes
    mimetype: str
    filetype: str
    created: int
    mode: str = "hosted"
    user_team: str = ""
    shares: list[Share] = field(default_factory=list)
    shares_shown: bool = True  # Slack reports shares a little later than the event
    completed: bool = True
    deleted: bool = False
    is_external: bool = False
    url_private: str | None = None  # set this to plant another address
    check_file_info: bool = False
    told_size: int | None = None  # set this to plant a wrong size
    alt_text: str = ""
    submitted: bool = False  # uploaded in a form, which gives the app access


@dataclass
class AppInstallation:
    team_id: str
    bot_user: str
    bot_id: str
    token: str
    scopes: frozenset[str]
    installer: str
    enterprise: Json | None = None  # the organisation, for an org-wide installation


@dataclass
class Trigger:
    id: str
    user: str
    team_id: str
    made: float
    used: bool = False
    view: str | None = None  # the modal it was made in
    channel: str | None = None  # the conversation it was made in
    tab: str | None = None  # the page's tab it was made in


@dataclass
class ResponseUrl:
    id: str
    channel: str
    user: str
    team_id: str
    made: float
    ts: str | None = None  # the message that was acted on
    uses: int = 0
