"""Words and figures about time, and words that are about time only beside others."""

import re

from scheduler.phrases.days import DAYS_AHEAD
from scheduler.phrases.vague import FOREIGN
from scheduler.phrases.vocabulary import DAY_SPELLINGS, MONTH_SPELLINGS, NUMBER_NAMES

SHORTEST_SLIP = 5  # letters; shorter words are too often other words
TWO_SLIPS = 8  # letters of a word that may have two: wensday
NO_SLIPS = frozenset(["match", "marsh", "starch", "mourning", "moaning", "sundry", "evenings"])

# What a moment may begin with, and what makes a run of time words one.
JOINS = ("by", "until", "till", "til", "before", "at", "within", "in", "@", "b4")
DAYS_OF_SPEECH = ("tonight", "tonite", "2nite", "yesterday")
PARTS = ("morning", "afternoon", "evening", "night", "noon", "midday", "midnight", "lunchtime")
VAGUE = (
    *("lunch", "eod", "cob", "eob", "eow", "asap", "soon", "later", "immediately", "noonish"),
    *("dinnertime", "teatime", "breakfast", "fortnight", "weekend", "weekday", "weekdays"),
    *("weekends", "daily", "weekly", "monthly", "o'clock", "oclock"),
)
UNITS = "minutes? mins? hours? hrs? hr h days? weeks? months? years? quarters? seconds? secs?"
ORDINALS = ("first", "second", "third", "fourth", "fifth", "last")
NUMBERS = (
    *NUMBER_NAMES,
    *("fifteen", "twenty", "thirty", "forty", "fifty", "ninety", "half", "quarter"),
    *ORDINALS,
)
_SMALL = (
    *("the", "a", "an", "of", "on", "at", "by", "before", "until", "till", "til", "in"),
    *("within", "to"),
)
BETWEEN = (  # they belong to a moment only beside other words of time
    *_SMALL,
    *("past", "after", "for", "from", "around", "about", "approx", "roughly", "circa", "or", "and"),
    *("next", "this", "coming", "following", "other", "every", "each", "end", "close", "business"),
    *("play", "not", "no", "than", "earlier", "between", "since", "latest", "sharp", "exactly"),
    *("as", "possible", "now", "o", "am", "pm", "a.m", "p.m", "time", "-", "–", "&", "is", "due"),
    *("day", "shift", "working", "couple", "few", "first", "thing", "early", "late", "mid", "week"),
    *("max", "please", "pls", "plz", "thanks", "thx", "uhr"),
)
DANGLING = (  # at the end of a moment they belong to what follows
    *_SMALL,
    *("past", "after", "for", "from", "around", "about", "or", "and", "next", "this", "other"),
    *("every", "each", "end", "close", "business", "play", "not", "no", "than", "between", "since"),
    *("as", "is", "due", "day", "shift", "working", "first", "thing", "-", "–", "&"),
    *("late", "early", "lunch", "mid", "latest", "max", "sharp", "exactly"),
)
ABOUT = frozenset(  # what a promise is about may follow its time
    (
        *("re", "ref", "regarding", "about", "concerning", "on", "for", "with", "w/", "to"),
        *("because", "whether", "per", "as"),
    )
)
DASHES = ("-", "–", "—")
ARTICLES = frozenset(["the", "a", "my", "our", "your", "his", "her", "their"])  # of a till
NAMED_AFTER = frozenset(["for", "to", "with", "from", "and", "tell", "ask", "call", "ring"])
OWN = frozenset(
    (
        *DAY_SPELLINGS,
        *(each for each in DAYS_AHEAD if " " not in each),
        *DAYS_OF_SPEECH,
        *PARTS,
        *VAGUE,
        *FOREIGN,
    )
)
ALL = OWN | {*MONTH_SPELLINGS, *BETWEEN, *NUMBERS, *JOINS}
SLIPS = tuple(
    each
    for each in (
        *(*DAY_SPELLINGS, *MONTH_SPELLINGS, "today", "tomorrow", "tonight"),
        *("morning", "afternoon", "evening", "midday", "midnight"),
    )
    if len(each) >= SHORTEST_SLIP
)
UNIT = re.compile(rf"(?:{'|'.join(UNITS.split())})")
FIGURE = re.compile(
    r"\d{1,2}(?:[:.]\d\d)?(?:-\d{1,2}(?:[:.]\d\d)?)?(?:st|nd|rd|th)?(?:ish)?"
    r"|\d{1,2}(?:[:.]\d\d)?(?:[ap]\.?m?\.?)(?:ish)?|\d{1,2}h(?:\d\d)?|\d{1,4}(?:m|h|min|mins|hrs?)"
    r"|(?:[01]\d|2[0-3])[0-5]\d|20[23]\d|\d{4}[-/]\d\d?[-/]\d\d?(?:t\d\d:?\d\d)?"
    r"|\d{1,2}[/.]\d{1,2}(?:[/.](?:\d{4}|\d\d))?\.?|\d{1,2}-\d{1,2}-\d{2,4}"
)
CLOCK = re.compile(
    r"\d{1,2}[:.]\d\d(?:[ap]\.?m)?|\d{1,2}[ap]\.?m|\d{1,2}h(?:\d\d)?|noon|midday|[012]\d[0-5]\d"
)
TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr", "mx", "prof"])  # of somebody called May
# A number that one of these names is no time: "order 18", "room 21", "no 7".
NAMES_A_NUMBER = frozenset(
    """
    order orders room invoice ticket table flat no no. nr number ref reference booking contract
    customer cust supplier acct acc sku lot
    meter serial article batch part item unit gate bay counter desk line ext extension floor
    level apartment apt house door parcel claim policy account seat row flight train bus platform
    size version step page section chapter bed ward shelf aisle locker stand pitch cabin lane pump
    station branch shop store team channel week kw block building plot box crate pallet model
    route tier machine phase priority tram stop exit junction suite studio court form id code
    """.split()  # noqa: SIM905 - a bag of words
)
