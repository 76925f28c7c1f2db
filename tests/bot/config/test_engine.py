"""The engine follows from the setting, the database and what is installed."""

import subprocess
import sys

import pytest

from bot.config import engine, problems
from bot.config.engine import chosen_engine, engine_problems
from bot.config.field_types import Engine
from bot.config.problems import SettingsError
from bot.config.settings import Settings

ON_SQLITE, ON_POSTGRESQL = "sqlite:///careloop.db", "postgresql://h/careloop"


def configured(wanted: str, url: str) -> Settings:
    return Settings(_env_file=None, engine=wanted, database_url=url)


@pytest.mark.parametrize(
    ("wanted", "url", "is_there", "taken"),
    [
        pytest.param("auto", ON_SQLITE, True, Engine.EMBEDDED, id="auto with SQLite"),
        pytest.param("auto", ON_POSTGRESQL, True, Engine.PGQUEUER, id="auto with PostgreSQL"),
        pytest.param("auto", ON_POSTGRESQL, False, Engine.EMBEDDED, id="auto without the extra"),
        pytest.param("embedded", ON_POSTGRESQL, True, Engine.EMBEDDED, id="embedded all the same"),
        pytest.param("pgqueuer", ON_POSTGRESQL, True, Engine.PGQUEUER, id="pgqueuer"),
    ],
)
def test_an_engine_is_taken(wanted, url, is_there, taken):
    settings = configured(wanted, url)
    assert chosen_engine(settings, lambda: is_there) is taken
    assert engine_problems(settings, lambda: is_there) == []


def test_pgqueuer_without_what_it_wants_is_refused_in_a_line_each():
    database, extra = engine_problems(configured("pgqueuer", ON_SQLITE), lambda: False)
    assert "set CARELOOP_DATABASE_URL=postgresql://" in database
    assert "install careloop[cluster]" in extra


def test_the_extra_is_asked_for_before_anything_starts(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CARELOOP_ENGINE", "pgqueuer")
    with pytest.raises(SettingsError) as caught:
        problems.read()
    assert "CARELOOP_ENGINE is pgqueuer, which wants PostgreSQL" in str(caught.value)
    assert len(caught.value.problems) == 1


def test_the_extra_is_installed_where_tests_run():
    assert engine.is_installed()


def test_nothing_loads_pgqueuer_before_it_is_taken():
    """It need not be installed."""
    modules = ("bot.serve.wiring", "bot.cli.operations", "bot.cli.checks.all_checks")
    lines = [
        "import sys",
        *(f"import {each}" for each in modules),
        "print('pgqueuer' in sys.modules)",
    ]
    done = subprocess.run(
        [sys.executable, "-c", "; ".join(lines)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
