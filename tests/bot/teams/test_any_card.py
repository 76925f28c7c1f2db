"""Whatever is in a card or a form, Teams takes it."""

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.teams.drawing.adaptive_cards import PLACE, draw, draw_form
from handlers.cards import (
    Action,
    Button,
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
from tests.bot.teams.sound import assert_is_sound

anything = st.text(max_size=60)
long = st.builds(
    lambda text, times: text * times, st.text(min_size=1, max_size=40), st.integers(1, 200)
)
words = st.one_of(anything, long)
args = st.dictionaries(
    st.sampled_from(["case", "rev", "to", "due"]), st.text(max_size=40), max_size=4
)
actions = st.builds(Action, st.from_regex(r"[a-z]{3,12}\.[a-z-]{3,20}", fullmatch=True), args)
buttons = st.builds(Button, words, actions, st.sampled_from(Style))
blocks = st.one_of(
    st.builds(Text, words, st.sampled_from(Tone)),
    st.builds(Facts, st.lists(st.tuples(words, words), max_size=12).map(tuple)),
    st.builds(Choices, st.lists(buttons, max_size=10).map(tuple)),
    st.builds(Check, buttons),
)
cards = st.builds(
    Card,
    words,
    st.lists(blocks, max_size=12).map(tuple),
    st.lists(buttons, max_size=3).map(tuple),
    st.lists(buttons, max_size=5).map(tuple),
    st.none() | buttons,
    words,
)
fields = st.builds(
    Field,
    st.sampled_from(["phrase", "deck", "sign_off", "what"]),
    words,
    st.sampled_from(FieldKind),
    words,
    words,
    st.lists(st.tuples(st.sampled_from("abc"), words), min_size=1, max_size=20).map(tuple),
    st.booleans(),
    st.integers(1, 3000),
    words,
)
forms = st.builds(Form, words, st.lists(fields, max_size=6).map(tuple), words, actions, words)


@given(cards, st.dictionaries(st.just(PLACE), st.text(min_size=20, max_size=250), max_size=1))
@hypothesis_settings(max_examples=50)
def test_any_card_stays_within_the_limits_of_teams(card, hidden):
    choices = [block for block in card.body if isinstance(block, Choices)]
    if len(choices) > 1:  # the house's cards have one list to pick from
        return
    assert_is_sound(draw(card, hidden))


@given(forms)
@hypothesis_settings(max_examples=50)
def test_any_form_stays_within_the_limits_of_teams(form):
    assert_is_sound(draw_form(form))
