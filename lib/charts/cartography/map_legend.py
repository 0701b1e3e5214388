"""The legend of a map: what its colours mean, and which provinces have none."""

import pandas as pd

from lib.charts.cartography.color_ramps import diverging_color, sequential_color
from lib.charts.figure import LegendItem
from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import absent_provinces, phrases
from lib.narrative import map as narrative_map

_MAX_NAMES = 12  # missing provinces that the legend lists by name; more are counted


def value_items(dataset: Dataset, view: View, table: pd.DataFrame) -> list[LegendItem]:
    """What the colours of ``view.paint`` mean, best first.

    Args:
        dataset: whose groups have their ranges of points.
        view: the year, the measure and how the map is painted.
        table: ranking rows that the map paints: score, change.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    if view.paint == "groups":
        ranges = "map.legend_range_estimated" if dataset.estimated else "map.legend_range"
        return [
            LegendItem(
                palette.groups[group.code - 1],
                group.name,
                t(ranges, lang, range=group.scores, close=group.close, count=group.count),
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
                sequential_color(s, low, high, palette),
                t("say.points", lang, n=format_number(s, 2, lang)),
                t(f"map.legend_{end}", lang) if end else "",
            )
            for s, end in zip(steps, ("best", "", "", "", "lowest"), strict=True)
        ]
    limit = float(table["change"].abs().max())
    is_estimate = narrative_map.painted(dataset, view) == "from_estimate"
    ends = ("above", "", "equal", "", "below") if is_estimate else ("rise", "", "same", "", "fall")
    steps = [limit, limit / 2, 0.0, -limit / 2, -limit]
    return [
        LegendItem(
            diverging_color(s, limit, palette),
            t("say.points", lang, n=format_signed(s, 2, lang)),
            t(f"map.legend_{end}", lang) if end else "",
            hatched=s < 0,
        )
        for s, end in zip(steps, ends, strict=True)
    ]


def missing_items(dataset: Dataset, view: View, missing: dict[str, str]) -> list[LegendItem]:
    """Why provinces have no colour: one item for each reason, with their names or their count.

    Args:
        dataset: which knows why a province has no score.
        view: its language, its theme and how the map is painted.
        missing: names of the provinces without a value, by code.
    """
    lang = view.lang
    key = "say.missing" if dataset.estimated and view.paint != "change" else "map.legend_missing"
    names_by_reason: dict[str, list[str]] = {}
    unscored = dataset.unscored_provinces(view.year, view.measure)
    for code, name in missing.items():
        is_scored = code not in unscored
        reason = absent_provinces.no_score_reason(dataset, lang, [code], key)
        reason = t("map.not_compared", lang) if is_scored else reason
        names_by_reason.setdefault(reason, []).append(name)
    items = []
    for reason, names in names_by_reason.items():
        listed = ", ".join(names) if len(names) <= _MAX_NAMES else ""
        detail = listed or t("map.legend_count", lang, count=len(names))
        color = PALETTES[view.theme].muted
        items.append(LegendItem(color, reason, detail, dashed=True, hatched=True))
    return items
