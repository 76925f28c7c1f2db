"""Find a lesson by what is typed: its number, words of its title, or an idea that it teaches."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from content.lessons import Lesson
from content.models import Content
from handlers.ideas.search import search as search_ideas

MAX_FOUND = 6
_NUMBER = re.compile(r"(?:lesson|number|no\b\.?|#|\s)*0*([1-9][0-9]?)\W*")
_CLOSEST = 0.6  # alike, of 1, for a title that is misspelt


def find(content: Content, typed: str) -> Sequence[Lesson]:
    """Return the lessons that are meant, the likeliest first; a number or a whole title is one."""
    lessons = sorted(content.lessons, key=lambda each: each.number)
    if number := _NUMBER.fullmatch(typed.casefold()):
        return [each for each in lessons if each.number == int(number[1])]
    words = typed.casefold().removeprefix("lesson").strip(" .,:;!?")
    if not words:
        return []
    titles = {each.title.casefold(): each for each in lessons}
    beginning = re.compile(rf"(?<!\w){re.escape(words)}")
    if words in titles:
        return [titles[words]]
    inside = [each for title, each in titles.items() if beginning.search(title)]
    if inside:
        return inside[:MAX_FOUND]
    if near := get_close_matches(words, titles, 1, _CLOSEST):
        return [titles[near[0]]]
    return _teaching([each.id for each in search_ideas(content, words)], lessons)


def _teaching(ideas: Sequence[str], lessons: Sequence[Lesson]) -> Sequence[Lesson]:
    """Return the lessons that teach one of these ideas, the first idea's first."""
    found = (each for idea in ideas for each in lessons if idea in each.ideas)
    return list({each.id: each for each in found}.values())[:MAX_FOUND]
