"""What a word says to be secret: passwords, PINs, codes that were sent, keys with a name."""

import re
from collections.abc import Iterator

from handlers.domain.redaction.patterns import any_of
from handlers.domain.redaction.view import KEPT, Kind, Span

MAX_FOUND = 300  # such words in a text; more are no note of a person: all between them goes
MIN_LENGTH = 4  # of a password that nothing but its looks gives away
MIN_WORDS = 4  # of a password that is made of plain words

_SECRETS = (
    *(r"passw(?:or|oo)?r?ds?", r"pass w(?:or|oo)?r?ds?", "passwd", "pwd", "pass ?phrases?"),
    *(
        "pass ?codes?",
        r"pass(?=\s?[:=]| is )",
        r"pw(?=[\s:=])",
        r"credentials",
        r"login(?=\s?[:=])",
    ),
    *("passw[oö]rte?r?s?", "kenn?w[oö]rte?r?s?", "zugangsdaten", "mots?[ -]de[ -]passe", "mdp"),
    *("contrase[nñ]as?", "clave(?: de acceso| secreta)?", "palabra clave", "has[lł][aoe]m?"),
    *("senhas?", "palavra-passe", "wachtwoord(?:en)?", "adgangskode", "l[oö]senord", "passord"),
    *("salasana", "heslo", "parol[aeăi]", "jelsz[oó]", "sifre", "şifre", "парол[ья]"),
    *("密码", "密碼", "パスワード", "비밀번호"),
)
_CODES = (
    *("pin(?:[ -]?(?:code|kod|nummer|number|nr|no))?", "cvv2?", "cvc2?", "cvn", "csc", "tan"),
    *("mtan", "otp", "puk", r"cid(?=[\s:=]+\d)", "security[ -]?(?:code|number)", "cryptogramme"),
    *("card security code", "verification[ -]?(?:code|number)", "kartenprüfnummer"),
    *("kartensicherheitscode", "sicherheits-?code", "pr[uü]f(?:zahl|ziffer|nummer)"),
    *("one[ -]time (?:pass)?(?:code|pin|word)", "einmal(?:code|pin|kennwort|passwort)"),
    *("2fa(?:[ -]?code)?", "sms[ -]?code", "confirmation code", "authentication code"),
    *("access code", "door code", "gate code", "alarm code", "zugangs-?code", "türcode"),
    *("best[aä]tigungs-?code", "verifizierungs-?code", "freischalt-?code", "tuercode"),
    *("code (?:secret|de s[eé]curit[eé]|confidentiel|pin)", "beveiligingscode"),
    *("c[oó]digo (?:de (?:seguridad|verificaci[oó]n|seguran[cç]a)|secreto)",),
    *("codice (?:di sicurezza|segreto|pin)", "kod (?:pin|cvv|bezpiecze[nń]stwa)"),
)
_KEYS = (
    *("api[_ -]?key", "api[_ -]?token", "secret[_ -]?key", "secret[_ -]?access[_ -]?key"),
    *("access[_ -]?key(?:[_ -]?id)?", "access[_ -]?token", "auth[_ -]?token", "bot[_ -]?token"),
    *("refresh[_ -]?token", "bearer[_ -]?token", "session[_ -]?(?:token|id)", "app[_ -]?token"),
    *("private[_ -]?(?:key|token)", "personal[_ -]?access[_ -]?token", "user[_ -]?token"),
    *("client[_ -]?secret", "app[_ -]?secret", "encryption[_ -]?key", "signing[_ -]?secret"),
    *("signing[_ -]?key", "account[_ -]?key", "shared[_ -]?access[_ -]?(?:key|signature)"),
    *("consumer[_ -]?(?:key|secret)", "authorization", "x-api-key", "sessid", "cookie"),
    *("licen[cs]e[_ -]?key", "lizenzschlüssel", "recovery[_ -]?(?:code|phrase|key)"),
    *("seed[_ -]?phrase", "token", "secret", "auth(?=[:=])", "sig(?=[:=])", "signature"),
    *("passkey", "key(?==)", "code(?==)", r"_key(?=\s?[?:]{0,3}=)"),
)
# These say other things too: a value of theirs must look like one.
_WEAK = frozenset(
    (
        "token",
        "secret",
        "auth",
        "sig",
        "signature",
        "cookie",
        "code",
        "key",
        "_key",
        "clave",
        "login",
    )
)

_SAID = re.compile(rf"(?:{any_of((*_CODES, *_SECRETS, *_KEYS))})(?![^\W_])")
_CODE = re.compile("|".join(_CODES))
_IS = (
    r"(?:=>|->|[?:]{0,3}=|:"
    r"|(?<!\w)(?:is|was|ist|war|lautet|est|es|era|è|jest|to|é|are|sind)(?!\w):?)"
)
_SIGN = re.compile(
    rf"[\s\"'*`]{{0,3}}(?P<between>(?:[\w'()-]{{1,20}}[ \t]{{1,2}}){{0,4}}?)"
    rf"[\s\"'*`]{{0,3}}(?P<is>{_IS})"
)
_VALUE = re.compile(
    rf"\s{{0,3}}(?:\"([^\"\n]{{1,80}})\"|'([^'\n]{{1,80}})'|`([^`\n]{{1,80}})`"
    rf"|\*{{0,3}}([^\s{KEPT}]++))"
)
_DIGITS = re.compile(
    r"(?:[\s\"'*`:=#.-]{1,3}(?:(?:no|nr|number|code|is|was|ist|lautet|est|es|è|jest|é)(?!\w))?){0,4}?"
    r"[\s\"'*`:=#-]{1,3}(\d(?:[ -]?\d){2,7})(?!\d)"
)
_WORDS = re.compile(r"(?>(?:[ \t]{1,2}[^\W\d_]{3,12}(?![^\s.,;:!?)]))+)")
_PHRASE = re.compile(r".*(?:phrase|credentials)")
# With these somebody goes on to speak of it.
_SPEECH = frozenset(
    (
        *("and", "but", "the", "that", "this", "then", "was", "were", "has", "have", "had"),
        *("did", "does", "doesn", "not", "she", "her", "they", "them", "you", "your", "our"),
        *("when", "who", "why", "for", "with", "from", "because", "still", "again", "never"),
        *("fails", "failed", "works", "worked", "since", "und", "aber", "das", "der", "die"),
        *("den", "nicht", "sie", "ihr", "ihre", "wir", "dann", "weil", "geht", "ging", "kein"),
        *("keine", "wieder", "immer", "est", "mais", "elle", "les", "des", "une", "pas"),
        *("pour", "avec", "que", "pero", "ella", "los", "las", "una", "para", "por", "con"),
        *("come", "della"),
    )
)
_NEGATED = re.compile(r"[a-z]{2,6}n['’]t")
_NEXT = re.compile(r"[&;,](?=[\w.-]+=)|[\"'](?=[,;}\]])")
_MARKED = re.compile(r"\[(?:password|token|card|iban|phone|number|e-mail)")
_DATE_LIKE = re.compile(r"\d{1,4}[./:-]\d{1,2}(?:[./:-]\d{1,4})?\W*")
_ODD = re.compile(r"[a-z][A-Z]|[!@#$%^&*+=~|<>?§€{}\\](?=.)|[!@#$%^*+=§€]$")
_SCHEMES = frozenset(("bearer", "basic", "digest", "token", "negotiate"))
_ENDS = ".,;:)]}>\"'*`"


def find_passwords(text: str) -> Iterator[Span]:
    """Yield what stands behind a word that says it is secret, the word itself left out."""
    low = text.lower()
    said = [each for each in _SAID.finditer(low) if not _is_other(text, low, each)]
    if len(said) > MAX_FOUND:
        yield said[0].end(), len(text), Kind.PASSWORD
        return
    last = 0
    for word in said:
        if word.end() >= last and (span := _code(low, word) or _value(text, low, word)):
            yield *span, Kind.PASSWORD
            last = span[1]


def _is_other(text: str, low: str, word: re.Match[str]) -> bool:
    """Tell what only looks so: a word of ours, *tan* shoes, the end of *spin*; not ``db_pwd``."""
    if low.startswith(f"[{word.group()}]", word.start() - 1):
        return True
    if word.group() == "tan" and not text[word.start() : word.end()].isupper():
        return True
    before = low[word.start() - 1 : word.start()]
    return before.isalpha() and (_is_code(word) or len(word.group()) < MIN_LENGTH)


def _is_code(word: re.Match[str]) -> bool:
    return _CODE.match(word.string, word.start(), word.end()) is not None


def _code(low: str, word: re.Match[str]) -> tuple[int, int] | None:
    """Return where a short code of digits stands: directly behind its name."""
    found = _DIGITS.match(low, word.end()) if _is_code(word) else None
    return found.span(1) if found else None


def _value(text: str, low: str, word: re.Match[str]) -> tuple[int, int] | None:
    """Return where the secret stands, after a sign or a word that means *is*, or at once."""
    said = _SIGN.match(low, word.end())
    at = said.end() if said else word.end()
    found = _VALUE.match(text, at)
    if found is None:
        return None
    group = found.lastindex or 0
    start, end = found.span(group)
    if group == found.re.groups:
        end = start + len(_NEXT.split(found[group], maxsplit=1)[0].rstrip(_ENDS))
    value = text[start:end]
    if not value or _MARKED.match(value) or value.lower() in _SCHEMES:
        return None
    is_signed = said is not None and said["is"].endswith((":", "=", ">")) and not said["between"]
    is_sure = is_signed and word.group() not in _WEAK and not _is_code(word)
    is_quoted = said is not None and group < found.re.groups
    if is_sure and not is_quoted and _is_speech(text, word, value, end):
        return None
    if is_sure and not is_quoted and value.isalpha():
        return start, _end_of_words(text, word, end)
    return (start, end) if is_sure or is_quoted or _looks_secret(value) else None


def _is_speech(text: str, word: re.Match[str], value: str, end: int) -> bool:
    """Tell whether somebody speaks of the password, and doesn't say it: *password: not working*."""
    if _PHRASE.fullmatch(word.group()) or _WORDS.match(text, end) is None:
        return False
    return value.lower() in _SPEECH or _NEGATED.fullmatch(value.lower()) is not None


def _end_of_words(text: str, word: re.Match[str], end: int) -> int:
    """Return where a password of plain words ends whose first ends there."""
    following = _WORDS.match(text, end)
    if following is None:
        return end
    words = following.group().split()
    spoken = next((n for n, each in enumerate(words) if each.lower() in _SPEECH), len(words))
    if not _PHRASE.fullmatch(word.group()) and spoken + 1 < MIN_WORDS:
        return end
    last = list(re.finditer(r"\S+", following.group()))[:spoken]
    return end + last[-1].end() if last else end


def _looks_secret(value: str) -> bool:
    """Tell whether this is no plain word: digits in it, or signs, or capitals in its middle."""
    if len(value) < MIN_LENGTH or _DATE_LIKE.fullmatch(value):
        return False
    return any(map(str.isdigit, value)) or bool(_ODD.search(value))
