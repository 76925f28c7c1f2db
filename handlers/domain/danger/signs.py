"""What a text tells by its words: danger to somebody, of which kind, and what stays private."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache

from content.danger_words import DangerWords
from content.patterns import Pattern, Sentence, parsed, sentences
from handlers.domain.danger.features import as_told
from handlers.domain.danger.matcher import Matcher, Span
from handlers.domain.danger.scores import Scores

DENIED_WITHIN = 2  # words behind "no" or "never" that it denies
MAX_BEGINNING, MAX_END = 12_000, 4_000  # characters that are read of a longer text: nobody types it
LIFE_AT_RISK = "life-at-risk"  # the branch of whoever tells of themselves
OVER_WITHIN = 6  # words between what happened and "last year", before or behind it


@dataclass(frozen=True, slots=True)
class Signs:
    """What the words of a text tell.

    ``branch`` is the likely branch of a danger, or None when there is none. ``about_me``: it is
    about the person who types. ``private``: thanks with these words stay private.
    """

    branch: str | None = None
    about_me: bool = False
    private: bool = False

    @property
    def danger(self) -> bool:
        """Tell whether somebody may be in danger."""
        return self.branch is not None or self.about_me


def signs_in(text: str, words: DangerWords, *, of_list: bool = False) -> Signs:
    """Return what a text tells; of several dangers, the one that stands first in the list.

    Where nothing of the list fits, the points of its words decide; with ``of_list`` they don't.
    """
    search, text = _compiled(words), _read(text)
    told = list(sentences(text))
    weighed = search.scores.weigh([word for sentence in told for word in as_told(sentence)])
    entry, private = len(words.entries), False
    for sentence in told:
        found = search.found(sentence, is_all=len(told) == 1)
        private = private or any(words.entries[each].is_private for each in found.entries)
        dangers = found.dangers()
        if weighed.is_nothing:
            dangers = (each for each in dangers if not words.entries[each].weighed)
        entry = min((entry, *dangers))
    if entry == len(words.entries):
        if of_list:
            return Signs(private=private)
        if weighed.kind == "self":
            return Signs(LIFE_AT_RISK, about_me=True, private=private)
        return Signs(weighed.kind, private=private)
    first = words.entries[entry]
    return Signs(first.branch, first.about == "me", private)


def likeliest(text: str, words: DangerWords) -> str | None:
    """Return the branch that a text speaks for, where it is known to be about danger.

    One bare word is enough then: "knife". None where no word speaks for any.
    """
    signs = signs_in(text, words)
    if signs.branch is not None:
        return signs.branch
    said = [word for sentence in sentences(_read(text)) for word in as_told(sentence)]
    kind = _compiled(words).scores.likeliest(said)
    return LIFE_AT_RISK if kind == "self" else kind


class _Meaning(Enum):
    """What it tells that a pattern is found."""

    WORDS = auto()  # an entry
    UNLESS = auto()  # a context in which the words of an entry mean something else
    DENIED = auto()  # "no", "without"
    OVER = auto()  # "last year"
    NOT_OVER = auto()  # "bought last year"


@dataclass(slots=True)
class _Found:
    """What was found in one sentence: entries, and the words at which they don't count."""

    sentence: Sentence
    dangerous: frozenset[int]  # entries with the mark danger
    about_me: frozenset[int]
    denying: frozenset[int]  # patterns with a "not" of their own: "not breathing"
    hits: list[tuple[int, Span]] = field(default_factory=list)
    excused: set[tuple[int, int]] = field(default_factory=set)  # (entry, word)
    denied: set[int] = field(default_factory=set)  # words
    over: list[Span] = field(default_factory=list)
    not_over: set[int] = field(default_factory=set)

    @property
    def entries(self) -> Iterator[int]:
        """Yield the entries whose words are there, whatever stands around them."""
        return (entry for entry, _ in self.hits)

    def dangers(self) -> Iterator[int]:
        """Yield the entries that tell of a danger now."""
        past = self._past()
        for entry, span in self.hits:
            ends = {span.first} if span.pattern in self.denying else {span.first, span.last}
            if entry not in self.dangerous or ends & self.denied:
                continue
            if past & {span.first, span.last}:
                continue
            if entry in self.about_me and span.last in self.sentence.quoted:
                continue
            if not any((entry, word) in self.excused for word in _words_of(span)):
                yield entry

    def deny(self, span: Span) -> None:
        """Take the danger out of the words that follow, up to a pause."""
        for word in range(span.last + 1, span.last + 1 + DENIED_WITHIN):
            if word in self.sentence.pauses:
                break
            self.denied.add(word)

    def _past(self) -> set[int]:
        """Return the words around which it is told of what is over."""
        return {
            word
            for span in self.over
            if self.not_over.isdisjoint(_words_of(span))
            for word in range(span.first - OVER_WITHIN, span.last + OVER_WITHIN + 1)
        }


class _Search:
    """The list of a pack, made ready once: all of its patterns, and what each stands for."""

    def __init__(self, words: DangerWords) -> None:
        self.scores = Scores(words.points)
        entries = list(enumerate(words.entries))
        self._about_me = frozenset(number for number, each in entries if each.about == "me")
        self._dangerous = frozenset(number for number, each in entries if each.is_danger)
        self._alone = frozenset(number for number, each in entries if each.alone)
        self._small = frozenset(words.groups.get("small", "").split("|"))
        self._meanings: list[tuple[_Meaning, int]] = []
        patterns: list[Pattern] = []

        def add(meaning: _Meaning, lines: Iterable[str], entry: int = -1) -> None:
            for line in lines:
                patterns.append(parsed(line, words.groups))
                self._meanings.append((meaning, entry))

        add(_Meaning.DENIED, words.denied)
        add(_Meaning.OVER, words.not_now.words)
        add(_Meaning.NOT_OVER, words.not_now.unless)
        for number, entry in entries:
            add(_Meaning.WORDS, entry.words, number)
            add(_Meaning.UNLESS, entry.unless, number)
        self._matcher = Matcher(patterns)
        denied = [part for pattern in patterns[: len(words.denied)] for part in pattern]
        self._denying = frozenset(
            number
            for number, pattern in enumerate(patterns)
            if any(part.words & other.words for part in pattern for other in denied)
        )

    def found(self, sentence: Sentence, *, is_all: bool) -> _Found:
        """Return what is found in a sentence; ``is_all``: nothing else was typed."""
        found = _Found(sentence, self._dangerous, self._about_me, self._denying)
        for span in self._matcher.spans(sentence.words):
            meaning, entry = self._meanings[span.pattern]
            match meaning:
                case _Meaning.WORDS:
                    if entry not in self._alone or (is_all and self._stands_alone(span, sentence)):
                        found.hits.append((entry, span))
                case _Meaning.UNLESS:
                    found.excused.update((entry, word) for word in _words_of(span))
                case _Meaning.DENIED:
                    found.deny(span)
                case _Meaning.OVER:
                    found.over.append(span)
                case _Meaning.NOT_OVER:
                    found.not_over.update(_words_of(span))
        return found

    def _stands_alone(self, span: Span, sentence: Sentence) -> bool:
        around = (*sentence.words[: span.first], *sentence.words[span.last + 1 :])
        return self._small.issuperset(around)


def _read(text: str) -> str:
    """Return what is looked at of a text; what is pasted may be as long as a book."""
    if len(text) <= MAX_BEGINNING + MAX_END:
        return text
    return f"{text[:MAX_BEGINNING]}\n{text[-MAX_END:]}"


def _words_of(span: Span) -> range:
    return range(span.first, span.last + 1)


@lru_cache(maxsize=8)  # a pack in use, the one before it, and those of tests
def _compiled(words: DangerWords) -> _Search:
    return _Search(words)
