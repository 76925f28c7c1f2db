"""Rules for the customers we ship to practise on; they hold for every edit to come."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
import yaml

from content import load
from content.reply_findings import FINDINGS
from content.scenarios import Feeling, Level, Scenario

CORE = load()
SCENARIOS = CORE.scenarios
CHANNELS = get_args(Scenario.model_fields["channel"].annotation)
AUDIENCES = get_args(Scenario.model_fields["audience"].annotation)
TRANSCRIPTS = sorted(Path(__file__).with_name("transcripts").glob("*.yaml"))
MOMENTS = (
    *("softens", "resolved", "lost", "fix_first", "still_venting", "open_almost"),
    *("open_need_fix", "open_need_when", "open_need_own", "open_need_limit"),
    *FINDINGS,
)
each_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.id)
each_transcript = pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda each: each.stem)


def sayings(scenario: Scenario) -> Iterator[str]:
    """Yield all that this customer may say of their own."""
    yield from (scenario.opening, *scenario.what_comes_out)
    yield from itertools.chain(*(scenario.own_lines(each) for each in MOMENTS))


@each_scenario
def test_a_customer_is_brief(scenario: Scenario) -> None:
    assert [each for each in sayings(scenario) if len(each.split()) > 25] == []


@each_scenario
def test_there_are_lines_enough_for_whoever_would_rather_not_type(scenario: Scenario) -> None:
    assert 14 <= len(scenario.lines) <= 20
    assert [each.text for each in scenario.lines if len(each.text) > 150] == []
    assert len({each.text for each in scenario.lines}) == len(scenario.lines)


@each_scenario
def test_a_step_that_is_asked_for_is_among_the_lines(scenario: Scenario) -> None:
    steps = [each.text.lower() for each in scenario.lines if "action" in each.findings]
    fitting = [step for step in steps if any(word in step for word in scenario.needs.fix)]

    assert fitting
    assert len(fitting) < len(steps)  # and one that isn't it


@each_scenario
def test_each_is_won_in_one_transcript_and_lost_in_another(scenario: Scenario) -> None:
    played = [yaml.safe_load(path.read_text("utf8")) for path in TRANSCRIPTS]

    assert {each["ends"] for each in played if each["scenario"] == scenario.id} >= {
        "resolved",
        "lost",
    }


@each_transcript
def test_a_transcript_names_its_scenario_and_what_is_heard(path: Path) -> None:
    played = yaml.safe_load(path.read_text("utf8"))

    assert path.stem.startswith(f"{played['scenario']}-")
    assert played["scenario"] in {each.id for each in SCENARIOS}
    assert {heard for turn in played["turns"] for heard in turn["findings"]} <= set(FINDINGS)


def test_there_is_somebody_of_every_feeling_level_and_channel() -> None:
    assert len(SCENARIOS) >= 12
    assert {each.feeling for each in SCENARIOS} == set(Feeling)
    assert {each.level for each in SCENARIOS} == set(Level)
    assert {each.channel for each in SCENARIOS} == set(CHANNELS)
    assert {each.audience for each in SCENARIOS} == set(AUDIENCES)
    assert any(each.needs.limit for each in SCENARIOS)


@each_scenario
def test_what_it_teaches_is_among_the_ideas(scenario: Scenario) -> None:
    assert set(scenario.ideas) <= {each.id for each in CORE.principles}
