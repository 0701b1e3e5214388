"""Axes, scales, labels of rows and tooltips that several charts share."""

from typing import Any

import altair as alt

from lib.charts.vega import by_width, number_expression, view_value
from lib.common.theme import Palette
from lib.narrative.estimates import PUBLISHED, Remarks

# Columns by the fields of tooltips.
_COLUMNS = {
    "name": "province",
    "points": "score",
    "place": "rank",
    "group_name": "group",
    "change_text": "change",
    "from_estimate_text": "from_estimates",
}
ROW_LABEL_WIDTHS = (190, 164)  # px left of a chart for names of dimensions: screen, phone


def tooltip_lines(lang: str, *fields: str, remarks: Remarks = PUBLISHED) -> list[alt.Tooltip]:
    """Tooltip lines by field; the title of each is its column name, with remarks on estimates."""
    return tooltip({f: remarks.column(_COLUMNS.get(f, f), lang) for f in fields})


def tooltip(titles: dict[str, str]) -> list[alt.Tooltip]:
    """Tooltip lines from a title for each field; their values are texts."""
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in titles.items()]


def accent_if(test: str, palette: Palette, otherwise: str) -> Any:
    """The accent colour where a Vega test holds, else another (hex)."""
    return alt.condition(test, alt.value(palette.accent), alt.value(otherwise))


def score_axis(decimals: int = 0, **options: Any) -> alt.Axis:
    """An axis of points with the language's decimal separator."""
    label = number_expression("datum.value", decimals)
    return alt.Axis(labelExpr=label, title=None, **options)


def tick_decimals(span: float) -> int:
    """Decimals that distinguish the ticks of an axis over ``span`` points."""
    return 0 if span > 5 else 1 if span > 0.8 else 2


def fitted_score_axis(**options: Any) -> alt.Axis:
    """An axis of points with as many decimals as the view's value "decimals" (see above)."""
    label = f"format(datum.value, '.' + {view_value('decimals')} + 'f')"
    return alt.Axis(labelExpr=label, title=None, **options)


def change_axis(decimals: int, **options: Any) -> alt.Axis:
    """An axis of changes or gaps in points: signed, but a plain 0."""
    axis = score_axis(grid=False, **options)
    signed = number_expression("datum.value", decimals, sign=True)
    axis.labelExpr = f"datum.value == 0 ? '0' : {signed}"
    return axis


def scale_with_margins(
    left: tuple[int | str, int], right: tuple[int, int], **domain: Any
) -> alt.Scale:
    """A scale that leaves room for text at both ends.

    Args:
        left, right: width of the margin in px, on a screen and on a phone.
        domain: further options of the scale.
    """
    return alt.Scale(
        rangeMin=alt.ExprRef(by_width(*left)),
        rangeMax=alt.ExprRef(f"width - ({by_width(*right)})"),
        nice=False,
        **domain,
    )


def row_labels(
    chart: alt.Chart, field: str, widths: tuple[int | str, int], **properties: Any
) -> alt.Chart:
    """Names of rows, right-aligned in the left margin of a ``scale_with_margins``.

    Args:
        chart: of the rows, with ``y`` encoded.
        field: holds the name.
        widths: of the margin in px, on a screen and on a phone.
        properties: of the text.
    """
    style: dict[str, Any] = {"align": "right", "dx": -14} | properties
    return chart.mark_text(**style).encode(
        x=alt.value(alt.expr(by_width(*widths))), text=f"{field}:N"
    )


def halo(palette: Palette, width: int = 5) -> dict[str, Any]:
    """The style of a text's copy behind it, which interrupts lines that would run through it."""
    style = {"color": palette.background, "stroke": palette.background}
    return {**style, "strokeWidth": width, "strokeJoin": "round"}
