"""``careloop migrate``: bring the tables up to date."""

from bot.cli.output import run, say_line
from bot.config import problems


def migrate() -> None:
    """Bring the database's tables up to date."""
    from bot.cli import operations  # noqa: PLC0415

    done = run(operations.migrated(problems.read()))
    say_line("The tables are up to date." if done else "Nothing to do: the tables are up to date.")
