"""A large pool of invented contacts, with names in several scripts, for measuring the overview."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, create_engine, insert, text

from storage.engine import migrate
from storage.engine.engines import async_url
from storage.engine.keys import contact_keys, search_key
from storage.entities.contact import Contact
from storage.entities.money import Rate
from storage.entities.profile import Profile, ProfileField, ProfileTerm, Voice
from storage.entities.status import Per, Status
from storage.entities.tag import ContactTag, Tag
from storage.entities.workspace import Workspace

FIRST = [
    "Ada",
    "Anna",
    "Søren",
    "Zoë",
    "Grace",
    "Linus",
    "Åsa",
    "Émile",
    "Łukasz",
    "Olga",
    "Иван",
    "Мария",
    "明",
    "Ελένη",
    "Noor",
    "Peter",
    "Jo",
    "Ida",
    "Bo",
    "Kim",
]
LAST = [
    "Ås",
    "berg",
    "lund",
    "ström",
    "holm",
    "gaard",
    "ova",
    "ski",
    "son",
    "sen",
    "dóttir",
    "ez",
    "ini",
    "eau",
    "ov",
    "idis",
    "maa",
    "nen",
    "wicz",
]
BEGIN = [
    "K",
    "L",
    "M",
    "N",
    "P",
    "R",
    "S",
    "T",
    "V",
    "B",
    "D",
    "F",
    "G",
    "H",
    "J",
    "St",
    "Kr",
    "Sv",
    "Fr",
    "Gr",
]
TAGS = [f"skill {n}" for n in range(200)] + ["rare skill"]
PLACES, RARE_PLACE = ("Copenhagen, Denmark", "Berlin, Germany", "London"), "Ittoqqortoormiit"
AT_ONCE = 10_000
STATUSES = [Status.ACTIVE] * 6 + [Status.INVITED] * 3 + [Status.DECLINED]
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def fill(url: str, count: int) -> None:
    """Make a workspace with `count` contacts, with tags and profiles. One tag, name and place are rare."""
    migrate.upgrade(url)
    parsed = async_url(url)
    engine = create_engine(
        parsed.set(drivername="sqlite") if parsed.get_backend_name() == "sqlite" else parsed
    )
    with engine.begin() as connection:
        same: dict[str, Any] = {"workspace_id": 1}
        home = {"slack_id": "T1", "team_name": "Acme", "bot_id": "B", "bot_user_id": "U"}
        connection.execute(insert(Workspace), [home | {"settings": {}, "created_at": BEGAN}])
        tags = [same | {"name": tag, "key": tag, "search_key": search_key(tag)} for tag in TAGS]
        connection.execute(insert(Tag), tags)
        chance = random.Random(7)
        for start in range(0, count, AT_ONCE):
            _fill_some(connection, range(start + 1, min(start + AT_ONCE, count) + 1), chance)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()


def _fill_some(connection: Connection, numbers: range, chance: random.Random) -> None:
    carried = {n: _carried(n, chance) for n in numbers}
    rows = [contact(n, TAGS[min(carried[n]) - 1], chance) for n in numbers]
    connection.execute(insert(Contact), rows)
    pairs = [{"workspace_id": 1, "contact_id": n, "tag_id": tag} for n in numbers for tag in carried[n]]
    connection.execute(insert(ContactTag), pairs)
    profiles = [_profile(n, chance) for n in numbers]
    connection.execute(insert(Profile), [_columns(each) for each in profiles])
    terms = [
        {"workspace_id": 1, "contact_id": each.contact_id, "kind": kind, "term": term}
        for each in profiles
        for kind, term in each.terms()
    ]
    connection.execute(insert(ProfileTerm), terms)


def _carried(number: int, chance: random.Random) -> set[int]:
    return {len(TAGS), 1} if number % 100_000 == 7 else set(chance.sample(range(1, len(TAGS)), 2))


def _profile(number: int, chance: random.Random) -> Profile:
    made = Profile(workspace_id=1, contact_id=number, said={})
    place = RARE_PLACE if number % 100_000 == 7 else chance.choice(PLACES)
    made.say(ProfileField.PLACE, place, Voice.TEAM, "U", BEGAN)
    rate = Rate(Decimal(chance.randrange(40, 200)), "EUR", Per.HOUR)
    made.say(ProfileField.RATE, rate, Voice.TEAM, "U", BEGAN)
    return made


def _columns(profile: Profile) -> dict[str, Any]:
    return {column.key: getattr(profile, column.key) for column in Profile.__table__.columns}


def contact(number: int, first_tag: str, chance: random.Random) -> dict[str, Any]:
    """Invent a contact of the first workspace."""
    last = chance.choice(BEGIN) + chance.choice("aeiouy") + chance.choice(LAST)
    name = f"{chance.choice(FIRST)} {last}" if number % 100_000 != 7 else f"Quincy Xanthopoulos {number}"
    email = f"{last.lower()}.{number}@studio{number % 1000}.example"
    at = BEGAN + timedelta(seconds=number)
    return {
        "workspace_id": 1,
        "name": name,
        "email": email,
        "email_key": email,
        "status": chance.choice(STATUSES),
        "status_at": at,
        "created_at": at,
        "source": "bench",
        "version": 1,
        "first_tag": search_key(first_tag),
        **contact_keys(name, email, email),
    }


def keys(count: int) -> Iterator[tuple[str, int]]:
    """Yield random keys in the order of names."""
    chance = random.Random(3)
    while True:
        yield f"{chance.choice('abcdefghijklmnop')}{chance.choice('aeiou')}", chance.randint(1, count)
