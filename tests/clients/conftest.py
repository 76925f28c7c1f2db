"""A browser and a server for the tests of the page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.clients.playground import browser
from tests.clients.windows import Server, Windows, profile


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    served = Server(tmp_path_factory.mktemp("playground"))
    served.start()
    try:
        yield served
    finally:
        served.stop()


@pytest.fixture
def windows(chromium: Browser, server: Server) -> Iterator[Windows]:
    with profile(chromium, server) as opened:
        yield opened
