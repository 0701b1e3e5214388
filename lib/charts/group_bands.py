"""The four groups as bands behind or along a chart."""

import math

import altair as alt
import numpy as np
import pandas as pd

from lib.charts.vega import by_width, inline_data, view_value
from lib.common.letter_widths import text_width
from lib.common.text import t
from lib.common.theme import PHONE_TEXT_SIZE, TEXT_SIZE, Palette
from lib.narrative import phrases

_NAMES_GAP = 6  # px between two names above a track


def group_color(palette: Palette, field: str = "group:O") -> alt.Color:
    """The four groups' colours."""
    scale = alt.Scale(domain=list(phrases.GROUPS), range=list(palette.groups))
    return alt.Color(field, scale=scale, legend=None)


def band_rows(edges: list[float], lang: str) -> pd.DataFrame:
    """The groups along an axis, without those that nobody is in.

    Args:
        edges: five values on the x axis: its start, the three thresholds, its end.

    Returns:
        from, to, fraction (of the axis), group, full, brief (names), threshold (whether the band
        begins at one), the lowest group first.
    """
    rows: list[dict[str, object]] = []
    for start, end, group in zip(edges[:-1], edges[1:], phrases.GROUPS[::-1], strict=True):
        if end > start:
            rows.append(
                {
                    "from": start,
                    "to": end,
                    "group": group,
                    "full": phrases.group_name(group, lang),
                    "brief": t(f"group.brief_{group}", lang),
                    "fraction": (end - start) / (edges[-1] - edges[0]),
                    "threshold": bool(rows),
                }
            )
    return pd.DataFrame(rows)


def edge_values(edges: list[float]) -> dict[str, float]:
    """The view values of ``group_bands``, of the edges that ``band_rows`` takes."""
    return {f"edge_{number}": edge for number, edge in enumerate(edges)}


def group_name_expression(lang: str, brief: bool = False) -> str:
    """A Vega expression for the name of a row's group, or for its short one."""
    names = (
        t(f"group.brief_{g}", lang) if brief else phrases.group_name(g, lang)
        for g in phrases.GROUPS
    )
    quoted = ",".join(f"'{name}'" for name in names)
    return f"[{quoted}][datum.group - 1]"


def group_bands(scale: alt.Scale, axis: alt.Axis, lang: str, palette: Palette) -> list[alt.Chart]:
    """The four groups as a ribbon along the top with their names and dashed thresholds.

    Of ``edge_values``. A name is abbreviated or dropped where its group is too narrow, and a group
    that nobody is in is left out.

    Args:
        scale, axis: of the x axis.
    """
    start, *thresholds, end = map(view_value, edge_values([0.0] * 5))
    groups = pd.DataFrame({"group": phrases.GROUPS[::-1]})
    bands = (
        alt.Chart(inline_data(groups))
        .transform_calculate(
            **{
                "from": f"[{','.join([start, *thresholds])}][4 - datum.group]",
                "to": f"[{','.join([*thresholds, end])}][4 - datum.group]",
            }
        )
        .transform_filter("datum.to > datum.from")
    )
    width = f"width * (datum.to - datum.from) / ({end} - {start})"
    letter = f"0.56 * ({by_width(TEXT_SIZE, PHONE_TEXT_SIZE)})"
    label = (
        f"{width} > {letter} * length(datum.full) ? datum.full : "
        f"{width} > {letter} * length(datum.brief) ? datum.brief : ''"
    )
    ribbon = bands.mark_rect(height=7).encode(
        x=alt.X("from:Q", scale=scale, axis=axis),
        x2="to:Q",
        y=alt.value(26),
        color=group_color(palette),
    )
    names = (
        bands.transform_calculate(
            full=group_name_expression(lang), brief=group_name_expression(lang, brief=True)
        )
        .transform_calculate(label=label, middle="(datum.from + datum.to) / 2")
        .mark_text(baseline="middle", color=palette.muted)
        .encode(x=alt.X("middle:Q", scale=scale), y=alt.value(9), text="label:N")
    )
    rules = (
        bands.transform_filter(f"datum.from > {start}")
        .mark_rule(color=palette.muted, strokeDash=[3, 3])
        .encode(x=alt.X("from:Q", scale=scale), y=alt.value(20), y2=alt.value("height"))
    )
    return [ribbon, names, rules]


def segment_names(
    margins: tuple[tuple[int, int], tuple[int, int]],
    x_scale: alt.Scale,
    y: alt.Y,
    lang: str,
    palette: Palette,
) -> alt.Chart:
    """Names of the groups in row 0 of a chart of percentiles; a narrow track has the outer two.

    Args:
        margins: px left and right of the track, each on a screen and on a phone.
        x_scale: of the percentiles, a ``scale_with_margins`` of the same margins.
    """
    segments = pd.DataFrame(
        [
            {"row": 0, "at": (4 - g) / 4 + 0.125, "text": t(f"group.brief_{g}", lang)}
            for g in phrases.GROUPS
        ]
    )
    beside = [sum(sides) for sides in zip(*margins, strict=True)]  # px beside the track
    names, outer = segments["text"], segments["text"].iloc[[0, -1]]
    least = [room + 4 * gap for room, gap in zip(beside, _least_distances(names), strict=True)]
    # On a track shorter than its outer two names, as on a phone, they move apart, over its ends.
    apart = math.ceil(_least_distances(outer)[1] + 0.75 * beside[1])
    missing = f"max(0, {apart} - 0.75 * width) / 2"
    return (
        alt.Chart(inline_data(segments))
        .transform_filter(f"width >= ({by_width(*least)}) || abs(datum.at - 0.5) > 0.25")
        .mark_text(
            color=palette.muted,
            baseline="middle",
            dx=alt.ExprRef(f"(datum.at > 0.5 ? 1 : -1) * {missing}"),
        )
        .encode(x=alt.X("at:Q", scale=x_scale, axis=None), y=y, text="text:N")
    )


def _least_distances(names: pd.Series) -> tuple[int, int]:
    """Between the middles of neighbouring names, px: on a screen, on a phone."""

    def least(size: float) -> int:
        widths = np.array([text_width(name, size) for name in names])
        return math.ceil((widths[:-1] + widths[1:]).max() / 2 + _NAMES_GAP)

    return least(TEXT_SIZE), least(PHONE_TEXT_SIZE)


def segment_track(rows: alt.Chart, x_scale: alt.Scale, palette: Palette) -> alt.Chart:
    """The four groups as a thin bar along a scale of percentiles (0-1), one for each row."""
    return (
        rows.transform_calculate(segment="[1, 2, 3, 4]")
        .transform_flatten(["segment"])
        .transform_calculate(start="1 - datum.segment / 4", end="1.25 - datum.segment / 4")
        .mark_bar(height=8)
        .encode(
            x=alt.X("start:Q", scale=x_scale, axis=None),
            x2="end:Q",
            color=group_color(palette, "segment:O"),
        )
    )
