"""What counts as saying what somebody did, in any language; and what must not be public."""

import pytest

from content import CORE, load
from handlers.domain.people import Mention
from handlers.domain.wording import addressed, in_brief, is_enough, is_grave, named_first, without
from handlers.mentions import with_plain_names

ANA, MARIA = Mention("a", "Ana"), Mention("m", "Ana Maria")
GRAVE = load(CORE).shoutouts.keep_private


@pytest.mark.parametrize(
    "text",
    [
        "stayed late to bring the order",
        "hat der Kundin die Kiste bis nach Hause gebracht",
        "осталась допоздна и сама привезла заказ",
        "ظلت مع العميلة حتى وصل طلبها إلى البيت",
        "ग्राहक के घर तक खुद सामान पहुँचाया और मुस्कुराई",
        "お客様の家まで荷物を届けてくれた",
        "她亲自把包裹送到了顾客家门口",
        "고객의 집까지 직접 물건을 가져다 주었다",
    ],
)
def test_what_somebody_did_is_enough(text):
    assert is_enough(text, ["Ana"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "great job",
        "thank you thank you thank you thank you thank you",
        "!!! *** ??? :-) ... 👍👍👍👍👍👍👍👍👍👍",
        "@Ana @Ana @Ana @Ana @Ana @Ana @Ana @Ana @Ana",
        "Ana is Ana is Ana is Ana is Ana",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23",
        "a b c d e f g",
        "谢谢你",
    ],
)
def test_a_pat_on_the_back_is_not(text):
    assert not is_enough(text, ["Ana"])


@pytest.mark.parametrize(
    ("line", "whom", "said"),
    [
        ("@Ana for staying late", ["a"], "staying late"),
        ("@Ana, @Ana Maria and @Ana stayed late", ["a", "m"], "stayed late"),
        ("for @Ana Maria: stayed late for @Ana", ["m"], "stayed late for @Ana"),
        ("@Ana forgot nothing", ["a"], "forgot nothing"),
        ("stayed late for @Ana", [], "stayed late for @Ana"),
        ("@Ana", ["a"], ""),
        ("", [], ""),
    ],
)
def test_a_line_begins_with_whom_it_thanks(line, whom, said):
    meant, rest = addressed(line, [ANA, MARIA])
    assert ([each.id for each in meant], rest) == (whom, said)


def test_names_are_told_without_their_sign():
    assert (
        with_plain_names("helped @Ana Maria and @Ana", [ANA, MARIA]) == "helped Ana Maria and Ana"
    )


@pytest.mark.parametrize(
    "text",
    ["She spoke of SUICIDE.", "he wanted  to die", "self-harm", "a caller with a knife!"],
)
def test_words_of_harm_or_threat_are_grave(text):
    assert is_grave(text, GRAVE)


@pytest.mark.parametrize(
    "text", ["a skilled colleague", "begun again", "knifed", "", "a gunny bag"]
)
def test_words_that_only_hold_such_a_word_are_not(text):
    assert not is_grave(text, GRAVE)


def test_who_wants_no_public_thanks_is_not_named():
    text = without("Bo and @Bo showed Bob; BO, too", ["Bo", ""])
    assert text == "a colleague and a colleague showed Bob; BO, too"


@pytest.mark.parametrize(
    ("line", "whom"),
    [
        ("thanks to @Ana for staying, and @Ana Maria was ill", ["a"]),
        ("huge thanks to @Ana and @Ana Maria for staying", ["a", "m"]),
        ("@Ana Maria was ill, so thank @Ana", ["m"]),
        ("stayed late for nobody", []),
    ],
)
def test_in_another_line_the_first_named_together_are_thanked(line, whom):
    assert [each.id for each in named_first(line, [ANA, MARIA])] == whom


@pytest.mark.parametrize("sign", ["'", "’"])
def test_a_possessive_keeps_its_name(sign):
    meant, rest = addressed(f"@Ana{sign}s patience with an upset guest saved the day", [ANA])
    assert meant == (ANA,)
    assert with_plain_names(rest, [ANA]).startswith(f"Ana{sign}s patience")


def test_what_is_written_for_one_is_not_read_for_another():
    """A name may hold the sign of somebody else; each is put in once."""
    odd = Mention("o", "Bo @Ana", written="Bo")
    assert with_plain_names("@Bo and @Ana", [odd, ANA]) == "Bo @Ana and Ana"


@pytest.mark.parametrize(
    ("text", "brief"),
    [
        pytest.param("the blue coat", "the blue coat", id="short"),
        pytest.param("the oven came without it", "the oven came without it", id="just so long"),
        pytest.param("the oven came without its door", "the oven came without…", id="a long one"),
        pytest.param("the blue  coat by train, torn", "the blue coat by train…", id="a sign"),
        pytest.param("w" * 30, "w" * 23 + "…", id="one long word"),
        pytest.param("a " + "w" * 30, "a " + "w" * 21 + "…", id="a long word after a short one"),
    ],
)
def test_a_text_in_brief_ends_at_a_word_and_says_that_it_goes_on(text, brief):
    assert in_brief(text, 24) == brief
