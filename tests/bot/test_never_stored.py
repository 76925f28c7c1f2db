"""What is taken out is in no byte of the database and in no line of the log, wherever typed."""

import json
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from bot.bot import Bot
from handlers.cards import Button
from handlers.domain.people import Mention
from handlers.turn import Reply, TurnKind
from tests.bot.canary import logged
from tests.conftest import MONDAY, pressed, sent, turn, typed
from tests.handlers.domain.redaction.tables import taken_out

LENGTH = 70  # characters of a row that every field takes
Way = Callable[[Bot, str], Awaitable[Reply]]


def _button(reply: Reply, intent: str) -> Button:
    return next(each for each in reply.card.actions() if each.action.intent == intent)


_numbers = count(1)  # the same line again is another matter


async def complaint(bot: Bot, words: str) -> Reply:
    return await bot.answer(typed(f"/complaint {words}"))


async def story(bot: Bot, words: str) -> Reply:
    form = (await bot.answer(turn(TurnKind.ACTION, "complaint.shortcut"))).form
    return await bot.answer(sent(form, {"story": words, "variant": "chat"}))


async def alarm(bot: Bot, words: str) -> Reply:
    form = (await bot.answer(turn(TurnKind.ACTION, "complaint.shortcut"))).form
    args = {**form.alarm.action.args, "story": words, "variant": "chat"}
    return await bot.answer(turn(TurnKind.ACTION, form.alarm.action.intent, args=args))


async def remedy(bot: Bot, words: str) -> Reply:
    reply = await bot.answer(typed(f"/complaint the van never came {next(_numbers)}"))
    for label in ("More …", "Skip this step") * 3:
        reply = await bot.answer(pressed(reply.card, label))
    form = (await bot.answer(pressed(reply.card, "Something else"))).form
    return await bot.answer(sent(form, {"what": words, "when": "today 17:00"}))


async def what_if(bot: Bot, words: str) -> Reply:
    reply = await remedy(bot, "ring back")
    reply = await bot.answer(pressed(reply.card, "Yes"))
    form = (await bot.answer(pressed(reply.card, "Pass something on"))).form
    return await bot.answer(sent(form, {"idea": words}))


async def promise(bot: Bot, words: str) -> Reply:
    return await bot.answer(typed(f"/promise {words} by today 17:00"))


async def promise_in_form(bot: Bot, words: str) -> Reply:
    form = (await bot.answer(typed("/promise by today 17:00"))).form
    return await bot.answer(sent(form, {"what": words, "when": "today 17:00"}))


async def said(bot: Bot, words: str) -> Reply:
    reply = await bot.answer(typed(f"/promise ring back no {next(_numbers)} by today 17:00"))
    for intent in ("promises.fail", "promises.told", "promises.said-ask"):
        with suppress(StopIteration, RuntimeError):
            reply = await bot.answer(pressed(reply.card, _button(reply, intent).label))
    return await bot.answer(sent(reply.form, {"said": words}))


async def shoutout(bot: Bot, words: str) -> Reply:
    form = (await bot.answer(typed("/shoutout"))).form
    return await bot.answer(sent(form, {"people": "dana", "what": f"staying late with {words}"}))


async def sign_off(bot: Bot, words: str) -> Reply:
    reply = await bot.answer(typed("/reminders add", channel="front-desk"))
    values = {"phrase": "weekdays 08:55", "sign_off": words}
    return await bot.answer(sent(reply.form, values, channel="front-desk"))


async def days_off(bot: Bot, words: str) -> Reply:
    reply = await bot.answer(typed("/reminders days", channel="front-desk"))
    form = (await bot.answer(pressed(reply.card, "Change", channel="front-desk"))).form
    line = " ".join(words.split())
    return await bot.answer(sent(form, {"days": f"25 Dec {line}"}, channel="front-desk"))


def setting(label: str, field: str) -> Way:
    async def set_it(bot: Bot, words: str) -> Reply:
        card = (await bot.answer(typed("/care settings", "alex"))).card
        form = (await bot.answer(pressed(card, label, "alex"))).form
        name = field or form.fields[0].name
        return await bot.answer(sent(form, {name: words}, "alex"))

    return set_it


async def rule_kept(bot: Bot, words: str) -> Reply:
    """A rule is bent by three people; a day later its owner is told, and says why it stays."""
    await setting("Time zone and lines", "rule_watch")(bot, "3 in 30 days")
    name = f"rule no {next(_numbers)}"
    card = (await bot.answer(typed("/care rules", "alex"))).card
    form = (await bot.answer(pressed(card, "Add a rule", "alex"))).form
    owner = {"mentions": (Mention("alex", "Alex"),)}
    card = (await bot.answer(sent(form, {"name": name, "people": "alex"}, "alex", **owner))).card
    rule = next(each.action.args["rule"] for each in card.actions() if each.action.args)
    for who in ("ana", "dana", "alex"):
        card = (await bot.answer(typed(f"/complaint the bus was late {next(_numbers)}", who))).card
        for label in ("More …", "Skip this step") * 5:
            card = (await bot.answer(pressed(card, label, who))).card
        form = (await bot.answer(pressed(card, "Pass something on", who))).form
        await bot.answer(sent(form, {"new_rule": name}, who))
    later = {"at": MONDAY + timedelta(days=2)}
    counted = turn(TurnKind.NOTICE, "insights.count", "alex", args={"of": rule}, **later)
    (told,) = (await bot.answer(counted)).posts
    form = (await bot.answer(pressed(told.card, "We keep it because …", "alex", **later))).form
    return await bot.answer(sent(form, {"why": words}, "alex", **later))


async def thanks_answered(bot: Bot, words: str) -> Reply:
    """Somebody is thanked privately, and answers."""
    form = (await bot.answer(typed("/shoutout", "alex"))).form
    what = f"stayed an hour longer so that I could fetch my boy, time no {next(_numbers)}"
    values = {"people": "ana", "what": what, "private": "yes"}
    ana = {"mentions": (Mention("ana", "Ana"),)}
    posts = (await bot.answer(sent(form, values, "alex", **ana))).posts
    (thanks,) = (each for each in posts if each.reader == "ana")
    form = (await bot.answer(pressed(thanks.card, "Answer"))).form
    return await bot.answer(sent(form, {"line": words}))


async def hour(bot: Bot, words: str) -> Reply:
    """At what hour drafts of thanks come: a list, into which nothing else is taken."""
    form = (await bot.answer(turn(TurnKind.ACTION, "thanks.hour-ask", "dana"))).form
    return await bot.answer(sent(form, {"hour": words}, "dana"))


async def old_what_if(bot: Bot, words: str) -> Reply:
    """A line on what would stop it, from a form that the version before has opened."""
    reply = await bot.answer(pressed((await remedy(bot, "ring back")).card, "Yes"))
    args = {**_button(reply, "insights.pass-on-ask").action.args, "idea": words}
    return await bot.answer(turn(TurnKind.SUBMIT, "complaint.what-if", args=args))


async def check(bot: Bot, words: str) -> Reply:
    return await bot.answer(typed(f"/check I'm sorry, {words}. Please calm down."))


async def check_mistyped(bot: Bot, words: str) -> Reply:
    return await bot.answer(typed(f"/chekc I'm sorry, {words}. Please calm down."))


async def check_message(bot: Bot, words: str) -> Reply:
    """One's own message is checked, from its menu."""
    asked = turn(
        TurnKind.ACTION,
        "check.from-message",
        text=f"I'm sorry, {words}. Please calm down.",
        args={"author": "ana", "said": words[:300]},
        mentions=(Mention("ana", "Ana"),),
    )
    return await bot.answer(asked)


async def check_in_form(bot: Bot, words: str) -> Reply:
    """A form that is sent without a word in it, and again."""
    card = (await bot.answer(typed("/check 🙏"))).card
    form = (await bot.answer(pressed(card, "Check it in a form"))).form
    form = (await bot.answer(sent(form, {"draft": f"🙏 {re.sub('[^0-9]', '', words)}"}))).form
    return await bot.answer(sent(form, {"draft": f"I'm sorry, {words}. Please calm down."}))


async def check_anyway(bot: Bot, words: str) -> Reply:
    """A draft that was taken for words about whoever types it."""
    card = (await bot.answer(typed(f"/check I can't go on any more, {words}"))).card
    form = (await bot.answer(pressed(card, "It isn't that"))).form
    return await bot.answer(sent(form, {"draft": f"I can't go on any more, {words}"}))


async def mentor_answers(bot: Bot, words: str) -> Reply:
    """Somebody asks of a lesson, and whoever is named for it answers."""
    dana = (Mention("dana", "Dana"),)
    await bot.answer(replace(typed("/care mentor @Dana", "alex"), mentions=dana))
    args = {"lesson": "heard-first"}
    form = (await bot.answer(turn(TurnKind.ACTION, "questions.ask", args=args))).form
    (post,) = (await bot.answer(sent(form, {"asked": f"and {words}"}))).posts
    form = (await bot.answer(pressed(post.card, "Answer", "dana"))).form
    return await bot.answer(sent(form, {"reply": words}, "dana"))


async def practised(bot: Bot, words: str) -> Reply:
    card = (await bot.answer(typed("/practice two left boots"))).card
    form = (await bot.answer(pressed(card, "Answer"))).form
    return await bot.answer(sent(form, {"answer": f"I'm sorry about the boots, {words}"}))


async def practised_anyway(bot: Bot, words: str) -> Reply:
    """An answer that was taken for words about whoever types it."""
    card = (await practised(bot, "I can't go on any more")).card
    form = (await bot.answer(pressed(card, "It isn't that"))).form
    return await bot.answer(sent(form, {"answer": f"I'm sorry, I can't go on any more, {words}"}))


# What no walk through all buttons comes by (tests/bot/test_canary.py), by the form that is sent.
COME_BY_THEMSELVES = {
    "rules.keep": rule_kept,
    "shoutout.answer-send": thanks_answered,
    "thanks.hour": hour,
    "questions.answer": mentor_answers,
    "complaint.what-if": old_what_if,
    "check.send-anyway": check_anyway,
    "practice.answer-anyway": practised_anyway,
}
UNKEPT = (
    check,
    check_mistyped,
    check_message,
    check_in_form,
    check_anyway,
)  # whatever the words are
WAYS = (
    *(complaint, story, alarm, remedy, what_if, promise, promise_in_form),
    *(said, shoutout, sign_off, days_off, practised),
    *(setting("Time zone and lines", "sign_off"), setting("What agents may offer", "remedies")),
    *(each for each in COME_BY_THEMSELVES.values() if each not in UNKEPT),
)
REFUSED = (days_off, hour)  # a figure is no part of a name; a list takes none but its own
# For those that are made to hold an address or a telephone number.
TO_CALL = (setting("Time zone and lines", "lead_line"), setting("Local numbers", ""))
CALLED = ("[phone]", "[e-mail]", "[number]")


def pieces(secret: str) -> set[str]:
    """Return how a secret may stand in a file: as it was typed, in JSON, its digits alone."""
    plain = re.sub(r"\D", "", secret)
    alone = {plain} if len(plain) > 8 and plain.isascii() else set()
    return {secret, json.dumps(secret)[1:-1]} | alone


@pytest.mark.parametrize("way", [*WAYS, *TO_CALL], ids=range(len(WAYS) + len(TO_CALL)))
async def test_what_is_taken_out_is_in_no_byte_and_in_no_line_of_the_log(way, app, tmp_path):
    rows = [row for row in taken_out() if way not in TO_CALL or not _is_called(row[1])]
    here = rows[WAYS.index(way) :: len(WAYS)] if way in WAYS else rows[::6]
    with logged() as lines:
        for number, (text, _, _) in enumerate(here, 10**6):
            await way(app.bot, f"{text[:LENGTH]} m{number}")
    for intent in (each for each, its in COME_BY_THEMSELVES.items() if its is way):
        assert f"intent={intent} " in lines(), "that form was never sent"
    await app.database.dispose()
    files = b"".join(each.read_bytes() for each in tmp_path.iterdir() if ".db" in each.name)
    kept = files.decode(errors="replace")
    numbers = range(10**6, 10**6 + len(here))
    assert way in REFUSED or any(f"m{number}" in kept for number in numbers), "nothing stored"
    kept += lines()
    for text, _, secret in here:
        if len(text) <= LENGTH and len(secret) > 4:
            assert not [each for each in pieces(secret) if each in kept], text


@pytest.mark.parametrize("way", UNKEPT, ids=lambda way: way.__name__)
async def test_of_a_draft_no_word_is_in_any_byte_or_in_any_line_of_the_log(way, app, tmp_path):
    with logged() as lines:
        reply = await way(app.bot, "marmalade for Mrs Quillfeather")
    for intent in (each for each, its in COME_BY_THEMSELVES.items() if its is way):
        assert f"intent={intent} " in lines(), "that form was never sent"
    assert not reply.kept
    assert reply.posts == ()
    assert not [each for each in reply.card.actions() if "armalade" in str(each.action)]
    await app.database.dispose()
    files = b"".join(each.read_bytes() for each in tmp_path.iterdir() if ".db" in each.name)
    kept = files.decode(errors="replace") + lines()
    assert not [each for each in ("armalade", "Quillfeather", "calm down") if each in kept]


def _is_called(left: str) -> bool:
    return any(each in left for each in CALLED)
