"""Write the docs that are made from the code: commands, settings, and the sample ``.env``."""

import sys
from pathlib import Path
from typing import get_args

from bot.config.settings import PREFIX, Settings
from handlers.domain.people import Role
from handlers.routes import COMMANDS, SHORTCUTS

ROOT = Path(__file__).parents[2]
MADE = "<!-- Made from the code by `make docs`; edit it there. -->"


def pages() -> dict[Path, str]:
    """Return every generated file with its text."""
    return {
        ROOT / "docs" / "commands.md": _commands(),
        ROOT / "docs" / "settings.md": _settings(),
        ROOT / ".env.example": _sample(),
    }


def main(words: list[str]) -> int:
    """Write the files, or with ``--check`` say which are out of date; return the exit code."""
    stale = [
        path
        for path, text in pages().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in words:
        for path in stale:
            sys.stderr.write(f"{path.relative_to(ROOT)} is out of date: run make docs\n")
        return 1 if stale else 0
    for path in stale:
        path.write_text(pages()[path], encoding="utf-8")
    return 0


def _commands() -> str:
    lines = ["# Commands", "", MADE, ""]
    lines += ["What you type in Slack, in Teams or on the playground. The answer is private."]
    for command in COMMANDS:
        lines += ["", f"## /{command.name}", "", f"{command.does}.", ""]
        lines += ["| type | what it does | who |", "|---|---|---|"]
        lines += [
            f"| `{r.usage.replace('|', chr(92) + '|')}` | {r.does}. | {_who(r.role)} |"
            for r in command.routes
        ]
    lines += [
        "",
        "Each works as `/care <command>`, too: `/care complaint parcel lost`. `help` after",
        "any of them shows how it is typed.",
    ]
    lines += ["", "## Shortcuts", "", "In the menus of Slack and Teams, also in threads.", ""]
    lines += ["| name | where | what it does |", "|---|---|---|"]
    lines += [
        f"| *{each.name}* | {'⋯ on a message' if each.on_message else 'anywhere'} | {each.does}. |"
        for each in SHORTCUTS
    ]
    return "\n".join([*lines, ""])


def _who(role: Role) -> str:
    match role:
        case Role.GUEST:
            return "everybody, guests too"
        case Role.UNPLACED | Role.AGENT:
            return "everybody"
        case _:
            return f"{role}s"


def _settings() -> str:
    lines = ["# Settings", "", MADE, ""]
    lines += [
        "Set them in the environment or in a file `.env` in the working directory.",
        "At the start everything that is wrong with them is listed at once.",
        "",
        "| setting | default | what it is |",
        "|---|---|---|",
    ]
    for name, field in Settings.model_fields.items():
        shown = f"`{_default(field.default)}`" if _default(field.default) else "none"
        lines.append(f"| `{PREFIX}{name.upper()}` | {shown} | {field.description} |")
    return "\n".join([*lines, ""])


def _sample() -> str:
    lines = ["# Copy this to .env and take the # off what you want to change.", ""]
    for name, field in Settings.model_fields.items():
        choices = [str(each) for each in get_args(field.annotation) if isinstance(each, str)]
        lines.append(f"# {field.description}")
        if choices and not all(each in str(field.description) for each in choices):
            lines.append(f"# One of: {', '.join(choices)}.")
        lines += [f"#{PREFIX}{name.upper()}={_default(field.default)}", ""]
    return "\n".join(lines)


def _default(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return "" if value in (None, ()) else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
