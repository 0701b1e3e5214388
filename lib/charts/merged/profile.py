"""The members' ranks in every dimension."""

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings, vega
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure, LegendItem
from lib.charts.group_bands import segment_names, segment_track
from lib.charts.merged.members import (
    dimensions_by_distance,
    kind_color,
    kind_colors,
    kind_shape,
    kind_swatches,
    member_kinds,
    require_profile,
)
from lib.charts.vega import finish_spec, named_data
from lib.common.numbers import format_number
from lib.common.text import Language, t
from lib.common.theme import PALETTES, Palette, ThemeName
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables

_RANK_WIDTHS = (44, 32)  # px for one member's rank at the right, on a screen, on a phone
# The columns of the members that are drawn.
_COLUMNS = ["row", "name", "kind", "member", "percentile", "rank", "points", "place", "group_name"]


@dataclass(frozen=True)
class ProfileData:
    """What the profile shows, on a screen and on a slide.

    Attributes:
        kinds: of the members by their codes, see ``member_kinds``.
        rows: the members' positions, see ``_rows``.
        names: short names of the dimensions, the widest distance first.
        legend: the members in the order of ``kinds``.
    """

    kinds: dict[str, str]
    rows: pd.DataFrame
    names: list[str]
    legend: tuple[LegendItem, ...]


def profile_data(dataset: Dataset, view: View) -> ProfileData:
    """The members' positions in every dimension.

    Raises:
        LookupError: fewer than two members have scores.
    """
    require_profile(dataset, view)
    colors = kind_colors(PALETTES[view.theme])
    kinds = member_kinds(dataset, view)
    rows = _rows(dataset, view, kinds)
    return ProfileData(
        kinds=kinds,
        rows=rows,
        names=rows.drop_duplicates("row").sort_values("row")["name"].tolist(),
        legend=tuple(
            LegendItem(
                colors[kind],
                dataset.member_name(code, view.lang),
                swatch=kind_swatches()[kind],
            )
            for code, kind in kinds.items()
        ),
    )


def build(dataset: Dataset, view: View) -> Figure:
    """The members' ranks among the 63 in every dimension, the widest distance first.

    Raises:
        LookupError: fewer than two members have scores.
    """
    lang, data = view.lang, profile_data(dataset, view)
    rows = data.rows
    dimensions = rows.drop_duplicates("measure")
    return Figure(
        name="merged.profile",
        spec=_template(lang, view.theme, len(dimensions), tuple(data.kinds.values())),
        data=encode_chart_data(
            dimensions=dimensions[["row", "name"]],
            members=rows[_COLUMNS].assign(percentile=rows["percentile"].round(4)),
        ),
        title=_title(dataset, rows, lang),
        subtitle=t(
            "merged.profile_subtitle",
            lang,
            year=view.year,
            scored=phrases.scored_range(rows),
        ),
        alt=f"{t('merged.profile_alt', lang)} {_describe(rows)}.",
        table=partial(tables.members_table, view=view, measures=dataset.dimensions(view.year)),
        legend=data.legend,
    )


def _rows(dataset: Dataset, view: View, kinds: dict[str, str]) -> pd.DataFrame:
    """The members' positions in the dimensions.

    Args:
        kinds: see ``member_kinds``.

    Returns:
        the columns of ``dimensions_by_distance`` and row (from 1, the widest distance first), name,
        member, points, place, group_name, kind.
    """
    lang = view.lang
    positions, order = dimensions_by_distance(dataset, view)
    row_numbers = {measure: row for row, measure in enumerate(order, start=1)}
    return positions.assign(
        row=[row_numbers[measure] for measure in positions["measure"]],
        name=[dataset.measure_name(m, lang, short=True) for m in positions["measure"]],
        member=[dataset.member_name(code, lang) for code in positions["province"]],
        points=[format_number(score, 2, lang) for score in positions["score"]],
        place=[
            f"{rank}/{scored}"
            for rank, scored in zip(positions["rank"], positions["scored"], strict=True)
        ],
        group_name=[phrases.group_name(group, lang) for group in positions["group"]],
        kind=[kinds[code] for code in positions["province"]],
    )


@cache
def _template(
    lang: Language, theme: ThemeName, dimensions: int, kinds: tuple[str, ...]
) -> dict[str, Any]:
    """The spec, of the tables "dimensions" (row, name) and "members" (see ``_rows``).

    Args:
        dimensions: how many there are.
        kinds: of the members, each with a column of ranks.
    """
    palette = PALETTES[theme]
    chart = alt.layer(*_layers(dimensions, kinds, lang, palette))
    return finish_spec(
        chart.resolve_scale(color="independent"), palette, lang, 30 * (dimensions + 1)
    )


def _layers(
    dimensions: int, kinds: tuple[str, ...], lang: Language, palette: Palette
) -> list[alt.Chart]:
    """Tracks of the groups, the members' dots joined by a line, their ranks at the right."""
    rank_widths = (14 + _RANK_WIDTHS[0] * len(kinds), 10 + _RANK_WIDTHS[1] * len(kinds))
    margins = (encodings.ROW_LABEL_WIDTHS, rank_widths)
    x_scale = encodings.scale_with_margins(*margins, domain=[0, 1])
    y_scale = alt.Scale(domain=list(range(dimensions + 1)), paddingInner=0.1)
    y = alt.Y("row:O", scale=y_scale, axis=None)
    rows = alt.Chart(named_data("dimensions")).encode(y=y)
    lines = (
        alt.Chart(named_data("members"))
        .transform_aggregate(low="min(percentile)", high="max(percentile)", groupby=["row"])
        .mark_rule(strokeWidth=2, color=palette.ink, opacity=0.7)
        .encode(x=alt.X("low:Q", scale=x_scale, axis=None), x2="high:Q", y=y)
    )
    return [
        segment_names(margins, x_scale, y, lang, palette),
        segment_track(rows, x_scale, palette),
        encodings.row_labels(rows, "name", encodings.ROW_LABEL_WIDTHS, color=palette.ink),
        lines,
        *_member_layers(kinds, x_scale, y, lang, palette),
    ]


def _member_layers(
    kinds: tuple[str, ...], x_scale: alt.Scale, y: alt.Y, lang: Language, palette: Palette
) -> list[alt.Chart]:
    """The members' dots, and a column of ranks for each member."""
    members = alt.Chart(named_data("members")).encode(
        y=y,
        tooltip=[
            *encodings.tooltip(
                {"member": t("column.province", lang), "name": t("column.measure", lang)}
            ),
            *encodings.tooltip_lines(lang, "points", "place", "group_name"),
        ],
    )
    dots = members.mark_point(
        filled=True, size=230, opacity=1, stroke=palette.background, strokeWidth=1.5
    ).encode(
        x=alt.X("percentile:Q", scale=x_scale, axis=None),
        color=kind_color(palette),
        shape=kind_shape(),
    )
    colors = kind_colors(palette)
    width = vega.by_width(*_RANK_WIDTHS)
    ranks = [
        members.transform_filter(f"datum.kind == '{kind}'")
        .mark_text(align="right", fontWeight="bold", color=colors[kind])
        .encode(
            x=alt.value(alt.expr(f"width - {len(kinds) - 1 - i} * ({width}) - 2")), text="rank:N"
        )
        for i, kind in enumerate(kinds)
    ]
    return [dots, *ranks]


def _describe(rows: pd.DataFrame) -> str:
    """The members' ranks in words, the dimension with the widest distance first."""
    ordered = rows.sort_values("row", kind="stable")
    places: dict[str, list[str]] = {}
    for name, member, place in zip(
        ordered["name"], ordered["member"], ordered["place"], strict=True
    ):
        places.setdefault(name, []).append(f"{member} {place}")
    return "; ".join(f"{name}: {', '.join(texts)}" for name, texts in places.items())


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
