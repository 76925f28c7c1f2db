"""Times of the clock: what each way of writing one may mean, and where it is none."""

from datetime import time

import pytest

from scheduler.phrases.clock_times import (
    ClockTime,
    NoSuchTimeError,
    Part,
    clock_time,
    exact_time,
)

READ = [
    ("16:30", ClockTime(16, 30)),
    ("4.05", ClockTime(4, 5)),
    ("08:00", ClockTime(8, 0, sure=True)),
    ("8:00", ClockTime(8, 0)),
    ("4:30 pm", ClockTime(4, 30, "pm")),
    ("4:30p.m.", ClockTime(4, 30, "pm")),
    ("8h", ClockTime(8, 0, sure=True)),
    ("8 h 30", ClockTime(8, 30, sure=True)),
    ("17h05", ClockTime(17, 5, sure=True)),
    ("0855", ClockTime(8, 55, sure=True)),
    ("1330", ClockTime(13, 30, sure=True)),
    ("2359 hrs", ClockTime(23, 59, sure=True)),
    ("9", ClockTime(9, 0)),
    ("9 o'clock", ClockTime(9, 0)),
    ("9 oclock", ClockTime(9, 0)),
    ("9am", ClockTime(9, 0, "am")),
    ("12 a.m.", ClockTime(12, 0, "am")),
    ("noon", ClockTime(12, 0, sure=True)),
    ("12 noon", ClockTime(12, 0, sure=True)),
    ("midday", ClockTime(12, 0, sure=True)),
    ("half past 4", ClockTime(4, 30, spoken=True)),
    ("a quarter past 4", ClockTime(4, 15, spoken=True)),
    ("quarter after 4 pm", ClockTime(4, 15, "pm", spoken=True)),
    ("quarter to 4", ClockTime(3, 45, spoken=True)),
    ("quarter to 1", ClockTime(12, 45, spoken=True)),
    ("quarter to 2", ClockTime(1, 45, spoken=True)),
    ("10 past 4", ClockTime(4, 10, spoken=True)),
    ("5 minutes past 12", ClockTime(12, 5, spoken=True)),
    ("20 to 4", ClockTime(3, 40, spoken=True)),
    ("25 before 4 pm", ClockTime(3, 35, "pm", spoken=True)),
    ("5 min to 1 am", ClockTime(12, 55, "am", spoken=True)),
]


@pytest.mark.parametrize(("text", "read"), READ)
def test_a_time_is_read_to_its_end_as_people_write_it(text, read):
    assert clock_time(text) == (read, len(text))
    assert clock_time(f"at {text}", 3) == (read, len(text) + 3)


@pytest.mark.parametrize("text", ["", "at 9", "mon", "1st", "24/12", "2nd", "9-17", "3rd", "4th"])
def test_what_is_no_time_is_none(text):
    assert clock_time(text) is None


@pytest.mark.parametrize(
    ("text", "end"),
    [("9 mon", 1), ("9am mon", 3), ("16:30 mon", 5), ("half past 4 mon", 11), ("noon mon", 4)],
)
def test_a_time_ends_before_the_next_word(text, end):
    assert clock_time(text)[1] == end


MEANINGS = [
    pytest.param(ClockTime(4, 30), ["04:30", "16:30"], id="a bare one is two"),
    pytest.param(ClockTime(12, 0), ["00:00", "12:00"], id="12"),
    pytest.param(ClockTime(12, 0, sure=True), ["12:00"], id="noon"),
    pytest.param(ClockTime(1, 0), ["01:00", "13:00"], id="1"),
    pytest.param(ClockTime(13, 0), ["13:00"], id="13"),
    pytest.param(ClockTime(0, 5), ["00:05"], id="0"),
    pytest.param(ClockTime(8, 0, sure=True), ["08:00"], id="of 24 hours"),
    pytest.param(ClockTime(23, 59), ["23:59"], id="the last of the day"),
    pytest.param(ClockTime(1, 0, "am"), ["01:00"], id="1 am"),
    pytest.param(ClockTime(12, 0, "am"), ["00:00"], id="12 am"),
    pytest.param(ClockTime(12, 0, "pm"), ["12:00"], id="12 pm"),
    pytest.param(ClockTime(11, 59, "pm"), ["23:59"], id="11:59 pm"),
]


@pytest.mark.parametrize(("written", "times"), MEANINGS)
def test_a_time_of_the_clock_means_one_or_two_of_the_day(written, times):
    assert [f"{each:%H:%M}" for each in written.meanings(None)] == times


@pytest.mark.parametrize(
    ("hour", "part", "meant"),
    [
        (1, Part.MORNING, 1),
        (11, Part.MORNING, 11),
        (0, Part.MORNING, 0),
        (12, Part.AFTERNOON, 12),
        (6, Part.AFTERNOON, 18),
        (4, Part.EVENING, 16),
        (11, Part.EVENING, 23),
        (6, Part.NIGHT, 18),
        (11, Part.NIGHT, 23),
        (22, Part.NIGHT, 22),
    ],
)
def test_beside_a_part_of_the_day_it_means_one(hour, part, meant):
    assert ClockTime(hour, 15).meanings(part) == (time(meant, 15),)


@pytest.mark.parametrize(
    ("hour", "part"),
    [
        (13, Part.MORNING),
        (7, Part.AFTERNOON),
        (11, Part.AFTERNOON),
        (3, Part.EVENING),
        (12, Part.EVENING),
        (5, Part.NIGHT),
        (12, Part.NIGHT),
    ],
)
def test_a_part_of_the_day_that_has_no_such_time_is_asked_about(hour, part):
    with pytest.raises(NoSuchTimeError) as met:
        ClockTime(hour, 0).meanings(part)
    assert str(met.value) == f"Which time of the {part} is it? Write it as 16:00."


@pytest.mark.parametrize(("hour", "minute"), [(24, 0), (99, 0), (9, 60), (23, 99)])
def test_a_time_that_no_day_has_is_refused(hour, minute):
    with pytest.raises(NoSuchTimeError, match=r"A day goes from 00:00 to 23:59\."):
        ClockTime(hour, minute).meanings(None)


@pytest.mark.parametrize("half", ["am", "pm"])
@pytest.mark.parametrize("hour", [0, 13, 23])
def test_a_time_of_two_clocks_is_refused(hour, half):
    with pytest.raises(NoSuchTimeError, match=r"It mixes two clocks\. Write 13:00 or 1 pm\."):
        ClockTime(hour, 0, half).meanings(None)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("16:30", time(16, 30)),
        ("  4:30   PM ", time(16, 30)),
        ("08:00", time(8)),
        ("Noon", time(12)),
        ("1330", time(13, 30)),
        ("half past 4 pm", time(16, 30)),
        ("4:30", None),
        ("9", None),
        ("half past 4", None),
        ("16:30 mon", None),
        ("24:00", None),
        ("13 pm", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_time_is_exact_if_it_can_be_no_other(text, meant):
    assert exact_time(text) == meant
