"""The scenarios that we ship, played: by their transcripts, by their plans, by chance and badly."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from content import CORE as CORE_PACK
from content import load
from content.reply_findings import FINDINGS
from content.scenarios import AgentLine, Scenario
from handlers.domain.practice.choices import among_others, as_said, best_line, offered
from handlers.domain.practice.customer import Customer
from handlers.domain.practice.debrief import debrief
from handlers.domain.practice.feedback import feedback, is_harmful
from handlers.domain.practice.plans import Unsound, fitting, repeated, unsound
from handlers.domain.practice.run import Said
from handlers.domain.practice.state import Heard, Phase, State
from tests.handlers.domain.practice.talks import CORE, customer, ended

TRANSCRIPTS = sorted((Path(__file__).parents[3] / "content" / "transcripts").glob("*.yaml"))
SCENARIOS = [pytest.param(each, id=each.id) for each in CORE.scenarios]
NO_NEEDS = {"heard": 0, "beats": 0, "fix": [], "recognised": False}
AGENTS = 1000
PRESSING = 2040  # agents who press any of the three lines that are offered
MOST_BY_CHANCE = 0.05
FINDINGS_AT_ONCE = 3  # in a turn of an agent by chance
every_scenario = pytest.mark.parametrize("scenario", SCENARIOS)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_transcript_comes_out_as_written(path):
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    scenario = CORE.scenario(written["scenario"])
    assert scenario is not None
    turns = written["turns"]
    talk = Customer(scenario, CORE.moves).replay(
        Said.whole(each["agent"], each["findings"]) for each in turns
    )
    for number, (heard, turn) in enumerate(zip(talk, turns, strict=False), 1):
        assert turn.get("phase", heard.after.phase) == heard.after.phase, f"turn {number}"
        assert turn.get("says", heard.says) == heard.says, f"turn {number}"
    assert talk[-1].after.phase == written["ends"]


@every_scenario
def test_its_plan_wins_it_and_whoever_only_fixes_or_only_says_sorry_loses_it(scenario):
    who = Customer(scenario, CORE.moves)
    assert list(unsound(who)) == []
    assert repeated(who, ("apology",)).phase is Phase.LOST


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"plan": [["apology"], ["action"]]}, Unsound.PLAN_LOSES),
        ({"needs": NO_NEEDS, "start": {"anger": 3, "trust": 6}}, Unsound.FIX_WINS),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_scenario_that_is_not_sound_is_found(changes, found):
    assert found in list(unsound(customer(changes.pop("needs", None), **changes)))


@every_scenario
def test_whoever_picks_the_best_line_each_time_wins_it(scenario):
    who = Customer(scenario, CORE.moves)
    state, spoken = who.at_first(), list[str]()
    while not state.phase.is_over:
        line = best_line(who, state, spoken)
        spoken.append(line.text)
        state = who.hear(state, as_said(line)).after
    assert state.phase is Phase.RESOLVED


@every_scenario
def test_whoever_picks_a_poor_line_each_time_loses_it(scenario):
    who = Customer(scenario, CORE.moves)
    state, spoken = who.at_first(), list[str]()
    while not state.phase.is_over:
        best = best_line(who, state, spoken)
        line = next(x for x in offered(who, state, spoken, f"{state.turn}") if x != best)
        spoken.append(line.text)
        state = who.hear(state, as_said(line)).after
    assert state.phase is Phase.LOST


def test_a_thousand_agents_by_chance_win_less_than_one_in_twenty():
    chance, won = random.Random(15), 0  # noqa: S311 - the same chance each time
    for number in range(AGENTS):
        scenario = CORE.scenarios[number % len(CORE.scenarios)]
        turns = [
            fitting(scenario, chance.sample(FINDINGS, chance.randint(1, FINDINGS_AT_ONCE)))
            for _ in range(scenario.max_turns)
        ]
        won += ended(Customer(scenario, CORE.moves), turns) == "resolved"
    assert won / AGENTS < MOST_BY_CHANCE


def test_a_thousand_who_say_any_line_there_is_win_less_than_one_in_twenty():
    chance, won = random.Random(15), 0  # noqa: S311 - the same chance each time
    for number in range(AGENTS):
        scenario = CORE.scenarios[number % len(CORE.scenarios)]
        lines = chance.choices(scenario.lines, k=scenario.max_turns)
        won += ended(Customer(scenario, CORE.moves), map(as_said, lines)) == "resolved"
    assert won / AGENTS < MOST_BY_CHANCE


def test_two_thousand_who_press_any_of_the_three_lines_win_less_than_one_in_twenty():
    chance, won = random.Random(15), 0  # noqa: S311 - the same chance each time
    players = [Player(Customer(each, CORE.moves)) for each in CORE.scenarios]
    for number in range(PRESSING):
        won += players[number % len(players)].presses_any(chance) is Phase.RESOLVED
    assert won / PRESSING < MOST_BY_CHANCE


class Player:
    """Presses lines of one scenario; what is best after the same lines is looked for once."""

    def __init__(self, who: Customer) -> None:
        self.who = who
        self._best: dict[tuple[str, ...], AgentLine] = {}

    def presses_any(self, chance: random.Random) -> Phase:
        state, spoken, seed = self.who.at_first(), list[str](), str(chance.random())
        while not state.phase.is_over:
            line = chance.choice(self._offered(state, spoken, f"{seed} {state.turn}"))
            spoken.append(line.text)
            state = self.who.hear(state, as_said(line)).after
        return state.phase

    def _offered(self, state: State, spoken: list[str], seed: str) -> Sequence[AgentLine]:
        said = tuple(spoken)
        if said not in self._best:
            self._best[said] = best_line(self.who, state, spoken)
        return among_others(self._best[said], self.who, state, spoken, seed)


SAID = st.builds(
    Said.whole,
    st.text(max_size=20) | st.sampled_from([each for s in CORE.scenarios for each in s.needs.fix]),
    st.sets(st.sampled_from(FINDINGS), max_size=5),
)


def played(scenario: Scenario, said: list[Said]) -> list[Heard]:
    turns = (said * scenario.max_turns)[: scenario.max_turns]
    return list(Customer(scenario, CORE.moves).replay(turns))


@given(st.sampled_from(CORE.scenarios), st.lists(SAID, min_size=1, max_size=12))
def test_it_always_ends_in_time_and_replays_identically(scenario, said):
    talk = played(scenario, said)
    assert talk[-1].after.phase.is_over
    assert len(talk) <= scenario.max_turns
    assert talk == played(scenario, said)
    assert all(each.says for each in talk)


@given(st.sampled_from(CORE.scenarios), st.lists(SAID, min_size=1, max_size=12))
def test_it_is_never_resolved_without_listening_and_a_step(scenario, said):
    talk = played(scenario, said)
    if talk[-1].after.phase is Phase.RESOLVED:
        heard = frozenset[str]().union(*(each.said.findings for each in talk))
        assert heard & {"acknowledge", "invite", "specific"}
        assert "action" in heard


@given(st.sampled_from(CORE.scenarios), st.lists(SAID, min_size=1, max_size=12))
def test_a_harmful_turn_is_never_the_best_one(scenario, said):
    talk = played(scenario, said)
    told = debrief(Customer(scenario, CORE.moves), talk)
    if told.best is not None:
        assert not is_harmful(talk[told.best.turn - 1])
        assert told.best != told.worst
    assert (told.advice is None) == (told.phase is Phase.RESOLVED and told.worst is None)


@given(st.sampled_from(CORE.scenarios), st.lists(SAID, min_size=1, max_size=12))
def test_what_is_told_of_a_turn_is_of_that_turn(scenario, said):
    for each in played(scenario, said):
        told = feedback(each)
        assert told.quote in each.said.text
        assert told.cause in {*(x.about for x in each.effects), *(x.worn for x in each.effects)}
        assert is_harmful(each) or each.good >= 0 or "extra" in each.said.findings


def test_the_example_for_editors_is_sound(tmp_path):
    page = (Path(__file__).parents[4] / "content" / "README.md").read_text(encoding="utf-8")
    section = page.partition("\n## A scenario\n")[2]
    example = section.partition("```markdown\n")[2].partition("```")[0]
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "key-that-doesnt-turn.md").write_text(example, encoding="utf-8")
    scenario = load(CORE_PACK, tmp_path).scenario("key-that-doesnt-turn")
    assert scenario is not None
    assert list(unsound(Customer(scenario, CORE.moves))) == []
