"""Asks under any order: taken and handed on by several, twice, late, with beats between."""

from datetime import timedelta

import pytest
from hypothesis import settings, strategies
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import insert, select, update

from bot.codec import load_post
from bot.serve.notices.asks import tell_askers
from bot.store.engine.notices.asks import AskNotices
from bot.store.tables.asks import asks
from bot.store.tables.deliveries import deliveries
from bot.store.tables.people import people
from bot.store.tables.workspaces import workspaces
from handlers.turn import PostOutcome, TurnKind
from tests.conftest import MONDAY, turn, typed

LEADS = ("dana", "alex")
ROLES = {"ana": "agent", "dana": "manager", "alex": "manager"}
STEPS = [timedelta(seconds=each) for each in (1, 20, 59, 60, 61, 181, 3600)]
OVER = ("stood_down", "over")
numbers = strategies.integers(0, 99)


class World:
    """What all the examples share; each has a workspace of its own."""

    def __init__(self, runner, database, bot) -> None:
        self.run, self.database, self.bot = runner.run, database, bot
        self.tenants = 0

    def new_tenant(self, *, has_lead: bool) -> str:
        self.tenants += 1
        tenant = f"shop{self.tenants}"
        self.run(self._open(tenant, f"web:{tenant}:leads" if has_lead else None))
        return tenant

    async def _open(self, tenant: str, lead: str | None) -> None:
        scope = {"platform": "web", "tenant": tenant}
        rows = [
            {**scope, "id": id_, "name": id_.title(), "role": role} for id_, role in ROLES.items()
        ]
        async with self.database.transaction(5) as connection:
            values = {**scope, "zone": "UTC", "lead_place": lead}
            await connection.execute(insert(workspaces).values(values))
            await connection.execute(insert(people), rows)

    def rows(self, table, tenant: str):
        async def read():
            async with self.database.read_transaction(5) as connection:
                query = select(table).where(table.c.tenant == tenant).order_by(table.c.id)
                return (await connection.execute(query)).all()

        return self.run(read())

    def settle(self, row, state: str) -> None:
        async def write():
            async with self.database.transaction(5) as connection:
                one = update(deliveries).where(deliveries.c.id == row.id)
                await connection.execute(one.values(state=state))

        self.run(write())


class AnyOrder(RuleBasedStateMachine):
    """One agent who asks, three who may come, one beat, and everything that can come between."""

    world: World

    @initialize(has_lead=strategies.sampled_from((True, True, False)))
    def open_the_shop(self, has_lead) -> None:
        self.tenant, self.now = self.world.new_tenant(has_lead=has_lead), MONDAY
        self.card = self.last = None
        self.calls, self.stands, self.receipts = [], {}, []  # cards of others; by ref; told so far
        self._ana(typed("/complaint", **self._where("ana")))
        self._press("Danger or trouble")
        self._press("Safety")

    @rule()
    def ask(self):
        for label in ("Page the duty lead", "Page again", "Ask for cover"):
            self._press(label)

    @rule(label=strategies.sampled_from(("Not needed any more", "Everyone is safe now", "Back")))
    def go_on(self, label):
        self._press(label)

    @rule()
    def bring_it_back(self):
        self._ana(typed("/complaint", **self._where("ana")))

    @precondition(lambda self: self.calls)
    @rule(who=strategies.sampled_from(LEADS), card=numbers, times=strategies.integers(1, 2))
    def somebody_presses(self, who, card, times):
        place, shown = self.calls[card % len(self.calls)]
        button = next(iter(shown.actions()), None)
        if button is None:
            return
        pressed = self._turn(who, button.action, channel=place)
        before = self._asks()
        for _ in range(times):
            self._answer(pressed)
        self._only_the_first_has_it(before, who)

    @precondition(lambda self: self._waiting())
    @rule(which=numbers, outcome=strategies.sampled_from(list(PostOutcome)))
    def something_arrives_or_does_not(self, which, outcome):
        waiting = self._waiting()
        self._told(waiting[which % len(waiting)], outcome)

    @precondition(lambda self: self.receipts)
    @rule(which=numbers)
    def a_receipt_comes_twice(self, which):
        before = self._asks()
        self._answer(self.receipts[which % len(self.receipts)])
        assert self._asks() == before

    @rule(step=strategies.sampled_from(STEPS))
    def time_goes_by(self, step):
        self.now += step
        self._beat()

    @rule()
    def all_settles(self):
        """Whatever stands anywhere shows what is so, as soon as all has arrived."""
        for _ in range(8):
            for row in self._waiting():
                self._told(row, PostOutcome.DELIVERED)
            self._beat()
        for ask in self._asks():
            assert ask.news == ask.own_news
            assert {each["rev"] for each in ask.messages if each["state"] == "there"} <= {ask.rev}
            for each in ask.messages:
                if each["state"] == "there":
                    self._shows(ask, self.stands[each["ref"]])

    @invariant()
    def whoever_has_it_is_one(self):
        for ask in self._asks():
            assert (ask.state == "taken") == bool(ask.taken_by) or ask.state in OVER
            assert ask.taken_by != "ana"
            assert not (ask.due_at and ask.unanswered)

    def _only_the_first_has_it(self, before, who):
        had = {each.id: each.taken_by for each in before if each.state == "taken"}
        for ask in self._asks():
            if ask.id in had and ask.taken_by != had[ask.id]:
                assert (ask.state, ask.handed_by) == ("open", who) or had[ask.id] == who

    def _shows(self, ask, card):
        buttons = [each.label for each in card.actions()]
        match ask.state:
            case "open":
                assert buttons == ["I'll cover" if ask.kind == "cover" else "I'm on it"]
            case "taken":
                assert buttons == ["Hand it on"]
            case _:
                assert buttons == []

    def _press(self, label):
        found = next((each for each in self.card.actions() if each.label == label), None)
        if found is not None:
            self._ana(self._turn("ana", found.action, message="m1"))

    def _ana(self, asked):
        self.card = self._answer(asked).card or self.card

    def _answer(self, asked):
        reply = self.world.run(self.world.bot.answer(asked))
        assert reply.saved
        assert reply.card is None or reply.card.title != "That is our fault"
        return reply

    def _beat(self):
        async def answer(told):
            return await self.world.bot.answer(told)

        notices = AskNotices(self.world.database)
        self.world.run(tell_askers(self.now, notices, answer))
        self.world.run(tell_askers(self.now, notices, answer))
        due = self.world.run(notices.due(self.now, 100))
        assert [each for each in due if each.tenant.id == self.tenant] == []

    def _told(self, row, outcome):
        post = load_post(row.body)
        ref = post.replaces or f"ref-{row.id}"
        if outcome is PostOutcome.DELIVERED and post.place.channel != "@ana":
            self.stands[ref] = post.card
            self.calls.append((post.place.channel, post.card))
        if outcome is not PostOutcome.DELAYED:
            self.world.settle(row, "sent" if outcome is PostOutcome.DELIVERED else "dead")
        if post.receipt is not None:
            args = {**post.receipt.args, "outcome": outcome.value, "ref": ref}
            told = turn(TurnKind.RECEIPT, post.receipt.intent, "ana", args=args, **self._at)
            if outcome is not PostOutcome.DELAYED:
                self.receipts.append(told)
            self._answer(told)

    def _waiting(self):
        rows = self.world.rows(deliveries, self.tenant)
        return [each for each in rows if each.state == "pending"]

    def _asks(self):
        return self.world.rows(asks, self.tenant)

    def _turn(self, who, action, channel="", **others):
        where = self._where(who) | ({"channel": channel} if channel else {})
        kind, args = TurnKind.ACTION, action.args
        return turn(kind, action.intent, who, args=args, **where, **others)

    @property
    def _at(self):
        return {"tenant": self.tenant, "at": self.now, "channel": "@ana"}

    def _where(self, who):
        return {"tenant": self.tenant, "at": self.now, "channel": f"@{who}"}


@pytest.mark.parametrize(
    ("examples", "steps"),
    [(12, 25), pytest.param(300, 60, marks=pytest.mark.soak)],
)
def test_whatever_comes_when_it_stands_as_it_is_said(living, examples, steps):
    runner, _, database, bot = living

    class Here(AnyOrder):
        world = World(runner, database, bot)

    run_state_machine_as_test(
        Here, settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None)
    )
