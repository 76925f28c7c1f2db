"""Doctor's look at the words in use."""

from bot.cli.checks.finding import Mark
from bot.cli.checks.pack import words

GOOD = '- id: own\n  idea: P2\n  kind: thought\n  text: Ours.\n  credit: "us"\n'


def test_the_shipped_words_are_well():
    assert words(None).mark is Mark.OK


def test_a_pack_in_order_is_named(tmp_path):
    (tmp_path / "reminders.yaml").write_text(GOOD, encoding="utf-8")
    found = words(tmp_path)
    assert found.mark is Mark.OK
    assert str(tmp_path) in found.words


def test_the_first_mistake_of_a_pack_is_told_and_the_others_counted(tmp_path):
    bad = GOOD.replace("thought", "shout").replace("P2", "nine")
    (tmp_path / "reminders.yaml").write_text(bad, encoding="utf-8")
    found = words(tmp_path)
    assert found.mark is Mark.PROBLEM
    assert "/reminders.yaml:2:idea: is «nine»" in found.words
    assert "(and 1 more); careloop content check" in found.words


def test_an_entry_that_lacks_the_act_of_its_kind_is_told(tmp_path):
    lacking = GOOD.replace("thought", "try")
    (tmp_path / "reminders.yaml").write_text(lacking, encoding="utf-8")
    found = words(tmp_path)
    assert found.mark is Mark.WARNING
    assert "nothing to tick" in found.words
