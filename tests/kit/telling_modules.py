"""`python -m tests.kit.telling_modules run`: the program, which prints its modules at the end."""

import atexit
import sys

from bot.cli import main

if __name__ == "__main__":
    atexit.register(lambda: sys.stdout.write("\n".join(sys.modules)))
    main()
