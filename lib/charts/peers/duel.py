"""The chosen province beside one to three others over the dimensions."""

from functools import cache, partial
from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure
from lib.charts.province_marks import (
    BESIDE_SHAPES,
    beside_colors,
    beside_legend,
)
from lib.charts.vega import by_width, finish_spec, named_data, number_expression, view_domain
from lib.common.numbers import format_number, format_signed
from lib.common.text import Language, t
from lib.common.theme import PALETTES, Palette, ThemeName
from lib.model.chosen_peers import provinces_beside
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.dimensions.beside import comparable_beside, leads_phrase, shared_dimensions
from lib.narrative.estimates import FigureLabels, Remarks
from lib.narrative.tables import duel_table

_ROW_HEIGHTS = (38, 58)  # px: beside one province; beside several, names stand above the rows
_SIGNS_HEIGHT = 30  # px above the first row for the signs of several provinces
_GAP_WIDTHS = (66, 50)  # px of a column of differences, on a screen and on a phone


def build(dataset: Dataset, view: View) -> Figure:
    """Which province leads in each dimension, and by how many points.

    Raises:
        LookupError: no dimension has a score of the province and of one beside it.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    peers = tuple(comparable_beside(dataset, view))
    if not peers:
        others = provinces_beside(dataset, view)
        raise LookupError(f"{view.province} and {others} share no dimension in {view.year}")
    name = dataset.province_name(view.province, lang)
    peer_names = [dataset.province_name(peer, lang) for peer in peers]
    labels = FigureLabels(dataset, view, several_provinces=True)
    points, gaps = _points(dataset, view, peers), _gaps(dataset, view, peers)
    rows = _rows(points)
    title, subtitle = _texts(dataset, view, peers, gaps)
    joined = phrases.join_list(peer_names, lang)
    texts = "; ".join(
        f"{dimension} {' – '.join(part.sort_values('slot')['points'])}"
        for dimension, part in points.groupby("dimension", sort=False)
    )
    return Figure(
        name="peers.duel",
        spec=_template(lang, view.theme, len(rows), len(peers), labels.remarks),
        data=encode_chart_data(
            {"low": rows["low"].min() - 0.2, "high": rows["high"].max() + 0.2},
            rows=rows,
            points=points,
            gaps=gaps.drop(columns="gap"),
        ),
        title=labels.title(title),
        subtitle=labels.subtitle(subtitle),
        alt=labels.alt(f"{t('peers.duel_alt', lang, name=name, peer=joined)} {texts}."),
        source=labels.source(),
        table=partial(duel_table, view=view, peers=peers),
        legend=beside_legend(palette, [name, *peer_names]),
    )


def _points(dataset: Dataset, view: View, peers: tuple[str, ...]) -> pd.DataFrame:
    """The scores in the dimensions that the province shares with one of the others.

    Returns:
        The table "points" of the spec, the chosen province last: row (number of the dimension),
        slot (0 = the chosen province, then the others), dimension, name, score, points (text), text
        (what the chosen province has more than this one; "" for itself).
    """
    lang, own = view.lang, dataset.scores_of(view.year, view.province)
    shared = {d for peer in peers for d in shared_dimensions(dataset, view, peer)}
    dimensions = [d for d in dataset.dimensions(view.year) if d in shared]
    out = []
    for slot, province in reversed([*enumerate((view.province, *peers))]):
        scores = dataset.scores_of(view.year, province)
        for row, dimension in enumerate(dimensions):
            if dimension in scores:
                score = scores[dimension]
                gap = round(own[dimension] - score, 6)
                out.append(
                    {
                        "row": row,
                        "slot": slot,
                        "dimension": dataset.measure_name(dimension, lang, short=True),
                        "name": dataset.province_name(province, lang),
                        "score": score,
                        "points": format_number(score, 2, lang),
                        "text": format_signed(gap, 2, lang) if slot else "",
                    }
                )
    return pd.DataFrame(out)


def _rows(points: pd.DataFrame) -> pd.DataFrame:
    """The table "rows" of the spec: row, dimension, low and high (the ends of its scores)."""
    rows = points.groupby(["row", "dimension"])["score"].agg(low="min", high="max")
    return rows.reset_index()


def _gaps(dataset: Dataset, view: View, peers: tuple[str, ...]) -> pd.DataFrame:
    """What the province has more than each of the others.

    Returns:
        row, slot, gap (points), text, ahead (whether the province leads); without gap the table
        "gaps" of the spec.
    """
    points = _points(dataset, view, peers)
    own = points[points["slot"] == 0].set_index("row")["score"]
    others = points[points["slot"] > 0]
    gaps = (others["row"].map(own) - others["score"]).round(6)
    table = others[["row", "slot", "text"]].assign(gap=gaps, ahead=gaps > 0)
    return table.reset_index(drop=True)


def _texts(
    dataset: Dataset, view: View, peers: tuple[str, ...], gaps: pd.DataFrame
) -> tuple[str, str]:
    """Title and subtitle."""
    lang, name = view.lang, dataset.province_name(view.province, view.lang)
    if len(peers) > 1:
        leads = leads_phrase(dataset, view, peers)
        return (
            t("peers.beside_title", lang, name=name, leads=leads),
            t("peers.beside_subtitle", lang, name=name, year=view.year),
        )
    peer = dataset.province_name(peers[0], lang)
    ahead, total_gap = int(gaps["ahead"].sum()), float(gaps["gap"].sum())
    title = t(
        "peers.duel_title" if ahead else "peers.duel_none",
        lang,
        name=name,
        peer=peer,
        ahead=ahead,
        dims=len(gaps),
        gap=format_number(abs(total_gap), 2, lang),
        way=t("say.more" if total_gap > 0 else "say.less", lang),
    )
    return title, t("peers.duel_subtitle", lang, year=view.year, peer=peer)


@cache
def _template(
    lang: Language, theme: ThemeName, dimensions: int, others: int, remarks: Remarks
) -> dict[str, Any]:
    """The spec, of the tables "rows", "points" and "gaps", without the provinces' names.

    Args:
        dimensions: how many rows; gives the height.
        others: how many provinces stand beside the chosen one.
    """
    palette, several = PALETTES[theme], others > 1
    height = _ROW_HEIGHTS[several] * dimensions + (_SIGNS_HEIGHT if several else 0)
    # Half a row above the first dot; the signs of several provinces above that.
    top = -0.5 - (_SIGNS_HEIGHT / _ROW_HEIGHTS[1] if several else 0)
    y = alt.Y(
        "row:Q",
        axis=None,
        scale=alt.Scale(domain=[dimensions - 0.5, top], nice=False, zero=False),
    )
    x_scale = _x_scale(others)
    layers = [
        _bars(x_scale, y, palette),
        _names(y, palette, several),
        _dots(lang, x_scale, y, palette, remarks),
        *_difference_columns(y, palette, others),
    ]
    return finish_spec(alt.layer(*layers), palette, lang, height)


def _x_scale(others: int) -> alt.Scale:
    """The scale of scores between the names and the columns of differences."""
    left = encodings.ROW_LABEL_WIDTHS if others == 1 else (14, 12)
    screen, phone = (width * others + 8 for width in _GAP_WIDTHS)
    return encodings.scale_with_margins(
        left, (screen, phone), domain=view_domain("low", "high"), zero=False
    )


def _bars(x_scale: alt.Scale, y: alt.Y, palette: Palette) -> alt.Chart:
    """A line from the lowest to the highest score of each dimension."""
    axis = alt.Axis(
        labelExpr=number_expression("datum.value", 0),
        title=None,
        tickMinStep=1,
        values=list(range(1, 11)),
        grid=False,
    )
    return (
        alt.Chart(named_data("rows"))
        .mark_rule(strokeWidth=4, opacity=0.35, color=palette.muted)
        .encode(x=alt.X("low:Q", scale=x_scale, axis=axis), x2="high:Q", y=y)
    )


def _names(y: alt.Y, palette: Palette, several: bool) -> alt.Chart:
    """The dimensions' names: left of their rows, above them beside several provinces."""
    rows = alt.Chart(named_data("rows")).encode(y=y)
    if not several:
        return encodings.row_labels(
            rows, "dimension", encodings.ROW_LABEL_WIDTHS, color=palette.ink
        )
    return rows.mark_text(align="left", dy=-20, color=palette.ink).encode(
        x=alt.value(0), text="dimension:N"
    )


def _dots(
    lang: Language, x_scale: alt.Scale, y: alt.Y, palette: Palette, remarks: Remarks
) -> alt.Chart:
    """A mark a province and dimension, of its colour and shape."""
    titles = {
        "name": t("column.province", lang),
        "dimension": t("column.measure", lang),
        "points": remarks.column("score", lang),
        "text": t("column.difference", lang),
    }
    slots = list(range(len(BESIDE_SHAPES)))
    return (
        alt.Chart(named_data("points"))
        .transform_calculate(area="datum.slot ? 130 : 210")
        .mark_point(filled=True, opacity=1)
        .encode(
            x=alt.X("score:Q", scale=x_scale),
            y=y,
            size=alt.Size("area:Q", scale=None, legend=None),
            color=alt.Color(
                "slot:N",
                scale=alt.Scale(domain=slots, range=list(beside_colors(palette))),
                legend=None,
            ),
            shape=alt.Shape(
                "slot:N", scale=alt.Scale(domain=slots, range=list(BESIDE_SHAPES)), legend=None
            ),
            tooltip=encodings.tooltip(titles),
        )
    )


def _difference_columns(y: alt.Y, palette: Palette, others: int) -> list[alt.Chart]:
    """A column of differences for each other province; those of several are headed by its mark."""
    layers = []
    for slot in range(1, others + 1):
        screen, phone = ((others - slot) * width for width in _GAP_WIDTHS)
        right_end = f"width - ({by_width(screen, phone)})"
        color = beside_colors(palette)[slot]
        column = alt.Chart(named_data("gaps")).transform_filter(f"datum.slot == {slot}")
        layers.append(
            column.mark_text(align="right", fontWeight="bold").encode(
                x=alt.value(alt.expr(right_end)),
                y=y,
                text="text:N",
                color=encodings.accent_if("datum.ahead", palette, color),
            )
        )
        if others > 1:
            layers.append(
                alt.Chart(named_data("rows"))
                .transform_filter("datum.row == 0")
                .mark_point(
                    filled=True, opacity=1, shape=BESIDE_SHAPES[slot], size=130, color=color
                )
                .encode(x=alt.value(alt.expr(f"{right_end} - 20")), y=alt.value(_SIGNS_HEIGHT / 2))
            )
    return layers
