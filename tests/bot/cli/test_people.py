"""``careloop people``: roles by hand, and what is kept about somebody."""

import json

import pytest

from tests.bot.cli.careloop import careloop

pytestmark = pytest.mark.clients  # it starts many processes


def test_a_role_is_given_and_listed(tmp_path):
    given = careloop(tmp_path, "people", "set", "slack:T1:U1", "manager")
    assert (given.returncode, given.stdout) == (0, "slack:T1:U1 is manager now.\n")
    assert "manager  slack:T1:U1" in careloop(tmp_path, "people", "list").stdout


def test_what_is_kept_can_be_had_and_deleted(tmp_path):
    careloop(tmp_path, "say", "/complaint the zebra crate was empty")
    who = "web:demo:ana"
    assert "zebra" in json.dumps(json.loads(careloop(tmp_path, "people", "export", who).stdout))
    gone = careloop(tmp_path, "people", "forget", who)
    assert gone.returncode == 0
    left = json.loads(careloop(tmp_path, "people", "export", who).stdout)
    assert "zebra" not in json.dumps(left["complaints"])


@pytest.mark.parametrize(
    "words", [("set", "ana", "manager"), ("export", "ana"), ("forget", "fax:T1:U1")]
)
def test_nobody_is_said_in_a_line(tmp_path, words):
    result = careloop(tmp_path, "people", *words)
    assert result.returncode == 2
    assert "is nobody. For example" in result.stderr
    assert "Traceback" not in result.stderr
