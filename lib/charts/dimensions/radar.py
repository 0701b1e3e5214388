"""The radar of the dimensions: the province, one peer, the median."""

import math
from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings, label_layout
from lib.charts.figure import Figure, LegendItem
from lib.charts.vega import finish_spec, inline_data
from lib.common import theme
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.peer_groups import single_peer
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.tables import duel_table

_LINE = 18  # px
_IS_PHONE = "width < 390"  # the radar is square and keeps its text size down to a phone
LOWEST, HIGHEST = 1, 10  # points; the scale of a dimension
_RINGS = {"position": (0.25, 0.5, 0.75, 1.0), "points": (2.5, 5.0, 7.5, 10.0)}
_NAMED_RINGS = {"position": (0.5, 1.0), "points": (5.0, 10.0)}


def build(dataset: Dataset, view: View, height: int = 390) -> Figure:
    """The province and one peer over the dimensions, with the median province as a dashed ring."""
    lang, palette = view.lang, PALETTES[view.theme]
    dims = dataset.dimensions(view.year)
    peer = single_peer(dataset, view)
    own = dataset.dimension_positions(view.year, view.province).set_index("measure")
    other = dataset.dimension_positions(view.year, peer).set_index("measure")
    names = {
        "own": dataset.province_name(view.province, lang),
        "peer": dataset.province_name(peer, lang),
    }
    angles = {d: 2 * math.pi * i / len(dims) for i, d in enumerate(dims)}

    spokes = pd.DataFrame([_point(angles[d], 1.0) | {"id": d} for d in dims])
    rings = pd.DataFrame(
        [
            _point(angles[d], _radius(value, view.scale)) | {"ring": value, "i": i}
            for value in _RINGS[view.scale]
            for i, d in enumerate(dims)
        ]
    )
    lines = []
    for kind, profile in (("own", own), ("peer", other)):
        # Round to the first again; a dimension without a score breaks the line.
        for i, d in enumerate([*dims, dims[0]]):
            point: dict[str, object] = {
                "kind": kind,
                "area": {"peer": 45, "own": 110}[kind],
                "weight": {"peer": 2, "own": 3.5}[kind],
                "i": i,
                "name": names[kind],
                "measure": dataset.measure_name(d, lang),
                "x": None,
                "y": None,
            }
            if d in profile.index:
                row = profile.loc[d]
                point |= _point(angles[d], _radius(_scale_value(row, view.scale), view.scale))
                point["points"] = format_number(row["score"], 2, lang)
                point["place"] = f"{row['rank']}/{row['scored']}"
            lines.append(point)
    shapes = pd.DataFrame(lines)
    year = dataset.positions_of_year(view.year).drop_duplicates("measure").set_index("measure")
    median = pd.DataFrame(
        [
            _point(
                angles[d], 0.5 if view.scale == "position" else _radius(year.at[d, "q50"], "points")
            )
            | {"i": i}
            for i, d in enumerate(dims)
        ]
    )
    labels = [_label(dataset, view, d, angles[d], own) for d in dims]
    scale_text = pd.DataFrame(
        [
            _point(math.pi / len(dims), _radius(value, view.scale) * math.cos(math.pi / len(dims)))
            | {"text": _ring_name(value, view.scale, lang)}
            for value in _NAMED_RINGS[view.scale]
        ]
    )

    x, y = _axes()
    grid = (
        alt.Chart(inline_data(rings))
        .mark_line(interpolate="linear-closed", stroke=palette.grid, strokeWidth=1)
        .encode(x=x, y=y, detail="ring:N", order="i:Q")
    )
    rays = (
        alt.Chart(inline_data(spokes))
        .mark_rule(stroke=palette.grid)
        .encode(x=x, y=y, x2=alt.datum(0), y2=alt.datum(0))
    )
    ring = (
        alt.Chart(inline_data(median))
        .mark_line(
            interpolate="linear-closed", stroke=palette.muted, strokeWidth=2, strokeDash=[5, 4]
        )
        .encode(x=x, y=y, order="i:Q")
    )
    color = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["peer", "own"], range=[palette.second, palette.accent]),
        legend=None,
    )
    drawn = alt.Chart(inline_data(shapes)).encode(x=x, y=y, color=color)
    outline = drawn.mark_line(strokeJoin="round", strokeCap="round").encode(
        order="i:Q",
        detail="kind:N",
        strokeWidth=alt.StrokeWidth("weight:Q", scale=None, legend=None),
    )
    dots = drawn.mark_circle(opacity=1).encode(
        size=encodings.DOT_AREA,
        tooltip=encodings.tooltip_lines(lang, "name", "measure", "points", "place"),
    )
    texts = [
        alt.Chart(inline_data(pd.DataFrame([{k: label[k] for k in ("x", "y", "text")}])))
        .mark_text(
            align=label["align"],
            baseline="middle",
            lineHeight=_LINE,
            dy=label["dy"],
            color=palette.ink,
            fontSize=alt.ExprRef(f"{_IS_PHONE} ? {theme.PHONE_TEXT_SIZE} : {theme.TEXT_SIZE}"),
        )
        .encode(x=x, y=y, text="text:N")
        for label in labels
    ]
    ring_name = alt.Chart(inline_data(scale_text)).encode(x=x, y=y, text="text:N")
    size = alt.ExprRef(f"{_IS_PHONE} ? 12 : {theme.TEXT_SIZE}")
    ticks = alt.layer(
        ring_name.mark_text(
            fontSize=size, color=palette.background, stroke=palette.background, strokeWidth=4
        ),
        ring_name.mark_text(fontSize=size, color=palette.muted),
    )
    chart = alt.layer(grid, rays, ticks, ring, outline, dots, *texts)

    best = own.loc[own["percentile"].idxmax()]
    worst = own.loc[own["percentile"].idxmin()]
    ahead = [
        d
        for d in dims
        if d in own.index and d in other.index and own.at[d, "score"] > other.at[d, "score"]
    ]
    if view.scale == "position":
        title = t(
            "dimensions.radar_position",
            lang,
            name=names["own"],
            best=dataset.measure_name(str(best.name), lang, short=True),
            best_rank=best["rank"],
            worst=dataset.measure_name(str(worst.name), lang, short=True),
            worst_rank=worst["rank"],
        )
    else:
        title = t(
            "dimensions.radar_points",
            lang,
            name=names["own"],
            peer=names["peer"],
            ahead=len(ahead),
            dims=len(dims),
        )
    return Figure(
        name="dimensions.radar",
        spec=finish_spec(chart, palette, height),
        title=title,
        subtitle=t(
            f"dimensions.radar_subtitle_{view.scale}", lang, year=view.year, scored=best["scored"]
        ),
        alt=t("dimensions.radar_alt", lang, name=names["own"], peer=names["peer"])
        + " "
        + "; ".join(
            f"{dataset.measure_name(d, lang, short=True)}: "
            f"{format_number(own.at[d, 'score'], 2, lang)}, {phrases.rank_phrase(own.loc[d], lang)}"
            for d in own.index
        )
        + ".",
        table=duel_table(dataset, view, peer),
        legend=(
            LegendItem(palette.accent, names["own"]),
            LegendItem(palette.second, names["peer"]),
            LegendItem(palette.muted, t("dimensions.median", lang), dashed=True),
        ),
    )


def _scale_value(row: pd.Series, scale: str) -> float:
    return float(row["percentile"] if scale == "position" else row["score"])


def _radius(value: float, scale: str) -> float:
    """0 at the centre, 1 at the rim."""
    return value if scale == "position" else (value - LOWEST) / (HIGHEST - LOWEST)


def _point(angle: float, radius: float) -> dict[str, float]:
    """Clockwise from the top."""
    return {"x": radius * math.sin(angle), "y": radius * math.cos(angle)}


def _ring_name(value: float, scale: str, lang: str) -> str:
    return f"{value:.0%}" if scale == "position" else format_number(value, 1, lang)


def _label(
    dataset: Dataset, view: View, dimension: str, angle: float, own: pd.DataFrame
) -> dict[str, Any]:
    """A spoke's label: the name on two lines, then the rank or the points."""
    lang = view.lang
    lines = label_layout.split_in_two(dataset.measure_name(dimension, lang, short=True))
    if dimension in own.index:
        row = own.loc[dimension]
        lines.append(
            phrases.rank_phrase(row, lang)
            if view.scale == "position"
            else t("say.score", lang, n=format_number(row["score"], 2, lang))
        )
    side, up = math.sin(angle), math.cos(angle)
    return _point(angle, 1.06) | {
        "text": lines,
        "align": "center" if abs(side) < 0.2 else "left" if side > 0 else "right",
        # Text grows downward from its first line: lift it by as much as the spoke points up.
        "dy": -_LINE * (len(lines) - 1) * (1 + up) / 2 - 12 * up,
    }


def _axes() -> tuple[alt.X, alt.Y]:
    """x and y with the same units, the circle as large as its labels allow."""
    radius = f"min(height / 2 - 68, width / 2 - ({_IS_PHONE} ? 82 : 98))"
    x_limit, y_limit = f"width / 2 / {radius}", f"height / 2 / {radius}"
    return (
        alt.X(
            "x:Q",
            axis=None,
            scale=alt.Scale(
                domainMin=alt.ExprRef(f"-({x_limit})"), domainMax=alt.ExprRef(x_limit), nice=False
            ),
        ),
        alt.Y(
            "y:Q",
            axis=None,
            scale=alt.Scale(
                domainMin=alt.ExprRef(f"-({y_limit})"), domainMax=alt.ExprRef(y_limit), nice=False
            ),
        ),
    )
