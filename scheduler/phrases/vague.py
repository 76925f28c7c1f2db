"""What people write of one moment that is no moment yet: it is asked about, and never guessed."""

import re
from collections.abc import Sequence

from scheduler.phrases.refusals import Examples, PhraseError
from scheduler.phrases.zone_names import ABBREVIATIONS

# Days, and the like, of other languages: what they mean is asked.
FOREIGN = (
    *("heute", "morgen", "übermorgen", "uebermorgen", "montag", "dienstag", "mittwoch"),
    *("donnerstag", "freitag", "samstag", "sonnabend", "sonntag", "mittag", "abend", "nachmittag"),
    *("demain", "aujourd'hui", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"),
    *("dimanche", "midi", "soir", "matin", "mañana", "manana", "hoy", "lunes", "martes", "jueves"),
    *("miércoles", "miercoles", "viernes", "sábado", "sabado", "domingo", "domani", "oggi"),
    *("lunedì", "lunedi", "martedì", "martedi", "mercoledì", "mercoledi", "giovedì", "giovedi"),
    *("venerdì", "venerdi", "sabato", "domenica", "vandaag", "maandag", "dinsdag", "woensdag"),
    *("donderdag", "vrijdag", "zaterdag", "zondag", "amanhã", "amanha", "hoje", "jutro", "dziś"),
)

_EXACTLY = "At what time exactly?"
_MANY = "«{found}» is more than one day. Which one is it?"
_FOR_EVERYBODY = f"«{{found}}» is different for everybody. {_EXACTLY}"
_SEVERAL = "«{found}» can mean several days. Which date is it?"


def check_vague(text: str, examples: Examples) -> None:
    """Raise PhraseError at the first words of a plain text that are no moment yet."""
    for pattern, reason in _ASKED:
        if found := pattern.search(text):
            shown = found.group().strip()
            raise PhraseError(reason.format(found=shown), examples.usual, "ambiguous")


def _words(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})(?!\w)")


_UNITS = "(?:weeks?|months?|years?|fortnights?|days?|hours?|minutes?|weekends?|quarters?)"
_ASKED: Sequence[tuple[re.Pattern[str], str]] = (
    (_words("every", "each", "daily", "weekly", "monthly", "weekdays", "weekends"), _MANY),
    (_words("(?:mon|tues|wednes|thurs|fri|satur|sun)days"), _MANY),
    (
        _words("asap", "as soon as possible", "as soon as", "soon", "later", "immediately"),
        f"«{{found}}» is not a time that somebody can count on. {_EXACTLY}",
    ),
    (
        _words(
            *("eod", "cob", "eob", "eow", "eom", "lunch(?:time)?", "tea ?time", "dinner(?:time)?"),
            *("end of (?:(?:the|your|my) )?(?:working |business )?(?:day|business|shift|play)",),
            *("end of (?:the )?(?:week|month|year)", "close of (?:business|play|day)", "breakfast"),
            *("first thing", "mid[- ]?(?:morning|afternoon|week)", "noonish", "the end"),
        ),
        _FOR_EVERYBODY,
    ),
    (
        _words("not before", "no earlier than", "not until", "after", "from", "since", "between"),
        "«{found}» says when it begins. By what time is it done?",
    ),
    (
        re.compile(r"\b(?:around|about|approx(?:imately)?|roughly|circa|ca)\b|~|\d ?-?ish\b"),
        f"«{{found}}» could be earlier or later. {_EXACTLY}",
    ),
    (_words("or", "and"), "I need one moment, and I see several. Which one is it?"),
    (_words(rf"(?:next|this|coming|following|last|other|few|couple of) {_UNITS}"), _SEVERAL),
    (_words("weeks?", "fortnight", "months?", "weekend", "days", "the hour"), _SEVERAL),
    (
        re.compile(
            r"(?<![\d:.-])\d\d?(?:[:.]\d\d)? ?(?:[ap]m ?)?(?:-|to|until|till) ?\d\d?(?:[:.]\d\d)?"
            r"(?![\d/-])"
        ),
        f"«{{found}}» is a span of time. {_EXACTLY}",
    ),
    (
        _words(*ABBREVIATIONS),
        "«{found}» is only one half of the year, or several places. Name a city, as in New York.",
    ),
    (
        re.compile(r"\bhalf \d\d?\b"),
        "«{found}» is half an hour after it for some, and before it for others. Which one is it?",
    ),
    (_words(*FOREIGN), "I read days in English only. Which day, and what time, is «{found}»?"),
)
