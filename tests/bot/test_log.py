"""The log: one event a line, nothing that a customer said, nothing that rewrites the screen."""

import asyncio
import io
import json
import logging
from contextlib import contextmanager

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
    with written("text") as lines:
        yield lines


@pytest.fixture
def objects():
    """What a logger writes as JSON, read again."""
    with written("json") as lines:
        yield lambda: [json.loads(each) for each in lines()]


@contextmanager
def written(form, level="info"):
    stream = io.StringIO()
    before = logging.root.handlers[:], logging.root.level, logging.raiseExceptions
    log.set_up(level, form)
    logging.root.handlers[0].setStream(stream)
    try:
        yield lambda: stream.getvalue().splitlines()
    finally:
        logging.root.handlers[:], logging.root.level, logging.raiseExceptions = before


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


def test_an_event_is_an_object_with_its_fields(objects):
    token = log.turn_id.set("t-17")
    line = "delivery.%s key=%s attempt=%d wait=%.1f reason=%s"
    logging.getLogger("scheduler.sender").warning(line, "postponed", "k#1", 2, 1.5, "no room")
    log.turn_id.reset(token)
    (found,) = objects()
    assert found.pop("time").endswith("Z")
    assert found == {
        "level": "warning",
        "turn": "t-17",
        "event": "delivery.postponed",
        "key": "k#1",
        "attempt": 2,
        "wait": 1.5,
        "reason": "no room",
    }


def test_a_value_without_a_name_is_text(objects):
    logging.getLogger("bot.library").error("content.refused %s", "flow.yaml:7: no such step")
    (found,) = objects()
    assert (found["event"], found["text"]) == ("content.refused", "flow.yaml:7: no such step")


def test_a_value_makes_no_field_of_its_own(objects):
    logging.getLogger("bot").info("delivery.dead reason=%s", "x event=turn.answered level=info")
    (found,) = objects()
    assert found["event"] == "delivery.dead"
    assert found["reason"] == "x event=turn.answered level=info"


@pytest.mark.parametrize(("text", "_shown"), ESCAPED)
def test_an_object_is_one_line_of_plain_signs(text, _shown):
    with written("json") as lines:
        logging.getLogger("bot").info("delivery.dead reason=%s", text)
        (line,) = lines()
    assert json.loads(line)["reason"] == text
    assert line.isascii()
    assert line.isprintable()


def test_an_object_says_where_it_broke_and_never_what(objects):
    try:
        _broken("4111 1111 1111 1111")
    except ValueError:
        logging.getLogger("bot").exception("turn.failed intent=%s", "complaint")
    (found,) = objects()
    assert found["error"] == "ValueError"
    assert "test_log.py:" in found["at"]
    assert "4111" not in str(found)


FOREIGN = [
    pytest.param("Error handling %s", ("Rosa",), "Error handling %s", id="a value beside it"),
    pytest.param("Failed to read: Rosa", (), "Failed to read", id="a value filled in"),
    pytest.param("Unhandled {'text': 'Rosa'}", (), "Unhandled", id="a body filled in"),
    pytest.param("It broke\nRosa", (), "It broke", id="a second line"),
]


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(("message", "values", "shown"), FOREIGN)
def test_of_a_library_we_write_its_own_sentence_and_none_of_its_values(
    message, values, shown, form
):
    with written(form, "debug") as lines:
        logging.getLogger("aiohttp.server").error(message, *values)
        logging.getLogger("slack_bolt").debug("The body is Rosa")
        (line,) = lines()
    assert shown in line
    assert "library.said" in line
    assert "aiohttp.server" in line
    assert "Rosa" not in line


async def test_a_task_that_nobody_waited_for_tells_no_word(lines):
    async def broken():
        _broken("4111 1111 1111 1111")

    task = asyncio.create_task(broken())
    await asyncio.wait([task])
    del task
    (line,) = lines()
    assert "logger=asyncio text=Task exception was never retrieved error=ValueError" in line
    assert "4111" not in line


def test_a_line_with_a_value_too_few_is_written_all_the_same(lines, capsys):
    sentence = "turn.answered intent=%s platform=%s"
    logging.getLogger("bot").info(sentence, "complaint")
    (line,) = lines()
    assert "turn.answered" in line
    assert capsys.readouterr().err == ""


def _broken(typed):
    raise ValueError(f"cannot read {typed}")
