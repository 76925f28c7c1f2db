"""The words about time at the end of a line: the longest run, whether it can be read or not."""

import re
from collections.abc import Iterator, Sequence

from scheduler.phrases.spelling.slips import distance
from scheduler.phrases.time_words import (
    ABOUT,
    ALL,
    ARTICLES,
    CLOCK,
    DANGLING,
    DASHES,
    FIGURE,
    JOINS,
    NAMED_AFTER,
    NAMES_A_NUMBER,
    NO_SLIPS,
    NUMBERS,
    ORDINALS,
    OWN,
    SHORTEST_SLIP,
    SLIPS,
    TITLES,
    TWO_SLIPS,
    UNIT,
)
from scheduler.phrases.vocabulary import DAY_NAMES, MONTH_SPELLINGS
from scheduler.phrases.zone_names import MOST_WORDS, zone_words

_HOUR = re.compile(
    r"\d[:.h]\d\d|\d ?[ap]\.?m\b|\bnoon\b|\bmidday\b|\bat \d|\b(?:past|to) \w+"
    r"|\b(?:in|within) (?:an?|\w+|half an?) ?(?:hours?|hrs?|h|minutes?|mins?|m|days?)\b"
)
_MAYBE = ("next", "week", "maybe", "perhaps", "preferably", "ideally", "sometime", "earliest")
SHORTEST_PHONE = 7  # figures
_MONTH = "|".join(sorted(MONTH_SPELLINGS, key=len, reverse=True))
_JOINED_DATE = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th)?[-/.]?(?:{_MONTH})(?:[-/.']?\d{{2,4}})?|(?:{_MONTH})[-/.]\d{{1,2}}"
)
MOST_DAYS = 31  # no hour and no day has a larger number


def run_at_end(words: Sequence[str]) -> int:
    """Return where the run of time words that ends these words begins; their number if none does.

    A word before it that is nearly one belongs to it, so that it is asked about.
    """
    start = len(words)
    while start and (length := _time_before(words, start)):
        start -= length
    if start and start < len(words) and _is_slip(words[start - 1]):
        start -= 1
    while start < len(words) and not _may_begin(words, start):
        start += 1
    return start if _says_when(words[start:]) else len(words)


def run_at_beginning(words: Sequence[str]) -> int:
    """Return where the run of time words that begins these words ends; 0 if none does."""
    end = 0
    while end < len(words) and (length := _time_after(words, end)):
        end += length
        if words[end - 1].endswith(":"):
            break
    while end and _bare(words[end - 1]) in DANGLING:
        end -= 1
    return end if _says_when(words[:end]) else 0


def run_in_the_middle(words: Sequence[str]) -> tuple[int, int]:
    """Return where the only run of time words between others begins and ends; 0, 0 if it is unsure.

    It names an hour, or how long from now, and what follows it is what it is about: "ring him
    tomorrow at 9 about the bill". Where other words could be of time as well, none is sure.
    """
    runs = [run for run in _runs(words) if _names_an_hour(words[slice(*run)])]
    if len(runs) != 1:
        return 0, 0
    ((start, end),) = runs
    follows = end < len(words) and (
        words[end - 1].endswith((",", ";")) or _bare(words[end]) in ABOUT or words[end] in DASHES
    )
    others = [*range(start), *range(end, len(words))]
    unsure = any(_may_be_time(words, place) for place in others)
    return (start, end) if start and follows and not unsure else (0, 0)


def _runs(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where each run of time words begins and ends, without the words that only join it."""
    place = 0
    while place < len(words):
        end = place
        while end < len(words) and _is_of_time(words, end):
            end += 1
            if words[end - 1].endswith((",", ";")):
                break
        following = max(end, place + 1)
        while end > place and _bare(words[end - 1]) in (*DANGLING, ""):
            end -= 1
        start = place
        while start < end and not _may_begin(words, start):
            start += 1
        if end > start:
            yield start, end
        place = following


def _names_an_hour(words: Sequence[str]) -> bool:
    text = " ".join(map(_bare, words))
    return bool(_HOUR.search(text))


def _may_be_time(words: Sequence[str], place: int) -> bool:
    """Tell whether a word outside of a run could be of another time: Monday, 10am, 2 hours."""
    bare, before = _bare(words[place]), _bare(words[place - 1]) if place else ""
    if bare in OWN or CLOCK.fullmatch(bare) or _JOINED_DATE.fullmatch(bare):
        return True
    if bare in MONTH_SPELLINGS and (bare != "may" or before == "in"):
        return True
    if bare in _MAYBE or _joins_days(bare) or _is_slip(bare):
        return True
    if FIGURE.fullmatch(bare) and not bare.isdigit() and before not in NAMES_A_NUMBER:
        return True
    return bool(UNIT.fullmatch(bare)) and (before[:1].isdigit() or before in NUMBERS)


def _time_before(words: Sequence[str], end: int) -> int:
    """Return how many words before a place are of time: one, or the zone of a time of the clock."""
    if _is_of_time(words, end - 1):
        return 1
    length = zone_words(words[:end])
    return length if length and _is_clock(words, end - length - 1) else 0


def _time_after(words: Sequence[str], start: int) -> int:
    """Return how many words from a place on are of time: one, or the zone of a time of the clock.

    A zone that ends the run isn't looked for here: it may be a word of the promise.
    """
    if _is_of_time(words, start):
        return 1
    for length in range(min(MOST_WORDS + 1, len(words) - start - 1), 0, -1):
        is_zone = zone_words(words[start : start + length]) == length
        if is_zone and _is_clock(words, start - 1) and _is_of_time(words, start + length):
            return length
    return 0


def _is_clock(words: Sequence[str], place: int) -> bool:
    """Tell whether a time of the clock ends there: 10am, 10:30, 10 pm, noon."""
    bare = _bare(words[place]) if place >= 0 else ""
    half = place > 0 and bare in ("am", "pm", "a.m", "p.m") and _is_of_time(words, place - 1)
    return half or bool(CLOCK.fullmatch(bare))


def _is_of_time(words: Sequence[str], place: int) -> bool:
    word, before = _bare(words[place]), _bare(words[place - 1]) if place else ""
    if word == "till" and before in ARTICLES:
        return False
    if before in TITLES or (before in NAMED_AFTER and _is_name(words, place)):
        return False
    if word in ALL or UNIT.fullmatch(word):
        return True
    if _JOINED_DATE.fullmatch(word) or _joins_days(word):
        return True
    if not FIGURE.fullmatch(word):
        return False
    named = before in NAMES_A_NUMBER or before.endswith("#")
    if not word.isdigit():
        return True
    after = _bare(words[place + 1]) if place + 1 < len(words) else ""
    counts = before in ("in", "within") or UNIT.fullmatch(after)
    too_large = len(word) < 4 and not 0 < int(word) <= MOST_DAYS and not counts
    return not (named or too_large or _is_phone(words, place))


def _is_phone(words: Sequence[str], place: int) -> bool:
    """Tell whether a figure is part of a number to ring: figures in a row, seven or more."""
    first = last = place
    while first and words[first - 1].isdigit():
        first -= 1
    while last + 1 < len(words) and words[last + 1].isdigit():
        last += 1
    return last > first and sum(map(len, words[first : last + 1])) >= SHORTEST_PHONE


def _is_name(words: Sequence[str], place: int) -> bool:
    """Tell whether a month is somebody: called April, without a day beside it."""
    after = _bare(words[place + 1]) if place + 1 < len(words) else ""
    return _bare(words[place]) in ("april", "may", "june", "august") and not after[:1].isdigit()


def _may_begin(words: Sequence[str], place: int) -> bool:
    """Tell whether a moment may begin there: not with "to", "the" or "of"."""
    word = _bare(words[place])
    if word == "in" and _bare("".join(words[place + 1 : place + 2])) in ("at", "by", "on"):
        return False  # book her in at 16:00
    if word in JOINS or word in OWN or word in MONTH_SPELLINGS or FIGURE.fullmatch(word):
        return True
    if word in ("end", "close", "not", "no", "after", "from", "around", "about", "between", "as"):
        return _says_when(words[place + 1 :]) or word in ("end", "close", "as")
    if word == "week":
        rest = _bare(words[place + 1]) if place + 1 < len(words) else ""
        return rest in OWN or rest in ("on", "today")
    if _JOINED_DATE.fullmatch(word) or _joins_days(word):
        return True
    if word == "day":
        return [_bare(each) for each in words[place + 1 : place + 2]] == ["after"]
    begins = ("next", "this", "coming", "following", "every", "each", "on", "half", "quarter")
    rest = _bare(words[place + 1]) if place + 1 < len(words) else ""
    if word in ORDINALS:
        return rest in OWN or rest in ("of", "thing")
    if word in begins or word in NUMBERS or _is_slip(word):
        return True
    if word in ("the", "a", "an"):
        return bool(re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)", rest)) or rest in (
            *("day", "week", "couple", "few", "end", "quarter", "half", "hour"),
        )
    return word in ("early", "late", "mid", "around", "now")


def _says_when(words: Sequence[str]) -> bool:
    """Tell whether these words are about time at all: a figure alone needs a word before it."""
    bare = [_bare(word) for word in words]
    if any(word in OWN or _is_slip(word) for word in bare):
        return True
    if any(re.search(r"\d[:.h]\d\d|\d ?[ap]\.?m|\d(?:h|min|mins|hrs?)$|^\d{4}$", w) for w in bare):
        return True
    if len(bare) > 1 and bare[0] in JOINS:
        return any(FIGURE.fullmatch(word) or word in NUMBERS for word in bare[1:]) or any(
            UNIT.fullmatch(word) or word in ("end", "close", "day", "week") for word in bare[1:]
        )
    text = " ".join(bare)
    if text.endswith("from now"):
        return True
    return bool(
        re.search(
            r"\b(?:half|quarter|\d+) (?:past|to) \w+|end of|close of|as soon as|next week", text
        )
        or re.search(r"\b(?:next|this|every|each) (?:week|month|year|day|hour)", text)
        or re.fullmatch(r"(?:\w+ )?(?:\d\d?(?:st|nd|rd|th))(?: of)?.*", text)
        or (
            any(word in MONTH_SPELLINGS for word in bare) and any(FIGURE.fullmatch(w) for w in bare)
        )
    )


def _is_slip(word: str) -> bool:
    bare = _bare(word)
    if bare in ALL or bare in NO_SLIPS or not bare.isalpha():
        return False
    if len(bare) == SHORTEST_SLIP - 1:
        return any(name.lower().startswith(bare) for name in DAY_NAMES)  # frid, wedn
    if len(bare) < SHORTEST_SLIP:
        return False
    return any(distance(bare, each) <= (2 if len(each) >= TWO_SLIPS else 1) for each in SLIPS)


def _joins_days(word: str) -> bool:
    """Tell whether days are joined in one word: mon-fri, today/tomorrow."""
    pieces = re.split("[-/]", word)
    return len(pieces) > 1 and all(piece in OWN for piece in pieces)


def _bare(word: str) -> str:
    return word.casefold().strip(" ,;:.!?()\"'“”«»[]")
