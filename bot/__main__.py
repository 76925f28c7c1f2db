"""``python -m bot`` is ``careloop``."""

from bot.cli.main import main

if __name__ == "__main__":
    main()
