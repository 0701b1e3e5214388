"""From which earlier years a measure can be compared with the view's year."""

import pandas as pd

from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.memoized import VIEWS, memoized_up_to
from lib.model.view import View
from lib.stats.changes import comparable_totals
from lib.stats.ranking import TOTAL


def start_years(dataset: Dataset, view: View) -> list[int]:
    """The years from which the view's measure compares with its year, newest first."""
    return dataset.years_comparable_with(view.measure, view.year)


def start_year(dataset: Dataset, view: View) -> int:
    """The year with which the ranking of risers and fallers starts.

    The year that the view asks for, where it and the province compare; else the newest year that
    compares, preferably one in which the chosen province has a score; where no year compares, the
    previous one, and the view's own year where it is the first.
    """
    comparable = start_years(dataset, view)
    with_score = [
        year
        for year in comparable
        if dataset.position(year, view.measure, view.province) is not None
    ]
    if view.since in with_score:
        return view.since
    previous = [year for year in dataset.years[::-1] if year < view.year]
    return (with_score or comparable or previous or [view.year])[0]


@memoized_up_to(VIEWS)
def comparing_scores(dataset: Dataset, first: int, last: int) -> tuple[pd.DataFrame, int]:
    """Scores on the sub-dimensions that compare (see ``comparable_totals.comparing_scores``)."""
    return comparable_totals.comparing_scores(dataset.positions, dataset.tables.breaks, first, last)


def parts_in(dataset: Dataset, year: int) -> int:
    """How many sub-dimensions are measured in a year."""
    return sum(len(dataset.sub_dimensions(year, d)) for d in dataset.dimensions(year))


def comparing_parts_note(dataset: Dataset, view: View, first: int, key: str) -> str:
    """On how many sub-dimensions a total compares with an earlier year; "" where all of them do.

    Args:
        dataset: the dataset of the view.
        view: measure, year and language.
        first: the earlier year.
        key: text key of the wording.
    """
    if view.measure != TOTAL:
        return ""
    n, parts = comparing_scores(dataset, first, view.year)[1], parts_in(dataset, view.year)
    return "" if n == parts else t(key, view.lang, n=n, all=parts)
