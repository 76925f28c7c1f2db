"""What one says to a person, and means nothing else: "hey bot, could you ping us … please"."""

import re

_IT = r"(?:it|this|these|that|them|one)"
_WHOM = (
    r"(?:me|us all|us|every(?:one|body)|(?:all of )?the (?:whole )?(?:team|channel|group|floor))"
)
_POST = r"(?:reminder|message|card|nudge|prompt)"
_BUT = re.compile(r"\bbut (?:please )?(?:send|post|set|give|show|ping|remind)\b")
_ONE = re.compile(r"\b(send|post|set|give|show)(?: us| me)? (?:just )?one\b(?! (?:times?|of)\b)")
_COURTESIES = tuple(
    re.compile(pattern)
    for pattern in (
        r"^(?:hey|hi|hello|hiya|ok|okay)\b(?:,? (?:there|bot|careloop|all|team)\b)?,?",
        r",? ?(?:that )?(?:would|will|should) be (?:lovely|great|good|nice|fine|perfect)\b",
        r"\b(?:if )?(?:(?:could|can|would|will|may) (?:you|we|i)|you (?:could|can))\b"
        rf"(?: (?:do|have|get|make)(?: {_IT})?\b)?|\blet'?s (?:do|have|say|go (?:for|with))\b",
        rf"\b(?:i|we)(?:'d (?:like|love)| would like| want| need)(?: {_IT}\b)?",
        r"\b(?:to )?(?:go|goes|come|comes) out\b|^(?:it )?(?:repeats?|occurs?|recurs|recurring)\b",
        r"\b(?:pls|plz|kindly|many thanks|thanks|thank you|thx|ta|cheers|always)\b",
        r"\b(?:ping|nudge|alert|notify|tell|message|poke|remind|prompt) "
        rf"{_WHOM}\b(?: of {_IT}\b)?",
        rf"\b(?:send|post|set|give|show)(?: {_WHOM}\b)?(?: {_IT}\b)?(?: up)?"
        rf"(?: (?:an?|the|this|our)(?= (?:daily |weekly )?{_POST}))?(?: {_POST})?(?: up)?"
        rf"(?: (?:for|to) {_WHOM}\b)?(?: out\b)?(?: for (?!\d))?"
        rf"(?=$|[,.]| (?:{_POST}|at|on|for|in|by|the|once|every|each|daily|week\w*|from|first|last"
        r"|today|tomorrow|(?:mon|tue|wed|thu|fri|sat|sun)\w*|\d))",
    )
)


def without_courtesies(text: str) -> str:
    """Return a plain text without them."""
    if _BUT.search(text):
        return text
    text = _ONE.sub(r"\1 once ", text)
    for pattern in _COURTESIES:
        text = pattern.sub(" ", text)
    return " ".join(text.split()).strip(" ,")
