"""``careloop reply``: the check of a draft in a terminal, and of many drafts, a line each."""

import os
import sys
from collections.abc import Iterator
from typing import Annotated, BinaryIO

import typer

from bot.cli.output import Stop, say_line
from bot.config import problems

STREAM = "-"
MAX_LINE_LENGTH = 2_000_000  # bytes


def reply(
    draft: Annotated[
        str, typer.Argument(help='What you mean to say; "-" reads a JSON object a line.')
    ],
    channel: Annotated[str, typer.Option(help="chat, email, phone or counter.")] = "email",
    stage: Annotated[
        str, typer.Option(help="Where you are with them: vent, listen, act or close.")
    ] = "",
) -> None:
    """See what a customer would hear in a draft; nothing of it is kept."""
    if draft == STREAM:
        _stream()
    else:
        _show(draft, channel, stage)


def _show(text: str, channel: str, stage: str) -> None:
    from dataclasses import replace  # noqa: PLC0415

    from bot.cli.content.pack import pack_in_use  # noqa: PLC0415
    from bot.cli.reply_rows import UnreadableRowError, draft_of  # noqa: PLC0415
    from bot.cli.terminal import TerminalReply  # noqa: PLC0415
    from handlers.domain.replies import check  # noqa: PLC0415
    from handlers.learning.check.cards import check_card  # noqa: PLC0415
    from handlers.turn import Reply  # noqa: PLC0415

    try:
        draft = draft_of({"text": text, "channel": channel, "stage": stage or None})
    except UnreadableRowError as problem:
        raise Stop(f"{str(problem).capitalize()}.", 2) from None
    words = pack_in_use(problems.read().content).content
    card = check_card(draft, check(draft, words.replies), None, words.flow)
    say_line(TerminalReply(Reply(replace(card, buttons=()))).plain())


def _stream() -> None:
    """Answer each line of the input at once; whoever reads no more ends it."""
    from bot.cli.content.pack import pack_in_use  # noqa: PLC0415
    from bot.cli.reply_rows import answered, too_long  # noqa: PLC0415

    replies = pack_in_use(problems.read().content).content.replies
    try:
        for line in _lines(sys.stdin.buffer):
            say_line(too_long(MAX_LINE_LENGTH) if line is None else answered(line, replies))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to flush


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield the lines that aren't empty; None for one that is too long to be read."""
    while line := stream.readline(MAX_LINE_LENGTH):
        if line.endswith(b"\n") or len(line) < MAX_LINE_LENGTH:
            if line.strip():
                yield line
            continue
        while (rest := stream.readline(MAX_LINE_LENGTH)) and not rest.endswith(b"\n"):
            pass
        yield None
