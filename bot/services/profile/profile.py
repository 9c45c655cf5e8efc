"""What contacts, the team and jobs say about a contact's work. The caller records the event."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.services.words.profile import read_profile
from storage.engine.base import Json
from storage.entities.contact import Contact
from storage.entities.errors import FormRefused
from storage.entities.profile import Profile, ProfileField, Said, Value, Voice, to_json
from storage.entities.profile_form import ProfileForm
from storage.entities.status import EventKind
from storage.uow import UnitOfWork

# what searches and filters of words do not look at
_NOT_WORDS = {ProfileField.LINKS, ProfileField.RATE, ProfileField.FREE}


@dataclass(frozen=True, slots=True)
class Change:
    """What one voice said before and says now, in the fields that changed: {field: JSON value}.

    `own` are its own words before, as the profile keeps them: {field: word, or None if it had none}.
    """

    before: Json
    after: Json
    own: Json

    def __bool__(self) -> bool:
        return bool(self.after)

    @property
    def in_words(self) -> bool:
        """Whether searches and filters of words find the contact by something else now."""
        return bool(set(self.after) - _NOT_WORDS)


NO_CHANGE = Change({}, {}, {})


async def say(uow: UnitOfWork, contact: Contact, said: Said, voice: Voice, *, anew: bool = False) -> Change:
    """Store what one voice says about a contact, who is locked. Other voices' words stay beside it.

    What says the same as before changes nothing, unless it is meant `anew`: then it counts from today.
    """
    profile = await uow.profiles.of(contact.id)
    change = _change(profile, said, voice, anew=anew)
    if not change:
        return NO_CHANGE
    profile = profile or uow.profiles.begin(contact.id)
    _say_all(uow, profile, said, voice, change)
    contact.touch()  # a form that is open shows what was said before
    if change.in_words:
        contact.profile_key = profile.search_key
        await uow.profiles.index([profile])
    return change


async def say_of_many(uow: UnitOfWork, said: Mapping[int, Said], voice: Voice) -> dict[int, Change]:
    """Store what one voice says about contacts that are not loaded. Returns the changes of those with any."""
    profiles = await uow.profiles.of_all(said)
    changes: dict[int, Change] = {}
    in_words: list[Profile] = []
    for contact_id, theirs in sorted(said.items()):
        change = _change(profiles.get(contact_id), theirs, voice)
        if change:
            profile = profiles.get(contact_id) or uow.profiles.begin(contact_id)
            _say_all(uow, profile, theirs, voice, change)
            changes[contact_id] = change
            in_words += [profile] if change.in_words else []
    await index_many(uow, in_words)
    return changes


async def index_many(uow: UnitOfWork, profiles: Collection[Profile]) -> None:
    if profiles:
        await uow.profiles.index(profiles)
        await uow.profiles.index_contacts(profiles)


def _say_all(uow: UnitOfWork, profile: Profile, said: Said, voice: Voice, change: Change) -> None:
    for field in map(ProfileField, change.after):
        _say(uow, profile, field, said[field], voice)


def _say(uow: UnitOfWork, profile: Profile, field: ProfileField, value: Value | None, voice: Voice) -> None:
    by = uow.scope.actor if voice is Voice.TEAM else ""
    if voice is Voice.TEAM and to_json(value) == to_json(profile.shown(field)):
        value = None  # the team agrees with the contact
    profile.say(field, value, voice, by, uow.now)


def _change(profile: Profile | None, said: Said, voice: Voice, *, anew: bool = False) -> Change:
    before = {field.value: to_json(profile.seen_by(voice, field) if profile else None) for field in said}
    after = {field.value: to_json(value) for field, value in said.items()}
    changed = [field for field in after if anew or after[field] != before[field]]
    own = profile.kept_words(voice) if profile else {}
    return Change(
        {field: before[field] for field in changed},
        {field: after[field] for field in changed},
        {field: own.get(field) for field in changed},
    )


def checked(form: ProfileForm, uow: UnitOfWork) -> Said:
    """Read a form. Raises FormRefused with a sentence for each wrong field."""
    read = read_profile(form, uow.now.date())
    if read.errors:
        raise FormRefused(read.errors)
    return read.said


async def fill_in(uow: UnitOfWork, contact_id: int, form: ProfileForm) -> Contact:
    """Store what a contact says of themselves on their page. Raises FormRefused."""
    said = checked(form, uow)
    contact = await uow.contacts.lock(contact_id)
    await told_by_person(uow, contact, said)
    return contact


async def told_by_person(uow: UnitOfWork, contact: Contact, said: Said, *, anew: bool = False) -> None:
    """Store and record what a contact says of themselves."""
    change = await say(uow, contact, said, Voice.PERSON, anew=anew)
    if change:
        await uow.events.record(EventKind.PROFILED, contact, before=change.before, after=change.after)
