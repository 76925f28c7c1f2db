"""The lessons that come with us: each idea is taught, and none is too long for its cards."""

from collections import Counter

import pytest

from content import CORE, load
from content.lessons import LESSONS
from content.problems import ContentError
from tests.bot.cli.careloop import ROOT

CONTENT = load(CORE)
TAUGHT = {idea for lesson in CONTENT.lessons for idea in lesson.ideas}
GROUPS = ("P", "L", "D", "C", "E", "T", "X")
WORDS = 130  # on one card
README = ROOT / "content" / "README.md"


def words(*texts: str) -> int:
    return len(" ".join(texts).split())


def test_there_are_as_many_as_promised_and_each_has_its_own_number():
    numbers = [lesson.number for lesson in CONTENT.lessons]
    assert numbers == list(range(1, LESSONS + 1))


def test_the_course_for_leaders_comes_first():
    courses = [lesson.course for lesson in CONTENT.lessons]
    assert courses == ["101"] * 10 + ["102"] * 14


@pytest.mark.parametrize("group", GROUPS)
def test_every_idea_of_a_group_is_taught(group):
    ideas = {each.id for each in CONTENT.principles if each.id.startswith(group)}
    assert ideas
    assert ideas <= TAUGHT, sorted(ideas - TAUGHT)


def test_what_is_taught_has_a_card_and_a_reminder_that_recalls_it():
    assert {each.id for each in CONTENT.principles} >= TAUGHT
    told = {each.idea for each in CONTENT.reminders}
    for lesson in CONTENT.lessons:
        assert told.intersection(lesson.ideas), lesson.id


@pytest.mark.parametrize("lesson", CONTENT.lessons, ids=lambda lesson: lesson.id)
def test_a_lesson_takes_two_minutes_and_no_card_is_long(lesson):
    assert 60 <= words(lesson.idea) <= 95
    assert 80 <= words(lesson.story) <= 120
    best = lesson.best
    for each in lesson.answers:
        better = () if each is best else (best.text, best.because)
        said = words(each.text, each.because, *better, lesson.try_today, lesson.ask)
        assert said <= WORDS, each.text


def test_the_better_answer_stands_now_here_now_there():
    places = Counter(lesson.answers.index(lesson.best) for lesson in CONTENT.lessons)
    assert min(places[place] for place in range(3)) >= 5


def test_titles_and_stories_are_all_different():
    for one in ("title", "story", "question", "try_today"):
        said = [getattr(lesson, one) for lesson in CONTENT.lessons]
        assert len(set(said)) == LESSONS


def test_the_lesson_that_the_readme_shows_can_be_added(tmp_path):
    written = README.read_text(encoding="utf-8").partition("## A lesson\n")[2]
    lesson = written.partition("```markdown\n")[2].partition("```")[0]
    folder = tmp_path / "lessons"
    folder.mkdir()
    (folder / "the-light-on-the-landing.md").write_text(lesson, encoding="utf-8")
    added = load(CORE, tmp_path).lesson("the-light-on-the-landing")
    assert added is not None
    assert added.number == LESSONS + 1


@pytest.mark.parametrize(
    ("line", "other", "said"),
    [
        ("right: true", "right: false", "answers: needs one with right: true"),
        ("## Try today", "## Try it", "did you mean ## Try today"),
    ],
)
def test_a_lesson_that_lacks_something_is_kept_out_and_it_says_what(line, other, said, tmp_path):
    folder = tmp_path / "lessons"
    folder.mkdir()
    ours = (CORE / "lessons" / "heard-first.md").read_text(encoding="utf-8")
    (folder / "heard-first.md").write_text(ours.replace(line, other), encoding="utf-8")
    with pytest.raises(ContentError, match=said):
        load(CORE, tmp_path)
