"""Whatever somebody does to others is on record, and the record has no words of anybody's."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.serve.notices.promises import notify_all
from bot.store.engine.audit import lines
from bot.store.engine.notices.promises import Notices
from bot.store.tables.promises import promises
from bot.store.tables.shoutouts import shoutouts
from bot.store.turn.store import TurnStore
from content import CORE, load
from handlers.dispatch import intent
from handlers.domain.insights.idea import Idea
from handlers.domain.insights.rule import Rule, Told
from handlers.domain.people import Mention, Role
from handlers.ports.audit import Act
from handlers.routes import ACTIONS, OWN, ROUTES, SUBMITS
from handlers.turn import Turn, TurnKind
from tests.calendars import add_deliveries, rows_of
from tests.conftest import MONDAY, pressed, sent, turn, typed
from tests.databases import locked
from tests.desk import MADE, TOLD_AT, add_rule
from tests.handlers.shoutouts.test_digests import HALF_PAST_FOUR, beat, closed_well
from tests.handlers.workspace.test_outbox import lost

DESK = "front-desk"
WORDS = "zebra-crate"
HOUR = timedelta(hours=1)
ANA = Mention("ana", "Ana")
BRANCH = load(CORE).flow.branches[0].id
Prepared = Callable[[object], Awaitable[Turn]]


def line(words: str, who: str = "alex", **others) -> Prepared:
    async def prepared(app) -> Turn:
        mentions = (ANA,) if "@Ana" in words else ()
        return replace(typed(words, who, **others), mentions=mentions)

    return prepared


def press(name: str, who: str = "alex", channel: str = DESK, **args: str) -> Prepared:
    async def prepared(app) -> Turn:
        return turn(TurnKind.ACTION, name, who, channel=channel, args=args)

    return prepared


def submit(intent_: str, who: str = "alex", **args: str) -> Prepared:
    async def prepared(app) -> Turn:
        mentions = (ANA,) if "people" in args else ()
        return turn(TurnKind.SUBMIT, intent_, who, channel=DESK, args=args, mentions=mentions)

    return prepared


def after(*before: Prepared, then: Prepared) -> Prepared:
    async def prepared(app) -> Turn:
        for each in before:
            await app.bot.answer(await each(app))
        return await then(app)

    return prepared


def form(asked: Prepared, **values: str) -> Prepared:
    """Return the form that a press opens, with other values, as it is sent."""

    async def prepared(app) -> Turn:
        opened = await asked(app)
        reply = await app.bot.answer(opened)
        who, channel = opened.person.id, opened.place.channel
        return sent(reply.form, values, who, channel=channel)

    return prepared


def on_reminder(name: str, **args: str) -> Prepared:
    """Return what Dana presses on the reminder that Ana has set up for the front desk."""

    async def prepared(app) -> Turn:
        made = typed("/reminders add daily 10:00", channel=DESK)
        reply = await app.bot.answer(made)
        args["schedule"] = reply.card.buttons[0].action.args["schedule"]
        args["of"] = str(made.place)
        later = MONDAY + 2 * HOUR
        return turn(TurnKind.ACTION, name, "dana", channel=DESK, args=args, at=later)

    return prepared


def typed_on_reminder(words: str) -> Prepared:
    return after(
        line("/reminders add daily 10:00", "ana", channel=DESK),
        then=line(words, "dana", channel=DESK),
    )


def on_letter(name: str) -> Prepared:
    async def prepared(app) -> Turn:
        await add_deliveries(app.database, lost("a"))
        return turn(TurnKind.ACTION, name, "alex", args={"letter": "1"})

    return prepared


def on_thanks(name: str, who: str = "dana") -> Prepared:
    """Return what a manager presses on thanks that Ana proposes for Alex."""

    async def prepared(app) -> Turn:
        given = replace(
            typed(f"/shoutout @Alex for staying with the {WORDS} until it was done"),
            mentions=(Mention("alex", "Alex"),),
        )
        await app.bot.answer(given)
        (row,) = await rows_of(app.database, shoutouts)
        args = {"shoutout": row.id, "rev": str(row.rev)}
        return turn(TurnKind.ACTION, name, who, args=args)

    return prepared


async def on_posted_thanks(app) -> Turn:
    await app.bot.answer(await on_thanks("shoutout.private")(app))
    (row,) = await rows_of(app.database, shoutouts)
    return turn(TurnKind.ACTION, "shoutout.withdraw", "dana", args={"shoutout": row.id})


async def on_draft(app) -> Turn:
    await app.bot.answer(replace(typed("/care team @Ana", "dana"), mentions=(ANA,)))
    await closed_well(app)
    await beat(app, HALF_PAST_FOUR)
    (row,) = await rows_of(app.database, shoutouts)
    return turn(TurnKind.ACTION, "thanks.open", "dana", args={"shoutout": row.id})


def on_rule(intent_: str, **args: str) -> Prepared:
    """Return what Dana does with a rule: a press, or a form with its values."""

    async def prepared(app) -> Turn:
        card = (await app.bot.answer(await submit("rules.add", "dana", name=WORDS)(app))).card
        rule = card.buttons[0].action.args
        kind = TurnKind.SUBMIT if args else TurnKind.ACTION
        mentions = (ANA,) if "people" in args else ()
        return turn(kind, intent_, "dana", channel=DESK, args={**rule, **args}, mentions=mentions)

    return prepared


def on_told_rule(name: str, **args: str) -> Prepared:
    """Return what the owner of a rule answers, once they were told how often it is bent."""

    async def prepared(app) -> Turn:
        rule = Rule("rule-1", WORDS, MONDAY, "ana", told_at=MONDAY, told=Told(5, 30))
        async with app.database.transaction(5) as connection:
            here = typed("")
            store = TurnStore(connection, here.tenant, here.person)
            await store.insights.add_rule(rule)
        kind = TurnKind.SUBMIT if args else TurnKind.ACTION
        known = {"rule": rule.id, "told": MONDAY.isoformat()}
        return turn(kind, name, "ana", args={**known, **args})

    return prepared


def on_idea(name: str, **args: str) -> Prepared:
    """Return what Dana does with a what-if of Ana's."""

    async def prepared(app) -> Turn:
        async with app.database.transaction(5) as connection:
            here = typed("")
            store = TurnStore(connection, here.tenant, here.person)
            await store.insights.add_idea(Idea("idea-1", WORDS, "ana", MONDAY, MONDAY))
        kind = TurnKind.ACTION if "to" in args else TurnKind.SUBMIT
        mentions = (ANA,) if "people" in args else ()
        known = {"idea": "idea-1", "was": "new"}
        return turn(kind, name, "dana", channel=DESK, args={**known, **args}, mentions=mentions)

    return prepared


async def on_bent_rule(app) -> Turn:
    tenant, told = turn(TurnKind.ACTION, "").tenant, Told(6, 30)
    rule = Rule("rule-1", WORDS, MADE, "ana", told_at=TOLD_AT, told=told)
    async with app.database.transaction(5) as connection:
        await add_rule(connection, tenant, rule)
    args = {"rule": "rule-1", "of": "2026-11-13"}
    return turn(TurnKind.ACTION, "week.tell", "alex", args=args)


async def on_late_promise(app) -> Turn:
    await app.bot.answer(typed(f"/promise find the {WORDS} by 10:00"))
    for hours in (1, 2):
        await notify_all(MONDAY + hours * HOUR, Notices(app.database), app.bot.answer)
    (row,) = await rows_of(app.database, promises)
    return turn(TurnKind.ACTION, "promises.take", "dana", args={"promise": row.id})


async def on_taken_promise(app) -> Turn:
    taken = await on_late_promise(app)
    await app.bot.answer(taken)
    return replace(taken, id="once more")


async def on_page(app) -> Turn:
    """Return Dana's press on the page that Ana sends from a complaint."""
    card = (await app.bot.answer(typed(f"/complaint the {WORDS} broke"))).card
    for label in ("Danger or trouble", load(CORE).flow.branches[0].label, "Page the duty lead"):
        reply = await app.bot.answer(pressed(card, label))
        card = reply.card
    (post,) = [each for each in reply.posts if each.place.channel == "leads"]
    take = next(each.action for each in post.card.actions() if each.action.intent == "asks.take")
    return turn(TurnKind.ACTION, "asks.take", "dana", channel="leads", args=take.args)


async def on_taken_page(app) -> Turn:
    take = await on_page(app)
    card = (await app.bot.answer(take)).card
    on = next(each.action for each in card.actions() if each.action.intent == "asks.hand-on")
    return turn(TurnKind.ACTION, "asks.hand-on", "dana", channel="leads", args=on.args)


async def on_offer(app) -> Turn:
    """Return Dana's press that takes a promise which Ana offers."""
    offered = await form_of_an_offer(app)
    reply = await app.bot.answer(offered)
    (post,) = reply.posts
    take = post.card.buttons[0].action
    return turn(TurnKind.ACTION, take.intent, "dana", args=take.args)


async def on_declined_offer(app) -> Turn:
    taken = await on_offer(app)
    return replace(taken, intent="handover.decline")


async def form_of_an_offer(app) -> Turn:
    card = (await app.bot.answer(typed(f"/promise find the {WORDS} by 12:00"))).card
    asked = (await app.bot.answer(pressed(card, "Hand over"))).form
    return sent(asked, {"people": "dana"})


async def form_of_all(app) -> Turn:
    await app.bot.answer(typed(f"/promise find the {WORDS} by 12:00"))
    asked = (await app.bot.answer(press_form("handover.ask-all", "ana"))).form
    return sent(asked, {"people": "dana"})


async def on_more(app, verb: str) -> Turn:
    """Return Dana's answer to Ana, who would give more than she may."""
    card = (await app.bot.answer(typed("/complaint"))).card
    for _ in range(3):
        listed = (await app.bot.answer(pressed(card, "More …"))).card
        card = (await app.bot.answer(pressed(listed, "Skip this step"))).card
    asked = (await app.bot.answer(pressed(card, "Something else"))).form
    card = (await app.bot.answer(sent(asked, {"what": f"give the {WORDS}", "more": "ask"}))).card
    (post,) = (await app.bot.answer(pressed(card, "Ask Dana"))).posts
    say = next(each.action for each in post.card.actions() if each.action.intent == verb)
    return turn(TurnKind.ACTION, say.intent, "dana", args=say.args)


async def on_somebody_off(app, then: Turn) -> Turn:
    """Return Dana's look at what nobody has, an hour after Ana's shift."""
    hours = await app.bot.answer(press_form("care.hours-ask", "ana"))
    await app.bot.answer(sent(hours.form, {"hours": "mon 09:00-10:00", "deck": ""}))
    await app.bot.answer(typed(f"/promise find the {WORDS} by 12:00"))
    return replace(then, at=MONDAY + 2 * HOUR)


async def on_left(app, *labels: str) -> Turn:
    """Return Dana's press on a promise that nobody has, or on the card behind it."""
    card = (
        await app.bot.answer(await on_somebody_off(app, typed("/promise handover", "dana")))
    ).card
    label = next(each.label for each in card.actions() if each.label.startswith("Ana: "))
    press = pressed(card, label, "dana", at=MONDAY + 2 * HOUR)
    for each in labels:
        card = (await app.bot.answer(press)).card
        press = pressed(card, each, "dana", at=MONDAY + 2 * HOUR)
    return press


def press_form(name: str, who: str) -> Turn:
    return turn(TurnKind.ACTION, name, who)


REMINDER = {"days": "0,1", "at": "10:00"}
# Of each intent that does something to others: how it comes about, and what is on record then.
ON_RECORD: dict[str, tuple[Act, Prepared]] = {
    "care.people": (Act.ROLE_GIVEN, line("/care people @Ana manager")),
    "care.people-save": (
        Act.ROLE_GIVEN,
        submit("care.people-save", people="ana", role="manager"),
    ),
    "care.duty": (Act.DUTY_SET, line("/care duty @Ana")),
    "care.duty-save": (Act.DUTY_SET, submit("care.duty-save", people="ana")),
    "care.duty-kind-save": (
        Act.DUTY_SET,
        submit("care.duty-kind-save", people="ana", branch=BRANCH, where="same"),
    ),
    "care.mentor": (Act.MENTOR_SET, line("/care mentor @Ana")),
    "care.mentor-save": (Act.MENTOR_SET, submit("care.mentor-save", people="ana")),
    "care.mentor-none": (
        Act.MENTOR_SET,
        after(line("/care mentor @Ana"), then=press("care.mentor-none")),
    ),
    "care.team": (Act.TEAM_JOINED, line("/care team @Ana", "dana")),
    "care.team-save": (Act.TEAM_JOINED, submit("care.team-save", "dana", people="ana")),
    "care.team-leave": (
        Act.TEAM_LEFT,
        after(line("/care team @Ana", "dana"), then=press("care.team-leave", "dana", person="ana")),
    ),
    "care.team-settle": (Act.TEAM_CHANNEL_SET, press("care.team-settle", "dana")),
    "care.lead-here": (Act.SETTING_CHANGED, press("care.lead-here")),
    "care.thanks-here": (Act.SETTING_CHANGED, press("care.thanks-here")),
    "care.thanks-nowhere": (
        Act.SETTING_CHANGED,
        after(press("care.thanks-here"), then=press("care.thanks-nowhere")),
    ),
    "week.tell": (Act.RULE_TOLD, on_bent_rule),
    "week.digest-save": (
        Act.SETTING_CHANGED,
        submit("week.digest-save", day="4", hour="09:00"),
    ),
    "care.settings-save": (
        Act.SETTING_CHANGED,
        form(press("care.settings-ask"), zone="Asia/Tokyo"),
    ),
    "care.remedies-save": (
        Act.SETTING_CHANGED,
        form(press("care.settings-ask", form="remedies"), remedies=f"Refund the {WORDS}"),
    ),
    "care.numbers-save": (
        Act.SETTING_CHANGED,
        form(press("care.settings-ask", form="numbers"), **{BRANCH: f"ring {WORDS}"}),
    ),
    "care.outbox-retry": (Act.DELIVERY_RETRIED, on_letter("care.outbox-retry")),
    "care.outbox-drop": (Act.DELIVERY_DROPPED, on_letter("care.outbox-drop")),
    "care.mydata-send": (Act.DATA_EXPORTED, press("care.mydata-send", "ana", "@ana")),
    "reminders.add": (Act.REMINDER_ADDED, line("/reminders add daily 10:00", "dana", channel=DESK)),
    "reminders.another": (Act.REMINDER_ADDED, on_reminder("reminders.another", new="earlier")),
    "reminders.save": (
        Act.REMINDER_CHANGED,
        form(on_reminder("reminders.ask"), days="", at="", phrase="daily 11:00"),
    ),
    "reminders.spread": (Act.REMINDER_CHANGED, on_reminder("reminders.spread")),
    "reminders.propose": (
        Act.REMINDER_PAUSED,
        on_reminder("reminders.propose", to="rest"),
    ),
    "reminders.week": (Act.REMINDER_CHANGED, on_reminder("reminders.week", days="0,1,2")),
    "reminders.remove": (Act.REMINDER_REMOVED, typed_on_reminder("/reminders remove")),
    "reminders.pause": (Act.REMINDER_PAUSED, typed_on_reminder("/reminders pause")),
    "reminders.off": (Act.REMINDER_PAUSED, typed_on_reminder("/reminders off")),
    "reminders.stop": (Act.REMINDER_PAUSED, typed_on_reminder("/reminders stop")),
    "reminders.resume": (Act.REMINDER_RESUMED, typed_on_reminder("/reminders resume")),
    "reminders.skip": (Act.REMINDER_SKIPPED, typed_on_reminder("/reminders skip")),
    "reminders.now": (Act.REMINDER_SENT, typed_on_reminder("/reminders now")),
    "reminders.days-save": (
        Act.DAYS_OFF_SET,
        form(press("reminders.days-ask", "dana"), quiet="22:00 to 06:00"),
    ),
    "shoutout.post": (Act.THANKS_POSTED, on_thanks("shoutout.post")),
    "shoutout.private": (Act.THANKS_KEPT_PRIVATE, on_thanks("shoutout.private")),
    "shoutout.decline": (Act.THANKS_DECLINED, on_thanks("shoutout.decline")),
    "shoutout.show": (Act.THANKS_SEEN, on_thanks("shoutout.show")),
    "shoutout.ask": (Act.THANKS_SEEN, on_thanks("shoutout.ask")),
    "shoutout.edited": (
        Act.THANKS_REWORDED,
        form(on_thanks("shoutout.ask"), text=f"stayed with the {WORDS} all day"),
    ),
    "shoutout.withdraw": (Act.THANKS_WITHDRAWN, on_posted_thanks),
    "thanks.open": (Act.THANKS_SEEN, on_draft),
    "rules.add": (Act.RULE_ADDED, submit("rules.add", "dana", name=f"no {WORDS}")),
    "rules.rename": (Act.RULE_RENAMED, on_rule("rules.rename", name=f"no {WORDS} at all")),
    "rules.owner": (Act.RULE_OWNED, on_rule("rules.owner", people="ana")),
    "rules.remove": (Act.RULE_REMOVED, on_rule("rules.remove")),
    "rules.changed": (Act.RULE_DECIDED, on_told_rule("rules.changed")),
    "rules.keep": (Act.RULE_DECIDED, on_told_rule("rules.keep", why=f"of the {WORDS}")),
    "what-ifs.move": (Act.IDEA_MOVED, on_idea("what-ifs.move", to="done")),
    "what-ifs.no": (Act.IDEA_MOVED, on_idea("what-ifs.no", why=f"of the {WORDS}")),
    "what-ifs.suggest": (Act.IDEA_SUGGESTED, on_idea("what-ifs.suggest", people="ana")),
    "promises.take": (Act.PROMISE_TAKEN, on_late_promise),
    "promise.handover": (
        Act.PROMISES_LOOKED_AT,
        lambda app: on_somebody_off(app, typed("/promise handover", "dana")),
    ),
    "handover.show": (
        Act.PROMISES_LOOKED_AT,
        lambda app: on_somebody_off(app, press_form("handover.show", "dana")),
    ),
    "handover.left": (Act.PROMISE_SEEN, on_left),
    "handover.take-left": (Act.PROMISE_TAKEN_OVER, lambda app: on_left(app, "Take it over")),
    "handover.send": (Act.PROMISE_OFFERED, form_of_an_offer),
    "handover.send-all": (Act.PROMISE_OFFERED, form_of_all),
    "handover.take": (Act.PROMISE_HANDED_OVER, on_offer),
    "handover.decline": (Act.PROMISE_DECLINED, on_declined_offer),
    "care.team-hours-save": (
        Act.TEAM_HOURS_SET,
        form(press("care.team-hours-ask", "dana"), hours="mon 09:00-17:00"),
    ),
    "asks.say-yes": (Act.MORE_ALLOWED, lambda app: on_more(app, "asks.say-yes")),
    "asks.say-no": (Act.MORE_REFUSED, lambda app: on_more(app, "asks.say-no")),
    "asks.take": (Act.ASK_TAKEN, on_page),
    "asks.hand-on": (Act.ASK_HANDED_ON, on_taken_page),
}
OPENS_A_FORM, ASKS_FIRST = "opens a form, and changes nothing", "asks once more"
OF_THE_CHANNEL = "what everybody in the channel reads"
OWN_THANKS = "thanks that one gives oneself"
WITHOUT_A_NAME = "what was passed on to managers, without a name unless it was ticked"
IN_FIGURES = "numbers of cases, of nobody"
OWN_WISH = "where thanks for oneself may go"
OWN_CARD = "when one's own weekly card comes"
OWN_QUESTION = "a question of one's own; a line would say who asked, and for a year"
OWN_COURSE = "a line about oneself, by one's own tap"
ABOUT_NOBODY = "about a reminder, and nobody by name"
NOT_ON_RECORD = {
    "answers.differ": "says where to say it, and changes nothing",
    "answers.differ-tell": "by one's own tap, without a name; a line would say who did",
    **dict.fromkeys(("answers.differ-take", "answers.differ-back"), ABOUT_NOBODY),
    **dict.fromkeys(("answers.differ-answered", "answers.differ-not-now"), ABOUT_NOBODY),
    "care.week": IN_FIGURES,
    "week.show": IN_FIGURES,
    "week.preview": IN_FIGURES,
    "week.digest-ask": OPENS_A_FORM,
    "care.audit": "the log itself, which has no words",
    "care.mentor-ask": OPENS_A_FORM,
    "practice.coach": "what one practised, by one's own tap, to whom one chose",
    "lessons.share-ask": OWN_COURSE,
    "lessons.share": OWN_COURSE,
    **dict.fromkeys(("questions.ask", "questions.answer-ask"), OPENS_A_FORM),
    **dict.fromkeys(("questions.send", "questions.show", "questions.answer"), OWN_QUESTION),
    "care.decide": OPENS_A_FORM,
    "care.decide-save": "a plan of one's own",
    "shoutout.answer": OPENS_A_FORM,
    "shoutout.answer-send": "a line of one's own to whoever gave the thanks",
    "care.settings": "what holds for the workspace, of nobody",
    "care.outbox": "places and reasons, without words",
    "care.duty-ask": OPENS_A_FORM,
    "care.duty-kind-ask": OPENS_A_FORM,
    "care.people-ask": OPENS_A_FORM,
    "care.settings-ask": OPENS_A_FORM,
    "care.team-ask": OPENS_A_FORM,
    "care.team-hours-ask": OPENS_A_FORM,
    "handover.ask": OPENS_A_FORM,
    "handover.ask-all": OPENS_A_FORM,
    "handover.take-back": "one's own promise, which stays so",
    "care.thanks": OWN_WISH,
    "reminders.about": OF_THE_CHANNEL,
    "reminders.list": OF_THE_CHANNEL,
    "reminders.preview": OF_THE_CHANNEL,
    "reminders.why": OF_THE_CHANNEL,
    "reminders.days": OF_THE_CHANNEL,
    "reminders.missed": "shares of five people or more, of nobody",
    "reminders.ask": OPENS_A_FORM,
    "reminders.change": OPENS_A_FORM,
    "reminders.days-ask": OPENS_A_FORM,
    "reminders.edit": OPENS_A_FORM,
    "reminders.move": OPENS_A_FORM,
    "reminders.delete": ASKS_FIRST,
    "shoutout": OWN_THANKS,
    "shoutout.from-message": OPENS_A_FORM,
    "shoutout.save": OWN_THANKS,
    "shoutout.share": OWN_WISH,
    "shoutout.wish": OWN_WISH,
    "shoutout.wishes": OWN_WISH,
    "thanks.hour": "when one's own digest comes",
    "thanks.hour-ask": OPENS_A_FORM,
    "thanks.list": "comes to a manager by itself every day",
    "noticing.show": OWN_CARD,
    "noticing.list": "comes to a manager by itself every week: names of their own list alone",
    "noticing.thank": OPENS_A_FORM,
    "noticing.ask": OPENS_A_FORM,
    "noticing.save": OWN_CARD,
    "noticing.on": OWN_CARD,
    "noticing.off": OWN_CARD,
    "noticing.snooze": OWN_CARD,
    "noticing.wake": OWN_CARD,
    "care.ideas": WITHOUT_A_NAME,
    "what-ifs.list": WITHOUT_A_NAME,
    "what-ifs.show": WITHOUT_A_NAME,
    "what-ifs.no-ask": OPENS_A_FORM,
    "what-ifs.suggest-ask": OPENS_A_FORM,
    "care.rules": "rules, and numbers that nobody stands behind alone",
    "rules.list": "rules, and numbers that nobody stands behind alone",
    "rules.show": "rules, and numbers that nobody stands behind alone",
    "rules.told": "what came to its owner by itself",
    "rules.add-ask": OPENS_A_FORM,
    "rules.rename-ask": OPENS_A_FORM,
    "rules.owner-ask": OPENS_A_FORM,
    "rules.keep-ask": OPENS_A_FORM,
    "rules.remove-ask": ASKS_FIRST,
    "insights.pass-on-ask": OPENS_A_FORM,
    "insights.pass-on": "passed on by one's own tap; a line would say who did",
}


def concerning_others() -> set[str]:
    """Return every intent that is not declared to concern only whoever does it."""
    listed = {each.intent for each in ROUTES if not Role.UNPLACED.may(each.role)}
    return listed | ({*ACTIONS, *SUBMITS} - OWN)


async def on_record(app):
    return [each for _, each in await lines(app.database, None, None)]


def test_whatever_concerns_others_is_on_record_or_has_a_reason():
    assert set(ON_RECORD) & set(NOT_ON_RECORD) == set()
    assert concerning_others() - set(ON_RECORD) == set(NOT_ON_RECORD)
    assert set(ON_RECORD) - concerning_others() == {
        *("asks.take", "asks.hand-on", "asks.say-yes", "asks.say-no", "care.mydata-send"),
    }


@pytest.mark.parametrize("name", ON_RECORD)
async def test_what_is_done_to_others_is_on_record_once(name, app):
    act, prepared = ON_RECORD[name]
    done = await prepared(app)
    assert intent(done) == name
    before = await on_record(app)

    reply = await app.bot.answer(done)
    assert not reply.refused, str(reply.card)

    new = [each for each in await on_record(app) if each not in before]
    assert [(each.act, each.actor_id, each.at) for each in new] == [(act, done.person.id, done.at)]
    place = "" if done.place.direct else str(done.place)
    assert new[0].place in (place, done.args.get("of"))
    assert WORDS not in str(new)


@pytest.mark.parametrize(
    "done",
    [
        pytest.param(line("/care people @Ana admin", "dana"), id="by whom it is not for"),
        pytest.param(line("/care people @Ana leader"), id="of a role that there isn't"),
        pytest.param(press("care.team-leave", "dana", person="ana"), id="of whom nobody put there"),
        pytest.param(press("care.outbox-drop", letter="1"), id="of what isn't stuck"),
        pytest.param(form(press("care.settings-ask")), id="of what stays as it was"),
    ],
)
async def test_what_changed_nothing_is_not_on_record(done, app):
    asked = await done(app)
    await app.bot.answer(asked)
    assert await on_record(app) == []


async def test_what_could_not_be_saved_is_not_on_record_and_once_it_is_it_is_there_once(
    app, settings
):
    given = await line("/care people @Ana manager")(app)
    with locked(settings.sqlite_file):
        assert not (await app.bot.answer(given)).saved
    assert await on_record(app) == []
    for _ in range(2):
        await app.bot.answer(given)
    (found,) = await on_record(app)
    assert (found.act, found.subject_id, found.target) == (Act.ROLE_GIVEN, "ana", "manager")


async def test_a_reminder_in_a_chat_of_ones_own_is_nobody_elses_affair(app):
    await app.bot.answer(typed("/reminders add daily 10:00", "dana"))
    assert await on_record(app) == []


async def test_that_somebody_is_not_all_right_is_never_on_record(app):
    """It is gone after the day, and a line would be there for a year."""
    reply = await app.bot.answer(turn(TurnKind.ACTION, "asks.ask", args={"kind": "come"}))
    (post,) = reply.posts
    for _ in range(2):
        await app.bot.answer(pressed(post.card, "I'm coming", "dana"))
    assert await on_record(app) == []


async def test_a_look_at_somebody_elses_promise_is_on_record(app):
    await app.bot.answer(await on_taken_promise(app))
    found = [(each.act, each.actor_id, each.subject_id) for each in await on_record(app)]
    assert (Act.PROMISE_SEEN, "dana", "ana") in found


async def test_a_look_at_a_page_is_on_record(app):
    take = await on_page(app)
    for number in range(2):
        await app.bot.answer(replace(take, id=f"take {number}"))
    found = [(each.act, each.actor_id, each.subject_id) for each in await on_record(app)]
    assert sorted(found) == [(Act.ASK_SEEN, "dana", "ana"), (Act.ASK_TAKEN, "dana", "ana")]
