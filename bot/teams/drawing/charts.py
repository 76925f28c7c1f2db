"""Charts as Teams draws them, and their tables, which any client of Adaptive Cards 1.5 does."""

from collections.abc import Iterator
from typing import Any

from bot.teams.drawing.markup import one_line, plain
from handlers.cards import Chart
from handlers.domain.excerpt import cut

_NAME = 150

Json = dict[str, Any]


def chart_elements(chart: Chart, label: int) -> Iterator[Json]:
    """Yield a chart where there is something to draw, and always its table: bars have no words.

    ``label`` is how many signs of a label there is room for.
    """
    drawn = chart.drawn
    title = {"type": "TextRun", "text": plain(cut(chart.title, _NAME)), "weight": "Bolder"}
    yield {"type": "RichTextBlock", "inlines": [title]}
    if drawn.rows:
        yield _bars(drawn, label)
    yield _table(chart, label)


def _bars(drawn: Chart, label: int) -> Json:
    return {
        "type": "Chart.VerticalBar.Grouped",
        "xAxisTitle": one_line(cut(drawn.label, label)),
        "data": [
            {
                "legend": one_line(cut(name, label)),
                "values": [
                    {"x": one_line(cut(row, label)), "y": figures[number]}
                    for row, figures in drawn.rows
                ],
            }
            for number, name in enumerate(drawn.series)
        ],
        "fallback": "drop",  # the table says the same
    }


def _table(chart: Chart, label: int) -> Json:
    rows = chart.table
    return {
        "type": "Table",
        "firstRowAsHeaders": True,
        "columns": [{"width": 2 if place == 0 else 1} for place in range(len(rows[0]))],
        "rows": [
            {
                "type": "TableRow",
                "cells": [_cell(each, label, is_head=number == 0) for each in row],
            }
            for number, row in enumerate(rows)
        ],
        "fallback": _words(chart, label),  # of a client that knows no tables
    }


def _words(chart: Chart, label: int) -> Json:
    """Return it in words, a line a row."""
    items = [
        {
            "type": "RichTextBlock",
            "inlines": [{"type": "TextRun", "text": plain(cut(line, 2 * label))}],
            "spacing": "Small",
        }
        for line in chart.lines
    ]
    return {"type": "Container", "items": items}


def _cell(words: str, label: int, *, is_head: bool) -> Json:
    run: Json = {"type": "TextRun", "text": plain(cut(words, label)).replace("\n", " ") or " "}
    if is_head:
        run["weight"] = "Bolder"
    return {"type": "TableCell", "items": [{"type": "RichTextBlock", "inlines": [run]}]}
