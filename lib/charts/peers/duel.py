"""Two provinces head to head over the dimensions."""

import altair as alt
import pandas as pd

from lib.charts import encodings
from lib.charts.figure import Figure, LegendItem
from lib.charts.vega import finish_spec, inline_data, number_expression
from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.peer_groups import single_peer
from lib.model.view import View
from lib.narrative.tables import duel_table


def build(dataset: Dataset, view: View) -> Figure:
    """Two provinces over the dimensions: who leads where, and by how many points."""
    lang, palette = view.lang, PALETTES[view.theme]
    peer = single_peer(dataset, view)
    own = dataset.dimension_positions(view.year, view.province).set_index("measure")
    other = dataset.dimension_positions(view.year, peer).set_index("measure")
    dims = [d for d in dataset.dimensions(view.year) if d in own.index and d in other.index]
    rows = pd.DataFrame(
        {
            "row": [dataset.measure_name(d, lang, short=True) for d in dims],
            "own": [own.at[d, "score"] for d in dims],
            "peer": [other.at[d, "score"] for d in dims],
        }
    )
    rows["gap"] = (rows["own"] - rows["peer"]).round(6)
    rows["text"] = [format_signed(g, 2, lang) for g in rows["gap"]]
    rows["ahead"] = rows["gap"] > 0
    rows["own_text"] = [format_number(s, 2, lang) for s in rows["own"]]
    rows["peer_text"] = [format_number(s, 2, lang) for s in rows["peer"]]
    names = {
        "own": dataset.province_name(view.province, lang),
        "peer": dataset.province_name(peer, lang),
    }
    scores = rows[["own", "peer"]].to_numpy()
    low, high = float(scores.min()), float(scores.max())
    room = (190, 164)
    x_scale = encodings.scale_with_margins(
        room, (70, 56), domain=[low - 0.2, high + 0.2], zero=False
    )
    y = alt.Y("row:N", sort=rows["row"].tolist(), axis=None)
    tip = [
        alt.Tooltip("row:N", title=t("column.measure", lang)),
        alt.Tooltip("own_text:N", title=names["own"]),
        alt.Tooltip("peer_text:N", title=names["peer"]),
        alt.Tooltip("text:N", title=t("column.difference", lang)),
    ]
    drawn = alt.Chart(inline_data(rows)).encode(y=y, tooltip=tip)
    x_axis = alt.Axis(
        labelExpr=number_expression("datum.value", lang, 0),
        title=None,
        tickMinStep=1,
        values=list(range(1, 11)),
        grid=False,
    )
    bar = drawn.mark_rule(strokeWidth=4, opacity=0.35, color=palette.muted).encode(
        x=alt.X("own:Q", scale=x_scale, axis=x_axis), x2="peer:Q"
    )
    first = drawn.mark_circle(size=210, color=palette.accent, opacity=1).encode(
        x=alt.X("own:Q", scale=x_scale)
    )
    second = drawn.mark_circle(size=150, color=palette.second, opacity=1).encode(
        x=alt.X("peer:Q", scale=x_scale)
    )
    text = drawn.mark_text(align="right", fontWeight="bold").encode(
        x=alt.value("width"),
        text="text:N",
        color=alt.condition("datum.ahead", alt.value(palette.accent), alt.value(palette.second)),
    )
    row_names = encodings.row_labels(rows, y, "row", room, palette)
    ahead = int(rows["ahead"].sum())
    total_gap = rows["gap"].sum()
    return Figure(
        name="peers.duel",
        spec=finish_spec(
            alt.layer(bar, row_names, second, first, text), palette, 38 * max(len(dims), 1)
        ),
        title=t(
            "peers.duel_title" if ahead else "peers.duel_none",
            lang,
            name=names["own"],
            peer=names["peer"],
            ahead=ahead,
            dims=len(dims),
            gap=format_number(abs(total_gap), 2, lang),
            way=t("say.more" if total_gap > 0 else "say.less", lang),
        ),
        subtitle=t("peers.duel_subtitle", lang, year=view.year, peer=names["peer"]),
        alt=t("peers.duel_alt", lang, name=names["own"], peer=names["peer"])
        + " "
        + "; ".join(f"{r.row} {r.own_text} – {r.peer_text}" for r in rows.itertuples())
        + ".",
        table=duel_table(dataset, view, peer),
        legend=(
            LegendItem(palette.accent, names["own"]),
            LegendItem(palette.second, names["peer"]),
        ),
    )
