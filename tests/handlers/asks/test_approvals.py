"""More than an agent may give: what a lead has allowed counts as a rule that was bent."""

from sqlalchemy import select

from bot.store.tables.insights import bends, rules
from tests.conftest import MONDAY, pressed, sent, typed


async def rows(app, table):
    async with app.database.read_transaction(5) as connection:
        return (await connection.execute(select(table))).all()


async def asked(app):
    card = (await app.bot.answer(typed("/complaint"))).card
    for label in ("They've said it all", "They feel heard", "Said it"):
        card = (await app.bot.answer(pressed(card, label))).card
    form = (await app.bot.answer(pressed(card, "Something else"))).form
    shown = (await app.bot.answer(sent(form, {"what": "refund all of it", "more": "ask"}))).card
    (post,) = (await app.bot.answer(pressed(shown, shown.buttons[0].label))).posts
    return post.card


async def test_what_a_lead_has_allowed_is_counted_next_morning_as_the_agents(app):
    card = await asked(app)
    assert await rows(app, bends) == []
    for _ in range(2):
        await app.bot.answer(pressed(card, "Yes, give it", "dana"))
    (bend,), (rule,) = await rows(app, bends), await rows(app, rules)
    assert (bend.agent_id, bend.rule_id) == ("ana", rule.id)
    assert rule.name == "More than I may give"
    assert rule.next_at > MONDAY


async def test_what_a_lead_has_not_allowed_is_no_rule_that_was_bent(app):
    await app.bot.answer(pressed(await asked(app), "No", "dana"))
    assert await rows(app, bends) == []
