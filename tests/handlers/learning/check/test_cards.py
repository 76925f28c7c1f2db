"""The card of a check: a verdict in words, what is good, what to mend, and where it stands."""

import pytest

from content import CORE, load
from handlers.cards import Text, Tone
from handlers.domain.replies import (
    Check,
    Draft,
    Finding,
    Point,
    ReplyChannel,
    Stage,
    Verdict,
    check,
)
from handlers.learning.check.cards import CHANNELS, MAX_QUOTE, STAGES, check_card, marks_of
from handlers.marked import Marked

CORE_PACK = load(CORE)
DRAFT = Draft("Please calm down. It's our policy. Please calm down.", ReplyChannel.CHAT, Stage.ACT)


def checked(*points, verdict=Verdict.HOLD, findings=(), strengths=(), rewording=""):
    return Check(findings, Stage.VENT, (), verdict, strengths, points, rewording, 9)


def point(about, quote=""):
    return Point(about, f"say {about}", f"why {about}", quote)


def drawn(draft, check):
    return check_card(draft, check, None, CORE_PACK.flow)


def lines(card, tone=Tone.PLAIN):
    return [each.text for each in card.body if isinstance(each, Text) and each.tone is tone]


def marked(card):
    return [each for each in card.body if isinstance(each, Marked)]


def test_every_verdict_has_words_and_none_a_number():
    titles = {drawn(DRAFT, checked(verdict=each)).title for each in Verdict}
    assert len(titles) == len(Verdict)
    assert not [each for each in titles if any(sign.isdigit() for sign in each)]


@pytest.mark.parametrize("channel", ReplyChannel)
@pytest.mark.parametrize("stage", Stage)
def test_it_says_what_a_draft_was_read_as(channel, stage):
    small = lines(drawn(Draft("Sorry.", channel, stage), checked()), Tone.NOTE)[0]
    assert small.casefold() == f"{CHANNELS[channel]} · {STAGES[stage]}".casefold()


def test_where_nobody_tells_it_is_read_as_its_words_say():
    draft = Draft("Sorry.", ReplyChannel.CHAT)
    assert "still telling you" in lines(drawn(draft, checked()), Tone.NOTE)[0]


def test_harm_is_told_worst_first_and_what_is_missing_without_a_rank():
    harm, missing = point("dismissive", "Please calm down"), point("missing_action")
    assert "Two things, the worse one first:" in lines(drawn(DRAFT, checked(harm, missing)))
    assert "Three things, the worst first:" in lines(drawn(DRAFT, checked(*[harm] * 3)))
    assert "Two things would make it better:" in lines(drawn(DRAFT, checked(*[missing] * 2)))
    assert not [each for each in lines(drawn(DRAFT, checked(harm))) if "first:" in each]


def test_each_point_says_what_to_do_and_beneath_it_why():
    card = drawn(DRAFT, checked(point("dismissive", "Please calm down")))
    at = [each.text for each in card.body if isinstance(each, Text)]
    assert at.index("why dismissive") == at.index("1. “Please calm down”: say dismissive") + 1


def test_a_long_quotation_is_cut_in_its_line_and_whole_where_it_is_marked():
    long = "Please calm down, " * 20
    card = drawn(Draft(long), checked(point("dismissive", long.strip())))
    (line,) = (each for each in lines(card) if each.startswith("1. "))
    assert len(line) < MAX_QUOTE + 30
    assert "…”: say dismissive" in line
    assert marked(card)[0].plain.strip() == f"{long.strip()}¹"


def test_the_words_that_a_point_quotes_are_marked_where_they_were_found():
    second = Finding("dismissive", 35, 51, "dismissive.order")
    check = checked(
        point("dismissive", "Please calm down"),
        point("policy_shield", "It's our policy"),
        findings=(second,),
    )
    (block,) = marked(drawn(DRAFT, check))
    assert block.plain == "Please calm down. It's our policy². Please calm down¹."


def test_of_words_within_others_the_first_are_marked():
    check = checked(point("canned", "calm down"), point("dismissive", "Please calm down"))
    assert [(each.start, each.number) for each in marks_of(DRAFT, check)] == [(0, 2)]


def test_without_a_quotation_the_draft_is_not_told_again():
    assert marked(drawn(DRAFT, checked(point("missing_action")))) == []
    assert marked(drawn(DRAFT, checked(point("dismissive", "words of another")))) == []


def test_only_a_rewording_with_gaps_says_so():
    assert "Try:" in lines(drawn(DRAFT, checked(rewording="I'm sorry.")))
    gaps = drawn(DRAFT, checked(rewording="I'm sorry that ⟨what went wrong⟩."))
    assert "Try, with your own words in the gaps:" in lines(gaps)
    assert "Try:" not in lines(drawn(DRAFT, checked()))


def test_where_no_word_is_known_it_says_so_and_nothing_else():
    card = drawn(DRAFT, checked(verdict=Verdict.UNREAD, strengths=("a plain sorry",)))
    assert len(lines(card)) == 1
    assert "I read English" in lines(card)[0]


@pytest.mark.parametrize("verdict", Verdict)
def test_every_card_says_that_it_is_a_rule_of_thumb_for_these_eyes_alone(verdict):
    small = lines(drawn(DRAFT, checked(verdict=verdict)), Tone.NOTE)[-1]
    assert "rule of thumb" in small
    assert "isn't kept" in small


def test_no_button_carries_a_word_of_a_draft():
    draft = Draft("The marmalade was late, please calm down.")
    card = drawn(draft, check(draft, CORE_PACK.replies))
    assert not [each for each in card.actions() if "marmalade" in str(each.action)]
