"""Who answers what people ask of a lesson: /care mentor. What waits goes along to the next one."""

from collections.abc import Sequence

from handlers.audit import record
from handlers.domain.learning.question import Question
from handlers.domain.people import Person, Role
from handlers.learning.lessons.questions.cards import NAME, Over, mentor_form, mentor_setting_card
from handlers.learning.lessons.questions.current import called, mentor_of, others_to_ask
from handlers.learning.lessons.questions.handing import ended, handed
from handlers.mentions import acquainted, chosen_people, people_meant, without_mentions
from handlers.permissions import check_nobody_left, check_role
from handlers.ports.audit import Act
from handlers.turn import Post, Refusal, Reply, Services, Turn

_NOBODY = ("nobody", "none")


async def show(turn: Turn, services: Services) -> Reply:
    """Show who the mentor is, or name them: ``@mira``, ``nobody``."""
    await check_role(Role.ADMIN, services)
    turn = await acquainted(turn, services)
    people, words = people_meant(turn.mentions), without_mentions(turn).lower()
    if words in _NOBODY and not people:
        return await _saved(None, turn, services)
    if words or len(people) > 1:
        raise Refusal("I need one person: type @ and pick them, or choose them in a form.", NAME)
    return await _saved(people[0], turn, services) if people else await _shown(services)


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form that names them."""
    await check_role(Role.ADMIN, services)
    return Reply(form=mentor_form())


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form."""
    await check_role(Role.ADMIN, services)
    chosen = chosen_people(await acquainted(turn, services))
    if len(chosen) != 1:
        problem = "One person, please." if chosen else "Choose who it is."
        return Reply(form=mentor_form(problem))
    return await _saved(chosen[0], turn, services)


async def none(turn: Turn, services: Services) -> Reply:
    """Have none any more."""
    await check_role(Role.ADMIN, services)
    return await _saved(None, turn, services)


async def _saved(person: Person | None, turn: Turn, services: Services) -> Reply:
    """Keep who it is; what nobody has answered goes along, or whoever asked hears that it ends."""
    if person is not None:
        check_nobody_left([person], "they can't answer")
        if person.guest:
            raise Refusal(f"{person.name} is a guest here. A mentor is one of your own people.")
    before, mentor = (await services.store.member()).mentor, person.id if person else ""
    if before == mentor:
        return await _shown(services)
    await services.store.save_workspace({"mentor": mentor or None})
    about = [mentor] if mentor else []
    await record(Act.MENTOR_SET, turn, services, about=about)
    waiting = await services.store.lessons.questions()
    posts = [p for each in waiting for p in await _goes_along(each, mentor, turn, services)]
    return Reply((await _shown(services)).card, posts=tuple(posts))


async def _goes_along(
    question: Question, mentor: str, turn: Turn, services: Services
) -> Sequence[Post]:
    if mentor not in ("", question.asker_id):
        return await handed(question, mentor, turn, services)
    is_own = question.asker_id == turn.person.id
    others = await others_to_ask(turn, services) if is_own else [turn.person.name]
    why = Over.THEIR_OWN if mentor else Over.NO_MENTOR
    return (await ended(question, why, others, turn, services),)


async def _shown(services: Services) -> Reply:
    named = (await services.store.member()).mentor
    waiting = len(await services.store.lessons.questions())
    name = await called(named, services) if named else ""
    has_left = named != await mentor_of(services)
    return Reply(mentor_setting_card(name, waiting, has_left=has_left))
