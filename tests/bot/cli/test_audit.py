"""``careloop audit``: what whoever runs the bot does with others' data is on record."""

import json
import re
import sqlite3
from contextlib import closing

import pytest
import typer

from bot.cli import operations, week_rows
from bot.cli.main import app as cli
from bot.cli.workspace import templates
from bot.store.engine.audit import lines
from handlers.domain.people import Platform, Role, Tenant
from handlers.ports.audit import GONE, Act
from tests.bot.cli.careloop import ROOT, careloop
from tests.calendars import add_deliveries
from tests.conftest import typed
from tests.handlers.workspace.test_outbox import lost

DEMO = Tenant(Platform.WEB, "demo")
ANA = "web:demo:ana"


async def exported(settings):
    assert (await operations.exported(settings, ANA))["you"]


async def retried(settings):
    assert await operations.retried(settings, "a")


async def dropped(settings):
    assert await operations.dropped(settings, "a")


async def template_exported(settings):
    assert (await templates.exported_from(settings, "web:demo")).text


async def template_applied(settings):
    file = settings.sqlite_file.with_name("template.yaml")
    file.write_text("settings:\n  sign_off: Look after each other.\n", encoding="utf-8")
    roles = templates.Roles((), (), "")
    assert (await templates.applied(settings, file, "web:demo", roles, dry_run=False)).plan.changes


async def week_exported(settings):
    assert await week_rows.exported(settings, "web:demo", "", 1)


async def backed_up(settings):
    assert await operations.backup_noted(settings) == ""


# Of each command that reaches people's data: how it is done here, and what is on record then.
ON_RECORD = {
    "people set": (Act.ROLE_GIVEN, lambda it: operations.appointed(it, ANA, Role.MANAGER)),
    "people export": (Act.DATA_EXPORTED, exported),
    "people forget": (Act.DATA_DELETED, lambda it: operations.forgotten(it, ANA)),
    "outbox retry": (Act.DELIVERY_RETRIED, retried),
    "outbox drop": (Act.DELIVERY_DROPPED, dropped),
    "export week": (Act.WEEK_EXPORTED, week_exported),
    "workspace export": (Act.TEMPLATE_EXPORTED, template_exported),
    "workspace apply": (Act.TEMPLATE_APPLIED, template_applied),
    "backup": (Act.BACKED_UP, backed_up),
}
NOT_ON_RECORD = {
    "serve": "a server",
    "say": "turns of the playground, which are put on record like any others",
    "when": "reads no database",
    "keys new": "makes a key and reads no database",
    "keys rotate": "encrypts anew, and changes nothing of anybody",
    "migrate": "the tables, of nobody",
    "audit": "the log itself, which has no words",
    "people list": "names and roles, which the members of a workspace know",
    "outbox list": "places and reasons, without words",
    "doctor": "counts and settings, without words",
    "manifest slack": "reads no database",
    "manifest teams": "reads no database",
    "content check": "reads no database",
    "content show": "reads no database",
    "reply": "reads no database, and keeps nothing",
}


def commands():
    """Yield each command of the program by its name."""
    found = typer.main.get_command(cli)
    for name, command in found.commands.items():
        if hasattr(command, "commands"):
            yield from (f"{name} {each}" for each in command.commands)
        else:
            yield name


def test_every_command_is_on_record_or_has_a_reason():
    assert set(ON_RECORD) & set(NOT_ON_RECORD) == set()
    assert {*ON_RECORD, *NOT_ON_RECORD} == set(commands())


def test_the_docs_name_the_commands_that_are_on_record():
    page = (ROOT / "docs" / "run-it.md").read_text(encoding="utf-8")
    named = re.search(r"without a person: ([^.]*)\.", page)[1]
    assert re.findall("`([^`]*)`", named) == list(ON_RECORD)


def test_an_export_that_is_refused_is_not_on_record(tmp_path):
    careloop(tmp_path, "people", "list")
    (tmp_path / "there.yaml").write_text("precious")
    refused = careloop(tmp_path, "workspace", "export", "there.yaml", "--workspace", "web:demo")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "there.yaml is there already, and stays. Name another file.\n"
    assert (tmp_path / "there.yaml").read_text() == "precious"
    unclear = careloop(tmp_path, "workspace", "export", "new.yaml", "--workspace", "nowhere")
    assert unclear.returncode == 2
    assert not (tmp_path / "new.yaml").exists()
    assert careloop(tmp_path, "audit").stdout == "Nothing is on record.\n"


@pytest.mark.parametrize("name", ON_RECORD)
async def test_what_is_done_on_the_command_line_is_on_record(name, app, settings):
    act, done = ON_RECORD[name]
    await app.bot.answer(typed("/promise ring back by 10:00"))
    await add_deliveries(app.database, lost("a"))
    await done(settings)
    found = [each for _, each in await lines(app.database, DEMO, None)]
    assert {(each.actor_id, each.place) for each in found} == {("", "")}
    (subject,) = [each.subject_id for each in found if each.act is act]
    match name.split()[0], act:
        case "people", Act.DATA_DELETED:
            assert subject.startswith(GONE)
        case "people", _:
            assert subject == "ana"
        case _:
            assert subject == ""


async def test_a_copy_of_the_database_is_on_record_in_each_workspace(app, settings):
    await backed_up(settings)
    found = {tenant.id: each.act for tenant, each in await lines(app.database, None, None)}
    assert found == {"demo": Act.BACKED_UP, "other": Act.BACKED_UP}


def test_the_log_is_read_by_workspace_and_by_day(tmp_path):
    for who in (ANA, "web:other:ana"):
        careloop(tmp_path, "people", "set", who, "manager")
    done = careloop(tmp_path, "audit", "--tenant", "web:demo")
    (line,) = done.stdout.splitlines()
    assert line.split()[1:] == [
        *("web:demo", "the-command-line", "role.given", "subject=ana", "target=manager")
    ]
    both = json.loads(careloop(tmp_path, "audit", "--json").stdout)
    assert [each["workspace"] for each in both] == ["web:other", "web:demo"]
    assert set(both[0]) == {"at", "workspace", "actor", "act", "subject", "target", "place"}
    day = both[0]["at"][:10]
    assert careloop(tmp_path, "audit", "--since", day).stdout.count("\n") == 2
    later = careloop(tmp_path, "audit", "--since", "2999-01-01")
    assert later.stdout == "Nothing is on record.\n"
    for words, told in (
        (("--tenant", "nowhere"), "nowhere is no workspace. For example: slack:T024BE7LD"),
        (("--since", "soon"), "soon is no day. For example: --since 2026-11-23"),
    ):
        wrong = careloop(tmp_path, "audit", *words)
        assert (wrong.returncode, wrong.stderr) == (2, f"{told}\n")


def test_a_database_of_an_older_version_is_copied_all_the_same(tmp_path):
    careloop(tmp_path, "people", "list")
    with closing(sqlite3.connect(tmp_path / "data" / "careloop.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0018'")
        connection.execute("DROP TABLE audit_log")
        connection.commit()
    done = careloop(tmp_path, "backup", "copy.db")
    assert done.returncode == 0
    assert (tmp_path / "copy.db").exists()
    assert "not in the audit log" in done.stdout


def test_a_copy_that_can_not_be_put_on_record_is_there_all_the_same(tmp_path):
    careloop(tmp_path, "people", "set", ANA, "manager")
    with closing(sqlite3.connect(tmp_path / "data" / "careloop.db")) as writing:
        writing.execute("BEGIN IMMEDIATE")
        done = careloop(tmp_path, "backup", "copy.db")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Wrote copy.db. It holds what people typed: keep it as safe as the database.",
        "This copy is not in the audit log, for the database is locked, full or away.",
    ]
    assert (tmp_path / "copy.db").exists()
