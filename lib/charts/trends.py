"""What changed, and is it real? The years, the parts of a change, how usual it is, the movers."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from lib import say, style, tables
from lib.charts import base
from lib.figure import Figure, LegendItem, decimal, finish, records
from lib.findings import trends as findings
from lib.measures import changes, noise
from lib.measures.positions import TOTAL
from lib.style import TONES, Tone, number, signed
from lib.text import t
from lib.view import View, peers_of
from lib.world import World

ENDS = 7  # movers shown at either end
_LINE = 17  # px
_BINS = 31  # of the histogram, odd so that one lies around zero


def path(world: World, view: View) -> Figure:
    """Rank, or points, in every published year: the province over its peers, broken at eras."""
    lang, tone = view.lang, TONES[view.theme]
    name = world.name(view.province, lang)
    own = changes.story(world.positions, view.province, view.measure)
    rows = changes.gap_series(
        world.positions, [view.province, *peers_of(view, world)], view.measure
    )
    field = "rank" if view.scale == "position" else "gap" if "." in view.measure else "score"
    sent = rows[["year", "province", "rank", "scored", "era"]].assign(
        score=base.as_read(rows["score"]), gap=base.as_read(rows["gap"])
    )
    years = sorted(world.positions.loc[world.positions["measure"] == view.measure, "year"].unique())
    x_scale = base.roomy((96, 44), (20, 12), domain=[years[0] - 0.5, years[-1] + 0.5], zero=False)
    x_axis = base.year_axis(years)
    x = alt.X("year:Q", scale=x_scale, axis=x_axis)
    most = int(world.positions["scored"].max())
    values = sent[field]
    pad = 0.12 * (values.max() - values.min()) or 0.5
    y_scale = (
        alt.Scale(domain=[most + 6, -3], nice=False)
        if field == "rank"
        else alt.Scale(
            domain=[round(values.min() - pad, 3), round(values.max() + pad, 3)],
            nice=False,
            zero=False,
        )
    )
    y_axis = (
        alt.Axis(values=[1, 20, 40, 60], title=None, grid=False, domain=False, ticks=False)
        if field == "rank"
        else base.score_axis(lang, _decimals(values.max() - values.min()), tickCount=5)
    )
    y_axis.offset = alt.ExprRef(f"-({style.by_width(88, 38)})")
    y = alt.Y(f"{field}:Q", scale=y_scale, axis=y_axis)
    drawn = (
        alt.Chart(records(sent))
        .transform_calculate(
            points=decimal("datum.score", lang),
            place="datum.rank + '/' + datum.scored",
            distance=decimal("datum.gap", lang, sign=True),
            year_text="toString(datum.year)",
            thread="datum.province + datum.era",
            own=f"datum.province == '{view.province}'",
        )
        .encode(x=x, y=y)
    )
    others = drawn.transform_filter("!datum.own").mark_line(
        color=tone.peer, opacity=0.3, strokeWidth=1.5
    )
    mine = drawn.transform_filter("datum.own")
    tip = [
        alt.Tooltip(f"{k}:N", title=t(f"column.{title}", lang))
        for k, title in (
            ("year_text", "year"),
            ("points", "score"),
            ("place", "rank"),
            ("distance", "gap_median"),
        )
    ]
    written = (
        "toString(datum.rank)"
        if field == "rank"
        else ("datum.points" if field == "score" else "datum.distance")
    )
    ends = set(own.loc[own["rank"].isin([own["rank"].min(), own["rank"].max()]), "year"])
    some = ",".join(str(y) for y in sorted({*ends, view.year}))
    texts = (
        mine.transform_calculate(written=written)
        .transform_filter(f"width >= {style.NARROW} || indexof([{some}], datum.year) >= 0")
        .mark_text(dy=-15, color=tone.accent, fontWeight="bold")
        .encode(text="written:N")
    )
    starts = _starts(world, view, own)
    layers: list[Any] = [
        *(_bands(world, view, x_scale, y_scale, tone) if field == "rank" else []),
        *_eras(starts, x_scale, tone),
        others.encode(detail="thread:N"),
        *([_median(own, x, y_scale, tone)] if field == "score" else []),
        mine.mark_line(color=tone.accent, strokeWidth=3.5).encode(detail="era:N"),
        mine.mark_circle(color=tone.accent, opacity=1, size=110).encode(tooltip=tip),
        texts,
    ]
    marks = _breaks(world, view)
    if len(marks):
        triangle = alt.Chart(records(marks)).mark_point(
            shape="triangle-up", filled=True, color=tone.muted, size=90, opacity=1
        )
        layers.append(
            triangle.encode(
                x=alt.X("year:Q", scale=x_scale),
                y=alt.value(alt.expr("height - 8")),
                tooltip=[
                    alt.Tooltip("at:N", title=t("column.year", lang)),
                    alt.Tooltip("why:N", title=t("trends.why", lang)),
                ],
            )
        )
    return Figure(
        name="trends.path",
        spec=finish(alt.layer(*layers), tone, 300),
        title=findings.story(world, view),
        subtitle=t(
            f"trends.path_{field}",
            lang,
            measure=say.measure(view, world),
            first=years[0],
            last=years[-1],
        ),
        alt=t("trends.path_alt", lang, name=name)
        + " "
        + "; ".join(f"{r.year}: {r.rank}/{r.scored}" for r in own.itertuples())
        + ".",
        table=tables.of_years(world, view, rows),
        legend=(
            LegendItem(tone.accent, name),
            LegendItem(tone.peer, say.peers(view, world)),
            *(
                LegendItem(tone.muted, t("peers.break", lang, year=year), dashed=True, mark="line")
                for year in starts
            ),
            *([LegendItem(tone.muted, t("trends.marks", lang))] if len(marks) else []),
        ),
        source="source.series",
    )


def waterfall(world: World, view: View) -> Figure:
    """The parts of the change on the previous year, adding up exactly to the whole."""
    lang, tone = view.lang, TONES[view.theme]
    parent = findings.parent(view)
    whole = world.row(view.year, parent, view.province)
    if whole is None or not findings.has_parts(world, view):
        raise LookupError(f"{view.province} has no change to take apart in {view.year}")
    parts = findings.parts(world, view)
    edges = whole["prev_score"] + np.concatenate([[0], parts["contribution"].cumsum()])
    rows = pd.DataFrame(
        {
            "row": range(1, len(parts) + 1),
            "name": [world.measure_name(m, lang, short=True) for m in parts["measure"]],
            "from": edges[:-1],
            "to": edges[1:],
            "text": [signed(c, 2, lang) for c in parts["contribution"]],
            "says": [t(f"badge.{b}", lang).lower() if b else "" for b in parts["badge"]],
            "up": parts["contribution"].ge(0).to_numpy(),
        }
    )
    if parent != TOTAL:
        rows["name"] = parts["measure"].to_numpy() + " " + rows["name"]
    rows.loc[parts["status"].ne(changes.SAME).to_numpy(), "name"] += " *"
    if parent != TOTAL:  # names of sub-dimensions are long
        rows["name"] = rows["name"].map(base.two_lines)
    years = [int(whole["prev_year"]), view.year]
    ends = pd.DataFrame(
        {
            "row": [0, len(parts) + 1],
            "name": [t("trends.year", lang, year=year) for year in years],
            "to": [whole["prev_score"], whole["score"]],
            "text": [number(s, 2, lang) for s in (whole["prev_score"], whole["score"])],
        }
    )
    low, high = edges.min(), edges.max()
    pad = (high - low) * 0.06 or 0.1
    room, end = (190, 164), (190, 84)
    x_scale = base.roomy(room, end, domain=[round(low - pad, 4), round(high + pad, 4)], zero=False)
    y = alt.Y("row:O", scale=alt.Scale(domain=list(range(len(rows) + 2))), axis=None)
    steps = alt.Chart(records(rows)).encode(y=y)
    bars = steps.mark_bar(height=18).encode(
        x=alt.X("from:Q", scale=x_scale, axis=None),
        x2="to:Q",
        color=alt.condition("datum.up", alt.value(tone.high), alt.value(tone.low)),
    )
    totals = alt.Chart(records(ends)).encode(y=y)
    # Dots, not bars: the axis does not begin at zero.
    both = totals.mark_circle(size=190, color=tone.ink, opacity=1).encode(
        x=alt.X("to:Q", scale=x_scale, axis=None)
    )
    at_end = alt.value(alt.expr(f"width - ({style.by_width(end[0] - 62, 18)})"))
    figures = [
        part.mark_text(align="right", fontWeight="bold", color=tone.ink).encode(
            x=at_end, text="text:N"
        )
        for part in (steps, totals)
    ]
    says = (
        steps.transform_filter(f"width >= {style.NARROW}")
        .mark_text(align="left", dx=10, color=tone.muted)
        .encode(x=at_end, text="says:N")
    )
    names = [
        part.mark_text(
            align="right",
            baseline="middle",
            dx=-14,
            # Two lines begin half a line higher.
            dy=alt.ExprRef(f"isArray(datum.name) ? -{_LINE / 2} : 0"),
            lineHeight=_LINE,
            color=tone.ink,
        ).encode(x=alt.value(alt.expr(style.by_width(*room))), text="name:N")
        for part in (steps, totals)
    ]
    chart = alt.layer(bars, figures[0], says, names[0], both, figures[1], names[1])
    note = ""
    if parts["status"].ne(changes.SAME).any():
        note = " " + t("trends.redefined", lang)
    return Figure(
        name="trends.waterfall",
        spec=finish(chart, tone, (30 if parent == TOTAL else 42) * (len(rows) + 2)),
        title=findings.drivers(world, view, parts),
        subtitle=t(
            "trends.waterfall_subtitle",
            lang,
            measure=world.measure_name(parent, lang),
            change=signed(whole["change"], 2, lang),
            before=years[0],
            year=view.year,
        )
        + note,
        alt=t("trends.waterfall_alt", lang, name=world.name(view.province, lang))
        + " "
        + "; ".join(
            f"{world.measure_name(m, lang)}: {x}"
            for m, x in zip(parts["measure"], rows["text"], strict=True)
        )
        + ".",
        table=tables.of_parts(world, view, findings.both_levels(world, view)),
        legend=(
            LegendItem(tone.high, t("trends.rise", lang)),
            LegendItem(tone.low, t("trends.fall", lang)),
        ),
        source="source.change",
    )


def movements(world: World, view: View) -> tuple[pd.DataFrame, float]:
    """All judged one-year movements of the view's measure up to its year (see ``noise.badges``).

    The second is the province's own, in points against the median of the provinces; LookupError
    where it cannot be judged.
    """
    judged = world.badges
    judged = judged[(judged["measure"] == view.measure) & (judged["year"] <= view.year)]
    own = judged[(judged["year"] == view.year) & (judged["province"] == view.province)]
    if own.empty or not own.iloc[0]["badge"]:
        raise LookupError(f"{view.province} has no badge in {view.year}")
    return judged, float(own.iloc[0]["relative"])


def histogram(world: World, view: View, judged: pd.DataFrame) -> pd.DataFrame:
    """These movements counted by their size.

    Returns:
        from, to (points), n, zone (one of ``noise.BADGES``, by the bin's middle).
    """
    limits = findings.limits(world, view)
    sizes = judged["relative"].to_numpy()
    edge = float(np.abs(sizes).max())
    edges = np.linspace(-edge, edge, _BINS + 1)
    middles = (edges[:-1] + edges[1:]) / 2
    zones = [
        "usual" if abs(m) <= limits[0] else "notable" if abs(m) <= limits[1] else "rare"
        for m in middles
    ]
    counts = np.histogram(sizes, edges)[0]
    return pd.DataFrame({"from": edges[:-1], "to": edges[1:], "n": counts, "zone": zones})


def usual(world: World, view: View) -> Figure:
    """How far provinces moved in a year, the province's own movement marked."""
    lang, tone = view.lang, TONES[view.theme]
    judged, at = movements(world, view)
    limits = findings.limits(world, view)
    bars = histogram(world, view, judged).round({"from": 3, "to": 3})
    edge = float(judged["relative"].abs().max())
    colors = [tone.other, tone.groups[1], tone.groups[0]]
    x_scale = alt.Scale(domain=[round(-edge * 1.02, 3), round(edge * 1.02, 3)], nice=False)
    axis = base.score_axis(lang, grid=False, tickCount=5)
    signs = decimal("datum.value", lang, _decimals(edge), sign=True)
    axis.labelExpr = f"datum.value == 0 ? '0' : {signs}"
    columns = (
        alt.Chart(records(bars))
        .mark_rect(stroke=tone.background, strokeWidth=1)
        .encode(
            x=alt.X("from:Q", scale=x_scale, axis=axis),
            x2="to:Q",
            y=alt.Y("n:Q", axis=None, scale=alt.Scale(domain=[0, int(bars["n"].max() * 1.3)])),
            y2=alt.datum(0),
            color=alt.Color(
                "zone:N", scale=alt.Scale(domain=list(noise.BADGES), range=colors), legend=None
            ),
            tooltip=[alt.Tooltip("n:Q", title=t("trends.moves", lang))],
        )
    )
    name = world.name(view.province, lang)
    label = pd.DataFrame([{"x": at, "text": f"{name} {signed(at, 2, lang)}"}])
    align: Any = "left" if at < -edge / 2 else "right" if at > edge / 2 else "center"
    pointed = alt.Chart(records(label)).encode(x=alt.X("x:Q", scale=x_scale))
    rule = pointed.mark_rule(color=tone.accent, strokeWidth=2.5).encode(
        y=alt.value(26), y2=alt.value("height")
    )
    text = pointed.mark_text(
        color=tone.accent, fontWeight="bold", align=align, baseline="bottom"
    ).encode(y=alt.value(22), text="text:N")
    return Figure(
        name="trends.usual",
        spec=finish(alt.layer(columns, rule, text), tone, 250, narrow=370),
        title=findings.usual_title(world, view),
        subtitle=t(
            "trends.usual_subtitle",
            lang,
            measure=say.measure(view, world),
            n=len(judged),
            first=int(judged["year"].min()),
            last=view.year,
        ),
        alt=t(
            "trends.usual_alt",
            lang,
            name=name,
            relative=signed(at, 2, lang),
            usual=number(limits[0], 2, lang),
        ),
        table=tables.of_moves(world, view, judged),
        legend=tuple(
            LegendItem(color, t(f"badge.{zone}", lang), t(f"trends.zone_{zone}", lang, n=shown))
            for zone, color, shown in zip(
                noise.BADGES,
                colors,
                [number(limits[k], 2, lang) for k in (0, 1, 1)],
                strict=True,
            )
        ),
        source="source.change",
    )


def movers(world: World, view: View) -> Figure:
    """Who rose and who fell most between two years, the chosen province among them."""
    lang, tone = view.lang, TONES[view.theme]
    first = findings.since(world, view)
    table = changes.movers(world.positions, first, view.year, view.measure)
    if table.empty or first == view.year:
        raise LookupError(f"{view.measure} does not compare between {first} and {view.year}")
    table = table.assign(place=range(1, len(table) + 1))
    own = table["province"] == view.province
    shown = table[(table["place"] <= ENDS) | (table["place"] > len(table) - ENDS) | own]
    rows = pd.DataFrame(
        {
            "row": range(len(shown)),
            "name": [
                f"{place}. {world.name(p, lang)}"
                for place, p in zip(shown["place"], shown["province"], strict=True)
            ],
            "change": base.as_read(shown["change"]),
            "text": [signed(c, 2, lang) for c in shown["change"]],
            "ranks": [
                f"{a} → {b}" for a, b in zip(shown["before_rank"], shown["after_rank"], strict=True)
            ],
            "own": shown["province"].eq(view.province).to_numpy(),
        }
    )
    room, end = (210, 168), (150, 66)
    low, high = min(rows["change"].min(), 0), max(rows["change"].max(), 0)
    x_scale = base.roomy(room, end, domain=[low, high], zero=False)
    y = alt.Y("row:O", axis=None)
    drawn = alt.Chart(records(rows)).encode(y=y)
    hue = alt.condition("datum.own", alt.value(tone.accent), alt.value(tone.other))
    bars = drawn.mark_bar(height=16).encode(
        x=alt.X("change:Q", scale=x_scale, axis=None), x2=alt.X2(datum=0), color=hue
    )
    ink = alt.condition("datum.own", alt.value(tone.accent), alt.value(tone.ink))
    names = drawn.mark_text(align="right", dx=-12).encode(
        x=alt.value(alt.expr(style.by_width(*room))), text="name:N", color=ink
    )
    figures = drawn.mark_text(align="right", fontWeight="bold").encode(
        x=alt.value(alt.expr(f"width - ({style.by_width(84, 4)})")), text="text:N", color=ink
    )
    ranks = (
        drawn.transform_filter(f"width >= {style.NARROW}")
        .mark_text(align="right", color=tone.muted)
        .encode(x=alt.value("width"), text="ranks:N")
    )
    top, last = table.iloc[0], table.iloc[-1]
    name = world.name(view.province, lang)
    mine = table[own]
    title = t(
        "trends.movers_title",
        lang,
        top=world.name(top["province"], lang),
        rise=signed(top["change"], 2, lang),
        last=world.name(last["province"], lang),
        fall=signed(last["change"], 2, lang),
    )
    if len(mine) and 1 < mine.iloc[0]["place"] < len(table):
        title += "; " + t(
            "trends.movers_own",
            lang,
            name=name,
            change=signed(mine.iloc[0]["change"], 2, lang),
            place=int(mine.iloc[0]["place"]),
            n=len(table),
        )
    return Figure(
        name="trends.movers",
        spec=finish(alt.layer(bars, names, figures, ranks), tone, 27 * len(rows)),
        title=title,
        subtitle=t(
            "trends.movers_subtitle",
            lang,
            measure=say.measure(view, world),
            first=first,
            year=view.year,
            n=len(table),
        ),
        alt=t("trends.movers_alt", lang)
        + " "
        + "; ".join(f"{n}: {x}" for n, x in zip(rows["name"], rows["text"], strict=True))
        + ".",
        table=tables.of_movers(world, view, table, first),
        legend=(
            LegendItem(tone.accent, name),
            LegendItem(tone.other, t("say.others", lang)),
        ),
        source="source.change",
    )


def _decimals(span: float) -> int:
    """Decimals that tell the ticks of an axis apart; ``span`` in points."""
    return 0 if span > 5 else 1 if span > 0.8 else 2


def _bands(
    world: World, view: View, x_scale: alt.Scale, y_scale: alt.Scale, tone: Tone
) -> list[alt.Chart]:
    """The four groups behind ranks: year by year, because their sizes differ, named at the left."""
    table = world.positions[world.positions["measure"] == view.measure]
    ends = table.groupby(["year", "group"])["rank"].agg(["min", "max"]).reset_index()
    last = table.groupby("year")["scored"].first()
    # A group reaches to where the next one begins; ties leave no gap.
    upto = ends.groupby("year")["min"].shift(-1).fillna(ends["year"].map(last) + 1)
    bands = pd.DataFrame(
        {
            "x": ends["year"] - 0.5,
            "x2": ends["year"] + 0.5,
            "y": ends["min"] - 0.5,
            "y2": upto - 0.5,
            "group": ends["group"],
        }
    )
    first = bands[bands["x"] == bands["x"].min()]
    names = pd.DataFrame(
        {
            "y": (first["y"] + first["y2"]) / 2,
            "full": [t(f"group.brief_{g}", view.lang) for g in first["group"]],
        }
    )
    boxes = (
        alt.Chart(records(bands))
        .mark_rect(opacity=0.32)
        .encode(
            x=alt.X("x:Q", scale=x_scale),
            x2="x2:Q",
            y=alt.Y("y:Q", scale=y_scale),
            y2="y2:Q",
            color=base.group_color(tone),
        )
    )
    text = (
        alt.Chart(records(names))
        .transform_filter(f"width >= {style.NARROW}")
        .mark_text(align="left", color=tone.muted)
        .encode(x=alt.value(0), y=alt.Y("y:Q", scale=y_scale), text="full:N")
    )
    return [boxes, text]


def _starts(world: World, view: View, own: pd.DataFrame) -> list[int]:
    """The years in which an era of the province begins, also where it has no score that year."""
    table = world.positions[world.positions["measure"] == view.measure]
    eras = sorted(own["era"].unique())[1:]
    return [int(table.loc[table["era"] == era, "year"].min()) for era in eras]


def _eras(starts: list[int], x_scale: alt.Scale, tone: Tone) -> list[alt.Chart]:
    """A dashed line where scores of two eras meet."""
    if not starts:
        return []
    gaps = pd.DataFrame({"year": [year - 0.5 for year in starts]})
    rule = alt.Chart(records(gaps)).mark_rule(color=tone.muted, strokeDash=[4, 4])
    return [rule.encode(x=alt.X("year:Q", scale=x_scale))]


def _median(own: pd.DataFrame, x: alt.X, y_scale: alt.Scale, tone: Tone) -> alt.Chart:
    """The median province over the years, broken like the province's own line."""
    table = own[["year", "median", "era"]]
    return (
        alt.Chart(records(table))
        .mark_line(color=tone.ink, strokeDash=[5, 4], strokeWidth=2)
        .encode(x=x, y=alt.Y("median:Q", scale=y_scale), detail="era:N")
    )


def _breaks(world: World, view: View) -> pd.DataFrame:
    """Years in which something under the measure does not compare: year, at, why."""
    table = world.tables.breaks
    if view.measure != TOTAL:
        own = table["sub_dimension"] == view.measure
        table = table[own | table["sub_dimension"].str.startswith(f"{view.measure}.")]
    rows = []
    for year, part in table.groupby("year"):
        codes = ", ".join(part["sub_dimension"])
        reasons = part[f"reason_{view.lang}"].drop_duplicates()
        why = reasons.iloc[0] if len(reasons) == 1 else codes
        rows.append(
            {"year": year, "at": f"{year}", "why": f"{codes}: {why}" if len(reasons) == 1 else why}
        )
    return pd.DataFrame(rows, columns=["year", "at", "why"])
