"""`python -m tests.kit.bug`: a command that ends by a bug, whose text holds a token."""

import sys

from bot.trouble import tell

if __name__ == "__main__":
    sys.exit(tell(RuntimeError("with xoxb-1-2-abc")))
