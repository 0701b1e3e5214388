"""The members' ranks in every dimension."""

import altair as alt
import pandas as pd

from lib.charts import encodings, vega
from lib.charts.figure import Figure, LegendItem
from lib.charts.merged.members import dimensions_by_distance, member_colors, require_profile
from lib.charts.vega import finish_spec, inline_data
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES, Palette
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables

_RANK_WIDTHS = (44, 32)  # px for one member's rank at the right, on a screen, on a phone


def build(dataset: Dataset, view: View) -> Figure:
    """The members' ranks among the 63 in every dimension, the widest distance first.

    Raises:
        LookupError: fewer than two members have scores.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    codes, colors = member_colors(dataset, view, palette)
    require_profile(dataset, view)
    rows = _rows(dataset, view, codes)
    dimensions = rows.drop_duplicates("measure")
    chart = alt.layer(*_layers(rows, dimensions, colors, lang, palette))
    listed = "; ".join(
        f"{dimension.name}: "
        + ", ".join(
            f"{row.member} {row.place}"
            for row in rows[rows["measure"] == dimension.measure].itertuples()
        )
        for dimension in dimensions.sort_values("row").itertuples(index=False)
    )
    return Figure(
        name="merged.profile",
        spec=finish_spec(
            chart.resolve_scale(color="independent"), palette, lang, 30 * (len(dimensions) + 1)
        ),
        title=_title(dataset, rows, lang),
        subtitle=t(
            "merged.profile_subtitle",
            lang,
            year=view.year,
            scored=int(rows["scored"].max()),
        ),
        alt=f"{t('merged.profile_alt', lang)} {listed}.",
        table=tables.members_table(dataset, view, dataset.dimensions(view.year)),
        legend=tuple(LegendItem(colors[code], dataset.member_name(code, lang)) for code in codes),
    )


def _rows(dataset: Dataset, view: View, codes: list[str]) -> pd.DataFrame:
    """The members' positions in the dimensions.

    Returns:
        the columns of ``dimensions_by_distance`` and row (from 1, the widest distance first), name,
        member, points, place, group_name, code.
    """
    lang = view.lang
    positions, order = dimensions_by_distance(dataset, view)
    names = {m: dataset.measure_name(m, lang, short=True) for m in order}
    return positions.assign(
        row=positions["measure"].map({m: i for i, m in enumerate(order, start=1)}),
        name=positions["measure"].map(names),
        member=positions["province"].map({c: dataset.member_name(c, lang) for c in codes}),
        points=[format_number(score, 2, lang) for score in positions["score"]],
        place=[
            f"{rank}/{scored}"
            for rank, scored in zip(positions["rank"], positions["scored"], strict=True)
        ],
        group_name=[phrases.group_name(group, lang) for group in positions["group"]],
        percentile=positions["percentile"].round(4),
        code=positions["province"],
    )


def _layers(
    rows: pd.DataFrame,
    dimensions: pd.DataFrame,
    colors: dict[str, str],
    lang: str,
    palette: Palette,
) -> list[alt.Chart]:
    """Tracks of the groups, the members' dots joined by a line, their ranks at the right."""
    codes = list(colors)
    rank_widths = (14 + _RANK_WIDTHS[0] * len(codes), 10 + _RANK_WIDTHS[1] * len(codes))
    x_scale = encodings.scale_with_margins(encodings.ROW_LABEL_WIDTHS, rank_widths, domain=[0, 1])
    y_scale = alt.Scale(domain=list(range(len(dimensions) + 1)), paddingInner=0.1)
    y = alt.Y("row:O", scale=y_scale, axis=None)
    tracks = alt.Chart(inline_data(dimensions[["row"]])).encode(y=y)
    names = alt.Chart(inline_data(dimensions[["row", "name"]])).encode(y=y)
    lines = (
        alt.Chart(inline_data(rows[["row", "percentile"]]))
        .transform_aggregate(low="min(percentile)", high="max(percentile)", groupby=["row"])
        .mark_rule(strokeWidth=2, color=palette.ink, opacity=0.7)
        .encode(x=alt.X("low:Q", scale=x_scale, axis=None), x2="high:Q", y=y)
    )
    return [
        encodings.segment_names(x_scale, y, lang, palette),
        encodings.segment_track(tracks, x_scale, palette),
        encodings.row_labels(names, "name", encodings.ROW_LABEL_WIDTHS, color=palette.ink),
        lines,
        *_member_layers(rows, colors, x_scale, y, lang, palette),
    ]


def _member_layers(
    rows: pd.DataFrame,
    colors: dict[str, str],
    x_scale: alt.Scale,
    y: alt.Y,
    lang: str,
    palette: Palette,
) -> list[alt.Chart]:
    """The members' dots, and a column of ranks for each member."""
    columns = ["row", "name", "code", "member", "percentile", "rank", "points", "place"]
    members = alt.Chart(inline_data(rows[[*columns, "group_name"]])).encode(
        y=y,
        tooltip=[
            *encodings.tooltip(
                {"member": t("column.province", lang), "name": t("column.measure", lang)}
            ),
            *encodings.tooltip_lines(lang, "points", "place", "group_name"),
        ],
    )
    color_scale = alt.Scale(domain=list(colors), range=list(colors.values()))
    dots = members.mark_circle(
        size=230, opacity=1, stroke=palette.background, strokeWidth=1.5
    ).encode(
        x=alt.X("percentile:Q", scale=x_scale, axis=None),
        color=alt.Color("code:N", scale=color_scale, legend=None),
    )
    width = vega.by_width(*_RANK_WIDTHS)
    ranks = [
        members.transform_filter(f"datum.code == '{code}'")
        .mark_text(align="right", fontWeight="bold", color=color)
        .encode(
            x=alt.value(alt.expr(f"width - {len(colors) - 1 - i} * ({width}) - 2")), text="rank:N"
        )
        for i, (code, color) in enumerate(colors.items())
    ]
    return [dots, *ranks]


def _title(dataset: Dataset, rows: pd.DataFrame, lang: str) -> str:
    """The best and the lowest rank in the dimension with the widest distance."""
    widest = rows[rows["row"] == 1].sort_values("rank")
    return t(
        "merged.profile_title",
        lang,
        measure=phrases.short_name_in_sentence(dataset, widest.iloc[0]["measure"], lang),
        best=widest.iloc[0]["member"],
        best_rank=widest.iloc[0]["rank"],
        worst=widest.iloc[-1]["member"],
        worst_rank=widest.iloc[-1]["rank"],
    )
