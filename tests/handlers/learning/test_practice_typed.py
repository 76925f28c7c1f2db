"""What customers of practice hear in typed words: in our own texts, and in others'."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from content.reply_findings import PROBLEMS, STRENGTHS
from handlers.domain.practice.customer import Customer
from handlers.domain.practice.run import Said
from handlers.domain.practice.state import Phase
from handlers.learning.practice.hearing import said_words
from tests.handlers.domain.practice.talks import CORE

TRANSCRIPTS = sorted((Path(__file__).parents[2] / "content" / "transcripts").glob("*.yaml"))
AS_WRITTEN = 0.9  # the share that must come out as it is written
STEPS = frozenset(("action", "timeframe", "extra"))


def heard(text: str, who: Customer, *before: str) -> Said:
    """Return what is heard in words after those findings, ``acknowledge invite`` a turn."""
    talk = who.replay(Said.whole("…", each.split()) for each in before)
    return said_words(text, who, talk, CORE) or Said(text)


def typed(scenario_id: str, *texts: str) -> Phase:
    """Return how a talk ends in which this is typed."""
    who, said = customer_of(scenario_id), list[Said]()
    for text in texts:
        said.append(said_words(text, who, who.replay(said), CORE) or Said(text))
    return who.replay(said)[-1].after.phase


def customer_of(scenario_id: str) -> Customer:
    scenario = CORE.scenario(scenario_id)
    assert scenario is not None
    return Customer(scenario, CORE.moves)


def good_for(findings: frozenset[str]) -> str:
    """Return what something is for a customer: it hurts, it warms, it is a step, or nothing."""
    if findings & set(PROBLEMS):
        return "hurts"
    if findings & set(STRENGTHS) - STEPS:
        return "warms"
    return "step" if findings & STEPS else "nothing"


def test_nearly_all_transcripts_end_as_written_when_their_words_are_typed():
    played = [yaml.safe_load(path.read_text("utf8")) for path in TRANSCRIPTS]
    ends = [typed(each["scenario"], *(turn["agent"] for turn in each["turns"])) for each in played]
    same = sum(end == each["ends"] for end, each in zip(ends, played, strict=True))
    assert same / len(played) >= AS_WRITTEN


def test_nearly_all_lines_are_heard_with_the_same_consequence_when_they_are_typed():
    everybody = [Customer(each, CORE.moves) for each in CORE.scenarios]
    lines = [(who, line) for who in everybody for line in who.scenario.lines]
    same = sum(
        good_for(heard(line.text, who, "invite", "invite").findings)
        == good_for(frozenset(line.findings))
        for who, line in lines
    )
    assert same / len(lines) >= AS_WRITTEN


# Typed by somebody who read the scene alone; none of it stands in a scenario.
OWN_WORDS = {
    "charged-twice-for-petrol": (
        "Oh that must have been a shock, seeing both. When do you need the money?",
        "So the rent goes out at six and you're worried it'll bounce.",
        "I believe you, you only filled up once. Our app makes it look like two, that's our fault.",
        "I've asked them to release the £120, you'll have it back by eight tonight. "
        "I'll stay on it until then.",
    ),
    "car-not-ready": (
        "I can hear how angry you are, and I would be too. We said noon.",
        "I do want to help you, but please don't call me stupid. What do you need the car for?",
        "Six tomorrow morning with your daughter, and all you got was any minute. I'm sorry, "
        "that's our fault.",
        "You can have our van tonight from half past five.",
        "Ask for me, I'm Sam.",
    ),
    "the-final-notice": (
        "Mr Pike, thank you for calling. How are you doing?",
        "Thirty years without missing one. It must have hurt to get that letter.",
        "We said we'd made a note and then we sent that. I'm ashamed of us. What happened then?",
        "One room and your coat. What's worrying you the most?",
        "That must be so lonely. Tell me.",
        "I've stopped the letters today, that one doesn't count any more.",
        "You did the right thing both times, Mr Pike.",
    ),
}


@pytest.mark.parametrize("scenario_id", OWN_WORDS)
def test_whoever_says_the_good_thing_in_words_of_their_own_wins(scenario_id):
    assert typed(scenario_id, *OWN_WORDS[scenario_id]) is Phase.RESOLVED


POORLY = {
    "two-left-boots": (
        "What's your order number? I'll get new boots out to you tomorrow.",
        "You'll have them by Thursday, is that OK?",
        "I'm sending a new pair now.",
        "Sorry, it's the best I can do.",
        "I've ordered it.",
        "You'll have the right pair tomorrow.",
        "Done.",
    ),
    "billed-after-closing": ("Sorry Mr Doyle.", *["I'm so sorry.", "Really sorry about that."] * 4),
    "it-leaks-again": (
        "Are you sure the hose is on right?",
        "The engineer said it was fine on Monday.",
        "I can send the same man again on Tuesday.",
        "OK, a new machine on Saturday then.",
    ),
}


@pytest.mark.parametrize("scenario_id", POORLY)
def test_whoever_only_fixes_only_says_sorry_or_blames_in_words_of_their_own_loses(scenario_id):
    assert typed(scenario_id, *POORLY[scenario_id]) is Phase.LOST


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        pytest.param("Three weeks ago, and then that.", {"specific"}, id="their words"),
        pytest.param("Snowdon tomorrow at six, then.", {"specific"}, id="their time is no time"),
        pytest.param(
            "I'll send the boots tomorrow at six.", {"action", "timeframe"}, id="no echo in a step"
        ),
        pytest.param("You did the right thing.", {"ownership"}, id="not theirs"),
        pytest.param("It’s not your fault.", {"ownership"}, id="with a curly apostrophe"),
    ],
)
def test_what_is_heard(text, findings):
    assert heard(text, customer_of("two-left-boots"), "invite").findings == findings


def test_what_is_heard_stands_in_the_text():
    said = heard("Oh. Snowdon, tomorrow at six.", customer_of("two-left-boots"))
    assert said.quoted("specific") == "Snowdon, tomorrow at six."


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        pytest.param("Take our van, it's yours at half five.", {"action", "timeframe"}, id="both"),
        pytest.param("Our van? Tonight?", set(), id="asked"),
        pytest.param("Our van isn't free tonight.", set(), id="denied"),
        pytest.param("Our van.", set(), id="no time"),
        pytest.param("Yours at half five.", set(), id="no step"),
    ],
)
def test_once_they_are_open_the_step_they_need_is_heard_in_few_words(text, findings):
    who = customer_of("car-not-ready")
    limit = Said.whole("I'll keep listening.", ["acknowledge", "specific", "invite"])
    talk = who.replay([limit, Said.whole("…", ["acknowledge", "specific"])])
    assert talk[-1].after.phase is Phase.OPEN
    said = said_words(text, who, talk, CORE) or Said(text)
    assert said.findings & {"action", "timeframe"} == findings


def test_before_they_are_open_it_is_left_to_the_check():
    said = heard("Take our van, it's yours at half five.", customer_of("car-not-ready"))
    assert "action" not in said.findings


@pytest.mark.parametrize(
    ("answer", "text", "finding"),
    [
        pytest.param("open_need_when", "Tonight, by seven.", "timeframe", id="when"),
        pytest.param("open_need_own", "No, it was the way we do it.", "ownership", id="who"),
        pytest.param("open_need_own", "Do we?", None, id="a question answers nothing"),
        pytest.param("open_need_own", "Calm down, I say.", None, id="what hurts owns nothing"),
        pytest.param("open_need_fix", "Tonight, by seven.", None, id="not asked"),
    ],
)
def test_what_they_have_just_asked_for_is_heard_in_few_words(answer, text, finding):
    who = customer_of("billed-after-closing")
    opened = [Said.whole("…", ["acknowledge", "invite", "specific"])] * 3
    (*_, last) = who.replay(opened)
    assert last.after.phase is Phase.OPEN
    said = said_words(text, who, [replace(last, answer=answer)], CORE) or Said(text)
    assert said.findings & {"timeframe", "ownership"} == ({finding} if finding else set())


def test_what_is_all_theirs_puts_nothing_on_them():
    who = customer_of("the-shawl")
    said = heard("Your daughter was going to wear it.", who, "invite", "invite")
    assert said.findings == {"specific"}


def test_words_of_a_pack_are_words_whatever_signs_and_capitals_they_have():
    moves = CORE.moves.model_copy(update={"times": ("High Noon (sharp",), "owned": ("My Bad",)})
    who = customer_of("billed-after-closing")
    needs = who.scenario.needs.model_copy(update={"fix": ("VAT back",)})
    who = Customer(who.scenario.model_copy(update={"needs": needs}), moves)
    opened = who.replay([Said.whole("…", ["acknowledge", "invite", "specific"])] * 3)
    own = CORE.model_copy(update={"moves": moves})
    said = said_words("My bad. The VAT back, high noon (sharp).", who, opened, own)
    assert said is not None
    assert said.findings >= {"ownership", "action", "timeframe"}
