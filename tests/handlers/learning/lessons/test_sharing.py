"""That a course is done is told only by whoever did it, where they may, and once."""

from handlers.turn import TurnKind
from tests.conftest import turn
from tests.handlers.learning.lessons.test_recalled import learn


async def shared(app, where, course="102", channel="front-desk", new="1"):
    args = {"course": course, "where": where, "new": new}
    return await app.bot.answer(turn(TurnKind.ACTION, "lessons.share", channel=channel, args=args))


async def test_a_place_that_was_not_offered_hears_nothing(app):
    await learn(app)
    reply = await shared(app, "web:demo:leads")
    assert reply.posts == ()
    assert reply.card.title == "Tell others"


async def test_nor_does_any_hear_of_a_course_that_isn_t_done(app):
    await learn(app)
    reply = await shared(app, "web:demo:front-desk", course="101")
    assert reply.posts == ()
    assert reply.card.title.startswith("Course 101")


async def test_the_line_has_a_name_and_a_course_and_each_telling_is_posted_once(app):
    await learn(app)
    names = set()
    for _ in range(2):
        (post,) = (await shared(app, "web:demo:front-desk")).posts
        names.add(post.name)
        assert not post.reader
        (line,) = post.card.body
        assert line.text == "Ana has done all 14 lessons of course 102, on customer care."
    assert len(names) == 1
    (again,) = (await shared(app, "web:demo:front-desk", new="2")).posts
    assert again.name not in names  # where the first could not be posted, say


async def test_the_channels_are_this_one_and_the_one_for_thanks(app):
    await learn(app)
    at_home = turn(TurnKind.ACTION, "care.thanks-here", "alex", channel="wins")
    await app.bot.answer(at_home)
    reply = await app.bot.answer(
        turn(TurnKind.ACTION, "lessons.share-ask", channel="front-desk", args={"course": "102"})
    )
    labels = [each.label for each in reply.card.actions()]
    assert labels == ["Back", "In this channel", "In #wins"]
