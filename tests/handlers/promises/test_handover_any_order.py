"""Handing over and asking for more in any order: by agent, colleague, lead, stranger, twice, late.

A lead takes over what nobody has, too. No promise is lost, and none is held by two; a lead's first
answer counts, and once.
"""

from collections import Counter
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
from sqlalchemy import insert, select

from bot.codec import load_post
from bot.serve.notices.asks import tell_askers
from bot.serve.notices.follow_ups import follow_up
from bot.store.engine.notices.asks import AskNotices
from bot.store.engine.notices.follow_ups import FollowUps
from bot.store.tables.asks import asks
from bot.store.tables.deliveries import deliveries
from bot.store.tables.handovers import handovers
from bot.store.tables.insights import bends, rules
from bot.store.tables.people import people, team_members
from bot.store.tables.promises import promises
from bot.store.tables.shifts import shifts
from bot.store.tables.workspaces import workspaces
from handlers.domain.handover import HANDED
from handlers.domain.shifts import Working, read_hours
from handlers.turn import TurnKind
from tests.conftest import MONDAY, turn, typed

WHAT = ("ring back", "write to them", "send it", "find the key", "bring the coat", "ask the depot")
ROLES = {"ana": "agent", "dana": "manager", "alex": "admin"}
PEOPLE = tuple(ROLES)
LEADS_OF = {"ana": ("dana",), "dana": ("alex",)}  # of nobody else when they work is known
WHENS = ("in 16 minutes", "in 40 minutes", "in 3 hours", "tomorrow 10:00")
STEPS = [timedelta(minutes=each) for each in (1, 4, 6, 14, 16, 29, 31, 200)]
HOURS = ("daily 09:00-09:01", "", "daily 09:00-09:10")
ORDER = ("number", "made_at", "what")
SECOND = timedelta(seconds=1)
VERBS = ("take", "take", "decline", "take-back")
numbers = strategies.integers(0, 99)
verbs = strategies.sampled_from(VERBS)
others = strategies.sampled_from(("take", "hand-on", "stand-down"))
mostly = strategies.sampled_from((True, True, True, False))
persons = strategies.sampled_from(PEOPLE)


@pytest.fixture
def world(living):
    runner, _, database, bot = living
    return World(runner, database, bot)


class World:
    """What all the examples share; each has a workspace of its own."""

    def __init__(self, runner, database, bot) -> None:
        self.run, self.database, self.bot = runner.run, database, bot
        self.tenants = 0

    def new_tenant(self, hours: str) -> str:
        self.tenants += 1
        self.run(self._open(tenant := f"shop{self.tenants}", hours))
        return tenant

    async def _open(self, tenant: str, hours: str) -> None:
        """Open a shop: Ana is on Dana's list, and both work these hours; Alex has none."""
        scope = {"platform": "web", "tenant": tenant}
        rows = [{**scope, "id": id_, "name": id_, "role": role} for id_, role in ROLES.items()]
        async with self.database.transaction(5) as connection:
            await connection.execute(insert(workspaces).values(**scope, zone="UTC"))
            await connection.execute(insert(people), rows)
            listed = {"manager_id": "dana", "person_id": "ana", "name": "ana"}
            await connection.execute(insert(team_members).values(**scope, **listed))
            for who in ("ana", "dana") if hours else ():
                values = {"person_id": who, "hours": read_hours(hours).stored()}
                await connection.execute(insert(shifts).values(**scope, **values))

    def rows(self, table, tenant: str):
        async def read():
            async with self.database.read_transaction(5) as connection:
                query = select(table).where(table.c.tenant == tenant)
                # What is told apart by a hash of the workspace comes in the order of its making.
                order = [table.c[each] for each in ORDER if each in table.c] or [table.c.id]
                return (await connection.execute(query.order_by(*order))).all()

        return self.run(read())


class AnyOrder(RuleBasedStateMachine):
    """An agent, a colleague and a lead, a stranger, one beat, and all that can come between."""

    world: World

    @initialize(hours=strategies.sampled_from(HOURS))
    def open_the_shop(self, hours) -> None:
        self.tenant, self.now = self.world.new_tenant(hours), MONDAY
        self.hours = read_hours(hours)
        self.last, self.read, self.said = None, 0, 0
        self.receipts, self.made, self.answers = [], {}, {}
        for who in ("ana", "ana", "dana"):
            self._promise(who, "in 3 hours")

    @rule(who=persons, when=strategies.sampled_from(WHENS))
    def promise(self, who, when):
        self._promise(who, when)

    @precondition(lambda self: self._promises())
    @rule(number=numbers, who=persons, to=persons, own=mostly)
    def offer_one(self, number, who, to, own):
        row = self._of(self._promises(), number)
        who = row.owner_id if own else who
        self._send("handover.send", who, {"promise": row.id, "people": to})

    @rule(who=persons, to=persons)
    def offer_all(self, who, to):
        self._send("handover.send-all", who, {"people": to})

    @precondition(lambda self: self._offers())
    @rule(number=numbers, who=persons, verb=verbs, one=strategies.booleans(), own=mostly)
    def answer_an_offer(self, number, who, verb, one, own):
        row = self._of(self._offers(), number)
        who = row.to_id if own else who
        args = {"handover": row.id} if one and verb == "take" else {"offer": row.offer_id}
        self._press(f"handover.{verb}", who, args)

    @precondition(lambda self: self._offers())
    @rule(number=numbers, verb=verbs, who=persons)
    def answer_as_a_stranger(self, number, verb, who):
        row, before = self._of(self._offers(), number), self._offers()
        args = {"handover": row.id, "offer": row.offer_id}
        reply = self._press(f"handover.{verb}", who, args, tenant="elsewhere")
        assert reply.refused
        assert self._offers() == before

    @precondition(lambda self: self._promises())
    @rule(number=numbers, what=strategies.sampled_from(("keep", "fail", "move")), who=persons)
    def do_something_about_one(self, number, what, who):
        row = self._of(self._promises(), number)
        args = {"promise": row.id, "rev": str(row.rev), "minutes": "90"}
        self._press(f"promises.{what}", who, args)

    @precondition(lambda self: self._promises())
    @rule(number=numbers, who=persons, own=mostly, current=mostly)
    def take_over_what_nobody_has(self, number, who, own, current):
        row = self._of(self._promises(), number)
        who = LEADS_OF.get(row.owner_id, (who,))[0] if own else who
        self._press("handover.left", who, {"promise": row.id})
        args = {"promise": row.id, "rev": str(row.rev - (not current))}
        self._press("handover.take-left", who, args)

    @rule()
    def ask_for_more(self):
        card = self._answer(typed("/complaint", "ana", **self._here)).card
        for _ in range(8):
            action = next((e.action for e in card.actions() if "case" in e.action.args), None)
            if action is None or card.title == "One step you can keep":
                break
            args = {"case": action.args["case"], "rev": action.args.get("rev", "")}
            card = self._press("complaint.skip", "ana", args).card
        action = next((e.action for e in card.actions() if "case" in e.action.args), None)
        if action is not None:
            self._press("asks.allow", "ana", {**action.args, "what": "refund it all"})
            for row in self._promises():
                self.made.setdefault(row.id, row.owner_id)

    @precondition(lambda self: self._asks())
    @rule(number=numbers, who=persons, yes=strategies.booleans(), stranger=strategies.booleans())
    def answer_an_ask(self, number, who, yes, stranger):
        row = self._of(self._asks(), number)
        verb, tenant = "yes" if yes else "no", "elsewhere" if stranger else self.tenant
        self._press(f"asks.say-{verb}", who, {"ask": row.id, "rev": str(row.rev)}, tenant=tenant)

    @precondition(lambda self: self._asks())
    @rule(number=numbers, verb=others, who=persons)
    def press_what_an_ask_has_not(self, number, verb, who):
        row = self._of(self._asks(), number)
        self._press(f"asks.{verb}", who, {"ask": row.id, "rev": str(row.rev)})

    @precondition(lambda self: self.last is not None)
    @rule()
    def let_the_last_turn_come_again(self):
        owners = {row.id: row.owner_id for row in self._promises()}
        self._answer(self.last)
        assert {row.id: row.owner_id for row in self._promises()} == owners

    @rule(step=strategies.sampled_from(STEPS), beat=strategies.booleans())
    def let_time_pass(self, step, beat):
        self.now += step
        if beat:
            self._beat()

    @precondition(lambda self: self.receipts)
    @rule(outcome=strategies.sampled_from(("delivered", "delivered", "failed")))
    def let_a_receipt_come_in(self, outcome):
        receipt, ref = self.receipts.pop(0)
        args = {**receipt.args, "outcome": outcome, "ref": ref}
        who = args["person"]
        self._answer(turn(TurnKind.RECEIPT, receipt.intent, who, args=args, **self._here))

    @invariant()
    def no_promise_is_lost_and_none_is_held_by_two(self):
        if not hasattr(self, "tenant"):
            return
        owners = dict(self.made)
        offers = sorted(self._offers(), key=lambda each: each.changed_at)
        for each in offers:
            if each.state in HANDED:
                assert owners[each.promise_id] == each.from_id
                owners[each.promise_id] = each.to_id
            if each.state == "taken":
                assert each.to_id in LEADS_OF[each.from_id]
                assert not Working(self.hours, "UTC").is_on(each.made_at)
        rows = {row.id: row for row in self._promises()}
        assert {id_: row.owner_id for id_, row in rows.items()} == owners
        waiting = [each for each in offers if each.state == "open"]
        assert max(Counter(each.promise_id for each in waiting).values(), default=0) <= 1
        for each in waiting:
            row = rows[each.promise_id]
            assert (row.owner_id, row.state, row.due_at) == (each.from_id, "open", each.due_at)
            assert each.to_id not in (each.from_id, "")

    @invariant()
    def a_first_answer_counts_and_a_yes_is_one_bent_rule(self):
        if not hasattr(self, "tenant"):
            return
        for each in self._asks():
            if each.state in ("taken", "refused"):
                assert each.taken_by in ("dana", "alex")
                assert self.answers.setdefault(each.id, each.state) == each.state
        bent = self.world.rows(bends, self.tenant)
        allowed = [id_ for id_, state in self.answers.items() if state == "taken"]
        assert sorted(each.id for each in bent) == sorted(f"ask-{id_}" for id_ in allowed)
        assert len(self.world.rows(rules, self.tenant)) == bool(allowed)

    def teardown(self):
        """In the end nothing waits for an answer, and both cards were told."""
        if not hasattr(self, "tenant"):
            return
        self.now += timedelta(hours=5)
        self._beat()
        assert [each.state for each in self._offers() if each.state == "open"] == []
        assert all(each.is_told and each.next_at is None for each in self._offers())
        waiting = [each for each in self._asks() if each.state == "open"]
        assert all(each.unanswered for each in waiting)

    @property
    def _here(self):
        return {"tenant": self.tenant, "at": self.now}

    def _promise(self, who, when):
        self.said += 1
        self._answer(typed(f"/promise {WHAT[self.said % len(WHAT)]} {when}", who, **self._here))
        for row in self._promises():
            self.made.setdefault(row.id, row.owner_id)

    def _promises(self):
        return self.world.rows(promises, self.tenant)

    def _offers(self):
        return self.world.rows(handovers, self.tenant)

    def _asks(self):
        return self.world.rows(asks, self.tenant)

    def _of(self, rows, number):
        return rows[number % len(rows)]

    def _press(self, intent, who, args, **others):
        here = {**self._here, **others}
        return self._answer(turn(TurnKind.ACTION, intent, who, args=args, **here))

    def _send(self, intent, who, args):
        return self._answer(turn(TurnKind.SUBMIT, intent, who, args=args, **self._here))

    def _answer(self, asked):
        reply = self.world.run(self.world.bot.answer(asked))
        assert reply.saved
        assert reply.card is None or reply.card.title != "That is our fault"
        self.last, self.now = asked, self.now + SECOND
        rows = self.world.rows(deliveries, self.tenant)[self.read :]
        self.read += len(rows)
        for row in rows:
            post = load_post(row.body)
            if post.receipt is not None:
                self.receipts.append((post.receipt, row.key))
        return reply

    def _beat(self):
        database, answer = self.world.database, self.world.bot.answer
        for _ in range(2):
            self.world.run(follow_up(self.now, FollowUps(database), answer))
            self.world.run(tell_askers(self.now, AskNotices(database), answer))


@pytest.mark.parametrize("orders", [12, pytest.param(300, marks=pytest.mark.soak)])
def test_no_order_of_events_loses_a_promise_or_gives_it_to_two(world, orders):
    machine = type("Machine", (AnyOrder,), {"world": world})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=orders, stateful_step_count=30, deadline=None)
    )
