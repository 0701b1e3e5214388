"""Next year's scores: by past changes, or, of the 34 from their second year on, by lasting levels.

In their first year the 34 learn from the yearly changes of the 63 (``references``).
"""

from typing import TYPE_CHECKING

import pandas as pd

from lib.model.learning import references
from lib.model.memoized import memoized
from lib.stats.forecasts.next_year import NextYear, forecast_past_years, simulate_next_year
from lib.stats.ranking import TOTAL
from lib.stats.sampling.process import Process, estimate_process
from lib.stats.successors.next_year import simulate_by_levels

if TYPE_CHECKING:
    from lib.model.dataset import Dataset

LEAST_YEARS = 2  # published years of the 34 from which on their levels are used


def member_shares(dataset: "Dataset", successor: str) -> dict[str, float]:
    """Each member's fraction of the weight (0-1), by code; ``dataset`` is that of the 63."""
    table = dataset.tables.weights.set_index("province")["weight"]
    weights = table.reindex(dataset.members[successor])
    return {str(code): float(share) for code, share in (weights / weights.sum()).items()}


@memoized
def forecasts_by_levels(dataset: "Dataset") -> bool:
    """Whether these are the 34 with LEAST_YEARS years and too few changes to learn from."""
    of_63 = dataset.dataset_of_63
    if not references.learns_from_63(dataset) or of_63 is None or len(dataset.years) < LEAST_YEARS:
        return False
    same_scale = dataset.max_score(dataset.years[0]) == of_63.max_score(of_63.years[-1])
    return same_scale and _process(of_63) is not None


def next_year(dataset: "Dataset", year: int, measure: str) -> NextYear | None:
    """The scores of the year after ``year``; None where too little is known."""
    positions, of_63 = dataset.ranking(year, measure), dataset.dataset_of_63
    if measure == TOTAL and of_63 and forecasts_by_levels(dataset):
        process = _process(of_63)
        return simulate_by_levels(positions, process, _squares(of_63)) if process else None
    changes = references.changes_of_measure(dataset, measure)
    return simulate_next_year(changes, positions, year)


def past_forecasts(dataset: "Dataset", measure: str = TOTAL) -> pd.DataFrame:
    """Past years forecast in the same way (see ``next_year.forecast_past_years``)."""
    if measure == TOTAL and dataset.dataset_of_63 and forecasts_by_levels(dataset):
        return pseudo_forecasts(dataset.dataset_of_63)
    return references.past_forecasts(dataset, measure)


@memoized
def pseudo_forecasts(dataset: "Dataset") -> pd.DataFrame:
    """The 34 joined in past years, forecast by levels (see ``next_year.forecast_past_years``).

    The process is that of all years, later ones too: how a survey's totals move is no forecast.

    Args:
        dataset: that of the 63.
    """
    process, squares = _process(dataset), _squares(dataset)
    tests = references.changes_of_pseudo_mergers(dataset, TOTAL)
    if process is None:
        return tests.iloc[:0]
    passing = {code: process.passing * square for code, square in squares.items()}

    def simulate(totals: pd.DataFrame, year: int) -> NextYear:
        return simulate_by_levels(totals, process, squares, passing)

    return forecast_past_years(
        dataset.changes_of_measure(TOTAL),
        dataset.estimated_34.positions_of_measure(TOTAL),
        tests=tests,
        simulate=simulate,
    )


@memoized
def _process(dataset: "Dataset") -> Process | None:
    changes, totals = dataset.changes_of_measure(TOTAL), dataset.positions_of_measure(TOTAL)
    return estimate_process(changes, totals, dataset.years[-1])


@memoized
def _squares(dataset: "Dataset") -> dict[str, float]:
    """The sum of the members' shares² of every successor."""
    shares = {code: member_shares(dataset, code) for code in dataset.members}
    return {code: sum(share**2 for share in own.values()) for code, own in shares.items()}
