"""Encodings that several charts share: who is which colour, the group bands, the bee swarm."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from lib import say
from lib.figure import LegendItem, decimal, records
from lib.measures.positions import TOTAL
from lib.style import NARROW, TEXT, TEXT_NARROW, Tone, by_width
from lib.text import t
from lib.view import View, peers_of
from lib.world import World

KINDS = ["own", "peer", "other"]


def dots(world: World, view: View, table: pd.DataFrame) -> pd.DataFrame:
    """One row a province for drawing; its name and its words come in the browser (``told``).

    Returns:
        code, score (as read: two decimals), rank, scored, group; the order of ``table``.
    """
    out = table[["province", "score", "rank", "scored", "group"]].reset_index(drop=True)
    return out.rename(columns={"province": "code"}).assign(score=as_read(table["score"]))


def told(
    chart: alt.Chart,
    world: World,
    view: View,
    table: pd.DataFrame,
    areas: tuple[int, int, int] = (260, 90, 70),
) -> alt.Chart:
    """A chart of ``dots`` of the positions ``table`` with what it needs in the browser.

    Adds name, kind (own, peer, other), points, place, group_name, the dots' area (px², by kind)
    and their order of drawing, layer.
    """
    names = alt.LookupData(
        data=alt.Data(
            url=f"app/static/{world.tables.topojson}",
            format=alt.JsonDataFormat(type="json", property="objects.provinces.geometries"),
        ),
        key="id",
        fields=["properties"],
    )
    peers = ",".join(f"'{code}'" for code in peers_of(view, world))
    own, peer, other = areas
    named = chart.transform_lookup(lookup="code", from_=names).transform_calculate(
        name=f"datum.properties.{view.lang}",
        kind=f"datum.code == '{view.province}' ? 'own' : "
        f"indexof([{peers}], datum.code) < 0 ? 'other' : 'peer'",
        area=f"{{own: {own}, peer: {peer}, other: {other}}}[datum.kind]",
        layer="indexof(['other', 'peer', 'own'], datum.kind)",
    )
    return worded(named, table, world, view.lang)


def lean(rows: pd.DataFrame) -> alt.InlineData:
    """Rows as chart data, without how many were scored where that is the same in all rows."""
    return records(rows.drop(columns="scored") if rows["scored"].nunique() == 1 else rows)


def as_read(scores: pd.Series) -> list[float]:
    """Scores with the two decimals that are written: rounding twice could change the last."""
    return [float(f"{score:.2f}") for score in scores]


def worded(chart: Any, table: pd.DataFrame, world: World, lang: str, missing: str = "") -> Any:
    """A chart of rows with score, rank and group with the texts of its tooltip.

    Adds points, place and group_name in the browser; ``missing`` is said where a row has no score.
    ``table`` holds the positions drawn, for what all rows have in common.
    """
    groups = ",".join(f"'{say.group(g, lang)}'" for g in say.GROUPS)
    # The total's rank is commonly written out of all provinces, published or not.
    out_of = set(table["scored"].where(table["measure"] != TOTAL, len(world.provinces)))
    scored = f"'/{out_of.pop()}'" if len(out_of) == 1 else "'/' + datum.scored"
    texts = {
        "points": decimal("datum.score", lang),
        "place": f"datum.rank + {scored}",
        "group_name": f"[{groups}][datum.group - 1]",
    }
    if missing:
        texts = {k: f"isValid(datum.rank) ? {v} : '{missing}'" for k, v in texts.items()}
    return chart.transform_calculate(**texts)


def tooltip(lang: str, *keys: str) -> list[alt.Tooltip]:
    """Tooltip lines by field; the title of each is its column name."""
    titles = {"name": "province", "points": "score", "place": "rank", "group_name": "group"}
    return [alt.Tooltip(f"{k}:N", title=t(f"column.{titles.get(k, k)}", lang)) for k in keys]


def kind_color(tone: Tone) -> alt.Color:
    """The chosen province in the accent, peers in their hue, the rest pale."""
    colors = [tone.accent, tone.peer, tone.other]
    return alt.Color("kind:N", scale=alt.Scale(domain=KINDS, range=colors), legend=None)


def group_bands(
    edges: list[float], scale: alt.Scale, axis: alt.Axis, lang: str, tone: Tone
) -> list[alt.Chart]:
    """The four groups as a ribbon along the top, named where there is room, with their cuts.

    Args:
        edges: five places along the x axis: the ends and the three cuts, lowest group first.
        scale, axis: of that x axis.
    """
    groups = [
        {
            "from": start,
            "to": end,
            "group": group,
            "full": say.group(group, lang),
            "brief": t(f"group.brief_{group}", lang),
        }
        for start, end, group in zip(edges, edges[1:], say.GROUPS[::-1], strict=False)
        if end > start
    ]
    bands = pd.DataFrame(groups)
    px = f"(datum.to - datum.from) / {edges[-1] - edges[0]:.6g} * width"
    letter = f"0.56 * ({by_width(TEXT, TEXT_NARROW)})"
    label = (
        f"{px} > {letter} * length(datum.full) ? datum.full : "
        f"{px} > {letter} * length(datum.brief) ? datum.brief : ''"
    )
    start_at = alt.X("from:Q", scale=scale, axis=axis)
    ribbon = (
        alt.Chart(records(bands))
        .mark_rect(height=7)
        .encode(x=start_at, x2="to:Q", y=alt.value(26), color=group_color(tone))
    )
    names = (
        alt.Chart(records(bands))
        .transform_calculate(label=label, middle="(datum.from + datum.to) / 2")
        .mark_text(baseline="middle", color=tone.muted)
        .encode(x=alt.X("middle:Q", scale=scale), y=alt.value(9), text="label:N")
    )
    cuts = (
        alt.Chart(records(bands))
        .transform_filter(f"datum.group != {groups[0]['group']}")
        .mark_rule(color=tone.muted, strokeDash=[3, 3])
        .encode(x=alt.X("from:Q", scale=scale), y=alt.value(20), y2=alt.value("height"))
    )
    return [ribbon, names, cuts]


def segment_names(x_scale: alt.Scale, y: alt.Y, lang: str, tone: Tone) -> alt.Chart:
    """The names of the four groups over a chart of shares (0-1), in its row 0; ends on a phone."""
    segments = pd.DataFrame(
        [
            {"row": 0, "at": (4 - g) / 4 + 0.125, "text": t(f"group.brief_{g}", lang)}
            for g in say.GROUPS
        ]
    )
    return (
        alt.Chart(records(segments))
        .transform_filter(f"width >= {NARROW} || abs(datum.at - 0.5) > 0.25")
        .mark_text(color=tone.muted, baseline="middle")
        .encode(x=alt.X("at:Q", scale=x_scale, axis=None), y=y, text="text:N")
    )


def segment_track(rows: alt.Chart, x_scale: alt.Scale, tone: Tone) -> alt.Chart:
    """The four groups as a thin bar along a scale of shares (0-1), one for each of the rows."""
    return (
        rows.transform_calculate(of="[1, 2, 3, 4]")
        .transform_flatten(["of"])
        .transform_calculate(start="1 - datum.of / 4", end="1.25 - datum.of / 4")
        .mark_bar(height=8)
        .encode(
            x=alt.X("start:Q", scale=x_scale, axis=None),
            x2="end:Q",
            color=group_color(tone, "of:O"),
        )
    )


AREA = alt.Size("area:Q", scale=None, legend=None)


def group_color(tone: Tone, field: str = "group:O") -> alt.Color:
    """The four groups' colours."""
    scale = alt.Scale(domain=list(say.GROUPS), range=list(tone.groups))
    return alt.Color(field, scale=scale, legend=None)


def year_axis(years: Sequence[int]) -> alt.Axis:
    """An axis of years, oldest first; on a phone every third, counted from the newest."""
    every = [int(year) for year in years]
    third = [year for year in every if (every[-1] - year) % 3 == 0]
    return alt.Axis(
        values=alt.ExprRef(by_width(str(every), str(third))),
        labelExpr=by_width("toString(datum.value)", '"\'" + slice(toString(datum.value), 2)'),
        labelFlush=False,
        title=None,
        grid=False,
    )


def score_axis(lang: str, decimals: int = 0, **more: Any) -> alt.Axis:
    """An axis of points with the language's decimal sign."""
    return alt.Axis(labelExpr=decimal("datum.value", lang, decimals), title=None, **more)


def roomy(left: tuple[int | str, int], right: tuple[int, int], **domain: Any) -> alt.Scale:
    """A scale that leaves room for text at both ends: px (on a screen, on a phone)."""
    return alt.Scale(
        rangeMin=alt.ExprRef(by_width(*left)),
        rangeMax=alt.ExprRef(f"width - ({by_width(*right)})"),
        nice=False,
        **domain,
    )


def row_names(
    rows: pd.DataFrame, y: alt.Y, field: str, room: tuple[int, int], tone: Tone
) -> alt.Chart:
    """Row names as text to the left of a chart whose scale is ``roomy``; right-aligned."""
    return (
        alt.Chart(records(rows[list({field, y.shorthand.split(":")[0]})]))
        .mark_text(align="right", dx=-14, color=tone.ink)
        .encode(x=alt.value(alt.expr(by_width(*room))), y=y, text=f"{field}:N")
    )


def bee_swarm(scores: np.ndarray, fixed: np.ndarray, step: float = 0.21) -> np.ndarray:
    """Heights for dots on one line so that they do not overlap.

    Args:
        scores: positions along the line.
        fixed: True for dots that stay at height 0; the others make room for them.
        step: height between two layers, in units of the axis.

    Returns:
        heights, 0 = on the line, at most 4 steps up or down.
    """
    heights = np.zeros(len(scores))
    if len(scores) < 2:
        return heights
    width = (scores.max() - scores.min()) / 62
    placed = [int(i) for i in np.flatnonzero(fixed)]
    levels = sorted((k * step for k in range(-4, 5)), key=abs)
    for i in np.argsort(scores, kind="stable"):
        if fixed[i]:
            continue
        for level in levels:
            clash = any(
                abs(scores[i] - scores[j]) < width * (1.7 if fixed[j] else 1.0)
                and abs(level - heights[j]) < step * (1.5 if fixed[j] else 0.9)
                for j in placed
            )
            if not clash:
                heights[i] = level
                break
        placed.append(int(i))
    return heights


def kind_legend(world: World, view: View, tone: Tone) -> tuple[LegendItem, ...]:
    """Who the three kinds of dots are."""
    lang = view.lang
    return (
        LegendItem(tone.accent, world.name(view.province, lang)),
        LegendItem(tone.peer, say.peers(view, world)),
        LegendItem(tone.other, t("say.others", lang)),
    )


def apart(labels: pd.DataFrame, degree: float, steps: int = 60) -> pd.DataFrame:
    """Map labels pushed apart where their boxes would overlap.

    Args:
        labels: text (its lines), lon, lat (degrees).
        degree: px that a degree takes on the map.

    Returns:
        the same rows with lon and lat moved by as little as it takes.
    """
    out = labels.copy()
    lon, lat = out["lon"].to_numpy(copy=True), out["lat"].to_numpy(copy=True)
    half_w = out["text"].map(lambda lines: max(map(len, lines))).to_numpy() * 8.6 / 2 / degree
    half_h = out["text"].map(len).to_numpy() * 18 / 2 / degree
    for _ in range(steps):
        for i in range(len(out)):
            for j in range(i + 1, len(out)):
                over_x = half_w[i] + half_w[j] - abs(lon[i] - lon[j])
                over_y = half_h[i] + half_h[j] - abs(lat[i] - lat[j])
                if over_x <= 0 or over_y <= 0:
                    continue
                axis, over = (lon, over_x) if over_x < over_y else (lat, over_y)
                push = over / 2 * (1 if axis[i] >= axis[j] else -1)
                axis[i] += push
                axis[j] -= push
    return out.assign(lon=lon, lat=lat)


def two_lines(name: str) -> list[str]:
    """A short name broken near its middle, at a comma where there is one."""
    words = name.split()
    if len(words) < 3:
        return [name]
    cuts = range(1, len(words))
    best = min(
        cuts,
        key=lambda k: (
            abs(len(" ".join(words[:k])) - len(" ".join(words[k:])))
            - (6 if words[k - 1].endswith(",") else 0)
        ),
    )
    return [" ".join(words[:best]), " ".join(words[best:])]
