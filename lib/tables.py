"""Tables to read and download beside the pictures: readable column names, numbers as numbers."""

from collections.abc import Iterable

import pandas as pd

from lib import say
from lib.text import t
from lib.view import View
from lib.world import World

DIFFERENCES = ("change", "gap_median", "gap_best", "difference")  # columns read with their sign


def _columns(lang: str, columns: dict[str, object]) -> pd.DataFrame:
    """A frame whose columns are named by the texts of ``[column]``."""
    return pd.DataFrame({t(f"column.{key}", lang): values for key, values in columns.items()})


def of_measure(
    world: World, view: View, measure: str, provinces: Iterable[str] | None = None
) -> pd.DataFrame:
    """All (or the given) provinces in one measure, best rank first."""
    lang = view.lang
    table = world.measure(view.year, measure)
    if provinces is not None:
        table = table[table["province"].isin(set(provinces))]
    return _columns(
        lang,
        {
            "code": table["province"].to_numpy(),
            "province": [world.name(p, lang) for p in table["province"]],
            "region": [world.region_name(p, lang) for p in table["province"]],
            "score": table["score"].to_numpy(),
            "rank": table["rank"].to_numpy(),
            "group": [say.group(g, lang) for g in table["group"]],
            "change": table["change"].to_numpy(),
            "change_rank": table["change_rank"].to_numpy(),
        },
    )


def of_province(world: World, view: View, measures: list[str]) -> pd.DataFrame:
    """The chosen province in the given measures, in order; those without a score are left out."""
    lang = view.lang
    year = world.year(view.year)
    own = year[year["province"] == view.province].set_index("measure")
    own = own.loc[[m for m in measures if m in own.index]]
    return _columns(
        lang,
        {
            "code": own.index.to_numpy(),
            "measure": [world.measure_name(m, lang) for m in own.index],
            "score": own["score"].to_numpy(),
            "rank": own["rank"].to_numpy(),
            "scored": own["scored"].to_numpy(),
            "group": [say.group(g, lang) for g in own["group"]],
            "gap_median": own["gap_q50"].to_numpy(),
            "gap_best": own["gap_best"].to_numpy(),
            "change": own["change"].to_numpy(),
        },
    )
