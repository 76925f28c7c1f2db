"""One of everything, as Ana and her workspace have it; and a way to try what leaves no trace."""

from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import date, timedelta

from bot.store.scope import Scope
from bot.store.tables.workspaces import workspaces
from bot.store.turn.store import TurnStore
from content.flow import Variant
from handlers.domain.answers.answer import Answer, AnswerKind, Asked
from handlers.domain.answers.disagreement import Disagreement, LeadCard
from handlers.domain.answers.review import begun
from handlers.domain.asks.ask import Ask, AskKind
from handlers.domain.case import Case, CaseState
from handlers.domain.handover import Handover
from handlers.domain.insights.anonymity import Shown
from handlers.domain.insights.digest import WeekDigest
from handlers.domain.insights.idea import Idea
from handlers.domain.insights.rule import Bend, Rule
from handlers.domain.insights.scopes import WORKSPACE
from handlers.domain.insights.week import Frozen, Part
from handlers.domain.learning.progress import Done
from handlers.domain.learning.question import asked
from handlers.domain.people import Membership, Person, Place, Platform, Role, Tenant
from handlers.domain.practice.run import Move, Run, Said
from handlers.domain.promise import Promise
from handlers.domain.reminder import Reminder
from handlers.domain.shifts import read_hours
from handlers.domain.shoutouts.after_complaint import Closing
from handlers.domain.shoutouts.digest import Digest
from handlers.domain.shoutouts.messages import Message, MessageState
from handlers.domain.shoutouts.noticing import Noticing, NoticingState
from handlers.domain.shoutouts.places import Recipient, ThanksPlace
from handlers.domain.shoutouts.shoutout import Shoutout
from handlers.ports.answers import Line
from handlers.ports.audit import Act, AuditLine
from handlers.ports.shifts import OwnShift
from handlers.ports.staff import Contact
from scheduler.calendar.rest import Rest
from scheduler.phrases.phrase import parse
from tests.conftest import MONDAY

HOME, PLACE = Tenant(Platform.SLACK, "T1"), Place(Platform.SLACK, "T1", "C1")
ANA = Person("ana", "Ana", membership=Membership.MEMBER)
WEEK = timedelta(days=7)
ON = "schedule-1@2026-11-23T09:00[UTC]"

CASE = Case("case-1", "ana", Variant.VOICE, opened_at=MONDAY, changed_at=MONDAY)
CLOSED = replace(CASE, id="case-2", state=CaseState.CLOSED, accepted="accepted", closed_at=MONDAY)
PROMISE = Promise(
    id="promise-1",
    owner_id="ana",
    owner="Ana",
    zone="Europe/Rome",
    what="ring back",
    due_at=MONDAY + timedelta(hours=1),
    made_at=MONDAY,
    changed_at=MONDAY,
)
ASK = Ask(
    "ask-1",
    AskKind.COVER,
    "ana",
    made_at=MONDAY,
    changed_at=MONDAY,
    case_id="case-1",
    people=("bo",),
)
OFFER = Handover(
    "offer-1",
    "offer-of-ana",
    "promise-1",
    "ana",
    "bo",
    "ring back",
    made_at=MONDAY,
    ends_at=MONDAY + timedelta(minutes=30),
    changed_at=MONDAY,
    due_at=PROMISE.due_at,
    zone="Europe/Rome",
)
HOURS = read_hours("mon-fri 09:00-17:00")
COME = replace(ASK, id="ask-2", kind=AskKind.COME, case_id="")
SHOUTOUT = Shoutout(
    id="shoutout-1",
    giver_id="ana",
    giver_name="Ana",
    text="rang back",
    made_at=MONDAY,
    changed_at=MONDAY,
    recipients=(Recipient("bo", "Bo", ThanksPlace.CHANNEL, str(PLACE)),),
    case_id="case-1",
    messages=(Message("post:1.0", str(PLACE), 1, MessageState.THERE, "C1:1.2"),),
)
DRAFT = replace(
    SHOUTOUT,
    id="case-case-2",
    giver_id="",
    giver_name="",
    case_id="case-2",
    closing=Closing(Variant.VOICE, "ring back", MONDAY),
    messages=(Message("ask:ana", str(PLACE), 0, MessageState.LISTED),),
)
DIGEST = Digest("ana", "Europe/Rome", "15:00", MONDAY)
NOTICING = Noticing("Europe/Rome", NoticingState.ON, next_at=MONDAY + WEEK)
ANSWER = Answer(ON, "a-question", AnswerKind.BETTER, MONDAY)
ASKED = Asked(ON, "schedule-1", str(PLACE), "a-question", "P1", MONDAY + WEEK)
DIFFERS = Disagreement(ON, str(PLACE), "a-question", MONDAY, MONDAY, cards=(LeadCard("ana"),))
REVIEW = begun("a-question", 0, MONDAY, "Europe/Rome", "08:55")
LINE = Line("line-1", "a-what-if", "ring first", MONDAY)
PRACTICE = Run("run-1", "two-left-boots", MONDAY, (Said("Go on.", (Move("invite", 0, 6),)),))
ON_RECORD = AuditLine("line-1", MONDAY, "ana", Act.TEAM_JOINED, str(PLACE), "bo")
RULE = Rule("rule-1", "14 days for returns", MONDAY, owner_id="ana", next_at=MONDAY + WEEK)
BEND = Bend("bend-1", "rule-1", "ana", MONDAY, "case-1", "late")
IDEA = Idea("idea-1", "ring first", "ana", MONDAY, MONDAY, rule_id="rule-1", case_id="case-1")
LESSON = Done("heard-first", MONDAY, fitted=False)
QUESTION = asked("question-1", "heard-first", ("ana", "dana"), "and a liar?", MONDAY)
FRIDAY = date(2026, 11, 20)
COUNTED = Frozen(FRIDAY, 1, MONDAY - WEEK, MONDAY, {Part.IDEAS: Shown({"ideas": 3}, 3)})
WEEK_DIGEST = WeekDigest(PLACE, "Europe/Rome", set_by="ana", next_at=MONDAY)
REMINDER = Reminder(
    id="schedule-1",
    place=PLACE,
    recurrence=parse("daily 09:00", "UTC", MONDAY),
    owner_id="ana",
    next_at=MONDAY + timedelta(days=1),
)


async def furnish_workspace(connection, unit: TurnStore) -> None:
    """Give T1 a zone, and its channel a name, a rest and a reminder, which asks."""
    zoned = workspaces.insert().values(**Scope(HOME).values, zone="Europe/Rome")
    await connection.execute(zoned)
    await unit.reminders.add(REMINDER, MONDAY)
    await unit.channels.save_rest(PLACE, Rest("IT"))
    await unit.channels.note_name(replace(PLACE, name="front-desk"))
    await unit.answers.ask(ASKED)
    await unit.answers.pressed("schedule-1", MONDAY)
    await unit.weeks.freeze({WORKSPACE: COUNTED}, MONDAY)


async def furnish_ana(unit: TurnStore, *promises: Promise) -> None:
    """Give Ana of T1 what is hers, with these promises."""
    await unit.staff.appoint([Contact("ana", "Ana", Role.MANAGER)])
    await unit.prefer(Variant.CHAT)
    await unit.open_case(CASE)
    await unit.open_case(CLOSED)
    await unit.staff.join([Contact("bo", "Bo")], MONDAY)
    await unit.staff.settle(PLACE)
    for each in promises:
        await unit.promises.make(each)
    await unit.handovers.add(OFFER)
    await unit.shifts.save_own(OwnShift(HOURS, wants_deck=True), MONDAY)
    await unit.shifts.save_team(HOURS, MONDAY)
    await unit.asks.add(ASK)
    await unit.asks.add(COME)
    await unit.shoutouts.add(SHOUTOUT)
    await unit.shoutouts.add(DRAFT)
    await unit.digests.save(DIGEST)
    await unit.noticing.save(NOTICING)
    await unit.shoutouts.wish(ThanksPlace.CHANNEL)
    await unit.answers.add(ANSWER)
    await unit.answers.save_review(REVIEW, MONDAY)
    await unit.answers.write(LINE)
    await unit.disagreements.add(DIFFERS)
    await unit.practice.begin(PRACTICE)
    await unit.insights.add_rule(RULE)
    await unit.insights.add_bend(BEND, MONDAY + WEEK)
    await unit.insights.add_idea(IDEA)
    await unit.lessons.finish(LESSON)
    await unit.lessons.ask(QUESTION)
    await unit.audit.add(ON_RECORD)
    await unit.weeks.save_digest(WEEK_DIGEST)


class _Undo(Exception):  # noqa: N818 - it ends a transaction
    pass


@asynccontextmanager
async def undone(database):
    """Open a transaction in which everything can be tried, and nothing of it stays."""
    with suppress(_Undo):
        async with database.transaction(5) as connection:
            yield connection
            raise _Undo
