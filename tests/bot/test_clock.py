"""The clock of who lives: nobody sets it, and it counts the time that the machine sleeps."""

import time

import pytest

from bot.clock import awake_or_asleep


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="Linux tells sleep apart")
def test_the_time_that_the_machine_sleeps_counts():
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    assert before <= awake_or_asleep() <= time.clock_gettime(time.CLOCK_BOOTTIME)


def test_it_never_goes_back():
    assert awake_or_asleep() <= awake_or_asleep()
