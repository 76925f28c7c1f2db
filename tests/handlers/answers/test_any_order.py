"""Answers in any order: twice, late, from old cards, by others, from another workspace."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import settings, strategies
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import insert, select

from bot.serve.notices.follow_ups import follow_up
from bot.store.engine.notices.follow_ups import FollowUps
from bot.store.engine.schedules import Schedules
from bot.store.tables.answers import answers, asked
from bot.store.tables.deliveries import deliveries
from bot.store.tables.workspaces import workspaces
from handlers.domain.answers.choices import better_place
from handlers.domain.answers.shares import share_of
from handlers.domain.people import Person
from handlers.turn import TurnKind
from scheduler.fire import fire_all
from tests.conftest import MONDAY, sent, turn, typed

PEOPLE = ("ana", "ben", "carla", "dev", "eli", "fay")  # a channel of six
STEPS = [timedelta(minutes=1), timedelta(hours=3), timedelta(hours=19), timedelta(days=3)]
DAY = timedelta(days=1)
numbers = strategies.integers(0, 99)


class World:
    """What all the examples share; each has a workspace of its own."""

    def __init__(self, runner, library, database, bot) -> None:
        self.run, self.library, self.database, self.bot = runner.run, library, database, bot
        self.tenants = 0

    def new_tenant(self) -> str:
        self.tenants += 1
        tenant = f"firm{self.tenants}"

        async def write():
            async with self.database.transaction(5) as connection:
                values = {"platform": "web", "tenant": tenant, "zone": "UTC"}
                await connection.execute(insert(workspaces).values(values))

        self.run(write())
        return tenant

    def rows(self, table, tenant: str):
        async def read():
            async with self.database.read_transaction(5) as connection:
                return (await connection.execute(select(table).filter_by(tenant=tenant))).all()

        return self.run(read())


class AnyOrder(RuleBasedStateMachine):
    """Six people, a question a day, and everything that can come between."""

    world: World

    @initialize()
    def set_up(self) -> None:
        self.tenant, self.now = self.world.new_tenant(), MONDAY
        self.actions: list = []  # a pair for each question that came: the better one, the other
        self.first: dict = {}  # of each post, what each person chose first
        self.counted: dict = {}  # of each post, the first choices before it closed
        self.told: dict = {}
        asking = typed("reminders add", "dana", channel="desk", tenant=self.tenant, at=self.now)
        form = self.world.run(self.world.bot.answer(asking)).form
        values = {"phrase": "daily 09:30", "deck": "question"}
        sending = sent(form, values, "dana", channel="desk", tenant=self.tenant, at=self.now)
        assert self.world.run(self.world.bot.answer(sending)).card.title.startswith("Set up")

    @rule()
    def tomorrow(self) -> None:
        """Let it be half past nine, and a question come."""
        day = self.now.replace(hour=9, minute=30, second=0)
        self.now = day if day > self.now else day + DAY
        database, bot = self.world.database, self.world.bot
        self.world.run(fire_all(self.now, Schedules(database), bot.draw))
        rows = [each for each in self.world.rows(deliveries, self.tenant) if each.body]
        card = max(rows, key=lambda each: each.id).body["card"]
        buttons = [
            row for each in card["body"] if each["kind"] == "choices" for row in each["rows"]
        ]
        text = next(
            each
            for each in self.world.library.content.reminders
            if each.id == buttons[0]["action"]["args"]["of"]
        )
        place = better_place(text, int(buttons[0]["action"]["args"]["scene"]))
        self.actions.append(
            [buttons[place]["action"]["args"], buttons[1 - place]["action"]["args"]]
        )

    @rule(which=numbers, who=strategies.sampled_from(PEOPLE), choice=numbers)
    def press(self, which, who, choice) -> None:
        if not self.actions:
            return
        args = self.actions[which % len(self.actions)][choice % 2]
        reply = self._press(args, who, self.tenant)
        assert reply.private
        assert reply.posts == ()
        came = MONDAY.fromisoformat(f"{args['on'].partition('@')[2].partition('[')[0]}+00:00")
        if self.now < came + 8 * DAY:
            kind = ("better", "other")[choice % 2]
            is_new = who not in self.first.setdefault(args["on"], {})
            self.first[args["on"]].setdefault(who, kind)
            if is_new and self.now < came + timedelta(hours=20):
                self.counted.setdefault(args["on"], {})[who] = kind

    @rule(which=numbers, who=strategies.sampled_from(PEOPLE))
    def press_elsewhere(self, which, who) -> None:
        """Send the same press from another workspace, and from another channel."""
        if self.actions:
            args = self.actions[which % len(self.actions)][0]
            self._press(args, who, "other")
            self._press(args, who, self.tenant, channel="wins")

    @rule(step=strategies.sampled_from(STEPS), twice=strategies.booleans())
    def time_goes_by(self, step, twice) -> None:
        self.now += step
        for _ in range(1 + twice):
            follow_ups = FollowUps(self.world.database)
            self.world.run(follow_up(self.now, follow_ups, self.world.bot.answer))

    @invariant()
    def each_persons_first_choice_stands(self) -> None:
        if not hasattr(self, "first"):
            return
        kept = {(row.on_post, row.person_id): row.kind for row in self._answers()}
        assert kept == {
            (on, who): kind for on, chosen in self.first.items() for who, kind in chosen.items()
        }

    @invariant()
    def what_is_told_is_told_once_and_of_those_who_came_in_time(self) -> None:
        if not hasattr(self, "told"):
            return
        for row in self.world.rows(asked, self.tenant):
            if row.next_at is not None:
                assert row.share is None
                continue
            chosen = list(self.counted.get(row.on_post, {}).values())
            expected = share_of(chosen.count("better"), len(chosen))
            assert row.share == (expected.value if expected else None)
            assert self.told.setdefault(row.on_post, row.share) == row.share

    def _answers(self):
        return self.world.rows(answers, self.tenant)

    def _press(self, args, who, tenant, channel="desk"):
        pressing = turn(
            TurnKind.ACTION,
            "answers.choose",
            "ana",
            args=args,
            channel=channel,
            tenant=tenant,
            at=self.now,
        )
        person = Person(who, who.title(), "UTC")
        return self.world.run(self.world.bot.answer(replace(pressing, person=person)))


def test_answers_in_any_order(living):
    class Here(AnyOrder):
        world = World(*living)

    run_state_machine_as_test(
        Here, settings=settings(max_examples=15, stateful_step_count=25, deadline=None)
    )
