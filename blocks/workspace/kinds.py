"""Renders each kind of setting: its input, and its value in words."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

from slack_sdk.models.blocks import (
    CheckboxesElement,
    ConversationFilter,
    ConversationSelectElement,
    EmailInputElement,
    ExternalDataMultiSelectElement,
    Option,
    PlainTextInputElement,
    RichTextElement,
    UserMultiSelectElement,
    UserSelectElement,
)
from slack_sdk.models.blocks import RichTextElementParts as Parts
from slack_sdk.models.blocks.block_elements import InputInteractiveElement

from blocks.kit.text import OPTION_LENGTH, clip, plain
from language.lists import and_words
from language.plurals import count_words
from storage.entities.setting import (
    MOST_GROUPS,
    Channel,
    Days,
    Kind,
    Line,
    People,
    Person,
    UserGroups,
    WholeNumber,
    YesNo,
)
from storage.entities.setting_kinds import Colour, EmailAddress, PictureAddress, TextOrAddress

Named = Mapping[str, str]  # {Slack id: name}
_NO_NAMES: Named = {}
_JUST_CHOSEN = "a group just chosen"  # Slack is asked for its name after it is saved
K = TypeVar("K", bound=Kind, contravariant=True)
_ROOM = 30  # more than a number needs, so that wrong input arrives whole and can be explained
_MOST_LISTED = 150  # characters of a long text
MOST_NAMED = 20  # names listed among the settings
_UNITS = {
    "second": {"one": "{n} second", "other": "{n} seconds"},
    "hour": {"one": "{n} hour", "other": "{n} hours"},
    "month": {"one": "{n} month", "other": "{n} months"},
    "day": {"one": "{n} day", "other": "{n} days"},
    "sign-up": {"one": "{n} sign-up", "other": "{n} sign-ups"},
}


class Field(Protocol[K]):
    """How a kind of setting is shown.

    blocks/kit/form.py reads its input, and the kind checks the value.
    """

    def element(self, kind: K, name: str, value: Any, named: Named) -> InputInteractiveElement:
        """Build the input with the current value.

        `named` are the names of what Slack does not name by itself.
        """

    def words(self, kind: K, value: Any, named: Named = _NO_NAMES) -> Sequence[RichTextElement]:
        """Write the value in words."""


class PeopleField:
    def element(self, kind: People, name: str, value: list[str], named: Named) -> InputInteractiveElement:
        return UserMultiSelectElement(action_id=name, initial_users=value or None)

    def words(self, kind: People, value: list[str], named: Named = _NO_NAMES) -> Sequence[RichTextElement]:
        parts: list[RichTextElement] = []
        for user_id in value[:MOST_NAMED]:
            parts += [Parts.Text(text=", "), Parts.User(user_id=user_id)]
        if len(value) > MOST_NAMED:
            parts += _text(f" and {len(value) - MOST_NAMED} more")
        return parts[1:] or _text("nobody yet")


class PersonField:
    def element(self, kind: Person, name: str, value: str | None, named: Named) -> InputInteractiveElement:
        return UserSelectElement(action_id=name, initial_user=value)

    def words(self, kind: Person, value: str | None, named: Named = _NO_NAMES) -> Sequence[RichTextElement]:
        return [Parts.User(user_id=value)] if value else _text("the administrators")


class UserGroupsField:
    """No element of Slack's selects user groups, so their names are asked for while somebody types."""

    def element(self, kind: UserGroups, name: str, value: list[str], named: Named) -> InputInteractiveElement:
        chosen = [group_option(each, named.get(each, each)) for each in value]
        return ExternalDataMultiSelectElement(
            action_id=name, initial_options=chosen or None, min_query_length=0, max_selected_items=MOST_GROUPS
        )

    def words(
        self, kind: UserGroups, value: list[str], named: Named = _NO_NAMES
    ) -> Sequence[RichTextElement]:
        return _text(and_words(named.get(each, _JUST_CHOSEN) for each in value) or "none")


def group_option(group_id: str, name: str) -> Option:
    return Option(text=plain(name or group_id, OPTION_LENGTH), value=group_id)


class ChannelField:
    def element(self, kind: Channel, name: str, value: str | None, named: Named) -> InputInteractiveElement:
        channels = ConversationFilter(include=["public", "private"], exclude_bot_users=True)
        return ConversationSelectElement(action_id=name, initial_conversation=value, filter=channels)

    def words(self, kind: Channel, value: str | None, named: Named = _NO_NAMES) -> Sequence[RichTextElement]:
        return [Parts.Channel(channel_id=value)] if value else _text("not set")


class YesNoField:
    def element(self, kind: YesNo, name: str, value: bool, named: Named) -> InputInteractiveElement:
        yes = Option(value="yes", label="Yes")
        return CheckboxesElement(action_id=name, options=[yes], initial_options=[yes] if value else None)

    def words(self, kind: YesNo, value: bool, named: Named = _NO_NAMES) -> Sequence[RichTextElement]:
        return _text("yes" if value else "no")


class LineField:
    def element(self, kind: Line, name: str, value: str, named: Named) -> InputInteractiveElement:
        return PlainTextInputElement(action_id=name, initial_value=value or None, max_length=kind.most)

    def words(self, kind: Line, value: str, named: Named = _NO_NAMES) -> Sequence[RichTextElement]:
        return _text(value or "not set")


class EmailAddressField:
    def element(self, kind: EmailAddress, name: str, value: str, named: Named) -> InputInteractiveElement:
        return EmailInputElement(action_id=name, initial_value=value or None)

    def words(self, kind: EmailAddress, value: str, named: Named = _NO_NAMES) -> Sequence[RichTextElement]:
        return _text(value or "the person who wrote")


class PictureAddressField:
    def element(self, kind: PictureAddress, name: str, value: str, named: Named) -> InputInteractiveElement:
        return PlainTextInputElement(action_id=name, initial_value=value or None, max_length=kind.most)

    def words(self, kind: PictureAddress, value: str, named: Named = _NO_NAMES) -> Sequence[RichTextElement]:
        return _text(value or "none")


class ColourField:
    def element(self, kind: Colour, name: str, value: str, named: Named) -> InputInteractiveElement:
        return PlainTextInputElement(action_id=name, initial_value=value or None, max_length=_ROOM)

    def words(self, kind: Colour, value: str, named: Named = _NO_NAMES) -> Sequence[RichTextElement]:
        return _text(value or "green")


class TextOrAddressField:
    def element(self, kind: TextOrAddress, name: str, value: str, named: Named) -> InputInteractiveElement:
        return PlainTextInputElement(
            action_id=name, initial_value=value or None, multiline=True, max_length=kind.most
        )

    def words(self, kind: TextOrAddress, value: str, named: Named = _NO_NAMES) -> Sequence[RichTextElement]:
        return _text(clip(" ".join(value.split()), _MOST_LISTED) or "none")


class WholeNumberField:
    def element(
        self, kind: WholeNumber, name: str, value: int | None, named: Named
    ) -> InputInteractiveElement:
        typed = None if value is None else str(value)
        return PlainTextInputElement(action_id=name, initial_value=typed, max_length=_ROOM)

    def words(
        self, kind: WholeNumber, value: int | None, named: Named = _NO_NAMES
    ) -> Sequence[RichTextElement]:
        return _text("not set" if value is None else count_words(value, **_UNITS[kind.unit]))


class DaysField:
    def element(self, kind: Days, name: str, value: list[int], named: Named) -> InputInteractiveElement:
        typed = ", ".join(map(str, value))
        return PlainTextInputElement(action_id=name, initial_value=typed or None, max_length=_ROOM)

    def words(self, kind: Days, value: list[int], named: Named = _NO_NAMES) -> Sequence[RichTextElement]:
        if not value:
            return _text("never")
        last = count_words(value[-1], **_UNITS["day"])
        return _text(and_words([*map(str, value[:-1]), last]))


FIELDS: dict[type[Kind], Field[Any]] = {
    People: PeopleField(),
    Person: PersonField(),
    UserGroups: UserGroupsField(),
    Channel: ChannelField(),
    YesNo: YesNoField(),
    Line: LineField(),
    EmailAddress: EmailAddressField(),
    PictureAddress: PictureAddressField(),
    Colour: ColourField(),
    TextOrAddress: TextOrAddressField(),
    WholeNumber: WholeNumberField(),
    Days: DaysField(),
}


def _text(words: str) -> list[RichTextElement]:
    return [Parts.Text(text=words)]
