"""What the years that lead up to one of the 34 are made of, on a screen and on a slide."""

from dataclasses import dataclass

import pandas as pd

from lib.charts.figure import LegendItem
from lib.charts.province_marks import BESIDE_SHAPES, BESIDE_SWATCHES
from lib.charts.year_axes import era_break_legend, merger_legend, numbered_runs
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES, mix_colors
from lib.model import successors
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.successors import history
from lib.stats.ranking import TOTAL

BAND_OPACITY = 0.12  # of the area between the members


@dataclass(frozen=True)
class PathData:
    """What the chart shows, on a screen, on a slide, in its table and its text alternative.

    Attributes:
        rows: see ``model.successors.history``, with of (what a rank is out of), place, low_place,
            high_place (percent), line (the name of the line) and run (of its successive years).
        years: from the first to the last of its own, those in which the measure was published.
        lines: the names of the lines by (kind, unit), members first.
        colors: of the lines, hex.
        shapes: of the dots on the members' lines, as Vega names them.
        border: the year from which on scores are those of the 34.
        breaks: the first year of every era but the first.
        legend: the lines from the newest back, the range, the borders.
    """

    rows: pd.DataFrame
    years: list[int]
    lines: dict[tuple[str, str], str]
    colors: dict[str, str]
    shapes: dict[str, str]
    border: int
    breaks: list[int]
    legend: tuple[LegendItem, ...]


def path_data(dataset: Dataset, view: View) -> PathData:
    """The history of a view's successor in its measure.

    Raises:
        LookupError: nothing of it was published.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    rows = history.rows(dataset, view)
    if rows.empty:
        raise LookupError(f"{view.province} has no history in {view.measure}")
    pairs = dict.fromkeys(zip(rows["kind"], rows["unit"], strict=True))
    lines = {pair: history.line_name(dataset, *pair, lang) for pair in pairs}
    units = {"63": len(successors.of_63(dataset).provinces), "34": len(dataset.members)}
    is_total = view.measure == TOTAL
    rows = rows.assign(
        # A total's rank is written out of all units, as everywhere.
        of=rows["units"].map(units) if is_total else rows["scored"],
        line=[lines[pair] for pair in zip(rows["kind"], rows["unit"], strict=True)],
        # Finer than shown: rounded to whole percents once more, 45.45 must not become 46.
        place=(100 * rows["percentile"]).round(3),
        low_place=(100 * rows["low_percentile"]).round(3),
        high_place=(100 * rows["high_percentile"]).round(3),
    )
    member_colors = iter((palette.second, palette.muted, palette.peer))
    colors = {
        name: next(member_colors) if kind == "member" else palette.accent
        for (kind, _), name in lines.items()
    }
    members = [name for (kind, _), name in lines.items() if kind == "member"]
    shapes = dict(zip(members, BESIDE_SHAPES[1:], strict=False))
    eras = successors.eras_of_measure(dataset, view.measure)
    # An era begins with its first year for any province, also where this one has no score then.
    starts = [int(eras.index[eras == era].min()) for era in sorted(rows["era"].unique())]
    years = [int(y) for y in eras.index if rows["year"].min() <= y <= rows["year"].max()]
    rows["run"] = numbered_runs(rows, "line", years)
    border = successors.last_year_of_63(dataset) + 1
    breaks = [year for year in starts[1:] if year != border]
    legend = _legend(lines, colors, has_range(rows), breaks, view)
    return PathData(rows, years, lines, colors, shapes, border, breaks, legend)


def spoken_lines(data: PathData, lang: str) -> list[str]:
    """Every line with its positions by year."""
    spoken = []
    for name, part in data.rows.groupby("line", sort=False):
        places = ", ".join(
            f"{year} {format_number(place, 0, lang)}%"
            for year, place in zip(part["year"], part["place"], strict=True)
        )
        spoken.append(f"{name}: {places}")
    return spoken


def _legend(
    lines: dict[tuple[str, str], str],
    colors: dict[str, str],
    has_range: bool,
    breaks: list[int],
    view: View,
) -> tuple[LegendItem, ...]:
    """The lines from the newest back, the members' range, the borders."""
    lang, palette = view.lang, PALETTES[view.theme]
    swatches = iter(BESIDE_SWATCHES[1:])
    items = [
        LegendItem(colors[name], name, swatch=next(swatches))
        if kind == "member"
        else LegendItem(colors[name], name, dashed=kind == "estimate", swatch="path")
        for (kind, _), name in lines.items()
    ]
    shade = mix_colors(palette.background, palette.accent, BAND_OPACITY)
    band = [LegendItem(shade, t("successor.band", lang))] if has_range else []
    border = merger_legend(lang, palette)
    return (*reversed(items), *band, border, *era_break_legend(breaks, lang, palette))


def has_range(rows: pd.DataFrame) -> bool:
    """Whether the members differ in any year, so that there is a band between them."""
    return bool((rows["low"] < rows["high"]).any())
