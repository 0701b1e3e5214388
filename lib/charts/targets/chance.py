"""The chance of each group next year."""

import altair as alt
import pandas as pd

from lib.charts import encodings
from lib.charts.figure import Figure
from lib.charts.targets.sizes import IS_PHONE, TEXT_SIZE
from lib.charts.vega import finish_spec, inline_data
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.stats import group_forecast
from lib.stats.ranking import TOTAL


def build(dataset: Dataset, view: View) -> Figure:
    """The chance of each group next year for a province that stands where this one stands."""
    lang, palette = view.lang, PALETTES[view.theme]
    own = dataset.ranking(view.year, TOTAL)
    own = own[own["province"] == view.province].iloc[0]
    found = group_forecast.forecast_groups(
        dataset.yearly_changes, own["percentile"], view.year
    ).set_index("group")
    groups = list(phrases.GROUPS)
    shares = found["chance"].astype(float).reindex(groups)
    rows = pd.DataFrame(
        {
            "group": groups,
            "name": [phrases.group_name(g, lang) for g in groups],
            "chance": shares.to_numpy(),
            "text": ["–" if pd.isna(c) else f"{c:.0%}" for c in shares],
            "now": [g == int(own["group"]) for g in groups],
        }
    )
    here = t("targets.chance_now", lang)
    x_scale = alt.Scale(
        domain=[0, round(float(max(0.1, shares.fillna(0).max())), 3)],
        rangeMin=alt.ExprRef(f"{IS_PHONE} ? 122 : 150"),
        rangeMax=alt.ExprRef(f"width - ({IS_PHONE} ? 136 : 164)"),
        nice=False,
    )
    y = alt.Y("group:O", axis=None, scale=alt.Scale(paddingInner=0.25))
    drawn = (
        alt.Chart(inline_data(rows))
        .transform_calculate(label=f"datum.now ? datum.text + ' {here}' : datum.text")
        .encode(y=y)
    )
    x = alt.X("chance:Q", scale=x_scale, axis=None)
    bar = drawn.mark_bar(height=26, stroke=palette.grid).encode(
        x=x, x2=alt.X2(datum=0), color=encodings.group_color(palette)
    )
    names = drawn.mark_text(align="left", color=palette.ink, fontSize=TEXT_SIZE).encode(
        x=alt.value(0), text="name:N"
    )
    text = drawn.mark_text(align="left", dx=7, fontWeight="bold", fontSize=TEXT_SIZE).encode(
        x=x,
        text="label:N",
        color=alt.condition("datum.now", alt.value(palette.accent), alt.value(palette.ink)),
    )
    name = dataset.province_name(view.province, lang)
    if found.empty:
        title = t("targets.chance_none", lang, year=view.year)
    else:
        likely = int(shares.idxmax())
        title = t(
            "targets.chance_title",
            lang,
            year=view.year + 1,
            name=name,
            group=phrases.group_name(likely, lang).lower(),
            chance=f"{shares[likely]:.0%}",
        )
        came = (
            dataset.position(view.year + 1, TOTAL, view.province)
            if view.year < dataset.years[-1]
            else None
        )
        if came is not None:
            came_group = phrases.group_name(came["group"], lang).lower()
            title += t("targets.chance_came", lang, group=came_group)
    listed = "; ".join(f"{r.name}: {r.text}" for r in rows.itertuples(index=False))
    return Figure(
        name="targets.chance",
        spec=finish_spec(alt.layer(bar, names, text), palette, 172),
        title=title,
        subtitle=t("targets.chance_subtitle", lang, year=view.year),
        alt=t("targets.chance_alt", lang, name=name, list=listed),
        table=pd.DataFrame(
            {
                t("column.group", lang): rows["name"],
                t("targets.col_chance", lang): 100 * rows["chance"],
            }
        ),
        source="source.series",
    )
