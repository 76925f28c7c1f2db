"""How much is read and pressed: each scene of a day is walked with the pack's own words.

Buttons are not counted. The table is printed; run with -s to see it.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import product

import pytest

from bot.store.turn.store import TurnStore
from content import CORE, load
from content.flow import Variant
from handlers.cards import Card, Facts, Text
from handlers.complaint.buttons import View
from handlers.complaint.cards import case_card
from handlers.complaint.look import Look
from handlers.domain.case import REFER, STEPS, Case
from handlers.reminders.posts import next_post
from handlers.turn import Turn, TurnKind
from tests.conftest import MONDAY, pressed, turn, typed

FLOW = load(CORE).flow
LIVE_WORDS = 40  # of a card while somebody talks
DANGER_WORDS = 72  # of what to do in danger, before anybody is paged
PHONE_WORDS, PHONE_PRESSES = 230, 8  # from the command to "after", and to the end
AFTERNOON = MONDAY.replace(hour=17) - timedelta(minutes=10)
CASE = Case(
    id="c1", agent_id="ana", variant=Variant.VOICE, opened_at=MONDAY, changed_at=MONDAY, number=1001
)


def words(card: Card) -> int:
    """Count the words of the title, the small print and the body."""
    texts = [card.title, *(each.text for each in card.body if isinstance(each, Text))]
    rows = [row for each in card.body if isinstance(each, Facts) for row in each.rows]
    said = " ".join([*texts, *(word for row in rows for word in row)])
    return sum(any(sign.isalnum() for sign in word) for word in said.split())


@dataclass
class Scene:
    """What somebody reads and presses in one of the moments of a day."""

    name: str
    bot: object
    who: str = "ana"
    cards: list[Card] = field(default_factory=list)
    posts: list[Card] = field(default_factory=list)
    presses: int = 0

    async def say(self, line: str) -> None:
        await self._do(typed(line, self.who))

    async def press(self, *labels: str) -> None:
        for label in labels:
            await self._do(pressed(self.cards[-1], label, self.who))

    async def _do(self, asked: Turn) -> None:
        reply = await self.bot.answer(asked)
        self.presses += 1
        self.cards.append(reply.card)
        self.posts += [each.card for each in reply.posts]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Return all words, those of the longest card, and the presses."""
        each = [words(card) for card in self.cards]
        return sum(each), max(each), self.presses


async def channel(app) -> Scene:
    scene = Scene("08:55, the channel", app.bot, "dana")
    asked = typed("/reminders add weekdays 08:55", "dana", channel="front-desk")
    await app.bot.answer(asked)
    async with app.database.transaction(5) as connection:
        store = TurnStore(connection, asked.tenant, asked.person)
        reminder, *_ = await store.reminders.of(asked.place)
    scene.cards.append(next_post(reminder, app.library.content, asked.at, "")[0].card)
    return scene


async def phone(app) -> Scene:
    scene = Scene("10:12, on the phone", app.bot)
    await scene.say("/complaint")
    await scene.press("They've said it all", "They feel heard", "Said it")
    await scene.press("Find out and ring back", "Today 17:00", "Yes")
    assert scene.cards[-1].title == "Need a minute?"
    return scene


async def dark(app) -> Scene:
    scene = Scene("11:30, it gets dark", app.bot)
    await scene.say("/complaint")
    await scene.press("Danger or trouble", "Life at risk", "Page the duty lead")
    return scene


async def promise(app) -> Scene:
    await (await phone(app)).press("Done")
    notice = await _notice(app)
    scene = Scene("15:20, the promise", app.bot, cards=[notice])
    await scene.press("Kept")
    return scene


async def lead(app) -> Scene:
    closing = Scene("", app.bot)
    await closing.say("/complaint")
    await closing.press("They've said it all", "They feel heard", "Said it")
    await closing.press("Refund or replace it", "Done already", "Yes", "Done")
    return Scene("16:40, the lead", app.bot, "dana", cards=closing.posts[-1:])


async def _notice(app) -> Card:
    asked = typed("/promise")
    async with app.database.transaction(5) as connection:
        store = TurnStore(connection, asked.tenant, asked.person)
        (made,) = await store.promises.open()
    told = turn(TurnKind.NOTICE, "promises.notice", args={"promise": made.id}, at=AFTERNOON)
    return (await app.bot.answer(told)).posts[0].card


SCENES = {each.__name__: each for each in (channel, phone, dark, promise, lead)}
"""Each scene of a day that there is: whoever adds one adds it here."""


@pytest.mark.parametrize("scene", SCENES)
async def test_a_scene_is_counted(app, scene):
    walked = await SCENES[scene](app)
    if not walked.cards:
        pytest.skip("nobody is told of this just now")
    total, longest, presses = walked.counts
    line = f"{walked.name:24} {total:4} words, {longest:3} on the longest card, {presses} presses\n"
    sys.stdout.write(f"\n{line}")
    assert presses <= PHONE_PRESSES


async def test_a_complaint_on_the_phone_is_short(app):
    scene = await phone(app)
    total, longest, presses = scene.counts
    assert total <= PHONE_WORDS
    assert longest <= LIVE_WORDS
    assert presses < PHONE_PRESSES
    await scene.press("Done")
    assert scene.cards[-1].title.endswith("is closed")
    assert scene.presses == PHONE_PRESSES


def live_cases() -> Iterator[object]:
    """Yield every case that can stand on a card while somebody talks, with a spoken id."""
    for step, variant, second in product((*STEPS, REFER), Variant, (False, True)):
        case = replace(CASE, step=step, variant=variant, second=second, note="parcel never came")
        name = f"{step} {variant}{' second time' * second}"
        yield pytest.param(case, id=name)
        for aside in FLOW.step(step).asides:
            yield pytest.param(replace(case, aside=aside.id), id=f"{name} {aside.id}")
        for remedy in FLOW.remedies if step in ("act", "close") else ():
            chosen = replace(case, remedy=remedy.promise)
            yield pytest.param(chosen, id=f"{name} {remedy.id}")
            yield pytest.param(replace(chosen, done=True), id=f"{name} {remedy.id} done")
            timed = replace(chosen, promised_at=MONDAY.replace(hour=17))
            yield pytest.param(timed, id=f"{name} {remedy.id} today")


LIVE = list(live_cases())


@pytest.mark.parametrize("case", LIVE)
def test_while_somebody_talks_a_card_is_one_hint_and_one_line(case):
    card = case_card(case, FLOW, "UTC", MONDAY)
    assert words(card) <= LIVE_WORDS
    tones = [each.tone for each in card.body if isinstance(each, Text)]
    assert tones.count("say") <= 1
    assert "avoid" not in tones


@pytest.mark.parametrize("case", LIVE)
def test_a_short_card_has_no_line_but_of_a_second_time_and_of_a_referral(case):
    full = case_card(case, FLOW, "UTC", MONDAY)
    short = case_card(case, FLOW, "UTC", MONDAY, look=Look(terse=True))
    lines = [each for each in short.body if isinstance(each, Text) and each.tone == "say"]
    if case.second or case.step == REFER:
        assert short == full
    else:
        assert not lines
        assert list(short.actions()) == list(full.actions())


@pytest.mark.parametrize("variant", Variant)
@pytest.mark.parametrize("branch", FLOW.branches, ids=lambda branch: branch.id)
def test_in_danger_a_card_is_what_to_do_and_one_line(branch, variant):
    case = replace(CASE, branch=branch.id, variant=variant)
    card = case_card(case, FLOW, "UTC", MONDAY)
    assert words(card) <= DANGER_WORDS
    others = case_card(case, FLOW, "UTC", MONDAY, Look(View.WORDS, numbers={branch.id: "7711"}))
    said = [each.text for each in others.body]
    assert {branch.route, branch.words(variant).dont} <= set(said)
    assert [each.label for each in others.buttons] == [each.label for each in card.buttons]


@pytest.mark.parametrize("view", [View.STEP, View.WORDS])
@pytest.mark.parametrize("branch", FLOW.branches, ids=lambda branch: branch.id)
def test_whom_to_call_here_is_on_the_card_once_it_is_confirmed(branch, view):
    case = replace(CASE, branch=branch.id)
    card = case_card(case, FLOW, "UTC", MONDAY, Look(view, numbers={branch.id: "ring 7711."}))
    said = [each.text for each in card.body if each.text.startswith("Here: ring 7711.")]
    assert len(said) == 1
    assert ("may be another" in said[0]) == bool(branch.emergency)
