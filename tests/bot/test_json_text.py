"""JSON for a wire is read as it was meant, whatever a platform told."""

import json

import pytest

from bot.json_text import json_bytes


@pytest.mark.parametrize(
    ("value", "read"),
    [
        pytest.param({"a": ["é🙂", 1, True, None]}, {"a": ["é🙂", 1, True, None]}, id="usual"),
        pytest.param({"name": "Ana \ud83d"}, {"name": "Ana ?"}, id="half a sign"),
        pytest.param({"\ud83d": "\u2028\x7f<"}, {"?": "\u2028\x7f<"}, id="half a sign as a key"),
    ],
)
def test_it_is_read_as_it_was_meant(value, read):
    assert json.loads(json_bytes(value).decode()) == read


def test_it_is_short():
    assert json_bytes({"a": [1, "é"]}) == '{"a":[1,"é"]}'.encode()
