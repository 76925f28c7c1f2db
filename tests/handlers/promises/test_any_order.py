"""Promises under any order: made, moved, closed, late, twice, by strangers, with beats between.

What stands in the chats at the end is no older than the promise.
"""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import settings, strategies
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import insert, select, update

from bot.codec import load_post
from bot.serve.notices.promises import notify_all
from bot.store.engine.notices.promises import Notices
from bot.store.tables.cases import cases
from bot.store.tables.deliveries import deliveries
from bot.store.tables.promises import promises
from bot.store.tables.workspaces import workspaces
from handlers.cards import MAIN_BUTTONS, MORE_ACTIONS
from handlers.domain.times import in_words
from handlers.promises.buttons import ON
from handlers.routes import ACTIONS, SUBMITS
from handlers.turn import TurnKind
from tests.conftest import MONDAY, sent, turn, typed

PEOPLE = ("ana", "dana")
WHENS = ("in 5 minutes", "in 14 minutes", "in 15 minutes", "in 40 minutes", "in 3 hours")
MOMENTS = (*WHENS, "", "soon", "yesterday", "tomorrow 10:00")
STEPS = (timedelta(seconds=30), *(timedelta(minutes=m) for m in (1, 5, 10, 31, 61, 600)))
OURS = [each for each in (*ACTIONS, *SUBMITS) if each.startswith("promises.")]
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
numbers = strategies.integers(0, 999)


@pytest.fixture
def world(living):
    runner, _, database, bot = living
    return World(runner, database, bot)


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
        async with self.database.transaction(5) as connection:
            values = {"platform": "web", "tenant": tenant, "zone": "UTC", "lead_place": lead}
            await connection.execute(insert(workspaces).values(values))

    async def deliver(self):
        """Let everything arrive; what is taken back before has tests of its own."""
        async with self.database.transaction(5) as connection:
            await connection.execute(update(deliveries).values(state="sent"))

    def rows(self, table, tenant: str):
        async def read():
            async with self.database.read_transaction(5) as connection:
                query = select(table).where(table.c.tenant == tenant).order_by(table.c.id)
                return (await connection.execute(query)).all()

        return self.run(read())


class AnyOrder(RuleBasedStateMachine):
    """Two people who promise, one beat, and everything that can come between."""

    world: World

    @initialize(has_lead=strategies.sampled_from((True, True, False)))
    def open_the_shop(self, has_lead) -> None:
        self.tenant = self.world.new_tenant(has_lead=has_lead)
        self.has_lead = has_lead
        self.now = MONDAY
        self.cards, self.forms, self.receipts, self.lead_cards = [], [], [], []
        self.last = None
        self.read = 0  # deliveries seen so far
        self.soon, self.due, self.led = set(), set(), set()
        self.screens = {}  # by the platform's name: whose promise, of which time, and the card
        self.pressed = set()  # messages that an answer has redrawn

    @rule(who=strategies.sampled_from(PEOPLE), when=strategies.sampled_from(WHENS))
    def promise(self, who, when):
        self._answer(typed(f"/promise ring back {when}", who, **self._here))

    @rule(who=strategies.sampled_from(PEOPLE))
    def list_them(self, who):
        self._answer(typed("/promise", who, **self._here))

    @rule(who=strategies.sampled_from(PEOPLE))
    def begin_a_promise_without_a_time(self, who):
        self._answer(typed("/promise write to them", who, **self._here))

    @precondition(lambda self: self.cards)
    @rule(button=numbers)
    def press_what_is_shown(self, button):
        self._press(*self.cards[-1], button)

    @precondition(lambda self: self.cards)
    @rule(card=numbers, button=numbers)
    def press_an_old_card(self, card, button):
        self._press(*self.cards[card % len(self.cards)], button)

    @precondition(lambda self: self.cards)
    @rule(card=numbers, button=numbers, elsewhere=strategies.booleans())
    def press_the_card_of_somebody_else(self, card, button, elsewhere):
        who, theirs = self.cards[card % len(self.cards)]
        stranger = who if elsewhere else next(each for each in PEOPLE if each != who)
        tenant = "demo" if elsewhere else self.tenant
        buttons = list(theirs.actions())
        action = buttons[button % len(buttons)].action if buttons else None
        if action is None or "promise" not in action.args:
            return
        before = self._stand()
        asked = turn(
            TurnKind.ACTION, action.intent, stranger, args=action.args, tenant=tenant, at=self.now
        )
        assert self._answer(asked, shown=False).card.title == "Not quite"
        assert self._stand() == before

    @rule(number=numbers, past=strategies.sampled_from((-10 * MINUTE, timedelta(), HOUR)))
    def go_to_a_moment_of_one(self, number, past):
        row = self._open_one(number)
        if row is not None and row.due_at is not None:
            self.now = max(self.now, row.due_at + past)
            self._beat()

    @rule(number=numbers, minutes=strategies.sampled_from(("5", "30", "240")))
    def move_one(self, number, minutes):
        if (row := self._open_one(number)) is not None:
            args = {"promise": row.id, "rev": str(row.rev), "minutes": minutes}
            self._answer(
                turn(TurnKind.ACTION, "promises.move", row.owner_id, args=args, **self._here)
            )

    @precondition(lambda self: self.cards)
    @rule(intent=strategies.sampled_from(OURS), told=strategies.sampled_from(("", "yes", "x")))
    def press_what_was_never_drawn(self, intent, told):
        who, card = self.cards[-1]
        known = next((each.action.args for each in card.actions()), {})
        args = {**known, "told": told, "minutes": "-5", "said": "we are sorry"}
        self.pressed.add(args.get(ON))
        self._answer(turn(TurnKind.ACTION, intent, who, args=args, **self._here))

    @precondition(lambda self: self.forms)
    @rule(form=numbers, when=strategies.sampled_from(MOMENTS), told=strategies.booleans())
    def send_a_form(self, form, when, told):
        who, asked = self.forms[form % len(self.forms)]
        values = {"what": "send it", "when": when, "case": "4471", "said": "sorry"}
        values["told"] = "yes" if told else "not-yet"
        known = {each.name: values.get(each.name, "") for each in asked.fields}
        self._answer(sent(asked, known, who, **self._here))

    @precondition(lambda self: self.last is not None)
    @rule()
    def hand_over_the_last_turn_again(self):
        before = [row for row in self._stand() if row.state == "open"]
        self._answer(self.last, shown=False)
        assert [row for row in self._stand() if row.state == "open"] == before

    @rule(who=strategies.sampled_from(PEOPLE), note=strategies.sampled_from(("", "new one")))
    def take_up_a_complaint(self, who, note):
        self._answer(typed(f"/complaint {note}".strip(), who, **self._here))

    @rule(step=strategies.sampled_from(STEPS), twice=strategies.booleans())
    def let_time_pass_and_the_beat_ring(self, step, twice):
        self.now += step
        self._beat(twice=twice)

    @rule(step=strategies.sampled_from(STEPS))
    def be_away_for_a_while(self, step):
        self.now += step

    @precondition(lambda self: self.receipts)
    @rule(outcome=strategies.sampled_from(("delivered", "failed")))
    def let_a_receipt_come_in(self, outcome):
        self._hear(*self.receipts.pop(), outcome)

    @precondition(lambda self: self.lead_cards)
    @rule(card=numbers, who=strategies.sampled_from(PEOPLE))
    def take_it_in_the_channel_of_the_lead(self, card, who):
        action = self.lead_cards[card % len(self.lead_cards)].buttons[0].action
        here = {**self._here, "channel": "leads"}
        before = {row.id: row for row in self._stand()}[action.args["promise"]]
        reply = self._answer(
            turn(TurnKind.ACTION, action.intent, who, args=action.args, **here), shown=False
        )
        after = {row.id: row for row in self._stand()}[action.args["promise"]]
        assert (reply.card.title == "Not quite") == (who == before.owner_id)
        assert after.taken_by == before.taken_by or not before.taken_by

    def teardown(self):
        """In the end whoever has an open promise was told in time, and the lead of a late one."""
        if not hasattr(self, "tenant"):
            return
        for _ in range(8):
            self.now += 4 * HOUR
            self._beat()
            while self.receipts:
                self._hear(*self.receipts.pop(), "delivered")
        for row in self._stand():
            is_over = row.due_at is not None and self.now >= row.due_at
            if row.state == "open" and is_over:
                assert (row.id, row.due_at) in self.due
                assert row.id in self.led or not self.has_lead
            if row.state != "open" or is_over or row.due_at is None:
                assert row.next_at is None
        self._look_at_what_stands()

    @property
    def _here(self):
        return {"tenant": self.tenant, "at": self.now}

    def _stand(self):
        return self.world.rows(promises, self.tenant)

    def _open_one(self, number):
        open_ones = sorted(
            (row for row in self._stand() if row.state == "open"), key=lambda each: each.number
        )
        return open_ones[number % len(open_ones)] if open_ones else None

    def _press(self, who, card, button):
        buttons = list(card.actions())
        if buttons:
            action = buttons[button % len(buttons)].action
            self.pressed.add(action.args.get(ON))
            self._answer(turn(TurnKind.ACTION, action.intent, who, args=action.args, **self._here))

    def _answer(self, asked, *, shown=True):
        reply = self.world.run(self.world.bot.answer(asked))
        assert reply.saved
        assert reply.posts == () or not asked.intent.startswith("promise")
        if reply.card is not None:
            assert reply.card.title != "That is our fault"
            assert len(reply.card.buttons) <= MAIN_BUTTONS
            assert len(reply.card.more) <= MORE_ACTIONS
        if shown:
            self.last = asked
            if reply.card is not None:
                self.cards.append((asked.person.id, reply.card))
            if reply.form is not None:
                self.forms.append((asked.person.id, reply.form))
        return reply

    def _hear(self, receipt, ref, outcome):
        args = {**receipt.args, "outcome": outcome, "ref": ref}
        who = args["person"]
        if outcome == "failed":
            self.screens.pop(ref, None)
        self._answer(
            turn(TurnKind.RECEIPT, receipt.intent, who, args=args, **self._here), shown=False
        )

    def _beat(self, *, twice=False):
        before = {row.id: row for row in self._stand()}
        busy = {
            row.agent_id
            for row in self.world.rows(cases, self.tenant)
            if row.state == "open" and self.now - row.changed_at < 30 * MINUTE
        }
        notices, answer = Notices(self.world.database), self.world.bot.answer

        async def ring():
            beats = [notify_all(self.now, notices, answer) for _ in range(1 + twice)]
            await asyncio.gather(*beats)

        self.world.run(ring())
        self._check(before, busy)

    def _check(self, before, busy):
        """Look at each new post: of an open promise, of its present time, in time, and once."""
        rows = self.world.rows(deliveries, self.tenant)[self.read :]
        self.read += len(rows)
        self.world.run(self.world.deliver())
        own = {who: [] for who in PEOPLE}
        for row in rows:
            post = load_post(row.body)
            if post.replaces:
                promise_id, due_at, _ = self.screens[post.replaces]
                self.screens[post.replaces] = (promise_id, due_at, post.card)
                continue
            if post.receipt is None:
                continue
            promise = before[post.receipt.args["promise"]]
            moment = (promise.id, promise.due_at)
            assert promise.state == "open"
            self.receipts.append((post.receipt, row.key))
            self.screens[row.key] = (*moment, post.card)
            if not post.reader:
                assert self.now >= promise.due_at + HOUR
                assert promise.id not in self.led
                self.led.add(promise.id)
                self.lead_cards.append(post.card)
                continue
            action = post.card.buttons[0].action
            assert promise.owner_id not in busy
            assert post.reader == promise.owner_id == post.place.channel[1:]
            words = post.card.body[0].text
            due = promise.due_at and in_words(promise.due_at, self.now, "UTC")
            assert (due or "no time yet") in words
            assert action.args["rev"] == str(promise.rev)
            if promise.due_at is not None:
                own[promise.owner_id].append(promise.due_at)
            self.cards.append((promise.owner_id, post.card))
            if post.card.title.startswith("In "):
                assert promise.due_at - 10 * MINUTE <= self.now < promise.due_at
                assert moment not in self.soon
                assert moment not in self.due
                self.soon.add(moment)
            elif promise.stage in ("soon", "due"):
                assert self.now >= promise.due_at
                assert moment not in self.due
                self.due.add(moment)
            else:
                assert self.now >= promise.due_at + HOUR
        for moments in own.values():
            assert moments == sorted(moments)

    def _look_at_what_stands(self):
        """No message offers what is over; the lead's says what became of it."""
        rows = {row.id: row for row in self._stand()}
        for ref, (promise_id, due_at, card) in self.screens.items():
            row = rows[promise_id]
            holds = row.state == "open" and row.due_at == due_at
            if ":lead:" in ref:
                assert bool(card.buttons) == (holds and not row.taken_by_id)
                assert self._told_to_lead(row, moved=row.due_at != due_at) in card.title
            elif not {key for key in self.pressed if key and ref.endswith(key)}:
                assert bool(card.title) == bool(card.buttons) == holds

    def _told_to_lead(self, row, *, moved):
        match row.state:
            case "kept":
                return "promise is kept"
            case "broken":
                return "couldn't keep a promise"
            case "withdrawn":
                return "promise is withdrawn"
        if moved:
            return "promise was moved"
        return "looks after" if row.taken_by_id else "still open"


@pytest.mark.parametrize("orders", [12, pytest.param(300, marks=pytest.mark.soak)])
def test_no_order_of_events_says_a_promise_twice_too_early_or_after_its_end(world, orders):
    machine = type("Machine", (AnyOrder,), {"world": world})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=orders, stateful_step_count=30, deadline=None)
    )
