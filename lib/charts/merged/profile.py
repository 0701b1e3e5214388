"""The members' places in every dimension."""

import altair as alt

from lib.charts import encodings, vega
from lib.charts.figure import Figure, LegendItem
from lib.charts.merged.members import dimensions_by_distance, member_colors, require_profile
from lib.charts.vega import finish_spec, inline_data
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables

_RANK_WIDTH = 44  # for one member's rank at the right


def build(dataset: Dataset, view: View) -> Figure:
    """The members' places among the 63 in every dimension, the widest distance first."""
    lang, palette = view.lang, PALETTES[view.theme]
    codes, colors = member_colors(dataset, view, palette)
    require_profile(dataset, view)
    side, order = dimensions_by_distance(dataset, view)
    names = {c: dataset.member_name(c, lang) for c in codes}
    rows = side.assign(
        row=side["measure"].map({m: i for i, m in enumerate(order, start=1)}),
        name=side["measure"].map({m: dataset.measure_name(m, lang, short=True) for m in order}),
        member=side["province"].map(names),
        points=[format_number(s, 2, lang) for s in side["score"]],
        place=[f"{r}/{n}" for r, n in zip(side["rank"], side["scored"], strict=True)],
        group_name=[phrases.group_name(g, lang) for g in side["group"]],
        percentile=side["percentile"].round(4),
        code=side["province"],
    )
    room, right = (190, 164), (14 + _RANK_WIDTH * len(codes), 10 + 32 * len(codes))
    x_scale = encodings.scale_with_margins(room, right, domain=[0, 1])
    y_scale = alt.Scale(domain=list(range(len(order) + 1)), paddingInner=0.1)
    y = alt.Y("row:O", scale=y_scale, axis=None)
    hue = alt.Color(
        "code:N", scale=alt.Scale(domain=codes, range=[colors[c] for c in codes]), legend=None
    )
    segment = encodings.segment_names(x_scale, y, lang, palette)
    once = rows.drop_duplicates("measure")
    track = encodings.segment_track(
        alt.Chart(inline_data(once[["row"]])).encode(y=y), x_scale, palette
    )
    sent = rows[
        ["row", "name", "code", "member", "percentile", "rank", "points", "place", "group_name"]
    ]
    drawn = alt.Chart(inline_data(sent)).encode(
        y=y,
        tooltip=[
            alt.Tooltip("member:N", title=t("column.province", lang)),
            alt.Tooltip("name:N", title=t("column.measure", lang)),
            *encodings.tooltip_lines(lang, "points", "place", "group_name"),
        ],
    )
    joined = (
        alt.Chart(inline_data(sent[["row", "percentile"]]))
        .transform_aggregate(low="min(share)", high="max(share)", groupby=["row"])
        .mark_rule(strokeWidth=2, color=palette.ink, opacity=0.7)
        .encode(x=alt.X("low:Q", scale=x_scale, axis=None), x2="high:Q", y=y)
    )
    dots = drawn.mark_circle(
        size=230, opacity=1, stroke=palette.background, strokeWidth=1.5
    ).encode(x=alt.X("percentile:Q", scale=x_scale, axis=None), color=hue)
    ranks = [
        drawn.transform_filter(f"datum.code == '{code}'")
        .mark_text(align="right", fontWeight="bold", color=colors[code])
        .encode(
            x=alt.value(
                alt.expr(f"width - {len(codes) - 1 - i} * ({vega.by_width(_RANK_WIDTH, 32)}) - 2")
            ),
            text="rank:N",
        )
        for i, code in enumerate(codes)
    ]
    labels = encodings.row_labels(once, y, "name", room, palette)
    chart = alt.layer(segment, track, labels, joined, dots, *ranks).resolve_scale(
        color="independent"
    )
    first = rows[rows["measure"] == order[0]].sort_values("rank")
    return Figure(
        name="merged.profile",
        spec=finish_spec(chart, palette, 30 * (len(order) + 1)),
        title=t(
            "merged.profile_title",
            lang,
            measure=phrases.short_measure(dataset, order[0], lang),
            best=first.iloc[0]["member"],
            best_rank=first.iloc[0]["rank"],
            worst=first.iloc[-1]["member"],
            worst_rank=first.iloc[-1]["rank"],
        ),
        subtitle=t(
            "merged.profile_subtitle",
            lang,
            year=view.year,
            scored=int(rows["scored"].max()),
        ),
        alt=t("merged.profile_alt", lang)
        + " "
        + "; ".join(
            f"{r.name}: "
            + ", ".join(
                f"{m.member} {m.place}" for m in rows[rows["measure"] == r.measure].itertuples()
            )
            for r in once.sort_values("row").itertuples(index=False)
        )
        + ".",
        table=tables.members_table(dataset, view, dataset.dimensions(view.year)),
        legend=tuple(LegendItem(colors[c], names[c]) for c in codes),
    )
