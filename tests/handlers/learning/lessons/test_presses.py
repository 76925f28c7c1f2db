"""A press shows what is there now, and what was chosen first stands."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.store.tables.lessons import lessons_done
from content import CORE, load
from handlers.domain.people import Membership, Person
from handlers.turn import TurnKind
from tests.conftest import turn, typed

LESSONS = load(CORE).lessons


async def press(app, verb, who="ana", **args):
    return await app.bot.answer(turn(TurnKind.ACTION, f"lessons.{verb}", who, args=args))


async def done(app):
    async with app.database.read_transaction() as connection:
        return (await connection.execute(select(lessons_done))).all()


async def test_the_first_answer_stands_whatever_is_pressed_later(app):
    lesson = LESSONS[0]
    other = next(each for each in lesson.answers if not each.right)
    for each in (other, lesson.best):
        await press(app, "answer", lesson=lesson.id, chosen=each.key)
    (row,) = await done(app)
    assert (row.lesson_id, row.person_id, row.fitted) == (lesson.id, "ana", False)


@pytest.mark.parametrize("answer", ["0", "-1", "", LESSONS[1].best.key])
async def test_an_answer_of_an_earlier_wording_asks_again(answer, app):
    reply = await press(app, "answer", lesson=LESSONS[0].id, chosen=answer)
    assert reply.card.body[0].text == LESSONS[0].question
    assert await done(app) == []


def test_an_answer_is_known_by_its_words_wherever_it_stands():
    first = LESSONS[0]
    moved = first.model_copy(update={"answers": first.answers[::-1]})
    assert [moved.answer(each.key) for each in first.answers] == list(first.answers)
    assert len({each.key for lesson in LESSONS for each in lesson.answers}) == 3 * len(LESSONS)


@pytest.mark.parametrize("verb", ["show", "story", "question", "answer"])
async def test_a_lesson_that_is_gone_leads_to_those_there_are(verb, app):
    reply = await press(app, verb, lesson="gone", answer="0")
    assert reply.refused
    assert [each.label for each in reply.card.buttons] == ["All lessons"]


async def test_the_end_before_the_end_is_the_list(app):
    assert (await press(app, "end", course="102")).card.title.startswith("Course 102")


@pytest.mark.parametrize("args", [{}, {"course": "103", "from": "99"}, {"from": "x"}])
async def test_a_list_that_there_isn_t_is_the_one_for_everybody(args, app):
    reply = await press(app, "list", **args)
    assert reply.card.title.startswith("Course 102")
    assert reply.card.body[1].rows[0].label.startswith("11 · ")


async def test_who_can_t_be_placed_learns_all_the_same(app):
    stranger = Person("x-1", "Somebody new")
    assert not (await app.bot.answer(replace(typed("/learn"), person=stranger))).refused


async def test_a_guest_of_another_firm_reads_help(app):
    guest = Person("x-2", "Gil", membership=Membership.GUEST)
    reply = await app.bot.answer(replace(typed("/learn"), person=guest))
    assert reply.card.title == "You are a guest here"
