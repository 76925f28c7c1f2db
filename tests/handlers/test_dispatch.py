"""From words to a route: what is understood, what is nearest, and who may."""

from dataclasses import replace
from time import process_time

import pytest
from sqlalchemy import select

from bot.serve.app import opened
from bot.store.tables.shoutouts import shoutout_recipients
from content import CORE, load
from handlers import dispatch as dispatching
from handlers.cards import Text
from handlers.dispatch import dispatch, intent, tells_of_danger
from handlers.domain.people import Membership, Mention, MentionKind, Role
from handlers.routes import ACTIONS, OWN, ROUTES, SUBMITS
from handlers.turn import Services, TurnKind
from handlers.typed import plain
from tests.conftest import pressed, turn, typed

UNDERSTOOD = [
    pytest.param("/complaint", "complaint", id="bare"),
    pytest.param("/complaint the van never came", "complaint", id="with words"),
    pytest.param("complaint lost", "complaint", id="without the slash"),
    pytest.param("/COMPLAINT lost", "complaint", id="in capitals"),
    pytest.param("/reminders add weekdays 08:55", "reminders.add", id="two words"),
    pytest.param("/reminders  add weekdays", "reminders.add", id="two spaces"),
    pytest.param("/reminders ADD weekdays", "reminders.add", id="second word in capitals"),
    pytest.param("/care complaint lost", "complaint", id="under the one command"),
    pytest.param("/care reminders add daily 9", "reminders.add", id="two words under it"),
    pytest.param("/care care today", "care.today", id="the one command twice"),
    pytest.param("/reminders\tadd weekdays 9", "reminders.add", id="a tab between"),
    pytest.param("/care find\nsorry", "care.find", id="a line break between"),
    pytest.param("/care find\u00a0sorry", "care.find", id="a hard space between"),
    pytest.param("/care fnid sorry", "unknown", id="a typing mistake"),
    pytest.param("/nonsense", "unknown", id="nonsense"),
    pytest.param("", "unknown", id="nothing"),
]


@pytest.mark.parametrize(("line", "name"), UNDERSTOOD)
def test_a_line_has_one_known_name_in_logs(line, name):
    assert intent(typed(line)) == name


ABOUT_ONESELF = [
    pytest.param("/complaint wish the train had hit me instead", id="a complaint"),
    pytest.param("/complaint my manager put his hands on me", id="done to them"),
    pytest.param("/promise i cant go on", id="a promise"),
]


@pytest.mark.parametrize("line", ABOUT_ONESELF)
async def test_words_about_oneself_leave_no_trace_whatever_command_is_before_them(line, app):
    asked = typed(line)
    assert not app.bot.keeps(asked)
    assert not (await app.bot.answer(asked)).kept


def test_danger_is_told_by_the_words_and_not_by_the_command_before_them():
    words = load(CORE).danger
    assert tells_of_danger(typed("/complaint scared to go home tonight"), words)
    assert not tells_of_danger(typed("/complaint the parcel is late"), words)


def test_what_was_found_of_a_turn_is_remembered_with_it_and_shown_nowhere():
    asked, told = [], typed("/complaint the parcel is late")

    def length(text):
        asked.append(text)
        return len(text)

    assert [told.once(length, each) for each in ("late", "late", "lost it")] == [4, 4, 7]
    assert asked == ["late", "lost it"]
    assert replace(told, text="late").once(length, "late") == 4
    assert told == replace(told, found={})
    assert "lost it" not in repr(told)
    assert typed("/complaint").once(length, "late") == 4
    assert asked == ["late", "lost it", "late"]


NEAREST = [
    pytest.param("/complain lost", "/complaint [what happened]", id="a letter short"),
    pytest.param("/complaints", "/complaint [what happened]", id="a letter too many"),
    pytest.param("/reminder add daily 9", "/reminders add [weekdays 08:55]", id="first word"),
    pytest.param("/reminders remov 1", "/reminders remove [1]", id="second word"),
    pytest.param("/reminders lst", "/reminders list", id="a short one"),
    pytest.param("/care tody", "/care today", id="of care"),
    pytest.param("/care fin sorry", "/care find [word]", id="with words behind it"),
    pytest.param("/cares", "/care", id="the command alone"),
]


@pytest.mark.parametrize(("line", "usage"), NEAREST)
async def test_an_unknown_line_names_the_nearest_command_and_its_usage(line, usage, app):
    reply = await app.bot.answer(typed(line))
    assert reply.private
    assert reply.card.title == "Not quite"
    assert f"Did you mean {usage}" in reply.card.body[0].text


@pytest.mark.parametrize("line", ["/xyzzy", "/" + "q" * 3000, "✨", "<b>x</b>"])
async def test_a_line_like_nothing_we_know_leads_to_help(line, app):
    reply = await app.bot.answer(typed(line))
    assert "/care help" in reply.card.body[0].text
    assert len(reply.card.body[0].text) < 200


@pytest.mark.parametrize("line", ["/care " * 3000, "/care " + "care " * 3000])
async def test_the_one_command_over_and_over_is_only_an_odd_line(line, app):
    reply = await app.bot.answer(typed(line))
    assert reply.card.title in ("Not quite", "What I can do")


@pytest.mark.parametrize("line", ["/care", "/care help", "help", "hello", "hi", "/care care"])
async def test_help_is_shown_to_whoever_looks_lost(line, app):
    assert (await app.bot.answer(typed(line))).card.title == "What I can do"


HELLOS = (
    *("Hi!", "hey", "Hello.", "help?", "HELP!!", "/help", "“help”", "*help*", "— help —"),
    *("¿ayuda?", "Ayuda", "hilfe!", "aide", "aiuto", "ajuda", "hulp", "hjälp", "POMOC", "помощь"),
    *("hallo", "Moin Moin", "servus", "Grüß Gott!", "Guten Morgen", "bonjour", "salut", "hola"),
    *(
        "Buenos días",
        "ciao",
        "cześć",
        "oi",
        "olá",
        "Bom dia",
        "hej",
        "ahoj",
        "привет",
        "こんにちは",
    ),
    *("hiii", "hello there", "Hi Careloop", "good morning!", "can you help me, please?"),
    *("what can you do?", "?", "???", "!", "...", "👋", "👋🏽", "🙋‍♀️", ":wave::skin-tone-3:"),
)


@pytest.mark.parametrize("before", ["", "/care "], ids=["bare", "to the one command"])
@pytest.mark.parametrize("line", HELLOS)
async def test_a_greeting_in_any_of_the_usual_languages_is_answered_with_help(before, line, app):
    assert (await app.bot.answer(typed(before + line))).card.title == "What I can do"


@pytest.mark.parametrize("word", ["help", "help.", "Help!", "“help”", "`help`", "?", "hilfe"])
@pytest.mark.parametrize("command", ["complaint", "promise", "reminders", "shoutout"])
async def test_a_command_that_is_asked_for_help_shows_how_it_is_typed(command, word, app):
    card = (await app.bot.answer(typed(f"/{command} {word}"))).card
    assert card.title == "What I can do"
    assert all(usage.startswith(f"/{command}") for usage, _ in card.body[0].rows)


@pytest.mark.parametrize("line", ["hi, the parcel is late", "help me with the van", "oiseau"])
async def test_a_greeting_with_more_words_is_no_greeting(line, app):
    assert (await app.bot.answer(typed(line))).card.title == "Not quite"


MARKED = [
    ("/care “help”", "care.help"),
    ("/care help.", "care.help"),
    ("/care “find promise”", "care.find"),
    ("/care **today**", "care.today"),
    ("/care - today", "care.today"),
    ("`/care today`", "care.today"),
    ("```/care today```", "care.today"),
    ("“complaint late parcel”", "complaint"),
    (", complaint late", "complaint"),
    ("complaint: late", "complaint"),
    ("– complaint late", "complaint"),
    ("/care “complaint late”", "complaint"),
    ("/reminders list.", "reminders.list"),
    ("/reminders “add weekdays 08:55”", "reminders.add"),
    ("/reminders “add” weekdays 08:55", "reminders.add"),
    ("/reminders – add weekdays 08:55", "reminders.add"),
    ("**/reminders** list", "reminders.list"),
]


@pytest.mark.parametrize(("line", "name"), MARKED)
def test_marks_around_a_command_are_no_part_of_it(line, name):
    assert intent(typed(line)) == name


PHRASES = (
    *("“weekdays 08:55”", "„weekdays 08:55“", "«weekdays 08:55»", "‘weekdays 08:55’"),
    *('"weekdays 08:55"', "'weekdays 08:55'", "`weekdays 08:55`", "```weekdays 08:55```"),
    *("*weekdays 08:55*", "_weekdays 08:55_", "**weekdays** 08:55", "~weekdays 08:55~"),
    *("– weekdays 08:55", "—weekdays 08:55", "- weekdays 08:55", "• weekdays 08:55"),
    *("“weekdays 08:55”.", "[weekdays 08:55]", "“weekdays” “08:55”", "“weekdays 08:55"),
)


@pytest.mark.parametrize("phrase", PHRASES)
async def test_marks_around_a_phrase_are_no_part_of_it(phrase, app):
    card = (await app.bot.answer(typed(f"/reminders add {phrase}"))).card
    assert card.title == "Set up: weekdays 08:55 UTC"


@pytest.mark.parametrize("day", ["“friday”", "'friday'", "*friday*", "`friday`", "friday."])
async def test_marks_around_a_part_of_a_phrase_are_no_part_of_it(day, app):
    await app.bot.answer(typed("/reminders add weekdays 08:55"))
    card = (await app.bot.answer(typed(f"/reminders pause 1 until {day}", message="2"))).card
    assert card.title == "Paused"
    assert "through" in card.body[0].text


@pytest.mark.parametrize(
    ("typed_words", "kept"),
    [
        ("“late parcel”", "late parcel"),
        ("“I can’t wait”", "I can’t wait"),
        ("- late parcel", "late parcel"),
        ('"late" she says "again"', '"late" she says "again"'),
        ("she says “again”", "she says “again”"),
        ("the dogs' food isn't fresh", "the dogs' food isn't fresh"),
        ("-5 °C in the fridge", "-5 °C in the fridge"),
        ("*late* and *rude*", "*late* and *rude*"),
        ("it was 3 - 4 days late.", "it was 3 - 4 days late."),
    ],
)
async def test_a_sentence_keeps_the_marks_that_are_its_own(typed_words, kept, app):
    card = (await app.bot.answer(typed(f"/complaint {typed_words}"))).card
    words = [each.text for each in card.body if isinstance(each, Text)]
    assert any(kept in each for each in words)
    assert typed_words == kept or not any(typed_words in each for each in words)


@pytest.mark.parametrize("sign", ["“", "*", "-", "!", "_", "'", "« »", "[", "a*", "`*_~", "> "])
def test_marks_without_end_take_no_time(sign):
    began = process_time()
    intent(typed(f"/reminders add {(sign * 100_000)[:100_000]}"))
    plain((sign * 100_000)[:100_000] + "x")
    assert process_time() - began < 30.0  # a bound on hanging, not on speed


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        pytest.param("ana", False, id="an agent"),
        pytest.param("dana", True, id="a manager"),
        pytest.param("alex", True, id="an admin"),
    ],
)
async def test_help_shows_what_one_may_do(who, sees, app, monkeypatch):
    route = replace(ROUTES[0], words="complaint all", takes="", role=Role.MANAGER)
    monkeypatch.setattr("handlers.routes.ROUTES", (*ROUTES, route))
    first = (await app.bot.answer(typed("/care help", who))).card
    rows = (await app.bot.answer(pressed(first, "Everything", who))).card.body[0].rows
    assert (("/complaint all", route.does) in rows) is sees


async def test_what_is_for_managers_is_refused_kindly_to_others(app, monkeypatch):
    route = replace(ROUTES[0], role=Role.MANAGER)
    monkeypatch.setitem(dispatching._ROUTES, "complaint", route)
    assert (await app.bot.answer(typed("/complaint"))).card.title == "Not quite"
    assert (await app.bot.answer(typed("/complaint", "dana"))).card.title != "Not quite"


@pytest.mark.parametrize("kind", [each for each in TurnKind if each is not TurnKind.COMMAND])
async def test_what_no_table_knows_is_from_an_older_day(kind, app):
    unheard = turn(kind, "complaint.unheard-of")
    reply = await app.bot.answer(unheard)
    assert "older day" in reply.card.body[0].text
    assert intent(unheard) == "unknown"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("asks.arrived", id="a receipt"),
        pytest.param("complaint.something-else", id="a form"),
        pytest.param("reminder.due", id="an occurrence"),
        pytest.param("complaint.go", id="a button"),
    ],
)
async def test_nobody_can_type_what_only_cards_may_say(name, app):
    reply = await app.bot.answer(typed(f"/{name}"))
    assert reply.card.title == "Not quite"


async def test_a_refusal_changes_nothing(app):
    reply = await dispatch(typed("/nonsense"), Services(app.library.content, store=None))
    assert reply.card.title == "Not quite"


GUESTS = [
    pytest.param(lambda: typed("/complaint the van never came"), id="a complaint"),
    pytest.param(lambda: typed("/complaint"), id="a bare command"),
    pytest.param(lambda: typed("/reminders add daily 9"), id="a reminder"),
    pytest.param(lambda: typed("/care help"), id="help"),
    pytest.param(lambda: typed("hello"), id="a greeting"),
    pytest.param(lambda: turn(TurnKind.ACTION, "complaint.new"), id="a button"),
    pytest.param(lambda: turn(TurnKind.SUBMIT, "reminders.save"), id="a form"),
]


@pytest.mark.parametrize("asked", GUESTS)
async def test_a_guest_of_another_firm_gets_help_and_nothing_else(asked, app):
    asked = asked()
    guest = replace(asked.person, id="gil", membership=Membership.GUEST)
    reply = await app.bot.answer(replace(asked, person=guest))
    assert reply.card.title == "You are a guest here"


def nobody_yet(asked, **others):
    """Return a turn of somebody of whom the platform tells nothing just now."""
    person = replace(asked.person, id="new", name="New", membership=None)
    return replace(asked, person=person, **others)


@pytest.mark.parametrize("intent", [*ACTIONS, *SUBMITS])
async def test_who_was_never_placed_may_press_what_is_for_them_alone(intent, app):
    """Each of the others is refused; of these the refusal, if any, is another."""
    kind = TurnKind.ACTION if intent in ACTIONS else TurnKind.SUBMIT
    reply = await app.bot.answer(nobody_yet(turn(kind, intent)))
    words = "" if reply.card is None else str(reply.card.body)
    assert ("whether you belong" in words) is (intent not in OWN)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.words)
async def test_who_was_never_placed_may_type_what_is_for_them_alone(route, app):
    reply = await app.bot.answer(nobody_yet(typed(f"/{route.words}")))
    words = "" if reply.card is None else str(reply.card.body)
    assert ("whether you belong" in words) is not Role.UNPLACED.may(route.role)


@pytest.mark.parametrize(
    ("line", "open_to_all"),
    [
        ("/complaint", True),
        ("/promise", True),
        ("/care", True),
        ("help", True),
        ("/reminders", False),
        ("/reminders list", False),
        ("/shoutout", False),
    ],
)
async def test_bare_commands_are_open_as_far_as_they_are_for_oneself(line, open_to_all, app):
    reply = await app.bot.answer(nobody_yet(typed(line)))
    assert ("whether you belong" in str(reply)) is not open_to_all


async def test_what_others_read_of_a_complaint_waits_until_its_agent_is_placed(app):
    """A draft of thanks for their managers would be read by others."""
    await closed_well(app, "new", membership=None)
    assert await thanked(app) == []
    await closed_well(app, "bo", membership=Membership.MEMBER)
    assert await thanked(app) == ["bo"]


async def thanked(app):
    async with app.database.read_transaction() as connection:
        return (await connection.scalars(select(shoutout_recipients.c.person_id))).all()


async def closed_well(app, who, membership):
    """Walk a complaint to its end, accepted, as this person."""

    def mine(asked):
        return replace(asked, person=replace(asked.person, id=who, name=who, membership=membership))

    reply = await app.bot.answer(mine(typed("/complaint")))
    for label in WAY_TO_THE_END:
        reply = await app.bot.answer(mine(pressed(reply.card, label)))
    return reply


WAY_TO_THE_END = (
    "They've said it all",
    "They feel heard",
    "Said it",
    "Refund or replace it",
    "Done already",
    "Yes",
    "Done",
)
MEMBERSHIPS = [
    pytest.param(None, Membership.GUEST, "You are a guest here", id="a guest stays one"),
    pytest.param(None, Membership.MEMBER, "Set up", id="a member stays one"),
    pytest.param(None, Membership.LEFT, "You are a guest here", id="a closed account"),
    pytest.param(Membership.MEMBER, Membership.GUEST, "Set up", id="what is told now counts"),
    pytest.param(Membership.GUEST, Membership.MEMBER, "You are a guest", id="so it does of guests"),
]


@pytest.mark.parametrize(("now", "before", "title"), MEMBERSHIPS)
async def test_who_can_not_be_placed_now_keeps_what_we_knew_last(now, before, title, app):
    """It is in the table: a process that starts anew knows it, too."""
    line = typed("/reminders add weekdays 08:55", channel="front-desk")
    gil = replace(line.person, id="gil", name="Gil", membership=before)
    await app.bot.answer(replace(typed("/care help"), person=gil))
    async with opened(app.settings) as anew:
        told = replace(line, person=replace(gil, membership=now))
        assert (await anew.bot.answer(told)).card.title.startswith(title)


@pytest.mark.parametrize("membership", [None, Membership.GUEST])
async def test_a_role_that_an_admin_gave_places_anybody(membership, app):
    gil = Mention("gil", "Gil", membership=Membership.GUEST)
    line = replace(typed("/care people @Gil manager", "alex"), mentions=(gil,))
    assert (await app.bot.answer(line)).card.title == "Who may do what"
    team = typed("/care team")
    theirs = replace(team, person=replace(team.person, id="gil", membership=membership))
    assert (await app.bot.answer(theirs)).card.title == "Your team"


async def test_nobody_is_written_by_an_id(app):
    """A person, a group and an app whose names the platform doesn't tell."""
    mentions = (
        Mention("U1", "U1"),
        Mention("S1", "S1", MentionKind.GROUP),
        Mention("U2", "U2"),
        Mention("UDANA", "Dana"),
    )
    line = replace(typed("/complaint @U1, @S1, @U2 or @Dana"), mentions=mentions)
    note = str((await app.bot.answer(line)).card)
    assert "@somebody (1), @a group, @somebody (2) or @Dana" in note


@pytest.mark.parametrize("role", ["guest", "unplaced", "king", ""])
async def test_only_roles_that_can_be_given_are_given(role, app):
    dana = Mention("dana", "Dana", membership=Membership.MEMBER, handle="dana")
    line = replace(typed(f"/care people @Dana {role}", "alex"), mentions=(dana,))
    assert (await app.bot.answer(line)).card.title == "Not quite"
    sent = turn(TurnKind.SUBMIT, "care.people-save", "alex", args={"people": "dana", "role": role})
    assert (await app.bot.answer(sent)).card.title == "Not quite"
