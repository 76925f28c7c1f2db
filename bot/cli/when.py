"""``careloop when``: the moments that a phrase means, or what a promise says and by when."""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.cli.output import AsJson, Stop, say_line
from bot.config.field_types import is_zone
from handlers.domain.deadline import parse_deadline
from scheduler.calendar.recurrence import upcoming
from scheduler.phrases.phrase import PhraseError, describe, parse_all


def when(
    phrase: Annotated[str, typer.Argument(help='Such as "weekdays 08:55".')] = "",
    promise: Annotated[
        str, typer.Option(help='Read a promise instead, such as "ring back friday at 17:00".')
    ] = "",
    zone: Annotated[str, typer.Option(help="IANA time zone.")] = "UTC",
    after: Annotated[str, typer.Option(help="Count from this ISO moment, not from now.")] = "",
    count: Annotated[int, typer.Option(min=1, max=1000, help="How many moments.")] = 5,
    as_json: AsJson = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Show the moments that a phrase means, or by when a promise is due."""
    from bot.clock import Clock  # noqa: PLC0415

    start = _moment(after) if after else Clock()()
    if not is_zone(zone):
        raise Stop(f'"{zone}" is not a time zone. For example: --zone Europe/Rome', 2)
    if promise and phrase:
        raise Stop("A phrase or a promise, one of the two: leave the other one out.", 2)
    if promise:
        _show_promise(promise, zone, start, as_json=as_json)
        return
    try:
        recurrences = parse_all(phrase, zone, start)
    except PhraseError as error:
        raise Stop(f'{error} For example: "{error.example}"', 2) from None
    each_ahead = [upcoming(recurrence, start, count) for recurrence in recurrences]
    if as_json:
        moments = sorted({moment for ahead in each_ahead for moment in ahead})[:count]
        say_line(json.dumps({"moments": [f"{each:%Y-%m-%dT%H:%M:%SZ}" for each in moments]}))
        return
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    for recurrence, ahead in zip(recurrences, each_ahead, strict=True):
        say_line(describe(recurrence))
        for each in ahead:
            say_line(f"  {each.astimezone(ZoneInfo(recurrence.zone)):%a %d %b %Y %H:%M}")


def _show_promise(line: str, zone: str, at: datetime, *, as_json: bool) -> None:
    """Show what is promised and by when; a question ends with 2."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    deadline = parse_deadline(line, zone, at)
    if deadline.problem:
        raise Stop(deadline.question, 2)
    if deadline.due is None:
        raise Stop(f'By when? For example: "{deadline.what or "ring back"} today 17:00"', 2)
    if not deadline.what:
        raise Stop(f'What is promised? For example: "ring back {deadline.when}"', 2)
    if as_json:
        say_line(json.dumps({"what": deadline.what, "due": f"{deadline.due:%Y-%m-%dT%H:%M:%SZ}"}))
        return
    say_line(f"{deadline.what}: {deadline.due.astimezone(ZoneInfo(zone)):%a %d %b %Y %H:%M}")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Stop(f'"{text}" is not a moment. For example: 2026-11-23T08:00:00Z', 2) from None
    if not 1970 <= moment.year < 9000:
        raise Stop(f"{moment.year} is too far away. For example: 2026-11-23T08:00:00Z", 2)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
