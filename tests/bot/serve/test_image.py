"""The image, without an engine: its own steps, read from the Dockerfile, in an empty folder.

They fetch what the lock names, so they need a package index: ``make test-clients``.
"""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp.test_utils import unused_port

ROOT = Path(__file__).parents[3]
READ_ONLY = """
set -e
mount --rbind / {new}
mount --bind {data} {new}{data}
mount -o remount,bind,ro {new}
exec chroot {new} {command}
"""


@dataclass
class Stage:
    """One stage of the Dockerfile: its environment, what it runs, and how it starts."""

    environment: dict[str, str] = field(default_factory=dict)
    steps: list[tuple[str, str]] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)


def stages() -> list[Stage]:
    """Return what the Dockerfile says, stage by stage."""
    found: list[Stage] = []
    for word, rest in _instructions():
        match word:
            case "ARG":
                pass  # before the first stage: the base of both
            case "FROM":
                found.append(Stage())
            case "ENV":
                pairs = (each.partition("=") for each in shlex.split(rest))
                found[-1].environment |= {name: value for name, _, value in pairs}
            case "RUN" | "COPY":
                found[-1].steps.append((word, rest))
            case _:
                found[-1].words[word] = rest
    return found


def _instructions() -> Iterator[tuple[str, str]]:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            word, _, rest = line.partition(" ")
            yield word, " ".join(rest.split())


def _base() -> str:
    (argument,) = [rest for word, rest in _instructions() if word == "ARG"]
    return argument.removeprefix("BASE=")


def test_it_runs_as_nobody_in_particular_and_writes_to_one_volume():
    _, last = stages()
    assert int(last.words["USER"]) > 0
    assert last.words["VOLUME"] == last.words["WORKDIR"] == "/data"
    assert last.environment["CARELOOP_DATABASE_URL"] == "sqlite:////data/careloop.db"
    assert last.environment["CARELOOP_PLAYGROUND"] == "off"


def test_what_is_copied_is_all_that_the_build_is_shown():
    first, _ = stages()
    copied = {name for word, rest in first.steps if word == "COPY" for name in rest.split()[:-1]}
    shown = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert shown[0] == "*"
    assert {each.removeprefix("!") for each in shown if each.startswith("!")} == copied
    assert {each for each in shown[1:] if not each.startswith("!")} == {"**/__pycache__"}


def test_both_stages_stand_on_one_and_the_same_pinned_base():
    base = _base()
    stands_on = {rest.split()[0] for word, rest in _instructions() if word == "FROM"}
    assert stands_on == {"${BASE}"}
    assert not base.endswith(":latest")
    assert ":" in base


@pytest.fixture
def pin_base(tmp_path):
    """Run the command that pins the base on a copy, beside a docker that says what we want."""
    for name in ("Dockerfile", "tools/pin_base.sh"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)

    def run(says: str) -> tuple[int, str]:
        docker = tmp_path / "docker"
        docker.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\necho "{says}"\n')
        docker.chmod(0o755)
        path = f"{tmp_path}:{os.environ['PATH']}"
        ended = subprocess.run(
            [tmp_path / "tools" / "pin_base.sh"],
            env={"PATH": path},
            check=False,
            capture_output=True,
        )
        return ended.returncode, (tmp_path / "Dockerfile").read_text()

    return run


def test_a_digest_is_written_behind_the_name_of_the_base_and_renewed(pin_base, tmp_path):
    before, name = (ROOT / "Dockerfile").read_text(), _base().partition("@")[0]
    for sign in "ab":
        code, after = pin_base(f"sha256:{sign * 64}")
        assert code == 0
        assert f"ARG BASE={name}@sha256:{sign * 64}\n" in after
        assert len(after.splitlines()) == len(before.splitlines())
        assert f" {name} " in (tmp_path / "asked").read_text()


@pytest.mark.parametrize("says", ["", "sha256:short", "no such image", f"sha256:{'g' * 64}"])
def test_what_is_no_digest_leaves_the_dockerfile_alone(says, pin_base):
    code, after = pin_base(says)
    assert code == 1
    assert after == (ROOT / "Dockerfile").read_text()


@pytest.mark.clients
def test_its_steps_make_something_that_runs_where_nothing_may_be_written(tmp_path):
    if subprocess.run(["unshare", "-rm", "true"], check=False, capture_output=True).returncode:
        pytest.skip("no namespaces here, so nothing can be made read-only")
    first, last = stages()
    _build(first, tmp_path)
    data, new = tmp_path / "data", tmp_path / "new"
    data.mkdir()
    new.mkdir()
    port = str(unused_port())
    ours = {"CARELOOP_HOST": "127.0.0.1", "CARELOOP_PORT": port}
    environment = {
        name: _moved(value, tmp_path).replace("$PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        for name, value in last.environment.items()
    } | ours
    command = shlex.join(["/bin/sh", "-c", f"cd {data} && exec {_command(last.words['CMD'])}"])
    script = READ_ONLY.format(new=new, data=data, command=command)
    process = subprocess.Popen(
        ["unshare", "-rm", "sh", "-c", script],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline()
        assert f":{port}/" in line, process.communicate()[1]
        probe = json.loads(last.words["HEALTHCHECK"].partition("CMD ")[2])
        assert subprocess.run(probe, env=environment, check=False).returncode == 0
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Read-only" not in errors
    assert {each.name for each in data.iterdir()} >= {"careloop.db"}


def _build(stage: Stage, home: Path) -> None:
    """Do what the first stage does, with ``/venv`` and ``/build`` in a folder of ours."""
    work = home / "build"
    work.mkdir()
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    # Only the variables of the stage; pip may keep what it fetched, unlike in an image.
    environment = {"PATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "HOME": os.environ["HOME"]}
    for word, rest in stage.steps:
        if word == "COPY":
            *names, target = rest.split()
            for name in names:
                _copy(ROOT / name, work / target / (name if target == "./" else ""))
        else:
            subprocess.run(["sh", "-c", _moved(rest, home)], cwd=work, env=environment, check=True)
    shutil.rmtree(work)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def _moved(text: str, home: Path) -> str:
    """Return a line with the image's folders where ours are."""
    for folder in ("venv", "data"):
        text = text.replace(f"////{folder}", f"///{home}/{folder}").replace(
            f" /{folder}", f" {home}/{folder}"
        )
        text = f"{home}{text}" if text.startswith(f"/{folder}") else text
    return text


def _command(words: str) -> str:
    return shlex.join(json.loads(words))
