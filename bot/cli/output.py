"""What every command says and how it ends: in lines for a person."""

import asyncio
from collections.abc import Coroutine
from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class Stop(Exception):  # noqa: N818 - carries the line that ends the command
    """End with a line for a person."""

    def __init__(self, line: str, code: int = 1) -> None:
        super().__init__(line)
        self.code = code


def say_line(line: str) -> None:
    """Print a line."""
    typer.echo(line)


def run(work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 - whatever the work returns
    """Return what some work on the store returns; Stop when the store can't be had."""
    from bot.store.errors import Busy  # noqa: PLC0415 - some commands start without it

    try:
        return asyncio.run(work)
    except Busy as error:
        raise Stop(f"Nothing was done: {error}. Try again in a moment.") from None
    except OSError as error:
        raise Stop(f"Nothing was done: {error.filename or 'a file'}: {error.strerror}.") from None
