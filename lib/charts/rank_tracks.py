"""A province's rank in several measures, a row each, over the four groups."""

from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings, label_layout, vega
from lib.charts.vega import finish_spec
from lib.common import svg, theme
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View

_LINE_HEIGHT, _MAX_ONE_LINE = 18, 44  # px; characters of a name that are not broken


def rank_track_spec(
    dataset: Dataset,
    view: View,
    own: pd.DataFrame,
    weakest: int = 2,
    room: tuple[int, int] = (190, 164),
) -> dict[str, Any]:
    """The spec of a province's places: a row a measure, over the four groups.

    Args:
        own: the province's positions in measures of one year, in the order of drawing.
        weakest: how many of the last rows carry the message, beside the first.
        room: px for the names (on a screen, on a phone); those of sub-dimensions take two lines.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    rows = own[["rank", "scored", "group"]].reset_index(drop=True)
    rows["score"] = encodings.round_as_displayed(own["score"])
    rows["name"] = [dataset.measure_name(m, lang, short=True) for m in own["measure"]]
    if own["measure"].str.contains(".", regex=False).any():
        names = [f"{c} {n}" for c, n in zip(own["measure"], rows["name"], strict=True)]
        rows["name"] = [
            label_layout.split_in_two(n) if len(n) > _MAX_ONE_LINE else [n] for n in names
        ]
    # On a screen every name that has the room stands on one line.
    whole = [n if isinstance(n, str) else " ".join(n) for n in rows["name"]]
    rows["fits"] = [svg.text_width(n, theme.TEXT_SIZE) <= room[0] - 14 for n in whole]
    rows["percentile"] = own["percentile"].round(4).to_numpy()
    rows["row"] = range(1, len(rows) + 1)
    telling = f"datum.row == 1 || datum.row > {len(rows) - weakest}"
    x_scale = encodings.scale_with_margins(room, (62, 52), domain=[0, 1])
    # Row 0 holds the names of the four segments.
    y_scale = alt.Scale(domain=list(range(len(rows) + 1)), paddingInner=0.1)
    y = alt.Y("row:O", scale=y_scale, axis=None)
    segment = encodings.segment_names(x_scale, y, lang, palette)
    drawn = encodings.with_position_texts(
        alt.Chart(encodings.compact_data(rows)), own, dataset, lang
    ).encode(y=y)
    track = encodings.segment_track(drawn, x_scale, palette)
    one = f"isArray(datum.name) && datum.fits && width >= {theme.PHONE_WIDTH}"
    names = (
        drawn.transform_calculate(told=f"{one} ? join(datum.name, ' ') : datum.name")
        .mark_text(
            align="right",
            baseline="middle",
            dx=-14,
            # Two lines begin half a line higher.
            dy=alt.ExprRef(
                f"isArray(datum.told) ? {_LINE_HEIGHT / 2} * (1 - length(datum.told)) : 0"
            ),
            lineHeight=_LINE_HEIGHT,
            color=palette.ink,
        )
        .encode(x=alt.value(alt.expr(vega.by_width(*room))), text="told:N")
    )
    tooltip = encodings.tooltip_lines(lang, "name", "points", "place", "group_name")
    dot = drawn.mark_circle(
        size=230, color=palette.accent, opacity=1, stroke=palette.background, strokeWidth=1.5
    ).encode(x=alt.X("percentile:Q", scale=x_scale, axis=None), tooltip=tooltip)
    place = drawn.mark_text(align="left", dx=14, fontWeight="bold").encode(
        x=alt.X(datum=1, type="quantitative", scale=x_scale, axis=None),
        text="place:N",
        color=alt.condition(telling, alt.value(palette.accent), alt.value(palette.muted)),
        tooltip=tooltip,
    )
    chart = alt.layer(segment, track, names, dot, place).resolve_scale(color="independent")
    return finish_spec(chart, palette, 29 * (len(rows) + 1))
