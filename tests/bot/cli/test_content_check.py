"""``careloop content check`` plays each scenario of a pack."""

import re

import pytest

from bot.cli.content import check
from bot.cli.output import Stop
from content import CORE

EASY = ("start: {anger: 7, trust: 4}", "start: {anger: 3, trust: 6}")
UNHEARD = ("  heard: 4\n  beats: 1\n", "  heard: 0\n  beats: 0\n")
PLAN = ("  - [action, timeframe, invite]\n", "  - [vague]\n")


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        pytest.param([PLAN], "its plan doesn't win it; it ends lost, with anger", id="a plan"),
        pytest.param([EASY, UNHEARD], "a step with a time in each turn doesn't", id="a fix"),
    ],
)
def test_a_scenario_that_is_not_sound_is_told(tmp_path, spoilt, said):
    text = (CORE / "scenarios" / "two-left-boots.md").read_text(encoding="utf-8")
    for old, new in spoilt:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "two-left-boots.md").write_text(text, encoding="utf-8")
    with pytest.raises(Stop, match=re.escape(f"scenarios/two-left-boots.md: {said}")):
        check(tmp_path)
