"""Limits of thanks, on both sides, in figures: a changed number is noticed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.store.tables.shoutouts import shoutouts
from content import CORE, load
from content.flow import Variant
from handlers.cards import Choices
from handlers.domain.people import Mention
from handlers.domain.shoutouts.after_complaint import Closing
from handlers.domain.shoutouts.asked import kept_words
from handlers.domain.shoutouts.digest import Digest
from handlers.domain.shoutouts.places import Recipient
from handlers.domain.shoutouts.shoutout import Shoutout
from handlers.shoutouts.digest_cards import digest_card
from handlers.shoutouts.forms import edit_form, edit_values, edited_text
from tests.calendars import rows_of
from tests.conftest import MONDAY, typed

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
DRAFT = Shoutout(
    id="s1",
    giver_id="",
    giver_name="",
    text="what I saw\nwhat the case knows",
    made_at=MONDAY,
    changed_at=MONDAY,
    recipients=(Recipient("ana", "Ana"),),
    closing=Closing(Variant.VOICE),
)


@pytest.mark.parametrize(
    ("count", "rows", "more"), [(2, 2, []), (3, 3, []), (4, 3, ["… and 1 more"])]
)
def test_three_drafts_are_shown_and_more_are_counted(count, rows, more):
    drafts = [replace(DRAFT, id=f"s{number}") for number in range(count)]
    card = digest_card(drafts, Digest("dana"))
    (choices,) = (block for block in card.body if isinstance(block, Choices))
    texts = [getattr(block, "text", "") for block in card.body]
    assert len(choices.rows) == rows
    assert [each for each in texts if each.startswith("…")] == more


def test_a_manager_has_230_characters_and_the_case_269_and_both_fit():
    form = edit_form(DRAFT, edit_values(DRAFT), load(CORE).shoutouts, "")
    lengths = {each.name: each.max_length for each in form.fields}
    assert (lengths["what"], lengths["known"]) == (230, 269)
    full = edited_text({"what": "w" * 230, "known": "k" * 269})
    assert kept_words(full) == full
    assert kept_words(f"{full}k") == full


@pytest.mark.parametrize(("wait", "count"), [(MINUTE, 1), (MINUTE + SECOND, 2)])
async def test_the_same_thanks_are_a_slip_for_a_minute(app, wait, count):
    thanks = typed("shoutout @Bo for staying late with the late parcel", "dana")
    thanks = replace(thanks, mentions=(Mention("bo", "Bo"),))
    await app.bot.answer(thanks)
    await app.bot.answer(replace(thanks, id="again", at=MONDAY + wait))
    assert len(await rows_of(app.database, shoutouts)) == count
