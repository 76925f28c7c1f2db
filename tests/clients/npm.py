"""Packages of npm: fetched once into a cache, at fixed versions; none of them is kept here."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "careloop-clients"
INSTALL = ("install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-save")


class Missing(Exception):  # noqa: N818 - a reason to skip, said as it stands
    """There is no npm."""


def fetched(name: str, packages: Mapping[str, str]) -> Path:
    """Return a folder whose ``node_modules`` has these packages; Missing without npm."""
    versions = [f"{package}@{version}" for package, version in packages.items()]
    home = CACHE / name
    done = home / "complete.txt"
    if done.is_file() and done.read_text().split() == versions:
        return home
    npm = shutil.which("npm")
    if npm is None:
        raise Missing("there is no npm")
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    (home / "package.json").write_text("{}")
    told = subprocess.run(
        [npm, *INSTALL, *versions], cwd=home, capture_output=True, text=True, check=False
    )
    if told.returncode:
        raise RuntimeError(f"npm could not fetch {', '.join(versions)}:\n{told.stderr[-1000:]}")
    done.write_text("\n".join(versions))
    return home


def bundled(home: Path, entry: Path) -> Path:
    """Return one script made of an entry and all that it imports; its styles stand beside it."""
    out = home / "bundles" / f"{entry.stem}.js"
    command = [str(home / "node_modules" / ".bin" / "esbuild"), str(entry), f"--outfile={out}"]
    options = ["--bundle", "--minify", "--jsx=automatic", "--loader:.woff2=dataurl"]
    define = '--define:process.env.NODE_ENV="production"'
    subprocess.run(
        [*command, *options, "--loader:.woff=empty", define, "--log-level=error"],
        env=os.environ | {"NODE_PATH": str(home / "node_modules")},
        check=True,
    )
    return out
