"""Outbox work for numbers: the message, the picture in its thread, and the file."""

from functools import partial

from blocks.numbers import words
from blocks.numbers.message import numbers_message
from bot.services.numbers.drawing import Drawn, picture_of
from bot.services.numbers.file import numbers_file
from bot.services.numbers.numbers import LISTED, count
from bot.services.numbers.weekly import schedule
from bot.services.numbers.work import NumbersFile, NumbersMessage, NumbersPicture, WeeklyNumbers
from bot.slack.access import Role, rights_of
from bot.slack.files import NewFile
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.slack import Picture, Remember, Show, Upload
from language.dates import month_words
from storage.uow import UnitOfWork


def register(on: Handlers) -> None:
    on.show(NumbersMessage, render_numbers)
    on.show(WeeklyNumbers, render_weekly)
    on.show(NumbersPicture, render_picture)
    on.show(NumbersFile, render_file)


async def render_numbers(uow: UnitOfWork, work: NumbersMessage) -> Show:
    message = numbers_message(await count(uow, work.to), rights_of(Role.MANAGER))
    return Show(message, channel=work.to, private=True, remember=_with_picture(work.to))


async def render_weekly(uow: UnitOfWork, work: WeeklyNumbers) -> Show | None:
    """Post the weekly numbers and schedule the next. None if they were switched off meanwhile."""
    channel = (await uow.workspaces.settings()).numbers_channel
    if channel is None:
        return None
    message = numbers_message(await count(uow, work.by), rights_of(Role.MANAGER), open_to_all=True)

    async def again(uow: UnitOfWork) -> None:
        await schedule(uow, work.by)

    return Show(
        message,
        channel=channel,
        responsible=[work.by],
        for_the_team=True,
        waits=False,
        remember=_with_picture(work.by),
        effect=again,
        goes_on=True,
    )


def _with_picture(reader: str) -> Remember:
    async def remember(uow: UnitOfWork, channel: str, ts: str) -> None:
        await uow.outbox.add(NumbersPicture(channel, ts, reader))

    return remember


async def render_picture(uow: UnitOfWork, work: NumbersPicture) -> Picture:
    numbers = await count(uow, work.reader)
    drawn = Drawn(
        months=[month_words(each.first) for each in numbers.months],
        active=[each.active for each in numbers.months],
        yes=[each.counts.yes for each in numbers.months],
        no=[each.counts.no for each in numbers.months],
        growth=words.GROWTH,
        answers=words.ANSWERS,
        said_yes=words.YES,
        said_no=words.NO,
    )
    name, alt = f"numbers-{numbers.day}.png", words.picture_words(numbers.months)
    return Picture(work.channel, work.ts, name, words.PICTURE, alt, partial(picture_of, drawn))


async def render_file(uow: UnitOfWork, work: NumbersFile) -> Upload:
    numbers = await count(uow, work.to, LISTED)
    file = NewFile(f"numbers-{numbers.day}.csv", numbers_file(numbers), words.title(numbers.day))
    return Upload(work.to, file)
