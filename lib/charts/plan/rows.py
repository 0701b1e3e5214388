"""Row names and colours that both charts of a plan share."""

from typing import Any

import altair as alt

from lib.charts import encodings, vega
from lib.common.theme import PHONE_WIDTH, Palette

NAME_WIDTHS = ("width < 800 ? 330 : 400", 190)  # px, on a screen, on a phone
_MAX_ONE_LINE = ("width < 800 ? 42 : 55", 22)  # characters of a name that is not broken
_MAX_TWO_LINES = (
    54  # characters of a name that has room on a phone, where wider ones narrow the bars
)
_LINE_HEIGHTS = (15, 13)  # px, of a name on two lines


def addressed_scale(yes: str, no: str) -> alt.Scale:
    """Two colours by the field addressed: of what the plan addresses and of what it does not."""
    return alt.Scale(domain=[True, False], range=[yes, no])


def wrapped_row_labels(chart: alt.Chart, y: alt.Y, palette: Palette, accent: bool = False) -> Any:
    """Names of rows at the left, long ones on two lines; on a phone the longest are cut.

    Args:
        chart: of rows with ``name``.
        accent: bold and in the accent colour.
    """
    words = "split(datum.name, ' ')"
    # Vega's expressions have no loop that could find the middle by characters.
    half = f"ceil(length({words}) / 2)"
    two_lines = f"[join(slice({words}, 0, {half}), ' '), join(slice({words}, {half}), ' ')]"
    third = f"ceil(length({words}) / 3)"
    cut = (
        f"[join(slice({words}, 0, {third}), ' '), "
        f"join(slice({words}, {third}, 2 * {third}), ' ') + '…']"
    )
    is_cut = f"width < {PHONE_WIDTH} && length(datum.name) > {_MAX_TWO_LINES}"
    is_long = f"length(datum.name) > ({vega.by_width(*_MAX_ONE_LINE)})"
    line_height = vega.by_width(*_LINE_HEIGHTS)
    return encodings.row_labels(
        chart.transform_calculate(
            label=f"{is_cut} ? {cut} : {is_long} ? {two_lines} : [datum.name]"
        ),
        "label",
        NAME_WIDTHS,
        baseline="middle",
        # Two lines begin half a line higher.
        dy=alt.ExprRef(f"length(datum.label) > 1 ? -({line_height}) / 2 : 0"),
        lineHeight=alt.ExprRef(line_height),
        color=palette.accent if accent else palette.ink,
        fontWeight="bold" if accent else "normal",
    ).encode(y=y)
