"""Strings that must not turn up where they don't belong, and a walker who types them everywhere."""

import io
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

from bot import log
from content import CORE, load
from handlers.routes import ROUTES, SHORTCUTS
from handlers.shortcuts import Shortcut
from tests.bot.doors import Door, Seen

# What nobody may keep: a piece of each that is still known when it was cut.
SECRETS = {
    "card 4111 1111 1111 1111": "4111 11",
    "mail canary.bird@example.org": "canary.bird",
    "ring +39 06 5550 7788": "06 5550",
    "IBAN GB82 WEST 1234 5698 7654 32": "GB82",
    "token xoxb-998877-canarycanary": "xoxb-99",
    "password: canary-feather7": "feather7",
    "ring 06.55.50.77.99": "55.50.77",
}
CALLED = ("mail canary.bird@example.org", "ring +39 06 5550 7788", "ring 06.55.50.77.99")
NAME = "Quillfeather-of-"  # somebody in a note of this player: for that player's eyes alone
ALL = ", ".join(SECRETS)

# Chosen from a list, not typed.
CHOSEN = (
    "channel",
    "stage",
    "deck",
    "around",
    "role",
    "people",
    "behaviour",
    "told",
    "length",
    "contact",
    "variant",
)
CHOSEN += (
    "cause",
    "rule",
    "named",
    *("private", "team", "share", "shared", "more"),
    "branch",
    "where",
    "call",
    *("hour", "weekday", "weeks"),
    "country",
    "region",
    "workdays",
    "on_days_off",
)
CHOSEN += ("at", "at2", "at3", "day", "first", "last", "off_first", "off_last", "off_from")
CHOSEN_BESIDE_A_PHRASE = ("days", "zone")  # elsewhere they are typed
# Made to hold somebody's number or address: the lead's line, and whom to call in which trouble.
NUMBERS = ("lead_line", *(branch.id for branch in load(CORE).flow.branches))
# A field that doesn't take just anything takes this.
GOOD = {
    "hours": "Mon-Fri 09:00-17:00",
    "when": "tomorrow 10:00",
    "phrase": "weekdays 08:55",
    "zone": "Europe/Rome",
    "remedies": "Refund the trip",
    "people": "dana",
    "what": "stay with them until it was done",
    "case": "4471",
    "line": "ring +39 06 5550 7788, mail canary.bird@example.org",
    "days": "25 Dec",
    "off_first": "2026-12-24",
    "quiet": "",
    "pace": "300",
    "rule_watch": "4 in 14 days",
    "why": "it is how the till works",
    "day_ends": "17:30",
}
# So that there is something to ask about.
SOMETHING = ("/reminders add weekdays 08:55",)
OF_ONESELF = ("/complaint I'm not OK",)
# From a new complaint to the form for a time of one's own; "" is whatever is offered first.
TO_A_TIME = ("They've said it all", "They feel heard", "Said it")
TO_A_TIME += ("", "Another time")
# From a new complaint to a line about what was given, once it is closed.
TO_WHAT_WAS_GIVEN = (*("More …", "Skip this step") * 5, "More …", "What was given")
TO_WHAT_WAS_GIVEN += ("A little more", "More …", "What was given: A little more", "And what? …")
NOTE = "Note a line of mine"  # on a what-if
ASK, ALL_LESSONS = "Ask or disagree", "All lessons"  # at the end of a lesson, and on each card
# Whose words are its author's alone.
PRIVATE = ("complaint",)
STEPS = 250  # of one walk
OLD_ONES = 3  # known buttons that are pressed on the way, in a walk
GONE = ("Yes, delete it",)  # it would take away what we look for


class Walker:
    """Types canaries behind every command, presses what is new, and fills in every form."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._player = ""
        self._pressed: Counter[tuple[str, str]] = Counter()
        self._longer = 0
        self._old_ones = 0

    async def everywhere(self, player: str, channel: str) -> None:
        """Walk from each route that there is, as this person, in this channel."""
        self._door.as_(player)
        self._door.in_(channel)
        self._player = player
        for route in ROUTES:
            await self._walk(route.words)
        for shortcut in SHORTCUTS:
            await self._take(shortcut)
        await self._along("the lid", TO_A_TIME)
        await self._along("the tap", TO_WHAT_WAS_GIVEN)
        await self._note()
        await self._ask()
        for line in OF_ONESELF:
            await self._is_news(partial(self._door.say, line), ALL)

    async def _walk(self, command: str) -> None:
        private = command.split(maxsplit=1)[0] in PRIVATE
        typed = f"{NAME}{self._player} {ALL}" if private else ALL
        for each in SOMETHING:
            await self._door.say(each)
        for line in (f"/{command}", f"/{command} {typed}", f"/{command} 1 {typed}"):
            while await self._is_news(partial(self._door.say, line), typed):
                """Begin again: behind a button that is known by now, another may be new."""

    async def _along(self, about: str, labels: Sequence[str]) -> None:
        """Go a way that no walk is sure to find, to the form at its end."""
        seen = await self._door.say(f"/complaint {about}")
        for label in labels:
            seen = await self._door.press(seen, label or seen.labels["buttons"][0])
        await self._filled(seen, ALL)

    async def _note(self) -> None:
        """Ask for one text after another until it is a what-if, and note a line on it."""
        seen = await self._door.say("/care today")
        for _ in range(STEPS):
            if NOTE in seen.handles:
                break
            seen = await self._door.press(seen, "Another one")
        await self._filled(await self._door.press(seen, NOTE), ALL)

    async def _ask(self) -> None:
        """Go through a lesson whose cards have one title, and ask what nobody may keep."""
        await self._door.say("/care mentor @dana")
        seen = await self._door.say("/learn 1")
        for label in ("Go on", "Go on", ""):
            seen = await self._door.press(seen, label or seen.labels["choices"][0])
        await self._filled(await self._door.press(seen, ASK), ALL)

    async def _take(self, shortcut: Shortcut) -> None:
        private = shortcut.intent.partition(".")[0] in PRIVATE
        typed = f"{NAME}{self._player} {ALL}" if private else ALL
        message = ("dana", ALL) if shortcut.on_message else ()
        await self._is_news(partial(self._door.shortcut, shortcut.intent, *message), typed)

    async def _is_news(self, begin: Callable[[], Awaitable[Seen]], typed: str) -> bool:
        """Begin and go on while there are new buttons; tell whether there was one."""
        before, self._old_ones = len(self._pressed), 0
        seen = await begin()
        for _ in range(STEPS):
            if seen.is_form:
                seen = await self._filled(seen, typed)
            elif label := self._new(seen) or self._worn(seen):
                seen = await self._door.press(seen, label)
            else:
                break
        return len(self._pressed) > before

    def _new(self, seen: Seen) -> str | None:
        """Return the first button here that was never pressed on such a card."""
        for label in seen.handles:
            known = (_title(seen), _plain(label))
            if label not in GONE and not self._pressed[known]:
                self._pressed[known] += 1
                return label
        return None

    def _worn(self, seen: Seen) -> str | None:
        """Return the button pressed least, a few times in a walk: something new may lie behind."""
        labels = [each for each in seen.handles if each not in GONE]
        self._old_ones += 1
        if not labels or self._old_ones > OLD_ONES:
            return None
        label = min(labels, key=lambda each: self._pressed[_title(seen), _plain(each)])
        self._pressed[_title(seen), _plain(label)] += 1
        return label

    async def _filled(self, form: Seen, typed: str) -> Seen:
        """Send a form full of canaries, then what it takes, with canaries where they may stand."""
        self._longer += 1
        values = _values(form, typed * (1 + self._longer % 4))
        answer = await self._door.fill(form, values)
        if not answer.is_form:
            return answer
        values |= {name: GOOD[name] for name in answer.errors}
        return await self._door.fill(
            answer, {k: v for k, v in values.items() if k in answer.values}
        )


def _values(form: Seen, typed: str) -> dict[str, str]:
    number = typed
    for each in CALLED:
        number = number.replace(each, "")
    chosen = (*CHOSEN, *(CHOSEN_BESIDE_A_PHRASE if "phrase" in form.values else ()))
    fields = [name for name in form.values if name not in chosen]
    return {name: number if name in NUMBERS else typed for name in fields}


def _title(seen: Seen) -> str:
    """Return the title of a card; the cards of lessons are alike, and have twenty-four."""
    return "a lesson" if ALL_LESSONS in seen.handles else seen.title


def _plain(label: str) -> str:
    """Return a label without what it shows of this very thing."""
    return "".join(sign for sign in label if not sign.isdigit())[:24]


def found(text: str, words: Mapping[str, str] = SECRETS) -> list[str]:
    """Return the canaries that a text has in it."""
    return [piece for piece in words.values() if piece in text]


@contextmanager
def logged():
    """All that would be written at the chattiest level, in both formats."""
    before = logging.root.handlers[:], logging.root.level, logging.raiseExceptions
    streams = io.StringIO(), io.StringIO()
    log.set_up("debug", "json")
    (objects,) = logging.root.handlers
    objects.setStream(streams[0])
    log.set_up("debug")
    logging.root.handlers[0].setStream(streams[1])
    logging.root.addHandler(objects)
    try:
        yield lambda: "".join(each.getvalue() for each in streams)
    finally:
        logging.root.handlers[:], logging.root.level, logging.raiseExceptions = before
