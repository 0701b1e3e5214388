"""Colours of provinces and their legend, shared by every kind of map."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pandas as pd

from lib.charts.figure import LegendItem
from lib.common import theme
from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.common.theme import PALETTES, Palette
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import map as narrative_map
from lib.narrative import phrases

_MAX_NAMES = 12  # missing provinces that a legend lists by name; more are counted


@dataclass(frozen=True)
class Painting:
    """The colours of a map.

    Attributes:
        rows: code, name, fill (hex, "" where there is no value), score, rank, group, change (NaN
            where there is none) of all provinces of the dataset.
        legend: what the colours mean, then the provinces without a value.
        missing: names of the provinces without a value.
    """

    rows: pd.DataFrame
    legend: tuple[LegendItem, ...]
    missing: list[str]


def paint_map(dataset: Dataset, view: View) -> Painting:
    """Colour the provinces by ``view.paint``, in the view's measure and year."""
    lang, palette = view.lang, PALETTES[view.theme]
    table = dataset.ranking(view.year, view.measure)
    if view.paint == "change":
        table = table[table["change"].notna()]
    rows = pd.DataFrame({"code": dataset.provinces.index}).merge(
        table, left_on="code", right_on="province", how="left"
    )
    scored = rows["score"].notna()
    fills = {
        "groups": _by_group,
        "continuous": _by_score,
        "change": _by_change,
    }[view.paint](rows[scored], palette)
    out = rows[["code", "score", "rank", "group", "change"]].assign(
        name=[dataset.province_name(c, lang) for c in rows["code"]],
        fill=fills.astype("str").reindex(rows.index).fillna(""),
    )
    unscored = out[~scored]
    key = "say.missing" if dataset.estimated and view.paint != "change" else "map.legend_missing"
    reasons = [phrases.no_score_reason(dataset, lang, [code], key) for code in unscored["code"]]
    legend = _legend(dataset, view, table, palette)
    for reason, names in unscored.assign(reason=reasons).groupby("reason", sort=False)["name"]:
        listed = ", ".join(names) if len(names) <= _MAX_NAMES else ""
        detail = listed or t("map.legend_count", lang, count=len(names))
        legend.append(LegendItem(palette.muted, str(reason), detail, dashed=True))
    return Painting(rows=out, legend=tuple(legend), missing=unscored["name"].tolist())


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
            else phrases.no_score_reason(dataset, lang, [code])
            for code, value in zip(rows["code"], rows[column], strict=True)
        ]

    return pd.DataFrame(
        {
            "points": texts("score", partial(format_number, decimals=2, lang=lang)),
            "place": [
                ranks[c] if has_rank else phrases.no_score_reason(dataset, lang, [c])
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
    legend = "; ".join(f"{i.label} {i.detail}".strip() for i in painting.legend)
    missing = ", ".join(painting.missing) or t("say.none", lang)
    return t(
        "map.alt",
        lang,
        headline=narrative_map.headline(dataset, view),
        legend=legend,
        missing=missing,
    )


def _legend(
    dataset: Dataset, view: View, table: pd.DataFrame, palette: Palette
) -> list[LegendItem]:
    lang = view.lang
    if view.paint == "groups":
        ranges = "map.legend_range_estimated" if dataset.estimated else "map.legend_range"
        return [
            LegendItem(
                palette.groups[group.code - 1],
                group.name,
                t(ranges, lang, range=group.scores, count=group.count),
            )
            for group in phrases.group_ranges(dataset, view, view.measure)
        ]
    if table.empty:
        return []
    if view.paint == "continuous":
        low, high = table["score"].min(), table["score"].max()
        steps = [high - (high - low) * k / 4 for k in range(5)]
        return [
            LegendItem(
                _sequential_color(_fraction(s, low, high), palette),
                t("say.points", lang, n=format_number(s, 2, lang)),
                t(f"map.legend_{end}", lang) if end else "",
            )
            for s, end in zip(steps, ("best", "", "", "", "lowest"), strict=True)
        ]
    limit = table["change"].abs().max()
    steps = [limit, limit / 2, 0.0, -limit / 2, -limit]
    return [
        LegendItem(
            _diverging_color(s, limit, palette),
            t("say.points", lang, n=format_signed(s, 2, lang)),
            t(f"map.legend_{end}", lang) if end else "",
        )
        for s, end in zip(steps, ("rise", "", "same", "", "fall"), strict=True)
    ]


def _by_group(rows: pd.DataFrame, palette: Palette) -> pd.Series:
    return rows["group"].map(lambda g: palette.groups[int(g) - 1])


def _by_score(rows: pd.DataFrame, palette: Palette) -> pd.Series:
    low, high = rows["score"].min(), rows["score"].max()
    return rows["score"].map(lambda s: _sequential_color(_fraction(s, low, high), palette))


def _by_change(rows: pd.DataFrame, palette: Palette) -> pd.Series:
    limit = rows["change"].abs().max()
    return rows["change"].map(lambda c: _diverging_color(c, limit, palette))


def _fraction(value: float, low: float, high: float) -> float:
    return (value - low) / (high - low) if high > low else 1.0


def _sequential_color(fraction: float, palette: Palette) -> str:
    """A colour along the ramp of the groups: 0 the lightest, 1 the darkest."""
    stops = palette.groups[::-1]
    position = min(max(fraction, 0.0), 1.0) * (len(stops) - 1)
    left = min(int(position), len(stops) - 2)
    return theme.mix_colors(stops[left], stops[left + 1], position - left)


def _diverging_color(change: float, limit: float, palette: Palette) -> str:
    """A colour for a change in points: neutral at 0, full at ``limit``."""
    end = palette.high if change > 0 else palette.low
    return theme.mix_colors(palette.zero, end, abs(change) / limit if limit else 0.0)
