"""Who is the mentor, who else can be asked, and a question as it is shown."""

from collections.abc import Sequence

from handlers.cards import Card
from handlers.domain.learning.question import Question
from handlers.domain.people import Place, spoken_name
from handlers.learning.lessons.questions.cards import Asked, back_to, nobody_card
from handlers.on_duty import leads_of
from handlers.turn import Post, Refusal, Reply, Services, Turn

NOT_HERE = "That question is answered, gone, or with somebody else now. It needs nothing from you."


async def mentor_of(services: Services) -> str:
    """Return the id of who answers here; nothing where nobody is named, or they have left."""
    mentor = (await services.store.member()).mentor
    return "" if not mentor or await has_left(mentor, services) else mentor


async def has_left(person_id: str, services: Services) -> bool:
    """Tell whether somebody works here no longer."""
    return bool(await services.store.people.have_left([person_id]))


async def others_to_ask(turn: Turn, services: Services, but: str = "") -> Sequence[str]:
    """Return the names of whoever leads the person of a turn; ``but``: the mentor."""
    leads = [each for each in await leads_of(turn, services) if each != but]
    names = await services.store.people.names(leads) if leads else {}
    return [names[each] for each in leads if names.get(each, each) != each]


async def nobody(turn: Turn, mentor: str, services: Services, typed: str = "") -> Reply:
    """Say that there is no mentor, or that it is whoever asks."""
    people = await others_to_ask(turn, services)
    return Reply(nobody_card(people, back_to(turn.args), typed, is_mentor=bool(mentor)))


async def as_shown(question: Question, services: Services) -> Asked:
    """Return a question with the names of its people, and its lesson."""
    ids = (question.asker_id, question.mentor_id)
    names = await services.store.people.names(each for each in ids if each)
    asker, mentor = (spoken_name(each, names.get(each, "")) if each else "" for each in ids)
    return Asked(question, services.content.lesson(question.lesson_id), asker, mentor)


def private(reader: str, card: Card, turn: Turn, name: str) -> Post:
    """Return a card for one person; the same name again is the same card."""
    return Post(Place.personal(turn.tenant, reader), card, reader=reader, name=name)


async def own(turn: Turn, services: Services) -> Question:
    """Return a question that this person is to answer; any other looks like one that is gone."""
    question = await services.store.lessons.question(turn.arg("question"))
    if question is None or question.mentor_id != turn.person.id:
        raise Refusal(NOT_HERE)
    return question


async def called(person_id: str, services: Services) -> str:
    """Return what somebody is called here."""
    names = await services.store.people.names([person_id])
    return names.get(person_id) or "The mentor"
