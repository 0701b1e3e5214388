"""The radar of the dimensions: the selected province, one or two others, the median."""

import math
from collections.abc import Iterable
from functools import cache, partial
from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings, label_layout
from lib.charts.chart_data import encode_chart_data
from lib.charts.dimensions.radar_data import Position, RadarData, radar_data
from lib.charts.dimensions.radar_geometry import point, radius_of_value, ring_name_rows
from lib.charts.figure import Figure
from lib.charts.province_marks import BESIDE_SHAPES, DOT_AREA, beside_colors
from lib.charts.vega import finish_spec, inline_data, named_data
from lib.common import theme
from lib.common.numbers import format_number
from lib.common.text import Language, t
from lib.common.theme import PALETTES, Palette, ThemeName
from lib.model.dataset import Dataset
from lib.model.view import Scale, View
from lib.narrative import phrases
from lib.narrative.dimensions.beside import leads_phrase
from lib.narrative.estimates import FigureLabels, Remarks
from lib.narrative.tables import duel_table

_LINE_HEIGHT = 18  # px
_LABEL_GAP = 7  # px beside the end of a spoke: a mark that stands there is up to 12 px wide
_IS_PHONE = "width < 370"  # the radar is square and keeps its text size down to a phone
_RINGS = {"position": (0.25, 0.5, 0.75, 1.0), "points": (2.5, 5.0, 7.5, 10.0)}
_SLOTS = [0, 1, 2]  # the selected province and those beside it
_DOT_AREAS = [110, 60, 60]  # px²
_LINE_WIDTHS = [3.5, 2, 2]  # px
_DASHES = [[1, 0], [1, 0], [10, 3, 2, 3]]  # px


def build(dataset: Dataset, view: View, height: int = 390) -> Figure:
    """The province and one or two others over the dimensions, the median as a dashed ring.

    Raises:
        LookupError: the province has no score in any dimension.
    """
    lang, data = view.lang, radar_data(dataset, view)
    own, (name, *peer_names) = data.own, _names(dataset, view, data)
    joined = phrases.join_list(peer_names, lang)
    labels = FigureLabels(dataset, view, several_provinces=True)
    scores = "; ".join(
        f"{data.names[d]}: {format_number(position.score, 2, lang)}, {data.ranks[d]}"
        for d, position in own.items()
    )
    return Figure(
        name="dimensions.radar",
        spec=_template(lang, view.theme, view.scale, len(data.names), height, labels.remarks),
        data=encode_chart_data(
            provinces=_province_rows(
                dataset, view, dict(zip([name, *peer_names], [own, *data.others], strict=True))
            ),
            median=_median_rows(dataset, view),
            labels=_label_rows(view, data),
            rings=ring_name_rows(view, data),
        ),
        title=labels.title(_title(dataset, view, data)),
        subtitle=labels.subtitle(
            t(
                f"dimensions.radar_subtitle_{view.scale}",
                lang,
                year=view.year,
                scored=phrases.scored_range(pd.DataFrame(own.values())),
            )
        ),
        alt=labels.alt(f"{t('dimensions.radar_alt', lang, name=name, peer=joined)} {scores}."),
        source=labels.source(),
        table=partial(duel_table, view=view, peers=data.peers),
        legend=data.legend,
    )


def _names(dataset: Dataset, view: View, data: RadarData) -> list[str]:
    """The names of the province and of those beside it."""
    return [dataset.province_name(p, view.lang) for p in (view.province, *data.peers)]


def _percentile(position: Position) -> float:
    return position.percentile


def _province_rows(
    dataset: Dataset, view: View, positions: dict[str, dict[str, Position]]
) -> pd.DataFrame:
    """The corners of the provinces' polygons.

    Args:
        positions: in the dimensions, by the province's name, the selected province first.

    Returns:
        slot (one of ``_SLOTS``), i (order), name, measure, x, y, points, place; the last four are
        missing where there is no score.
    """
    dimensions = dataset.dimensions(view.year)
    angles = _angles(len(dimensions))
    corners = []
    for slot, (name, by_dimension) in enumerate(positions.items()):
        # Back to the first corner: a closed line would also close over missing scores.
        for i, dimension in enumerate([*dimensions, dimensions[0]]):
            corner: dict[str, object] = {
                "slot": slot,
                "i": i,
                "name": name,
                "measure": dataset.measure_name(dimension, view.lang),
                "x": None,
                "y": None,
                "points": None,
                "place": None,
            }
            if dimension in by_dimension:
                row = by_dimension[dimension]
                value = row.percentile if view.scale == "position" else row.score
                corner |= point(angles[i % len(angles)], radius_of_value(value, view.scale))
                corner["points"] = format_number(row.score, 2, view.lang)
                corner["place"] = f"{row.rank}/{row.scored}"
            corners.append(corner)
    return pd.DataFrame(corners)


def _median_rows(dataset: Dataset, view: View) -> pd.DataFrame:
    """Where the median province stands in each dimension: x, y, i (order)."""
    dimensions = dataset.dimensions(view.year)
    if view.scale == "position":
        return _polygon([0.5] * len(dimensions))
    medians = [dataset.ranking(view.year, d)["q50"].iloc[0] for d in dimensions]
    return _polygon(radius_of_value(median, view.scale) for median in medians)


def _label_rows(view: View, data: RadarData) -> pd.DataFrame:
    """The labels at the ends of the spokes.

    Returns:
        x, y, text (lines joined by line breaks), align, dx and dy (how a label stands to its point,
        px: off a mark at the end of its spoke).
    """
    rows = []
    for dimension, angle in zip(data.names, _angles(len(data.names)), strict=True):
        lines = _spoke_lines(view, data, dimension)
        side, up = math.sin(angle), math.cos(angle)
        rows.append(
            {
                **point(angle, 1.06),
                "text": "\n".join(lines),
                "align": "center" if abs(side) < 0.2 else "left" if side > 0 else "right",
                "dx": _LABEL_GAP * side,
                # Text grows downward from its first line: lift it as much as the spoke points up.
                "dy": -_LINE_HEIGHT * (len(lines) - 1) * (1 + up) / 2 - 12 * up,
            }
        )
    return pd.DataFrame(rows)


def _spoke_lines(view: View, data: RadarData, dimension: str) -> list[str]:
    """The name of the dimension on one or two lines, then the province's rank or points."""
    lang = view.lang
    lines = label_layout.split_in_two(data.names[dimension])
    if dimension in data.own:
        lines.append(
            data.ranks[dimension]
            if view.scale == "position"
            else t("say.score", lang, n=format_number(data.own[dimension].score, 2, lang))
        )
    return lines


def _title(dataset: Dataset, view: View, data: RadarData) -> str:
    """The best and the lowest rank, or in how many dimensions the province leads the others."""
    lang, own = view.lang, data.own
    name, *peer_names = _names(dataset, view, data)
    if view.scale == "position":
        best, worst = (end(own.values(), key=_percentile) for end in (max, min))
        return t(
            "dimensions.radar_position",
            lang,
            name=name,
            best=data.names[best.measure],
            best_rank=best.rank,
            worst=data.names[worst.measure],
            worst_rank=worst.rank,
        )
    if len(peer_names) > 1:
        leads = leads_phrase(dataset, view, data.peers)
        return t("dimensions.radar_points_several", lang, name=name, leads=leads)
    (other,) = data.others
    return t(
        "dimensions.radar_points",
        lang,
        name=name,
        peer=peer_names[0],
        ahead=sum(d in other and position.score > other[d].score for d, position in own.items()),
        dims=len(data.names),
    )


@cache
def _template(
    lang: Language,
    theme_name: ThemeName,
    scale: Scale,
    spokes: int,
    height: int,
    remarks: Remarks,
) -> dict[str, Any]:
    """The spec, of the tables "provinces", "median" and "labels" (see the functions of rows)."""
    palette = PALETTES[theme_name]
    x, y = _axes()
    chart = alt.layer(
        *_grid_layers(scale, spokes, x, y, palette),
        _median_layer(x, y, palette),
        *_ring_names(x, y, palette),
        *_province_layers(lang, remarks, x, y, palette),
        _spoke_labels(x, y, palette),
    )
    return finish_spec(chart, palette, lang, height)


def _grid_layers(
    scale: Scale, spokes: int, x: alt.X, y: alt.Y, palette: Palette
) -> list[alt.Chart]:
    """The rings and the spokes."""
    rings = pd.concat(
        _polygon([radius_of_value(value, scale)] * spokes).assign(ring=value)
        for value in _RINGS[scale]
    )
    ring_lines = (
        alt.Chart(inline_data(rings))
        .mark_line(interpolate="linear-closed", stroke=palette.grid, strokeWidth=1)
        .encode(x=x, y=y, detail="ring:N", order="i:Q")
    )
    spoke_lines = (
        alt.Chart(inline_data(_polygon([1.0] * spokes)))
        .mark_rule(stroke=palette.grid)
        .encode(x=x, y=y, x2=alt.datum(0), y2=alt.datum(0))
    )
    return [ring_lines, spoke_lines]


def _ring_names(x: alt.X, y: alt.Y, palette: Palette) -> list[alt.Chart]:
    """Values of some rings, haloed over the median."""
    names = alt.Chart(named_data("rings")).encode(x=x, y=y, text="text:N")
    size = alt.ExprRef(f"{_IS_PHONE} ? 12 : {theme.TEXT_SIZE}")
    halo = names.mark_text(
        fontSize=size, color=palette.background, stroke=palette.background, strokeWidth=4
    )
    return [halo, names.mark_text(fontSize=size, color=palette.muted)]


def _median_layer(x: alt.X, y: alt.Y, palette: Palette) -> alt.Chart:
    return (
        alt.Chart(named_data("median"))
        .mark_line(
            interpolate="linear-closed", stroke=palette.muted, strokeWidth=2, strokeDash=[5, 4]
        )
        .encode(x=x, y=y, order="i:Q")
    )


def _province_layers(
    lang: Language, remarks: Remarks, x: alt.X, y: alt.Y, palette: Palette
) -> list[alt.Chart]:
    """The provinces' polygons: lines, and marks at the corners."""
    colors, shapes = (
        alt.Scale(domain=_SLOTS, range=list(values)[: len(_SLOTS)])
        for values in (beside_colors(palette), BESIDE_SHAPES)
    )
    color = alt.Color("slot:N", scale=colors, legend=None)
    provinces = (
        alt.Chart(named_data("provinces"))
        .transform_calculate(area=f"{_DOT_AREAS}[datum.slot]", weight=f"{_LINE_WIDTHS}[datum.slot]")
        .encode(x=x, y=y, color=color)
    )
    lines = provinces.mark_line(strokeJoin="round", strokeCap="round").encode(
        order="i:Q",
        detail="slot:N",
        strokeWidth=alt.StrokeWidth("weight:Q", scale=None, legend=None),
        strokeDash=alt.StrokeDash(
            "slot:N", scale=alt.Scale(domain=_SLOTS, range=_DASHES), legend=None
        ),
    )
    dots = provinces.mark_point(filled=True, opacity=1).encode(
        size=DOT_AREA,
        shape=alt.Shape("slot:N", scale=shapes, legend=None),
        tooltip=encodings.tooltip_lines(
            lang, "name", "measure", "points", "place", remarks=remarks
        ),
    )
    return [lines, dots]


def _spoke_labels(x: alt.X, y: alt.Y, palette: Palette) -> alt.Chart:
    size = alt.ExprRef(f"{_IS_PHONE} ? {theme.PHONE_TEXT_SIZE} : {theme.TEXT_SIZE}")
    return (
        alt.Chart(named_data("labels"))
        .transform_calculate(lines=r"split(datum.text, '\n')")
        .mark_text(
            align=alt.ExprRef("datum.align"),
            baseline="middle",
            lineHeight=_LINE_HEIGHT,
            dx=alt.ExprRef("datum.dx"),
            dy=alt.ExprRef("datum.dy"),
            color=palette.ink,
            fontSize=size,
        )
        .encode(x=x, y=y, text="lines:N")
    )


def _angles(spokes: int) -> list[float]:
    """The angle of each spoke, in radians."""
    return [2 * math.pi * i / spokes for i in range(spokes)]


def _polygon(radii: Iterable[float]) -> pd.DataFrame:
    """A corner on each spoke: x, y, i (order)."""
    distances = list(radii)
    corners = zip(_angles(len(distances)), distances, strict=True)
    return pd.DataFrame(
        [point(angle, radius) | {"i": i} for i, (angle, radius) in enumerate(corners)]
    )


def _axes() -> tuple[alt.X, alt.Y]:
    """x and y with the same units, the circle as large as its labels allow."""
    radius = f"min(height / 2 - 68, width / 2 - ({_IS_PHONE} ? 82 : 98))"
    x_limit, y_limit = f"width / 2 / {radius}", f"height / 2 / {radius}"

    def scale(limit: str) -> alt.Scale:
        return alt.Scale(
            domainMin=alt.ExprRef(f"-({limit})"), domainMax=alt.ExprRef(limit), nice=False
        )

    return alt.X("x:Q", axis=None, scale=scale(x_limit)), alt.Y(
        "y:Q", axis=None, scale=scale(y_limit)
    )
