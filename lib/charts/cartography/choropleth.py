"""Colours, tooltips and text alternative of the provinces, shared by every kind of map."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pandas as pd

from lib.charts.cartography.color_ramps import diverging_color, sequential_color
from lib.charts.cartography.map_legend import missing_items, value_items
from lib.charts.figure import LegendItem
from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.common.theme import PALETTES, Palette
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import absent_provinces, phrases
from lib.narrative import map as narrative_map


@dataclass(frozen=True)
class Painting:
    """The colours of a map.

    Attributes:
        rows: code, name, fill (hex, "" where there is no value to paint), score, rank, group,
            change (NaN where there is none) of all provinces of the dataset.
        legend: what the colours mean, then the provinces without a value.
        missing: names of the provinces without a value to paint.
    """

    rows: pd.DataFrame
    legend: tuple[LegendItem, ...]
    missing: list[str]


def paint_map(dataset: Dataset, view: View) -> Painting:
    """Colour the provinces by ``view.paint``, in the view's measure and year."""
    lang, palette = view.lang, PALETTES[view.theme]
    table = narrative_map.painted_ranking(dataset, view)[
        ["province", "score", "rank", "group", "change"]
    ]
    painted = table[table["change"].notna()] if view.paint == "change" else table
    colors = {"groups": _by_group, "continuous": _by_score, "change": _by_change}[view.paint]
    fills = dict(zip(painted["province"], colors(painted, palette), strict=True))
    codes = dataset.provinces.index.tolist()
    rows = table.set_index("province").reindex(codes).rename_axis("code").reset_index()
    rows["name"] = [dataset.province_name(code, lang) for code in codes]
    rows["fill"] = [fills.get(code, "") for code in codes]
    missing = {code: dataset.province_name(code, lang) for code in codes if code not in fills}
    legend = [*value_items(dataset, view, painted), *missing_items(dataset, view, missing)]
    return Painting(rows=rows, legend=tuple(legend), missing=list(missing.values()))


def province_texts(dataset: Dataset, view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Tooltip texts of the provinces for maps that cannot compute them in the browser.

    Args:
        rows: those of a ``Painting``.

    Returns:
        points, place, group_name, change_text by the index of ``rows``; the reason where there is
        no value.
    """
    lang = view.lang
    table = dataset.ranking(view.year, view.measure).set_index("province")
    ranks = {c: phrases.format_rank(dataset, row) for c, row in table.iterrows()}
    scored = rows["rank"].notna()

    def texts(column: str, format_value: Callable[[float], str]) -> list[str]:
        return [
            format_value(value)
            if value == value
            else t("map.not_compared", lang)
            if has_score
            else absent_provinces.no_score_reason(dataset, lang, [code])
            for code, value, has_score in zip(rows["code"], rows[column], scored, strict=True)
        ]

    return pd.DataFrame(
        {
            "points": texts("score", partial(format_number, decimals=2, lang=lang)),
            "place": [
                ranks[c] if has_rank else absent_provinces.no_score_reason(dataset, lang, [c])
                for c, has_rank in zip(rows["code"], scored, strict=True)
            ],
            "group_name": texts("group", lambda g: phrases.group_name(int(g), lang)),
            "change_text": texts("change", partial(format_signed, decimals=2, lang=lang)),
        },
        index=rows.index,
    )


def map_alt_text(dataset: Dataset, view: View, painting: Painting) -> str:
    """The text alternative of a map: headline, legend, provinces without a value."""
    lang = view.lang
    legend = "; ".join(f"{i.label} {i.detail}".strip() for i in painting.legend if not i.dashed)
    headline = narrative_map.headline(dataset, view)
    text = t("map.alt" if legend else "map.alt_empty", lang, headline=headline, legend=legend)
    return " ".join([text, *(f"{i.label}: {i.detail}." for i in painting.legend if i.dashed)])


def _by_group(rows: pd.DataFrame, palette: Palette) -> list[str]:
    return [palette.groups[group - 1] for group in rows["group"].tolist()]


def _by_score(rows: pd.DataFrame, palette: Palette) -> list[str]:
    low, high = rows["score"].min(), rows["score"].max()
    return [sequential_color(score, low, high, palette) for score in rows["score"].tolist()]


def _by_change(rows: pd.DataFrame, palette: Palette) -> list[str]:
    limit = rows["change"].abs().max()
    return [diverging_color(change, limit, palette) for change in rows["change"].tolist()]
