"""A complaint under any order of presses: fresh, stale, doubled, foreign, forged, at any pace."""

from dataclasses import replace
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
from sqlalchemy import insert, select

from bot.store.tables.cases import cases
from bot.store.tables.deliveries import deliveries
from bot.store.tables.promises import promises
from bot.store.tables.workspaces import workspaces
from content import CORE, load
from handlers.cards import MAIN_BUTTONS, MORE_ACTIONS, Card, Facts
from handlers.routes import ACTIONS, SUBMITS
from handlers.turn import PostOutcome, Turn, TurnKind
from tests.conftest import MONDAY, sent, turn, typed

PEOPLE = ("ana", "dana")
WAYS_OUT = ("Not quite", "Gone")
# What shows the branches to anybody who presses it: the case may be gone.
DANGER = dict.fromkeys(("complaint.alarm", "complaint.branch"), ("Danger or trouble",))
ENDS = (" is closed", " is thrown away")
NOTES = ("", "parcel never came", "two left boots", "by chat", "phone: a torn coat", "list", "1001")
MOMENTS = ("", "today 16:30", "tomorrow 10:00", "in 2 hours", "yesterday", "soon", "Friday noon")
WORDS = (
    "",
    "act",
    "close",
    "end",
    "refer",
    "vent",
    "?",
    "second",
    "lead-joins",
    "what-if",
    "5",
    "x",
)
ARGS = ("to", "mark", "aside", "branch", "remedy", "minutes", "due", "form", "what", "when", "idea")
OURS = [each for each in (*ACTIONS, *SUBMITS, "complaint.new-one") if each.startswith("complaint.")]
# These count on an old card as well.
ANY_REV = (
    *("new", "words", "another", "list", "pick", "resume", "reopen", "view", "ask", "alarm"),
    *("shortcut", "alarm-first"),
    *("branch", "safe"),  # danger counts from an old card, too
)
OF_ONE_REV = {each for each in ACTIONS if each.startswith("complaint.")} - {
    f"complaint.{verb}" for verb in ANY_REV
}
numbers = strategies.integers(0, 999)


@pytest.fixture
def world(living):
    return World(*living)


class World:
    """What all the examples share; each has a workspace of its own."""

    def __init__(self, runner, library, database, bot) -> None:
        self.run, self.library, self.database, self.bot = runner.run, library, database, bot
        self.tenants = 0
        whole = library.content
        self.packs = (whole, _reworded(whole))

    def new_tenant(self) -> str:
        self.tenants += 1
        tenant = f"shop{self.tenants}"
        self.run(self._open(tenant))
        return tenant

    async def _open(self, tenant: str) -> None:
        lead = f"web:{tenant}:leads" if self.tenants % 3 else None
        async with self.database.transaction(5) as connection:
            values = {"platform": "web", "tenant": tenant, "zone": "UTC", "lead_place": lead}
            await connection.execute(insert(workspaces).values(values))

    async def rows(self, table, tenant: str):
        async with self.database.read_transaction(5) as connection:
            return (await connection.execute(select(table).where(table.c.tenant == tenant))).all()


def _reworded(content):
    """Return the pack after an edit: no asides, other remedies, another branch, other words."""
    flow = content.flow
    steps = tuple(
        step.model_copy(
            update={"asides": (), "buttons": tuple(each for each in step.buttons if each.go)}
        )
        for step in flow.steps
    )
    remedies = tuple(each.model_copy(update={"id": f"{each.id}-2"}) for each in flow.remedies)
    first, *others = flow.branches
    branches = (first.model_copy(update={"id": "fire"}), *others)
    changed = {"steps": steps, "remedies": remedies, "branches": branches}
    return content.model_copy(update={"flow": flow.model_copy(update=changed)})


def _is_current(row, action) -> bool:
    return row.state == "open" and str(row.rev) == action.args["rev"]


class AnyOrder(RuleBasedStateMachine):
    """Several people with several cases; after each turn everything that must hold is checked."""

    world: World

    @initialize()
    def open_the_shop(self) -> None:
        self.tenant = self.world.new_tenant()
        self.world.library.content = self.world.packs[0]
        self.now = MONDAY
        self.cards: list[tuple[str, Card]] = []
        self.forms: list[tuple[str, object]] = []
        self.receipts: list[Turn] = []
        self.before: dict[str, object] = {}
        self.last: Turn | None = None

    @rule(who=strategies.sampled_from(PEOPLE), note=strategies.sampled_from(NOTES))
    def type_the_command(self, who, note):
        self._answer(typed(f"/complaint {note}".strip(), who, **self._here))

    @precondition(lambda self: self.cards)
    @rule(button=numbers)
    def press_what_is_shown(self, button):
        who, card = self.cards[-1]
        self._press(who, card, button)

    @precondition(lambda self: self.cards)
    @rule(card=numbers, button=numbers)
    def press_an_old_card(self, card, button):
        who, old = self.cards[card % len(self.cards)]
        self._press(who, old, button)

    @precondition(lambda self: self.cards)
    @rule(card=numbers, button=numbers, elsewhere=strategies.booleans())
    def press_the_card_of_somebody_else(self, card, button, elsewhere):
        who, theirs = self.cards[card % len(self.cards)]
        stranger = who if elsewhere else next(each for each in PEOPLE if each != who)
        tenant = "demo" if elsewhere else self.tenant
        action = self._action(theirs, button)
        if action is not None and "case" in action.args:
            reply = self._answer(
                turn(
                    TurnKind.ACTION,
                    action.intent,
                    stranger,
                    args=action.args,
                    tenant=tenant,
                    at=self.now,
                ),
                shown=False,
            )
            assert reply.card is not None
            assert reply.card.title in ("Not quite", *DANGER.get(action.intent, ()))

    @precondition(lambda self: self.last is not None)
    @rule(times=strategies.integers(1, 2))
    def hand_over_the_last_turn_again(self, times):
        before = self._effects()
        for _ in range(times):
            self._answer(self.last, shown=False)
        assert self._effects() == before

    @precondition(lambda self: self.forms)
    @rule(
        form=numbers,
        what=strategies.sampled_from(("", "ring back", "a@b.co " * 30)),
        when=strategies.sampled_from(MOMENTS),
    )
    def send_a_form(self, form, what, when):
        who, asked = self.forms[form % len(self.forms)]
        values = {"what": what, "when": when, "idea": what, "story": what, "variant": "chat"}
        known = {each.name: values.get(each.name, "") for each in asked.fields}
        self._answer(sent(asked, known, who, **self._here))

    @precondition(lambda self: self.cards)
    @rule(
        intent=strategies.sampled_from(OURS),
        args=strategies.dictionaries(
            strategies.sampled_from(ARGS), strategies.sampled_from(WORDS), max_size=3
        ),
    )
    def press_what_was_never_drawn(self, intent, args):
        who, card = self.cards[-1]
        known = next((each.action.args for each in card.actions()), {})
        self._answer(turn(TurnKind.ACTION, intent, who, args={**known, **args}, **self._here))

    @rule(intent=strategies.sampled_from(OURS))
    def press_something_without_its_case(self, intent):
        self._answer(turn(TurnKind.ACTION, intent, **self._here))

    @rule(minutes=strategies.sampled_from((1, 50, 60 * 9, 60 * 24 * 3)))
    def let_time_pass(self, minutes):
        self.now += timedelta(minutes=minutes)

    @rule(pack=strategies.integers(0, 1))
    def edit_the_pack(self, pack):
        self.world.library.content = self.world.packs[pack]

    @precondition(lambda self: self.receipts)
    @rule(outcome=strategies.sampled_from(PostOutcome))
    def let_a_receipt_come_in(self, outcome):
        receipt = self.receipts.pop()
        self._answer(
            replace(receipt, at=self.now, args={**receipt.args, "outcome": outcome}), shown=False
        )

    @property
    def _here(self):
        return {"tenant": self.tenant, "at": self.now}

    def _press(self, who, card, button):
        action = self._action(card, button)
        if action is None:
            return
        before = self.before.get(action.args.get("case"))
        self._answer(turn(TurnKind.ACTION, action.intent, who, args=action.args, **self._here))
        known = before is not None and action.intent in OF_ONE_REV
        if known and not _is_current(before, action):
            assert self.before[before.id] == before

    def _action(self, card, button):
        buttons = list(card.actions())
        return buttons[button % len(buttons)].action if buttons else None

    def _answer(self, asked, *, shown=True):
        reply = self.world.run(self.world.bot.answer(asked))
        self._check(asked, reply)
        if shown:
            self.last = asked
            if reply.card is not None:
                self.cards.append((asked.person.id, reply.card))
            if reply.form is not None:
                self.forms.append((asked.person.id, reply.form))
        for number, post in enumerate(reply.posts):
            if post.receipt is not None:
                args = post.receipt.args
                who = args["person"]
                self.receipts.append(
                    turn(
                        TurnKind.RECEIPT,
                        post.receipt.intent,
                        who,
                        args=args,
                        tenant=self.tenant,
                        id=f"receipt-{asked.id}-{number}",
                        message=args.get("message", ""),
                    )
                )
        return reply

    def _check(self, asked, reply):
        assert reply.saved
        stand = {row.id: row for row in self._rows()}
        for case_id, row in stand.items():
            was = self.before.get(case_id)
            assert was is None or row.rev >= was.rev
            if row.promised_at and (was is None or was.promised_at != row.promised_at):
                assert row.promised_at > asked.at
        for who in PEOPLE:
            assert sum(r.agent_id == who and r.state == "open" for r in stand.values()) <= 1
        self.before = stand
        if reply.card is not None:
            self._check_card(asked.person.id, reply.card)

    def _check_card(self, who, card):
        assert card.title != "That is our fault"
        buttons = list(card.actions())
        assert buttons or card.title.endswith(ENDS) or card.title in WAYS_OUT
        assert len(card.buttons) <= MAIN_BUTTONS
        assert len(card.more) <= MORE_ACTIONS
        self._check_promised(card, buttons)
        own = {row.id for row in self.before.values() if row.agent_id == who}
        assert {each.action.args["case"] for each in buttons if "case" in each.action.args} <= own

    def _check_promised(self, card, buttons):
        """A card that says "You promised" has a promise behind it."""
        facts = [row for each in card.body if isinstance(each, Facts) for row in each.rows]
        said = [value for label, value in facts if label == "You promised"]
        if said:
            case_id = next(each.action.args["case"] for each in buttons)
            rows = self.world.run(self.world.rows(promises, self.tenant))
            behind = [row for row in rows if row.case_id == case_id and row.state == "open"]
            assert [row.what for row in behind] == [said[0].rpartition(", ")[0]]
            assert (behind[0].due_at is None) == said[0].endswith("no time yet")

    def _rows(self):
        return self.world.run(self.world.rows(cases, self.tenant))

    def _effects(self):
        """Return everything that is kept, except how often it was touched."""
        left_out = {"rev", "changed_at"}
        kept = [
            {name: value for name, value in row._mapping.items() if name not in left_out}
            for row in self._rows()
        ]
        return kept, len(self.world.run(self.world.rows(deliveries, self.tenant)))


def test_no_order_of_presses_breaks_a_case(world):
    machine = type("Machine", (AnyOrder,), {"world": world})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=30, stateful_step_count=30, deadline=None)
    )


def test_the_reworded_pack_is_another_one():
    assert _reworded(load(CORE)) != load(CORE)
