"""A question goes to one person and comes back to one, whoever leaves meanwhile."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.serve.notices.follow_ups import follow_up
from bot.store.engine.housekeeping import forget_questions
from bot.store.engine.notices.follow_ups import FollowUps
from bot.store.tables.deliveries import deliveries
from bot.store.tables.lessons import lesson_questions
from bot.store.tables.people import people
from handlers.domain.people import Membership, Mention
from handlers.domain.retention import KEEP_QUESTIONS
from handlers.removals import NOT_WORDS
from handlers.turn import TurnKind
from tests.conftest import MONDAY, pressed, sent, turn, typed

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
LESSON = {"lesson": "heard-first"}


async def name_mentor(app, who, at=MONDAY):
    mentor = Mention(who, who.capitalize())
    line = typed(f"/care mentor {mentor.sign}", "alex", at=at, mentions=(mentor,))
    return await app.bot.answer(line)


async def ask(app, words="Does it work in writing, too?", who="ana", at=MONDAY):
    opened = turn(TurnKind.ACTION, "questions.ask", who, args=LESSON, at=at)
    form = (await app.bot.answer(opened)).form
    return await app.bot.answer(sent(form, {"asked": words}, who, at=at))


async def moved(app, mentor):
    return await name_mentor(app, mentor, MONDAY + DAY)


async def leaves(app, who):
    async with app.database.transaction(5) as connection:
        gone = update(people).where(people.c.id == who)
        await connection.execute(gone.values(membership=Membership.LEFT.value))


async def rows(app, table=lesson_questions):
    async with app.database.read_transaction() as connection:
        return (await connection.execute(select(table))).all()


async def beat(app, at):
    """Return whom the beat told, and how each card begins."""
    before = {row.id for row in await rows(app, deliveries)}
    await follow_up(at, FollowUps(app.database), app.bot.answer)
    new = [row for row in await rows(app, deliveries) if row.id not in before]
    return sorted((row.body["reader"], row.body["card"]["title"]) for row in new)


async def test_it_goes_to_the_mentor_alone_and_the_answer_to_whoever_asked(app):
    await name_mentor(app, "dana")
    (post,) = (await ask(app)).posts
    assert (post.reader, post.place.channel) == ("dana", "@dana")
    form = (await app.bot.answer(pressed(post.card, "Answer", "dana"))).form
    (post,) = (await app.bot.answer(sent(form, {"reply": "It does."}, "dana"))).posts
    assert (post.reader, post.place.channel) == ("ana", "@ana")
    assert await rows(app) == []


@pytest.mark.parametrize("intent", ["questions.show", "questions.answer-ask", "questions.answer"])
@pytest.mark.parametrize("who", ["ana", "alex"])
async def test_to_nobody_else_is_there_a_question(who, intent, app):
    await name_mentor(app, "dana")
    await ask(app)
    (row,) = await rows(app)
    kind = TurnKind.SUBMIT if intent == "questions.answer" else TurnKind.ACTION
    args = {"question": row.id, "reply": "It does."}
    reply = await app.bot.answer(turn(kind, intent, who, args=args))
    assert reply.refused
    assert reply.posts == ()
    assert await rows(app) == [row]


@pytest.mark.parametrize("words", ["", "  \n "])
async def test_nothing_is_asked_with_no_words(words, app):
    await name_mentor(app, "dana")
    reply = await ask(app, words)
    assert reply.form.fields[0].error
    assert await rows(app) == []


async def test_a_mentor_who_has_left_is_none(app):
    await name_mentor(app, "dana")
    await leaves(app, "dana")
    opened = turn(TurnKind.ACTION, "questions.ask", args=LESSON)
    assert (await app.bot.answer(opened)).card.title == "Nobody to pass it to"


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (7 * DAY - SECOND, []),
        (7 * DAY, [("ana", "No answer yet"), ("dana", "Ana asks you")]),
    ],
)
async def test_after_a_week_both_hear_of_it_once(after, told, app):
    await name_mentor(app, "dana")
    await ask(app)
    assert await beat(app, MONDAY + after) == told
    assert await beat(app, MONDAY + after) == []


@pytest.mark.parametrize(
    ("after", "told", "left"),
    [
        (KEEP_QUESTIONS - SECOND, [], 1),
        (KEEP_QUESTIONS, [("ana", "It stays unanswered")], 0),
    ],
)
async def test_after_thirty_days_it_goes_and_whoever_asked_hears_it(after, told, left, app):
    await name_mentor(app, "dana")
    await ask(app)
    await beat(app, MONDAY + 7 * DAY)
    assert await beat(app, MONDAY + after) == told
    assert len(await rows(app)) == left


async def test_whoever_left_has_nothing_more_and_whoever_asked_hears_it(app):
    await name_mentor(app, "dana")
    await ask(app)
    await leaves(app, "dana")
    assert await beat(app, MONDAY + 7 * DAY) == [("ana", "It stays unanswered")]
    assert await rows(app) == []


async def test_what_waits_goes_along_to_the_next_mentor(app):
    await name_mentor(app, "dana")
    await ask(app)
    told = [(each.reader, each.card.title) for each in (await moved(app, "alex")).posts]
    assert told == [("alex", "Ana asks you"), ("ana", "Alex will answer")]
    (row,) = await rows(app)
    assert (row.mentor_id, row.next_at) == ("alex", MONDAY + 8 * DAY)


async def test_a_question_of_the_next_mentors_own_comes_back(app):
    await name_mentor(app, "dana")
    await ask(app, who="alex")
    (post,) = (await name_mentor(app, "alex")).posts
    assert (post.reader, post.card.title) == ("alex", "It stays unanswered")
    said = post.card.body[-1].text
    assert "You are the mentor here now" in said
    assert "Ask Alex" not in said
    assert await rows(app) == []


async def test_a_guest_is_no_mentor(app):
    guest = Mention("gil", "Gil", membership=Membership.GUEST)
    reply = await app.bot.answer(typed("/care mentor @Gil", "alex", mentions=(guest,)))
    assert reply.refused


@pytest.mark.parametrize(("late", "left"), [(timedelta(), 1), (SECOND, 0)])
async def test_what_could_not_be_said_is_forgotten_all_the_same(late, left, app):
    await name_mentor(app, "dana")
    await ask(app)
    assert await forget_questions(app.database, MONDAY + KEEP_QUESTIONS + late) == 1 - left
    assert len(await rows(app)) == left


async def test_deleted_data_asks_nothing_any_more(app):
    await name_mentor(app, "dana")
    await ask(app)
    await app.bot.answer(turn(TurnKind.ACTION, "care.mydata-delete"))
    assert await rows(app) == []
    assert await beat(app, MONDAY + 7 * DAY) == []


async def test_back_with_whom_it_came_from_it_comes_anew(app):
    await name_mentor(app, "dana")
    await ask(app)
    names = [each.name for who in ("alex", "dana") for each in (await moved(app, who)).posts]
    assert len(set(names)) == 4


async def test_who_reads_it_is_said_again_when_that_changes_while_one_writes(app):
    await name_mentor(app, "dana")
    opened = turn(TurnKind.ACTION, "questions.ask", args=LESSON)
    form = (await app.bot.answer(opened)).form
    await moved(app, "alex")
    reply = await app.bot.answer(sent(form, {"asked": "And\nin writing?"}))
    (field,) = reply.form.fields
    assert "Alex is the mentor now" in field.error
    assert field.value == "And\nin writing?"
    assert await rows(app) == []
    (post,) = (await app.bot.answer(sent(reply.form, {}))).posts
    assert post.reader == "alex"


@pytest.mark.parametrize(
    ("intent", "args"),
    [
        ("questions.send", {"lesson": "gone-meanwhile", "asked": "In writing, too?"}),
        ("questions.answer", {"question": "gone-meanwhile", "reply": "In writing, too?"}),
    ],
)
async def test_what_can_not_be_sent_any_more_is_shown_to_whoever_wrote_it(intent, args, app):
    await name_mentor(app, "dana")
    reply = await app.bot.answer(turn(TurnKind.SUBMIT, intent, args=args))
    assert reply.refused
    assert reply.posts == ()
    assert reply.card.body[0].text == "In writing, too?"


async def test_of_a_mentor_who_has_left_it_says_that(app):
    await name_mentor(app, "dana")
    await leaves(app, "dana")
    card = (await app.bot.answer(typed("/care mentor", "alex"))).card
    assert card.body[0].text == "Dana has left, so nobody answers what people ask of a lesson."
    assert [each.label for each in card.buttons] == ["Name another", "Nobody"]


async def test_handed_on_late_it_is_said_that_nobody_answered_not_who(app):
    await name_mentor(app, "dana")
    await ask(app)
    await name_mentor(app, "alex", MONDAY + 29 * DAY)
    await beat(app, MONDAY + KEEP_QUESTIONS)
    said = [str(row.body) for row in await rows(app, deliveries)]
    assert [each for each in said if "Nobody has answered it in 30 days." in each]
    assert not [each for each in said if "Alex hasn't" in each]


async def test_who_the_form_was_opened_for_is_not_read_as_words(app):
    await name_mentor(app, "dana")
    opened = turn(TurnKind.ACTION, "questions.ask", args=LESSON)
    form = (await app.bot.answer(opened)).form
    assert set(form.action.args) <= NOT_WORDS


async def test_to_whoever_asked_and_has_left_nothing_goes_any_more(app):
    await name_mentor(app, "dana")
    await ask(app)
    await leaves(app, "ana")
    assert await beat(app, MONDAY + 7 * DAY) == []
    assert await rows(app) == []


async def test_the_mentor_hears_that_whoever_asked_has_left(app):
    await name_mentor(app, "dana")
    (post,) = (await ask(app)).posts
    await leaves(app, "ana")
    form = (await app.bot.answer(pressed(post.card, "Answer", "dana"))).form
    reply = await app.bot.answer(sent(form, {"reply": "It does."}, "dana"))
    assert reply.posts == ()
    said = [each.text for each in reply.card.body]
    assert said == ["It does.", "Ana has left, so nobody would read it."]
