"""What is passed on: once, by one's own tap, without a name; and whoever looks after a rule."""

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.serve.notices.follow_ups import follow_up
from bot.store.engine.housekeeping import forget_passed_on, wipe_tenant
from bot.store.engine.notices.follow_ups import FollowUps
from bot.store.tables.insights import bends, ideas, rules
from bot.store.turn.store import TurnStore
from handlers.domain.insights.idea import Idea
from handlers.domain.insights.rule import MAX_RULES, Bend, Rule, Told
from handlers.domain.people import Mention
from handlers.domain.retention import KEEP_NOTES
from handlers.turn import TurnKind
from tests.calendars import rows_of
from tests.conftest import MONDAY, pressed, sent, turn, typed

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
FORM = {"cause": "late", "new_rule": "14 days", "idea": "ring first"}


async def after(app, who="ana", story="two left boots"):
    """Return the last card of a complaint."""
    card = (await app.bot.answer(typed(f"/complaint {story}", who))).card
    for label in ("More …", "Skip this step") * 5:
        card = (await app.bot.answer(pressed(card, label, who))).card
    assert card.title == "Need a minute?"
    return card


async def form_of(app, card, who="ana"):
    return (await app.bot.answer(pressed(card, "Pass something on", who))).form


async def passed(app, who="ana", **values):
    form = await form_of(app, await after(app, who), who)
    return await app.bot.answer(sent(form, values or FORM, who))


@asynccontextmanager
async def store_of(app, who="ana"):
    async with app.database.transaction(5) as connection:
        here = typed("", who)
        yield TurnStore(connection, here.tenant, here.person)


async def count(app, *tables):
    async with app.database.read_transaction() as connection:
        found = [await connection.scalar(select(func.count()).select_from(each)) for each in tables]
    return found[0] if len(found) == 1 else found


def words(reply):
    return "\n".join(each.text for each in reply.card.body if each.kind == "text")


async def beat(app, at):
    """Let it be this moment; return what was posted."""
    replies = []

    async def answer(told):
        replies.append(await app.bot.answer(told))
        return replies[-1]

    await follow_up(at, FollowUps(app.database), answer)
    return [post for reply in replies for post in reply.posts]


async def bent(app, people, at=MONDAY, rule=None, **others):
    """Let these people have bent a rule."""
    rule = rule or Rule("rule-1", "14 days", MONDAY, owner_id="dana")
    async with store_of(app) as store:
        await store.insights.add_rule(rule)
    for number, who in enumerate(people):
        bend = Bend(f"bend-{number}-{at:%d%H%M%S}", rule.id, who, at, f"case-{number}", **others)
        async with store_of(app, who) as store:
            await store.insights.add_bend(bend, at + DAY)


async def test_an_empty_one_is_fine(app):
    card = await after(app)
    form = await form_of(app, card)
    reply = await app.bot.answer(sent(form, {}))
    assert reply.card.title == card.title
    assert await count(app, rules, bends, ideas) == [0, 0, 0]


@pytest.mark.parametrize("times", [1, 2, 3])
async def test_sent_again_it_is_once(app, times):
    form = await form_of(app, await after(app))
    for _ in range(times):
        reply = await app.bot.answer(sent(form, FORM))
    assert await count(app, rules, bends, ideas) == [1, 1, 1]
    assert "Passed on: Too late · “14 days” was bent · what if: ring first" in words(reply)


async def test_what_is_passed_on_has_no_name_unless_it_is_ticked(app):
    await passed(app)
    (bend,), (idea,) = await rows_of(app.database, bends), await rows_of(app.database, ideas)
    assert (bend.is_named, idea.is_named, bend.cause, idea.cause) == (False, False, "late", "late")
    await passed(app, "dana", **FORM, named="named")
    named = [each.is_named for each in await rows_of(app.database, bends)]
    assert sorted(named) == [False, True]
    shown = str((await app.bot.answer(typed("/care ideas", "alex"))).card)
    assert "Ana" not in shown
    assert "ana" not in shown.lower().split("'")


async def test_other_words_take_the_place_of_a_what_if_that_nobody_took_up(app):
    form = await form_of(app, await after(app))
    await app.bot.answer(sent(form, FORM))
    await app.bot.answer(sent(form, FORM | {"idea": "ring twice"}))
    assert [each.text for each in await rows_of(app.database, ideas)] == ["ring twice"]
    reply = await app.bot.answer(sent(form, FORM | {"idea": ""}))
    assert await count(app, ideas) == 0
    assert "what if" not in words(reply)


async def test_one_that_was_taken_up_stays_as_it_is(app):
    form = await form_of(app, await after(app))
    await app.bot.answer(sent(form, FORM))
    card = (await app.bot.answer(typed("/care ideas", "dana"))).card
    card = (await app.bot.answer(pressed(card, next(card.actions()).label, "dana"))).card
    await app.bot.answer(pressed(card, "We try it", "dana"))
    await app.bot.answer(sent(form, FORM))
    assert await count(app, ideas) == 1
    await app.bot.answer(sent(form, FORM | {"idea": "ring twice"}))
    found = sorted((each.text, each.state) for each in await rows_of(app.database, ideas))
    assert found == [("ring first", "trying"), ("ring twice", "new")]


async def test_a_rule_of_the_list_and_a_new_one(app):
    await passed(app)
    form = await form_of(app, await after(app, "dana"), "dana")
    (known,) = [each for each in form.fields if each.name == "rule"]
    rule_id = {name: id_ for id_, name in known.options}["14 days"]
    await app.bot.answer(sent(form, {"rule": rule_id, "new_rule": " 14  DAYS "}, "dana"))
    assert await count(app, rules, bends) == [1, 2]


async def test_the_list_of_rules_says_who_looks_after_each(app):
    await bent(app, ())
    async with store_of(app) as store:
        await store.insights.add_rule(Rule("rule-2", "no cash", MONDAY))
    form = await form_of(app, await after(app))
    (known,) = [each for each in form.fields if each.name == "rule"]
    assert [label for _, label in known.options] == ["None of these", "14 days · Dana", "no cash"]


async def test_there_are_only_so_many_rules(app):
    async with store_of(app) as store:
        for number in range(MAX_RULES - 1):
            await store.insights.add_rule(Rule(f"r{number}", f"rule {number}", MONDAY))
    reply = await passed(app)
    assert reply.form is None
    reply = await passed(app, "dana", new_rule="one too many")
    assert [each.name for each in reply.form.fields if each.error] == ["new_rule"]
    assert await count(app, rules) == MAX_RULES


async def test_thanks_without_a_name_go_to_a_manager_and_become_theirs(app):
    form = await form_of(app, await after(app))
    values = {"people": "alex", "thanks": "stayed on until the second box was found"}
    asked = replace(sent(form, values), mentions=(Mention("alex", "Alex"),))
    reply = await app.bot.answer(asked)
    (post,) = reply.posts
    assert (post.reader, post.card.title) == ("dana", "A colleague proposes a shout-out")
    assert "Ana" not in str(post.card)
    assert (await app.bot.answer(replace(asked, id="again"))).posts == ()
    given = (await app.bot.answer(pressed(post.card, "Thank privately", "dana"))).posts
    assert [(each.reader, each.card.title) for each in given] == [("alex", "Dana thanks you")]


async def test_thanks_with_a_name_are_proposed_by_it(app):
    form = await form_of(app, await after(app))
    values = {"people": "alex", "thanks": "stayed on until the second box was found"}
    values["named"] = "named"
    reply = await app.bot.answer(replace(sent(form, values), mentions=(Mention("alex", "Alex"),)))
    assert [each.card.title for each in reply.posts] == ["Ana proposes a shout-out"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"people": "alex"}, "thanks"),
        ({"thanks": "stayed on until the second box was found"}, "people"),
        ({"people": "ana", "thanks": "stayed on until the second box was found"}, "people"),
    ],
)
async def test_thanks_need_somebody_else_and_what_they_did(app, values, field):
    form = await form_of(app, await after(app))
    known = (Mention("alex", "Alex"), Mention("ana", "Ana"))
    reply = await app.bot.answer(replace(sent(form, FORM | values), mentions=known))
    assert [each.name for each in reply.form.fields if each.error] == [field]
    assert await count(app, rules, bends, ideas) == [0, 0, 0]


async def test_of_a_complaint_opened_by_mistake_nothing_stays_passed_on(app):
    await passed(app)
    card = (await app.bot.answer(typed("/complaint"))).card
    card = (await app.bot.answer(pressed(card, "More …"))).card
    await app.bot.answer(pressed(card, "Opened by mistake"))
    assert await count(app, bends, ideas) == [0, 0]


async def test_nothing_is_passed_on_for_somebody_else(app):
    form = await form_of(app, await after(app))
    reply = await app.bot.answer(sent(form, FORM, "dana"))
    assert reply.refused
    assert await count(app, rules, bends, ideas) == [0, 0, 0]


async def test_its_owner_is_told_in_the_morning_and_once(app):
    await bent(app, ("ana", "alex", "dana", "ana", "alex"))
    assert await beat(app, MONDAY + DAY - SECOND) == []
    (post,) = await beat(app, MONDAY + DAY)
    assert (post.reader, str(post.place)) == ("dana", "web:demo:@dana")
    assert "bent 5 times in 30 days" in str(post.card)
    assert not any(name in str(post.card) for name in ("Ana", "Alex", "'ana'", "'alex'"))
    assert await beat(app, MONDAY + DAY + SECOND) == []


@pytest.mark.parametrize("people", [("ana", "alex", "dana", "ana"), ("ana", "alex") * 4])
async def test_of_too_few_its_owner_hears_nothing(app, people):
    await bent(app, people)
    assert await beat(app, MONDAY + DAY) == []


async def test_a_rule_of_nobody_is_told_to_the_admins_and_then_to_whoever_gets_it(app):
    rule = Rule("rule-1", "14 days", MONDAY)
    await bent(app, ("ana", "alex", "dana", "ana", "alex"), rule=rule)
    (post,) = await beat(app, MONDAY + DAY)
    assert (post.reader, post.card.title) == ("alex", "A rule is bent often")
    listed = await app.bot.answer(typed("/care rules", "dana"))
    assert "“14 days”: bent 5 times in 30 days, and nobody looks after it." in words(listed)
    form = (await app.bot.answer(pressed(post.card, "Give it an owner", "alex"))).form
    asked = replace(sent(form, {"people": "ana"}, "alex"), mentions=(Mention("ana", "Ana"),))
    (told,) = (await app.bot.answer(asked)).posts
    assert (told.reader, told.card.title) == ("ana", "A rule of yours is bent often")
    assert (await app.bot.answer(replace(asked, id="again"))).posts == ()


async def test_each_who_passed_it_on_hears_alone_what_becomes_of_it(app):
    await bent(app, ("ana", "alex", "dana", "ana", "alex"))
    async with store_of(app) as store:
        idea = Idea("idea-1", "ring first", "ana", MONDAY, MONDAY, rule_id="rule-1")
        await store.insights.add_idea(idea)
    (post,) = await beat(app, MONDAY + DAY)
    assert "ring first" in str(post.card)
    later = {"at": MONDAY + DAY + SECOND}
    reply = await app.bot.answer(pressed(post.card, "We changed it", "dana", **later))
    assert sorted(each.reader for each in reply.posts) == ["alex", "ana"]
    assert all("It is changed." in str(each.card) for each in reply.posts)
    again = await app.bot.answer(pressed(post.card, "We changed it", "dana", **later))
    assert again.posts == ()
    stranger = await app.bot.answer(pressed(post.card, "We changed it", "ana", **later))
    assert stranger.refused


async def test_who_put_their_name_to_it_is_named_to_its_owner(app):
    await bent(app, ("ana",), is_named=True)
    await bent(app, ("alex", "dana", "alex", "dana"), MONDAY + SECOND)
    (post,) = await beat(app, MONDAY + DAY + SECOND)
    assert "With their name: Ana." in str(post.card)
    assert "Alex" not in str(post.card)


async def test_it_is_deleted_with_its_person_and_a_rule_stays_without_an_owner(app):
    await passed(app)
    await bent(app, ("dana",), rule=Rule("rule-2", "no cash", MONDAY, owner_id="ana"))
    await app.bot.answer(turn(TurnKind.ACTION, "care.mydata-delete"))
    assert [each.agent_id for each in await rows_of(app.database, bends)] == ["dana"]
    assert await count(app, ideas) == 0
    assert [each.owner_id for each in await rows_of(app.database, rules)] == [None, None]


async def test_it_goes_with_the_notes_and_a_rule_that_somebody_looks_after_stays(app):
    await passed(app)
    async with store_of(app) as store:
        await store.insights.add_rule(Rule("rule-2", "no cash", MONDAY, owner_id="dana"))
    await forget_passed_on(app.database, MONDAY + KEEP_NOTES, KEEP_NOTES)
    assert await count(app, rules, bends, ideas) == [2, 1, 1]
    assert await forget_passed_on(app.database, MONDAY + KEEP_NOTES + SECOND, KEEP_NOTES) == 2
    assert [each.name for each in await rows_of(app.database, rules)] == ["no cash"]
    assert await count(app, bends, ideas) == [0, 0]


async def test_it_goes_with_the_workspace(app):
    await passed(app)
    async with app.database.transaction(5) as connection:
        await wipe_tenant(connection, typed("").tenant)
    assert await count(app, rules, bends, ideas) == [0, 0, 0]


async def test_what_was_told_stays_as_it_was_told(app):
    told = Told(7, 30, {"late": 4, "price": None})
    rule = Rule("rule-1", "14 days", MONDAY, owner_id="ana", told_at=MONDAY, told=told)
    await bent(app, ("dana",), MONDAY + SECOND, rule=rule)
    shown = turn(TurnKind.ACTION, "rules.told", args={"rule": "rule-1"})
    first = (await app.bot.answer(shown)).card
    assert "bent 7 times in 30 days" in str(first)
    assert "Too late" in str(first)
    assert "The price" not in str(first)
    await bent(app, ("alex",), MONDAY + DAY, rule=rule)
    assert (await app.bot.answer(replace(shown, id="later"))).card == first
