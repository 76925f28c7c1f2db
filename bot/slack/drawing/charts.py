"""Slack's own charts and tables; they come to its workspaces little by little."""

from collections.abc import Iterator
from typing import Any

from bot.slack.drawing.values import fit
from handlers.cards import Chart

TITLE, LABEL = 50, 20
SERIES, CATEGORIES, ROWS = 6, 20, 100

Json = dict[str, Any]


def native_chart(chart: Chart) -> Iterator[Json]:
    """Yield a chart where there is something to draw, and always its table: bars have no words."""
    drawn = chart.drawn
    labels = [fit(label, LABEL) for label, _ in drawn.rows]
    names = [fit(name, LABEL) for name in drawn.series]
    is_clear = len({*labels}) == len(labels) and len({*names}) == len(names)
    if labels and is_clear and len(labels) <= CATEGORIES and len(names) <= SERIES:
        yield _bars(drawn, labels, names)
    yield _table(chart)


def _bars(drawn: Chart, labels: list[str], names: list[str]) -> Json:
    figures = [row for _, row in drawn.rows]
    return {
        "type": "data_visualization",
        "title": fit(drawn.title, TITLE),
        "chart": {
            "type": "bar",
            "series": [
                {
                    "name": name,
                    "data": [
                        {"label": label, "value": row[number]}
                        for label, row in zip(labels, figures, strict=True)
                    ],
                }
                for number, name in enumerate(names)
            ],
            "axis_config": {"categories": labels, "x_label": fit(drawn.label, TITLE)},
        },
    }


def _table(chart: Chart) -> Json:
    rows = chart.table[: ROWS + 1]
    return {
        "type": "data_table",
        "caption": fit(chart.title, TITLE),
        "page_size": ROWS,
        "row_header_column_index": 0,
        "rows": [[{"type": "raw_text", "text": fit(cell, 150)} for cell in row] for row in rows],
    }
