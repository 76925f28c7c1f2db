"""What we hand to Microsoft, held against Microsoft's own schema and models."""

import asyncio
import json
import sys

import pytest
from jsonschema import Draft7Validator

from bot.config.settings import Settings
from bot.publish.manifests import TEAMS_VERSION, teams_manifest
from bot.teams.drawing.adaptive_cards import draw, draw_form
from handlers.cards import Form
from tests.bot.teams.sound import elements
from tests.clients import npm
from tests.clients.gallery import gallery

pytestmark = pytest.mark.clients

PACKAGES = {"@microsoft/app-manifest": "1.1.2"}
SCHEMAS = "node_modules/@microsoft/app-manifest/build/json-schemas/teams"
MODELS = {
    "Action.Execute": "ExecuteAction",
    "Action.ShowCard": "ShowCardAction",
    "Action.Submit": "SubmitAction",
    "Chart.VerticalBar.Grouped": "GroupedVerticalBarChart",
    "Input.ChoiceSet": "ChoiceSetInput",
    "Input.Date": "DateInput",
    "Input.Text": "TextInput",
    "Input.Time": "TimeInput",
}


def test_the_teams_manifest_is_what_the_published_schema_wants():
    try:
        home = npm.fetched("app-manifest", PACKAGES)
    except npm.Missing as reason:
        sys.stderr.write(f"skipped: {reason}\n")
        pytest.skip(str(reason))
    path = home / SCHEMAS / f"v{TEAMS_VERSION}" / "MicrosoftTeams.schema.json"
    # Not checked itself: one of its patterns is no regular expression of Python's.
    schema = Draft7Validator(json.loads(path.read_text(encoding="utf-8")))
    settings = Settings(
        _env_file=None,
        teams_app_id="1b1a6a4c-0000-4000-8000-000000000001",
        public_url="https://careloop.example.org",
    )

    manifest = teams_manifest(settings)

    assert [f"{each.json_path}: {each.message}" for each in schema.iter_errors(manifest)] == []
    wrong = manifest | {"manifestVersion": "1.0", "bots": [{}]}
    assert len(list(schema.iter_errors(wrong))) >= 2  # it does find faults


def test_microsofts_models_know_every_property_of_every_card(tmp_path):
    core = pytest.importorskip("microsoft_teams.cards.core")
    for shown in asyncio.run(gallery(tmp_path)):
        is_form = isinstance(shown.what, Form)
        drawn = draw_form(shown.what) if is_form else draw(shown.what)
        for each in elements(drawn):
            model = getattr(core, MODELS.get(each["type"], each["type"]))
            # The models take anything beside what they know; only $schema is not in them.
            unknown = set(model.model_validate(each).model_extra or ()) - {"$schema"}
            assert not unknown, f"{shown.name}, {each['type']}: {unknown}"
