"""Promises as people type them, in the morning and in the afternoon: nothing is taken wrongly.

``promise_lines.tsv`` was written by somebody who hasn't seen the grammar: a line, and what a
colleague would take it for at 08:30 and at 14:20; "ask" where two people could differ.
"""

from datetime import datetime, time
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.domain.deadline import Deadline, parse_deadline

BERLIN = ZoneInfo("Europe/Berlin")
MORNING = datetime(2026, 11, 25, 8, 30, tzinfo=BERLIN)  # a Wednesday
AFTERNOON = MORNING.replace(hour=14, minute=20)
OCTOBER = MORNING.replace(month=10, day=24)
BLIND = Path(__file__).parent / "promise_lines.tsv"
ASKED = "ask"


def read(line: str, now: datetime) -> Deadline:
    return parse_deadline(line, "Europe/Berlin", now)


def taken(line: str, now: datetime) -> str:
    """Return the local time that is taken, or that a question is asked."""
    due = read(line, now).due
    return f"{due.astimezone(BERLIN):%a %d %b %H:%M}" if due else ASKED


BOTH = {  # whatever the hour is
    "ring back tomorrow at 16:00": "Thu 26 Nov 16:00",
    "ring back friday at 17:00": "Fri 27 Nov 17:00",
    "ring back on 30 Nov by 17:00": "Mon 30 Nov 17:00",
    "ring back 27 Nov at 17:00": "Fri 27 Nov 17:00",
    "ring back tomorrow morning at 10": "Thu 26 Nov 10:00",
    "ring back Nov 27 17:00": "Fri 27 Nov 17:00",
    "ring back by Nov 30 noon": "Mon 30 Nov 12:00",
    "send it tmrw 17:00": "Thu 26 Nov 17:00",
    "call back tomorow 17:00": "Thu 26 Nov 17:00",
    "call day after tomorrow 16:00": "Fri 27 Nov 16:00",
    "ring back friday week 16:00": "Fri 04 Dec 16:00",
    "ring back at 10 tomorrow morning": "Thu 26 Nov 10:00",
    "call tonight at 10": "Wed 25 Nov 22:00",
    "ring back half past 4 pm": "Wed 25 Nov 16:30",
    "ring half past four": "Wed 25 Nov 16:30",
    "ring at quarter to five": "Wed 25 Nov 16:45",
    "call by midnight": "Thu 26 Nov 00:00",
    "by 16:00 ring back Mrs K": "Wed 25 Nov 16:00",
    "tomorrow 9am: call Li": "Thu 26 Nov 09:00",
    "ring Mr May at 17:00": "Wed 25 Nov 17:00",
    "send the May invoice by 17:00": "Wed 25 Nov 17:00",
    "refund order 4471 by 5pm": "Wed 25 Nov 17:00",
    "call room 12 at 15:00": "Wed 25 Nov 15:00",
    "call 07700 900123 at 5pm": "Wed 25 Nov 17:00",
    "ring back at 1600": "Wed 25 Nov 16:00",
    "ring back 17h30": "Wed 25 Nov 17:30",
    "call on the 3rd of december at 9": "Thu 03 Dec 09:00",
    "get it done this friday by noon": "Fri 27 Nov 12:00",
    "call at 3 in the afternoon": "Wed 25 Nov 15:00",
    "call the shop at 5pm Paris time": "Wed 25 Nov 17:00",
    "by 3pm London time email the office": "Wed 25 Nov 16:00",
    "send it by 10am ET tomorrow": "Thu 26 Nov 16:00",
    "10am New York time tomorrow: call Boston": "Thu 26 Nov 16:00",
    "ring at 3pm UK time today": "Wed 25 Nov 16:00",
    "ring back friday 16 Uhr": "Fri 27 Nov 16:00",
    "ring back friday 27th 9am": "Fri 27 Nov 09:00",
    "ring back a week today at 14:30": "Wed 02 Dec 14:30",
    "ring back tomorrow week 10:00": "Thu 03 Dec 10:00",
    "ring back at ten to four this afternoon": "Wed 25 Nov 15:50",
}
WAITS = {  # from the morning, from the afternoon
    "ring in half an hour": ("09:00", "14:50"),
    "ring within 20 minutes": ("08:50", "14:40"),
    "ring within 2 hours": ("10:30", "16:20"),
    "ring in an hour and a half": ("10:00", "15:50"),
    "two hours from now call back": ("10:30", "16:20"),
}
QUESTIONS = [
    *("ring back by 11/30 17:00", "ring back by the 30th 17:00", "ring back in 2 weeks at 16:00"),
    *("ring back in a week 17:00", "ring back next week 17:00", "ring back every day 17:00"),
    *("ring back by 5pm or tomorrow 9", "ring back by next friday 10", "anrufen morgen 17:00"),
    *("ring back in 20", "order part no 18", "tell room 21", "ring back by friday midnight"),
    *("ring back by 2:30 tomorrow", "ring back by 4", "ring back by Dec 17", "call her at 5"),
    *("on 19 November 17:00 ring", "call not before 17:00", "ring back by end of day"),
    *("ring back friady at 17:00", "ring back wensday 10:00", "ring Frida at 17:00"),
    *("do it asap", "call after 5", "call from 3 to 4", "call around 5", "call at half five"),
    *("send 3 by friday 15:00", "chase them by Weds 16:00", "ring the 9 to 5 line at 10 to 12"),
    *("pay Mr Cole 1500 Friday", "ring back monday 27th 9am", "ring from 10 to 4"),
    *("ring tomorrow at 9 and 10", "let her know today", "call in the morning", "tomorrow"),
]


@pytest.mark.parametrize("now", [MORNING, AFTERNOON], ids=["08:30", "14:20"])
@pytest.mark.parametrize(("line", "due"), BOTH.items(), ids=BOTH)
def test_the_day_and_the_time_are_those_that_were_typed(line, due, now):
    assert taken(line, now) == due


@pytest.mark.parametrize(("line", "due"), WAITS.items(), ids=WAITS)
def test_a_wait_is_counted_from_now(line, due):
    assert (taken(line, MORNING)[-5:], taken(line, AFTERNOON)[-5:]) == due


@pytest.mark.parametrize("now", [MORNING, AFTERNOON], ids=["08:30", "14:20"])
@pytest.mark.parametrize("line", QUESTIONS)
def test_what_could_be_another_time_is_asked(line, now):
    assert taken(line, now) == ASKED


@pytest.mark.parametrize(
    ("line", "now", "choices"),
    [
        ("ring back by 4", MORNING, ["25 16:00", "26 04:00"]),
        ("ring back by 2:30", AFTERNOON, ["25 14:30", "26 02:30"]),
        ("ring back at 9", AFTERNOON, ["25 21:00", "26 09:00"]),
        ("ring wednesday 16:00", MORNING, ["25 16:00", "02 16:00"]),
        ("ring tomorrow at 3", MORNING, ["26 03:00", "26 15:00"]),
    ],
)
def test_what_may_be_meant_is_offered(line, now, choices):
    meant = [f"{each.astimezone(BERLIN):%d %H:%M}" for each in read(line, now).choices]
    assert sorted(meant) == sorted(choices)


@pytest.mark.parametrize(
    ("line", "now", "choices"),
    [
        # In the zone that is named: 04:00 and 16:00 in Tokyo.
        ("ring back by 4 Tokyo time", MORNING, ["25 20:00", "26 08:00"]),
        ("ring tomorrow at 3 Asia/Tokyo", MORNING, ["25 19:00", "26 07:00"]),
        # In Berlin the clocks go back that night, and 02:30 is there twice.
        ("ring on 25 Oct 2026 at 2:30", OCTOBER, ["25 02:30", "25 14:30"]),
    ],
)
def test_what_may_be_meant_is_meant_in_the_zone_that_is_named(line, now, choices):
    meant = [f"{each.astimezone(BERLIN):%d %H:%M}" for each in read(line, now).choices]
    assert sorted(meant) == choices


@pytest.mark.parametrize(
    "line",
    [
        "ring back at 9am CST",
        "ring back at 9am est",
        "at 9am IST ring back",
        "by 9am PST: ring back",
        "3pm Springfield time, ring back",
    ],
)
def test_a_zone_that_could_be_another_is_asked(line):
    heard = read(line, MORNING)
    assert heard.due is None
    assert heard.problem or heard.what == line


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("ring back by 3pm Louisville time", "Wed 25 Nov 21:00"),
        ("by 3pm Louisville time ring back", "Wed 25 Nov 21:00"),
        ("ring back at 15:00 America/Kentucky/Louisville", "Wed 25 Nov 21:00"),
        ("by 3pm New York time, ring back", "Wed 25 Nov 21:00"),
        ("ring back by 3pm, New York time.", "Wed 25 Nov 21:00"),
        ("3pm NY time, ring back", "Wed 25 Nov 21:00"),
        ("at 3pm Port of Spain time ring back", "Wed 25 Nov 20:00"),
    ],
)
def test_a_zone_belongs_to_the_time(line, due):
    heard = read(line, MORNING)
    assert heard.what == "ring back"
    assert taken(line, MORNING) == due


END_OF_DAY = {
    "ring back by end of day": "Wed 25 Nov 17:30",
    "ring back by the end of the day tomorrow": "Thu 26 Nov 17:30",
    "ring back friday eod": "Fri 27 Nov 17:30",
    "COB friday: ring back": "Fri 27 Nov 17:30",
    "ring back by close of business": "Wed 25 Nov 17:30",
}


@pytest.mark.parametrize("line", END_OF_DAY)
def test_the_end_of_the_day_is_the_team_s_own_and_asked_about_while_unset(line):
    heard = parse_deadline(line, "Europe/Berlin", MORNING, time(17, 30))
    assert heard.what == "ring back"
    assert f"{heard.due.astimezone(BERLIN):%a %d %b %H:%M}" == END_OF_DAY[line]
    assert "different for everybody" in read(line, MORNING).problem


@pytest.mark.parametrize(
    "line",
    [
        "ring back by end of day at 16:00",
        "ring back by end of shift",
        "ring back by end of week",
        "ring back by end of day or tomorrow",
    ],
)
def test_what_is_not_just_the_end_of_the_day_is_asked(line):
    assert parse_deadline(line, "Europe/Berlin", MORNING, time(17, 30)).due is None


def test_an_end_of_the_day_that_is_over_is_told():
    late = MORNING.replace(hour=18)
    heard = parse_deadline("ring back by end of day", "Europe/Berlin", late, time(17, 30))
    assert heard.due is None
    assert "is over" in heard.problem


POLITE = {
    "please ring back by 16:00": "Wed 25 Nov 16:00",
    "ring back by 16:00 please": "Wed 25 Nov 16:00",
    "ring back at 16:00, thanks": "Wed 25 Nov 16:00",
    "ring back in the next 45 minutes": "Wed 25 Nov 09:15",
    "ring back 50 minutes from now": "Wed 25 Nov 09:20",
}


@pytest.mark.parametrize("line", POLITE)
def test_words_of_courtesy_change_no_time(line):
    heard = read(line, MORNING)
    assert taken(line, MORNING) == POLITE[line]
    assert heard.what.removeprefix("please ") == "ring back"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ring Frida at 17:00", "ring Frida at 17:00"),
        ("send 3 by friday 15:00", "send 3 by friday 15:00"),
        ("ring back by 4", "ring back"),
    ],
)
def test_of_a_line_that_is_asked_about_no_word_of_the_promise_is_lost(line, said):
    assert read(line, MORNING).said == said


def test_of_lines_by_somebody_who_has_not_seen_the_grammar_none_is_taken_wrongly():
    rows = [line.split("\t") for line in BLIND.read_text(encoding="utf-8").splitlines()]
    understood = plain = 0
    for line, morning, afternoon in rows:
        for now, right in ((MORNING, morning), (AFTERNOON, afternoon)):
            due = read(line, now).due
            got = f"{due.astimezone(BERLIN):%Y-%m-%d %H:%M}" if due else ASKED
            assert got in (right, ASKED), f"{line} at {now:%H:%M}"
            plain += right[0].isdigit()
            understood += got == right
    assert plain > 590
    assert understood / plain >= 0.95  # asked needlessly: dates in figures, and the like


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("check the till by 17:00", "check the till"),
        ("10am New York time tomorrow: call Boston", "call Boston"),
        ("call the Paris office by 10am ET tomorrow", "call the Paris office"),
        ("ring Rome 17:00", "ring Rome"),
    ],
)
def test_what_is_no_time_stays_in_the_words(line, what):
    assert read(line, MORNING).what == what


MIDDLE = {
    "ring Mr Amis back tomorrow at 16:00 about his hip": ("Thu 26 Nov 16:00", "about his hip"),
    "cb mr dunn in 20 mins re parcel 4411": ("Wed 25 Nov 08:50", "re parcel 4411"),
    "get back to Ms Chen friday at 8:30 a.m. with the refund": (
        "Fri 27 Nov 08:30",
        "with the refund",
    ),
    "call Pete 4:15pm today - order 2290": ("Wed 25 Nov 16:15", "- order 2290"),
    "ring Mr Flynn today 17:10, ref DUB20844": ("Wed 25 Nov 17:10", "ref DUB20844"),
    "phone Gareth at quarter past 4 this afternoon to say so": ("Wed 25 Nov 16:15", "to say so"),
    "let Jo know tomorrow at noon whether it fits": ("Thu 26 Nov 12:00", "whether it fits"),
}


@pytest.mark.parametrize(("line", "expected"), MIDDLE.items(), ids=MIDDLE)
def test_what_it_is_about_may_follow_the_time(line, expected):
    due, about = expected
    heard = read(line, MORNING)

    assert taken(line, MORNING) == due
    assert heard.what.endswith(about)
    assert heard.what.startswith(line.split(" ")[0])
    assert (
        line.replace(heard.when, "").replace(",", "").split() == heard.what.replace(",", "").split()
    )


@pytest.mark.parametrize(
    "line",
    [
        "book a taxi at 7am tomorrow for Mrs Lee",
        "tell Mr Cole his table at 8pm for 4 is confirmed",
        "ring Mr Cole, the engineer comes at 3pm for the boiler",
        "ring Mr Cole when the shop opens at 10:00 about the sofa",
        "ring about the booking for 4 at 6pm on saturday for Mrs Lee",
        "call the 11am group about lunch",
        "ring Mr Cole re the 10am delivery for Mrs D",
        "ring Mr Cole at 10 Park Road about the leak",
        "call him at 15:00 about the 17:00 train to Rome",
        "call him tomorrow at 3pm for 2 hours of training",
        "ring Mrs Cole after her operation at 14:00 re the pills",
        "don't call Mr Cole at 15:00 about it",
        "ring Mr Cole at 15:00 or so about it",
        "call room at 7 about towels",
        "ring her monday about the bill of friday at 10:00 for Tom",
    ],
)
def test_a_time_in_the_middle_that_may_be_another_is_asked_about(line):
    heard = read(line, AFTERNOON)
    assert heard.due is None
    assert heard.what == line or heard.problem


@pytest.mark.parametrize(("length", "is_read"), [(300, True), (301, False)])
def test_a_time_is_looked_for_in_the_middle_of_300_characters(length, is_read):
    line = "ring Bob at 16:00 about it"
    heard = read(f"{line}{'x' * (length - len(line))}", MORNING)
    assert (heard.due is not None) == is_read


def test_a_huge_line_of_figures_holds_up_nobody():
    began = process_time()
    assert read("1 " * 50_000, MORNING).due is None
    assert process_time() - began < 20  # it took five minutes, and takes a tenth of a second


@pytest.mark.parametrize(
    "line",
    [
        "send the courier at 15:00",
        "find out where her parcel is by 15:00",
        "get the parcel to her by 15:00",
        "ring about the closed account at 15:00",
        "ring Mr East at 15:00",
    ],
)
def test_a_time_at_the_end_that_is_by_when_is_taken(line):
    assert taken(line, MORNING) == "Wed 25 Nov 15:00"


MEANT_OTHERWISE = [  # by people, or of something else than the promise
    "ring Bob on 4-Dec at 16:00",
    "ring Bob 4/Dec 16:00 about the bill",
    "ring Bob Dec.4 at 16:00",
    "call Bob on Christmas Eve at 16:00",
    "ring Bob at 16:00 on Christmas Eve about the bill",
    "call Bob on Good Friday at 16:00",
    "call Bob mon-fri 16:00",
    "call Bob tomorrow/Tuesday 16:00",
    "call Bob Frid 16:00",
    "call week tomorrow at 10",
    "call Bob week on Friday at 16:00 about the bill",
    "ring back at 9 Dec 10",
    "ring Ann tomorrow morning at 12",
    "don't ring before 16:00",
    "do not ring Bob until Friday 16:00",
    "call Bob earliest 16:00",
    "call him at 17:00 instead of 16:00",
    "ring Bob at 16:00 to say we open at 9",
    "ring Bob at 16:00, then again at 18:00",
    "tomorrow 9:00 New York call Bob",
    "TOMORROW AT 10:00 PT JONES CALLS",
    "ring at 16:00 Regina about her order",
    "ring at 16:00 Max about the bill",
    "send rota for Friday by 16:00",
    "send him 10 by Friday",
    "pick up ten tomorrow",
    "refund 15 tomorrow",
    "refund Mrs Cole 12.50",
    "email the quote of 12.50 to Bob",
    "reply to the email sent at 10:00 about the bill",
    "email the invite for Friday 10:00 to Mrs Lee",
    "phone Mrs Cole before her visit at 16:00 to the clinic",
    "let Bob know he has until 16:00 to pay",
    "let Bob know the engineer visits tomorrow at 9:00 for the boiler",
    "cancel the call at 16:00 with Bob",
    "Bob promised to call at 16:00 about the bill",
    "call Bob on the 4th maybe at 16:00 about the bill",
    "call Bob on 4/12 preferably at 16:00 about it",
    "call Bob next week ideally at 16:00 about it",
    "call Bob in May sometime at 16:00 about it",
    "ring Tom at 10am at Central",
    "tell Bob the train was 10:00",
    "tell her the shop closes at 18:00",
    "ask if the train leaves at 17:00",
    "check that the appointment is at 15:00",
    "let her know the engineer arrives at 16:00",
    "find out who rang at 15:15",
    "ring Mrs Lee whose flight is at 16:00",
    "ring back before her flight at 16:00",
    "order a cab at 18:00",
    "reserve the big table at 19:30",
]


@pytest.mark.parametrize("now", [MORNING, AFTERNOON], ids=["08:30", "14:20"])
@pytest.mark.parametrize("line", MEANT_OTHERWISE)
def test_a_line_that_people_mean_otherwise_is_asked_about_and_loses_no_word(line, now):
    heard = read(line, now)
    assert heard.due is None
    kept = heard.said or f"{heard.what} {heard.when}"
    assert {word.strip(",") for word in line.split()} <= {
        word.strip(",") for word in f"{kept} {heard.when}".split()
    }


@pytest.mark.parametrize(
    ("line", "what", "due"),
    [
        ("call Bob 2mrw 16:00", "call Bob", "Thu 26 Nov 16:00"),
        ("tomorrow at 10am ET call Bob", "call Bob", "Thu 26 Nov 16:00"),
        ("tomorrow at 10 latest invoice to Bob", "latest invoice to Bob", "Thu 26 Nov 10:00"),
        ("book Mrs Lee in at 16:00", "book Mrs Lee in", "Wed 25 Nov 16:00"),
        ("order a case 24 bottles tomorrow 16:00", "order a case 24 bottles", "Thu 26 Nov 16:00"),
        ("don't forget to ring Bob at 16:00", "don't forget to ring Bob", "Wed 25 Nov 16:00"),
    ],
)
def test_no_word_of_a_promise_is_taken_for_time(line, what, due):
    assert (read(line, MORNING).what, taken(line, MORNING)) == (what, due)


def test_figures_that_may_be_an_amount_come_with_the_time_they_may_be():
    heard = read("pay Mr Cole 1500 friday", MORNING)
    assert heard.said == "pay Mr Cole 1500 friday"
    assert [f"{each:%d %H:%M}" for each in heard.choices] == ["27 14:00"]  # UTC


DAYS = ["friday", "tomorrow", "30 nov", "nov 30", "monday", "today", "next week", "the 30th"]
TIMES = ["17:00", "5pm", "noon", "at 16:30", "by 10", "half past four", "in 2 hours", "4", "18"]
JOINS = ["by", "at", "or", "to", "on", "in", "before", "after", "and", "the", "next", "every"]
LINES = st.lists(st.sampled_from([*DAYS, *TIMES, *JOINS]), min_size=1, max_size=6)


@settings(deadline=None, derandomize=True, max_examples=400)
@given(LINES)
def test_words_of_time_are_all_used_or_asked_about(words):
    heard = read(f"ring Mrs Okafor {' '.join(words)}", MORNING)
    if heard.due is not None:
        left = heard.what.removeprefix("ring Mrs Okafor").split()
        assert set(left) <= set(JOINS)
