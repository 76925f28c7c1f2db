"""How the log reads: one event a line, its turn beside it, no word of a customer in it.

Our own modules write ``event.name key=value``; what they may put there is theirs to mind. Of a
library we write the sentence it has in its code, without what it would fill in.
"""

import json
import logging
import re
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Literal

turn_id: ContextVar[str] = ContextVar("turn_id", default="-")

Format = Literal["text", "json"]

_OURS = ("bot", "handlers", "scheduler", "content")
_MAX_SENTENCE_LENGTH = 200  # characters of a library's sentence, or of text from outside
_PLACE = re.compile(r"(?:(\w+)=)?%[-.\d]*[a-z]")
_FILLED = re.compile(r"[:(\[{<'\"]")
_CONTROL = {code: f"\\x{code:02x}" for code in (*range(32), 127, *range(128, 160))}
_BIDI = {
    code: f"\\u{code:04x}"
    for code in (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029)
}
_ESCAPES = _CONTROL | _BIDI


class _Text(logging.Formatter):
    """``2026-11-23T08:55:00.000Z INFO turn=ab12 delivery.sent key=…``, always on one line."""

    def format(self, record: logging.LogRecord) -> str:
        broken = " ".join(f"{name}={value}" for name, value in _broken(record).items())
        parts = [_time(record), record.levelname, f"turn={turn_id.get()}", _message(record), broken]
        line = " ".join(filter(None, parts))
        # What is escaped can't be printed; to look at each character takes fifty times as long.
        return line if line.isprintable() else line.translate(_ESCAPES)


class _Json(logging.Formatter):
    """The same as an object: time, level, turn, event, and what the event has to say."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "turn": turn_id.get(),
            "event": _message(record).partition(" ")[0],
            **_fields(record),
            **_broken(record),
        }
        return json.dumps(entry).replace("\x7f", "\\u007f")


def set_up(level: str, form: Format = "text") -> None:
    """Send everything to standard error, in lines of ours; a library only to warn."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if form == "json" else _Text())
    handler.addFilter(lambda record: _is_ours(record) or record.levelno >= logging.WARNING)
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.raiseExceptions = False  # it would print what a line was to hold
    # No line of ours says which thread or process wrote it, so nobody has to find out.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


def one_line(text: str) -> str:
    """Return text from outside as it may stand in a log or a card: no control characters."""
    return text.translate(_ESCAPES)[:_MAX_SENTENCE_LENGTH]


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in _OURS


def _time(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _message(record: logging.LogRecord) -> str:
    """Return the event and its fields; of a library its own words, and none of its values."""
    if not _is_ours(record):
        return f"library.said logger={record.name} text={_sentence(record)}"
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # a line of ours with one value too few
        return str(record.msg)


def _fields(record: logging.LogRecord) -> Mapping[str, object]:
    """Return the named values of an event; the names come from the code, never from a value."""
    if not _is_ours(record):
        return {"logger": record.name, "text": _sentence(record)}
    _, _, rest = str(record.msg).partition(" ")
    if any(match[1] is None for match in _PLACE.finditer(rest)):
        return {"text": _message(record).partition(" ")[2]}
    values = record.args if isinstance(record.args, tuple) else ()
    names = (match[1] for match in _PLACE.finditer(str(record.msg)))
    known = {name: value for name, value in zip(names, values, strict=False) if name}
    return {
        name: value if type(value) in (int, float) else str(value) for name, value in known.items()
    }


def _sentence(record: logging.LogRecord) -> str:
    """Return the first line of what stands in a library's code.

    Without values of its own the text may be filled in already: then it ends where those begin.
    """
    first = str(record.msg).partition("\n")[0][:_MAX_SENTENCE_LENGTH]
    return first if record.args else _FILLED.split(first, 1)[0].rstrip()


def _broken(record: logging.LogRecord) -> Mapping[str, str]:
    """Name only where it broke: a traceback's values may hold what people typed."""
    if not record.exc_info or record.exc_info[1] is None:
        return {}
    error, tb = record.exc_info[1], record.exc_info[2]
    places = []
    while tb is not None:
        places.append(f"{tb.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{tb.tb_lineno}")
        tb = tb.tb_next
    return {"error": type(error).__name__, "at": ">".join(places[-6:])}
