"""The text of a file that anybody may have put there: plain, short, UTF-8, nothing hidden in it."""

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from content.problems import ContentError, Problem

MOST_BYTES = 256 * 1024
_ENOUGH = 100  # lines with something hidden, before we stop counting

# Windows knows neither flag; there the look before opening has to do.
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
# What can't be seen and changes what is: controls, line separators, overrides of the direction.
_UNSEEN = (
    r"\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff"
)
_UNSEEN_IN_FILE = re.compile(f"[{_UNSEEN}]")
_UNSEEN_IN_VALUE = re.compile(rf"[\r{_UNSEEN}]")


def text_of(path: Path, name: str, most: int = MOST_BYTES) -> str:
    """Return the text of a regular file without its byte order mark, or raise ContentError."""
    data = _contents(path, name, most)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _line(data[: error.start].decode("utf-8", "replace"))
        raise _refused(name, "is not UTF-8 text; save it as UTF-8", line) from None
    if _UNSEEN_IN_FILE.search(text):
        raise ContentError(islice(_unseen(text, name), _ENOUGH))
    return text


def unseen_in(value: str) -> str | None:
    """Say which invisible character an escape has put into a value, if one has."""
    found = _UNSEEN_IN_VALUE.search(value)
    return _named(found[0]) if found else None


def _contents(path: Path, name: str, most: int) -> bytes:
    """Return the bytes of the file, never waiting for a pipe and never reading without end."""
    try:
        _ensure_regular(path.lstat().st_mode, name)
        with os.fdopen(os.open(path, _OPEN_FLAGS), "rb") as file:
            _ensure_regular(os.fstat(file.fileno()).st_mode, name)
            data = file.read(most + 1)
    except OSError as error:
        raise _refused(name, f"cannot be opened: {error.strerror}") from None
    if len(data) > most:
        raise _refused(name, f"is larger than {most // 1024} kB; make it shorter")
    return data


def _ensure_regular(mode: int, name: str) -> None:
    if stat.S_ISLNK(mode):
        raise _refused(name, "is a link; put the file itself here")
    if not stat.S_ISREG(mode):
        raise _refused(name, "is not a plain file; put a file of that name here")


def _refused(name: str, message: str, line: int = 1) -> ContentError:
    return ContentError([Problem(name, line, "", message)])


def _unseen(text: str, name: str) -> Iterator[Problem]:
    """Yield the first invisible character of each line."""
    for number, line in enumerate(_LINE_BREAK.split(text), 1):
        if found := _UNSEEN_IN_FILE.search(line):
            yield Problem(name, number, "", _named(found[0]))


def _line(before: str) -> int:
    return len(_LINE_BREAK.findall(before)) + 1


def _named(sign: str) -> str:
    if sign == "\t":
        return "has a tab; use spaces"
    name = unicodedata.name(sign, "a control character")
    return f"has the invisible character U+{ord(sign):04X} ({name}); delete it"
