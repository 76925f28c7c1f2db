"""Keys and tokens of services, addresses that are secrets themselves, and e-mail addresses."""

import re
import string
from collections.abc import Iterator

from handlers.domain.redaction.patterns import any_of
from handlers.domain.redaction.view import Kind, Span

LONG = 32  # characters, from which on fewer changes will do
MAX_FOUND = 1000  # addresses in a text; more are no note of a person: all between them goes
MAX_SCHEME = 12  # letters before ://
MAX_NAME = 64  # characters before the @
MAX_LENGTH = 4096  # of a word; a longer one is none

_TAIL = r"(?>(?:\.{1,2}[A-Za-z0-9_-]++)*)"
# How the keys of services begin, with how much of one there is at least.
_PREFIXES = (
    *(r"xox[a-z](?:\.xox[a-z])?-[\w.-]{8,}+", r"xapp-[\w.-]{8,}+", r"xwfp-[\w.-]{8,}+"),  # Slack
    *(r"gh[oprsu]_\w{8,}+", r"github_pat_\w{8,}+"),
    r"gl(?:pat|ptt|dt|rt|cbt|ft|soat|imt|agent|oas|ffct|wt)-[\w-]{8,}+",  # GitLab
    *(rf"{each}_(?:live|test|prod)_[\w-]{{8,}}+" for each in ("sk", "rk", "pk", "shippo", "ak")),
    *(
        rf"{each}_(?=[\w-]{{0,40}}\d)[\w=-]{{16,}}+"
        for each in (
            *("whsec", "npm", "hf", "gsk", "figd", "tfp", "sbp", "rdme", "ntn", "aio", "r8", "glc"),
            *("glsa", "pnu", "apify", "lsv2", "dsk", "shp[acps][a-z]", "rubygems", "CLOJARS"),
            *("sntry[su]", "do[opr]_v1", "dckr_pat", "secret", "ops", "pscale_[a-z]{2,5}", "sk"),
            *("lin_api", "lin_oauth", "sb_secret"),
        )
    ),
    *(r"sk-[\w-]{16,}+", r"api_org_[A-Za-z]{20,}+", r"hf_[A-Za-z]{30,}+"),
    *(
        rf"{each}-(?=[\w-]{{0,80}}\d)[\w-]{{16,}}+"
        for each in (
            *("pypi", "pplx", "nvapi", "xai", "pul", "key", "PMAK", "NRAK", "NRJS", "NRII", "NRAL"),
            *("API", "GOCSPX", "xkeysib", "xsmtpsib", "FLWSECK(?:_TEST)?", "FLWPUBK(?:_TEST)?"),
            *("fio-u", "tk-us", "s-s4t2(?:ud|af)", "access-[a-z]{7,11}", "sq0[a-z]{3}", "A3"),
            *("AGE-SECRET-KEY",),
        )
    ),
    r"A(?:KIA|SIA|BIA|CCA|GPA|IDA|ROA|NPA|NVA|PKA|SCA|3T[A-Z0-9])[A-Z0-9]{12,}+",  # AWS
    *(r"ABSK[\w+/=]{40,}+", r"AIza[\w-]{20,}+", r"ya29\.[\w-]{10,}+", r"1//0[\w-]{20,}+"),  # Google
    *(rf"{each}[0-9a-f]{{32}}" for each in ("AC", "SK", "VA", "MG", "PN", "dapi")),  # Twilio …
    *(r"SG\.[\w-]{10,}+\.[\w-]{10,}+", r"sl\.[\w-]{30,}+", r"hv[sbr]\.[\w-]{20,}+"),
    *(r"dt0[a-z]\d\d\.[\w.]{20,}+", r"dp\.(?:pt|st|ct|sa|scim|audit)\.\w{20,}+"),
    *(r"EAA[A-Za-z0-9]{20,}+", r"EZ[AT]K[A-Za-z0-9]{20,}+", r"AT(?:ATT3|BB|CTT3)[\w=-]{16,}+"),
    *(r"AKCp[A-Za-z0-9]{20,}+", r"LTAI[A-Za-z0-9]{12,}+", r"oy2[a-z0-9]{30,}+"),
    r"pat[A-Za-z0-9]{14}\.[0-9a-f]{20,}+",
    rf"eyJ[A-Za-z0-9_-]{{5,}}+{_TAIL}",  # a JSON Web Token
)
_KEY = re.compile(rf"(?:{any_of(_PREFIXES, alone=True)}){_TAIL}", re.ASCII)
_NUMBERED = re.compile(r"\d(?<!\d\d)\d{7,9}:[A-Za-z0-9_-]{30,}+")  # Telegram
# No word holds these, so a key may begin in the middle of one.
_CLEAR = re.compile(
    r"(?:gh[oprsu]_[A-Za-z0-9]{16}|github_pat_\w{8}|xox[a-z]-\d|eyJ[A-Za-z0-9_-]{15}"
    rf"|A[KS]IA[A-Z0-9]{{16}}|[prs]k_(?:live|test)_\w{{8}})[\w-]*+{_TAIL}",
    re.ASCII,
)
_SCHEME = re.compile(r"(?:[Bb](?:earer|asic)|BEARER)\s{1,3}([A-Za-z0-9._~+/=-]{8,}+)")
_CURL = re.compile(r"-(?:u|-user)[ =]{1,2}[\"']?[^\s:\"']{0,40}:([^\s\"']++)")
_ADDRESS = re.compile(r"://[^\s<>\"\ue000]++")
_USER = re.compile(r"://([^\s/@:\[]*:[^\s/@\[]+)@|://([^\s/@:\[.]{20,})@")
_HOOK = re.compile(
    r"hooks?[./]|webhook|/bot\d+:|/robot/send|logic\.azure\.com|chat\.googleapis\.com/v1/spaces"
    r"|open-apis/bot|[?&](?:sig|x-amz-signature)=",
    re.IGNORECASE,
)
_PEM = re.compile(r"-{2,5} ?BEGIN [A-Z0-9 ]{1,50}-{2,5}|PuTTY-User-Key-File-\d")
_END = re.compile(r"-{2,5} ?END [A-Z0-9 ]{1,50}-{2,5}|Private-MAC: ?\w*")
_WORD = re.compile(r"[A-Za-z0-9_+/=~-]{20,}+")
_DOMAIN = re.compile(r"@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_NAME = re.compile(r"[\w.+'%&!#$*-]+")
_HEX = re.compile(r"[0-9a-f]{32,}|[0-9A-F]{32,}")
_UUID = re.compile(r"(?i:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_KINDS = {
    **dict.fromkeys(map(ord, string.ascii_lowercase), "a"),
    **dict.fromkeys(map(ord, string.ascii_uppercase), "A"),
    **dict.fromkeys(map(ord, string.digits), "0"),
    **dict.fromkeys(map(ord, "_+/=~-")),
}
_CHANGES = ("aA", "Aa", "a0", "0a", "A0", "0A")


def find_keys(text: str) -> Iterator[Span]:
    """Yield the keys, tokens, PEM blocks and secret addresses of a text."""
    found = [*_blocks(text), *_addresses(text), *_prefixed(text), *_random(text)]
    yield from without_overlaps((start, end, Kind.TOKEN) for start, end in found)


def find_emails(text: str) -> Iterator[Span]:
    """Yield the e-mail addresses of a text."""
    found, last = list(_DOMAIN.finditer(text)), 0
    if len(found) > MAX_FOUND:
        yield max(0, found[0].start() - MAX_NAME), found[-1].end(), Kind.EMAIL
        return
    for match in found:
        before = text[max(last, match.start() - MAX_NAME) : match.start()]
        if name := _NAME.match(before[::-1]):
            yield match.start() - name.end(), match.end(), Kind.EMAIL
            last = match.end()


def without_overlaps(spans: Iterator[Span]) -> Iterator[Span]:
    """Yield spans in order; what begins within an earlier one makes that one longer."""
    held: Span | None = None
    for start, end, what in sorted(spans):
        if held is not None and start < held[1]:
            held = (held[0], max(held[1], end), held[2])
            continue
        if held is not None:
            yield held
        held = (start, end, what)
    if held is not None:
        yield held


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield what stands between the lines of PEM; without an end all that follows belongs to it."""
    at = 0
    while head := _PEM.search(text, at):
        end = _END.search(text, head.end())
        at = end.end() if end else len(text)
        yield head.start(), at


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield the addresses by which anybody may post, and the passwords that stand in others."""
    for match in _ADDRESS.finditer(text):
        address = match.group()
        if _HOOK.search(address):
            yield _scheme(text, match), match.start() + len(address.rstrip(".,;:!?)]}'"))
        elif user := _USER.match(address):
            group = 1 if user[1] else 2
            yield match.start() + user.start(group), match.start() + user.end(group)


def _scheme(text: str, address: re.Match[str]) -> int:
    """Return where an address begins: before the ``://`` by which it was found."""
    before = text[max(0, address.start() - MAX_SCHEME) : address.start()]
    return address.start() - len(before) + len(before.rstrip(string.ascii_letters))


def _prefixed(text: str) -> Iterator[tuple[int, int]]:
    """Yield what begins as the keys of a service do."""
    for pattern in (_KEY, _CLEAR, _NUMBERED):
        yield from (each.span() for each in pattern.finditer(text))
    yield from (each.span(1) for each in _CURL.finditer(text))
    yield from (each.span(1) for each in _SCHEME.finditer(text) if _is_mixed(each[1]))


def _random(text: str) -> Iterator[tuple[int, int]]:
    """Yield long words that nobody would make up: they change between kinds of sign too often."""
    for match in _WORD.finditer(text):
        word = match.group()
        if len(word) > MAX_LENGTH or _is_random(word):
            yield match.span()


def _is_mixed(word: str) -> bool:
    """Tell whether a word looks made up by a machine, or by somebody told to: not only letters."""
    return any(sign.isdigit() for sign in word) or (len(word) > 20 and not word.islower())


def _is_random(word: str) -> bool:
    """Tell whether a word is as mixed as a key; a uuid, a title in an address and a part are not.

    Of random letters and digits two neighbours in three differ in kind, of small letters and
    digits two in five.
    """
    if _UUID.fullmatch(word):
        return False
    if _HEX.fullmatch(word):
        return not word.isdigit() and not word.isalpha()
    kinds = word.translate(_KINDS)
    changes = sum(map(kinds.count, _CHANGES))
    if len(set(kinds)) == 3:
        return changes >= len(kinds) * (0.38 if len(kinds) < LONG else 0.28)
    return "0" in kinds and len(word) >= 24 and changes >= len(kinds) * 0.25
