"""The language of the reply check: how phrases are read, and what a workspace adds to it."""

import re

import pytest

from content import CORE, ContentError, load
from content.phrase_places import Reading
from content.phrases import Phrasebook
from handlers.domain.replies import Draft, check
from handlers.domain.replies.examples import wrong_examples

PAGE = (CORE.parents[1] / "README.md").read_text(encoding="utf-8")
LISTS = {"me": ("i", "we"), "twice": ("{me} and {me}",)}
BOOK = Phrasebook(LISTS)


@pytest.mark.parametrize(
    ("phrase", "sentence", "ends"),
    [
        pytest.param("so sorry", "so sorry", 2, id="words in order"),
        pytest.param("so sorry", "sorry so", None, id="another order"),
        pytest.param("(so|very) sorry", "very sorry", 2, id="a choice"),
        pytest.param("am [so] sorry", "am sorry", 2, id="what may be missing"),
        pytest.param("frustrat*", "frustrating", 1, id="any ending"),
        pytest.param("sorry .. if", "sorry a b c if", 5, id="three words between"),
        pytest.param("sorry .. if", "sorry a b c d if", None, id="four words between"),
        pytest.param("sorry ..4 if", "sorry a b c d if", 6, id="a gap with its own length"),
        pytest.param("sorry * if", "sorry x if", 3, id="any one word"),
        pytest.param("will ~(never|not) come", "will come", 2, id="what must not follow"),
        pytest.param("will ~(never|not) *", "will never", None, id="what follows and must not"),
        pytest.param("{twice} left", "i and we left", 4, id="a list in a list"),
        pytest.param("sorry , but", "sorry but", None, id="a comma that is needed"),
        pytest.param("sorry but", "sorry , but", 3, id="a comma that doesn't matter"),
        pytest.param("that is it $", "that is it", 3, id="the end of the sentence"),
        pytest.param("that is it $", "that is it then", None, id="words behind the end"),
        pytest.param("{/[0-9]+/} days", "12 days", 2, id="an expression"),
        pytest.param("you've lost it", "you have lost it", 4, id="a contraction is written out"),
        pytest.param("can’t say", "can not say", 3, id="a contraction with not"),
        pytest.param("short-staffed", "short staffed", 2, id="a hyphen is a space"),
    ],
)
def test_a_phrase_is_found_as_it_is_written(phrase, sentence, ends):
    words = sentence.split()
    assert BOOK.phrase(phrase).end(Reading([words]), 0, len(words)) == ends


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        pytest.param("sorry (that|for", "isn't closed", id="an open bracket"),
        pytest.param("sorry)", "too many", id="a bracket too many"),
        pytest.param("{nobody} left", "which is not under lists", id="a list that isn't there"),
        pytest.param("[so] [very]", "may be missing", id="nothing that has to be there"),
        pytest.param("will ~", "nothing behind", id="nothing that must not follow"),
        pytest.param(f"{'(' * 21}a b{')' * 21}", "more than 20 brackets", id="too many brackets"),
        pytest.param(f"will {'~' * 900}be", "more than 20 brackets", id="too often not"),
        pytest.param("{/[/}", "no expression", id="a broken expression"),
    ],
)
def test_a_phrase_that_cannot_be_read_is_told(phrase, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        BOOK.phrase(phrase)


def test_a_list_made_of_itself_is_told():
    with pytest.raises(ValueError, match="made of itself"):
        Phrasebook({"round": ("so {round}",)}).phrase("{round}")


@pytest.fixture
def pack(tmp_path):
    """The pack that the page for editors writes."""
    section = PAGE.partition("## The reply check")[2].partition("\n## ")[0]
    phrases, rule = re.findall(r"^```yaml\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    folder = tmp_path / "our-words" / "replies"
    folder.mkdir(parents=True)
    (folder / "phrases.yaml").write_text(phrases, encoding="utf-8")
    (folder / "excuse.yaml").write_text(rule, encoding="utf-8")
    return folder.parent


def test_the_example_of_the_page_is_taken(pack):
    replies = load(CORE, pack).replies
    assert list(wrong_examples(replies)) == []
    (point, *_) = [
        each
        for each in check(Draft("At the end of the day it's your bag."), replies).points
        if each.about == "house"
    ]
    assert (point.quote, point.why) == ("At the end of the day", "Our guests don't talk like that.")
    reworded = check(Draft("At the end of the day it's your bag."), replies).rewording
    assert "end of the day" not in reworded
    found = check(Draft("We owe you a quieter night."), replies).findings
    assert "acknowledge.favoured" in {each.source for each in found}


def test_ours_stays_beside_what_a_pack_adds(pack):
    ours = {each.id for each in load().replies.of("excuse").rules}
    theirs = {each.id for each in load(CORE, pack).replies.of("excuse").rules}
    assert theirs == ours | {"high-season"}


def test_a_wrong_phrase_of_a_pack_is_told_with_its_file(pack):
    (pack / "replies" / "excuse.yaml").write_text(
        'rules:\n  - id: x\n    say: ["(a"]\n    yes: [a]'
    )
    with pytest.raises(ContentError) as error:
        load(CORE, pack)
    (told,) = error.value.problems
    assert (told.file, told.line) == ("our-words/replies/excuse.yaml", 3)
    assert "with a ( that isn't closed; add )" in told.message


def test_a_file_of_another_name_is_told(pack):
    (pack / "replies" / "excuses.yaml").write_text("rules: []")
    with pytest.raises(ContentError, match=re.escape("did you mean excuse.yaml?")):
        load(CORE, pack)
