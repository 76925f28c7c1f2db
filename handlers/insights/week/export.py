"""A week as rows of a file: what its card shows, and nothing beside it."""

from collections.abc import Iterable, Mapping

from content.flow import Flow
from handlers.domain.insights.anonymity import TOO_FEW
from handlers.domain.insights.rule import Rule, Told
from handlers.domain.insights.scopes import WORKSPACE
from handlers.domain.insights.week import Frozen, Part
from handlers.insights.week.cards import cause_labels
from handlers.insights.week.counting import Report, told_in

COLUMNS = ("from", "to", "whose", "part", "key", "label", "figure", "days", "told_in")
TOTAL, RULES, LINE = "total", "rules", "line"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Row = Mapping[str, str | int]


def rows(report: Report, flow: Flow) -> Iterable[Row]:
    """Yield a row a figure; one that is hidden says why, and looks like nought."""
    for frozen in filter(None, (report.week, report.pages if report.is_last else None)):
        yield from _of(frozen, report.whose, cause_labels(flow))
        yield from _lines(frozen, report.whose)
    if report.week.without is None:
        yield from (_told(each, each.told, report) for each in report.rules if each.told)


def neutralised(cell: str | int) -> str | int:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell


def _of(frozen: Frozen, whose: str, labels: Mapping[str, str]) -> Iterable[Row]:
    about = _about(frozen, _whose(whose))
    if frozen.without is not None:
        yield {**about, "figure": f"none: {frozen.without}"}
    for part, shown in frozen.figures.items():
        known = {**shown.figures, TOTAL: shown.total}
        for key, figure in known.items():
            label = labels.get(key, key) if part is Part.CAUSES else key
            told = TOO_FEW if figure is None else figure
            yield {**about, "part": part.value, "key": key, "label": label, "figure": told}


def _lines(frozen: Frozen, whose: str) -> Iterable[Row]:
    """Yield what was given in words that the week may show; their order tells nothing."""
    about = {**_about(frozen, _whose(whose)), "part": Part.LINES.value, "key": LINE}
    yield from ({**about, "label": each} for each in frozen.lines)


def _whose(whose: str) -> str:
    return "workspace" if whose == WORKSPACE else f"team of {whose}"


def _told(rule: Rule, told: Told, report: Report) -> Row:
    """Return what the owner of a rule was told, as it was told them: of the whole workspace."""
    about: Row = {"part": RULES, "key": rule.id, "label": rule.name, "figure": told.times}
    week = told_in(rule.told_at, report.week).isoformat() if rule.told_at else ""
    return {**_about(report.week, "workspace"), **about, "days": told.days, "told_in": week}


def _about(frozen: Frozen, whose: str) -> Row:
    spans = {"from": frozen.starts_on.isoformat(), "to": frozen.ends_on.isoformat()}
    return {**dict.fromkeys(COLUMNS, ""), **spans, "whose": whose}
