"""``careloop keys``: make a key, and encrypt the stored tokens by a new one."""

import secrets

import typer

from bot.cli.output import Stop, run, say_line
from bot.config import problems

app = typer.Typer(help="The keys that encrypt the stored tokens.", no_args_is_help=True)


@app.command("new")
def keys_new() -> None:
    """Print a new key, for CARELOOP_SECRET_KEY or the file of CARELOOP_SECRET_KEY_FILE."""
    from bot.encryption import new_key  # noqa: PLC0415 - it loads the library

    say_line(new_key(secrets.token_bytes))


@app.command("rotate")
def keys_rotate() -> None:
    """Encrypt every stored token by the first key; the bot may run meanwhile."""
    from bot.cli import operations  # noqa: PLC0415

    settings = problems.read()
    if not settings.has_keys:
        raise Stop("There is no key. Make one with careloop keys new, and set CARELOOP_SECRET_KEY.")
    done, failed = run(operations.reencrypted(settings))
    for line in failed:
        say_line(line)
    if failed:
        raise Stop(f"{done} done, {len(failed)} left as they are, for the reasons above.")
    say_line(
        f"{done} encrypted anew." if done else "Nothing to do: the first key has encrypted all."
    )
