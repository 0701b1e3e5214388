"""The sub-dimensions with the best and the lowest ranks."""

import pandas as pd

from lib.charts import rank_tracks
from lib.charts.figure import Figure
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import brief, tables
from lib.narrative.overview import best_first

NAMED_SUB_DIMENSIONS = 4  # sub-dimensions named as highest, and as lowest


def build(dataset: Dataset, view: View) -> Figure:
    """The sub-dimensions in which the province stands highest and lowest."""
    lang = view.lang
    subs = [s for d in dataset.dimensions(view.year) for s in dataset.sub_dimensions(view.year, d)]
    rows = best_first(dataset, view, subs)
    n = min(NAMED_SUB_DIMENSIONS, len(rows) // 2)
    rows = pd.concat([rows.head(n), rows.tail(n)])
    told = "; ".join(
        f"{dataset.measure_name(r['measure'], lang)}: {r['rank']}/{r['scored']}"
        for _, r in rows.iterrows()
    )
    return Figure(
        name="dimensions.telling",
        spec=rank_tracks.rank_track_spec(dataset, view, rows, weakest=n, room=(400, 236)),
        title=brief.extremes_title(dataset, view),
        subtitle=t("dimensions.telling_subtitle", lang, year=view.year, n=n),
        alt=t(
            "overview.profile_alt",
            lang,
            name=dataset.province_name(view.province, lang),
            places=told,
        ),
        table=tables.province_table(dataset, view, rows["measure"].tolist()),
    )
