"""``careloop content show`` lists what there is of a kind, and shows one by its id."""

import pytest

from bot.cli.content.commands import show
from bot.cli.output import Stop
from content import load

WORDS = load()


@pytest.fixture
def shown(capsys):
    def shown(*words):
        show(*words)
        return capsys.readouterr().out

    return shown


def test_without_an_id_the_kinds_are_counted(shown):
    rows = [line.split()[:2] for line in shown("").splitlines()]
    assert [kind for kind, _ in rows] == ["reminders", "ideas", "lessons", "scenarios", "replies"]
    assert ["lessons", str(len(WORDS.lessons))] in rows


@pytest.mark.parametrize("kind", ["reminders", "ideas", "lessons", "scenarios"])
def test_a_kind_is_listed_by_the_ids_that_show_one(shown, kind):
    entries = WORDS.principles if kind == "ideas" else getattr(WORDS, kind)
    ids = [line.split()[0] for line in shown(kind).splitlines()]
    assert ids == [each.id for each in entries]
    assert shown(ids[-1])


def test_a_lesson_is_shown_card_by_card_and_after_each_answer(shown):
    lesson = WORDS.lessons[0]
    out = shown(lesson.id)
    assert out.count(f"{lesson.title} · lesson {lesson.number} of {len(WORDS.lessons)}") == 6
    assert all(each.because in out for each in lesson.answers)
    assert lesson.try_today in out


def test_a_scenario_is_shown_as_it_begins_and_as_its_plan_plays_it(shown):
    scenario = WORDS.scenario("two-left-boots")
    out = shown(scenario.id)
    assert scenario.who in out
    assert scenario.opening in out
    assert out.rstrip().endswith("Calm again, in 3 turns.")


def test_findings_and_rules_are_listed_and_shown(shown):
    listed = [line.split()[0] for line in shown("replies").splitlines()]
    rule = WORDS.replies.of("excuse").rules[0]
    assert {"excuse", f"excuse.{rule.id}", "phrases"} <= {*listed}
    assert f"- excuse.{rule.id}: “{rule.yes[0]}”" in shown("excuse")
    assert all(each in shown(f"excuse.{rule.id}") for each in (*rule.say, *rule.yes, *rule.no))


def test_the_phrases_of_a_house_are_shown(shown, tmp_path):
    assert "None yet" in shown("phrases")
    (tmp_path / "replies").mkdir()
    (tmp_path / "replies" / "phrases.yaml").write_text(
        "banned:\n  - {say: no worries, instead: with pleasure, because: We agreed.}\n"
        "favoured:\n  - {say: we owe you a quiet night, finding: acknowledge}\n"
    )
    out = shown("phrases", tmp_path)
    assert "✗ no worries\n    Here you say: with pleasure (We agreed.)" in out
    assert "✓ we owe you a quiet night: counts as acknowledge" in out


@pytest.mark.parametrize(
    ("typed", "hint"), [("two-left-boot", "Did you mean two-left-boots?"), ("§", "content show")]
)
def test_what_is_not_there_is_told(typed, hint):
    with pytest.raises(Stop, match=r"There is nothing with the id") as stop:
        show(typed)
    assert hint in str(stop.value)
    assert stop.value.code == 2
