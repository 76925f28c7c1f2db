"""``careloop workspace``: out of one workspace into a file, and into another, on both databases."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.cli.output import Stop
from bot.cli.workspace import templates
from bot.cli.workspace.templates import Roles, applied, exported_from
from bot.serve.app import opened
from bot.serve.notices.follow_ups import follow_up
from bot.store.audit_rows import Errand
from bot.store.database import Database
from bot.store.engine.audit import lines
from bot.store.engine.notices.follow_ups import FollowUps
from bot.store.engine.roles import appoint
from bot.store.migration import migrate
from bot.store.tables.all_tables import metadata
from bot.store.tables.deliveries import deliveries
from bot.store.turn.store import TurnStore
from bot.web.directory import place
from content.problems import ContentError
from handlers.domain.people import Person, Platform, Role, Tenant
from handlers.ports.audit import Act
from handlers.reminders.changes import MAX_PER_CHANNEL
from handlers.turn import TurnKind
from scheduler.calendar.rest import Rest
from tests.bot.cli.careloop import ROOT
from tests.conftest import MONDAY, pressed, sent, turn, typed

NEW = "web:third"  # a workspace in which nobody has set anything
THIRD = Tenant(Platform.WEB, "third")
OPEN = Roles((), (), "")
HERE = Roles(
    ("lead=web:third:leads", "front desk=web:third:front-desk"),
    ("manager 1=web:third:dana", "agent 1=web:third:ana"),
    "alex",
)
TEMPLATE = """
settings:
  zone: Europe/Rome
  lead_place: lead
  lead_line: "Ring the duty lead: 7711"
  day_ends: "17:30"
  remedies: [Refund the trip, Send a new one]
  posts_a_minute: 120
  numbers:
    safety: "Site security: 7700"
  duty: [manager 1]
  mentor: manager 1
teams:
- manager: manager 1
  place: front desk
  people: [agent 1]
  hours: weekdays 09:00-17:00
reminders:
- id: morning
  place: front desk
  when: weekdays 08:55
- id: round
  place: front desk
  when: first Monday of the month 09:00
  zone: Europe/Berlin
  deck: question
  around: "10"
  on_days_off: move
  sign_off: Look after each other.
"""


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"admins": ("alex",)})


@pytest.fixture
def write(tmp_path):
    def write(text: str):
        file = tmp_path / "template.yaml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def titles(done: templates.Applied) -> list[str]:
    return [each.title for each in done.plan.changes]


def to_do(done: templates.Applied) -> set[tuple[str, str]]:
    return {(each.role, each.line) for each in done.plan.to_do}


async def test_a_template_is_applied_once_and_a_second_time_changes_nothing(settings, write):
    file = write(TEMPLATE)
    first = await applied(settings, file, NEW, HERE, dry_run=False)
    assert titles(first) == [
        *("zone", "lead_line", "day_ends", "remedies", "numbers", "posts_a_minute"),
        *("lead_place", "duty", "mentor", "role of manager 1", "team of manager 1"),
        *("hours of the team of manager 1",),
        *("reminder morning, front desk", "reminder round, front desk"),
    ]
    assert to_do(first) == set()
    second = await applied(settings, file, NEW, HERE, dry_run=False)
    assert second.text(dry_run=False) == "Nothing to change: web:third is as the file says."


async def test_what_was_applied_is_there_for_people(settings, write):
    await applied(settings, write(TEMPLATE), NEW, HERE, dry_run=False)
    async with opened(settings) as app:
        seen = await app.bot.answer(
            typed("reminders list", "dana", tenant="third", channel="front-desk")
        )
        card = await app.bot.answer(typed("care settings", "alex", tenant="third", channel="leads"))
    shown = str(seen.card)
    assert "weekdays 08:55" in shown
    assert "first Monday of the month 09:00" in shown
    assert "Europe/Rome" in str(card.card)
    assert "Ring the duty lead: 7711" in str(card.card)


async def on_record(settings, *acts: Act) -> list[tuple[Act, str, str, str]]:
    """Return the lines of these acts, of all where none is named; each was done by nobody."""
    async with opened(settings) as app:
        found = [each for _, each in await lines(app.database, THIRD, None)]
    assert {each.actor_id for each in found} == {""}
    told = sorted((each.act, each.subject_id, each.target, each.place) for each in found)
    return [each for each in told if each[0] in (acts or tuple(Act))]


async def test_each_thing_that_a_template_changes_is_on_record_as_the_operators(settings, write):
    await applied(settings, write(TEMPLATE), NEW, HERE, dry_run=True)
    await applied(settings, write(TEMPLATE), NEW, HERE, dry_run=False)
    found = await on_record(settings)
    changed = ["day_ends", "lead_line", "lead_place", "numbers", "rate_per_s", "remedies", "zone"]
    assert [target for act, _, target, _ in found if act is Act.SETTING_CHANGED] == changed
    assert [line for line in found if line[0] is not Act.SETTING_CHANGED] == [
        (Act.DUTY_SET, "dana", "", ""),
        (Act.MENTOR_SET, "dana", "", ""),
        *(
            (Act.REMINDER_ADDED, "alex", name, "web:third:front-desk")
            for name in sorted(line[2] for line in found if line[0] is Act.REMINDER_ADDED)
        ),
        (Act.ROLE_GIVEN, "dana", "manager", ""),
        (Act.TEAM_CHANNEL_SET, "dana", "here", "web:third:front-desk"),
        (Act.TEAM_HOURS_SET, "ana", "", ""),
        (Act.TEAM_JOINED, "ana", "", ""),
        (Act.TEMPLATE_APPLIED, "", "", ""),
    ]


async def test_what_is_done_again_another_day_is_on_record_again(settings, write):
    for time in ("08:55", "09:05", "09:15"):
        file = write(TEMPLATE.replace("weekdays 08:55", f"weekdays {time}"))
        await applied(settings, file, NEW, HERE, dry_run=False)
    assert len(await on_record(settings, Act.REMINDER_CHANGED)) == 2
    assert len(await on_record(settings, Act.TEMPLATE_APPLIED)) == 3


async def test_two_teams_of_a_file_are_two_on_record(settings, write):
    both = """
teams:
- {manager: manager 1, place: front desk, people: [agent 1]}
- {manager: manager 2, place: front desk, people: [agent 1]}
"""
    people = (*HERE.people, "manager 2=web:third:bo")
    roles = Roles(HERE.places[1:], people, "alex")
    await applied(settings, write(both), NEW, roles, dry_run=False)
    assert len(await on_record(settings, Act.TEAM_JOINED)) == 2
    assert len(await on_record(settings, Act.TEAM_CHANNEL_SET)) == 2
    async with opened(settings) as app:
        card = str((await app.bot.answer(typed("care audit", "alex", tenant="third"))).card)
    assert "Whoever runs this bot put Somebody on a list of a manager's" in card
    assert "Whoever runs this bot set the channel of the team of Somebody: here" in card


async def test_the_template_of_the_docs_is_one(settings, write):
    page = (ROOT / "docs" / "run-it.md").read_text(encoding="utf-8")
    text = page.partition("```yaml\n")[2].partition("```")[0]
    done = await applied(settings, write(text), NEW, HERE, dry_run=True)
    assert "reminder morning, front desk" in titles(done)


async def test_a_dry_run_shows_the_same_as_a_diff_and_changes_nothing(settings, write):
    file = write(TEMPLATE)
    dry = await applied(settings, file, NEW, HERE, dry_run=True)
    assert dry.text(dry_run=True).splitlines()[:3] == [
        "Would change in web:third:",
        "zone",
        "+ Europe/Rome",
    ]
    wet = await applied(settings, file, NEW, HERE, dry_run=False)
    assert titles(wet) == titles(dry)


async def test_what_is_left_open_is_listed_for_each_channel_with_the_line_to_type(settings, write):
    done = await applied(settings, write(TEMPLATE), NEW, replace(OPEN, owner="alex"), dry_run=False)
    left = to_do(done)
    assert ("lead", "/care settings, then press “Lead's channel: here”") in left
    assert ("front desk", "/reminders add weekdays 08:55 Europe/Rome") in left
    assert (
        "front desk",
        "its button “Change it”, for deck: question; around: 10; on_days_off: move; "
        "sign_off: Look after each other.",
    ) in left
    assert ("front desk", "manager 1 types /care team with an @ for each: agent 1") in left
    hours = next(line for _, line in left if "Hours of the team" in line)
    assert hours.endswith("Wed 09:00-17:00; Thu 09:00-17:00; Fri 09:00-17:00")
    assert ("anywhere", "/care duty with an @ for each: manager 1") in left
    assert ("anywhere", "/care mentor with an @: manager 1") in left
    assert titles(done) == [
        *("zone", "lead_line", "day_ends", "remedies", "numbers", "posts_a_minute"),
    ]


@pytest.mark.parametrize("number", [0, 1])
async def test_each_line_to_type_is_understood_in_its_channel(number, settings, write):
    done = await applied(settings, write(TEMPLATE), NEW, replace(OPEN, owner="alex"), dry_run=True)
    lines = [each.line for each in done.plan.to_do if each.line.startswith("/reminders add")]
    async with opened(settings) as app:
        place = {"tenant": "third", "channel": "front-desk"}
        reply = await app.bot.answer(typed(lines[number].removeprefix("/"), "dana", **place))
    assert not reply.refused
    assert "Set up" in reply.card.title


async def test_what_was_done_by_hand_meanwhile_is_found_again(settings, write):
    file = write(TEMPLATE)
    async with opened(settings) as app:
        where = {"tenant": "third", "channel": "leads"}
        card = (await app.bot.answer(typed("care settings", "alex", **where))).card
        await app.bot.answer(pressed(card, "Lead's channel: here", "alex", **where))
    done = await applied(settings, file, NEW, replace(OPEN, owner="alex"), dry_run=False)
    assert "lead" not in {role for role, _ in to_do(done)}


async def test_a_change_in_the_file_changes_the_very_reminder(settings, write):
    await applied(settings, write(TEMPLATE), NEW, HERE, dry_run=False)
    changed = write(TEMPLATE.replace("weekdays 08:55", "weekdays 09:05"))
    done = await applied(settings, changed, NEW, HERE, dry_run=False)
    (change,) = done.plan.changes
    assert change.diff() == (
        "reminder morning, front desk",
        "- when: weekdays 08:55",
        "+ when: weekdays 09:05",
    )
    again = await exported_from(settings, NEW)
    assert again.text.count("id:") == 2
    assert "weekdays 09:05" in again.text


async def test_hours_of_a_team_are_those_of_its_people_and_can_be_taken_away(settings, write):
    await applied(settings, write(TEMPLATE), NEW, HERE, dry_run=False)
    async with opened(settings) as app:
        card = str((await app.bot.answer(typed("care me", "ana", tenant="third"))).card)
    assert "Fri 09:00-17:00, as your team" in card
    later = TEMPLATE.replace("weekdays 09:00-17:00", "sat 10:00-14:00")
    (change,) = (await applied(settings, write(later), NEW, HERE, dry_run=False)).plan.changes
    assert change.diff()[-1] == "+ Sat 10:00-14:00"
    none = TEMPLATE.replace("hours: weekdays 09:00-17:00", 'hours: ""')
    (change,) = (await applied(settings, write(none), NEW, HERE, dry_run=False)).plan.changes
    assert change.diff() == ("hours of the team of manager 1", "- Sat 10:00-14:00")
    unsaid = TEMPLATE.replace("  hours: weekdays 09:00-17:00\n", "")
    assert (await applied(settings, write(unsaid), NEW, HERE, dry_run=False)).plan.changes == ()


async def test_the_mentor_is_a_role_of_the_file_and_can_be_taken_away(settings, write):
    await applied(settings, write(TEMPLATE), NEW, HERE, dry_run=False)
    written = await exported_from(settings, NEW)
    assert "mentor: duty lead 1" in written.text  # dana has that role already
    own = TEMPLATE.replace("mentor: manager 1", "mentor: mentor 1")
    roles = replace(HERE, people=(*HERE.people, "mentor 1=web:third:bo"))
    (change,) = (await applied(settings, write(own), NEW, roles, dry_run=False)).plan.changes
    assert change.diff() == ("mentor", "- dana", "+ bo")
    again = await exported_from(settings, NEW)
    assert "mentor: mentor 1" in again.text
    assert '--person "mentor 1=web:third:bo"' in again.options
    unsaid = TEMPLATE.replace("  mentor: manager 1\n", "")
    assert (await applied(settings, write(unsaid), NEW, HERE, dry_run=False)).plan.changes == ()
    none = TEMPLATE.replace("mentor: manager 1", 'mentor: ""')
    (change,) = (await applied(settings, write(none), NEW, HERE, dry_run=False)).plan.changes
    assert change.diff() == ("mentor", "- bo")


@pytest.mark.parametrize(
    ("mentor", "told"), [("bo", ("bo", "Ana asks you")), ("", ("ana", "It stays unanswered"))]
)
async def test_what_waits_for_the_mentor_goes_along(settings, write, mentor, told):
    await applied(settings, write(TEMPLATE), NEW, HERE, dry_run=False)
    third = {"tenant": "third"}
    async with opened(settings) as app:
        asks = turn(TurnKind.ACTION, "questions.ask", args={"lesson": "heard-first"}, **third)
        form = (await app.bot.answer(asks)).form
        await app.bot.answer(sent(form, {"asked": "In writing, too?"}, **third))
    after = TEMPLATE.replace("mentor: manager 1", "mentor: mentor 1" if mentor else 'mentor: ""')
    people = (*HERE.people, *([f"mentor 1=web:third:{mentor}"] if mentor else ()))
    await applied(settings, write(after), NEW, replace(HERE, people=people), dry_run=False)
    async with opened(settings) as app:
        await follow_up(app.clock(), FollowUps(app.database), app.bot.answer)
        async with app.database.read_transaction() as connection:
            rows = (await connection.execute(select(deliveries))).all()
    cards = [(row.body["reader"], row.body["card"]["title"]) for row in rows]
    assert told in cards


async def test_hours_that_can_t_be_read_are_told(settings, write):
    wrong = TEMPLATE.replace("weekdays 09:00-17:00", "from nine to five")
    told = r"template.yaml:\d+:teams.hours: I can't read “from nine to five”. For example"
    with pytest.raises(ContentError, match=told):
        await applied(settings, write(wrong), NEW, HERE, dry_run=True)


async def test_a_workspace_that_is_exported_is_as_its_own_file_says(settings, write):
    await applied(settings, write(TEMPLATE), NEW, HERE, dry_run=False)
    found = await exported_from(settings, NEW)
    places, people = roles_of(found)
    done = await applied(
        settings, write(found.text), NEW, Roles(places, people, "alex"), dry_run=False
    )
    assert done.plan.changes == ()
    assert done.plan.to_do == ()


async def test_a_file_names_no_place_and_no_person(settings, write):
    await applied(settings, write(TEMPLATE), NEW, HERE, dry_run=False)
    text = (await exported_from(settings, NEW)).text
    for word in ("dana", "Dana", "ana", "web:third", "leads", "front-desk"):
        assert f" {word}\n" not in text
    assert "place: front desk" in text or "place: channel" in text
    assert "lead_place: lead" in text


async def test_nothing_is_exported_of_a_workspace_with_nothing_set(settings):
    assert (await exported_from(settings, "slack:T404")).text == "{}\n"


async def test_a_channel_with_no_room_is_a_problem_and_nothing_is_half_done(settings, write):
    many = "reminders:\n" + "".join(
        f"- id: r-{number}\n  place: desk\n  when: weekdays 09:{number:02}\n  zone: UTC\n"
        for number in range(MAX_PER_CHANNEL + 1)
    )
    roles = Roles(("desk=web:third:wins",), (), "alex")
    with pytest.raises(ContentError) as told:
        await applied(
            settings, write(f"settings: {{sign_off: Us}}\n{many}"), NEW, roles, dry_run=False
        )
    assert "has at most 10 reminders; 1 too many" in str(told.value)
    assert (await exported_from(settings, NEW)).text == "{}\n"
    fits = many.rpartition("- id")[0]
    done = await applied(settings, write(fits), NEW, roles, dry_run=False)
    assert len(done.plan.changes) == MAX_PER_CHANNEL


async def test_quiet_hours_of_a_channel_are_kept(settings, write):
    tenant = Tenant(Platform.WEB, "third")
    async with opened(settings) as app, app.database.transaction() as connection:
        channels = TurnStore(connection, tenant, Person("alex", "Alex")).channels
        rest = Rest(quiet="08:30 to 08:58 Europe/Rome")
        await channels.save_rest(place("third", "front-desk"), rest)
    told = r"template.yaml:\d+:reminders.when: 08:55 is in the quiet hours"
    with pytest.raises(ContentError, match=told):
        await applied(settings, write(TEMPLATE), NEW, HERE, dry_run=False)


@pytest.mark.parametrize(
    ("roles", "told"),
    [
        pytest.param(
            replace(HERE, places=("frnt desk=web:third:x",)),
            "did you mean front desk?",
            id="misspelt",
        ),
        pytest.param(
            replace(HERE, places=("front desk=C1",)), "write it like this", id="no address"
        ),
        pytest.param(
            replace(HERE, places=("lead=web:demo:leads",)), "another workspace", id="elsewhere"
        ),
        pytest.param(
            replace(HERE, people=("boss=web:third:dana",)), "there are manager 1", id="nobody"
        ),
    ],
)
async def test_a_role_that_is_mapped_wrongly_is_told(roles, told, settings, write):
    with pytest.raises(Stop, match=told):
        await applied(settings, write(TEMPLATE), NEW, roles, dry_run=False)


@pytest.mark.parametrize(
    ("workspace", "told"),
    [
        pytest.param("", "Which one.*web:demo or web:other", id="several"),
        pytest.param("T1", "no workspace", id="no platform"),
    ],
)
async def test_the_workspace_has_to_be_clear(workspace, told, settings):
    with pytest.raises(Stop, match=told):
        await exported_from(settings, workspace)


async def test_somebody_has_to_own_what_is_set_up(settings, write):
    settings = settings.model_copy(update={"admins": ()})
    with pytest.raises(Stop, match="--owner"):
        await applied(settings, write(TEMPLATE), "slack:T404", OPEN, dry_run=True)


BAD = """
settings:
  zone: Rome
  lead_plce: lead
  numbers: [a]
  posts_a_minute: lots
team:
- manager: x
teams: nobody
reminders:
- id: A b
  place: front=desk
  when: whenever
- id: m
  place: front desk
  when: weekdays 9:00
  zone: Mars
  deck: nope
- id: m
  place: front desk
  when: weekdays 9:00
  sign_off: {long}
"""


async def test_all_that_is_wrong_is_told_at_once_with_file_line_and_what_would_be_right(
    settings, write
):
    with pytest.raises(ContentError) as told:
        await applied(settings, write(BAD.format(long="x" * 101)), NEW, HERE, dry_run=True)
    lines = str(told.value).splitlines()
    expected = [
        "template.yaml:3:settings.zone: That is no time zone I know. For example: Europe/Rome",
        "template.yaml:4:settings.lead_plce: is not a key of a template; did you mean lead_place?",
        "template.yaml:5:settings.numbers: should be a text for each of safety",
        "template.yaml:6:settings.posts_a_minute: A number from 6 to 2400",
        "template.yaml:7:team: is not a key of a template; did you mean teams?",
        "template.yaml:9:teams: should be a list; begin each entry with a hyphen",
        "template.yaml:11:reminders.id: needs small letters",
        "template.yaml:12:reminders.place: names a role",
        "template.yaml:13:reminders.when: I don't know the word «whenever». For example: weekdays",
        "template.yaml:17:reminders.zone: is «Mars», no time zone; write one such as Europe/Rome",
        "template.yaml:18:reminders.deck: is «nope»; use one of mixed",
        "template.yaml:19:reminders.id: is «m», as on line 14; give it an id of its own",
        "template.yaml:22:reminders.sign_off: is too long; keep it within 100 characters",
    ]
    assert [line[: len(start)] for line, start in zip(lines, expected, strict=True)] == expected


@pytest.mark.parametrize("kind", ["postgresql"])
async def test_slack_workspaces_on_postgresql_get_it_too(database_url, settings, write):
    database = Database(database_url)
    async with database.transaction(5) as connection:
        await connection.run_sync(metadata.drop_all)
    await migrate(database)
    await appoint(database, Tenant(Platform.SLACK, "T1"), "U1", Role.ADMIN, Errand("e1", MONDAY))
    await database.dispose()
    on_postgresql = settings.model_copy(update={"database_url": database_url, "playground": "off"})
    roles = Roles(("front desk=slack:T1:C1",), ("manager 1=slack:T1:U2",), "")
    done = await applied(on_postgresql, write(TEMPLATE), "", roles, dry_run=False)
    assert ("front desk", "/invite @Careloop") in to_do(done)
    again = await applied(on_postgresql, write(TEMPLATE), "", roles, dry_run=False)
    assert again.plan.changes == ()


def roles_of(found: templates.Export) -> tuple[list[str], list[str]]:
    """Return the options that an export prints, as one would copy them."""
    options = [each.split('"')[:2] for each in found.options]
    places = [value for option, value in options if option.startswith("--place")]
    return places, [value for option, value in options if option.startswith("--person")]
