"""A close-up of the province's region with names and ranks."""

from functools import cache, partial
from typing import Any

import altair as alt
import pandas as pd

from lib.charts.cartography import archipelagos, choropleth, hatching
from lib.charts.cartography.projection import Bounds
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure
from lib.charts.map.layers import (
    FRAME_OF_VIEW,
    Archipelagos,
    archipelago_layers,
    frame_values,
    framed_projection,
    hatch_layer,
    outline_layer,
    place_archipelagos,
    province_layers,
    province_table,
    province_values,
    with_text_lines,
)
from lib.charts.map.region_labels import label_boxes, place_region_labels, region_bounds
from lib.charts.vega import finish_spec, named_data
from lib.common.strings import first_that_fits
from lib.common.text import Language, t
from lib.common.theme import PALETTES, TEXT_SIZE, Palette, ThemeName
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables
from lib.narrative.estimates import FigureLabels, Remarks
from lib.narrative.map import nothing_compares, painted, painted_ranking, province_labels
from lib.narrative.successors import changes
from lib.narrative.trends import since

_IS_NARROW = "width < 400"  # px; the text is smaller
_LABEL_COLUMN_WIDTH = 190  # px west of a region for labels that have no room on it


def build(dataset: Dataset, view: View, height: int = 420) -> Figure:
    """The provinces of the selected province's region, each with its name and rank."""
    lang = view.lang
    region = dataset.provinces.at[view.province, "region"]
    members = list(dataset.provinces.index[dataset.provinces["region"] == region])
    painting = choropleth.paint_map(dataset, view)
    owns_islands = not set(members).isdisjoint(dataset.tables.islands["province"])
    label_rows, in_column, bounds = _lay_out(dataset, view, painting, members, owns_islands, height)
    region_name = dataset.region_name(view.province, lang)
    labels = FigureLabels(dataset, view, several_provinces=True)
    table = dataset.ranking(view.year, view.measure)
    numbers = province_labels(dataset, view)
    told = "; ".join(
        f"{dataset.province_name(province, lang)} {numbers[province]}"
        for province in table["province"]
        if province in members and province in numbers
    )
    shown = painted(dataset, view)
    kind = f"_{shown}" if view.paint == "change" else ""
    alt_key = f"map.region_alt{kind}"
    return Figure(
        name="map.region",
        spec=_template(
            lang,
            view.theme,
            dataset.tables.topojson,
            place_archipelagos(dataset, lang) if owns_islands else None,
            shown,
            height,
            in_column,
            tuple(sorted({text.count("\n") + 1 for text in label_rows["text"]})),
            labels.remarks,
        ),
        data=encode_chart_data(
            frame_values(bounds) | province_values(dataset, view),
            provinces=province_table(dataset, view, painting, members),
            hatching=_hatching(dataset, view, painting, members, label_rows, bounds, height),
            labels=label_rows,
        ),
        title=labels.title(_title(dataset, view)),
        subtitle=labels.subtitle(
            nothing_compares(dataset, view)
            or t(
                f"map.region_subtitle{kind}",
                lang,
                measure=phrases.view_measure_name(dataset, view),
                year=view.year,
                base=since.base_year_phrase(view),
                before=view.year - 1,
            )
        ),
        alt=labels.alt(
            f"{t(alt_key, lang, region=region_name)} "
            f"{f'{told}.' if told else nothing_compares(dataset, view)}"
        ),
        table=partial(tables.measure_table, view=view, measure=view.measure, provinces=members),
        source=labels.source("source.map"),
    )


def _lay_out(
    dataset: Dataset,
    view: View,
    painting: choropleth.Painting,
    members: list[str],
    owns_islands: bool,
    height: int,
) -> tuple[pd.DataFrame, bool, Bounds]:
    """The table "labels" of ``_label_layers``, whether they stand in a column, the map's bounds."""
    west, south, east, north = bounds = region_bounds(dataset, members)
    px_per_degree = _px_per_degree(bounds, height)
    labels, in_column = place_region_labels(dataset, view, painting, members, px_per_degree)
    if in_column:
        west = labels["lon"].min() - _LABEL_COLUMN_WIDTH / px_per_degree
    if owns_islands:
        bounds = (west, south, east, north)
        west, south, east, north = archipelagos.with_insets(bounds, px_per_degree)
    rows = labels[["lon", "lat", "to_lon", "to_lat", *([] if in_column else ["around", "ink"])]]
    rows = rows.assign(text=["\n".join(lines) for lines in labels["text"]])
    return rows, in_column, (west, south, east, north)


def _hatching(
    dataset: Dataset,
    view: View,
    painting: choropleth.Painting,
    members: list[str],
    labels: pd.DataFrame,
    bounds: Bounds,
    height: int,
) -> pd.DataFrame:
    """The table "hatching", without lines below labels."""
    px_per_degree = _px_per_degree(bounds, height)
    table = hatching.hatch_table(dataset, view, painting.rows, members, px_per_degree)
    if "around" not in labels:  # they stand beside the provinces
        return table
    return hatching.cut_out(table, label_boxes(labels, px_per_degree))


def _px_per_degree(bounds: Bounds, height: int) -> float:
    """Roughly, where this chart is drawn widest beside the national map."""
    west, south, east, north = bounds
    return min(height / (north - south), 1.2 * height / (east - west))


@cache
def _template(
    lang: Language,
    theme: ThemeName,
    topojson: str,
    islands: Archipelagos | None,
    paint: str,
    height: int,
    in_column: bool,
    line_counts: tuple[int, ...],
    remarks: Remarks,
) -> dict[str, Any]:
    """The spec, of the tables and view values of ``layers`` and the table "labels".

    Args:
        line_counts: how many lines there are in a label.
    """
    palette = PALETTES[theme]
    chart = alt.layer(
        province_layers(lang, palette, topojson, paint, remarks),
        hatch_layer(palette),
        *_label_layers(in_column, line_counts, topojson, palette),
        *(archipelago_layers(islands, lang, palette, FRAME_OF_VIEW) if islands else []),
    ).project(**framed_projection())
    return finish_spec(chart, palette, lang, height)


def _label_layers(
    in_column: bool, line_counts: tuple[int, ...], topojson: str, palette: Palette
) -> list[Any]:
    """Labels on their provinces, or in a column with lines to their provinces."""
    labels = with_text_lines(alt.Chart(named_data("labels"))).encode(
        longitude="lon:Q", latitude="lat:Q"
    )
    text = labels.encode(text="lines:N")
    style: dict[str, Any] = {
        "fontSize": alt.ExprRef(f"{_IS_NARROW} ? 12 : {TEXT_SIZE}"),
        "lineHeight": alt.ExprRef(f"{_IS_NARROW} ? 13 : 16"),
        "baseline": "middle",
        "align": "right" if in_column else "center",
    }
    if in_column:
        leaders = labels.mark_rule(color=palette.muted, opacity=0.7)
        return [
            leaders.encode(longitude2="to_lon:Q", latitude2="to_lat:Q"),
            text.mark_text(**style, color=palette.ink, dx=-4),
        ]
    # The baseline is that of the first line; a mark has one offset for all its texts.
    by_lines = [
        (text.transform_filter(f"length(datum.lines) == {n}"), style | {"dy": _lift(n)})
        for n in line_counts
    ]
    # A label pushed off its province still has that province's colour around it.
    halos = [
        part.mark_text(**its_style, strokeWidth=4, strokeJoin="round").encode(
            color=alt.Color("around:N", scale=None), stroke=alt.Stroke("around:N", scale=None)
        )
        for part, its_style in by_lines
    ]
    # The halo of a neighbour's label would cut the selected province's outline.
    beside = labels.transform_filter("isValid(datum.to_lon)")
    leader = beside.mark_rule(strokeWidth=1.5).encode(
        longitude2="to_lon:Q", latitude2="to_lat:Q", color=alt.Color("ink:N", scale=None)
    )
    return [
        leader,
        *halos,
        outline_layer(palette, topojson),
        *(
            part.mark_text(**its_style).encode(color=alt.Color("ink:N", scale=None))
            for part, its_style in by_lines
        ),
    ]


def _lift(lines: int) -> alt.ExprRef:
    """How far the first line of a label stands from its place, px."""
    screen, phone = (1 - half_line * (lines - 1) for half_line in (8, 6.5))
    return alt.ExprRef(f"{_IS_NARROW} ? {phone} : {screen}")


def _title(dataset: Dataset, view: View) -> str:
    """The province's rank in its region, on a map of changes by its change, or what is missing."""
    lang = view.lang
    own = dataset.position(view.year, view.measure, view.province)
    name = dataset.name_in_sentence(view.province, lang)
    region = dataset.region_name(view.province, lang)
    if own is None:
        return t("map.region_missing", lang, name=name, region=region)
    if view.paint == "change":
        return _change_title(dataset, view, own, name, region)
    rank, scored = own["region_rank"], own["region_scored"]
    title = t("map.region_title", lang, name=name, rank=rank, scored=scored, region=region)
    return title + phrases.region_count_note(dataset, own, lang)


def _change_title(dataset: Dataset, view: View, own: pd.Series, name: str, region: str) -> str:
    """The place of the province's change among those of its region that compare."""
    own = changes.with_estimate(dataset, view, own)
    if pd.isna(own["change"]):
        return t("map.region_no_change", view.lang, name=name, region=region)
    table = painted_ranking(dataset, view)
    compared = table["change"][(table["region"] == own["region"]) & table["change"].notna()]
    values = {"name": name, "region": region, "n": len(compared)}
    values["place"] = int((compared > own["change"]).sum()) + 1
    if painted(dataset, view) == "change":
        points = phrases.points_phrase(own["change"], view.lang)
        return t("map.region_change", view.lang, points=points, **values)
    keys = (
        ("map.region_from_estimate", "map.region_from_estimate_brief")
        if dataset.is_merged(view.province)
        else ("map.region_from_estimate_same", "map.region_from_estimate_same_brief")
    )
    points = changes.difference_phrase(own["change"], view.lang)
    values |= {"points": points, "before": view.year - 1}
    return first_that_fits(*(t(key, view.lang, **values) for key in keys))
