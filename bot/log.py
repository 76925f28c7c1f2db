"""How the log reads: one event a line, its turn beside it, no word of a customer in it."""

import logging
import sys
from contextvars import ContextVar

turn_id: ContextVar[str] = ContextVar("turn_id", default="-")

_CONTROL = {code: f"\\x{code:02x}" for code in (*range(32), 127, *range(128, 160))}
_BIDI = {
    code: f"\\u{code:04x}"
    for code in (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029)
}
_ESCAPES = _CONTROL | _BIDI


class _Line(logging.Formatter):
    """``2026-11-23T08:55:00 INFO turn=ab12 delivery.sent key=…``, always on one line."""

    def format(self, record: logging.LogRecord) -> str:
        record.turn = turn_id.get()
        line = super().format(record)
        return line.replace("\nerror=", " error=").translate(_ESCAPES)

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's own name
        """Name only where it broke: a traceback's values may hold what people typed."""
        places = []
        error, tb = ei[1], ei[2]  # type: ignore[index] # logging hands over sys.exc_info()
        while tb is not None:
            code = tb.tb_frame.f_code
            places.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{tb.tb_lineno}")
            tb = tb.tb_next
        return f"error={type(error).__name__} at={'>'.join(places[-6:])}"


def one_line(text: str) -> str:
    """Return text from outside as it may stand in a log or a card: no control characters."""
    return text.translate(_ESCAPES)[:200]


def set_up(level: str) -> None:
    """Send everything to standard error, in lines of ours."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Line("%(asctime)s %(levelname)s turn=%(turn)s %(message)s"))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for chatty in ("apscheduler", "aiohttp.access", "asyncio", "aiosqlite", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
