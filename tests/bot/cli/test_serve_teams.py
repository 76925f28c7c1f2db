"""``careloop serve`` with a certificate for Teams: the route is open, and its end is told."""

from datetime import timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.bot.cli.careloop import PATIENCE, serving
from tests.certificates import DAY, key_pem, rsa_key, write

TEAMS = {"teams_app_id": "ours", "teams_certificate": "teams.pem"}


def status_of(server):
    """Return what somebody without a token is told at the route of Teams."""
    headers = {"Content-Type": "application/json"}
    request = Request(f"{server.address}/api/messages", b"{}", headers)  # noqa: S310
    with pytest.raises(HTTPError) as caught:
        urlopen(request, timeout=PATIENCE)  # noqa: S310
    with caught.value as refusal:
        return refusal.code


def test_a_certificate_opens_the_route_and_its_end_is_told(tmp_path):
    made = write(tmp_path / "teams.pem", left=5 * DAY + timedelta(hours=1))
    with serving(tmp_path, **TEAMS) as server:
        assert status_of(server) == 401
        lines = []
        while "teams.certificate_ends_soon" not in (line := server.process.stderr.readline()):
            assert line
            lines.append(line)
    assert f"ends={made.not_valid_after_utc.isoformat()}" in line
    assert any("teams.certificate_taken" in each for each in lines)
    secret = key_pem(rsa_key("ours")).decode().splitlines()[1]
    assert secret not in "".join(lines)


def test_without_teams_there_is_no_route(tmp_path):
    with serving(tmp_path) as server:
        assert status_of(server) == 404
