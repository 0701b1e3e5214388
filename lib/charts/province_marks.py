"""Provinces as marks: their rows, and the names and texts that the browser adds to them."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from lib.charts.figure import LegendItem, Swatch
from lib.charts.group_bands import group_name_expression
from lib.charts.vega import number_expression
from lib.common.text import t
from lib.common.theme import Palette
from lib.model.chosen_peers import peer_codes
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.stats.ranking import TOTAL

KINDS = ["other", "peer", "own"]  # of provinces, back to front
KIND_SHAPES = ("circle", "square", "circle")  # of their dots, which paper keeps
DOT_AREA = alt.Size("area:Q", scale=None, legend=None)  # px², a field of the rows

# The chosen province and those beside it differ by colour and by shape.
BESIDE_SHAPES = ("circle", "square", "triangle-up", "diamond")
BESIDE_SWATCHES: tuple[Swatch, ...] = ("circle", "square", "triangle", "diamond")


def beside_colors(palette: Palette) -> tuple[str, str, str, str]:
    """The colours of the chosen province and of up to three beside it."""
    return palette.accent, palette.second, palette.low, palette.high


def beside_legend(palette: Palette, names: Sequence[str]) -> tuple[LegendItem, ...]:
    """The chosen province and those beside it, each with its shape."""
    return tuple(
        LegendItem(color, name, swatch=swatch)
        for color, name, swatch in zip(beside_colors(palette), names, BESIDE_SWATCHES, strict=False)
    )


def province_rows(dataset: Dataset, view: View, table: pd.DataFrame) -> pd.DataFrame:
    """One row a province, for a chart ``with_province_names``.

    Args:
        table: positions of one year.

    Returns:
        code and ``position_rows``, and layer (an index of ``KINDS``); in the order of ``table``.
    """
    rows = position_rows(dataset, table)
    codes = table["province"].tolist()
    rows.insert(0, "code", codes)
    peers = set(peer_codes(dataset, view))
    rows["layer"] = [2 if c == view.province else int(c in peers) for c in codes]
    return rows


def position_rows(dataset: Dataset, table: pd.DataFrame) -> pd.DataFrame:
    """Positions for a chart ``with_position_texts``.

    Returns:
        score (two decimals as displayed), rank, of (how many provinces the rank is out of), group;
        in the order of ``table``.
    """
    # The total's rank is commonly written out of all provinces, published or not.
    is_total = (table["measure"] == TOTAL).to_numpy()
    return pd.DataFrame(
        {
            "score": round_as_displayed(table["score"]),
            "rank": table["rank"].to_numpy(),
            "of": np.where(is_total, len(dataset.provinces), table["scored"]),
            "group": table["group"].to_numpy(),
        }
    )


def ranked_out_of(dataset: Dataset, measure: str, scored: pd.Series) -> pd.Series:
    """Out of how many provinces ranks are written: of all by the total, as PAPI itself does.

    Args:
        scored: how many have a score, for other measures.
    """
    return scored if measure != TOTAL else pd.Series(len(dataset.provinces), index=scored.index)


def round_as_displayed(scores: pd.Series) -> list[float]:
    """Scores with their two displayed decimals: rounding twice could change the last digit."""
    return [float(f"{score:.2f}") for score in scores.tolist()]


def with_province_names(
    chart: alt.Chart, topojson: str, lang: str, areas: tuple[int, int, int] = (70, 90, 260)
) -> alt.Chart:
    """Add to a chart of ``province_rows`` the fields that the browser computes.

    These are name, kind (one of ``KINDS``), area, points, place and group_name.

    Args:
        topojson: file name of the boundaries in ``static/``, which has the provinces' names.
        areas: of a dot in px², by kind.
    """
    names = alt.LookupData(
        data=alt.Data(
            url=f"app/static/{topojson}",
            format=alt.JsonDataFormat(type="json", property="objects.provinces.geometries"),
        ),
        key="id",
        fields=["properties"],
    )
    named = chart.transform_lookup(lookup="code", from_=names).transform_calculate(
        name=f"datum.properties.{lang}",
        kind=f"{KINDS}[datum.layer]",
        area=f"{list(areas)}[datum.layer]",
    )
    return with_position_texts(named, lang)


def with_position_texts(chart: Any, lang: str, missing: str = "", of: str = "datum.of") -> Any:
    """Add the tooltip texts points, place and group_name, computed in the browser.

    Args:
        chart: of ``position_rows``.
        missing: a Vega expression for the text where a row has no score; "" where all have one.
        of: one for the number of provinces that the rank is out of.
    """
    texts = {
        "points": number_expression("datum.score"),
        "place": f"datum.rank + '/' + {of}",
        "group_name": group_name_expression(lang),
    }
    if missing:
        texts = {
            field: f"isValid(datum.rank) ? {expression} : {missing}"
            for field, expression in texts.items()
        }
    return chart.transform_calculate(**texts)


def kind_color(palette: Palette) -> alt.Color:
    """The selected province in the accent colour, peers in theirs, the rest pale."""
    colors = [palette.other, palette.peer, palette.accent]
    return alt.Color("kind:N", scale=alt.Scale(domain=KINDS, range=colors), legend=None)


def kind_shape() -> alt.Shape:
    """The selected province and the rest as circles, peers as squares."""
    scale = alt.Scale(domain=KINDS, range=list(KIND_SHAPES))
    return alt.Shape("kind:N", scale=scale, legend=None)


def kind_legend(dataset: Dataset, view: View, palette: Palette) -> tuple[LegendItem, ...]:
    """The selected province, its peers, the others."""
    lang = view.lang
    return (
        LegendItem(palette.accent, dataset.province_name(view.province, lang), swatch="circle"),
        LegendItem(palette.peer, phrases.peers_label(dataset, view), swatch="square"),
        LegendItem(palette.other, t("say.others", lang), swatch="circle"),
    )
