"""`make pictures`: one picture of each kind."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from bot.showcase.samples.every import EVERY
from bot.showcase.samples.sample import Sample, surface
from scripts.pictures import file_name, index, open_studio

PNG = b"\x89PNG"
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def one_of_each_surface() -> list[Sample]:
    return [*{surface(sample.build()): sample for sample in EVERY}.values()]


async def test_each_kind_of_surface_has_its_picture(browser: Browser, tmp_path: Path) -> None:
    async with open_studio(browser) as studio:
        for number, sample in enumerate(one_of_each_surface()):
            await studio.take(sample, number, tmp_path / file_name(sample))
    taken = {path.name: path.read_bytes() for path in tmp_path.iterdir()}  # noqa: ASYNC240  five small files
    assert set(taken) == {file_name(sample) for sample in one_of_each_surface()}
    assert [name for name, data in taken.items() if not data.startswith(PNG)] == []
    assert len(set(taken.values())) == len({"message", "modal", "Home", "email", "page"})


async def test_a_later_picture_shows_nothing_of_an_earlier_one(browser: Browser, tmp_path: Path) -> None:
    """Take a message, a modal and the message again: both messages must look equal."""
    said, modal = (
        next(each for each in EVERY if surface(each.build()) == what) for what in ("message", "modal")
    )
    async with open_studio(browser) as studio:
        for number, sample in enumerate((said, modal, said)):
            await studio.take(sample, number, tmp_path / f"{number}.png")
    first, _, last = ((tmp_path / f"{number}.png").read_bytes() for number in range(3))
    assert first == last


async def test_the_index_shows_every_picture_in_order() -> None:
    page = index(EVERY)
    places = [page.find(f'src="{file_name(sample)}"') for sample in EVERY]
    assert places == sorted(places)
    assert -1 not in places
