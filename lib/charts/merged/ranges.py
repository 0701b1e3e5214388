"""Every merged province from its lowest to its best member."""

from functools import cache, partial
from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure, LegendItem
from lib.charts.merged.members import PHONE_WIDTH
from lib.charts.vega import finish_spec, named_data, view_domain, with_height
from lib.common.numbers import format_number
from lib.common.strings import capitalize_first
from lib.common.text import Language, t
from lib.common.theme import PALETTES, Palette, ThemeName
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import tables
from lib.stats.ranking import TOTAL

_NAME_WIDTHS = (150, 128)  # px, on a screen, on a phone
# The columns of the merged provinces that are drawn.
_COLUMNS = ["row", "name", "own", "low", "high", "mean", "text", "mean_text"]


def build(dataset: Dataset, view: View) -> Figure:
    """Every merged province from its lowest to its best member, the widest gap first."""
    lang, palette = view.lang, PALETTES[view.theme]
    gaps = dataset.member_gaps(view.year)
    estimates = _estimates(dataset, view)
    rows = _rows(dataset, view, gaps, estimates)
    members = _member_rows(dataset, view, rows)
    legend = [
        LegendItem(palette.peer, t("merged.a_member", lang)),
        LegendItem(palette.ink, t("merged.mean", lang)),
    ]
    if rows["own"].any():
        label = dataset.successor_label(dataset.successor(view.province), lang)
        legend.append(LegendItem(palette.accent, capitalize_first(label)))
    listed = "; ".join(
        f"{name} {text}" for name, text in zip(rows["name"], rows["text"], strict=True)
    )
    return Figure(
        name="merged.ranges",
        spec=with_height(_template(lang, view.theme), 26 * len(rows) + 30),
        data=encode_chart_data(
            {
                "low": float(members["score"].min()) - 0.2,
                "high": float(members["score"].max()) + 0.2,
            },
            provinces=rows[_COLUMNS],
            members=members,
        ),
        title=_title(dataset, view, gaps),
        subtitle=t(
            "merged.ranges_subtitle", lang, year=view.year, max=dataset.max_score(view.year)
        ),
        alt=f"{t('merged.ranges_alt', lang)} {listed}.",
        table=partial(_table, view=view),
        source="source.scores_estimated",
        legend=tuple(legend),
    )


def _estimates(dataset: Dataset, view: View) -> pd.Series:
    """The totals of the 34, by code."""
    return dataset.estimated_34.ranking(view.year, TOTAL).set_index("province")["score"]


def _table(dataset: Dataset, view: View) -> pd.DataFrame:
    gaps = dataset.member_gaps(view.year)
    return tables.mergers_table(dataset, view, gaps, _estimates(dataset, view))


def _rows(dataset: Dataset, view: View, gaps: pd.DataFrame, estimates: pd.Series) -> pd.DataFrame:
    """One row a merged province.

    Returns:
        the columns of ``gaps`` and row, name, own (whether the selected province is a member), mean
        (the estimate), text (the gap), mean_text.
    """
    lang = view.lang
    means = gaps["successor"].map(estimates)
    return gaps.assign(
        row=range(len(gaps)),
        name=[dataset.successor_name(code, lang) for code in gaps["successor"]],
        own=gaps["successor"] == dataset.successor(view.province),
        mean=means,
        text=[_format_or_dash(gap, lang) for gap in gaps["gap"]],
        mean_text=[_format_or_dash(mean, lang) for mean in means],
    )


def _format_or_dash(points: float, lang: str) -> str:
    return "–" if pd.isna(points) else format_number(points, 2, lang)


def _member_rows(dataset: Dataset, view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """row, score, points, member, name (of the merged province), own: one row a member."""
    scores = dataset.ranking(view.year, TOTAL).set_index("province")["score"].to_dict()
    return pd.DataFrame(
        [
            {
                "row": row,
                "score": round(scores[code], 4),
                "points": format_number(scores[code], 2, view.lang),
                "member": dataset.member_name(code, view.lang),
                "name": name,
                "own": own,
            }
            for row, successor, name, own in zip(
                rows["row"], rows["successor"], rows["name"], rows["own"], strict=True
            )
            for code in dataset.members[successor]
            if code in scores
        ]
    )


@cache
def _template(lang: Language, theme: ThemeName) -> dict[str, Any]:
    """The spec, of the tables "provinces" (see ``_rows``) and "members" (see ``_member_rows``).

    It has no height.
    """
    palette = PALETTES[theme]
    chart = alt.layer(*_layers(lang, palette))
    return finish_spec(chart, palette, lang, None, PHONE_WIDTH)


def _layers(lang: Language, palette: Palette) -> list[alt.Chart]:
    """A bar from the lowest to the best member, a tick at the estimate, the members' dots."""
    x_scale = encodings.scale_with_margins(
        _NAME_WIDTHS, (62, 52), domain=view_domain("low", "high"), zero=False
    )
    y = alt.Y("row:O", axis=None)
    titles = {
        "name": t("merged.successor", lang),
        "text": t("column.difference", lang),
        "mean_text": t("merged.mean", lang),
    }
    provinces = alt.Chart(named_data("provinces")).encode(y=y, tooltip=encodings.tooltip(titles))
    bars = provinces.mark_rule(strokeWidth=5, opacity=0.9).encode(
        x=alt.X("low:Q", scale=x_scale, axis=encodings.score_axis(grid=True, tickCount=6)),
        x2="high:Q",
        color=encodings.accent_if("datum.own", palette, palette.other),
    )
    estimates = provinces.mark_tick(thickness=3, size=17, color=palette.ink).encode(
        x=alt.X("mean:Q", scale=x_scale)
    )
    dots = _member_layer(alt.X("score:Q", scale=x_scale), y, lang, palette)
    ink = encodings.accent_if("datum.own", palette, palette.ink)
    names = encodings.row_labels(provinces, "name", _NAME_WIDTHS, dx=-10).encode(color=ink)
    gaps = provinces.mark_text(align="right", fontWeight="bold").encode(
        x=alt.value("width"), text="text:N", color=ink
    )
    return [bars, estimates, dots, names, gaps]


def _member_layer(x: alt.X, y: alt.Y, lang: Language, palette: Palette) -> alt.Chart:
    titles = {
        "member": t("column.province", lang),
        "points": t("column.score", lang),
        "name": t("merged.successor", lang),
    }
    return (
        alt.Chart(named_data("members"))
        .mark_circle(opacity=1, size=110, stroke=palette.background, strokeWidth=1)
        .encode(
            x=x,
            y=y,
            color=encodings.accent_if("datum.own", palette, palette.peer),
            tooltip=encodings.tooltip(titles),
        )
    )


def _title(dataset: Dataset, view: View, gaps: pd.DataFrame) -> str:
    """The gap in the selected province's successor, else the median and the widest one."""
    lang, code = view.lang, dataset.successor(view.province)
    compared = gaps[gaps["gap"].notna()]
    own = compared[compared["successor"] == code]
    if len(own):
        gap = own.iloc[0]["gap"]
        wider = int((compared["gap"] > gap).sum())
        return t(
            "merged.ranges_title" if wider else "merged.ranges_widest",
            lang,
            name=capitalize_first(dataset.successor_label(code, lang)),
            gap=format_number(gap, 2, lang),
            n=wider,
            compared=len(compared),
        )
    widest = compared.iloc[0]
    return t(
        "merged.ranges_all",
        lang,
        compared=len(compared),
        median=format_number(compared["gap"].median(), 2, lang),
        name=dataset.successor_name(widest["successor"], lang),
        gap=format_number(widest["gap"], 2, lang),
    )
