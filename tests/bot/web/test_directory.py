"""Who is meant on the playground: in a typed line and in a form."""

import pytest

from bot.web.directory import PERSONAS, chosen, mentioned
from bot.web.turns import Interaction
from handlers.domain.people import Mention, MentionKind, Person
from handlers.turn import Reply, TurnKind

ANA, DANA = Mention("ana", "Ana"), Mention("dana", "Dana")


@pytest.mark.parametrize(
    ("typed", "text", "mentions"),
    [
        ("ask @dana and @ANA, @dana", "ask @Dana and @Ana, @Dana", (DANA, ANA)),
        ("ask @nobody or dana@ana.example", "ask @nobody or dana@ana.example", ()),
        ("", "", ()),
    ],
    ids=["people, each once", "strangers and addresses", "nothing"],
)
def test_names_of_the_cast_are_mentions(typed, text, mentions):
    assert mentioned(typed) == (text, mentions)


def test_a_group_comes_with_its_people():
    text, (group,) = mentioned("thank @Desk")
    assert text == "thank @desk"
    assert (group.kind, group.name) == (MentionKind.GROUP, "desk")
    assert group.members == (Person("ana", "Ana"), Person("dana", "Dana"))


@pytest.mark.parametrize(
    ("value", "mentions"),
    [("dana,ana", (DANA, ANA)), ("dana,eve", ()), ("", ()), ("ring Dana back", ())],
)
def test_people_of_a_form_are_ids_with_commas(value, mentions):
    assert chosen(value) == mentions


async def test_a_turn_of_the_page_knows_who_is_meant(app, monkeypatch):
    asked = []

    async def answer(turn):
        asked.append(turn)
        return Reply()

    monkeypatch.setattr(app.bot, "answer", answer)
    seat = {"tenant": "demo", "persona": PERSONAS["ana"], "channel": "wins"}
    await app.web_door.answer(
        Interaction(**seat, kind=TurnKind.COMMAND, turn_id="1", text="/care find @dana")
    )
    await app.web_door.answer(
        Interaction(**seat, kind=TurnKind.SUBMIT, turn_id="2", args={"who": "dana,ana"})
    )
    assert (asked[0].text, asked[0].mentions) == ("find @Dana", (DANA,))
    assert asked[1].mentions == (DANA, ANA)
