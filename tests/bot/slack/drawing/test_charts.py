"""Slack's own charts, and the words that stand for them."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.drawing.blocks import home, message
from handlers.cards import Card, Chart
from tests.bot.slack.limits import problems

CHART = Chart(
    "Complaints of the week",
    "What went wrong",
    ("This week", "The week before"),
    (("Late", (9, 7)), ("Rude", (None, 3)), ("Broken", (5, 4))),
    "few",
)
names = st.text(min_size=1, max_size=60)
figures = st.none() | st.integers(0, 10**6)


def charts(series):
    rows = st.lists(st.tuples(names, st.tuples(*[figures] * series)), min_size=1, max_size=25).map(
        tuple
    )
    return st.builds(Chart, names, names, st.tuples(*[names] * series), rows, st.just("few"))


def blocks(chart, *, native):
    return message(Card("The week", (chart,)), native=native)["blocks"][1:]


def test_bars_are_of_what_is_told_and_the_table_says_all():
    bars, table = blocks(CHART, native=True)
    assert bars["title"] == "Complaints of the week"
    assert bars["chart"]["axis_config"]["categories"] == ["Late", "Broken"]
    assert [
        (each["name"], [p["value"] for p in each["data"]]) for each in bars["chart"]["series"]
    ] == [
        ("This week", [9, 5]),
        ("The week before", [7, 4]),
    ]
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [
        ["What went wrong", "This week", "The week before"],
        ["Late", "9", "7"],
        ["Rude", "few", "3"],
        ["Broken", "5", "4"],
    ]


def test_a_week_of_which_too_little_is_told_is_not_drawn_as_bars():
    (bars, _) = blocks(replace(CHART, rows=(("Late", (9, None)), ("Rude", (4, 3)))), native=True)
    assert [each["name"] for each in bars["chart"]["series"]] == ["This week"]
    (table,) = blocks(replace(CHART, rows=(("Late", (None, 7)),)), native=True)
    assert table["type"] == "data_table"


def test_where_slack_has_no_charts_it_is_words():
    title, lines = blocks(CHART, native=False)
    assert title["text"]["text"] == "*Complaints of the week*"
    assert lines["text"]["text"] == "Late: 9 (7)\nRude: few (3)\nBroken: 5 (4)"
    assert "Late: 9 (7)" in message(Card("The week", (CHART,)), native=True)["text"]
    assert problems(home(Card("The week", (CHART,)))["blocks"]) == []


@given(st.integers(1, 8).flatmap(charts))
def test_any_chart_keeps_to_the_limits_of_slack(chart):
    for native in (True, False):
        assert problems(message(Card("The week", (chart,)), native=native)["blocks"]) == []
