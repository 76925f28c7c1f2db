"""The words in use: loaded once, loaded again when somebody edits them, kept when that fails."""

import asyncio
import logging
from dataclasses import replace
from functools import cache
from pathlib import Path

from content import CORE, ContentError, Loaded, loaded
from content.folders import FOLDERS
from content.models import Content
from handlers.domain.danger import signs_in
from handlers.domain.replies import Draft, check
from handlers.turn import PackState

logger = logging.getLogger(__name__)

_Stamp = tuple[tuple[str, int, int], ...]


class Library:
    """Holds the last good content; ``state`` says what became of the newest edit."""

    def __init__(self, pack: Path | None = None) -> None:
        self._packs = (CORE,) if pack is None else (CORE, pack)
        self._pack = pack
        self._stamp = _stamp(pack)
        self.state = PackState()
        self.content = self._first()

    async def refresh(self) -> bool:
        """Load the workspace's pack again if its files changed; tell whether it was taken."""
        stamp = await asyncio.to_thread(_stamp, self._pack)
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        try:
            self.content = self._taken(await asyncio.to_thread(_made_ready, *self._packs))
        except ContentError as error:
            self._report(error)
            return False
        logger.info("content.loaded reminders=%d", len(self.content.reminders))
        return True

    def _first(self) -> Content:
        if self._pack is None:
            return self._taken(_ours())
        try:
            return self._taken(_made_ready(*self._packs))
        except ContentError as error:
            self._report(error)
            return _ours().content

    def _taken(self, new: Loaded) -> Content:
        said = (f"{name}: {'; '.join(parts)}" for name, parts in new.changes.items())
        self.state = PackState(tuple(said), tuple(map(str, new.fallbacks)))
        for lacked in self.state.fallbacks:
            logger.warning("content.fallback %s", lacked)
        return new.content

    def _report(self, error: ContentError) -> None:
        problems = tuple(str(problem) for problem in error.problems)
        self.state = replace(self.state, problems=problems)
        for problem in problems:
            logger.error("content.refused %s", problem)


@cache
def _ours() -> Loaded:
    """Return what we ship; it stays as it is while the program runs."""
    return _made_ready(CORE)


def _made_ready(*packs: Path) -> Loaded:
    """Return the content of these packs; what looks for words in it is made ready, once."""
    new = loaded(*packs)
    signs_in("", new.content.danger)
    check(Draft(""), new.content.replies)
    return new


def _stamp(pack: Path | None) -> _Stamp:
    """Return what changes when a file of the pack is edited."""
    if pack is None or not pack.is_dir():
        return ()
    found = []
    inside = (pack / folder for folder in FOLDERS)
    paths = [*pack.glob("*.y*ml"), *(path for each in inside for path in each.glob("*.*"))]
    for path in sorted(paths):
        seen = path.lstat()
        found.append((str(path.relative_to(pack)), seen.st_mtime_ns, seen.st_size))
    return tuple(found)
