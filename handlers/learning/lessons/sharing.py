"""That somebody has done a course: told where they want it, by their own tap, in one line."""

from collections.abc import Sequence

from handlers.cards import Card, Text
from handlers.domain.learning.progress import is_finished, of_course
from handlers.domain.people import Place
from handlers.learning.lessons.cards import share_card, shared_card, shared_line
from handlers.learning.lessons.current import pressed_course, shown_course
from handlers.repeats import of_button
from handlers.turn import Post, Reply, Services, Turn


async def ask(turn: Turn, services: Services) -> Reply:
    """Offer where it may be told, with the very words."""
    course = await pressed_course(turn, services)
    if not await _has_done(course, services):
        return await shown_course(course, 0, services)
    places = await _places(turn, services)
    args = {"course": course, "new": turn.fresh_id("learned")}
    return Reply(share_card(args, _line(course, turn, services), places, turn.place))


async def share(turn: Turn, services: Services) -> Reply:
    """Post that line into a channel that was offered; a press that comes twice is one."""
    course = await pressed_course(turn, services)
    places = {str(each): each for each in await _places(turn, services)}
    place = places.get(turn.arg("where"))
    if place is None or not await _has_done(course, services):
        return await ask(turn, services)
    card = Card("", (Text(_line(course, turn, services)),))
    post = Post(place, card, name=f"learned:{of_button(turn).fresh_id(str(place))}")
    if place == turn.place:
        return Reply(shared_card("this channel"), posts=(post,), posts_to=place)
    return Reply(shared_card(place.called("a channel of yours")), posts=(post,))


async def _places(turn: Turn, services: Services) -> Sequence[Place]:
    """Return the channels of this person: this one, their team's, and the one for thanks."""
    here = () if turn.place.is_direct else (turn.place,)
    teams = [each.place for each in await services.store.staff.teams_of(turn.person.id)]
    thanks = (await services.store.member()).thanks_place
    others = [each for each in (*teams, thanks) if each is not None and each != turn.place]
    named = [await services.store.channels.named(each) for each in others]
    return tuple(dict.fromkeys((*here, *named)))


async def _has_done(course: str, services: Services) -> bool:
    return is_finished(course, services.content.lessons, await services.store.lessons.done())


def _line(course: str, turn: Turn, services: Services) -> str:
    count = len(of_course(services.content.lessons, course))
    return shared_line(turn.person.name, course, count)
