"""The radar of the dimensions: the selected province, one peer, the median."""

import math
from typing import Any, Literal

import altair as alt
import pandas as pd

from lib.charts import encodings, label_layout
from lib.charts.figure import Figure, LegendItem
from lib.charts.vega import finish_spec, inline_data
from lib.common import theme
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES, Palette
from lib.model.chosen_peers import single_peer
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.tables import duel_table

_LINE_HEIGHT = 18  # px
_IS_PHONE = "width < 390"  # the radar is square and keeps its text size down to a phone
_LOWEST, _HIGHEST = 1, 10  # points; the scale of a dimension
_RINGS = {"position": (0.25, 0.5, 0.75, 1.0), "points": (2.5, 5.0, 7.5, 10.0)}
_NAMED_RINGS = {"position": (0.5, 1.0), "points": (5.0, 10.0)}
_DOT_AREAS = {"peer": 45, "own": 110}  # px²
_LINE_WIDTHS = {"peer": 2, "own": 3.5}  # px


def build(dataset: Dataset, view: View, height: int = 390) -> Figure:
    """The province and one peer over the dimensions, with the median province as a dashed ring."""
    lang, palette = view.lang, PALETTES[view.theme]
    peer = single_peer(dataset, view)
    own = _dimension_rows(dataset, view, view.province)
    name, peer_name = (dataset.province_name(p, lang) for p in (view.province, peer))
    x, y = _axes()
    grid, rays, ring_names, median = _grid_layers(dataset, view, x, y)
    chart = alt.layer(
        grid,
        rays,
        ring_names,
        median,
        *_province_layers(_province_rows(dataset, view, peer), x, y, lang, palette),
        *_spoke_labels(dataset, view, own, x, y),
    )
    scores = "; ".join(
        f"{dataset.measure_name(d, lang, short=True)}: "
        f"{format_number(own.at[d, 'score'], 2, lang)}, {phrases.rank_phrase(own.loc[d], lang)}"
        for d in own.index
    )
    return Figure(
        name="dimensions.radar",
        spec=finish_spec(chart, palette, lang, height),
        title=_title(dataset, view, peer),
        subtitle=t(
            f"dimensions.radar_subtitle_{view.scale}",
            lang,
            year=view.year,
            scored=own.loc[own["percentile"].idxmax()]["scored"],
        ),
        alt=f"{t('dimensions.radar_alt', lang, name=name, peer=peer_name)} {scores}.",
        table=duel_table(dataset, view, peer),
        legend=(
            LegendItem(palette.accent, name),
            LegendItem(palette.second, peer_name),
            LegendItem(palette.muted, t("dimensions.median", lang), dashed=True),
        ),
    )


def _dimension_rows(dataset: Dataset, view: View, province: str) -> pd.DataFrame:
    return dataset.dimension_positions(view.year, province).set_index("measure")


def _angles(dataset: Dataset, view: View) -> dict[str, float]:
    """The angle of each dimension's spoke, in radians."""
    dimensions = dataset.dimensions(view.year)
    return {d: 2 * math.pi * i / len(dimensions) for i, d in enumerate(dimensions)}


def _province_rows(dataset: Dataset, view: View, peer: str) -> pd.DataFrame:
    """The corners of both provinces' polygons; x and y are missing where there is no score.

    Returns:
        kind (peer, own), area, weight (of the line), i (order), name, measure, x, y, points, place.
    """
    angles = _angles(dataset, view)
    provinces: dict[Literal["own", "peer"], str] = {"own": view.province, "peer": peer}
    corners = []
    for kind, province in provinces.items():
        positions = _dimension_rows(dataset, view, province)
        # Back to the first corner: a closed line would also close over missing scores.
        for i, dimension in enumerate([*angles, next(iter(angles))]):
            corner: dict[str, object] = {
                "kind": kind,
                "area": _DOT_AREAS[kind],
                "weight": _LINE_WIDTHS[kind],
                "i": i,
                "name": dataset.province_name(province, view.lang),
                "measure": dataset.measure_name(dimension, view.lang),
                "x": None,
                "y": None,
            }
            if dimension in positions.index:
                row = positions.loc[dimension]
                value = float(row["percentile" if view.scale == "position" else "score"])
                corner |= _point(angles[dimension], _radius(value, view.scale))
                corner["points"] = format_number(row["score"], 2, view.lang)
                corner["place"] = f"{row['rank']}/{row['scored']}"
            corners.append(corner)
    return pd.DataFrame(corners)


def _province_layers(
    rows: pd.DataFrame, x: alt.X, y: alt.Y, lang: str, palette: Palette
) -> list[alt.Chart]:
    color = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["peer", "own"], range=[palette.second, palette.accent]),
        legend=None,
    )
    provinces = alt.Chart(inline_data(rows)).encode(x=x, y=y, color=color)
    lines = provinces.mark_line(strokeJoin="round", strokeCap="round").encode(
        order="i:Q",
        detail="kind:N",
        strokeWidth=alt.StrokeWidth("weight:Q", scale=None, legend=None),
    )
    dots = provinces.mark_circle(opacity=1).encode(
        size=encodings.DOT_AREA,
        tooltip=encodings.tooltip_lines(lang, "name", "measure", "points", "place"),
    )
    return [lines, dots]


def _grid_layers(dataset: Dataset, view: View, x: alt.X, y: alt.Y) -> list[Any]:
    """The rings, the spokes, the names of some rings, the median."""
    palette, angles = PALETTES[view.theme], _angles(dataset, view)
    rings = pd.DataFrame(
        [
            _point(angle, _radius(value, view.scale)) | {"ring": value, "i": i}
            for value in _RINGS[view.scale]
            for i, angle in enumerate(angles.values())
        ]
    )
    grid = (
        alt.Chart(inline_data(rings))
        .mark_line(interpolate="linear-closed", stroke=palette.grid, strokeWidth=1)
        .encode(x=x, y=y, detail="ring:N", order="i:Q")
    )
    rims = pd.DataFrame([_point(angle, 1.0) | {"id": d} for d, angle in angles.items()])
    spokes = (
        alt.Chart(inline_data(rims))
        .mark_rule(stroke=palette.grid)
        .encode(x=x, y=y, x2=alt.datum(0), y2=alt.datum(0))
    )
    medians = _median_radii(dataset, view)
    median_corners = pd.DataFrame(
        [_point(angle, medians[d]) | {"i": i} for i, (d, angle) in enumerate(angles.items())]
    )
    median = (
        alt.Chart(inline_data(median_corners))
        .mark_line(
            interpolate="linear-closed", stroke=palette.muted, strokeWidth=2, strokeDash=[5, 4]
        )
        .encode(x=x, y=y, order="i:Q")
    )
    return [grid, spokes, _ring_names(len(angles), view, x, y, palette), median]


def _median_radii(dataset: Dataset, view: View) -> dict[str, float]:
    """How far from the centre the median province stands in each dimension (0-1)."""
    dimensions = dataset.dimensions(view.year)
    if view.scale == "position":
        return dict.fromkeys(dimensions, 0.5)
    positions = dataset.positions_of_year(view.year).drop_duplicates("measure")
    medians = positions.set_index("measure")["q50"]
    return {d: _radius(medians[d], "points") for d in dimensions}


def _ring_names(spokes: int, view: View, x: alt.X, y: alt.Y, palette: Palette) -> Any:
    """Values of some rings, haloed, half way between the first two spokes."""
    angle = math.pi / spokes
    rows = pd.DataFrame(
        [
            _point(angle, _radius(value, view.scale) * math.cos(angle))
            | {
                "text": f"{value:.0%}"
                if view.scale == "position"
                else format_number(value, 1, view.lang)
            }
            for value in _NAMED_RINGS[view.scale]
        ]
    )
    names = alt.Chart(inline_data(rows)).encode(x=x, y=y, text="text:N")
    size = alt.ExprRef(f"{_IS_PHONE} ? 12 : {theme.TEXT_SIZE}")
    return alt.layer(
        names.mark_text(
            fontSize=size, color=palette.background, stroke=palette.background, strokeWidth=4
        ),
        names.mark_text(fontSize=size, color=palette.muted),
    )


def _spoke_labels(
    dataset: Dataset, view: View, own: pd.DataFrame, x: alt.X, y: alt.Y
) -> list[alt.Chart]:
    """The name of each dimension on two lines, then the province's rank or points."""
    size = alt.ExprRef(f"{_IS_PHONE} ? {theme.PHONE_TEXT_SIZE} : {theme.TEXT_SIZE}")
    layers = []
    for dimension, angle in _angles(dataset, view).items():
        lines = _spoke_lines(dataset, view, own, dimension)
        side, up = math.sin(angle), math.cos(angle)
        align: Any = "center" if abs(side) < 0.2 else "left" if side > 0 else "right"
        label = pd.DataFrame([_point(angle, 1.06) | {"text": lines}])
        layers.append(
            alt.Chart(inline_data(label))
            .mark_text(
                align=align,
                baseline="middle",
                lineHeight=_LINE_HEIGHT,
                # Text grows downward from its first line: lift it as much as the spoke points up.
                dy=-_LINE_HEIGHT * (len(lines) - 1) * (1 + up) / 2 - 12 * up,
                color=PALETTES[view.theme].ink,
                fontSize=size,
            )
            .encode(x=x, y=y, text="text:N")
        )
    return layers


def _spoke_lines(dataset: Dataset, view: View, own: pd.DataFrame, dimension: str) -> list[str]:
    lang = view.lang
    lines = label_layout.split_in_two(dataset.measure_name(dimension, lang, short=True))
    if dimension in own.index:
        row = own.loc[dimension]
        lines.append(
            phrases.rank_phrase(row, lang)
            if view.scale == "position"
            else t("say.score", lang, n=format_number(row["score"], 2, lang))
        )
    return lines


def _title(dataset: Dataset, view: View, peer: str) -> str:
    """The best and the lowest rank, or in how many dimensions the province leads its peer."""
    lang = view.lang
    name = dataset.province_name(view.province, lang)
    own = _dimension_rows(dataset, view, view.province)
    if view.scale == "position":
        best, worst = own.loc[own["percentile"].idxmax()], own.loc[own["percentile"].idxmin()]
        return t(
            "dimensions.radar_position",
            lang,
            name=name,
            best=dataset.measure_name(str(best.name), lang, short=True),
            best_rank=best["rank"],
            worst=dataset.measure_name(str(worst.name), lang, short=True),
            worst_rank=worst["rank"],
        )
    scores, peer_scores = own["score"], _dimension_rows(dataset, view, peer)["score"]
    return t(
        "dimensions.radar_points",
        lang,
        name=name,
        peer=dataset.province_name(peer, lang),
        ahead=int((scores > peer_scores.reindex(scores.index)).sum()),
        dims=len(dataset.dimensions(view.year)),
    )


def _radius(value: float, scale: str) -> float:
    """A percentile or points as 0 at the centre, 1 at the rim."""
    return value if scale == "position" else (value - _LOWEST) / (_HIGHEST - _LOWEST)


def _point(angle: float, radius: float) -> dict[str, float]:
    """x and y, clockwise from the top."""
    return {"x": radius * math.sin(angle), "y": radius * math.cos(angle)}


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
