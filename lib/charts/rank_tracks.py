"""A province's rank in several measures, one row each, over the four groups."""

from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings, label_layout
from lib.charts.vega import finish_spec
from lib.common import svg, theme
from lib.common.theme import PALETTES, Palette
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.stats.ranking import is_sub_dimension

_LINE_HEIGHT = 18  # px
_MAX_ONE_LINE = 44  # characters of a name that is not broken
_LABEL_GAP = 14  # px between a name and the scale


def rank_track_spec(
    dataset: Dataset,
    view: View,
    own_positions: pd.DataFrame,
    weakest: int = 2,
    label_widths: tuple[int, int] = encodings.ROW_LABEL_WIDTHS,
) -> dict[str, Any]:
    """The spec of a chart of a province's percentiles and ranks.

    Args:
        own_positions: the province's, in measures of one year, in the order of drawing.
        weakest: how many of the last rows are emphasized, beside the first.
        label_widths: px for the names on a screen and on a phone; names of sub-dimensions take
            two lines.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    rows = _rows(dataset, view, own_positions, label_widths[0])
    x_scale = encodings.scale_with_margins(label_widths, (62, 52), domain=[0, 1])
    # Row 0 holds the names of the four groups.
    y_scale = alt.Scale(domain=list(range(len(rows) + 1)), paddingInner=0.1)
    y = alt.Y("row:O", scale=y_scale, axis=None)
    tracks = encodings.with_position_texts(
        alt.Chart(encodings.compact_data(rows)), own_positions, dataset, lang
    ).encode(y=y)
    emphasized = f"datum.row == 1 || datum.row > {len(rows) - weakest}"
    chart = alt.layer(
        encodings.segment_names(x_scale, y, lang, palette),
        encodings.segment_track(tracks, x_scale, palette),
        _name_layer(tracks, label_widths, palette),
        *_rank_layers(tracks, emphasized, x_scale, lang, palette),
    ).resolve_scale(color="independent")
    return finish_spec(chart, palette, lang, 29 * (len(rows) + 1))


def _rows(
    dataset: Dataset, view: View, own_positions: pd.DataFrame, label_width: int
) -> pd.DataFrame:
    """The chart's data.

    Returns:
        rank, scored, group, score, name (a list of lines for sub-dimensions), fits (whether the
        whole name fits on one line of ``label_width`` px), percentile, row (from 1).
    """
    rows = own_positions[["rank", "scored", "group"]].reset_index(drop=True)
    rows["score"] = encodings.round_as_displayed(own_positions["score"])
    measures = own_positions["measure"]
    rows["name"] = [dataset.measure_name(m, view.lang, short=True) for m in measures]
    if is_sub_dimension(measures).any():
        names = [f"{code} {name}" for code, name in zip(measures, rows["name"], strict=True)]
        rows["name"] = [
            label_layout.split_in_two(n) if len(n) > _MAX_ONE_LINE else [n] for n in names
        ]
    whole = [n if isinstance(n, str) else " ".join(n) for n in rows["name"]]
    available = label_width - _LABEL_GAP
    rows["fits"] = [svg.text_width(n, theme.TEXT_SIZE) <= available for n in whole]
    rows["percentile"] = own_positions["percentile"].round(4).to_numpy()
    rows["row"] = range(1, len(rows) + 1)
    return rows


def _name_layer(tracks: alt.Chart, label_widths: tuple[int, int], palette: Palette) -> alt.Chart:
    """Names of the rows; on a screen on one line where they fit."""
    one_line = f"isArray(datum.name) && datum.fits && width >= {theme.PHONE_WIDTH}"
    return encodings.row_labels(
        tracks.transform_calculate(label=f"{one_line} ? join(datum.name, ' ') : datum.name"),
        "label",
        label_widths,
        baseline="middle",
        dx=-_LABEL_GAP,
        # Two lines begin half a line higher.
        dy=alt.ExprRef(
            f"isArray(datum.label) ? {_LINE_HEIGHT / 2} * (1 - length(datum.label)) : 0"
        ),
        lineHeight=_LINE_HEIGHT,
        color=palette.ink,
    )


def _rank_layers(
    tracks: alt.Chart, emphasized: str, x_scale: alt.Scale, lang: str, palette: Palette
) -> list[alt.Chart]:
    """A dot at the percentile of each row and the rank at its right end."""
    tooltip = encodings.tooltip_lines(lang, "name", "points", "place", "group_name")
    dots = tracks.mark_circle(
        size=230, color=palette.accent, opacity=1, stroke=palette.background, strokeWidth=1.5
    ).encode(x=alt.X("percentile:Q", scale=x_scale, axis=None), tooltip=tooltip)
    ranks = tracks.mark_text(align="left", dx=14, fontWeight="bold").encode(
        x=alt.X(datum=1, type="quantitative", scale=x_scale, axis=None),
        text="place:N",
        color=encodings.accent_if(emphasized, palette, palette.muted),
        tooltip=tooltip,
    )
    return [dots, ranks]
