"""Whoever typed something that isn't kept is told so, once, in one line that doesn't quote it."""

from dataclasses import replace

import pytest

from handlers.cards import Field, FieldKind, Text, Tone
from handlers.domain.people import Membership
from handlers.removals import NOT_WORDS
from tests.conftest import pressed, sent, typed

CARD = "4111 1111 1111 1111"
ONE = "I took out what looked like a card number and didn't keep it."
SAID = "I took out"

KINDS = [
    pytest.param(CARD, "a card number", id="card"),
    pytest.param("DE89 3704 0044 0532 0130 00", "a bank account", id="IBAN"),
    pytest.param("rosa@example.org", "an e-mail address", id="e-mail"),
    pytest.param("06.12.34.56.78", "a phone number", id="phone"),
    pytest.param("password: hunter2", "a password or key", id="password"),
    pytest.param("xoxb-12345678-abcdefgh", "a password or key", id="token"),
    pytest.param("12345678901234567890", "a long number", id="number"),
]


def notes(card) -> list[str]:
    """Return what a card says of what was taken out."""
    small = [each for each in card.body if isinstance(each, Text) and each.tone is Tone.NOTE]
    return [each.text for each in small if each.text.startswith(SAID)]


@pytest.mark.parametrize(("secret", "called"), KINDS)
async def test_each_kind_is_named_and_not_quoted(secret, called, app):
    reply = await app.bot.answer(typed(f"/complaint the van never came, {secret}"))
    assert notes(reply.card) == [f"I took out what looked like {called} and didn't keep it."]
    assert secret not in str(reply)


async def test_several_kinds_are_still_one_short_line(app):
    two = await app.bot.answer(typed(f"/complaint {CARD}, ring 07700 900123, {CARD}"))
    assert notes(two.card) == [
        "I took out what looked like a card number and a phone number, and didn't keep them."
    ]
    line = f"/complaint {CARD}, 07700 900123, rosa@example.org, PIN 1234"
    (many,) = notes((await app.bot.answer(typed(line))).card)
    assert many.endswith("and more, and didn't keep them.")
    assert len(many) < 100


async def test_it_is_said_once(app):
    first = await app.bot.answer(typed(f"/complaint card {CARD}"))
    assert notes(first.card) == [ONE]
    assert not notes((await app.bot.answer(pressed(first.card, "They've said it all"))).card)
    assert not notes((await app.bot.answer(typed("/complaint"))).card)


@pytest.mark.parametrize(
    "line",
    [
        "/complaint order 12345678 for 12.345.678,90 EUR on 23.11.2026",
        "/complaint",
        "/promise ring back by today 16:30",
        "/care help",
        f"/care find {CARD}",
        f"/care {CARD}",
        f"/reminders list {CARD}",
        f"/reminders add {CARD}",
        f"/reminders pause {CARD}",
        f"/complain {CARD}",
    ],
)
async def test_nothing_is_said_where_nothing_was_taken_out_or_is_kept(line, app):
    await app.bot.answer(typed("/reminders add weekdays 08:55"))
    reply = await app.bot.answer(typed(line))
    assert SAID not in str(reply)
    assert CARD not in str(reply)


async def test_a_promise_says_it_when_it_asks_for_its_time_and_not_again(app):
    asks = await app.bot.answer(typed(f"/promise refund to {CARD}"))
    assert notes(asks.card) == [ONE]
    label = next(
        each.label for each in asks.card.actions() if each.action.intent == "promises.make"
    )
    assert not notes((await app.bot.answer(pressed(asks.card, label))).card)


async def test_a_question_that_carries_the_words_on_says_it(app):
    asked = await app.bot.answer(typed(f"/promise refund to {CARD} by the end of soon"))
    assert asked.card.title == "By when?"
    assert notes(asked.card) == [ONE]
    assert CARD[:9] not in str(asked)


async def test_a_guest_whose_words_are_not_kept_is_told_nothing(app):
    guest = typed(f"/complaint {CARD}")
    guest = replace(guest, person=replace(guest.person, id="stranger", membership=Membership.GUEST))
    assert not notes((await app.bot.answer(guest)).card)


async def test_a_form_says_it_when_it_is_taken_and_not_while_it_opens_again(app):
    form = (await app.bot.answer(typed("/promise by today 16:30"))).form
    wrong = await app.bot.answer(sent(form, {"what": f"refund to {CARD}", "when": "soon"}))
    assert wrong.form is not None
    taken = await app.bot.answer(sent(form, {"what": f"refund to {CARD}", "when": "today 16:30"}))
    assert notes(taken.card) == [ONE]


async def test_the_lines_that_say_whom_to_call_lose_their_secrets_alone(app):
    card = (await app.bot.answer(typed("/care settings", "alex"))).card
    form = (await app.bot.answer(pressed(card, "Local numbers", "alex"))).form
    name = form.fields[0].name
    called = await app.bot.answer(sent(form, {name: "ring +39 02 1234 5678"}, "alex"))
    assert not notes(called.card)
    secret = await app.bot.answer(sent(form, {name: f"ring 7711, pay with {CARD}"}, "alex"))
    assert notes(secret.card) == [ONE]


async def test_what_is_chosen_or_carried_along_is_never_taken_for_words(app):
    form = (await app.bot.answer(typed("/shoutout"))).form
    chosen = {each.name for each in form.fields if _is_chosen(each)}
    assert chosen | set(form.action.args) <= NOT_WORDS
    values = {"people": "29:1aBcDeF2gHiJkL3mNoPqR4sTuVwX5yZ", "what": "for staying late with Mrs K"}
    assert SAID not in str(await app.bot.answer(sent(form, values)))


def _is_chosen(field: Field) -> bool:
    return field.kind in (FieldKind.SELECT, FieldKind.PEOPLE)
