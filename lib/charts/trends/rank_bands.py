"""The four groups behind a chart of ranks over the years."""

import altair as alt
import pandas as pd

from lib.charts import encodings
from lib.charts.vega import inline_data
from lib.common import theme
from lib.common.text import t
from lib.common.theme import Palette
from lib.model.dataset import Dataset
from lib.model.view import View


def rank_band_layers(
    dataset: Dataset, view: View, x_scale: alt.Scale, y_scale: alt.Scale, palette: Palette
) -> list[alt.Chart]:
    """A box for each group and year, because group sizes differ; named in the first year."""
    bands = _bands(dataset, view)
    first = bands[bands["x"] == bands["x"].min()]
    names = pd.DataFrame(
        {
            "y": (first["y"] + first["y2"]) / 2,
            "full": [t(f"group.brief_{group}", view.lang) for group in first["group"]],
        }
    )
    boxes = (
        alt.Chart(inline_data(bands))
        .mark_rect(opacity=0.32)
        .encode(
            x=alt.X("x:Q", scale=x_scale),
            x2="x2:Q",
            y=alt.Y("y:Q", scale=y_scale),
            y2="y2:Q",
            color=encodings.group_color(palette),
        )
    )
    labels = (
        alt.Chart(inline_data(names))
        .transform_filter(f"width >= {theme.PHONE_WIDTH}")
        .mark_text(align="left", color=palette.muted)
        .encode(x=alt.value(0), y=alt.Y("y:Q", scale=y_scale), text="full:N")
    )
    return [boxes, labels]


def _bands(dataset: Dataset, view: View) -> pd.DataFrame:
    """x, x2 (years), y, y2 (ranks), group; each ends where the next begins: ties leave no gap."""
    table = dataset.positions[dataset.positions["measure"] == view.measure]
    ranks = table.groupby(["year", "group"])["rank"].agg(["min", "max"]).reset_index()
    scored = table.groupby("year")["scored"].first()
    next_first = ranks.groupby("year")["min"].shift(-1).fillna(ranks["year"].map(scored) + 1)
    return pd.DataFrame(
        {
            "x": ranks["year"] - 0.5,
            "x2": ranks["year"] + 0.5,
            "y": ranks["min"] - 0.5,
            "y2": next_first - 0.5,
            "group": ranks["group"],
        }
    )
