"""A working year of one channel: no text twice, no idea two days running, kinds that fit."""

from collections import Counter
from datetime import time, timedelta
from itertools import pairwise

import pytest

from content import CORE, load
from content.models import ReminderKind
from handlers.domain.people import Place, Platform
from handlers.domain.reminder import Reminder
from handlers.reminders.posts import deal_next
from scheduler.calendar.day_rules import WEEKDAYS, Weekly
from scheduler.calendar.recurrence import Recurrence, upcoming
from tests.conftest import MONDAY

WORKING_DAYS = 262


@pytest.mark.parametrize("channel", ["front-desk", "claims", "workshop"])
@pytest.mark.parametrize("hour", [8, 14])
def test_a_working_year_of_one_channel(channel, hour):
    content = load(CORE)
    reminder = Reminder(
        id=channel,
        place=Place(Platform.WEB, "demo", channel),
        recurrence=Recurrence(Weekly(WEEKDAYS), (time(hour, 55),), "Europe/Rome"),
        owner_id="dana",
        next_at=MONDAY,
    )
    texts = []
    for at in upcoming(reminder.recurrence, MONDAY - timedelta(days=1), WORKING_DAYS):
        dealt = deal_next(reminder, content, at)
        texts.append(dealt.text)
        reminder = _remembering(reminder, dealt.memory)
    shown = texts if hour == 8 else texts[:221]  # in the afternoon one kind of five is left out

    assert max(Counter(each.id for each in shown).values()) == 1
    assert not [a.id for a, b in pairwise(texts) if a.idea == b.idea]
    assert not [a.id for a, b in pairwise(texts) if a.kind == b.kind]
    before_shift = [each for each in texts if each.kind is ReminderKind.BEFORE_SHIFT]
    assert len(before_shift) == 0 if hour == 14 else len(before_shift) > 45


def _remembering(reminder, memory):
    from dataclasses import replace

    return replace(reminder, memory=memory)
