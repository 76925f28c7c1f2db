"""Rules for the words we ship; they hold for every edit to come."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
import yaml

from content import CORE, load
from content.flow import Move, StepId, Variant
from content.models import Contact, Content, ReminderKind, ReminderText
from tests.content.packs import written

LAST = {"P": 7, "L": 5, "D": 8, "R": 32, "T": 3, "C": 4, "E": 4, "X": 17, "U": 2}
IDEAS = [f"{letter}{number}" for letter, last in LAST.items() for number in range(1, last + 1)]
TAUGHT = [idea for idea in IDEAS if not idea.startswith("U")]  # each morning, by a case
BLOUNT, BLISS, QUISENG = "Jeb Blount", "Jeanne Bliss", "Bill Quiseng"
AUTHORS = {
    **{idea: BLOUNT for idea in IDEAS if idea[0] in "PL"},
    **{idea: BLISS for idea in IDEAS if idea[0] == "D"},
    **{idea: QUISENG for idea in IDEAS if idea[0] in "RTCEUX"},
    **dict.fromkeys(("X4", "X5", "X9", "X12", "X14"), BLOUNT),
    **dict.fromkeys(("X10", "X11"), BLISS),
}
SENTENCE_END = re.compile(r"[.?!](?=[\"”’']?(?:\s|$))")
USUAL = {"today", "write", "their", "which", "about", "after", "first", "would", "there", "again"}
README = CORE.parents[1] / "README.md"


@pytest.fixture(scope="module")
def core() -> Content:
    return load()


def sayings(value: object) -> Iterator[str]:
    """Yield every text there is inside."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from itertools.chain.from_iterable(map(sayings, value.values()))
    elif isinstance(value, list | tuple):
        yield from itertools.chain.from_iterable(map(sayings, value))


LOOKED_FOR = {
    "danger": True,
    "replies": {
        "words": True,
        "findings": {
            "__all__": {
                "finding": True,
                "lists": True,
                "rules": {
                    "__all__": {
                        *("say", "need", "unless", "unless_reply", "unless_found", "beside"),
                        *("yes", "no"),
                    },
                },
            }
        },
    },
    "moves": {"tuning": True, "says": True, "owned": True, "common": True, "times": True},
    "scenarios": True,
}


def said(core: Content) -> list[str]:
    """Return what we say; some words are only looked for, and a customer of practice may shout."""
    ours = core.model_dump(mode="json", exclude=LOOKED_FOR)
    return [*sayings(ours), *(each.who for each in core.scenarios)]


def moves(core: Content) -> Iterator[Move]:
    for step in core.flow.steps:
        yield from step.buttons
        for aside in step.asides:
            yield from aside.buttons
    yield from core.flow.by_when.buttons


def shown(text: ReminderText, scene: int = 0) -> str:
    """Return what stands on a card at once, as one text."""
    parts = [text.text, text.practice, text.what_if]
    if text.scenes:
        parts += [text.scenes[scene].scene, text.scenes[scene].better, text.scenes[scene].other]
    return " ".join(filter(None, parts))


@pytest.mark.parametrize("idea", TAUGHT)
def test_each_idea_is_taught_three_times_or_more_and_in_several_ways(core, idea):
    kinds = [reminder.kind for reminder in core.reminders if reminder.idea == idea]

    assert len(kinds) >= 3
    assert len(set(kinds)) >= 3


def test_there_are_enough_for_a_working_year(core):
    assert len(core.reminders) >= 262


def test_what_stands_on_a_card_at_once_is_short(core):
    long = [
        each.id
        for each in core.reminders
        for scene in range(len(each.scenes) or 1)
        if len(shown(each, scene)) > 320
    ]

    assert long == []


def test_every_kind_asks_for_its_act(core):
    for each in core.reminders:
        match each.kind:
            case ReminderKind.TRY:
                assert each.practice, each.id
            case ReminderKind.WHAT_IF:
                assert each.what_if, each.id
                assert each.what_if.startswith("What if"), each.id
            case ReminderKind.QUESTION:
                assert each.scenes, each.id


def test_trades_and_ways_of_contact_are_in_balance(core):
    count = len(core.reminders)
    trades = Counter(each.trade for each in core.reminders)
    written = (Contact.CHAT, Contact.EMAIL)

    assert None not in trades
    del trades["various"], trades["any"]
    assert max(trades.values()) <= count / 6
    assert sum(each.contact in written for each in core.reminders) >= count / 4


def test_openings_and_shapes_vary(core):
    openings = Counter(re.findall(r"[\w'’]+", it.text)[0].lower() for it in core.reminders)
    shapes = Counter("".join(SENTENCE_END.findall(_alone(it))) for it in core.reminders)

    assert openings.most_common(1)[0][1] <= 12
    assert shapes.most_common(1)[0][1] <= len(core.reminders) / 3


def _alone(text: ReminderText) -> str:
    return " ".join(filter(None, (text.text, text.practice, text.what_if)))


def test_no_two_texts_say_nearly_the_same(core):
    """Two that share more than a third of their longer words are too much alike."""
    words = {
        it.id: {word for word in re.findall(r"[a-z]{5,}", shown(it).lower()) if word not in USUAL}
        for it in core.reminders
    }
    alike = [
        (one, other)
        for one, other in itertools.combinations(words, 2)
        if len(words[one] & words[other]) > len(words[one] | words[other]) / 3
    ]

    assert alike == []


def test_neither_choice_gives_itself_away_by_its_length(core):
    scenes = [scene for it in core.reminders for scene in it.scenes]
    longer = sum(len(scene.better) > len(scene.other) for scene in scenes)

    assert [s.scene for s in scenes if abs(len(s.better) - len(s.other)) > 12] == []
    assert 0.3 < longer / len(scenes) < 0.7


def test_no_reminder_or_card_teaches_an_idea_that_is_not_on_the_list(core):
    assert {it.idea for it in core.reminders} | {it.id for it in core.principles} <= set(IDEAS)


def test_each_idea_has_one_card(core):
    assert sorted(card.id for card in core.principles) == sorted(IDEAS)


@pytest.mark.parametrize("kind", list(ReminderKind), ids=str)
def test_each_kind_of_reminder_comes_often_enough(core, kind):
    assert Counter(it.kind for it in core.reminders)[kind] >= 45


def test_two_mornings_never_sound_alike_even_when_the_deck_begins_anew(core):
    pairs = zip(core.reminders, (*core.reminders[1:], core.reminders[0]), strict=True)
    alike = [(a.id, b.id) for a, b in pairs if a.kind == b.kind or a.idea == b.idea]

    assert not alike


def test_no_text_is_there_twice(core):
    cards = (*core.reminders, *core.principles)
    texts = Counter(" ".join(card.text.lower().split()) for card in cards)
    tries = Counter(card.practice.lower() for card in cards if card.practice)

    assert [text for text, times in (texts + tries).items() if times > 1] == []


def test_the_credit_names_the_author_of_the_idea(core):
    ideas = [(it.idea, it.credit) for it in core.reminders]
    ideas += [(it.id, it.credit) for it in core.principles]

    assert [idea for idea, credit in ideas if AUTHORS[idea] not in credit] == []


def test_a_reminder_and_a_card_are_short(core):
    assert [it.id for it in core.reminders if len(it.text) > 240] == []
    assert [it.id for it in core.principles if len(it.text) > 260] == []


def test_a_question_asks(core):
    questions = [it for it in core.reminders if it.kind == ReminderKind.QUESTION]

    assert [it.id for it in questions if "?" not in it.text] == []


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"!", id="an exclamation mark"),
        pytest.param(r"[*_`<>{}\[\]|~]|://", id="markup or a placeholder"),
        pytest.param(r"  |^\s|\s$|(?<!\n)\n(?!\n)|\n{3}", id="a stray blank or line end"),
        pytest.param(r"[\U0001F000-\U0001FAFF☀-➿]", id="an emoji"),
        pytest.param(r"(?i)\b(lorem|todo|tbd|xxx)\b", id="a note to ourselves"),
        pytest.param(r"(?i)\b(\w+) \1\b", id="a word said twice"),
    ],
)
def test_no_text_holds(core, pattern):
    assert [text for text in said(core) if re.search(pattern, text)] == []


def test_a_hint_is_read_in_a_breath(core):
    asides = [aside.advice for step in core.flow.steps for aside in step.asides]
    steps = [getattr(step, way) for step in core.flow.steps for way in Variant]
    seconds = [step.second for step in core.flow.steps if step.second]
    hints = [hint for advice in (*steps, *seconds, *asides) for hint in advice.hints]

    assert [hint for hint in hints if len(hint) > 90] == []


def test_a_button_fits(core):
    labels = [move.label for move in moves(core)]
    labels += [it.label for it in (*core.flow.remedies, *core.flow.times, *core.flow.branches)]
    labels += [branch.safe for branch in core.flow.branches]

    assert [label for label in labels if len(label) > 40] == []


def test_buttons_of_one_card_read_differently(core):
    asides = [aside for step in core.flow.steps for aside in step.asides]
    for card in (*core.flow.steps, *asides):
        labels = [button.label for button in card.buttons]
        assert len(set(labels)) == len(labels), card.id


def test_every_aside_is_shown_by_a_button_of_its_step(core):
    for step in core.flow.steps:
        buttons = [*step.buttons, *(b for aside in step.asides for b in aside.buttons)]
        assert {aside.id for aside in step.asides} == {b.show for b in buttons} - {None}, step.id


@pytest.mark.parametrize("start", get_args(StepId))
def test_the_end_can_be_reached_from(core, start):
    ways = {
        step.id: {b.go for b in (*step.buttons, *(b for a in step.asides for b in a.buttons))}
        for step in core.flow.steps
    }
    ways["act"] |= {button.go for button in core.flow.by_when.buttons}
    reached = {start}
    for _ in ways:
        reached |= {go for step in reached for go in ways.get(step, ()) if go}

    assert "end" in reached


def test_the_branches_are_the_six(core):
    assert [branch.id for branch in core.flow.branches] == [
        *("safety", "abuse", "life-at-risk", "vulnerable", "legal", "fraud")
    ]


def test_a_branch_says_what_not_to_do(core):
    assert [it.id for it in core.flow.branches if not it.dont.startswith("Don't ")] == []


def test_a_flow_copied_before_a_word_was_added_is_still_laid_over_ours(tmp_path: Path, core):
    """Whoever copied the whole file has all but the newest keys."""
    copied = yaml.safe_load((CORE / "flow.yaml").read_text("utf-8"))
    del copied["done"]
    for key in ("more", "other_words", "done_already", "reached", "thrown_away"):
        del copied["words"][key]
    for step in copied["steps"]:
        step["title"] = f"Our {step['id']}"
    text = yaml.safe_dump(copied, allow_unicode=True, sort_keys=False)

    flow = load(CORE, written(tmp_path / "own", {"flow.yaml": text})).flow

    assert [step.title for step in flow.steps][:2] == ["Our vent", "Our listen"]
    assert (flow.words, flow.done) == (core.flow.words, core.flow.done)


def test_the_example_in_the_readme_loads(tmp_path: Path):
    reminders, flow = re.findall(r"```yaml\n(.*?)```", README.read_text("utf-8"), re.DOTALL)[:2]

    content = load(
        CORE, written(tmp_path / "own", {"reminders.yaml": reminders, "flow.yaml": flow})
    )

    assert content != load()
