"""Draw a lesson as a short run of cards, the lists of both courses, and the end of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from content.lessons import Answer, Lesson
from handlers.cards import MAIN_BUTTONS, Action, Block, Button, Card, Choices, Style, Text, Tone
from handlers.domain.learning.progress import (
    EVERYBODY,
    LEADERS,
    Progress,
    is_finished,
    of_course,
    other_than,
)
from handlers.domain.people import Place

MAX_ROWS = 10
CALLED = {LEADERS: "for whoever leads", EVERYBODY: "for everybody"}
ALL = Button("All lessons", Action("lessons.list"))
NEXT = Button("Next lesson", Action("lessons.next"), Style.PRIMARY)
_YOURS = Text("Only you see what you choose, and how far you are.", Tone.NOTE)


@dataclass(frozen=True, slots=True)
class Answered:
    """What was chosen in a lesson, and the one to go on with; None: its course is done."""

    lesson: Lesson
    chosen: Answer
    following: Lesson | None


@dataclass(frozen=True, slots=True)
class Course:
    """A course as somebody is through it; ``to_recall`` is how many ideas come back to them."""

    name: str
    lessons: Sequence[Lesson]
    done: Progress
    to_recall: int = 0

    @property
    def count(self) -> int:
        """Return how many of its lessons are done."""
        return sum(each.id in self.done for each in self.lessons)

    @property
    def is_finished(self) -> bool:
        """Tell whether all of them are."""
        return is_finished(self.name, self.lessons, self.done)


def course_of(name: str, lessons: Sequence[Lesson], done: Progress) -> Course:
    """Return a course of all these lessons."""
    return Course(name, of_course(lessons, name), done)


def idea_card(lesson: Lesson, of: int) -> Card:
    """Return the first card of a lesson: its idea."""
    on = Button("Go on", _to("story", lesson), Style.PRIMARY)
    return Card(
        lesson.title, _paragraphs(lesson.idea), (on,), (_all(lesson),), aside=_aside(lesson, of)
    )


def story_card(lesson: Lesson, of: int) -> Card:
    """Return the second: a moment in which it happened."""
    on = Button("Go on", _to("question", lesson), Style.PRIMARY)
    back = Button("Back", _to("show", lesson))
    return Card(
        lesson.title,
        _paragraphs(lesson.story),
        (on,),
        (back, _all(lesson)),
        aside=_aside(lesson, of),
    )


def question_card(lesson: Lesson, of: int) -> Card:
    """Return the third: its question."""
    rows = tuple(
        Button(each.text, Action("lessons.answer", {"lesson": lesson.id, "chosen": each.key}))
        for each in lesson.answers
    )
    body = (Text(lesson.question), Choices(rows), _YOURS)
    back = Button("The story again", _to("story", lesson))
    return Card(lesson.title, body, (), (back, _all(lesson)), aside=_aside(lesson, of))


def reason_card(answered: Answered, of: int) -> Card:
    """Return the fourth: the reason for what was chosen, and for what does more; a thing to try."""
    lesson, chosen = answered.lesson, answered.chosen
    body = (
        *_chosen(chosen),
        *(() if chosen.right else _better(lesson.best)),
        Text("Try today", Tone.STRONG),
        Text(lesson.try_today),
        Text(lesson.ask, Tone.NOTE),
    )
    args = {"lesson": lesson.id, "chosen": chosen.key}
    ask = Button("Ask or disagree", Action("questions.ask", args))
    again = Button("Once more", _to("show", lesson))
    on = _following(answered)
    return Card(lesson.title, body, (on, ask), (again, _all(lesson)), aside=_aside(lesson, of))


def list_card(course: Course, start: int, *, has_next: bool) -> Card:
    """Return the lessons of a course from one on, with what is done."""
    rows = tuple(
        Button(_row(each, course.done), _to("show", each))
        for each in course.lessons[start : start + MAX_ROWS]
    )
    other = other_than(course.name)
    to_other = Button(f"Course {other}", Action("lessons.list", {"course": other}))
    tell = (_tell(course.name),) if course.is_finished else ()
    ways = (*((NEXT,) if has_next else ()), *_more(course, start), *tell, to_other)
    said = f"{course.count} of {len(course.lessons)} done. Only you see that."
    title = f"Course {course.name}, {CALLED[course.name]}"
    body: tuple[Block, ...] = (Text(said), Choices(rows))
    return Card(title, body, ways[:MAIN_BUTTONS], ways[MAIN_BUTTONS:])


def found_card(lessons: Sequence[Lesson], done: Progress, note: str = "") -> Card:
    """Return the lessons that may be meant; ``note`` says why, where it isn't plain."""
    rows = tuple(Button(_row(each, done), _to("show", each)) for each in lessons)
    why = (Text(note),) if note else ()
    return Card("Which lesson?", (*why, Choices(rows)), (ALL,))


def end_card(course: Course, other: Course) -> Card:
    """Return the card at the end of a course, which may be told to others."""
    said = f"You've done all {len(course.lessons)} of course {course.name}, {CALLED[course.name]}."
    body = (Text(said), Text(_coming_back(course.to_recall)), _YOURS)
    on: tuple[Button, ...] = ()
    if not other.is_finished and other.lessons:
        label = f"Course {other.name}, {CALLED[other.name]}"
        on = (Button(label, Action("lessons.list", {"course": other.name})),)
    return Card(f"Course {course.name} is done", body, (_tell(course.name), *on), (ALL,))


def share_card(args: Mapping[str, str], line: str, places: Sequence[Place], here: Place) -> Card:
    """Return where it may be told, and the very words; ``args`` name the course and the telling."""
    rows = tuple(
        Button(_where(each, here), Action("lessons.share", {**args, "where": str(each)}))
        for each in places
    )
    course = args["course"]
    back = Button("Back", Action("lessons.end", {"course": course}))
    if not rows:
        how = f"In the channel that you mean, type /learn {course}, and press Tell others there."
        return Card("Tell others", (Text(line, Tone.SAY), Text(how)), (back,))
    note = Text("That line and no more: nothing of what you chose.", Tone.NOTE)
    return Card("Tell others", (Text(line, Tone.SAY), Choices(rows), note), (back,))


def shared_card(where: str) -> Card:
    """Return that it is told."""
    return Card("Told", (Text(f"It goes to {where}."),), (ALL,))


def shared_line(name: str, course: str, count: int) -> str:
    """Return what others read."""
    return f"{name} has done all {count} lessons of course {course}, on customer care."


def _paragraphs(prose: str) -> tuple[Text, ...]:
    return tuple(Text(each) for each in prose.split("\n\n"))


def _chosen(chosen: Answer) -> tuple[Text, ...]:
    return Text(f"You chose: {chosen.text}", Tone.STRONG), Text(chosen.because)


def _better(answer: Answer) -> tuple[Text, ...]:
    return Text(f"What does more: {answer.text}", Tone.STRONG), Text(answer.because)


def _following(answered: Answered) -> Button:
    if answered.following is None:
        end = Action("lessons.end", {"course": answered.lesson.course})
        return Button("The end of the course", end, Style.PRIMARY)
    return Button("Next lesson", _to("show", answered.following), Style.PRIMARY)


def _coming_back(count: int) -> str:
    """Return what happens from now on."""
    if not count:
        return "From here on a thought a day is enough: /care today."
    when = "in /care today, and before a shift if you ask for that in /care me."
    if count == 1:
        what = "One idea comes back to you, from a lesson in which you first chose another answer."
        return f"{what} It will be your thought of a day: {when}"
    return (
        f"{count} ideas come back to you, one a day, from lessons in which you first chose another "
        f"answer. Each is your thought of its day: {when}"
    )


def _more(course: Course, start: int) -> tuple[Button, ...]:
    after = start + MAX_ROWS
    if after < len(course.lessons):
        args = {"course": course.name, "from": str(after)}
        return (Button("The others", Action("lessons.list", args)),)
    first = Action("lessons.list", {"course": course.name})
    return (Button("From the first", first),) if start else ()


def _tell(course: str) -> Button:
    return Button("Tell others", Action("lessons.share-ask", {"course": course}))


def _row(lesson: Lesson, done: Progress) -> str:
    return f"{lesson.number} · {lesson.title}{' (done)' if lesson.id in done else ''}"


def _where(place: Place, here: Place) -> str:
    return "In this channel" if place == here else f"In {place.called('a channel of yours')}"


def _all(lesson: Lesson) -> Button:
    return Button(ALL.label, Action("lessons.list", {"course": lesson.course}))


def _aside(lesson: Lesson, of: int) -> str:
    whose = f", {CALLED[LEADERS]}" if lesson.course == LEADERS else ""
    return f"lesson {lesson.number} of {of}{whose}"


def _to(verb: str, lesson: Lesson) -> Action:
    return Action(f"lessons.{verb}", {"lesson": lesson.id})
