"""The cards of the week: read in five seconds; they name nobody but the owners of rules."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from content.flow import Flow
from handlers.cards import Action, Block, Button, Card, Chart, Facts, Style, Text, Tone
from handlers.domain.insights.anonymity import MIN_TEAM, TOO_FEW, Shown
from handlers.domain.insights.rule import Rule, Told
from handlers.domain.insights.scopes import WORKSPACE, Without
from handlers.domain.insights.week import (
    NOT_SAID,
    OTHER,
    SPAN,
    WEEK,
    Part,
    before,
    last_day,
    last_whole,
)
from handlers.insights.rule_cards import NOBODY, owner_button, owner_words, told_words
from handlers.insights.week.counting import Report, told_in

FEW = "few"
NOTE = (
    f"{FEW}: {TOO_FEW} are behind it, as behind nought, or one of them behind most of it; or it "
    "would give such a figure away. In brackets: the week before."
)
_PERHAPS = "Perhaps the rule is wrong."
DIGEST = Button("As a channel's digest …", Action("week.digest-ask"))
_WHY: Mapping[Without, str] = {
    Without.NOBODY: "You have no list of your team yet. Type /care team with their names.",
    Without.SMALL: (
        f"When this week was counted, your list had fewer than {MIN_TEAM} people. Figures of so "
        "few would tell of each of them."
    ),
    Without.APART: (
        f"Beside your list, or between it and another, there are fewer than {MIN_TEAM} people. "
        "Whoever reads both weeks could tell of each of them."
    ),
    Without.LATER: "This week was counted before you had a list. The next one will have yours.",
}


def week_card(report: Report, flow: Flow, *, reader: str, sets: bool) -> Card:
    """Return the week as a manager or an admin reads it; ``sets``: they may set its digest."""
    if report.week.without is not None:
        return _without_card(report)
    rule = bent_most(report)
    about = _rule_button(rule, report, reader) if rule else None
    buttons = ((about,) if about else ()) + (_earlier_button(report), *((DIGEST,) if sets else ()))
    owner = _owner_words(rule, report, reader) if rule else ""
    body = (Text(f"{line(report, flow)}{owner}", Tone.STRONG), *_figures(report, flow))
    return Card(_title(report), body, buttons, _later_buttons(report))


def digest_card(report: Report, flow: Flow) -> Card:
    """Return the week as a channel reads it: nobody is named, nothing can be pressed."""
    body = (Text(line(report, flow), Tone.STRONG), *_figures(report, flow))
    return Card(_title(report), body)


def nothing_card(starts_on: date) -> Card:
    """Return that a week was never counted, and can't be any more."""
    text = (
        f"Nobody asked for the week from {day_words(starts_on)} in time, and notes are deleted. "
        "Let the week come to a channel, and each is counted when it is over."
    )
    newest = Button("The last week", Action("week.show"), Style.PRIMARY)
    return Card("That week was not counted", (Text(text),), (newest,))


def line(report: Report, flow: Flow) -> str:
    """Return the one line that matters of a week."""
    if (rule := bent_most(report)) is not None and rule.told is not None:
        return f"“{rule.name}” was {_told_words(rule, rule.told, report)}. {_PERHAPS}"
    figures = report.week.figures[Part.CAUSES].figures
    said = {
        each.label: figure
        for each in flow.causes
        if each.id != OTHER and (figure := figures.get(each.id))
    }
    if not said:
        return "Nothing stands out this week."
    most = max(said, key=lambda label: said[label])
    return f"Most often: “{most}”, {said[most]} times."


def bent_most(report: Report) -> Rule | None:
    """Return the rule that was bent most, of those whose owner was told and hasn't decided yet."""
    return next(iter(report.rules), None)


def was_told(rule: Rule, report: Report) -> bool:
    """Tell whether somebody has let its owner know once more since the week was over."""
    return rule.told_again_at is not None and rule.told_again_at >= report.week.until


def cause_labels(flow: Flow) -> Mapping[str, str]:
    """Return what a complaint may have been about, by key, in the words of the pack."""
    labels = {each.id: each.label for each in flow.causes}
    return {**labels, OTHER: labels.get(OTHER, "Other"), NOT_SAID: "Not said"}


def day_words(day: date) -> str:
    """Return ``Thu 26 Nov``."""
    return f"{day:%a} {day.day} {day:%b}"


def _title(report: Report) -> str:
    whose = "Your team's week" if report.whose != WORKSPACE else "The week"
    return f"{whose} to {day_words(report.week.ends_on)}"


def _figures(report: Report, flow: Flow) -> Iterable[Block]:
    """Yield the chart, the rows and what the small word in them means."""
    yield _chart(report, flow)
    yield Facts(tuple(_rows(report)))
    if report.week.lines:
        yield Text("What was given, in words of agents who let the week show them:")
        yield from (Text(each, Tone.SAY) for each in report.week.lines)
    yield Text(NOTE, Tone.NOTE)


def _chart(report: Report, flow: Flow) -> Chart:
    weeks = [report.week, *([report.earlier] if report.earlier else [])]
    found = [each.figures[Part.CAUSES].figures for each in weeks]
    labels = cause_labels(flow).items()
    rows = tuple((label, tuple(each.get(key) for each in found)) for key, label in labels)
    series = ("This week", "The week before")[: len(weeks)]
    return Chart("Complaints of the week", "What went wrong", series, rows, FEW)


def _rows(report: Report) -> Iterable[tuple[str, str]]:
    yield "Complaints", _total(report, Part.CAUSES)
    yield "The customer", _pieces(report, Part.OUTCOMES, ("accepted", "did not", "was not asked"))
    yield "Second time", _figure(report, Part.AGAIN, "second")
    yield "Promises", _pieces(report, Part.PROMISES, ("kept", "moved, then kept", "broken"))
    yield "Passed on", f"ideas {_figure(report, Part.IDEAS, 'ideas')}"
    given = _pieces(report, Part.GIVEN, ("less than owed", "what was owed", "more", "not said"))
    yield "Given", f"{given}{_share(report.week.figures[Part.GIVEN])}"
    yield _pages_label(report), _pages(report)


def _share(given: Shown) -> str:
    """Return how many got more, of those of whom it was said."""
    said = [given.figures[key] for key in ("less", "owed", "more")]
    if any(each is None for each in said):
        return ""
    less, owed, more = (each or 0 for each in said)
    return f" · more for {round(100 * more / (less + owed + more))} % of those told"


def _pages_label(report: Report) -> str:
    if report.pages is None:
        return f"Pages, over {SPAN} weeks"
    return f"Pages, {SPAN} weeks to {day_words(report.pages.ends_on)}"


def _pages(report: Report) -> str:
    if report.pages is None:
        if not report.is_last:
            return "not counted"
        return f"counted next in the week from {day_words(_pages_next(report))}"
    pages = report.pages.figures[Part.PAGES]
    nobody = _word(pages.figures["nobody"])
    return f"{_word(pages.total)} · nobody within a minute {nobody}"


def _pages_next(report: Report) -> date:
    """Return from when the pages of the weeks that aren't over yet can be counted."""
    last = last_whole(before(report.week.starts_on, -WEEK), SPAN)
    return before(last, -2 * SPAN)


def _pieces(report: Report, part: Part, labels: Sequence[str]) -> str:
    keys = report.week.figures[part].figures
    named = zip(keys, labels, strict=False)
    return " · ".join(f"{label} {_figure(report, part, key)}" for key, label in named)


def _figure(report: Report, part: Part, key: str) -> str:
    now = _word(report.week.figures[part].figures[key])
    if report.earlier is None:
        return now
    return f"{now} ({_word(report.earlier.figures[part].figures.get(key))})"


def _total(report: Report, part: Part) -> str:
    now = _word(report.week.figures[part].total)
    if report.earlier is None:
        return now
    return f"{now} ({_word(report.earlier.figures[part].total)})"


def _word(figure: int | None) -> str:
    return FEW if figure is None else str(figure)


def _told_words(rule: Rule, told: Told, report: Report) -> str:
    """Return how often it was bent; of one told before this week, in which week that was."""
    words = told_words(told)
    if rule.told_at is not None and rule.told_at < report.week.since:
        told_to = last_day(told_in(rule.told_at, report.week), WEEK)
        words = f"{words}, as told in the week to {day_words(told_to)}"
    return words if report.whose == WORKSPACE else f"{words}, in all teams"


def _owner_words(rule: Rule, report: Report, reader: str) -> str:
    if not rule.owner_id:
        return f" {NOBODY.capitalize()}."
    if rule.owner_id == reader:
        return " Its owner: you."
    told = ", who was told again" if was_told(rule, report) else ""
    return f" Its owner: {owner_words(rule, report.names)}{told}."


def _rule_button(rule: Rule, report: Report, reader: str) -> Button | None:
    """Return what can be done about it: let its owner know, or find one."""
    if not rule.owner_id:
        return owner_button(rule)
    if rule.owner_id == reader or was_told(rule, report):
        return None
    args = {"rule": rule.id, "of": report.week.starts_on.isoformat()}
    label = f"Tell {owner_words(rule, report.names)}"
    return Button(label, Action("week.tell", args), Style.PRIMARY)


def _earlier_button(report: Report) -> Button:
    return Button("The week before", _show(before(report.week.starts_on, 1)))


def _later_buttons(report: Report) -> tuple[Button, ...]:
    if report.is_last:
        return ()
    return (Button("The week after", _show(before(report.week.starts_on, -1))),)


def _show(starts_on: date) -> Action:
    return Action("week.show", {"of": starts_on.isoformat()})


def _without_card(report: Report) -> Card:
    """Return why a team has no week of its own, and what there is instead."""
    without = report.week.without or Without.NOBODY
    instead = (
        "An admin can let the week of the whole workspace come to a channel: /care week there. "
        "What your people make of it, they can tell you best."
    )
    body = (Text(_WHY[without]), Text(instead))
    return Card("Your team has no week of its own", body, (_earlier_button(report),))
