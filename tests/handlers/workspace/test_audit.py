"""The card of the audit log: for admins, newest first, in sentences, a page at a time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.store.audit_rows import Errand, write_line
from bot.store.scope import Scope
from bot.store.tables.people import people
from bot.store.tables.turns import audit_log
from bot.store.tables.workspaces import workspaces
from handlers.domain.people import Mention
from handlers.domain.retention import KEEP_AUDIT
from handlers.ports.audit import Act, AuditLine
from handlers.turn import TurnKind
from handlers.workspace.audit import LINES_SHOWN
from handlers.workspace.audit_cards import _WORDS, LEFT
from tests.conftest import MONDAY, pressed, turn, typed

TENANT = typed("").tenant
MINUTE = timedelta(minutes=1)


async def shown(app, who="alex", **others):
    return (await app.bot.answer(typed("/care audit", who, **others))).card


async def write(app, *lines):
    async with app.database.transaction() as connection:
        for each in lines:
            await write_line(connection, Scope(TENANT), each)


def many(count, **others):
    one = AuditLine("", MONDAY, "dana", Act.TEAM_JOINED, subject_id="ana")
    return [replace(one, id=f"line-{n:03}", at=MONDAY - n * MINUTE, **others) for n in range(count)]


def rows(card):
    return card.body[0].rows


@pytest.mark.parametrize(
    ("who", "title"), [("alex", "Who did what"), ("dana", "Not quite"), ("ana", "Not quite")]
)
async def test_it_is_for_admins(who, title, app):
    assert (await shown(app, who)).title == title


async def test_a_line_says_when_who_what_and_where(app):
    given = typed("/care people @Ana manager", "alex", channel="front-desk")
    await app.bot.answer(replace(given, mentions=(Mention("ana", "Ana"),)))
    card = await shown(app, at=MONDAY + MINUTE)
    said = "Alex gave Ana the role manager, in a channel"
    assert rows(card) == (("today 09:00", said),)
    assert f"Kept for {KEEP_AUDIT.days} days" in card.body[1].text


async def test_times_are_those_of_the_workspace(app):
    async with app.database.transaction() as connection:
        await connection.execute(workspaces.update().values(zone="Asia/Tokyo"))
    await write(app, *many(1))
    card = await shown(app, zone="Europe/Rome")
    assert rows(card)[0][0] == "today 18:00"
    assert "Asia/Tokyo" in card.body[1].text


async def test_names_are_those_of_today_and_whoever_has_left_has_none(app):
    await write(app, *many(1))
    await app.bot.answer(turn(TurnKind.ACTION, "care.mydata-delete", "ana"))
    assert rows(await shown(app))[0][1] == f"Dana put {LEFT} on a list of theirs"


async def test_what_was_done_on_the_command_line_is_of_whoever_runs_the_bot(app):
    async with app.database.transaction() as connection:
        errand = Errand("errand-1", MONDAY)
        await errand.record(connection, TENANT, Act.DATA_EXPORTED, subject="ana")
    said = rows(await shown(app))[0][1]
    assert said == "Whoever runs this bot had what is kept about Ana sent"


@pytest.mark.parametrize("count", [0, 1, LINES_SHOWN, LINES_SHOWN + 1, 3 * LINES_SHOWN])
async def test_a_page_leads_to_the_older_one_until_all_is_read(count, app):
    await write(app, *many(count))
    card, read = await shown(app), 0
    for _ in range(10):
        read += len(rows(card)) if hasattr(card.body[0], "rows") else 0
        if "Older" not in [each.label for each in card.buttons]:
            break
        card = (await app.bot.answer(pressed(card, "Older", "alex"))).card
    assert read == count


async def test_lines_of_one_moment_are_neither_lost_nor_shown_twice_at_the_edge_of_a_page(app):
    lines = [replace(each, at=MONDAY) for each in many(LINES_SHOWN + 3)]
    about = [replace(each, subject_id=f"p{n}") for n, each in enumerate(lines)]
    async with app.database.transaction() as connection:
        for each in about:
            values = {**Scope(TENANT).values, "id": each.subject_id, "name": each.subject_id * 2}
            await connection.execute(people.insert().values(**values))
    await write(app, *about)
    first = await shown(app)
    second = (await app.bot.answer(pressed(first, "Older", "alex"))).card
    said = [words for _, words in (*rows(first), *rows(second))]
    assert len(said) == len(set(said)) == len(lines)
    newest = (await app.bot.answer(pressed(second, "Newest", "alex"))).card
    assert rows(newest) == rows(first)


@pytest.mark.parametrize("at", ["", "yesterday", "2026-11-23T09:00:00", "9" * 500])
async def test_a_forged_button_shows_the_newest(at, app):
    await write(app, *many(1))
    press = turn(TurnKind.ACTION, "care.audit", "alex", args={"at": at, "line": "x"})
    assert len(rows((await app.bot.answer(press)).card)) == 1


@pytest.mark.parametrize("act", Act)
async def test_every_act_is_a_sentence(act, app):
    await write(app, *many(1, act=act, target="manager", place="web:demo:front-desk"))
    ((_, said),) = rows(await shown(app))
    assert act in _WORDS
    assert said.startswith("Dana ")
    assert "{" not in said


async def test_an_act_of_a_newer_version_hides_nothing(app):
    await write(app, *many(1))
    async with app.database.transaction() as connection:
        await connection.execute(audit_log.update().values(act="tea.made"))
    ((_, said),) = rows(await shown(app))
    assert said == "Dana did something that a newer version knows"


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "x"])
async def test_a_button_with_a_moment_that_nobody_can_tell_shows_the_newest(at, app):
    await write(app, *many(1))
    args = {"at": at, "line": "line-1"}
    card = (await app.bot.answer(turn(TurnKind.ACTION, "care.audit", "alex", args=args))).card
    assert len(rows(card)) == 1
