"""A week as a file: the rows of its card, which no spreadsheet takes for formulas; on record."""

import csv
import io
import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.cli.export import export_week
from bot.serve.app import opened
from bot.store.tables.turns import audit_log
from handlers.domain.insights.anonymity import TOO_FEW
from handlers.domain.insights.rule import Rule, Told
from handlers.domain.people import Platform, Tenant
from handlers.insights.week.export import COLUMNS, neutralised
from tests.desk import AGENTS, MADE, TOLD_AT, Week, add_people, add_rule, fill
from tests.handlers.insights.test_curious_manager import SECOND

DEMO = Tenant(Platform.WEB, "demo")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_a_cell_that_begins_like_a_formula_begins_with_an_apostrophe(sign):
    assert neutralised(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("cell", ["Late", "1=1", "", "a-b", 7, 0])
def test_any_other_cell_stays_as_it_is(cell):
    assert neutralised(cell) == cell


@pytest.fixture
async def desk(settings, monkeypatch):
    async with opened(settings) as app, app.database.transaction(5) as connection:
        told = Told(6, 30, {"late": 4, "price": None, "rude": None})
        rule = Rule("r", '=HYPERLINK("x")', MADE, "ana", told_at=TOLD_AT, told=told)
        await add_rule(connection, DEMO, rule)
        await add_rule(connection, DEMO, replace(rule, id="d", name="d", decided_at=TOLD_AT))
        await add_people(connection, DEMO, AGENTS[:3], "dana")
        week = Week(SECOND, causes={"late": 12, "broken": 9, "price": 1, "": 9})
        await fill(connection, DEMO, week)
    monkeypatch.setattr("bot.config.problems.read", lambda: settings)
    return settings


async def written(capsys, **options):
    """Return what the command writes; it has a loop of its own."""
    import asyncio

    given = {"workspace": "web:demo", "team": "", "weeks": 1, "as_json": False} | options
    await asyncio.to_thread(export_week, **given)
    return capsys.readouterr().out


async def test_it_is_csv_with_a_head_and_without_formulas(desk, capsys):
    head, *rows = csv.reader(io.StringIO(await written(capsys)))
    assert tuple(head) == COLUMNS
    told = {(row[3], row[4]): (row[5], row[6]) for row in rows}
    assert told["causes", "late"] == ("Too late", "12")
    assert told["causes", "price"] == ("The price", TOO_FEW)
    assert told["causes", "rude"] == ("How we spoke to them", TOO_FEW)
    assert told["rules", "r"] == ('\'=HYPERLINK("x")', "6")
    assert rows[-1][-2:] == ["30", "2026-11-13"]
    assert ("rules", "d") not in told  # its owner has answered


async def test_it_is_json_and_on_record(desk, capsys):
    rows = json.loads(await written(capsys, as_json=True))
    assert {"part": "causes", "key": "late", "figure": 12}.items() <= rows[0].items()
    async with (
        opened(desk) as app,
        app.database.read_transaction(5) as connection,
    ):
        (line,) = (await connection.execute(select(audit_log))).all()
    assert (line.act, line.actor_id, line.subject_id) == ("week.exported", "", "")


async def test_a_small_team_has_no_figures_in_a_file_either(desk, capsys):
    (row,) = json.loads(await written(capsys, as_json=True, team="dana"))
    assert (row["figure"], row["part"]) == ("none: small", "")


async def test_weeks_that_are_gone_are_left_out(desk, capsys):
    rows = json.loads(await written(capsys, as_json=True, weeks=12))
    assert sorted({row["from"] for row in rows if row["part"] == "causes"})[0] >= "2026-08-28"
