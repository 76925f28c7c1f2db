"""The cards that people see: from the real handlers and the real words, one of each kind."""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import update

from bot.bot import Bot
from bot.serve.app import App, opened
from bot.store.tables.workspaces import workspaces
from bot.store.turn.store import TurnStore
from content.models import ReminderKind
from handlers.cards import Card, Form
from handlers.complaint.shortcuts import COMPLAINT
from handlers.dispatch import intent
from handlers.domain.insights.rule import Told
from handlers.domain.reminder import Reminder
from handlers.ideas.cards import Showing, reminder_card
from handlers.ports.staff import Contact
from handlers.reminders.cards import proposal_card
from handlers.reminders.posts import deal_next, next_post, post_card
from handlers.shortcuts import Shortcut
from handlers.turn import Post, Reply, TurnKind
from scheduler.reasons import Reason
from tests.conftest import MONDAY, pressed, sent, settings_on, turn, typed
from tests.desk import a_week

ZONE = "Europe/Rome"


class Where(StrEnum):
    """What a card stands in."""

    PRIVATE = "private"  # in a channel, seen by one person
    CHANNEL = "channel"
    HOME = "home"
    FORM = "form"


KINDS = {
    ReminderKind.THOUGHT: ("A thought", "A line, and nothing around it."),
    ReminderKind.TRY: ("Something to try", "With a box to tick."),
    ReminderKind.BEFORE_SHIFT: ("Before the shift", "In the morning."),
    ReminderKind.QUESTION: ("A question", "A scene, and two choices."),
    ReminderKind.WHAT_IF: ("A what-if", "A scene, and a line for oneself."),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A card or a form, by the name people would call it, and when it is seen."""

    chapter: str
    name: str
    when: str
    what: Card | Form
    where: Where = Where.PRIVATE

    @property
    def slug(self) -> str:
        """Return the name as part of a file's name."""
        words = "".join(sign if sign.isalnum() else " " for sign in self.name.lower())
        return "-".join(words.split())


@dataclass
class Visit:
    """One person's way through the bot; ``keep`` puts what is seen into the gallery."""

    bot: Bot
    who: str = "ana"
    channel: str = "front-desk"
    chapter: str = ""
    minutes: int = 0
    reply: Reply = Reply()  # noqa: RUF009 - frozen

    def __post_init__(self) -> None:
        self.kept: list[Shown] = []
        self.met: list[Card | Form] = []  # whatever was answered or posted on the way
        self.asked: set[str] = set()  # intents

    async def say(self, line: str) -> None:
        await self._do(typed(line, self.who, **self._here()))

    async def press(self, *labels: str) -> None:
        for label in labels:
            card = self.reply.card
            there = [each.label for each in card.actions()] if card else []
            assert label in there, f"{label!r} isn't among {there}"
            await self._do(pressed(card, label, self.who, **self._here()))

    async def fill(self, **values: str) -> None:
        assert self.reply.form is not None, "there is no form"
        await self._do(sent(self.reply.form, values, self.who, **self._here()))

    async def hear(self, post: Post, outcome: str) -> None:
        """Let a receipt come back; what it redraws is what is seen."""
        assert post.receipt is not None, "nobody waits for that one"
        args = {**post.receipt.args, "outcome": outcome, "reason": Reason.CHANNEL_GONE.value}
        asked = turn(TurnKind.RECEIPT, post.receipt.intent, self.who, args=args, message="m1")
        reply = await self.bot.answer(asked)
        self._see(replace(reply, card=reply.posts[0].card))

    async def open_drafts(self) -> None:
        """Open a manager's list of drafts, as it comes once a day."""
        await self._do(turn(TurnKind.ACTION, "thanks.list", self.who, **self._here()))

    async def open_whom(self) -> None:
        """Open a manager's weekly card, as it comes by itself."""
        await self._do(turn(TurnKind.ACTION, "noticing.list", self.who, **self._here()))

    async def open_rule(self, rule_id: str) -> None:
        """See what its owner was told, as it comes to them by itself."""
        args = {"rule": rule_id}
        await self._do(turn(TurnKind.ACTION, "rules.told", self.who, args=args, **self._here()))

    async def take(self, shortcut: Shortcut) -> None:
        await self._do(turn(TurnKind.ACTION, shortcut.intent, self.who, **self._here()))

    async def open_home(self) -> None:
        await self._do(turn(TurnKind.ACTION, "care.home", self.who, **self._here()))

    def keep(self, name: str, when: str, where: Where | None = None) -> None:
        what = self.reply.form or self.reply.card
        assert what is not None, f"{name}: nothing is shown"
        usual = Where.FORM if isinstance(what, Form) else Where.PRIVATE
        self.kept.append(Shown(self.chapter, name, when, what, where or usual))

    def keep_post(self, name: str, when: str, post: Post) -> None:
        self.kept.append(Shown(self.chapter, name, when, post.card, Where.CHANNEL))

    async def _do(self, asked) -> None:
        self.minutes += 1
        self.asked.add(intent(asked))
        self._see(await self.bot.answer(asked))

    def _see(self, reply: Reply) -> None:
        self.reply = reply
        shown = (reply.card, reply.form, *(post.card for post in reply.posts))
        self.met += [each for each in shown if each is not None]

    def _here(self) -> dict:
        at = MONDAY + timedelta(minutes=self.minutes)
        return {"at": at, "channel": self.channel, "message": "m1"}


async def gallery(folder: Path) -> tuple[Shown, ...]:
    """Return what is seen on a walk through the product."""
    return tuple((await visited(folder)).kept)


async def visited(folder: Path) -> Visit:
    """Walk through the product in a database of its own."""
    async with opened(settings_on(folder / "gallery.db", zone=ZONE)) as app:
        visit = Visit(app.bot)
        await _complaint(visit)
        await _trouble(visit)
        await _reminders(visit, app)
        await _promises(visit)
        await _thanks(visit)
        await _noticing(visit, app)
        await _passed_on(visit, app)
        await _practice(visit)
        await _settings(visit, app)
        await _lessons(visit)
        await _thoughts(visit, app)
        await _drafts(visit)
        await _shortcuts(visit)
        return visit


async def _complaint(visit: Visit) -> None:
    visit.chapter = "A complaint"
    await visit.say("/complaint parcel 4471 never came, third call")
    visit.keep("Vent", "First, after `/complaint` and what happened.")
    await visit.press("They go round in circles")
    visit.keep("Round in circles", "Beside the first step, when the story starts again.")
    await visit.press("Ask a lead to join")
    visit.keep("A lead joins", "When two rounds were not enough.")
    await visit.press("Back", "By phone, chat or counter")
    visit.keep("How they reach you", "From the ⋯ menu: the same step for phone, chat or counter.")
    await visit.press("Back to the step", "Other words")
    visit.keep("Other words", "From the ⋯ menu: the second lines, and what to leave out.")
    await visit.press("More …")
    visit.keep("More", "From the ⋯ menu: all that has no room on the card.")
    await visit.press("Second time this happened")
    visit.keep("Vent, second time", "The first step when it has happened to them before.")

    await visit.say("/complaint the blue coat came torn")
    await visit.press("They've said it all")
    visit.keep("Listen", "Second: play it back, and ask what would put it right.")
    await visit.press("They're still upset")
    visit.keep("Still upset", "Beside listening, when they don't feel heard yet.")
    await visit.press("They feel heard now")
    visit.keep("Own it", "Third: sorry, for what exactly.")
    await visit.press("Not sure it was us")
    visit.keep("Whose fault", "Beside owning it, when nobody knows yet.")
    await visit.press("Back", "It clearly wasn't us")
    visit.keep("Not ours", "Beside owning it, when it was somebody else's doing.")
    await visit.press("Said it")
    visit.keep("One step", "Fourth: what the agent will do, of three or in their own words.")
    await visit.press("Something else")
    visit.keep("Something else", "The agent's own step, and its time.")
    await visit.fill(what="", when="some day soon")
    visit.keep("Something else, with errors", "Sent without a step, and with no time in it.")

    await visit.say("/complaint")  # two are open: which one?
    visit.keep("Which complaint", "After a bare `/complaint`, when more than one is open.")
    latest = next(each for each in visit.reply.card.actions() if "blue coat" in each.label)
    await visit.press(latest.label, "Find out and ring back")
    visit.keep("By when", "After a step was chosen: the time it is promised for, or done already.")
    await visit.press("Another time")
    await visit.fill(when="when I can")
    visit.keep("Another time, with an error", "A time in the agent's own words that isn't one.")
    await visit.say("/complaint the blue coat came torn, sleeve as well")
    await visit.press("They've said it all", "They feel heard", "Said it", "Refund or replace it")
    await visit.press("In 1 hour")
    visit.keep("Close", "Fifth: say back what happens, and a little more.")
    await visit.press("No")
    visit.keep("They said no", "Beside closing, when the step isn't accepted.")
    await visit.press("Nothing will fix it")
    visit.keep("An honest way on", "When it can't be put right here.")
    await visit.press("Back", "Yes")
    visit.keep("After", "Once the customer has gone: a minute for the agent.")
    await visit.press("Take a minute")
    visit.keep("One minute", "After a press on “Take a minute”.")
    await visit.press("Back to it", "Pass something on")
    visit.keep("Pass something on", "By the agent's own tap, without their name.")
    await visit.fill(
        cause="broken",
        new_rule="14 days for returns",
        idea="Print the sleeve check on the packing slip.",
    )
    visit.keep("Passed on", "What went up stands on the card.")
    await visit.press("More …", "What was given", "And what? …")
    await visit.fill(given="a voucher for a coffee")
    await visit.press("Back to the step")
    await visit.press("Pause")
    visit.keep("Paused", "After “Pause”, or when another complaint comes in between.")
    await visit.press(next(iter(visit.reply.card.actions())).label, "Done")
    visit.keep("Closed", "The end; for a day it can be opened again.")
    await visit.say("/complaint list")
    visit.keep("Your complaints", "After `/complaint list`.")
    await visit.say("/complaint 4471")
    visit.keep("No such number", "After `/complaint` and a number that isn't one of theirs.")
    await visit.say("/complaint the wrong window")
    await visit.press("More …", "Opened by mistake")
    visit.keep("Thrown away", "After “Opened by mistake”.")


async def _trouble(visit: Visit) -> None:
    visit.chapter = "Danger or trouble"
    await visit.say("/complaint the heater hums, and it is the second one")
    await visit.press("Danger or trouble")
    visit.keep("The red button", "From any step: six kinds of trouble.")
    await visit.press("Safety")
    visit.keep("Safety", "One of the six: what to do, what to say, what to leave out.")
    await visit.press("Page the duty lead")
    visit.keep("Paging", "While the call is on its way.")
    call = visit.reply.posts[0]
    visit.keep_post("The call", "What the lead's channel reads: no word of the customer's.", call)
    await visit.hear(call, "delivered")
    visit.keep("Delivered", "The card changes by itself when the channel has it.")
    await visit.say("/complaint the heater caught fire")
    visit.keep("Words of danger", "It comes by itself where they are typed, the likely one on top.")
    await visit.press("Life at risk", "Page the duty lead")
    await visit.hear(visit.reply.posts[0], "failed")
    visit.keep("Not delivered", "The channel is gone, or can't be reached: what to do instead.")
    await visit.say("/care danger")
    visit.keep("Without a complaint", "One is opened when a kind of trouble is pressed.")
    await visit.say("/complaint I'm not OK")
    visit.keep("For yourself", "When it is you who isn't all right: nothing of it is kept.")
    await visit.press("A colleague I choose")
    visit.keep("Whom to ask", "From there: they read that you ask them to come, nothing else.")
    await visit.fill(people="dana")
    visit.keep("Somebody is asked", "Until they answer it says whom to ring.")


async def _reminders(visit: Visit, app: App) -> None:
    visit.chapter, visit.who = "Reminders", "dana"
    await visit.say("/reminders add weekdays 08:55")
    visit.keep(
        "Set up", "After `/reminders add weekdays 08:55`: its hours and the exact next text."
    )
    await visit.press("Change")
    visit.keep("Change it", "After “Change”, or after `/reminders add` without a time.")
    await visit.fill(phrase="every blue moon")
    visit.keep("Change it, with an error", "A time that can't be read.")
    await visit.fill(phrase="weekdays 08:55", deck="try", sign_off="The front desk, with a smile")
    await visit.say("/reminders add first Monday of the month 14:00")
    here = typed("", visit.who, channel=visit.channel)
    async with app.database.transaction(5) as connection:
        store = TurnStore(connection, here.tenant, here.person)
        first, *_ = await store.reminders.of(here.place)
    post, _ = next_post(first, app.library.content, here.at, "")
    visit.keep_post("A reminder", "In the channel, at its own hour.", post)
    await _answered(visit, app, first)
    await visit.say("/reminders list")
    visit.keep("Reminders here", "After `/reminders`.")
    await visit.say("/reminders skip friday")
    visit.keep("Which reminder", "After a verb without a number, where there are several.")
    await visit.say("/reminders delete 2")
    visit.keep("Remove it?", "After `/reminders delete 2`.")
    await visit.say("/reminders remove")
    await visit.press("Remove 2 · first Monday of the month 14:00 Europe/Rome")
    visit.keep("Removed", "After “Remove”; it can be set up again.")
    await visit.say("/reminders pause until friday")
    visit.keep("Paused here", "After `/reminders pause until friday`.")
    await visit.press("Resume")
    visit.keep("Resumed", "After “Resume”.")
    await visit.say("/reminders pause friday")
    visit.keep("Which days", "After `/reminders pause friday`: only then, or longer.")
    await visit.say("/reminders skip")
    visit.keep("Skipped", "After `/reminders skip`: the next one is left out.")
    await visit.say("/reminders resume")
    await visit.say("/reminders preview")
    visit.keep("Preview", "After `/reminders preview`: the next one, word for word.")
    await visit.say("/reminders why")
    visit.keep("Why", "After `/reminders why`: what became of the last ones.")
    await visit.say("/reminders days")
    visit.keep("Days off", "After `/reminders days`: holidays, own days and quiet hours.")
    await visit.press("Change")
    visit.keep("Days off, to change", "After “Change”.")
    await visit.fill(country="Italy", region="Bolzano", quiet="21:00 to 07:00")
    visit.keep("Days off, set", "With the next holidays.")


async def _answered(visit: Visit, app: App, reminder: Reminder) -> None:
    """Show a post of each kind, and what comes of a press on it."""
    showing = Showing(
        on=f"{reminder.id}@2026-11-23T09:00[{ZONE}]",
        schedule=reminder.id,
        setter="Dana",
        has_threads=True,
    )
    texts = app.library.content.reminders
    for kind, (name, when) in KINDS.items():
        card = reminder_card(next(each for each in texts if each.kind is kind), showing)
        visit.keep_post(name, when, Post(reminder.place, card))
        if kind is ReminderKind.QUESTION:
            visit.reply = Reply(card)
            await visit.press(next(card.actions()).label)
            visit.keep("Here is why", "After a press on a choice: for whoever pressed alone.")
            await visit.press("Ask me again")
            visit.keep("Asked again", "After “Ask me again”; the same tap ends it.")
        if kind is ReminderKind.WHAT_IF:
            visit.reply = Reply(card)
            await visit.press("Note a line of mine")
            visit.keep("A line of one's own", "After “Note a line of mine”.")
            await visit.fill(line="Ring them at noon, before they ring us")
            visit.keep("Noted", "Only whoever wrote it reads it.")
            await visit.press("Your notebook")
            visit.keep("The notebook", "After “Your notebook”, or from `/care me`.")
    at = MONDAY + timedelta(minutes=visit.minutes)
    briefing = replace(reminder, deck="briefing", promised=(at.date(), 3))
    read = post_card(briefing, deal_next(briefing, app.library.content, at), app.library.content)
    visit.keep_post("A briefing", "To be read aloud.", Post(reminder.place, read))
    visit.reply = Reply(card)
    await visit.press("When it comes")
    visit.keep("When it comes", "From ⋯ on a reminder.")
    visit.reply = Reply(card)
    await visit.press("I see it differently")
    visit.keep("Seen differently", "From ⋯ on a reminder: for whoever pressed alone.")
    await visit.press("Let my lead know")
    (told,) = visit.reply.posts
    visit.keep_post("A lead is told", "Once for each reminder, and never who it is.", told)
    visit.keep_post(
        "A quiet channel",
        "To whoever set it up, when nobody has pressed anything for three weeks.",
        Post(reminder.place, proposal_card(reminder)),
    )
    await visit.say("/reminders missed")
    visit.keep("What was missed", "After `/reminders missed`, for managers.")


async def _promises(visit: Visit) -> None:
    visit.chapter, visit.who = "Promises", "ana"
    await visit.say("/promise")
    visit.keep("No promises", "After `/promise`, when none is open.")
    await visit.say("/promise ring back about the refund, case 4471")
    visit.keep("A promise, by when", "After `/promise` without a time.")
    await visit.say("/promise ring back about the refund by 4, case 4471")
    visit.keep("A promise, which time", "After a time that could be another: what may be meant.")
    await visit.press("Another time")
    visit.keep("A promise", "The form, with what was typed.")
    await visit.fill(when="today 16:00")
    visit.keep("Promise noted", "It will knock in time.")
    await visit.press("Move it")
    visit.keep("A new time", "After “Move it”.")
    await visit.press("Another time")
    visit.keep("A new time, to type", "A time of one's own, and whether they know.")
    await visit.fill(when="tomorrow 10:00")
    visit.keep("Moved", "The old notices never come.")
    await visit.press("Couldn't keep it")
    visit.keep("Could not be kept", "The customer first, and kind words.")
    await visit.press("Not yet", "Note what I said")
    visit.keep("What I said", "A line for the agent alone.")
    await visit.fill(said="It comes tomorrow before noon.")
    await visit.say("/promise write to the workshop by today 17:00")
    await visit.say("/promise")
    visit.keep("Your promises", "After `/promise`: the late ones on top.")
    await visit.say("/promise send the receipt tomorrow 10:00")
    await visit.press("Hand over")
    await visit.fill(people="dana")
    visit.keep("Offered", "Until the colleague has it, it is yours.")
    await visit.say("/promise bring the coat tomorrow 11:00")
    await visit.say("/care me")
    await visit.press("When I work")
    visit.keep("When I work", "From `/care me`: hours by weekday, and a thought before each shift.")
    await visit.fill(hours="mon 09:00-09:01", deck="")
    visit.who = "dana"
    await visit.say("/promise handover")
    visit.keep("What nobody has", "After `/promise handover`, for managers.")
    await visit.press(next(visit.reply.card.actions()).label)
    visit.keep("To take over", "After a press on one of them.")
    await visit.press("Take it over")
    visit.keep("Taken over", "Whose it was reads so at their next start.")
    visit.who = "ana"
    await visit.say("/care me")
    await visit.press("When I work")
    await visit.fill(hours="", deck="")
    await visit.say("/promise bring the keys tomorrow 11:00")
    await visit.say("/promise handover")
    visit.keep("Hand over", "After `/promise handover`: what is yours, and offered to nobody.")
    await visit.press("Hand them over")
    await visit.fill(people="dana")


async def _thanks(visit: Visit) -> None:
    visit.chapter, visit.who = "Thanks", "ana"
    await visit.say("/care thanks")
    visit.keep("Where thanks may go", "After `/care thanks`; the one who is thanked decides.")
    visit.who = "dana"
    await visit.say("/shoutout")
    visit.keep("Thank somebody", "After a bare `/shoutout`.")
    await visit.fill(people="ana", what="good")
    visit.keep("Thank somebody, with an error", "Too little to know what was done.")
    await visit.fill(people="ana", what="stayed late to bring the order to the door herself")
    visit.keep("Thanked", "What the giver sees: where it went, and how to take it back.")
    given, told = visit.reply, next(each for each in visit.reply.posts if each.reader == "ana")
    visit.who, visit.reply = "ana", Reply(told.card)
    await visit.press("Answer")
    visit.keep("An answer to thanks", "After “Answer”: one line, for whoever gave them.")
    await visit.fill(line="You would have done the same")
    visit.who, visit.reply = "dana", given
    await visit.press("Edit")
    visit.keep("Edit the shout-out", "After “Edit”.")
    await visit.fill(what="stayed late to bring the whole order to the door herself")
    await visit.open_drafts()
    await visit.press("Another hour")
    await visit.fill(hour="15:00")


async def _noticing(visit: Visit, app: App) -> None:
    visit.who = "dana"
    here = typed("", visit.who, channel=visit.channel)
    async with app.database.transaction(5) as connection:
        staff = TurnStore(connection, here.tenant, here.person).staff
        names = (("alex", "Alex"), ("jo", "Jo"), ("li", "Li"))
        await staff.join([Contact(*each) for each in names], MONDAY - timedelta(days=35))
    visit.who = "ana"
    await visit.say("/shoutout")
    await visit.fill(people="alex", what="covered for me through the whole of the lunch hour")
    visit.who = "dana"
    await visit.open_whom()
    visit.keep("Whom you may want to thank", "Once a week, to a manager alone; the first one asks.")
    await visit.press("Each week")
    visit.keep("Whom to thank", "From `/care me`, for managers: when it comes.")
    await visit.press("Another day or hour")
    visit.keep("Another day or hour", "A form for managers.")
    await visit.fill(weekday="4", weeks="3")
    await visit.open_whom()


async def _passed_on(visit: Visit, app: App) -> None:
    visit.chapter, visit.who = "What goes up", "dana"
    await visit.say("/care decide returns only with the receipt")
    visit.keep("A plan", "After `/care decide`: five short questions, each may stay empty.")
    await visit.fill(trust="The till, not the customer.")
    await visit.say("/care ideas")
    visit.keep("What-ifs", "After `/care ideas`: what agents would try.")
    await visit.press(next(visit.reply.card.actions()).label)
    visit.keep("A what-if, passed on", "One of them, without the name of who had it.")
    await visit.press("Suggest it to …")
    await visit.fill(people="alex")
    await visit.press("No, because …")
    await visit.fill(why="The slip has no room for it.")
    await visit.say("/care rules")
    visit.keep("Rules", "After `/care rules`: each with whoever looks after it.")
    await visit.press("Add a rule")
    await visit.fill(name="No cash above 50 €")
    await visit.press("Rename it")
    await visit.fill(name="No cash above 40 €")
    await visit.press("Give it an owner")
    await visit.fill(people="dana")
    visit.keep("A rule", "One of them, for managers.")
    await _told_of_a_rule(visit, app)


async def _told_of_a_rule(visit: Visit, app: App) -> None:
    """Show what its owner is told, as the beat draws it."""
    rule_id = visit.reply.card.buttons[0].action.args["rule"]
    later = MONDAY + timedelta(days=7)
    here = typed("", visit.who, channel=visit.channel)
    told = Told(7, 30, {"late": 4, "price": 3, "rude": None})
    async with app.database.transaction(5) as connection:
        store = TurnStore(connection, here.tenant, here.person).insights
        rule = await store.rule(rule_id)
        await store.save_rule(replace(rule, told=told, told_at=later))
    await visit.open_rule(rule_id)
    visit.keep("Bent often", "For its owner alone, once it is often, by three people or more.")
    await visit.press("We keep it because …")
    await visit.fill(why="The till is counted at noon.")


async def _settings(visit: Visit, app: App) -> None:
    visit.chapter, visit.who = "Settings and people", "alex"
    await visit.say("/care settings")
    visit.keep("Settings", "After `/care settings`, in a channel, for admins.")
    await visit.press("Time zone and lines")
    visit.keep("Time zone and lines", "A form of the settings.")
    await visit.fill(lead_line="Ring the duty lead: 7711")
    await visit.say("/care settings")
    await visit.press("What agents may offer")
    visit.keep("What agents may offer", "A form of the settings.")
    await visit.fill(remedies="Refund the trip (up to 40 €)\nBring it to them today")
    await visit.say("/care settings")
    await visit.press("Local numbers")
    visit.keep("Local numbers", "A form of the settings.")
    await visit.fill(safety="The duty engineer: 7704")
    visit.keep("Settings, set up", "After the forms: as agents will see it.")
    await visit.say("/care people")
    visit.keep("People", "After `/care people`: who may do what.")
    await visit.press("Give or take a role")
    visit.keep("Give or take a role", "A form for admins.")
    await visit.fill(people="ana", role="agent")
    await visit.say("/care duty")
    visit.keep("Who is on duty", "After `/care duty`: whom a page calls by name.")
    await visit.press("Name them")
    visit.keep("Name who is on duty", "A form for admins.")
    await visit.fill(people="dana")
    await visit.press("For one kind of trouble")
    visit.keep("For one kind of trouble", "A form for admins.")
    await visit.fill(branch="legal", people="dana")
    async with app.database.transaction(5) as connection:
        await a_week(connection, typed("", visit.who).tenant)
    await visit.say("/care week")
    visit.keep("The week", "After `/care week`: figures behind which nobody can be told apart.")
    await visit.press("As a channel's digest …")
    visit.keep("The week, told", "A form for admins: when a channel reads it.")
    await visit.fill(day="4", hour="09:00")
    await visit.say("/care week why")
    visit.keep("When it is told", "After `/care week why`: where, when and why not.")
    await visit.say("/care week")
    await visit.press("Tell Dana")
    visit.keep_post("A rule bent often", "What its owner reads, once.", visit.reply.posts[0])
    await visit.say("/care team")
    await visit.press("Hours of the team")
    await visit.fill(hours="")
    visit.keep("Team", "After `/care team`: a manager's own list.")
    await visit.press("Add people")
    visit.keep("Team, to change", "After “Add people”.")
    await visit.fill(people="ana")
    await visit.say("/care outbox")
    visit.keep("Outbox", "After `/care outbox`: what did not arrive.")
    await visit.say("/care audit")
    visit.keep("Audit log", "After `/care audit`: who did what that concerns others.")
    visit.who = "ana"
    await visit.say("/care mydata")
    visit.keep("My data", "After `/care mydata`: what is kept about me.")
    await visit.press("Who reads what")
    visit.keep("Who reads what", "From there: who else reads something of me, and when.")
    await visit.say("/care me")
    visit.keep("Your settings", "After `/care me`: what each sets for themselves.")
    await visit.press("Cards and way of contact")
    visit.keep("Cards and way of contact", "A form for everybody.")
    await visit.fill(length="short", contact="voice")


async def _drafts(visit: Visit) -> None:
    visit.chapter, visit.who = "A draft", "ana"
    await visit.say("/check")
    visit.keep("Check my words", "After a bare `/check`, or the shortcut *Check a draft*.")
    await visit.fill(draft="🙏")
    visit.keep("Check my words, with an error", "Sent without a word in it.")
    await visit.say(
        "/check I'm sorry if the delay upset you but it's company policy. Please calm down."
    )
    visit.keep("This will sting", "After `/check` and a draft: the worst first, in its very words.")
    await visit.press("Check another wording")
    await visit.fill(
        draft="I'm so sorry you waited at a shut door, Ms Bell. That's on us. I've sent your "
        "parcel by courier, and it is with you by six today.",
        channel="phone",
    )
    visit.keep("Good to send", "What is good in it, in a line.")
    await visit.say("/check I've booked the fitter for nine.")
    visit.keep("Nearly there", "What is missing, and why.")
    await visit.say("/check Es tut mir leid, dass das passiert ist.")
    visit.keep("I can't tell", "Where it knows no word of a draft.")
    await visit.say("/check I can't go on any more")
    await visit.press("It isn't that")
    await visit.fill(draft="I can't go on without your order number, I'm afraid.")


async def _lessons(visit: Visit) -> None:
    visit.chapter, visit.who = "Lessons", "alex"
    await visit.say("/care mentor")
    await visit.press("Name somebody")
    await visit.fill(people="dana")
    visit.who = "ana"
    await visit.say("/learn 16")
    visit.keep("A lesson", "After `/learn`: its idea first.")
    await visit.press("Go on")
    visit.keep("The story of a lesson", "Then a moment in which it happened.")
    await visit.press("Go on")
    visit.keep("The question of a lesson", "Then what one would do, in three buttons.")
    await visit.press(next(visit.reply.card.actions()).label)
    visit.keep(
        "The reason", "The reason for what was chosen, for what does more, and a thing to try."
    )
    why = visit.reply
    await visit.press("All lessons")
    visit.keep("All lessons", "From the ⋯ menu, or after `/learn 102`; only oneself sees it.")
    visit.reply = why
    await visit.press("Ask or disagree")
    visit.keep("Ask or disagree", "A form; it goes to whom the workspace has named.")
    await visit.fill(asked="And if the queue is out of the door?")
    visit.who, visit.reply = "dana", Reply(visit.reply.posts[0].card)
    visit.keep("A question on a lesson", "What the mentor reads, alone.")
    await visit.press("Answer")
    await visit.fill(reply="Then I say so to all of them at once, and take the first.")
    visit.who, visit.reply = "ana", Reply(visit.reply.posts[0].card)
    visit.keep("The mentor answers", "It comes to whoever asked, alone.")
    await _last_lesson(visit)


async def _last_lesson(visit: Visit) -> None:
    for number in range(11, 25):
        await visit.say(f"/learn {number}")
        await visit.press("Go on", "Go on")
        await visit.press(next(visit.reply.card.actions()).label)
    await visit.press("The end of the course")
    visit.keep("The end of a course", "After its last lesson; what comes back is one's own.")
    await visit.press("Tell others")
    visit.keep("To tell others", "By one's own tap: the very line, and where it may go.")


async def _practice(visit: Visit) -> None:
    visit.chapter, visit.who = "Practice", "ana"
    await visit.say("/practice")
    visit.keep("Practise", "After `/practice`: whom to practise on.")
    await visit.press("All of them")
    visit.keep("All there are to practise on", "By level; a row begins it.")
    await visit.say("/practice two left boots")
    visit.keep("Somebody upset", "The first turn: who it is, and what they say.")
    await visit.press("Pick a line")
    visit.keep("Lines to pick from", "After “Pick a line”: when typing is hard.")
    await visit.press("Back", "Answer")
    visit.keep("Your answer", "After “Answer”: in one's own words.")
    await visit.fill(answer="I'll send you a new pair tomorrow.")
    visit.keep("A turn", "What it did to the heat, and which words did it.")
    await visit.press("Show me a good answer")
    visit.keep("A good answer", "After “Show me a good answer”.")
    await visit.press("Back", "Stop here")
    visit.keep("A debrief", "At the end, or after “Stop here”.")
    await visit.press("Show a coach")
    visit.keep("Show a coach", "By the agent's own tap.")
    await visit.fill(people="dana")
    told, when = visit.reply.posts[0], "The card at the end, and nothing else."
    visit.kept.append(Shown(visit.chapter, "What a coach reads", when, told.card))
    await visit.press("Back", "Go on", "Try that turn again")
    visit.keep("A turn, tried again", "With what was said before.")
    await visit.press("Answer")
    await visit.fill(answer="I can't go on any more")
    await visit.press("It isn't that")
    await visit.fill(answer="I can't go on without your order number, I'm afraid.")


async def _shortcuts(visit: Visit) -> None:
    visit.chapter, visit.who = "Shortcuts", "ana"
    await visit.take(COMPLAINT)
    visit.keep("A complaint from anywhere", "After the shortcut *Complaint*.")
    await visit.fill(story="a lamp that flickers")


async def _thoughts(visit: Visit, app: App) -> None:
    visit.chapter, visit.who = "Thoughts, help and home", "dana"
    await visit.say("/care today")
    visit.keep("The thought of the day", "After `/care today`.")
    await visit.press("Why this one")
    visit.keep("The idea behind it", "After “Why this one”.")
    await visit.say("/care find promise")
    visit.keep("Found", "After `/care find promise`.")
    await visit.say("/care help")
    visit.keep("Help", "After `/care help`, or a greeting.")
    await visit.say("/complain about a parcel")
    visit.keep("Not quite", "When words aren't a command: what was meant, most likely.")
    await visit.say("/complaint late, and the soup was cold")
    async with app.database.transaction(5) as connection:
        await connection.execute(update(workspaces).values(lead_place=None))
    await visit.open_home()
    visit.keep("Home", "The bot’s own page: the Home tab, in Slack alone.", Where.HOME)
