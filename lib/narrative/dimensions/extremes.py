"""Where the province stands highest and where lowest, in sentences; none of them needs a total."""

from collections.abc import Callable
from typing import Literal

import pandas as pd

from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import overview, phrases

Extreme = Literal["strong", "weak"]
NAMED_DIMENSIONS, NAMED_SUB_DIMENSIONS = 2, 3  # how many of each are named as strong and as weak


def extremes_title(dataset: Dataset, view: View) -> str:
    """How many sub-dimensions lie in the highest group and how many in the lowest."""
    rows = overview.sub_dimensions_best_first(dataset, view)
    high, low = (int((rows["group"] == g).sum()) for g in (1, 4))
    return t("brief.extremes", view.lang, n=len(rows), high=high, low=low)


def extreme_heading(dataset: Dataset, view: View, kind: Extreme) -> str:
    """What a paragraph of ``extreme_sentences`` is called.

    "Strengths" only where a dimension is not below the national median, "weaknesses" only where
    one is.
    """
    side = overview.one_side_of_median(overview.dimensions_best_first(dataset, view))
    is_relative = (kind, side) in (("strong", "below"), ("weak", "above"))
    return t(f"brief.h_{kind}_{side}" if is_relative else f"brief.h_{kind}", view.lang)


def extreme_sentences(dataset: Dataset, view: View, kind: Extreme) -> list[str]:
    """The dimensions, then the sub-dimensions, in which the province stands highest or lowest.

    Where all dimensions lie on the other side of the national median, the first sentence says so.
    """
    sentences = []
    ranked: tuple[tuple[str, int, Callable[[Dataset, View], pd.DataFrame]], ...] = (
        ("dims", NAMED_DIMENSIONS, overview.dimensions_best_first),
        ("subs", NAMED_SUB_DIMENSIONS, overview.sub_dimensions_best_first),
    )
    for key, n, rank in ranked:
        rows = rank(dataset, view)
        named = rows.head(n) if kind == "strong" else phrases.lowest_placed(rows, n)
        names = phrases.measures_with_ranks(dataset, named, view.lang)
        side = overview.one_side_of_median(rows) if key == "dims" else ""
        if (kind, side) in (("strong", "below"), ("weak", "above")):
            key = f"{key}_{side}"
        sentences.append(t(f"brief.{kind}_{key}", view.lang, names=names, n=len(rows)))
    return sentences
