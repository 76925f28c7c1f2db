"""The docs promise what the program does: how long each thing is kept."""

import re
from datetime import timedelta

import pytest

from bot.config.settings import Settings
from bot.teams.public_pages import PAGES
from handlers.domain.retention import (
    KEEP_ANSWERS,
    KEEP_AUDIT,
    KEEP_CALLS_TO_COME,
    KEEP_DELIVERY_RECORDS,
    KEEP_NOTES,
    KEEP_PRACTICE,
    KEEP_QUESTIONS,
    KEEP_SENT_BODIES,
    KEEP_TURN_IDS,
)
from tests.bot.cli.careloop import ROOT

TIME = re.compile(r"\b(\d+|two|a) (hour|day|month)s?\b")
NUMBERS = {"a": 1, "two": 2}
UNITS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "month": timedelta(days=30)}

# The rows of the table that name a time; in every other one it is an event that ends it.
PRIVACY = {
    "A complaint": [KEEP_NOTES],
    "That you passed a rule on": [KEEP_NOTES],
    "A what-if that you passed on": [KEEP_NOTES],
    "A rule, who looks after it": [KEEP_NOTES],
    "A promise": [KEEP_NOTES],
    "That you offered a promise": [KEEP_NOTES],
    "Whom you asked for": [KEEP_NOTES],
    "That you asked somebody to come": [KEEP_CALLS_TO_COME],
    "A shout-out": [KEEP_NOTES],
    "A week in figures": [KEEP_NOTES],
    "What you press on a reminder": [KEEP_ANSWERS],
    "A question as a channel got it": [KEEP_ANSWERS],
    "That somebody sees a reminder differently": [KEEP_ANSWERS],
    "What you ask of a lesson": [KEEP_QUESTIONS],
    "What you practise": [KEEP_PRACTICE],
    "Messages on their way": [KEEP_SENT_BODIES, KEEP_DELIVERY_RECORDS, KEEP_DELIVERY_RECORDS],
    "Who did what": [KEEP_AUDIT],
    "The ids of requests": [KEEP_TURN_IDS],
}
SENTENCES = {
    ("docs/how-it-works.md", r"Complaints are deleted .*? month\."): [
        KEEP_NOTES,
        KEEP_SENT_BODIES,
        KEEP_DELIVERY_RECORDS,
    ],
    ("README.md", r"What you type is stripped .*?\."): [KEEP_NOTES],
}


def named_times(text: str) -> list[timedelta]:
    found = TIME.findall(text)
    return [(NUMBERS.get(number) or int(number)) * UNITS[unit] for number, unit in found]


def as_said(kept: timedelta) -> timedelta:
    """From two days on, people are told whole days."""
    return timedelta(days=kept.days) if kept.days >= 2 else kept


def rows() -> dict[str, str]:
    """Return how long each thing is kept, as the table of the page says it."""
    page = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
    table = [line.strip("|").split("|") for line in page.splitlines() if line.startswith("|")][2:]
    return {what.strip(): how_long for what, _, how_long in table}


@pytest.mark.parametrize("what", rows())
def test_the_privacy_page_names_the_times_that_hold(what):
    kept = [times for begins, times in PRIVACY.items() if what.startswith(begins)]
    assert named_times(rows()[what]) == [as_said(each) for times in kept for each in times]


@pytest.mark.parametrize(("page", "sentence"), SENTENCES)
def test_other_pages_name_the_same_times(page, sentence):
    (said,) = re.findall(sentence, (ROOT / page).read_text(encoding="utf-8"))
    assert named_times(said) == [as_said(each) for each in SENTENCES[page, sentence]]


def test_every_row_with_a_time_is_on_the_page():
    assert [each for each in PRIVACY if not any(what.startswith(each) for what in rows())] == []


def test_the_public_page_names_the_time_that_holds():
    _, paragraphs = PAGES["privacy"]
    assert f"deleted {KEEP_NOTES.days} days after" in paragraphs[0]


def test_notes_are_kept_as_long_unless_set_otherwise():
    assert timedelta(days=Settings.model_fields["notes_days"].default) == KEEP_NOTES
