"""The editable chart of the years that lead up to one of the 34."""

from lib.charts.editable.chart import EditableChart, EditableSeries, Marker, alt_text
from lib.charts.successors.path_data import PathData, path_data, spoken_lines
from lib.common.text import t
from lib.common.theme import PALETTES, Palette
from lib.model.dataset import Dataset
from lib.model.view import View

_LOW, _HIGH = -14.0, 112.0  # ends of the axis of positions, percent; the years stand below 0
_YEARS_Y = -8.0
_MARKERS: dict[str, Marker] = {"square": "square", "triangle-up": "triangle", "diamond": "diamond"}


def path(dataset: Dataset, view: View) -> EditableChart:
    """Positions by year: a line for each member, the dashed estimate, the published years.

    Raises:
        LookupError: nothing of it was published.
    """
    lang, palette, data = view.lang, PALETTES[view.theme], path_data(dataset, view)
    heading = t("successor.slide", lang)
    years = data.years
    return EditableChart(
        name="trends.path",
        kind="scatter",
        heading=heading,
        alt=alt_text(heading, spoken_lines(data, lang)),
        series=(
            *_lines(data),
            EditableSeries(
                t("successor.merger", lang),
                (0.0, 100.0),
                (data.border - 0.5, data.border - 0.5),
                color=palette.ink,
                line_width=1.25,
            ),
            _year_labels(years, palette),
        ),
        # The members' range is not drawn here.
        legend=tuple(item for item in data.legend if item.label != t("successor.band", lang)),
        number_format="0.0",
        x_range=(years[0] - 0.5, max(years[-1], data.border) + 0.5),
        y_range=(_LOW, _HIGH),
        left_labels=tuple((float(y), f"{y}%") for y in (0, 25, 50, 75, 100)),
    )


def _lines(data: PathData) -> list[EditableSeries]:
    """One series for a run of a line: none leads over a missing year or a change of the scale."""
    series = []
    for (kind, _, line, _), part in data.rows.groupby(["kind", "unit", "line", "run"], sort=False):
        is_own = kind == "published"
        ranks = zip(part["rank"], part["of"], strict=True)
        series.append(
            EditableSeries(
                str(line),
                tuple(part["place"].astype(float)),
                tuple(part["year"].astype(float)),
                color=data.colors[str(line)],
                labels=tuple(f"{rank}/{of}" for rank, of in ranks) if is_own else (),
                label_position="above",
                bold=is_own,
                marker_size=8 if is_own else 5,
                marker=_MARKERS.get(data.shapes.get(str(line), ""), "circle"),
                line_width={"member": 1.5, "estimate": 2.0, "published": 3.0}[str(kind)],
                dashed=kind == "estimate",
            )
        )
    return series


def _year_labels(years: list[int], palette: Palette) -> EditableSeries:
    """The years below the lines, as labels of dots that are not drawn."""
    return EditableSeries(
        " ",
        (_YEARS_Y,) * len(years),
        tuple(map(float, years)),
        color=palette.muted,
        labels=tuple(map(str, years)),
        label_position="above",
        label_color=palette.muted,
    )
