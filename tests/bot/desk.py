"""A desk for the simulated month: its people, their hours, and what each of them does in the bot.

Everything goes through a door, as a person would type and press it; chance is seeded.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from bot.web.directory import Persona
from handlers.cards import MAIN_BUTTONS
from handlers.domain.people import Role
from tests.bot.doors import Door, Seen
from tests.conftest import MONDAY

EARLY, LATE = ("ana", "bo", "cleo", "dev"), ("eli", "fay", "gus")
AGENTS = (*EARLY, *LATE)
LEAD, HEAD = "dana", "alex"  # of the early shift; of service
HOURS = {
    **dict.fromkeys(EARLY, (time(8), time(14))),
    **dict.fromkeys(LATE, (time(13), time(19))),
    **dict.fromkeys((LEAD, HEAD), (time(8, 30), time(17))),
}
MORE_PEOPLE = {
    each: Persona(each, each.capitalize(), Role.AGENT) for each in AGENTS if each != "ana"
}
NAMES = {each: each.capitalize() for each in (*AGENTS, LEAD, HEAD)}
ALL_NAMES = frozenset(NAMES.values())
DESK = "front-desk"
STEPS = ("They've said it all", "They feel heard", "Said it", "Refund or replace it")
CAUSES = ("late", "late", "late", "broken", "billing", "price", "promise", "other")
RULE = "14 days for returns"
IDEAS = ("ring before the van leaves", "print the date on the slip", "two sizes in one box")
WORDS = {"late": "too late", "broken": "broken", "billing": "the bill", "price": "the price"}
WORDS |= {"promise": "a promise not kept", "other": "something else"}
FATES = (("Kept", "Move it", "Couldn't keep it", None), (70, 10, 7, 13))
STEP, NIGHT = timedelta(hours=1), timedelta(hours=3)
DAY = (time(7), time(20))
LET_KNOW = "Let my lead know"
PROMISES = ("ring them back", "send the part", "write to the depot", "find the second box")
DEEDS = ("stayed on to find the box", "rang round three shops", "took my calls all morning")


@dataclass
class Desk:
    """A desk that is being lived at; ``told`` is its story, ``seen`` all that anybody was shown."""

    door: Door
    random: Random
    now: datetime = MONDAY
    told: list[str] = field(default_factory=list)
    seen: list[tuple[str, str, Seen]] = field(default_factory=list)  # who, where, what
    day: date | None = None
    numbers: int = 0

    # The story

    def tell(self, what: str) -> None:
        """Say what happens now, under its day."""
        if self.now.date() != self.day:
            self.day = self.now.date()
            self._line(f"\n{self.now:%A} {self.now.day} {self.now:%B}")
        self._line(f"  {self.now:%H:%M}  {what}")

    def _line(self, line: str) -> None:
        self.told.append(line)
        sys.stdout.write(f"{line}\n")

    # Time and seats

    async def until(self, moment: datetime) -> None:
        """Let it be this moment; on the way all that is due is said, by day every hour."""
        while moment > self.now:
            step = STEP if DAY[0] <= self.now.time() < DAY[1] else NIGHT
            self.now = min(moment, self.now + step)
            await self.door.clock(self.now.isoformat())
            await self.door.settle()

    @classmethod
    def at_work(cls, at: datetime) -> list[str]:
        """Return who works at a moment, but for the head of service."""
        return [each for each in NAMES if each != HEAD and cls.works(each, at)]

    @staticmethod
    def works(who: str, at: datetime) -> bool:
        """Tell whether somebody works at a moment."""
        start, end = HOURS[who]
        return at.weekday() < 5 and start <= at.time() < end

    def sits(self, who: str, where: str = "") -> None:
        """Be this person, here."""
        self.door.as_(who)
        self.door.in_(where)
        self._who, self._where = who, where

    async def say(self, line: str) -> Seen:
        """Type a line, and look at what comes."""
        return self._noted(await self.door.say(line))

    async def press(self, seen: Seen, *labels: str) -> Seen:
        """Press one button after the other."""
        for each in labels:
            seen = self._noted(await self.door.press(seen, each))
        return seen

    async def fill(self, seen: Seen, **values: str) -> Seen:
        """Send a form."""
        return self._noted(await self.door.fill(seen, values))

    async def mail(self, who: str, title: str) -> Seen | None:
        """Be this person, and return the newest card the bot wrote them with such a title."""
        await self.door.settle()
        self.sits(who)
        found = [each for each in await self.door.notices() if title in each.title]
        return self._noted(found[-1]) if found else None

    def _noted(self, seen: Seen) -> Seen:
        assert len(seen.labels.get("buttons", ())) <= MAIN_BUTTONS, seen.title
        self.seen.append((self._who, self._where, seen))
        return seen

    # What people do

    async def set_up(self) -> None:
        """Let everybody say when they work, and Dana set up two reminders and her list."""
        self.sits(LEAD, DESK)
        await self.say(f"/care team {' '.join(f'@{each}' for each in AGENTS)}")
        await self.say("/reminders add weekdays 08:55")
        await self.say("/reminders add weekdays 13:05")
        for who, (start, end) in HOURS.items():
            self.sits(who)
            form = await self.press(await self.say("/care me"), "When I work")
            await self.fill(form, hours=f"mon-fri {start:%H:%M}-{end:%H:%M}", deck="")
        self.sits(HEAD)
        form = await self.press(await self.say("/care rules"), "Add a rule")
        await self.fill(form, name=RULE, people=HEAD)
        self.tell("Dana sets up the desk: seven agents in two shifts, a reminder for each.")
        self.tell(f"Alex looks after a rule that is bent now and then: {RULE}.")

    async def complaint(self, who: str, passed: Mapping[str, str], ends: str, answer: str) -> None:
        """Take one from its story to its end, and pass on what went wrong."""
        self.numbers += 1
        self.sits(who)
        seen = await self.say(f"/complaint parcel number {self.numbers}")
        seen = await self.press(seen, *STEPS, ends, answer)
        for _ in STEPS:  # what wasn't accepted goes on with other ways
            if "Pass something on" not in seen.handles:
                seen = await self.press(seen, "More …", "Skip this step")
        form = await self.press(seen, "Pass something on")
        await self.press(await self.fill(form, **passed), "Done")
        promised = "" if ends == "Done already" else f"; it is promised {ends.lower()}"
        self.tell(f"{NAMES[who]} closes a complaint: {WORDS[passed['cause']]}{promised}.")
        if "new_rule" in passed:
            self.tell(f"{NAMES[who]} bent a rule for it, and passes that on.")
        if "idea" in passed:
            self.tell(f"{NAMES[who]} passes on: what if we {passed['idea']}?")

    async def promise(self, who: str, when: str) -> None:
        """Note a promise."""
        self.numbers += 1
        self.sits(who)
        what = f"{self.random.choice(PROMISES)}, no {self.numbers},"
        seen = await self.say(f"/promise {what} by {when}")
        assert seen.title == "Promise noted", seen
        self.tell(f"{NAMES[who]} promises to {what} by {when}.")

    async def look_after(self, who: str) -> None:
        """Do something about the first promise on somebody's list that is late or due today."""
        self.sits(who)
        rows = (await self.say("/promise")).labels["choices"]
        due = [each for each in rows if each.startswith("Late") or " · today" in each]
        if not due or (fate := self.random.choices(*FATES)[0]) is None:
            return
        seen = await self.press(self.seen[-1][2], due[0])
        if fate not in seen.handles:
            fate = "Kept"
        seen = await self.press(seen, fate)
        if fate == "Move it":
            await self.fill(await self.press(seen, "Another time"), when="tomorrow 10:00")
        if fate == "Couldn't keep it":
            await self.press(seen, "They know")
        self.tell(f"{NAMES[who]}, of {due[0].removeprefix('Late · ')}: {fate}.")

    async def hand_over(self, giver: str, taker: str, answer: str | None) -> None:
        """Offer all that is open at the end of a shift; it is answered, or comes back."""
        self.sits(giver)
        seen = await self.say("/promise handover")
        if "Hand them over" not in seen.handles:
            return
        form = await self.press(seen, "Hand them over")
        seen = await self.fill(form, people=taker)
        assert seen.title == f"Offered to {NAMES[taker]}", seen
        offer = await self.mail(taker, f"{NAMES[giver]} hands over")
        assert offer is not None
        if answer is not None:
            label = next(each for each in offer.labels["buttons"] if each.startswith(answer))
            await self.press(offer, label)
        said = {None: "who doesn't answer", "I can't": "who can't"}.get(answer, "who takes it")
        self.tell(f"{NAMES[giver]} hands over to {NAMES[taker]}, {said}.")

    async def take_what_nobody_has(self) -> None:
        """Let the lead take over the first promise that nobody has, if there is one."""
        self.sits(LEAD)
        seen = await self.say("/promise handover")
        left = [each for each in seen.labels["choices"] if each.partition(":")[0] in ALL_NAMES]
        if left:
            await self.press(seen, left[0], "Take it over")
            self.tell(f"Dana takes over what nobody has: {left[0]}.")

    async def page(self, who: str, *, answered: bool) -> None:
        """Call the lead, who comes within the minute, or doesn't."""
        self.sits(who)
        seen = await self.press(await self.say("/care danger"), "Threat or abuse")
        await self.press(seen, "Page the duty lead")
        await self.door.settle()
        self.tell(f"{NAMES[who]} pages the lead: threat or abuse.")
        if not answered:
            await self.until(self.now + timedelta(seconds=70))
            self.tell("Nobody has answered within a minute; the card says whom to ring.")
        self.sits(LEAD, "leads")
        await self.press((await self.door.posts("leads"))[-1], "I'm on it")
        self.tell("Dana is on it.")

    async def thanks(self, giver: str, taker: str) -> None:
        """Propose thanks; Dana lets them go out."""
        self.sits(giver, DESK)
        await self.say(f"/shoutout @{taker} for {self.random.choice(DEEDS)} on {self.now:%A}")
        asked = await self.mail(LEAD, "proposes a shout-out")
        if asked is not None and "Post it" in asked.handles:
            await self.press(asked, "Post it")
            self.tell(f"{NAMES[giver]} thanks {NAMES[taker]}, and Dana lets it go out.")

    async def decide_what_if(self) -> None:
        """Let Alex say what becomes of the first new what-if."""
        self.sits(HEAD)
        seen = await self.say("/care ideas")
        new = [each for each in seen.labels["choices"] if each.startswith("New")]
        if new:
            await self.press(seen, new[0], "It is done")
            self.tell(f"Alex, of {new[0].removeprefix('New · ')}: it is done.")

    async def decide_rule(self) -> None:
        """Let the owner of the rule decide, if they were told that it is bent often."""
        told = await self.mail(HEAD, "A rule of yours is bent often")
        if told is not None and "We changed it" in told.handles:
            self.tell(f"Alex reads: {told.texts[0]}")
            await self.press(told, "We changed it")
            self.tell("Alex has changed it; whoever passed it on hears so.")

    async def read_the_channel(self) -> None:
        """Read the reminder that has just come."""
        self.sits("ana", DESK)
        newest = self._noted((await self.door.posts(DESK))[-1])
        self.tell(f"#{DESK}: {newest.title or newest.text}")

    async def see_it_differently(self, who: str) -> None:
        """Disagree with the newest reminder; Dana answers."""
        self.sits(who, DESK)
        await self.press((await self.door.posts(DESK))[-1], "I see it differently", LET_KNOW)
        told = await self.mail(LEAD, "Somebody sees it differently")
        assert told is not None
        await self.press(told, "I'll answer", "It's answered")
        self.tell("Somebody sees the reminder differently, and says so there. Dana answers.")
