"""Whatever is typed: a check never fails, and what it points at is in the text."""

from hypothesis import example, given
from hypothesis import strategies as st

from content import load
from handlers.domain.replies import Draft, ReplyChannel, Stage, check
from tests.handlers.domain.replies.labelled import DEVELOPMENT, labelled

REPLIES = load().replies
TEXTS = [each.text for each in labelled(DEVELOPMENT)]
WORDS = st.sampled_from(sorted({word for text in TEXTS for word in text.split()}))
TYPED = st.one_of(st.text(), st.lists(WORDS, max_size=60).map(" ".join), st.sampled_from(TEXTS))
BEFORE = st.sampled_from(
    ["🙂 ", "👩\u200d👩\u200d👧 hmm. ", "שלום לך. ", "مرحبا. ", "«» ", "e\u0301. ", "\n\n"]
)


@given(TYPED, st.sampled_from(ReplyChannel), st.sampled_from([None, *Stage]))
@example("", ReplyChannel.CHAT, None)
@example("\ud800 sorry if", ReplyChannel.EMAIL, Stage.ACT)
def test_a_check_of_anything_points_into_the_text(text, channel, stage):
    found = check(Draft(text, channel, stage), REPLIES)
    assert len(found.points) <= 3
    assert len(found.strengths) <= 3
    for each in found.findings:
        assert 0 <= each.start < each.end <= len(text)
        assert text[each.start : each.end].strip() == text[each.start : each.end]
    for point in found.points:
        assert point.quote in text


@given(st.sampled_from(TEXTS), BEFORE)
def test_offsets_move_with_what_stands_before(text, before):
    alone = check(Draft(text), REPLIES).findings
    behind = check(Draft(before + text), REPLIES).findings
    shift = len(before)
    assert [(each.id, each.start + shift, each.end + shift) for each in alone] == [
        (each.id, each.start, each.end) for each in behind
    ]


@given(TYPED)
def test_the_same_draft_gets_the_same_check(text):
    assert check(Draft(text), REPLIES) == check(Draft(text), REPLIES)
