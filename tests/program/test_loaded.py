"""Modules that a running product must not load into memory."""

from pathlib import Path

from tests.kit.process import outside


async def test_a_running_product_has_loaded_nothing_of_the_demo(tmp_path: Path) -> None:
    async with outside(tmp_path, "tests.kit.telling_modules") as product:
        assert await product.invite("Ada", "ada@studio.example")
        assert await product.terminate() == 0
        loaded = product.log.splitlines()
    assert "bot.run" in loaded
    assert [each for each in loaded if each.startswith("bot.showcase")] == []
    needless = {"demo", "aiosmtpd", "websockets", "opentelemetry"}
    assert {each.partition(".")[0] for each in loaded} & needless == set()
