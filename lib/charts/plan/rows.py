"""Row names and colours that both charts of a plan share."""

import altair as alt

from lib.charts import vega
from lib.common.theme import Palette

NAME_ROOM = ("width < 800 ? 330 : 400", 150)  # px for names
_MAX_ONE_LINE = ("width < 800 ? 42 : 55", 22)  # characters of a name that are one line
_LINE_HEIGHTS = (15, 13)  # px, of a name on two lines on a screen, on a phone


def addressed_scale(yes: str, no: str) -> alt.Scale:
    """Two colours: of what the plan addresses and of what it does not."""
    return alt.Scale(domain=["yes", "no"], range=[yes, no])


def row_names(
    drawn: alt.Chart, y: alt.Y, room: tuple[str, int], palette: Palette, bold: str = ""
) -> alt.Chart:
    """Names of rows at the left: on one line, on two where they are long."""
    words = "split(datum.name, ' ')"
    # The break nearest to the middle that Vega's expressions can find: half of the words.
    half = f"ceil(length({words}) / 2)"
    two = f"[join(slice({words}, 0, {half}), ' '), join(slice({words}, {half}), ' ')]"
    # Longer ones would be wider than the room that is left for them.
    label = f"length(datum.name) > ({vega.by_width(*_MAX_ONE_LINE)}) ? {two} : [datum.name]"
    line = vega.by_width(*_LINE_HEIGHTS)
    return (
        drawn.transform_calculate(label=label)
        .mark_text(
            align="right",
            baseline="middle",
            dx=-14,
            # Two lines begin half a line higher.
            dy=alt.ExprRef(f"length(datum.label) > 1 ? -({line}) / 2 : 0"),
            lineHeight=alt.ExprRef(line),
            color=bold or palette.ink,
            fontWeight="bold" if bold else "normal",
        )
        .encode(x=alt.value(alt.expr(vega.by_width(*room))), y=y, text="label:N")
    )
