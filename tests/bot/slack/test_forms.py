"""Forms with their errors, and the App Home, as a person sees them."""

import json

import pytest
from sqlalchemy import func, insert, select

from bot.store.tables.schedules import schedules
from tests.bot.slack import wire
from tests.bot.slack.fake_slack import answering, refusing
from tests.bot.slack.opening import slack


async def count(person, table) -> int:
    async with person.database.read_transaction() as connection:
        return await connection.scalar(select(func.count()).select_from(table))


async def test_a_form_stays_open_with_its_errors_and_then_redraws_the_card(person):
    person.as_("dana")
    person.in_("front-desk")
    form = await person.say("reminders add")
    wrong = await person.fill(form, {"phrase": "now and then"})
    assert wrong.is_form
    assert "For example" in wrong.errors["phrase"]
    assert not await count(person, schedules)
    done = await person.fill(wrong, {"phrase": "weekdays 09:30"})
    assert done.title == "Set up: weekdays 09:30 UTC"
    assert done.private
    assert await count(person, schedules) == 1


async def test_a_form_that_is_sent_twice_has_one_effect(person):
    person.in_("front-desk")
    form = await person.say("reminders add")
    await person.fill(form, {"phrase": "weekdays 09:30"})
    await person.repeat()
    assert await count(person, schedules) == 1


async def test_a_form_sent_after_half_an_hour_is_answered_beside(person):
    person.in_("front-desk")
    form = await person.say("reminders add")
    await person.clock("in 40 minutes")
    done = await person.fill(form, {"phrase": "weekdays 09:30"})
    assert done.title == "Set up: weekdays 09:30 UTC"
    told = [e["text"].split("\n")[0] for e in person.fake.called("chat.postEphemeral")]
    assert told == ["I can post here.", "Set up: weekdays 09:30 UTC"]
    assert not person.fake.hooked


@pytest.mark.parametrize(
    "fault",
    [refusing("expired_trigger_id"), answering(500), answering(429, Retry_After="30")],
    ids=["expired", "broken", "slower"],
)
async def test_a_form_that_can_not_open_leaves_a_fresh_button(person, fault):
    person.in_("front-desk")
    nothing = await person.say("reminders list")
    person.fake.fail("views.open", fault)
    late = await person.press(nothing, "Use a form")
    assert late.private
    assert late.labels["buttons"] == ("Open the form",)
    assert "Use a form" in (await person.now(nothing)).handles
    await person.clock("in 31 minutes")
    assert (await person.press(late, "Open the form")).is_form


async def test_a_form_that_can_not_open_after_a_command_says_so(person):
    person.fake.fail("views.open", refusing("expired_trigger_id"))
    seen = await person.say("reminders add")
    assert "Type the command again" in seen.text


async def test_a_busy_database_keeps_the_form_open_and_the_card_in_place(person):
    person.in_("front-desk")
    seen = await person.say("complaint")
    form = await person.say("reminders add")
    async with person.database.transaction(5) as connection:
        await connection.execute(insert(schedules).from_select(["id"], select(schedules.c.id)))
        busy = await person.press(seen, "They've said it all")
        kept = await person.fill(form, {"phrase": "weekdays 09:30"})
    assert busy.title == "One moment"
    assert busy.message != seen.message
    assert kept.is_form
    assert "Not saved" in kept.errors["days"]
    assert (await person.press(seen, "They've said it all")).title == "Play it back"


async def test_too_much_at_once_keeps_the_form_open_and_the_card_in_place(settings):
    async with slack(settings.model_copy(update={"turns_person": 2})) as person:
        person.in_("front-desk")
        seen = await person.say("complaint")  # bare, it is not counted
        await person.say("care today")
        form = await person.say("reminders add")
        pressed = await person.press(seen, "They've said it all")
        kept = await person.fill(form, {"phrase": "weekdays 09:30"})
        typed = await person.say("complaint a late parcel")
        assert pressed.message != seen.message
        assert {pressed.title, typed.title} == {"One moment"}
        assert kept.is_form
        assert "That is a lot at once" in kept.errors["days"]
        assert (await person.press(seen, "Danger or trouble")).message == seen.message


async def test_the_app_home_shows_the_thought_the_open_cases_and_help(person):
    await person.say("complaint a broken vase")
    home = await person.look_home()
    assert home.message == ("home", "UANA")
    assert home.labels["choices"][0].startswith("1001 · a broken vase · Let them tell it all")
    assert home.labels["buttons"] == ("New complaint", "Another one", "What I can do")
    case = await person.press(home, home.labels["choices"][0])
    assert case.message == home.message
    assert case.title == "Let them tell it all"
    assert (await person.press(case, "They've said it all")).title == "Play it back"
    again = await person.look_home()
    assert again.labels["choices"][0].startswith("1001 · a broken vase · Play it back")


async def test_a_form_of_the_app_home_is_answered_in_the_app_home(person):
    home = await person.press(await person.look_home(), "New complaint")
    for label in ("More …", "Skip this step") * 3:
        home = await person.press(home, label)
    form = await person.press(home, "Something else")
    done = await person.fill(form, {"what": "ring back", "when": "today 16:30"})
    assert done.message == ("home", "UANA")
    assert "ring back" in done.text


@pytest.mark.parametrize(("player", "told"), [("ana", False), ("dana", True)])
async def test_the_app_home_tells_a_manager_what_is_left_to_set_up(person, player, told):
    async with person.database.transaction(5) as connection:
        from sqlalchemy import update

        from bot.store.tables.workspaces import workspaces

        await connection.execute(update(workspaces).values(lead_place=None))
    person.as_(player)
    assert ("Left to set up" in (await person.look_home()).text) is told


async def test_looking_at_the_messages_draws_no_home(person):
    happening = {"type": "app_home_opened", "user": "UANA", "tab": "messages"}
    body = json.dumps(wire.event(happening)).encode()
    assert (await person.raw(body))[0] == 200
    assert not person.fake.homes
