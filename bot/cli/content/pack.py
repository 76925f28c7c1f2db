"""The pack that a command works with: all of it in order, or the command ends and says why not."""

from pathlib import Path

from bot.cli.output import Stop
from content import CORE, ContentError, Loaded, loaded


def pack_of(own: Path | None) -> Loaded:
    """Return our words with those of a folder over them; Stop with all that is wrong with it."""
    try:
        return _loaded(own)
    except ContentError as error:
        raise Stop("\n".join(str(problem) for problem in error.problems)) from None


def pack_in_use(own: Path | None) -> Loaded:
    """Return the same for a command that isn't about packs; Stop with one line that says more."""
    try:
        return _loaded(own)
    except ContentError as error:
        more = len(error.problems) - 1
        others = f" (and {more} more)" if more else ""
        how = f"careloop content check {own} says all; unset CARELOOP_CONTENT for ours"
        raise Stop(f"Your pack can't be used: {error.problems[0]}{others}. {how}.") from None


def _loaded(own: Path | None) -> Loaded:
    if own is not None and not own.is_dir():
        raise Stop(f"{own} is not a folder. Name the folder that holds your YAML files.")
    return loaded(CORE) if own is None else loaded(CORE, own)
