"""Entry point of `python -m bot`, which is `trusted-contacts` where the wheel is installed."""

import gc
from importlib import import_module


def main() -> None:
    """Run a command. While its modules are loaded, garbage is not looked for.

    They stay anyway, and going through them again and again would take a fifth of the time.
    """
    gc.disable()
    import_module("bot.cli").main()


if __name__ == "__main__":
    main()
