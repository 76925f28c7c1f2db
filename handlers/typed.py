"""What was typed, as it was meant: without the marks that phones and habits put around words."""

import re
from unicodedata import combining, normalize

MAX_GREETING = 60  # characters
PLAIN_WORDS = "?"  # the intent of words to the bot that are no command: help answers them

_CLOSING = {
    "“": "”“",
    "”": "”",
    "„": "“”",
    "‚": "‘’",
    "‘": "’‘",
    "’": "’",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    '"': '"”',
    "'": "'’",
    "´": "´",
    "「": "」",
    "『": "』",
    "[": "]",
    "<": ">",
}
# A dash of a list, not the sign of a number; after a name one puts a comma or a colon, too.
_LEADING = re.compile(r"(?:[-–−*+>]+\s+|(?:[—―•‣◦▪·,;]|:(?=\s)|--+|[-–](?=[^\W\d]))\s*)+")
_MARKED = re.compile(r"(?P<mark>([*_~`])\2{0,2})(?P<words>[^*_~`].*[^*_~`]|[^*_~`])(?P=mark)", re.S)
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_INNER = re.compile(
    r"""[“”„«»‹›"「」『』`]|(?<![\w*~'‘’‚])[*_~'‘’‚]++(?=\w)|(?<=[^\W_])[*_~'‘’]++(?!\w)"""
)
_WORD = re.compile(r"[^\W_]+")
_EMOJI_NAME = re.compile(r":[a-z0-9_+-]+:")
_TAIL = re.compile(r"(.)\1+$")

_HELP = (
    "help hilfe aide ayuda aiuto ajuda hulp hjälp hjelp hjælp apua pomoc pomoč segítség ajutor"
    " abi yardım помощь допомога помощ βοήθεια ヘルプ 帮助 幫助 도움말 مساعدة עזרה मदद"
)
_GREETINGS = (
    "hi hello hey hiya howdy yo hallo hullo moin servus tach grüß grüezi hola buenas olá oi"
    " bonjour bonsoir salut coucou ciao salve buongiorno buonasera cześć hej hei hoi heya ahoj"
    " čau szia merhaba selam bună привет здравствуйте γεια שלום مرحبا नमस्ते こんにちは"
    " 你好 안녕하세요 aloha namaste salam shalom goedemorgen goddag dobrý dzień"
)
_BESIDE = (
    "there all everyone everybody team bot careloop again please thanks me us you can could i we"
    " need some want bitte mich mir por favor stp svp plait dich gott zusammen dobry den good"
    " morning afternoon evening day to the s il vous te"
)
_PHRASES = (
    "good morning|good afternoon|good evening|good day|guten tag|guten morgen|guten abend"
    "|gute nacht|buenos días|buenas tardes|buenas noches|bom dia|boa tarde|boa noite"
    "|god morgon|god morgen|god dag|goede morgen|bonne journée|what can you do|what do you do"
    "|who are you|was kannst du|que puedes hacer|que sais tu faire"
)
_WAVES = frozenset("👋🙋🙏✋🤚🖐🙂😀😊❓❔⁉🆘ℹ")
_WAVE_NAME = re.compile(r":(wave|raised_hand|raising_hand|pray|question|grey_question|sos)[a-z_]*:")
_ASKING = frozenset("?¿!¡.…？！‼️ ")


def bare(text: str) -> str:
    """Return words without the marks that stand around all of them, or before them."""
    text = text.strip()
    while (inner := _without_one(text)) != text:
        text = inner
    return text


def plain(text: str) -> str:
    """Return words without marks around any of them, for what is no sentence of the person's."""
    return bare(_INNER.sub("", bare(text)))


def command_word(word: str) -> str:
    """Return a word as a command is written: in small letters, without signs around it."""
    inside = [number for number, sign in enumerate(word) if sign.isalnum()]
    return word[inside[0] : inside[-1] + 1].lower() if inside else ""


def asks_for_help(text: str) -> bool:
    """Tell whether words ask for help and say nothing else: “help!”, “?”, “ayuda”."""
    if not text.strip() or len(text) > MAX_GREETING:
        return False
    words = _folded(text)
    return HELP.issuperset(words) if words else _ASKING.issuperset(text)


def greets(text: str) -> bool:
    """Tell whether words are a greeting, a wave, or ask for help, in one of the usual languages."""
    if not text.strip() or len(text) > MAX_GREETING:
        return False
    words = _folded(_EMOJI_NAME.sub(" ", text))
    if not words:
        waves = not _WAVES.isdisjoint(text) or _WAVE_NAME.search(text) is not None
        return waves or _ASKING.issuperset(text)
    known = [each for each in words if each in OPENING or _TAIL.sub(r"\1", each) in OPENING]
    others = set(words) - set(known) - BESIDE
    return (bool(known) and not others) or " ".join(words) in PHRASES


def _without_one(text: str) -> str:
    """Return words without the outermost mark."""
    if found := _LEADING.match(text):
        return text[found.end() :].strip()
    if (found := _MARKED.fullmatch(text)) and found[2] not in found["words"]:
        return found["words"].strip()
    stop = text[-1:] if text[-1:] in (".", ",") else ""
    body = text.removesuffix(stop) if stop else text
    closing = _CLOSING.get(body[:1], "")
    if len(body) < 2 or not closing or body[-1] not in closing:
        return text
    inside = _APOSTROPHE.sub("", body[1:-1])
    return text if set(inside) & {body[0], *closing} else body[1:-1].strip()


def _folded(text: str) -> list[str]:
    """Return the words, without accents, case and signs."""
    text = text.casefold()
    if not text.isascii():
        text = "".join(each for each in normalize("NFKD", text) if not combining(each))
    return _WORD.findall(text)


def _folded_set(words: str) -> frozenset[str]:
    return frozenset(_folded(words))


HELP = _folded_set(_HELP)
OPENING = HELP | _folded_set(_GREETINGS)
BESIDE = _folded_set(_BESIDE)
PHRASES = frozenset(" ".join(_folded(each)) for each in _PHRASES.split("|"))
