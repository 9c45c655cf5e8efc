"""The fields of a profile as people type them, in Slack, on pages and in lists."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from typing import Any

from storage.entities.profile import Profile, ProfileField, Voice, to_json


@dataclass(frozen=True, slots=True)
class ProfileForm:
    """What is typed into a profile's fields. The names are those of the forms' fields."""

    title: str = ""
    links: str = ""
    place: str = ""
    languages: str = ""
    rate: str = ""
    currency: str = ""
    per: str = ""
    free_from: str = ""
    days_a_week: str = ""

    @classmethod
    def taken_from(cls, form: Mapping[str, Any]) -> "ProfileForm":
        """Take a profile's fields from a form with others. Those that are missing are empty."""
        return cls(**{name: str(form.get(name) or "") for name in FIELDS})

    @property
    def cells(self) -> tuple[str, ...]:
        """The fields as the cells of a list."""
        return astuple(self)

    @classmethod
    def of(cls, profile: Profile | None, voice: Voice | None) -> "ProfileForm":
        """Fill a form with what a voice says, else with what counts. Without a voice, what counts alone."""
        if profile is None:
            return cls()
        seen = {each: profile.seen_by(voice, each) if voice else profile.shown(each) for each in ProfileField}
        kept: dict[str, Any] = {each.value: to_json(value) for each, value in seen.items()}
        amount, currency, per = kept[ProfileField.RATE] or ("", "", "")
        since, days = kept[ProfileField.FREE] or ("", "")
        return cls(
            title=kept[ProfileField.TITLE] or "",
            links="\n".join(kept[ProfileField.LINKS] or ()),
            place=kept[ProfileField.PLACE] or "",
            languages=", ".join(kept[ProfileField.LANGUAGES] or ()),
            rate=amount,
            currency=currency,
            per=per,
            free_from=since or "",
            days_a_week=str(days or ""),
        )


NOTHING_TYPED = ProfileForm()
FIELDS = tuple(field.name for field in fields(ProfileForm))
