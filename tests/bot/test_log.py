"""The log: one event a line, nothing that a customer said, nothing that rewrites the screen."""

import io
import logging

import pytest

from bot import log

ESCAPED = [
    pytest.param("a\nb", "a\\x0ab", id="line break"),
    pytest.param("a\rb", "a\\x0db", id="carriage return"),
    pytest.param("\x1b[2Jgone", "\\x1b[2Jgone", id="escape sequence"),
    pytest.param("a\x00b", "a\\x00b", id="nothing at all"),
    pytest.param("a\x7fb", "a\\x7fb", id="delete"),
    pytest.param("a\x9bb", "a\\x9bb", id="control sequence of eight bits"),
    pytest.param("a\u202eb", "a\\u202eb", id="right to left"),
    pytest.param("a\u2028b", "a\\u2028b", id="line separator"),
    pytest.param("a\u2066b", "a\\u2066b", id="isolate"),
    pytest.param("Grüße, 客様", "Grüße, 客様", id="plain words stay"),
]


@pytest.fixture
def lines():
    """What a logger writes, with our format."""
    stream = io.StringIO()
    before = logging.root.handlers[:], logging.root.level
    log.set_up("info")
    logging.root.handlers[0].setStream(stream)
    yield lambda: stream.getvalue().splitlines()
    logging.root.handlers[:], logging.root.level = before[0], before[1]


@pytest.mark.parametrize(("text", "shown"), ESCAPED)
def test_control_characters_are_written_out(text, shown, lines):
    logging.getLogger("bot").info("delivery.dead reason=%s", text)
    (line,) = lines()
    assert line.endswith(f"delivery.dead reason={shown}")


@pytest.mark.parametrize(("text", "shown"), ESCAPED)
def test_text_from_outside_is_one_line(text, shown):
    assert log.one_line(text) == shown


def test_text_from_outside_is_cut():
    assert len(log.one_line("x" * 5000)) == 200


def test_a_traceback_says_where_and_never_what(lines):
    try:
        _broken("4111 1111 1111 1111")
    except ValueError:
        logging.getLogger("bot").exception("turn.failed intent=%s", "complaint")
    (line,) = lines()
    assert "turn.failed intent=complaint error=ValueError at=" in line
    assert "test_log.py:" in line
    assert "4111" not in line


def test_a_line_names_its_turn(lines):
    token = log.turn_id.set("t-17")
    logging.getLogger("bot").info("turn.answered")
    log.turn_id.reset(token)
    logging.getLogger("bot").info("beat.rung")
    first, second = lines()
    assert "INFO turn=t-17 turn.answered" in first
    assert "INFO turn=- beat.rung" in second


@pytest.mark.parametrize("name", ["apscheduler.scheduler", "aiohttp.access", "alembic.runtime"])
def test_chatty_libraries_are_kept_quiet(name, lines):
    logging.getLogger(name).info("something happened")
    assert lines() == []


def _broken(typed):
    raise ValueError(f"cannot read {typed}")
