"""How words to look for are written in a pack, and how a text is read for them.

``smell* .. gas|smoke`` is three parts: a word with any ending, a gap of up to three other words,
and one of two words. ``...`` is a gap of up to six, ``the?`` a word that may be missing, and
``{someone}`` stands for any word of the group of that name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

SHORTEST_STEM = 3  # letters before an asterisk
GAPS = {"..": 3, "...": 6}  # words that may stand between
MAX_SENTENCE = 200  # words that are read as one; of a longer one the parts overlap
OVERLAP = 15  # words
_APOSTROPHES = "'’ʼ`´"
_TOKEN = re.compile(
    rf"(?P<word>[^\W_]+(?:[{_APOSTROPHES}][^\W_]+)*)"
    r"|(?P<stop>[.!?…;\n]+)|(?P<pause>[,:()–—]|\s-+\s)|(?P<quote>[\"“”„«»])"
)
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_ENDINGS = ("s", "m", "re", "ve", "ll", "d")  # of "he's", "I'm": a word of their own
# As people type them in a hurry.
_RUN_TOGETHER = {
    f"{word}{ending}": (word, ending)
    for word, ending in (
        *(("i", "m"), ("i", "ve"), ("he", "s"), ("she", "s"), ("there", "s"), ("who", "s")),
        *(("they", "re"), ("they", "ve"), ("you", "re"), ("you", "ve"), ("we", "ve")),
    )
}
_GROUP = re.compile(r"\{([a-z-]+)\}")


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a pattern: one of these, or one that begins with one of the stems."""

    words: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    optional: bool = False
    any_word: bool = False

    def fits(self, word: str) -> bool:
        """Tell whether a word of a text can stand here."""
        return self.any_word or word in self.words or any(map(word.startswith, self.stems))


Pattern = tuple[Part, ...]
_ANY = Part(optional=True, any_word=True)


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a sentence, folded; before which of them one pauses; which are quoted."""

    words: Sequence[str]
    pauses: frozenset[int]
    quoted: frozenset[int]


def parsed(line: str, groups: Mapping[str, str]) -> Pattern:
    """Return a line of a pack as a pattern, or raise ValueError with what is wrong."""
    parts: list[Part] = []
    for written in line.split():
        if written in GAPS:
            parts += [_ANY] * GAPS[written]
        else:
            parts += _part(written, groups)
    if not parts or parts[0].optional or parts[-1].optional:
        raise ValueError("should begin and end with words that have to be there")
    return tuple(parts)


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text, in order."""
    words: list[str] = []
    pauses, quoted, inside = set[int](), set[int](), False
    for token in _TOKEN.finditer(text):
        match token.lastgroup:
            case "word":
                new = _folded(token[0])
                if inside:
                    quoted.update(range(len(words), len(words) + len(new)))
                words += new
            case "pause":
                pauses.add(len(words))
            case "quote":
                inside = not inside
        ended, is_full = token.lastgroup == "stop", len(words) >= MAX_SENTENCE
        if words and (ended or is_full):
            yield Sentence(words, frozenset(pauses), frozenset(quoted))
            words, pauses, quoted = [] if ended else words[-OVERLAP:], set(), set()
    if words:
        yield Sentence(words, frozenset(pauses), frozenset(quoted))


def _part(written: str, groups: Mapping[str, str]) -> list[Part]:
    """Return the parts of one written word: two for "he's"."""

    def group(found: re.Match[str]) -> str:
        if found[1] not in groups:
            raise ValueError(f"has the group «{found[1]}», which is not under groups")
        return groups[found[1]]

    optional = written.endswith("?")
    choices = _GROUP.sub(group, written.removesuffix("?")).split("|")
    if len(choices) == 1 and not choices[0].endswith("*"):
        alone = _folded_line(choices[0]) or [_one_word(written)]
        return [Part(frozenset([each]), optional=optional) for each in alone]
    words = {_one_word(each) for each in choices if not each.endswith("*")}
    stems = {_one_word(each[:-1]) for each in choices if each.endswith("*")}
    if any(len(each) < SHORTEST_STEM for each in stems):
        raise ValueError(f"needs {SHORTEST_STEM} letters or more before an asterisk")
    return [Part(frozenset(words), frozenset(stems), optional)]


def _one_word(written: str) -> str:
    words = _folded_line(written)
    if len(words) != 1 or "*" in written:
        raise ValueError(f"has «{written}» where one word should stand: word, word*, a|b, {{…}}")
    return words[0]


def _folded_line(text: str) -> list[str]:
    return [word for sentence in sentences(text) for word in sentence.words]


def _folded(token: str) -> Sequence[str]:
    """Return a word in small letters; "he's" is two, "can't" is cant."""
    token = token.casefold()
    if token.isalpha():
        return _RUN_TOGETHER.get(token) or (token,)
    *before, last = _APOSTROPHE.split(token)
    if before and last in _ENDINGS:
        return ("".join(before), last)
    return ("".join((*before, last)),)
