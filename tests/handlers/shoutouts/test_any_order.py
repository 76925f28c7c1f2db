"""Shout-outs in any order: given, proposed, doubled, late, lost, taken back, by strangers."""

from collections import Counter
from dataclasses import dataclass, replace
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

from bot.store.tables.people import people, team_members, teams
from bot.store.tables.shoutouts import shoutout_recipients, shoutouts
from bot.store.tables.workspaces import workspaces
from handlers.cards import Card, Text
from handlers.domain.people import Mention
from handlers.domain.shoutouts.places import ThanksPlace
from handlers.turn import Post, Turn, TurnKind
from scheduler.reasons import Reason
from tests.conftest import MONDAY, sent, turn, typed

ACTORS = ("ana", "dana", "alex")  # an agent, and two managers
NAMES = {"ana": "Ana", "dana": "Dana", "alex": "Alex", "bo": "Bo"}
ROLES = {"ana": "agent", "dana": "manager", "alex": "manager"}
PUBLIC = ("wins", "front-desk")
GRAVE = "knife"
WAYS_OUT = ("Not quite", "That is our fault", "Not posted", "Not posted this time")
numbers = strategies.integers(0, 999)


@pytest.fixture
def world(living):
    return World(*living)


class World:
    """What all the examples share; each has a workspace of its own."""

    def __init__(self, runner, library, database, bot) -> None:
        self.run, self.library, self.database, self.bot = runner.run, library, database, bot
        self.tenants = 0

    def new_tenant(self) -> str:
        self.tenants += 1
        tenant = f"shop{self.tenants}"
        self.run(self._open(tenant))
        return tenant

    async def _open(self, tenant: str) -> None:
        here = {"platform": "web", "tenant": tenant}
        rows = [{**here, "id": i, "name": NAMES[i], "role": role} for i, role in ROLES.items()]
        member = {**here, "manager_id": "dana", "person_id": "ana", "name": "Ana"}
        async with self.database.transaction(5) as connection:
            thanks = f"web:{tenant}:wins"
            await connection.execute(insert(workspaces).values(**here, thanks_place=thanks))
            await connection.execute(insert(people), rows)
            await connection.execute(insert(team_members).values(member))
            team = {"manager_id": "dana", "place": f"web:{tenant}:front-desk"}
            await connection.execute(insert(teams).values(**here, **team))

    async def set_thanks(self, tenant: str, place: str | None) -> None:
        async with self.database.transaction(5) as connection:
            await connection.execute(
                update(workspaces).where(workspaces.c.tenant == tenant).values(thanks_place=place)
            )

    async def rows(self, table, tenant: str):
        async with self.database.read_transaction(5) as connection:
            return (await connection.execute(select(table).where(table.c.tenant == tenant))).all()


@dataclass
class Shown:
    """One message on somebody's screen."""

    shoutout: str
    key: str
    channel: str
    card: Card

    @property
    def words(self) -> str:
        texts = [each.text for each in self.card.body if isinstance(each, Text)]
        return "\n".join([self.card.title, *texts])


class AnyOrder(RuleBasedStateMachine):
    """A workspace and its platform, which delivers late, in part, or not at all."""

    world: World

    @initialize()
    def open_the_shop(self) -> None:
        self.tenant = self.world.new_tenant()
        self.now = MONDAY
        self.number = 0
        self.cards: list[tuple[str, Card]] = []
        self.forms: list[tuple[str, object]] = []
        self.last: Turn | None = None
        self.lanes: dict[str, list[tuple[str, Post]]] = {}
        self.screen: dict[str, Shown] = {}
        self.sent: Counter[tuple[str, str]] = Counter()
        self.lost: set[str] = set()
        self.decided: dict[str, tuple[str, str]] = {}
        self.has_thanks = True

    # What people do

    @rule(
        who=strategies.sampled_from(ACTORS),
        whom=strategies.sets(strategies.sampled_from(sorted(NAMES)), min_size=1, max_size=3),
        how=strategies.sampled_from(("kind", "kind", "kind", "grave", "short")),
        form=strategies.booleans(),
    )
    def thank(self, who, whom, how, form):
        text = self._words(how)
        mentions = tuple(Mention(each, NAMES[each]) for each in sorted(whom))
        if not form:
            line = " ".join(f"@{each.name}" for each in mentions)
            self._answer(
                typed(f"/shoutout {line} for {text}", who, mentions=mentions, **self._here)
            )
            return
        asked = self._answer(typed("/shoutout", who, **self._here))
        values = {"people": ",".join(sorted(whom)), "what": text}
        for _ in range(2):
            self._answer(sent(asked.form, values, who, mentions=mentions, **self._here))

    @rule(who=strategies.sampled_from(ACTORS), where=strategies.sampled_from(ThanksPlace))
    def wish(self, who, where):
        args = {"where": where.value}
        self._answer(turn(TurnKind.ACTION, "shoutout.wish", who, args=args, **self._here))

    @precondition(lambda self: self.number)
    @rule(which=numbers, how=strategies.sampled_from(("kind", "grave")))
    def edit(self, which, how):
        if (row := self._one_of(which, lambda each: each.giver_id in ACTORS)) is not None:
            args = {"shoutout": row.id, "rev": str(row.rev), "what": self._words(how)}
            asked = turn(TurnKind.SUBMIT, "shoutout.edited", row.giver_id, args=args, **self._here)
            self._answer(asked)

    @precondition(lambda self: self.number)
    @rule(
        which=numbers,
        who=strategies.sampled_from(("dana", "alex")),
        verb=strategies.sampled_from(("post", "private", "decline")),
        fresh=strategies.booleans(),
    )
    def decide(self, which, who, verb, fresh):
        """Press a manager's button, of the present card or of the first there was."""
        if rows := [each for each in self._rows()[0] if each.giver_id == "ana"]:
            row = rows[which % len(rows)]
            args = {"shoutout": row.id, "rev": str(row.rev if fresh else 1)}
            self._answer(turn(TurnKind.ACTION, f"shoutout.{verb}", who, args=args, **self._here))

    @precondition(lambda self: self.number)
    @rule(which=numbers)
    def take_back(self, which):
        if (row := self._one_of(which, lambda each: each.giver_id in ACTORS)) is not None:
            args = {"shoutout": row.id, "rev": str(row.rev)}
            asked = turn(
                TurnKind.ACTION, "shoutout.withdraw", row.giver_id, args=args, **self._here
            )
            self._answer(asked)

    @precondition(lambda self: self.number)
    @rule(
        which=numbers,
        where=strategies.sampled_from(
            [each for each in ThanksPlace if each is not ThanksPlace.PRIVATE]
        ),
    )
    def share(self, which, where):
        waiting = [
            each for each in self._rows()[1] if each.note == "unset" and each.person_id in ACTORS
        ]
        if waiting:
            one = waiting[which % len(waiting)]
            wish = {"where": where.value, "shoutout": one.shoutout_id}
            self._answer(
                turn(TurnKind.ACTION, "shoutout.wish", one.person_id, args=wish, **self._here)
            )
            args = {"shoutout": one.shoutout_id, "rev": "1"}
            self._answer(
                turn(TurnKind.ACTION, "shoutout.share", one.person_id, args=args, **self._here)
            )

    @precondition(lambda self: self.cards)
    @rule(card=numbers, button=numbers)
    def press(self, card, button):
        """Press a button of any card there ever was: mostly one of the last."""
        who, old = self.cards[-1 - card % min(len(self.cards), 6)]
        buttons = list(old.actions())
        if buttons:
            action = buttons[button % len(buttons)].action
            self._answer(turn(TurnKind.ACTION, action.intent, who, args=action.args, **self._here))

    @precondition(lambda self: self.cards)
    @rule(card=numbers, button=numbers, elsewhere=strategies.booleans())
    def press_the_card_of_somebody_else(self, card, button, elsewhere):
        """Another workspace reaches nothing; an agent decides nothing of somebody else's."""
        who, theirs = self.cards[card % len(self.cards)]
        buttons = [each for each in theirs.actions() if "shoutout" in each.action.args]
        if not buttons:
            return
        action = buttons[button % len(buttons)].action
        before = self._rows()
        tenant = "demo" if elsewhere else self.tenant
        stranger = who if elsewhere else "ana"
        mine = self._is_of(stranger, action.args["shoutout"])
        asked = turn(TurnKind.ACTION, action.intent, stranger, args=action.args, tenant=tenant)
        if elsewhere or not mine:
            reply = self._answer(asked, shown=False)
            assert reply.card is not None
            assert reply.card.title == "Not quite"
            assert self._rows() == before

    @precondition(lambda self: self.forms)
    @rule(form=numbers, how=strategies.sampled_from(("kind", "grave", "short")))
    def send_an_old_form(self, form, how):
        who, asked = self.forms[-1 - form % min(len(self.forms), 4)]
        values = {"what": self._words(how)}
        if any(each.name == "people" for each in asked.fields):
            values["people"] = "bo"
        mentions = (Mention("bo", "Bo"),)
        self._answer(sent(asked, values, who, mentions=mentions, **self._here))

    @precondition(lambda self: self.last is not None)
    @rule()
    def hand_over_the_last_turn_again(self):
        before = self._rows()
        reply = self._answer(self.last, shown=False)
        if self.last.kind is TurnKind.COMMAND:
            assert not reply.posts
            assert self._rows() == before

    @rule(minutes=strategies.sampled_from((0, 2, 90)), there=strategies.booleans())
    def let_time_pass(self, minutes, there):
        self.now += timedelta(minutes=minutes)
        self.has_thanks = there
        place = f"web:{self.tenant}:wins" if there else None
        self.world.run(self.world.set_thanks(self.tenant, place))

    # What the platform does

    @precondition(lambda self: any(self.lanes.values()))
    @rule(lane=numbers, arrives=strategies.sampled_from((True, True, True, False)), twice=numbers)
    def deliver_one(self, lane, arrives, twice):
        waiting = [name for name, posts in self.lanes.items() if posts]
        self._deliver(waiting[lane % len(waiting)], arrives=arrives, twice=twice % 4 == 0)

    @rule()
    def deliver_everything(self):
        self._settle()
        self._check_settled()

    # What must hold

    @invariant()
    def nothing_grave_is_public(self):
        if not hasattr(self, "screen"):
            return
        for each in self.screen.values():
            if each.channel in PUBLIC:
                assert GRAVE not in each.words

    @invariant()
    def there_is_one_post_a_place(self):
        if not hasattr(self, "screen"):
            return
        public = [(s.shoutout, s.channel) for s in self.screen.values() if s.channel in PUBLIC]
        standing = {row.id for row in self._rows()[0] if row.state == "given"}
        counted = Counter(each for each in public if each[0] in standing)
        assert all(times <= 2 for times in counted.values())  # one may be on its way out

    @invariant()
    def nobody_is_told_twice(self):
        if hasattr(self, "sent"):
            assert all(times == 1 for times in self.sent.values()), self.sent

    def teardown(self):
        if hasattr(self, "screen"):
            self._settle()
            self._check_settled()

    @property
    def _here(self):
        return {"tenant": self.tenant, "at": self.now}

    def _words(self, how: str) -> str:
        self.number += 1
        tail = "".join(chr(97 + int(digit)) for digit in str(self.number))
        if how == "short":
            return f"well done {tail}"
        grave = f" in spite of the {GRAVE}" if how == "grave" else ""
        return f"staying late to bring the order to door {tail}{grave}"

    def _is_of(self, who: str, shoutout: str) -> bool:
        rows, recipients = self._rows()
        row = next((each for each in rows if each.id == shoutout), None)
        thanked = {each.person_id for each in recipients if each.shoutout_id == shoutout}
        return row is not None and (who in (row.giver_id, row.decided_by) or who in thanked)

    def _one_of(self, which: int, wanted):
        rows = [each for each in self._rows()[0] if wanted(each) and each.state == "given"]
        return rows[which % len(rows)] if rows else None

    def _rows(self):
        run, tenant = self.world.run, self.tenant
        kept = run(self.world.rows(shoutouts, tenant))
        return kept, run(self.world.rows(shoutout_recipients, tenant))

    def _answer(self, asked, *, shown=True):
        reply = self.world.run(self.world.bot.answer(asked))
        assert reply.saved
        if shown:
            self.last = asked
            if reply.card is not None:
                assert reply.card.title != "That is our fault"
                self.cards.append((asked.person.id, reply.card))
            if reply.form is not None:
                self.forms.append((asked.person.id, reply.form))
        for post in reply.posts:
            self._queue(post)
        self._check_decided()
        return reply

    def _queue(self, post: Post) -> None:
        """Take a post as the outbox does; a new public one is as each of them wishes."""
        channel = post.place.channel
        key = "" if post.receipt is None else post.receipt.args["message"]
        shoutout = "" if post.receipt is None else post.receipt.args["shoutout"]
        if key:
            self.sent[shoutout, key] += 1
        if channel in PUBLIC and not post.replaces:
            self._check_wishes(shoutout, channel, post.card)
        name = f"{channel}:{len(self.screen)}:{self.number}:{sum(map(len, self.lanes.values()))}"
        self.lanes.setdefault(channel, []).append((f"{name}:{id(post)}", post))

    def _check_wishes(self, shoutout: str, channel: str, card: Card) -> None:
        wishes = {row.id: row.thanks for row in self.world.run(self._people())}
        wanted = {"wins": "channel", "front-desk": "team"}[channel]
        recipients = [each for each in self._rows()[1] if each.shoutout_id == shoutout]
        assert channel != "wins" or self.has_thanks
        for each in recipients:
            named = each.name in card.title
            assert named == (each.place == f"web:{self.tenant}:{channel}")
            assert not named or wishes.get(each.person_id) == wanted

    async def _people(self):
        return await self.world.rows(people, self.tenant)

    def _deliver(self, lane: str, *, arrives: bool = True, twice: bool = False) -> None:
        name, post = self.lanes[lane].pop(0)
        if arrives and post.removes:
            self.screen.pop(post.replaces, None)
        elif arrives and post.replaces:
            self.screen[post.replaces].card = post.card
        elif arrives and post.receipt is not None:
            args = post.receipt.args
            self.screen[name] = Shown(args["shoutout"], args["message"], lane, post.card)
            if lane.startswith("@") and lane[1:] in ACTORS:
                self.cards.append((lane[1:], post.card))
        if post.receipt is None:
            self._undo_the_loss(name, post, arrives)
            return
        if not arrives:
            self.lost.add(post.receipt.args["message"])
        args = {**post.receipt.args, "outcome": "delivered" if arrives else "failed"}
        args |= {"ref": name if arrives else "", "reason": Reason.CHANNEL_GONE.value}
        who = post.receipt.args["person"]
        receipt = turn(TurnKind.RECEIPT, post.receipt.intent, who, args=args, **self._here)
        for _ in range(1 + twice):
            self._answer(replace(receipt, args=args), shown=False)

    def _undo_the_loss(self, name: str, post: Post, arrives: bool) -> None:
        """Send once more what only changes a message that stands: the outbox doesn't give up."""
        if not arrives and post.replaces:
            self.lanes[post.place.channel].insert(0, (name, post))

    def _settle(self) -> None:
        while waiting := [name for name, posts in self.lanes.items() if posts]:
            self._deliver(waiting[0])

    def _check_decided(self) -> None:
        for row in self._rows()[0]:
            if row.decided_by:
                known = self.decided.setdefault(row.id, (row.decided_by, row.giver_id))
                assert known == (row.decided_by, row.giver_id)

    def _check_settled(self) -> None:
        """What is on the screens is what the rows say, no more and no less."""
        rows, recipients = self._rows()
        public = Counter(
            (each.shoutout, each.channel) for each in self.screen.values() if each.channel in PUBLIC
        )
        assert all(times == 1 for times in public.values())
        for row in rows:
            mine = [each for each in self.screen.values() if each.shoutout == row.id]
            thanked = [each for each in recipients if each.shoutout_id == row.id]
            places = {each.place.rpartition(":")[2] for each in thanked if each.place}
            stands = {each.channel for each in mine if each.channel in PUBLIC}
            told = {each.key for each in mine if each.key.startswith("told:")}
            if row.state == "given":
                assert stands == places
                assert {f"told:{each.person_id}" for each in thanked} <= told | self.lost
                assert all(self._is_current(each, row.text, thanked) for each in mine)
            else:
                assert not stands
            if row.state == "withdrawn":
                assert not any(row.text in each.words for each in mine)
            if row.state in ("proposed", "declined"):
                assert not told

    def _is_current(self, shown: Shown, text: str, thanked) -> bool:
        if shown.channel not in PUBLIC:
            return text in shown.words
        here = [each for each in thanked if each.place.endswith(f":{shown.channel}")]
        return all(each.name in shown.card.title for each in here) and text in shown.words


@pytest.mark.parametrize("orders", [12, pytest.param(300, marks=pytest.mark.soak)])
def test_no_order_of_turns_and_deliveries_breaks_a_shoutout(world, orders):
    machine = type("Machine", (AnyOrder,), {"world": world})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=orders, stateful_step_count=30, deadline=None)
    )
