"""``make sbom`` names every package that the lock names, with its hashes, and no other."""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_list_is_the_lock_again_and_the_same_each_time(tmp_path):
    first, second = (made(tmp_path / name) for name in ("first.json", "second.json"))
    assert first == second
    told = json.loads(first)
    assert told["bomFormat"] == "CycloneDX"
    assert told["metadata"]["component"]["name"] == "careloop"
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9_.-]+)==([^ ;\\]+)", lock, re.MULTILINE))
    assert {(each["name"], each["version"]) for each in told["components"]} == locked
    hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})", lock)
    assert sum(first.count(each) > 0 for each in hashes) == len(hashes)


def made(file: Path) -> str:
    """Run the line of the Makefile, with another file to write to."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    line = next(each for each in makefile.splitlines() if "cyclonedx_py" in each)
    words = line.replace("@$(BIN)/python", "-").split()[1:]
    command = [sys.executable, *words[:-1], str(file)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return file.read_text(encoding="utf-8")
