"""Descriptions of workspaces to start with. The default is the company Acme."""

from dataclasses import dataclass, field

from demo.world.model import Kind, Role


@dataclass(frozen=True)
class PersonSeed:
    name: str
    email: str
    role: Role = "member"
    title: str = ""
    color: str = "1f4d3a"

    @property
    def handle(self) -> str:
        return self.email.partition("@")[0]


@dataclass(frozen=True)
class ChannelSeed:
    name: str
    kind: Kind = "public"
    members: tuple[str, ...] | None = None  # names of people; None means everyone allowed
    app: bool = False
    archived: bool = False
    topic: str = ""


@dataclass(frozen=True)
class Said:
    who: str
    channel: str
    text: str


@dataclass(frozen=True)
class WorkspaceSeed:
    name: str
    domain: str
    people: tuple[PersonSeed, ...]
    channels: tuple[ChannelSeed, ...]
    said: tuple[Said, ...] = field(default=())


_PEOPLE = (
    PersonSeed("Maria Garcia", "maria@acme.example", "admin", "Head of operations", "7b3f61"),
    PersonSeed("Jordan Lee", "jordan@acme.example", "manager", "Hiring manager, product", "1f4d3a"),
    PersonSeed("Sam Rivera", "sam@acme.example", "manager", "Hiring manager, design", "2b5c8a"),
    PersonSeed("Peter Holm", "peter@acme.example", "member", "Engineer", "8a5a2b"),
    PersonSeed("Gina Rossi", "gina@studio-rossi.example", "guest", "Freelance illustrator", "5c6b2f"),
    PersonSeed(
        "Stella Novak", "stella@northwind.example", "stranger", "Partner manager at Northwind", "3f3f7b"
    ),
    PersonSeed("Dan Olsen", "dan@acme.example", "deactivated", "Left in spring", "666666"),
)
_MANAGERS = ("Maria Garcia", "Jordan Lee", "Sam Rivera")

_CHANNELS = (
    ChannelSeed("general", app=True, topic="Company-wide news"),
    ChannelSeed("hiring", app=True, topic="Freelancers we work with", members=(*_MANAGERS, "Peter Holm")),
    ChannelSeed("random", topic="Everything else"),
    ChannelSeed("leads", "private", members=_MANAGERS, app=True),
    ChannelSeed("vault", "private", members=_MANAGERS),
    ChannelSeed("studio", members=(*_MANAGERS, "Gina Rossi"), app=True, topic="With our illustrators"),
    ChannelSeed(
        "partners", "connect", members=(*_MANAGERS, "Stella Novak"), app=True, topic="Shared with Northwind"
    ),
    ChannelSeed("old-projects", archived=True, topic="Kept for reference"),
)

_SAID = (
    Said("Maria Garcia", "general", "Welcome to Acme! Say hello in here."),
    Said("Peter Holm", "random", "Who moved the coffee machine?"),
    Said(
        "Jordan Lee",
        "hiring",
        "Two people from the conference: "
        "Ada Lovelace <mailto:ada@lovelace.example|ada@lovelace.example> (React) and "
        "Grace Hopper <mailto:grace@hopper.example|grace@hopper.example>. Both have time in spring.",
    ),
)


def acme() -> WorkspaceSeed:
    return WorkspaceSeed("Acme", "acme", _PEOPLE, _CHANNELS, _SAID)


def northwind() -> WorkspaceSeed:
    """Describe a second company, for tests that keep workspaces apart."""
    people = (
        PersonSeed("Noor Haddad", "noor@northwind.example", "admin", "Managing director", "7b3f3f"),
        PersonSeed("Max Berg", "max@northwind.example", "manager", "Hiring manager", "3f6b7b"),
        PersonSeed("Lily Chen", "lily@northwind.example", "member", "Engineer", "6b3f7b"),
    )
    channels = (ChannelSeed("general", app=True), ChannelSeed("hiring", app=True))
    return WorkspaceSeed("Northwind", "northwind", people, channels)
