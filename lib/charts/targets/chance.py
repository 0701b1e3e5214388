"""The chance of each group next year."""

from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from lib.charts import encodings
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure
from lib.charts.group_bands import group_color
from lib.charts.targets.text_sizes import IS_PHONE, TEXT_SIZE
from lib.charts.vega import finish_spec, named_data, view_value
from lib.common.text import Language, t
from lib.common.theme import PALETTES, Palette, ThemeName
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.targets import chances
from lib.stats.forecasts.skill import leading_group
from lib.stats.ranking import TOTAL


def build(dataset: Dataset, view: View) -> Figure:
    """The chance of each group next year, or how provinces of this group fared."""
    lang = view.lang
    own = dataset.total_position(view.year, view.province)
    rows = _rows(dataset, view, own)
    listed = "; ".join(f"{r.name}: {r.text}" for r in rows.itertuples(index=False))
    return Figure(
        name="targets.chance",
        spec=_template(lang, view.theme),
        data=encode_chart_data(
            {"largest": round(float(max(0.1, rows["chance"].fillna(0).max())), 3)}, rows=rows
        ),
        title=_title(dataset, view, own),
        subtitle=_subtitle(dataset, view, own),
        alt=t(
            "targets.chance_alt",
            lang,
            name=dataset.name_in_sentence(view.province, lang),
            list=listed,
        ),
        table=partial(_table, view=view),
        source="source.series",
    )


def _table(dataset: Dataset, view: View) -> pd.DataFrame:
    rows = _rows(dataset, view, dataset.total_position(view.year, view.province))
    return pd.DataFrame(
        {
            t("column.group", view.lang): rows["name"],
            t("targets.col_chance", view.lang): 100 * rows["chance"],
        }
    )


def _rows(dataset: Dataset, view: View, own: pd.Series) -> pd.DataFrame:
    """group, name, chance (0-1, NaN where unknown), text, now (the group of this year)."""
    outlook = chances.group_outlook(dataset, view)
    groups = list(phrases.GROUPS)
    values = np.full(len(groups), np.nan) if outlook is None else outlook.chances
    return pd.DataFrame(
        {
            "group": groups,
            "name": [phrases.group_name(group, view.lang) for group in groups],
            "chance": values,
            "text": [
                "–" if np.isnan(value) else phrases.format_percent(value, view.lang)
                for value in values
            ],
            "now": [group == int(own["group"]) for group in groups],
        }
    )


@cache
def _template(lang: Language, theme: ThemeName) -> dict[str, Any]:
    """The spec, of the table "rows" (see ``_rows``)."""
    palette = PALETTES[theme]
    return finish_spec(alt.layer(*_layers(lang, palette)), palette, lang, 172)


def _layers(lang: str, palette: Palette) -> list[alt.Chart]:
    """A bar for each group, its name at the left, its probability at the right."""
    x_scale = alt.Scale(
        domain=alt.ExprRef(f"[0, {view_value('largest')}]"),
        rangeMin=alt.ExprRef(f"{IS_PHONE} ? 122 : 150"),
        rangeMax=alt.ExprRef(f"width - ({IS_PHONE} ? 136 : 164)"),
        nice=False,
    )
    x = alt.X("chance:Q", scale=x_scale, axis=None)
    note = t("targets.chance_now", lang)
    groups = (
        alt.Chart(named_data("rows"))
        .transform_calculate(label=f"datum.now ? datum.text + ' {note}' : datum.text")
        .encode(y=alt.Y("group:O", axis=None, scale=alt.Scale(paddingInner=0.25)))
    )
    bars = groups.mark_bar(height=26, stroke=palette.grid).encode(
        x=x, x2=alt.X2(datum=0), color=group_color(palette)
    )
    names = groups.mark_text(align="left", color=palette.ink, fontSize=TEXT_SIZE).encode(
        x=alt.value(0), text="name:N"
    )
    values = groups.mark_text(align="left", dx=7, fontWeight="bold", fontSize=TEXT_SIZE).encode(
        x=x, text="label:N", color=encodings.accent_if("datum.now", palette, palette.ink)
    )
    return [bars, names, values]


def _subtitle(dataset: Dataset, view: View, own: pd.Series) -> str:
    """Whose chances these are."""
    outlook, lang = chances.group_outlook(dataset, view), view.lang
    if outlook is None or outlook.is_skilled:
        return t("targets.chance_subtitle", lang, year=view.year)
    group = phrases.group_name(own["group"], lang).lower()
    return t("targets.chance_subtitle_all", lang, group=group, year=view.year)


def _title(dataset: Dataset, view: View, own: pd.Series) -> str:
    """What the chances say, and the actual group where the next year is published."""
    lang = view.lang
    outlook = chances.group_outlook(dataset, view)
    if outlook is None:
        return t("targets.chance_none", lang, year=view.year)
    title = _outlook_sentence(outlook, int(own["group"]), view)
    if view.year >= dataset.years[-1]:
        return title
    actual = dataset.position(view.year + 1, TOTAL, view.province)
    if actual is None:
        return title
    actual_group = phrases.group_name(actual["group"], lang).lower()
    return title + t("targets.chance_came", lang, group=actual_group)


def _outlook_sentence(outlook: chances.GroupOutlook, group: int, view: View) -> str:
    """The likeliest group if it leads clearly, else up, stay and down."""
    lang, likely = view.lang, leading_group(outlook.chances)
    if outlook.is_skilled and likely is not None:
        return t(
            "targets.chance_title",
            lang,
            year=view.year + 1,
            group=phrases.group_name(likely, lang).lower(),
            chance=phrases.format_percent(outlook.chances[likely - 1], lang),
        )
    moves = chances.moves_from(outlook, group)
    listed = [
        t(f"targets.chance_{name}", lang, chance=phrases.format_percent(value, lang))
        for name, value in moves._asdict().items()
        if (name, group) not in (("up", 1), ("down", 4))
    ]
    if not outlook.is_skilled:
        key = "targets.chance_title_all"
    else:
        key = "targets.chance_title_even" if moves.are_even else "targets.chance_title_open"
    return t(key, lang, year=view.year + 1, list=", ".join(listed))
