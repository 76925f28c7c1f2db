"""The stage of a reply is told by its main move."""

import pytest

from content import load
from handlers.domain.replies import Draft, Stage, check

REPLIES = load().replies
CASES = {
    Stage.VENT: (
        "Tell me everything, from the beginning.",
        "Sir, lower your voice please.",
        "That sounds awful. What happened next?",
        "I've all evening. What was it like when you got there?",
        "Please lower your voice. We can't help you while you're shouting.",
    ),
    Stage.LISTEN: (
        "I'm sorry the cake said Sarah instead of Zara.",
        "What would put it right for you?",
        "So you rang twice, and both times the line dropped. Is that right?",
        "We've had a lot of calls today.",
        "We apologise for any inconvenience this may have caused. Have a nice day.",
    ),
    Stage.ACT: (
        "Could I have your order number?",
        "I'm glad you told me. I'm sending the plumber back this afternoon.",
        "Regrettably the deadline for appeals has passed.",
        "Nothing will go wrong, weather included.",
    ),
    Stage.CLOSE: (
        "Great to hear it's working again. Have a lovely weekend!",
        "All settled so, Mrs Byrne. I'll drop in Tuesday to check the alarm's behaving.",
        "So the money's back and the new one's with you. Anything else before I let you go?",
        "I've put the payment back in your account. Sorry again, and have a lovely weekend.",
    ),
}


@pytest.mark.parametrize(
    ("stage", "text"), [(stage, text) for stage, texts in CASES.items() for text in texts]
)
def test_a_stage_is_told_by_the_main_move(stage, text):
    assert check(Draft(text), REPLIES).stage is stage


def test_what_an_extra_is_counts_as_a_step_too():
    found = {each.id for each in check(Draft("Dessert's on me tonight."), REPLIES).findings}
    assert {"extra", "action"} <= found
