"""All provinces in every dimension, one row each."""

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from lib.charts import encodings, label_layout
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure, LegendItem
from lib.charts.province_marks import (
    DOT_AREA,
    kind_color,
    kind_legend,
    kind_shape,
    province_rows,
    with_province_names,
)
from lib.charts.vega import by_width, finish_spec, named_data
from lib.common.numbers import format_number
from lib.common.strings import first_that_fits
from lib.common.text import Language, t
from lib.common.theme import PALETTES, Palette, ThemeName
from lib.model.dataset import Dataset
from lib.model.memoized import VIEWS, memoized_up_to
from lib.model.view import View
from lib.narrative import estimates, phrases, tables
from lib.narrative.estimates import FigureLabels, Remarks

_LAYER_HEIGHT = 6  # px between two layers of dots


@dataclass(frozen=True)
class StripData:
    """What the strip shows, on a screen and on a slide.

    Attributes:
        own: the selected province's positions in the dimensions, best first: a row each.
        rows: the ranges and labels of these rows, see ``_dimension_rows``.
        positions: of all provinces in these rows, with along (0 the lowest score, 1 the best).
        dots: ``province_rows`` of ``positions`` with row (from 0) and lift (layers off the line).
        legend: the kinds of provinces, then the middle half and the median.
    """

    own: pd.DataFrame
    rows: pd.DataFrame
    positions: pd.DataFrame
    dots: pd.DataFrame
    legend: tuple[LegendItem, ...]


def strip_data(dataset: Dataset, view: View) -> StripData:
    """All provinces in every dimension.

    Raises:
        LookupError: the province has no score in any dimension.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    own = dataset.dimension_positions(view.year, view.province).sort_values(
        "percentile", ascending=False
    )
    if own.empty:
        raise LookupError(f"{view.province} has no scores in {view.year}")
    positions, dots = _dot_rows(dataset, view, own)
    return StripData(
        own=own,
        rows=_dimension_rows(dataset, view, own),
        positions=positions,
        dots=dots,
        legend=(
            *kind_legend(dataset, view, palette),
            LegendItem(palette.band, t("dimensions.middle_half", lang)),
            LegendItem(palette.muted, t("dimensions.median", lang), dashed=True),
        ),
    )


def build(dataset: Dataset, view: View) -> Figure:
    """All provinces in every dimension, from the lowest to the best; the selected one labelled.

    Raises:
        LookupError: the province has no score in any dimension.
    """
    lang, data = view.lang, strip_data(dataset, view)
    own = data.own
    labels = FigureLabels(dataset, view, several_provinces=False)
    name = dataset.name_in_sentence(view.province, lang)
    ranks = "; ".join(
        f"{measure}: {format_number(row.score, 2, lang)}, "
        f"{t('say.rank', lang, rank=row.rank, scored=row.scored)}"
        for measure, row in zip(
            data.rows["name"], own[["score", "rank", "scored"]].itertuples(), strict=True
        )
    )
    return Figure(
        name="dimensions.strip",
        spec=_template(
            lang,
            view.theme,
            len(own),
            dataset.tables.topojson,
            estimates.mixed_remarks(dataset),
        ),
        data=encode_chart_data(
            rows=data.rows,
            provinces=data.dots.assign(
                along=data.positions["along"].round(3).to_numpy(),
                lift=data.dots["lift"] * _LAYER_HEIGHT,
            ),
        ),
        title=labels.title(_title(dataset, view, own)),
        subtitle=labels.subtitle(
            t("dimensions.strip_subtitle", lang, year=view.year, scored=phrases.scored_range(own))
        ),
        alt=labels.alt(f"{t('dimensions.strip_alt', lang, name=name)} {ranks}."),
        source=labels.source(),
        table=partial(tables.province_table, view=view, measures=dataset.dimensions(view.year)),
        legend=data.legend,
    )


def _dot_rows(dataset: Dataset, view: View, own: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The positions and the dots of ``StripData``, in the dimensions of ``own``."""
    rankings = [_drawn_ranking(dataset, view.year, measure) for measure in own["measure"]]
    lifts = []
    for table in rankings:
        is_own = table["province"].eq(view.province).to_numpy()
        swarm = label_layout.bee_swarm(table["score"].to_numpy(), is_own, step=1.0)
        lifts.append(swarm.clip(-2, 2))
    drawn = pd.concat(rankings)
    dots = province_rows(dataset, view, drawn)
    dots["lift"] = np.concatenate(lifts)
    dots["row"] = np.repeat(np.arange(len(rankings)), [len(table) for table in rankings])
    return drawn, dots


@memoized_up_to(VIEWS)
def _drawn_ranking(dataset: Dataset, year: int, measure: str) -> pd.DataFrame:
    """What ``province_rows`` takes of a ranking, and along (0 the lowest score, 1 the best)."""
    columns = ["province", "measure", "score", "rank", "scored", "group"]
    table = dataset.ranking(year, measure)[columns]
    low, high = table["score"].min(), table["score"].max()
    return table.assign(along=(table["score"] - low) / (high - low))


def _dimension_rows(dataset: Dataset, view: View, own: pd.DataFrame) -> pd.DataFrame:
    """One row for each dimension in ``own``.

    Returns:
        row (from 0), name, from, to, middle (the quartiles between the lowest score and the best),
        brief, text (of the selected province's label, on a phone and on a screen).
    """
    lang, rows = view.lang, []
    columns = ["measure", "score", "rank", "lowest", "best", "q25", "q50", "q75"]
    for row, position in enumerate(own[columns].itertuples()):
        low, high = position.lowest, position.best
        points, rank = format_number(position.score, 2, lang), position.rank
        rows.append(
            {
                "row": row,
                "name": dataset.measure_name(position.measure, lang, short=True),
                "from": (position.q25 - low) / (high - low),
                "to": (position.q75 - low) / (high - low),
                "middle": (position.q50 - low) / (high - low),
                "brief": f"{points} · {rank}",
                "text": t("dimensions.strip_end", lang, points=points, rank=rank),
            }
        )
    return pd.DataFrame(rows)


@cache
def _template(
    lang: Language, theme: ThemeName, count: int, topojson: str, remarks: Remarks
) -> dict[str, Any]:
    """The spec, of the tables "rows" (see ``_dimension_rows``) and "provinces" (``_dot_rows``).

    Args:
        count: of the dimensions.
    """
    palette = PALETTES[theme]
    x_scale = encodings.scale_with_margins(
        encodings.ROW_LABEL_WIDTHS, (126, 80), domain=[-0.03, 1.03]
    )
    y = alt.Y("row:O", scale=alt.Scale(domain=list(range(count))), axis=None)
    rows = alt.Chart(named_data("rows")).encode(y=y)
    chart = alt.layer(
        *_range_layers(rows, x_scale, palette),
        encodings.row_labels(rows, "name", encodings.ROW_LABEL_WIDTHS, color=palette.ink),
        _dot_layer(lang, topojson, remarks, x_scale, y, palette),
        _label_layer(rows, x_scale, palette),
    ).resolve_scale(yOffset="independent")
    return finish_spec(chart, palette, lang, 50 * count)


def _range_layers(rows: alt.Chart, x_scale: alt.Scale, palette: Palette) -> list[alt.Chart]:
    """The middle half of the provinces as a band, the median as a tick."""
    bands = rows.mark_bar(height=26, color=palette.band, cornerRadius=3).encode(
        x=alt.X("from:Q", scale=x_scale, axis=None), x2="to:Q"
    )
    medians = rows.mark_tick(color=palette.muted, thickness=2.5, size=30).encode(
        x=alt.X("middle:Q", scale=x_scale, axis=None)
    )
    return [bands, medians]


def _dot_layer(
    lang: Language,
    topojson: str,
    remarks: Remarks,
    x_scale: alt.Scale,
    y: alt.Y,
    palette: Palette,
) -> alt.Chart:
    """Every province as a dot in each row."""
    provinces = alt.Chart(named_data("provinces"))
    return (
        with_province_names(provinces, topojson, lang, (42, 62, 230))
        .mark_point(filled=True, opacity=1)
        .encode(
            x=alt.X("along:Q", scale=x_scale, axis=None),
            y=y,
            yOffset=alt.YOffset("lift:Q", scale=alt.Scale(domain=[-22, 22])),
            color=kind_color(palette),
            shape=kind_shape(),
            size=DOT_AREA,
            order="layer:Q",
            tooltip=encodings.tooltip_lines(
                lang, "name", "points", "place", "group_name", remarks=remarks
            ),
        )
    )


def _label_layer(rows: alt.Chart, x_scale: alt.Scale, palette: Palette) -> alt.Chart:
    """The selected province's score and rank at the right end of each row."""
    return (
        rows.transform_calculate(label=by_width("datum.text", "datum.brief"))
        .mark_text(align="left", dx=10, color=palette.accent, fontWeight="bold")
        .encode(x=alt.X(datum=1.03, type="quantitative", scale=x_scale, axis=None), text="label:N")
    )


def _title(dataset: Dataset, view: View, own: pd.DataFrame) -> str:
    """In which dimensions the province is in the highest group, in how many in the lowest."""
    lang = view.lang
    name = dataset.name_in_sentence(view.province, lang)
    groups = list(zip(own["measure"], own["group"], strict=True))
    weak = [measure for measure, group in groups if group == 4]
    strong = [measure for measure, group in groups if group == 1]
    if weak and strong:
        names = [dataset.measure_name(m, lang, short=True) for m in strong]
        listed = phrases.join_list(names, lang)
        named = t("dimensions.strip_both", lang, name=name, strong=listed, weak=len(weak))
        counts = {"name": name, "strong": len(strong), "weak": len(weak), "dims": len(own)}
        return first_that_fits(
            named,
            t("dimensions.strip_counts", lang, **counts),
            t("dimensions.strip_counts_brief", lang, **counts),
            room=estimates.headline_room(dataset, view),
        )
    if weak:
        return t("dimensions.strip_weak", lang, name=name, weak=len(weak), dims=len(own))
    if strong:
        return t("dimensions.strip_strong", lang, name=name, strong=len(strong), dims=len(own))
    return t("dimensions.strip_middle", lang, name=name, dims=len(own))
