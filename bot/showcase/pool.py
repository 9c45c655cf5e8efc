"""The thirty people in the demo's pool, and the story of each: how they came, and what became of it."""

from dataclasses import dataclass

from storage.entities.profile_form import ProfileForm

IMPORTED = """Name;Email;Tags
Inês Carvalho;ines@carvalho.example;illustration, print
Tobias Brandt;tobias@brandt.example;react, typescript
Nadia Haddad;nadia@haddad.example;copywriting, french
Erik Sandström;erik@sandstrom.example;motion, 3d
Mei Tanaka;mei@tanaka.example;localisation, japanese
Seun Adeyemi;seun@adeyemi.example;python, data
Clara Weiß;clara@weiss.example;photography
Luca Moretti;luca@moretti.example;video
Freja Dahl;freja@dahl.example;ux, research
Piotr Zieliński;piotr@zielinski.example;devops
Amara Okafor;amara@okafor.example;branding
Hugo Lefèvre;hugo@lefevre.example;translation, french
Mateo Álvarez;mateo@alvarez.example;ios, swift
Joan Park;joan(at)park.example;sound
"""
ACCEPTED = (
    "ines@carvalho.example",
    "tobias@brandt.example",
    "nadia@haddad.example",
    "seun@adeyemi.example",
    "clara@weiss.example",
)
DECLINED = "luca@moretti.example"
LEFT = "hugo@lefevre.example"
ACCEPTED_LATER = ("freja@dahl.example", "amara@okafor.example", LEFT)
ABOUT_PRIYA = "Delivers a day early and asks the right questions. Would have her on anything with forms."
ABOUT_TOBIAS = "Two days a week until March, then full time."


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody invited by name. `later`: added, and not invited yet."""

    name: str
    email: str
    tags: tuple[str, ...]
    note: str = ""
    later: bool = False


PRIYA = Invited(
    "Priya Raman",
    "priya@raman.example",
    ("ux", "figma"),
    "We saw your talk on forms that people finish. May we call you when we redo ours?",
)
JONAS = Invited(
    "Jonas Meyer", "jonas@meyer.example", ("react", "typescript"), "Peter says that you saved his launch."
)
BEN = Invited("Ben Carter", "ben@carter.example", ("copywriting",))
MARTA = Invited("Marta Nowak", "marta@nowak.example", ("project lead",))
ELIF = Invited(
    "Elif Yılmaz",
    "elif@yilmaz.example",
    ("motion", "illustration"),
    "Your animations for the ferry line are still the ones we show each other.",
)
NOOR = Invited(
    "Noor van Dijk",
    "noor@vandijk.example",
    ("data", "python"),
    "We could use your eye on our numbers this winter.",
)
DARIO = Invited("Dario Conti", "dario@conti.example", ("video",))
HELEN = Invited("Helen Marsh", "helen@marsh.example", ("accounting",), later=True)
VICTOR = Invited("Victor Lund", "victor@lund.example", ("sound",), later=True)
RANIA = Invited(
    "Rania Saleh", "rania@saleh.example", ("ux", "research"), "Freja tells us that you are free from January."
)
YUKI = Invited(
    "Yuki Mori",
    "yuki@mori.example",
    ("illustration",),
    "We love your picture books, and have a small one to make ourselves.",
)


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who signed up by the link of the portfolio page."""

    name: str
    email: str
    does: str
    message: str = ""

    @property
    def types(self) -> dict[str, str]:
        """What they type into the sign-up page, by label."""
        typed = {"Name": self.name, "Email": self.email, "What do you do?": self.does}
        return typed | ({"Message": self.message} if self.message else {})


TOM = Applicant("Tom Becker", "tom@becker.example", "android, kotlin")
AISHA = Applicant("Aisha Bello", "aisha@bello.example", "branding, packaging")
KIM = Applicant("Kim Larsen", "kim@larsen.example", "voice-over")
REX = Applicant("Rex Power", "rex@power.example", "seo", "First page of Google or your money back!!!")
LINA = Applicant(
    "Lina Holt",
    "lina@holt.example",
    "design systems, figma",
    "I built the component library at Norrhav, and look for a second project from January.",
)
SAMIR = Applicant("Samir Aziz", "samir@aziz.example", "python, machine learning")


def _says(title: str, rate: str, per: str = "hour", **others: str) -> ProfileForm:
    return ProfileForm(title=title, rate=rate, currency="EUR", per=per, **others)


# What people say of their work on their pages, and in how many days they are free if they say so.
SAID: tuple[tuple[str, ProfileForm, int | None], ...] = (
    (AISHA.email, _says("Brand and packaging designer", "70", links="https://bello.example/work"), None),
    ("amara@okafor.example", _says("Brand strategist", "680", "day", days_a_week="3"), 21),
    ("clara@weiss.example", _says("Photographer", "600", "day", links="https://weiss.example"), 0),
    (ELIF.email, _says("Motion designer", "85", links="https://yilmaz.example/reel"), 35),
    (
        PRIYA.email,
        _says("UX designer", "85", links="https://raman.example", languages="English, Tamil"),
        None,
    ),
    ("tobias@brandt.example", _says("Frontend developer", "90", days_a_week="2"), 0),
)
