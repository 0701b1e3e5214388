"""Which province gets which colour, and the legend that says so; the same for every kind of map."""

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

MAX_NAMES = 12  # missing provinces that a legend lists by name


@dataclass(frozen=True)
class Painting:
    """A painted map.

    ``rows``: code, name, fill (hex, "" where missing) and, NaN where missing, score, rank, group,
    change for the provinces of the world. ``missing``: names of the provinces without a value.
    """

    rows: pd.DataFrame
    legend: tuple[LegendItem, ...]
    missing: list[str]


def paint_map(dataset: Dataset, view: View) -> Painting:
    """Colour the provinces by the view's measure, year and ``paint``."""
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
    absent = out[~scored]
    key = "say.missing" if dataset.estimated and view.paint != "change" else "map.legend_missing"
    reasons = [phrases.no_score_reason(dataset, lang, [code], key) for code in absent["code"]]
    legend = _legend(dataset, view, table, palette)
    for reason, named in absent.assign(why=reasons).groupby("why", sort=False)["name"]:
        # By name while that can be read; a year without any comparison lists nobody.
        names = ", ".join(named) if len(named) <= MAX_NAMES else ""
        detail = names or t("map.legend_count", lang, count=len(named))
        legend.append(LegendItem(palette.muted, str(reason), detail, dashed=True))
    return Painting(rows=out, legend=tuple(legend), missing=absent["name"].tolist())


def province_texts(dataset: Dataset, view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """What a map says of each province where it cannot compute it: "not published" if missing.

    Args:
        rows: those of a ``Painting``.

    Returns:
        points, place, group_name, change_text; the index of ``rows``.
    """
    lang = view.lang
    table = dataset.ranking(view.year, view.measure).set_index("province")
    places = {c: phrases.rank_of_all(dataset, row) for c, row in table.iterrows()}
    scored = rows["rank"].notna()

    def write(column: str, how: Callable[[float], str]) -> list[str]:
        return [
            how(value) if value == value else phrases.no_score_reason(dataset, lang, [code])
            for code, value in zip(rows["code"], rows[column], strict=True)
        ]

    return pd.DataFrame(
        {
            "points": write("score", partial(format_number, decimals=2, lang=lang)),
            "place": [
                places[c] if ok else phrases.no_score_reason(dataset, lang, [c])
                for c, ok in zip(rows["code"], scored, strict=True)
            ],
            "group_name": write("group", lambda g: phrases.group_name(int(g), lang)),
            "change_text": write("change", partial(format_signed, decimals=2, lang=lang)),
        },
        index=rows.index,
    )


def map_alt_text(dataset: Dataset, view: View, painting: Painting) -> str:
    """What the map shows, in words."""
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
                palette.groups[int(str(g["code"])) - 1],
                str(g["name"]),
                t(ranges, lang, range=g["range"], count=g["count"]),
            )
            for g in phrases.group_ranges(dataset, view, view.measure)
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


def _sequential_color(share: float, palette: Palette) -> str:
    """0-1 to a colour along the ramp of the groups, dark = high."""
    stops = palette.groups[::-1]
    place = min(max(share, 0.0), 1.0) * (len(stops) - 1)
    left = min(int(place), len(stops) - 2)
    return theme.mix_colors(stops[left], stops[left + 1], place - left)


def _diverging_color(change: float, limit: float, palette: Palette) -> str:
    """A change to a colour centred on 0; ``limit`` (points) gets the full colour."""
    end = palette.high if change > 0 else palette.low
    return theme.mix_colors(palette.zero, end, abs(change) / limit if limit else 0.0)
