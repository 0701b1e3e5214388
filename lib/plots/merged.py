"""The former provinces of a new one beside each other."""

import pandas as pd

from lib import say
from lib.charts import merged
from lib.figure import LegendItem
from lib.plots.plot import Plot, Series, spoken
from lib.style import TONES
from lib.text import t
from lib.view import View
from lib.world import World


def members(world: World, view: View) -> Plot:
    """The former provinces of a new one beside each other in every dimension, by position."""
    lang, tone = view.lang, TONES[view.theme]
    codes, colors = merged.member_colors(world, view, tone)
    side, order = merged.by_distance(world, view)
    series, told = [], []
    for code in codes:
        rows = side[side["province"] == code].set_index("measure").reindex(order)
        name = world.member_name(code, lang)
        texts = [say.rank(r, lang) if pd.notna(r["rank"]) else "" for _, r in rows.iterrows()]
        told.append(f"{name}: {', '.join(texts)}")
        series.append(
            Series(
                name,
                tuple(None if pd.isna(s) else float(s) for s in rows["share"]),
                color=colors[code],
                labels=tuple(texts),
                beside=(
                    (f"{t('column.score', lang)}: {name}", tuple(rows["score"].tolist())),
                    (f"{t('column.rank', lang)}: {name}", tuple(rows["rank"].tolist())),
                ),
            )
        )
    heading = t("slides.telling", lang)
    return Plot(
        name="merged.profile",
        kind="bar",
        heading=heading,
        alt=spoken(heading, told),
        series=tuple(series),
        categories=tuple(world.measure_name(m, lang, short=True) for m in order),
        legend=tuple(LegendItem(colors[c], world.member_name(c, lang)) for c in codes),
        number_format="0%",
        across=(0.0, 1.0),
    )
