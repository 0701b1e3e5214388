"""A province's rank in several measures, one row each, over the four groups."""

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings, label_layout
from lib.charts.figure import LegendItem
from lib.charts.group_bands import segment_names, segment_track
from lib.charts.province_marks import position_rows, with_position_texts
from lib.charts.vega import finish_spec, named_data
from lib.common import theme
from lib.common.letter_widths import text_width
from lib.common.text import Language, t
from lib.common.theme import PALETTES, Palette, ThemeName
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.estimates import PUBLISHED, Remarks
from lib.stats.ranking import is_sub_dimension

_LINE_HEIGHT = 18  # px
_MAX_ONE_LINE = 44  # characters of a name that is not broken
_LABEL_GAP = 14  # px between a name and the scale


@cache
def rank_track_spec(
    lang: Language,
    theme_name: ThemeName,
    count: int,
    label_widths: tuple[int, int] = encodings.ROW_LABEL_WIDTHS,
    remarks: Remarks = PUBLISHED,
) -> dict[str, Any]:
    """The spec of a chart of a province's percentiles and ranks, of the table "rows".

    Args:
        count: of the rows, see ``rank_track_rows``.
        label_widths: px for the names on a screen and on a phone; names of sub-dimensions take
            two lines.
        remarks: on estimates, in tooltips.
    """
    palette = PALETTES[theme_name]
    margins = (label_widths, (62, 52))
    x_scale = encodings.scale_with_margins(*margins, domain=[0, 1])
    # Row 0 holds the names of the four groups.
    y_scale = alt.Scale(domain=list(range(count + 1)), paddingInner=0.1)
    y = alt.Y("row:O", scale=y_scale, axis=None)
    tracks = with_position_texts(alt.Chart(named_data("rows")), lang).encode(y=y)
    chart = alt.layer(
        segment_names(margins, x_scale, y, lang, palette),
        segment_track(tracks, x_scale, palette),
        _name_layer(tracks, label_widths, palette),
        *_rank_layers(tracks, x_scale, remarks, lang, palette),
    ).resolve_scale(color="independent")
    return finish_spec(chart, palette, lang, 29 * (count + 1))


def rank_track_rows(
    dataset: Dataset,
    view: View,
    own_positions: pd.DataFrame,
    weakest: int = 2,
    label_width: int = encodings.ROW_LABEL_WIDTHS[0],
) -> pd.DataFrame:
    """The table "rows" of ``rank_track_spec``.

    Args:
        own_positions: the province's, in measures of one year, in the order of drawing.
        weakest: how many of the last rows are emphasized, beside the first and those as high.
        label_width: px for the names on a screen.

    Returns:
        those of ``position_rows``, name (its lines joined by line breaks), fits (whether the whole
        name fits on one line of ``label_width`` px), percentile, row (from 1), emphasized.
    """
    rows = position_rows(dataset, own_positions)
    measures = own_positions["measure"]
    names = [dataset.measure_name(m, view.lang, short=True) for m in measures]
    if is_sub_dimension(measures).any():
        coded = [f"{code} {name}" for code, name in zip(measures, names, strict=True)]
        names = [
            "\n".join(label_layout.split_in_two(n)) if len(n) > _MAX_ONE_LINE else n for n in coded
        ]
    available = label_width - _LABEL_GAP
    rows["name"] = names
    rows["fits"] = [text_width(n.replace("\n", " "), theme.TEXT_SIZE) <= available for n in names]
    rows["percentile"] = own_positions["percentile"].round(4).to_numpy()
    rows["row"] = range(1, len(rows) + 1)
    best = rows["percentile"].eq(rows["percentile"].iloc[0])
    rows["emphasized"] = best | rows["row"].gt(len(rows) - weakest)
    return rows


def rank_track_legend(view: View, count: int, weakest: int = 2) -> tuple[LegendItem, ...]:
    """What the emphasized ranks are; nothing where all rows are emphasized.

    Args:
        view: language and theme.
        count: of the rows.
        weakest: see ``rank_track_rows``.
    """
    if count <= weakest + 1:
        return ()
    label = t("overview.profile_marked", view.lang, n=weakest)
    return (LegendItem(PALETTES[view.theme].accent, label),)


def rank_track_alt(
    dataset: Dataset, view: View, own_positions: pd.DataFrame, short: bool = False
) -> str:
    """The province's ranks in words.

    Args:
        own_positions: the province's, in measures of one year.
        short: whether the measures have their short names.
    """
    places = "; ".join(
        f"{dataset.measure_name(measure, view.lang, short=short)}: {rank}/{scored}"
        for measure, rank, scored in zip(
            own_positions["measure"], own_positions["rank"], own_positions["scored"], strict=True
        )
    )
    name = dataset.name_in_sentence(view.province, view.lang)
    return t("overview.profile_alt", view.lang, name=name, places=places)


def _name_layer(tracks: alt.Chart, label_widths: tuple[int, int], palette: Palette) -> alt.Chart:
    """Names of the rows; on a screen on one line where they fit."""
    one_line = f"datum.fits && width >= {theme.PHONE_WIDTH}"
    whole, lines = r"[replace(datum.name, '\n', ' ')]", r"split(datum.name, '\n')"
    return encodings.row_labels(
        tracks.transform_calculate(lines=f"{one_line} ? {whole} : {lines}"),
        "lines",
        label_widths,
        baseline="middle",
        dx=-_LABEL_GAP,
        # Two lines begin half a line higher.
        dy=alt.ExprRef(f"{_LINE_HEIGHT / 2} * (1 - length(datum.lines))"),
        lineHeight=_LINE_HEIGHT,
        color=palette.ink,
    )


def _rank_layers(
    tracks: alt.Chart, x_scale: alt.Scale, remarks: Remarks, lang: str, palette: Palette
) -> list[alt.Chart]:
    """A dot at the percentile of each row and the rank at its right end."""
    tooltip = encodings.tooltip_lines(
        lang, "name", "points", "place", "group_name", remarks=remarks
    )
    dots = tracks.mark_circle(
        size=230, color=palette.accent, opacity=1, stroke=palette.background, strokeWidth=1.5
    ).encode(x=alt.X("percentile:Q", scale=x_scale, axis=None), tooltip=tooltip)
    ranks = tracks.mark_text(
        align="left",
        dx=14,
        fontWeight=alt.ExprRef("datum.emphasized ? 'bold' : 'normal'"),
    ).encode(
        x=alt.X(datum=1, type="quantitative", scale=x_scale, axis=None),
        text="place:N",
        color=encodings.accent_if("datum.emphasized", palette, palette.muted),
        tooltip=tooltip,
    )
    return [dots, ranks]
