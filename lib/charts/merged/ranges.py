"""Every merged province from its lowest to its best member."""

import altair as alt
import pandas as pd

from lib.charts import encodings, vega
from lib.charts.figure import Figure, LegendItem
from lib.charts.merged.members import PHONE_WIDTH
from lib.charts.vega import finish_spec, inline_data
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import merged, tables
from lib.stats.ranking import TOTAL


def build(dataset: Dataset, view: View) -> Figure:
    """Every merged province from its lowest to its best member, the widest first."""
    lang, palette = view.lang, PALETTES[view.theme]
    table = merged.all_gaps(dataset, view)
    estimates = dataset.estimated_34.ranking(view.year, TOTAL).set_index("province")["score"]
    own_code = dataset.successor(view.province)
    scores = dataset.ranking(view.year, TOTAL).set_index("province")["score"]
    rows = table.assign(
        row=range(len(table)),
        name=[dataset.successor_name(c, lang) for c in table["successor"]],
        own=table["successor"] == own_code,
        mean=table["successor"].map(estimates),
        text=[format_number(g, 2, lang) if g == g else "–" for g in table["gap"]],
    )
    rows["mean_text"] = [format_number(m, 2, lang) if m == m else "–" for m in rows["mean"]]
    points = pd.DataFrame(
        [
            {
                "row": r.row,
                "score": round(float(scores[code]), 4),
                "points": format_number(float(scores[code]), 2, lang),
                "member": dataset.member_name(code, lang),
                "name": r.name,
                "own": bool(r.own),
            }
            for r in rows.itertuples(index=False)
            for code in dataset.members[r.successor]
            if code in scores.index
        ]
    )
    low, high = float(points["score"].min()), float(points["score"].max())
    room = (150, 128)
    x_scale = encodings.scale_with_margins(
        room, (62, 52), domain=[low - 0.2, high + 0.2], zero=False
    )
    y = alt.Y("row:O", axis=None)
    axis = encodings.score_axis(lang, grid=True, tickCount=6)
    x = alt.X("low:Q", scale=x_scale, axis=axis)
    ink = alt.condition("datum.own", alt.value(palette.accent), alt.value(palette.ink))
    pale = alt.condition("datum.own", alt.value(palette.accent), alt.value(palette.other))
    tip = [
        alt.Tooltip("name:N", title=t("merged.successor", lang)),
        alt.Tooltip("text:N", title=t("column.difference", lang)),
        alt.Tooltip("mean_text:N", title=t("merged.mean", lang)),
    ]
    sent = rows[["row", "name", "own", "low", "high", "mean", "text", "mean_text"]]
    drawn = alt.Chart(inline_data(sent)).encode(y=y, tooltip=tip)
    rule = drawn.mark_rule(strokeWidth=5, opacity=0.9).encode(x=x, x2="high:Q", color=pale)
    tick = drawn.mark_tick(thickness=3, size=17, color=palette.ink).encode(
        x=alt.X("mean:Q", scale=x_scale)
    )
    dots = (
        alt.Chart(inline_data(points))
        .mark_circle(opacity=1, size=110, stroke=palette.background, strokeWidth=1)
        .encode(
            x=alt.X("score:Q", scale=x_scale),
            y=y,
            color=alt.condition("datum.own", alt.value(palette.accent), alt.value(palette.peer)),
            tooltip=[
                alt.Tooltip("member:N", title=t("column.province", lang)),
                alt.Tooltip("points:N", title=t("column.score", lang)),
                alt.Tooltip("name:N", title=t("merged.successor", lang)),
            ],
        )
    )
    words = drawn.mark_text(align="right", dx=-10).encode(
        x=alt.value(alt.expr(vega.by_width(*room))), text="name:N", color=ink
    )
    gaps = drawn.mark_text(align="right", fontWeight="bold").encode(
        x=alt.value("width"), text="text:N", color=ink
    )
    known = table[table["gap"].notna()]
    own = table[table["successor"] == own_code]
    if len(own) and own["gap"].notna().any():
        wider = int((known["gap"] > own.iloc[0]["gap"]).sum())
        title = t(
            "merged.ranges_title" if wider else "merged.ranges_widest",
            lang,
            name=_capitalize(dataset.successor_label(own_code, lang)),
            gap=format_number(own.iloc[0]["gap"], 2, lang),
            n=wider,
            compared=len(known),
        )
    else:
        title = t(
            "merged.ranges_all",
            lang,
            compared=len(known),
            median=format_number(known["gap"].median(), 2, lang),
            name=dataset.successor_label(known.iloc[0]["successor"], lang),
            gap=format_number(known.iloc[0]["gap"], 2, lang),
        )
    return Figure(
        name="merged.ranges",
        spec=finish_spec(
            alt.layer(rule, tick, dots, words, gaps), palette, 26 * len(rows) + 30, PHONE_WIDTH
        ),
        title=title,
        subtitle=t(
            "merged.ranges_subtitle", lang, year=view.year, max=dataset.max_score(view.year)
        ),
        alt=t("merged.ranges_alt", lang)
        + " "
        + "; ".join(f"{r.name} {r.text}" for r in rows.itertuples())
        + ".",
        table=tables.mergers_table(dataset, view, table, estimates),
        source="source.scores_estimated",
        legend=(
            LegendItem(palette.peer, t("merged.a_member", lang)),
            LegendItem(palette.ink, t("merged.mean", lang)),
            *(
                (LegendItem(palette.accent, _capitalize(dataset.successor_label(own_code, lang))),)
                if len(own)
                else ()
            ),
        ),
    )


def _capitalize(text: str) -> str:
    return text[0].upper() + text[1:]
