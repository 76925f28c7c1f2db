"""What we draw: within Slack's limits whatever is in it, inert, and readable when pressed."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.drawing.blocks import home, message
from bot.slack.drawing.modals import errors, modal
from bot.slack.drawing.values import dump_args, fit, load_args, size
from bot.slack.payloads import PressedElement
from bot.slack.turns import action_of
from content import CORE, load
from handlers.cards import (
    Action,
    Button,
    Called,
    CalledKind,
    Card,
    Check,
    Choices,
    Facts,
    Field,
    FieldKind,
    Form,
    Style,
    Text,
    Tone,
)
from handlers.ideas.cards import Showing, reminder_card
from handlers.marked import Mark, Marked
from tests.bot.slack.limits import elements, problems, units

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"  # one sign, eleven units
ZALGO = "e" + "\u0301" * 40
SCRIPTS = [
    "ab ",
    "ß",
    "日本",
    "नि",
    "ไทย",
    "عربي",
    "\U00012000",
    FAMILY,
    ZALGO,
    "&<>*_`",
    "\u202e\x07",
]

ON = "0123456789abcdef@2026-11-24T08:55[America/Argentina/ComodRivadavia]"


def marks_at(cuts, text):
    """Return marks between these places of a text, two by two."""
    edges = sorted(min(each, len(text)) for each in cuts)
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple(Mark(start, end, number) for number, (start, end) in enumerate(pairs, 1))


words = st.builds(
    lambda parts, times: "".join(parts) * times,
    st.lists(st.sampled_from(SCRIPTS), max_size=5),
    st.sampled_from([1, 3, 30, 400]),
)
short = st.text(st.characters(codec="utf-8"), max_size=40)
names = st.from_regex(r"[a-z]{1,12}\.[a-z-]{1,20}", fullmatch=True)
args = st.dictionaries(st.from_regex(r"[a-z_]{1,10}", fullmatch=True), short, max_size=5)
buttons = st.builds(Button, words, st.builds(Action, names, args), st.sampled_from(Style))
texts = st.builds(Text, words, st.sampled_from(Tone))
facts = st.builds(Facts, st.lists(st.tuples(words, words), max_size=25).map(tuple))
choices = st.builds(Choices, st.lists(buttons, min_size=1, max_size=10).map(tuple))
checks = st.builds(Check, buttons)
marked = st.builds(
    lambda text, cuts: Marked(text, marks_at(cuts, text)),
    words.filter(str.strip),
    st.lists(st.integers(0, 9000), max_size=8),
)
bodies = st.lists(st.one_of(texts, facts, choices, checks, marked), max_size=12).map(tuple)
cards = st.builds(
    Card,
    words,
    bodies,
    st.lists(buttons, max_size=3).map(tuple),
    st.lists(buttons, max_size=5).map(tuple),
    st.none() | buttons,
    words,
)


@given(cards)
@settings(max_examples=25)
def test_any_card_stays_within_the_limits_of_a_message_and_of_the_home(card):
    drawn = message(card)
    assert not problems(drawn["blocks"])
    assert 1 <= len(drawn["text"]) <= 4000
    assert not problems(home(card)["blocks"], 100)
    spoken = json.dumps(drawn["blocks"], ensure_ascii=False)
    assert not set(spoken) & set("\u202e\u2066\u200f\x07")


@given(cards)
@settings(max_examples=20)
def test_every_action_of_a_card_comes_back_as_it_was_sent(card):
    sent = [button.action for button in card.actions()]
    drawn = message(Card("t", card.body[:0], card.buttons, card.more, card.alarm))["blocks"]
    back = [_action(block, element) for block in drawn for element in elements(block)]
    found = [action for actions in back for action in actions]
    main = [b.action for b in (*card.buttons, *card.more, *([card.alarm] if card.alarm else []))]
    assert sorted(map(repr, found)) == sorted(map(repr, map(_sorted, main)))
    assert all(action in sent for action in main)


def _action(block, element):
    kinds = {"type": element["type"], "action_id": element["action_id"]}
    where = {"block_id": block["block_id"]}
    if element["type"] == "button":
        return [_sorted(action_of(PressedElement(**kinds, **where, value=element["value"])))]
    return [
        _sorted(
            action_of(PressedElement.model_validate(kinds | where | {"selected_option": option}))
        )
        for option in element["options"]
    ]


@given(buttons)
@settings(max_examples=20)
def test_a_ticked_box_comes_back_as_it_was_sent(button):
    drawn = message(Card("t", (Check(button),)))["blocks"]
    (block,) = [each for each in drawn if each["type"] == "actions"]
    (element,) = block["elements"]
    if element["type"] == "button":  # there was too much to carry
        return
    for chosen, ticked in ((element["options"], "yes"), ([], "")):
        told = {"type": "checkboxes", "action_id": element["action_id"]}
        told |= {"block_id": block["block_id"], "selected_options": chosen}
        back = action_of(PressedElement.model_validate(told))
        assert back.intent == button.action.intent
        assert {"check": "0", "ticked": ticked, **button.action.args}.items() >= {
            each: value for each, value in back.args.items() if each not in ("check", "ticked")
        }.items()
        assert back.args["ticked"] == ticked


def _sorted(action: Action) -> Action:
    return Action(action.intent, dict(sorted(action.args.items())))


@given(
    st.builds(
        Form,
        words,
        st.lists(
            st.builds(
                Field,
                st.just("name"),
                words,
                st.sampled_from(FieldKind),
                words,
                words,
                st.just((("", "Nothing"), ("a", "A" * 90), ("b", FAMILY * 20))),
                st.booleans(),
                st.integers(1, 5000),
                words,
            ),
            min_size=1,
            max_size=1,
        ).map(tuple),
        words,
        st.builds(Action, names, args),
        words,
    )
)
@settings(max_examples=20)
def test_any_form_stays_within_the_limits_of_a_modal(form):
    view = modal(form, dump_args(form.action.args))
    assert not problems(view["blocks"], 100)
    assert all(1 <= units(view[each]["text"]) <= 24 for each in ("title", "submit", "close"))
    assert units(view["private_metadata"]) <= 3000
    assert all(errors(form).values())


@pytest.mark.parametrize(
    "text",
    ["<!channel>", "<@U123>", "<https://evil.example|our page>", "*bold*", ":tada:", "`x`", "> q"],
    ids=["everybody", "mention", "disguised link", "bold", "emoji", "code", "quote"],
)
@pytest.mark.parametrize("tone", Tone)
def test_words_of_a_person_are_never_markup(text, tone):
    marked = Marked(f"{text} {text}", (Mark(0, len(text), 1),))
    body = (Text(text, tone), Facts(((text, text),)), marked)
    card = Card(text, body, (Button(text, Action("a.b")),))
    drawn = message(card)
    spoken = [
        part
        for block in drawn["blocks"]
        for part in (block.get("text"), *block.get("fields", ()), *block.get("elements", ()))
        if part is not None
    ]
    assert all(part["type"] != "mrkdwn" for part in spoken)
    assert "<" not in drawn["text"]


def test_marked_words_are_a_quotation_in_which_they_are_bold_and_have_their_number():
    marked = Marked("Please *calm* down. 🙏", (Mark(0, 18, 1),))
    drawn = message(Card("This will sting", (marked,)))
    assert drawn["blocks"][1]["elements"] == [
        {
            "type": "rich_text_quote",
            "elements": [
                {"type": "text", "text": "Please *calm* down¹", "style": {"bold": True}},
                {"type": "text", "text": ". 🙏"},
            ],
        }
    ]
    assert "calm* down¹." in drawn["text"]


def test_the_red_button_is_red_and_the_menu_holds_the_rest():
    case = {"case": "0123456789abcdef", "rev": "3"}
    more = tuple(
        Button(name, Action(f"complaint.{name}", case | own))
        for name, own in (("back", {}), ("pause", {}), ("go", {"to": "refer"}), ("skip", {}))
    )
    red = Button("Danger", Action("complaint.alarm", case))
    *_, actions = message(Card("t", (), (), more, red))["blocks"]
    menu, alarm = actions["elements"]
    assert alarm["style"] == "danger"
    assert [option["value"] for option in menu["options"]] == [
        "complaint.back",
        "complaint.pause",
        'complaint.go {"to":"refer"}',
        "complaint.skip",
    ]
    assert load_args(actions["block_id"]) == case


def test_a_card_that_is_only_a_line_has_no_title():
    drawn = message(Card("", (Text("Ring back: kept Mon 23 Nov 15:58.", Tone.NOTE),)))
    assert [each["type"] for each in drawn["blocks"]] == ["context"]
    assert drawn["text"] == "Ring back: kept Mon 23 Nov 15:58."


def test_a_menu_that_carries_too_much_becomes_buttons():
    more = (Button("Again", Action("a.b", {"words": "x" * 100})), Button("Back", Action("a.c")))
    (actions,) = message(Card("t", (), (), more))["blocks"][1:]
    assert [element["type"] for element in actions["elements"]] == ["button", "button"]


def test_a_button_that_carries_too_much_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="too long for Slack"):
        message(Card("t", (), (Button("Go", Action("a.b", {"x": "y" * 2000})),)))


def test_what_a_button_carries_holds_none_of_the_signs_that_slack_escapes():
    carried = dump_args({"words": "a < b & c > d"})
    assert not set(carried) & set("&<>")
    assert load_args(carried) == {"words": "a < b & c > d"}


@given(words, st.integers(2, 200))
def test_a_cut_never_splits_what_a_reader_sees_as_one_sign(text, limit):
    fitting = fit(text, limit)
    assert 1 <= size(fitting) <= limit
    assert not fitting.startswith("\u200d")
    assert not fitting.removesuffix("…").endswith("\u200d")


def rows(*labels):
    """Return what a list of these labels is drawn as, without its title."""
    choices = Choices(tuple(Button(each, Action("a.b", {"n": each[:9]})) for each in labels))
    return message(Card("t", (choices,)))["blocks"][1:]


LONG = "the driver left the parcel with a neighbour who has moved away since"


@pytest.mark.parametrize(
    ("label", "button"),
    [
        ("1042 · the lid was cracked · Own it · today 10:12", "1042 · the lid was…"),
        ("1042 · Own it · today 10:12 · by phone", "1042 · Own it · today…"),
        (f"Late · {LONG}", "Late · the driver left…"),
        (LONG, "the driver left the…"),
        ("Refund the trip (up to 40 €) and the parking", "Refund the trip (up to…"),
        ("Short one", "Short one"),
    ],
)
def test_each_button_of_a_list_begins_as_its_row_does(label, button):
    row, _ = rows(label, LONG)
    assert row["text"]["text"] == label
    assert row["accessory"]["text"]["text"] == button
    assert row["accessory"]["accessibility_label"].rstrip("…") == label[:75].rstrip("…")


def test_no_two_rows_are_told_by_the_same_word():
    """A list read by its buttons alone, as by whoever goes from one to the next by keyboard."""
    drawn = rows("1042 · the lid was cracked, the second time", "1043 · the van never came at all")
    assert [each["accessory"]["text"]["text"] for each in drawn] == [
        "1042 · the lid was…",
        "1043 · the van never…",
    ]


def test_whatever_is_cut_says_so():
    label = f"1042 · {LONG * 3}"
    (row,) = rows(label)
    assert row["text"]["text"] == label
    told = row["accessory"]["accessibility_label"]
    assert units(told) <= 75
    assert told.endswith("…")
    card = Card(
        "T" * 200, (), (Button("B" * 80, Action("a.b")),), (Button("M" * 80, Action("a.c")),)
    )
    header, actions = message(card)["blocks"]
    (button, menu) = actions["elements"]
    shown = (header["text"], button["text"], menu["options"][0]["text"])
    assert [units(each["text"]) for each in shown] == [150, 75, 75]
    assert all(each["text"].endswith("…") for each in shown)


CALLS = [
    pytest.param(Called("U1", "Sam"), "<@U1>", id="a person"),
    pytest.param(Called("S1", "leads", CalledKind.GROUP), "<!subteam^S1>", id="a group"),
    pytest.param(Called("here", "here", CalledKind.HERE), "<!here>", id="everybody here"),
    pytest.param(Called("U1>", "<!here>"), "@&lt;!here&gt;", id="what is no id"),
]


@pytest.mark.parametrize(("called", "written"), CALLS)
def test_who_is_called_by_name_is_so_in_the_card_and_in_the_notification(called, written):
    drawn = message(Card("A page", (Text.calling([called]), Text("now <!here>"))))
    assert drawn["blocks"][1]["text"] == {"type": "mrkdwn", "text": written, "verbatim": True}
    assert drawn["text"] == f"{written} A page\nnow &lt;!here&gt;"
    assert problems(drawn["blocks"]) == []


def test_a_reminder_of_a_channel_keeps_its_menu():
    showing = Showing(on=ON, schedule=ON[:16], setter="Dana", has_threads=True)
    for reminder in load(CORE).reminders:
        blocks = message(reminder_card(reminder, showing))["blocks"]
        drawn = [each for block in blocks for each in elements(block)]
        (menu,) = (each for each in drawn if each["type"] == "overflow")
        labels = [each["text"]["text"] for each in menu["options"]]
        assert labels[2] == "I see it differently", reminder.id
