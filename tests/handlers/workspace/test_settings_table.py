"""Each setting of a workspace: what is typed is kept and shown, or refused and not lost."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.store.tables.workspaces import workspaces
from bot.web.directory import place
from content import CORE, load
from content.flow import Variant
from handlers.domain.people import Role
from handlers.ports.member import Member
from handlers.workspace.setting import FromWithin, Typed, Unfit, Workspace
from handlers.workspace.settings_table import SETTINGS
from tests.bot.canary import GOOD
from tests.conftest import pressed, sent, typed

NEW = Workspace(Member(Role.ADMIN, "UTC", Variant.VOICE), load(CORE).flow, place("demo", "leads"))
FIT = GOOD | {"pace": "60"}  # other than what holds from the start
ANYTHING = "Ring the desk upstairs"
WRONG = "no zone, no number, and far too long a line for the label of one button on a phone"


def fields(setting):
    return [each.name for each in setting.how.fields(NEW)]


def is_kept(setting, typed):
    try:
        setting.how.keep(dict.fromkeys(fields(setting), typed), NEW.flow)
    except Unfit:
        return False
    return True


TYPED = [each for each in SETTINGS if isinstance(each.how, Typed)]
STRICT = [each for each in TYPED if not is_kept(each, WRONG)]
CHANNELS = [each for each in SETTINGS if isinstance(each.how, FromWithin)]

named = pytest.mark.parametrize("setting", SETTINGS, ids=lambda each: each.column)
named_typed = pytest.mark.parametrize("setting", TYPED, ids=lambda each: each.column)
named_strict = pytest.mark.parametrize("setting", STRICT, ids=lambda each: each.column)
named_channel = pytest.mark.parametrize("setting", CHANNELS, ids=lambda each: each.column)


async def card_in(app, channel="leads"):
    return (await app.bot.answer(typed("care settings", "alex", channel=channel))).card


async def form_of(app, setting):
    """Return the form in which a setting is typed, as it is drawn now."""
    card = await card_in(app)
    opens = next(e.label for e in card.actions() if e.action.args.get("form") == setting.how.form)
    return (await app.bot.answer(pressed(card, opens, "alex"))).form


def values(form):
    return {field.name: field.value for field in form.fields}


def rows(card):
    return dict(row for block in card.body if block.kind == "facts" for row in block.rows)


@named
async def test_each_setting_has_a_line_on_the_card(setting, app):
    assert rows(await card_in(app))[setting.label]


@named_typed
async def test_what_is_typed_is_kept_and_shown(setting, app):
    form = await form_of(app, setting)
    theirs = {name: FIT.get(name, ANYTHING) for name in fields(setting)}
    assert not theirs.items() & values(form).items()
    card = (await app.bot.answer(sent(form, theirs, "alex"))).card
    assert values(await form_of(app, setting)) == values(form) | theirs
    assert all(each in rows(card)[setting.label] for each in theirs.values())


@named_typed
async def test_sent_as_it_is_drawn_a_form_changes_nothing(setting, app):
    before = rows(await card_in(app))
    form = await form_of(app, setting)
    await app.bot.answer(sent(form, {}, "alex"))
    assert rows(await card_in(app)) == before


@named_strict
async def test_what_does_not_fit_is_refused_with_a_line_and_nothing_is_lost(setting, app):
    form = await form_of(app, setting)
    others = {name: FIT.get(name, ANYTHING) for name in values(form)}
    theirs = others | dict.fromkeys(fields(setting), WRONG)
    again = (await app.bot.answer(sent(form, theirs, "alex"))).form
    assert values(again) == theirs
    assert [each.name for each in again.fields if each.error] == fields(setting)
    assert values(await form_of(app, setting)) == values(form)


def test_a_field_that_has_a_good_answer_of_its_own_refuses_a_wrong_one():
    """If not, the test above would silently leave it out."""
    assert {name for each in STRICT for name in fields(each)} == {
        name for each in TYPED for name in fields(each) if name in GOOD
    }


@named_channel
async def test_a_channel_is_chosen_from_within(setting, app):
    label = setting.how.button.label
    await app.bot.answer(pressed(await card_in(app, "wins"), label, "alex", channel="wins"))
    assert rows(await card_in(app, "wins"))[setting.label] == "#wins, this channel"
    assert rows(await card_in(app, "leads"))[setting.label] == "#wins"
    assert rows(await card_in(app, "@alex"))[setting.label] == "#wins"
    assert label not in [each.label for each in (await card_in(app, "wins")).actions()]
    assert label not in [each.label for each in (await card_in(app, "@alex")).actions()]


@named_channel
async def test_a_channel_whose_name_nobody_told_is_not_called_by_its_id(setting, app):
    async with app.database.transaction(5) as connection:
        await connection.execute(update(workspaces).values({setting.column: "web:demo:C0815"}))
    assert rows(await card_in(app))[setting.label] == "a channel whose name I don't know"


@named_channel
async def test_a_channel_is_called_as_it_was_when_an_admin_last_looked_from_within(setting, app):
    async with app.database.transaction(5) as connection:
        await connection.execute(update(workspaces).values({setting.column: "web:demo:wins"}))
    looking = typed("care settings", "alex", channel="wins")
    for name in ("#wins", "#good-news"):
        await app.bot.answer(replace(looking, id=name, place=replace(looking.place, name=name)))
        assert rows(await card_in(app, "leads"))[setting.label] == name


async def test_what_is_left_to_do_goes_as_it_is_done(app):
    """Down to nothing: a zone and numbers count as done once an admin has set them."""
    async with app.database.transaction(5) as connection:
        nothing = {"zone": None, "lead_place": None}
        await connection.execute(update(workspaces).values(nothing))
    here = {"who": "alex", "channel": "wins"}
    assert left(await card_in(app, "wins")) == (
        "Left to do: set the time zone, choose the lead's channel, confirm local numbers, "
        "set up a reminder in a channel, choose a channel for thanks."
    )
    await app.bot.answer(typed("reminders add daily 10:00", **here))
    for label in ("Lead's channel: here", "Channel for thanks: here"):
        await app.bot.answer(pressed(await card_in(app, "wins"), label, **here))
    assert left(await card_in(app, "wins")) == (
        "Left to do: set the time zone, confirm local numbers."
    )
    await fill(app, "Time zone and lines", zone="UTC")
    assert left(await card_in(app, "wins")) == "Left to do: confirm local numbers."
    await fill(app, "Local numbers", safety="Site security: 7700")
    assert left(await card_in(app, "wins")) == ""


async def test_the_zone_that_nobody_set_is_said_and_the_admins_own_is_offered(app):
    async with app.database.transaction(5) as connection:
        await connection.execute(update(workspaces).values(zone=None))
    card = await card_in(app)
    assert rows(card)["Time zone"] == "UTC, as nobody has set it"
    turn = pressed(card, "Time zone and lines", "alex", zone="Europe/Rome")
    assert values((await app.bot.answer(turn)).form)["zone"] == "Europe/Rome"


def left(card):
    return next((b.text for b in card.body if getattr(b, "text", "").startswith("Left")), "")


async def fill(app, opens, **theirs):
    form = (await app.bot.answer(pressed(await card_in(app), opens, "alex"))).form
    await app.bot.answer(sent(form, theirs, "alex"))


KEEP = {each.column: each.how.keep for each in TYPED}
LINE = "Ring the desk upstairs. " * 5


@pytest.mark.parametrize(
    ("column", "typed", "kept"),
    [
        ("rate_per_s", {"pace": "6"}, 0.1),
        ("rate_per_s", {"pace": "2400"}, 40),
        ("remedies", {"remedies": "\n".join("abcdef")}, list("abcdef")),
        ("remedies", {"remedies": "r" * 60}, ["r" * 60]),
        ("lead_line", {"lead_line": LINE[:100]}, LINE[:100]),
        ("lead_line", {"lead_line": LINE[:101]}, LINE[:100]),
        ("sign_off", {"sign_off": LINE[:100]}, LINE[:100]),
        ("sign_off", {"sign_off": LINE[:101]}, LINE[:100]),
        ("numbers", {"safety": LINE[:100]}, {"safety": LINE[:100]}),
        ("numbers", {"safety": LINE[:101]}, {"safety": LINE[:100]}),
    ],
)
def test_what_just_fits_is_kept(column, typed, kept):
    assert KEEP[column](typed, NEW.flow) == kept


@pytest.mark.parametrize(
    ("column", "typed", "said"),
    [
        ("rate_per_s", {"pace": "5"}, "A number from 6 to 2400"),
        ("rate_per_s", {"pace": "2401"}, "A number from 6 to 2400"),
        ("remedies", {"remedies": "\n".join("abcdefg")}, "At most 6"),
        ("remedies", {"remedies": "r" * 61}, "At most 60 letters a line"),
    ],
)
def test_what_just_does_not_fit_is_refused(column, typed, said):
    with pytest.raises(Unfit, match=said):
        KEEP[column](typed, NEW.flow)


def test_a_line_of_a_form_has_a_hundred_characters():
    lines = [field for each in TYPED if each.column != "remedies" for field in each.how.fields(NEW)]
    assert {each.max_length for each in lines} == {100}
