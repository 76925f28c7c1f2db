"""A real process on a disk that is full for a while: it says so, reads on, and needs no restart."""

import json
import resource
import time
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest

from tests.bot.cli.careloop import PATIENCE, Server, careloop, serving
from tests.bot.doors import token_of

pytestmark = pytest.mark.skipif(
    not hasattr(resource, "prlimit"), reason="no prlimit here to fill the disk of a process with"
)


class Person:
    """Ana on the page of a server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._token = token_of(server.get("/")[1])

    def say(self, text: str) -> str:
        """Type a line; return the title of the card that comes."""
        return self._done(kind="command", text=text)

    def press(self, intent: str) -> str:
        """Press a button; return the title of the card that comes."""
        return self._done(kind="action", intent=intent, args={})

    def _done(self, **words: Any) -> str:
        told = {"id": uuid4().hex, "tenant": "demo", "as": "ana", "channel": "@ana"}
        request = Request(  # noqa: S310 - a server of ours
            f"{self._server.address}/api/turn",
            json.dumps({**told, **words}).encode(),
            {
                "Content-Type": "application/json",
                "X-Careloop-Token": self._token,
                "Origin": self._server.address,
            },
        )
        with urlopen(request, timeout=PATIENCE) as response:  # noqa: S310
            return json.load(response)["messages"][-1]["card"]["title"]


def ready(server: Server) -> tuple[int, str]:
    try:
        return server.get("/readyz")
    except HTTPError as error:
        return error.code, error.read().decode()


def soon(server: Server, wanted: tuple[int, str]) -> None:
    """Wait until readiness is asked for anew, for it is once a second."""
    deadline = time.monotonic() + PATIENCE
    while (told := ready(server)) != wanted:
        assert time.monotonic() < deadline, told
        time.sleep(0.1)


def test_nothing_is_saved_on_a_full_disk_and_all_goes_on_when_there_is_room(tmp_path):
    assert careloop(tmp_path, "migrate").returncode == 0
    with serving(tmp_path) as server:
        ana = Person(server)
        card = ana.say("complaint late parcel")
        limit = (server.process.pid, resource.RLIMIT_FSIZE)
        usual = resource.prlimit(*limit)
        resource.prlimit(*limit, (0, usual[1]))  # not a byte more is written to any file
        soon(server, (503, "nothing can be written to the database\n"))
        assert server.get("/healthz")[0] == 200
        assert ana.say("complaint") == card
        assert ana.press("promises.list") == "Your promises"
        assert ana.say("promise ring back in 20 minutes") == "One moment"
        resource.prlimit(*limit, usual)
        soon(server, (200, "ok\n"))
        assert ana.say("promise ring back in 20 minutes") == "Promise noted"
        assert ana.say("complaint") == card
