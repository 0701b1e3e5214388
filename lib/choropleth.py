"""Which province gets which colour, and the legend that says so; the same for every kind of map."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pandas as pd

from lib import say, style
from lib.figure import LegendItem
from lib.style import TONES, Tone, number, signed
from lib.text import t
from lib.view import View
from lib.world import World

MOST_NAMES = 12  # missing provinces that a legend lists by name


@dataclass(frozen=True)
class Painting:
    """A painted map.

    ``rows``: code, name, fill (hex, "" where missing) and, NaN where missing, score, rank, group,
    change for the provinces of the world. ``missing``: names of the provinces without a value.
    """

    rows: pd.DataFrame
    legend: tuple[LegendItem, ...]
    missing: list[str]


def paint(world: World, view: View) -> Painting:
    """Colour the provinces by the view's measure, year and ``paint``."""
    lang, tone = view.lang, TONES[view.theme]
    table = world.measure(view.year, view.measure)
    if view.paint == "change":
        table = table[table["change"].notna()]
    rows = pd.DataFrame({"code": world.provinces.index}).merge(
        table, left_on="code", right_on="province", how="left"
    )
    scored = rows["score"].notna()
    fills = {
        "groups": _by_group,
        "continuous": _by_score,
        "change": _by_change,
    }[view.paint](rows[scored], tone)
    out = rows[["code", "score", "rank", "group", "change"]].assign(
        name=[world.name(c, lang) for c in rows["code"]],
        fill=fills.astype("str").reindex(rows.index).fillna(""),
    )
    absent = out[~scored]
    key = "say.missing" if world.estimated and view.paint != "change" else "map.legend_missing"
    reasons = [say.no_score(world, lang, [code], key) for code in absent["code"]]
    legend = _legend(world, view, table, tone)
    for reason, named in absent.assign(why=reasons).groupby("why", sort=False)["name"]:
        # By name while that can be read; a year without any comparison lists nobody.
        names = ", ".join(named) if len(named) <= MOST_NAMES else ""
        detail = names or t("map.legend_count", lang, count=len(named))
        legend.append(LegendItem(tone.muted, str(reason), detail, dashed=True))
    return Painting(rows=out, legend=tuple(legend), missing=absent["name"].tolist())


def texts(world: World, view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """What a map says of each province where it cannot compute it: "not published" if missing.

    Args:
        rows: those of a ``Painting``.

    Returns:
        points, place, group_name, change_text; the index of ``rows``.
    """
    lang = view.lang
    table = world.measure(view.year, view.measure).set_index("province")
    places = {c: say.place(world, row) for c, row in table.iterrows()}
    scored = rows["rank"].notna()

    def write(column: str, how: Callable[[float], str]) -> list[str]:
        return [
            how(value) if value == value else say.no_score(world, lang, [code])
            for code, value in zip(rows["code"], rows[column], strict=True)
        ]

    return pd.DataFrame(
        {
            "points": write("score", partial(number, decimals=2, lang=lang)),
            "place": [
                places[c] if ok else say.no_score(world, lang, [c])
                for c, ok in zip(rows["code"], scored, strict=True)
            ],
            "group_name": write("group", lambda g: say.group(int(g), lang)),
            "change_text": write("change", partial(signed, decimals=2, lang=lang)),
        },
        index=rows.index,
    )


def _legend(world: World, view: View, table: pd.DataFrame, tone: Tone) -> list[LegendItem]:
    lang = view.lang
    if view.paint == "groups":
        ranges = "map.legend_range_estimated" if world.estimated else "map.legend_range"
        return [
            LegendItem(
                tone.groups[int(str(g["code"])) - 1],
                str(g["name"]),
                t(ranges, lang, range=g["range"], count=g["count"]),
            )
            for g in say.group_ranges(view, world, view.measure)
        ]
    if table.empty:
        return []
    if view.paint == "continuous":
        low, high = table["score"].min(), table["score"].max()
        steps = [high - (high - low) * k / 4 for k in range(5)]
        return [
            LegendItem(
                _ramp(_share(s, low, high), tone),
                t("say.points", lang, n=number(s, 2, lang)),
                t(f"map.legend_{end}", lang) if end else "",
            )
            for s, end in zip(steps, ("best", "", "", "", "lowest"), strict=True)
        ]
    limit = table["change"].abs().max()
    steps = [limit, limit / 2, 0.0, -limit / 2, -limit]
    return [
        LegendItem(
            _diverging(s, limit, tone),
            t("say.points", lang, n=signed(s, 2, lang)),
            t(f"map.legend_{end}", lang) if end else "",
        )
        for s, end in zip(steps, ("rise", "", "same", "", "fall"), strict=True)
    ]


def _by_group(rows: pd.DataFrame, tone: Tone) -> pd.Series:
    return rows["group"].map(lambda g: tone.groups[int(g) - 1])


def _by_score(rows: pd.DataFrame, tone: Tone) -> pd.Series:
    low, high = rows["score"].min(), rows["score"].max()
    return rows["score"].map(lambda s: _ramp(_share(s, low, high), tone))


def _by_change(rows: pd.DataFrame, tone: Tone) -> pd.Series:
    limit = rows["change"].abs().max()
    return rows["change"].map(lambda c: _diverging(c, limit, tone))


def _share(value: float, low: float, high: float) -> float:
    return (value - low) / (high - low) if high > low else 1.0


def _ramp(share: float, tone: Tone) -> str:
    """0-1 to a colour along the ramp of the groups, dark = high."""
    stops = tone.groups[::-1]
    place = min(max(share, 0.0), 1.0) * (len(stops) - 1)
    left = min(int(place), len(stops) - 2)
    return style.mix(stops[left], stops[left + 1], place - left)


def _diverging(change: float, limit: float, tone: Tone) -> str:
    """A change to a colour centred on 0; ``limit`` (points) gets the full colour."""
    end = tone.high if change > 0 else tone.low
    return style.mix(tone.zero, end, abs(change) / limit if limit else 0.0)
