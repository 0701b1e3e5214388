"""The four groups behind a chart of ranks over the years."""

import altair as alt
import pandas as pd

from lib.charts.group_bands import group_color
from lib.charts.vega import named_data
from lib.common import theme
from lib.common.text import t
from lib.common.theme import Palette
from lib.model.dataset import Dataset
from lib.model.memoized import memoized
from lib.narrative import phrases


def rank_band_layers(
    first_year: int, x_scale: alt.Scale, y_scale: alt.Scale, lang: str, palette: Palette
) -> list[alt.Chart]:
    """A box for each group and year, because group sizes differ; named in the first year.

    Of the table "bands" (see ``rank_band_rows``).
    """
    bands = alt.Chart(named_data("bands"))
    boxes = (
        bands.transform_calculate(start="datum.year - 0.5", end="datum.year + 0.5")
        .mark_rect(opacity=0.32)
        .encode(
            x=alt.X("start:Q", scale=x_scale),
            x2="end:Q",
            y=alt.Y("top:Q", scale=y_scale),
            y2="bottom:Q",
            color=group_color(palette),
        )
    )
    names = [t(f"group.brief_{group}", lang) for group in phrases.GROUPS]
    labels = (
        bands.transform_filter(f"width >= {theme.PHONE_WIDTH} && datum.year == {first_year}")
        .transform_calculate(name=f"{names}[datum.group - 1]", y="(datum.top + datum.bottom) / 2")
        .mark_text(align="left", color=palette.muted)
        .encode(x=alt.value(0), y=alt.Y("y:Q", scale=y_scale), text="name:N")
    )
    return [boxes, labels]


@memoized
def rank_band_rows(dataset: Dataset, measure: str) -> pd.DataFrame:
    """The table "bands": year, top, bottom (ranks), group.

    Each ends where the next begins: ties leave no gap.
    """
    table = dataset.positions[dataset.positions["measure"] == measure]
    ranks = table.groupby(["year", "group"])["rank"].agg(["min", "max"]).reset_index()
    scored = table.groupby("year")["scored"].first()
    next_first = ranks.groupby("year")["min"].shift(-1).fillna(ranks["year"].map(scored) + 1)
    return pd.DataFrame(
        {
            "year": ranks["year"],
            "top": ranks["min"] - 0.5,
            "bottom": next_first - 0.5,
            "group": ranks["group"],
        }
    )
