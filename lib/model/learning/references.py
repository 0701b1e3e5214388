"""What a data set's gains, chances and ranges are learnt from, and what they are tested on.

The 63 learn from their own yearly changes. The 34 have too few of their own at first, so they learn
from those of the 63 as well, and are tested on pseudo-mergers: the 63 of past years joined as they
were in 2025 (see ``stats.successors.pseudo_mergers``).
"""

from typing import TYPE_CHECKING

import pandas as pd

from lib.model.memoized import memoized
from lib.stats.compact_tables import compact_integers
from lib.stats.forecasts import next_year, threshold_moves
from lib.stats.ranking import TOTAL
from lib.stats.successors.pseudo_mergers import pseudo_changes
from lib.stats.typical_change import MIN_CHANGES

if TYPE_CHECKING:
    from lib.model.dataset import Dataset


@memoized
def learns_from_63(dataset: "Dataset") -> bool:
    """Whether these are the 34 by published scores with fewer than MIN_CHANGES changes."""
    if dataset.dataset_of_63 is None or dataset.estimated:
        return False
    return len(dataset.changes_of_measure(TOTAL)) < MIN_CHANGES


@memoized
def changes_to_learn(dataset: "Dataset") -> pd.DataFrame:
    """The yearly changes of all measures that gains, chances and ranges are learnt from."""
    return _with_63(dataset, "yearly_changes")


@memoized
def positions_to_learn(dataset: "Dataset") -> pd.DataFrame:
    """The positions that these changes lie between."""
    return _with_63(dataset, "positions")


@memoized
def changes_of_measure(dataset: "Dataset", measure: str) -> pd.DataFrame:
    """The rows of ``changes_to_learn`` of one measure."""
    if not learns_from_63(dataset):
        return dataset.changes_of_measure(measure)
    table = changes_to_learn(dataset)
    return table[table["measure"] == measure].copy()


@memoized
def tested_changes(dataset: "Dataset", measure: str = TOTAL) -> pd.DataFrame:
    """The changes whose forecasts are tested: the data set's own, or those of pseudo-mergers."""
    if not learns_from_63(dataset):
        return dataset.changes_of_measure(measure)
    return changes_of_pseudo_mergers(_of_63(dataset), measure)


@memoized
def changes_of_pseudo_mergers(dataset: "Dataset", measure: str) -> pd.DataFrame:
    """The yearly changes of the 34 joined from published members of the 63."""
    estimates = dataset.estimated_34.positions_of_measure(measure)
    return compact_integers(pseudo_changes(estimates, dataset.tables.breaks))


def past_forecasts(dataset: "Dataset", measure: str = TOTAL) -> pd.DataFrame:
    """Past years forecast from the years before (see ``next_year.forecast_past_years``)."""
    if not learns_from_63(dataset):
        changes = dataset.changes_of_measure(measure)
        return next_year.forecast_past_years(changes, dataset.positions_of_measure(measure))
    return pseudo_forecasts(_of_63(dataset), measure)


@memoized
def pseudo_forecasts(dataset: "Dataset", measure: str) -> pd.DataFrame:
    """The 34 joined in past years, forecast from the changes of the 63 in the years before."""
    return next_year.forecast_past_years(
        dataset.changes_of_measure(measure),
        dataset.estimated_34.positions_of_measure(measure),
        tests=changes_of_pseudo_mergers(dataset, measure),
    )


def moves_of_thresholds(dataset: "Dataset") -> pd.DataFrame:
    """How far the thresholds of the total moved; of the 34 as they were estimated too."""
    own = threshold_moves.threshold_moves(dataset.positions_of_measure(TOTAL))
    if not learns_from_63(dataset):
        return own
    estimates = _of_63(dataset).estimated_34.positions_of_measure(TOTAL)
    return pd.concat([threshold_moves.threshold_moves(estimates), own], ignore_index=True)


def _of_63(dataset: "Dataset") -> "Dataset":
    return dataset.dataset_of_63 or dataset


def _with_63(dataset: "Dataset", name: str) -> pd.DataFrame:
    """A table of the data set, below that of the 63 where it learns from them."""
    own: pd.DataFrame = getattr(dataset, name)
    if not learns_from_63(dataset):
        return own
    return pd.concat([getattr(_of_63(dataset), name), own], ignore_index=True)
