"""How points are summed: for features, in windows of a long text, against a threshold."""

import math

import pytest

from content.danger_words import DangerPoints
from handlers.domain.danger.features import features_of
from handlers.domain.danger.scores import STEP, WINDOW, Scores, Weighed, classes_of, softmax

POINTS = DangerPoints(
    threshold=50,
    start="-20 -20 -20 -20",
    classes={"WEAPON": "knife|axe"},
    points=("WEAPON 0 60 0 0", "on fire 60 0 0 0", "not .. burni* -60 0 0 0", "i die 0 0 0 60"),
)


class Counting(Scores):
    """Counts the windows that are weighed."""

    windows = 0

    def shares(self, words):
        self.windows += 1
        return super().shares(words)


def test_features_are_words_stems_pairs_and_classes():
    classes = classes_of({"WEAPON": "knife", "BODY": "throat"})
    assert features_of(["knives", "knife", "to", "throat"], classes) == {
        *("knives", "knive*", "knife", "to", "throat", "throa*"),
        *("^ knives", "knives knife", "knife to", "to throat", "throat $"),
        *("kniv* .. to", "kniv* .. throat*", "knife* .. throat*"),
        *("WEAPON", "BODY", "WEAPON .. BODY"),
    }


def test_a_number_and_another_form_of_a_word_have_a_class():
    found = features_of(["999", "axes"], classes_of({"WEAPON": "axe"}))
    assert {"NUMBER", "WEAPON", "NUMBER .. WEAPON"} <= found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("an axe", "abuse"),
        ("it is on fire", "safety"),
        ("fire on it", None),
        ("i die", "self"),
        ("", None),
    ],
)
def test_the_likeliest_kind_is_told_above_the_threshold(text, kind):
    assert Scores(POINTS).weigh(text.split()).kind == kind


def test_without_points_there_is_no_kind():
    assert Scores(DangerPoints()).weigh(["axe"]) == Weighed()


def test_shares_and_the_rest_make_one():
    assert softmax([0.0, 0.0, 0.0]) == pytest.approx((0.25,) * 3)
    assert sum(softmax([900.0, 900.0])) == pytest.approx(1)
    assert math.isfinite(sum(softmax([-900.0, -900.0])))


@pytest.mark.parametrize("place", [0, 35, 70, 999])
def test_a_long_text_is_weighed_in_windows_wherever_the_danger_stands(place):
    words = ["word"] * 1_000
    words[place] = "axe"
    scores = Counting(POINTS)
    assert scores.weigh(words).kind == "abuse"
    assert scores.windows == math.ceil((len(words) - WINDOW) / STEP) + 1
