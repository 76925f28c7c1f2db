"""Cards as Teams takes them, whatever is in them."""

import re
from dataclasses import replace

import pytest

from bot.teams.drawing.adaptive_cards import FIELDS, MORE, PLACE, SUBMIT, draw, draw_form
from bot.teams.drawing.markup import escaped, plain
from handlers.cards import (
    Action,
    Button,
    Called,
    Card,
    Chart,
    Choices,
    Facts,
    Field,
    FieldKind,
    Form,
    Style,
    Text,
    Tone,
)
from handlers.marked import Mark, Marked
from tests.bot.teams.sound import assert_is_sound, elements


@pytest.mark.parametrize("sign", ["a", "é", "漢", "🙏🏽", "👩‍👩‍👧", "ا", "ก็", "\u202e"], ids=ascii)
def test_the_fullest_card_in_any_script_still_fits(sign):
    label = Button(sign * 200, Action("complaint.go", {"case": "c" * 16, "rev": "10", "to": "act"}))
    card = Card(
        sign * 500,
        (
            *(Text(sign * 5000, tone) for tone in Tone),
            Facts(((sign * 300, sign * 900),) * 10),
            Choices((label,) * 10),
            Marked(sign * 4000, (Mark(3, 9, 1), Mark(100, 3000, 2))),
        ),
        (label,) * 3,
        (label,) * 5,
        label,
    )
    drawn = draw(card, {PLACE: "0" * 200})
    assert_is_sound(drawn)
    assert len(drawn["actions"]) == 5


def test_what_to_leave_out_has_a_box_without_a_colour():
    drawn = draw(Card("T", (Text("Leave out: “Calm down.”", Tone.AVOID),)))
    assert drawn["body"][1]["style"] == "default"


def test_the_main_buttons_stand_first_then_more_then_the_alarm_in_sight():
    plain_button = Button("Next", Action("a.b"), Style.PRIMARY)
    alarm = Button("Danger", Action("a.c"), Style.DANGER)
    drawn = draw(Card("T", buttons=(plain_button,) * 3, more=(plain_button,) * 5, alarm=alarm))
    assert [each["title"] for each in drawn["actions"]] == ["Next"] * 3 + [MORE, "Danger"]
    assert drawn["actions"][0]["style"] == "positive"
    assert drawn["actions"][-1]["style"] == "destructive"
    assert len(drawn["actions"][3]["card"]["actions"]) == 5


def test_short_choices_stand_in_rows_and_long_ones_in_a_column():
    short = Choices(tuple(Button(f"Remove {n}", Action("a.b")) for n in range(10)))
    tall = Choices(tuple(Button(f"{n} · a long label of a case", Action("a.b")) for n in range(3)))
    _, *blocks = draw(Card("T", (short, tall)))["body"]
    assert [len(each.get("actions", ())) for each in blocks] == [6, 4, 0, 0, 0]
    assert ["selectAction" in each for each in blocks] == [False, False, True, True, True]


def test_the_whole_label_of_a_long_choice_is_there_to_read():
    label = "Complaint 1001 · the parcel is late, and the driver left it with a neighbour " * 2
    choice = Button(label.strip(), Action("complaint.pick", {"case": "1"}))
    drawn = draw(Card("T", (Choices((choice,)),)))
    assert_is_sound(drawn)
    (container,) = drawn["body"][1:]
    (line,) = container["items"]
    assert "".join(run["text"] for run in line["inlines"]) == label.strip()
    assert container["selectAction"]["verb"] == "complaint.pick"
    assert label.startswith(container["selectAction"]["title"].rstrip("…"))


def test_whatever_is_cut_says_so():
    label = "Complaint 1001 · the parcel is late, and the driver left it with a neighbour " * 2
    (container,) = draw(Card("T", (Choices((Button(label, Action("a.b")),)),)))["body"][1:]
    assert container["selectAction"]["title"].endswith("…")
    lines = tuple(Text(f"line {number}") for number in range(100))
    _, *body = draw(Card("T", lines))["body"]
    assert body[-1]["inlines"][0]["text"] == "…"
    assert body[-2]["inlines"][0]["text"] == f"line {len(body) - 2}"


def test_a_card_that_is_only_a_line_has_no_title():
    drawn = draw(Card("", (Text("Ring back: kept Mon 23 Nov 15:58.", Tone.NOTE),)))
    assert_is_sound(drawn)
    assert [each.get("style") for each in drawn["body"]] == [None]
    assert drawn["fallbackText"] == "Ring back: kept Mon 23 Nov 15:58."


def test_the_title_is_larger_than_the_text():
    assert draw(Card("T"))["body"][0]["size"] == "Large"  # Medium is the size of the text


HOSTILE = [
    "**bold** [click](https://evil.example) <at>Everyone</at> `x` ~~y~~ ![i](http://e/x.png)",
    "# head",
    "- item",
    "1. item",
    "{{DATE(2026-11-23T00:00:00Z, SHORT)}}",
    "&lt;b&gt; <https://evil.example>",
    "a\u202egnp.exe \u0007 \u0000",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_words_of_a_person_draw_nothing(text):
    button = Button(text, Action("a.b", {"note": text}))
    marked = Marked(text, (Mark(0, len(text), 1),))
    body = (Text(text), Facts(((text, text),)), marked, Choices((button,)))
    drawn = draw(Card(text, body, (button,)))
    assert_is_sound(drawn)
    kinds = {each["type"] for each in elements(drawn)} - {"AdaptiveCard"}
    assert kinds <= {
        "TextBlock",
        "Container",
        "RichTextBlock",
        "TextRun",
        "ActionSet",
        "Action.Execute",
        "Action.Submit",
    }
    assert "msteams" not in drawn
    heading = drawn["body"][0]["text"]
    assert not re.search(r"(?<!\\)[*_`\[\]<>~#&!]", heading)
    assert not re.match(r"([-+]|\d+[.)])( |$)", heading)


def test_escaping_keeps_the_words():
    assert escaped("1. Ana's *note*") == r"1\. Ana's \*note\*"
    assert escaped("two\nlines") == "two lines"
    assert plain("{{{DATE") == "{\u200b{\u200b{DATE"


def test_a_form_names_its_fields_and_marks_what_is_needed():
    area = Field("idea", "Idea", FieldKind.AREA, hint="A line", optional=True, max_length=500)
    pick = Field("deck", "Which", FieldKind.SELECT, "b", options=(("a", "A"), ("b", "B")))
    wrong = Field("phrase", "When", value="xx", error="Not a time.\nTry 9:00")
    drawn = draw_form(Form("T", (area, pick, wrong), "Send", Action("a.b", {"case": "1"}), "Hi"))
    assert_is_sound(drawn)
    (send,) = drawn["actions"]
    assert send["verb"] == f"{SUBMIT}a.b"
    assert send["data"] == {"case": "1", FIELDS: "idea,deck,phrase"}
    assert "associatedInputs" not in send
    inputs = {each["id"]: each for each in drawn["body"] if "id" in each}
    assert inputs["idea"]["isMultiline"]
    assert not inputs["idea"]["isRequired"]
    assert inputs["deck"]["value"] == "b"
    errors = [run["text"] for each in drawn["body"][-2:] for run in each["inlines"]]
    assert errors == ["Not a time.", "Try 9:00"]


def test_the_models_of_microsoft_know_every_property():
    core = pytest.importorskip("microsoft_teams.cards.core")
    button = Button("Go", Action("a.b", {"case": "1"}), Style.PRIMARY)
    alarm = Button("Danger", Action("a.c"), Style.DANGER)
    texts = (*(Text("a\nb", tone) for tone in Tone), Facts((("l", "v"),)), Choices((button,) * 8))
    drawn = draw(Card("T", (*texts, CHART, MARKED), (button,) * 3, (button,) * 5, alarm))
    pick = Field("deck", "Which", FieldKind.SELECT, "b", options=(("a", "A"), ("b", "B")))
    each_kind = (Field(kind, "A", kind, options=(("a", "A"),)) for kind in FieldKind)
    form = Form("T", (pick, *each_kind, Field("a", "A", error="No")), "Send", Action("a.b"), "Hi")
    for card in (drawn, draw_form(form)):
        for each in elements(card):
            model = getattr(core, _MODELS.get(each["type"], each["type"].replace(".", "")))
            model.model_validate(each)


MARKED = Marked("Please calm down.\nIt's our policy.", (Mark(0, 16, 1), Mark(23, 29, 2)))


def test_marked_words_are_bold_a_line_at_a_time_and_have_their_number():
    card = draw(Card("T", (MARKED,)))
    assert_is_sound(card)
    runs = [
        [(run["text"], run.get("weight", "")) for run in line["inlines"]]
        for line in card["body"][1]["items"]
    ]
    assert runs == [
        [("Please calm down¹", "Bolder"), (".", "")],
        [("It's ", ""), ("our po²", "Bolder"), ("licy.", "")],
    ]


CHART = Chart(
    "Complaints", "Cause", ("Now", "Before"), (("Late", (9, 7)), ("Rude", (None, 3))), "few"
)


def test_a_chart_has_bars_where_all_is_told_and_a_table_that_says_all():
    card = draw(Card("T", (CHART,)))
    assert_is_sound(card)
    _, title, bars, table = card["body"]
    assert title["inlines"][0]["text"] == "Complaints"
    assert bars["fallback"] == "drop"
    assert [(each["legend"], each["values"]) for each in bars["data"]] == [
        ("Now", [{"x": "Late", "y": 9}]),
        ("Before", [{"x": "Late", "y": 7}]),
    ]
    words = [
        [run["text"] for cell in row["cells"] for each in cell["items"] for run in each["inlines"]]
        for row in table["rows"]
    ]
    assert words == [["Cause", "Now", "Before"], ["Late", "9", "7"], ["Rude", "few", "3"]]


def test_a_chart_of_which_nothing_is_told_is_a_table_alone():
    hidden = replace(CHART, rows=(("Late", (None, 7)),))
    assert [each["type"] for each in draw(Card("T", (hidden,)))["body"]] == [
        *("TextBlock", "RichTextBlock", "Table")
    ]


_MODELS = {
    "Chart.VerticalBar.Grouped": "GroupedVerticalBarChart",
    "Action.Execute": "ExecuteAction",
    "Action.Submit": "SubmitAction",
    "Action.ShowCard": "ShowCardAction",
    "Input.Text": "TextInput",
    "Input.ChoiceSet": "ChoiceSetInput",
    "Input.Date": "DateInput",
    "Input.Time": "TimeInput",
}


def test_who_is_called_by_name_is_mentioned_by_the_id_of_the_directory():
    card = draw(Card("A page", (Text.calling([Called("aad-1", "Sam *<b>"), Called("x", "Dana")]),)))
    assert card["body"][1]["text"] == "<at>Sam b</at> <at>Dana</at>"
    found = [(each["text"], each["mentioned"]) for each in card["msteams"]["entities"]]
    assert found == [
        ("<at>Sam b</at>", {"id": "aad-1", "name": "Sam b"}),
        ("<at>Dana</at>", {"id": "x", "name": "Dana"}),
    ]
    assert_is_sound(card)
