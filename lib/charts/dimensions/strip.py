"""All provinces in every dimension, one row each."""

import altair as alt
import pandas as pd

from lib.charts import encodings, label_layout, vega
from lib.charts.figure import Figure, LegendItem
from lib.charts.vega import finish_spec, inline_data
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES, Palette
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables


def build(dataset: Dataset, view: View) -> Figure:
    """All provinces in every dimension, from the lowest to the best; the selected one labelled."""
    lang, palette = view.lang, PALETTES[view.theme]
    own = dataset.dimension_positions(view.year, view.province).sort_values(
        "percentile", ascending=False
    )
    order = own["measure"].tolist()
    dots, ranges = _dot_rows(dataset, view, order), _range_rows(dataset, view, order)
    labels = _own_labels(dots, view)
    x_scale = encodings.scale_with_margins(
        encodings.ROW_LABEL_WIDTHS, (126, 80), domain=[-0.03, 1.03]
    )
    y = alt.Y("row:N", sort=order, axis=None)
    chart = alt.layer(
        *_range_layers(ranges, x_scale, y, palette),
        encodings.row_labels(
            alt.Chart(inline_data(ranges[["row", "name"]])).encode(y=y),
            "name",
            encodings.ROW_LABEL_WIDTHS,
            color=palette.ink,
        ),
        _dot_layer(dataset, view, dots, x_scale, y),
        _label_layer(labels, x_scale, y, palette),
    ).resolve_scale(yOffset="independent")
    name = dataset.province_name(view.province, lang)
    ranks = "; ".join(
        f"{dataset.measure_name(row['row'], lang, short=True)}: "
        f"{row['points']}, {phrases.rank_phrase(row, lang)}"
        for _, row in labels.iterrows()
    )
    return Figure(
        name="dimensions.strip",
        spec=finish_spec(chart, palette, lang, 50 * len(order)),
        title=_title(dataset, view, own),
        subtitle=t("dimensions.strip_subtitle", lang, year=view.year, scored=own.iloc[0]["scored"]),
        alt=f"{t('dimensions.strip_alt', lang, name=name)} {ranks}.",
        table=tables.province_table(dataset, view, dataset.dimensions(view.year)),
        legend=(
            *encodings.kind_legend(dataset, view, palette),
            LegendItem(palette.band, t("dimensions.middle_half", lang)),
            LegendItem(palette.muted, t("dimensions.median", lang), dashed=True),
        ),
    )


def _dot_rows(dataset: Dataset, view: View, order: list[str]) -> pd.DataFrame:
    """``encodings.dot_rows`` of these dimensions with three more columns.

    Returns:
        also along (0 the lowest score, 1 the best), lift (px off the line), row (the dimension).
    """
    parts = []
    for measure in order:
        table = dataset.ranking(view.year, measure)
        scores, is_own = table["score"].to_numpy(), table["province"].eq(view.province).to_numpy()
        low, high = scores.min(), scores.max()
        rows = encodings.dot_rows(table)
        rows["along"] = ((scores - low) / (high - low)).round(3)
        rows["lift"] = label_layout.bee_swarm(scores, is_own, step=6.0).clip(-12, 12)
        parts.append(rows.assign(row=measure))
    return pd.concat(parts, ignore_index=True)


def _range_rows(dataset: Dataset, view: View, order: list[str]) -> pd.DataFrame:
    """row, name, from, to, middle: the quartiles of each dimension between lowest and best."""
    rows = []
    for measure in order:
        table = dataset.ranking(view.year, measure)
        low, high = table["score"].min(), table["score"].max()
        first = table.iloc[0]
        rows.append(
            {
                "row": measure,
                "name": dataset.measure_name(measure, view.lang, short=True),
                "from": (first["q25"] - low) / (high - low),
                "to": (first["q75"] - low) / (high - low),
                "middle": (first["q50"] - low) / (high - low),
            }
        )
    return pd.DataFrame(rows)


def _own_labels(dots: pd.DataFrame, view: View) -> pd.DataFrame:
    """The selected province's dots with points, brief and text (label on a phone, on a screen)."""
    rows = dots[dots["code"] == view.province].copy()
    rows["points"] = [format_number(score, 2, view.lang) for score in rows["score"]]
    rows["brief"] = rows["points"] + " · " + rows["rank"].astype(str)
    rows["text"] = [
        t("dimensions.strip_end", view.lang, points=points, rank=rank)
        for points, rank in zip(rows["points"], rows["rank"], strict=True)
    ]
    return rows


def _range_layers(
    ranges: pd.DataFrame, x_scale: alt.Scale, y: alt.Y, palette: Palette
) -> list[alt.Chart]:
    """The middle half of the provinces as a band, the median as a tick."""
    chart = alt.Chart(inline_data(ranges))
    bands = chart.mark_bar(height=26, color=palette.band, cornerRadius=3).encode(
        x=alt.X("from:Q", scale=x_scale, axis=None), x2="to:Q", y=y
    )
    medians = chart.mark_tick(color=palette.muted, thickness=2.5, size=30).encode(
        x=alt.X("middle:Q", scale=x_scale, axis=None), y=y
    )
    return [bands, medians]


def _dot_layer(
    dataset: Dataset, view: View, dots: pd.DataFrame, x_scale: alt.Scale, y: alt.Y
) -> alt.Chart:
    positions = dataset.positions_of_year(view.year)
    positions = positions[positions["measure"].isin(dots["row"])]
    return (
        encodings.with_province_names(
            alt.Chart(encodings.compact_data(dots)), dataset, view, positions, (230, 62, 42)
        )
        .mark_circle(opacity=1)
        .encode(
            x=alt.X("along:Q", scale=x_scale, axis=None),
            y=y,
            yOffset=alt.YOffset("lift:Q", scale=alt.Scale(domain=[-22, 22])),
            color=encodings.kind_color(PALETTES[view.theme]),
            size=encodings.DOT_AREA,
            order="layer:Q",
            tooltip=encodings.tooltip_lines(view.lang, "name", "points", "place", "group_name"),
        )
    )


def _label_layer(labels: pd.DataFrame, x_scale: alt.Scale, y: alt.Y, palette: Palette) -> alt.Chart:
    """The selected province's score and rank at the right end of each row."""
    return (
        alt.Chart(inline_data(labels[["row", "text", "brief"]]))
        .transform_calculate(label=vega.by_width("datum.text", "datum.brief"))
        .mark_text(align="left", dx=10, color=palette.accent, fontWeight="bold")
        .encode(
            x=alt.X(datum=1.03, type="quantitative", scale=x_scale, axis=None), y=y, text="label:N"
        )
    )


def _title(dataset: Dataset, view: View, own: pd.DataFrame) -> str:
    """In which dimensions the province is in the highest group, in how many in the lowest."""
    lang = view.lang
    name = dataset.province_name(view.province, lang)
    weak, strong = own[own["group"] == 4], own[own["group"] == 1]
    if len(weak) and len(strong):
        names = [dataset.measure_name(m, lang, short=True) for m in strong["measure"]]
        listed = phrases.join_list(names, lang)
        return t("dimensions.strip_both", lang, name=name, strong=listed, weak=len(weak))
    if len(weak):
        return t("dimensions.strip_weak", lang, name=name, weak=len(weak), dims=len(own))
    if len(strong):
        return t("dimensions.strip_strong", lang, name=name, strong=len(strong), dims=len(own))
    return t("dimensions.strip_middle", lang, name=name, dims=len(own))
