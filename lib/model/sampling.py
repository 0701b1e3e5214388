"""What printed standard errors say of a data set: intervals, true ranks, changes, thresholds.

Everything here is nothing (None, {}) as long as the data have no margins of the year; estimates of
the 34 have none.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.model.dataset import Dataset
from lib.model.memoized import VIEWS, memoized, memoized_up_to
from lib.stats.changes.residual_badges import mark_survivors
from lib.stats.forecasts.next_year import NextYear
from lib.stats.ranking import GROUPS, TOTAL
from lib.stats.sampling.changes import (
    CORRELATION,
    LastingChange,
    SampledChange,
    Spread,
    beyond_sampling,
    judge_lasting,
)
from lib.stats.sampling.process import (
    Process,
    estimate_process,
    passing_beyond_sampling,
    simulate_ahead,
)
from lib.stats.sampling.ranks import (
    DISTINCT,
    distance_in_errors,
    simulate_true_ranks,
    threshold_errors,
)
from lib.stats.sampling.standard_errors import (
    IntervalLevel,
    ModeratedErrors,
    interval_level,
    moderate_errors,
)


class Margin(NamedTuple):
    """What is printed with a score (points, NaN where not printed) and what is made of it.

    Attributes:
        low, high, printed: the interval and the standard error as printed. An interval whose
            ends are rounded to one figure would claim certainty, so it is not known.
        spread: the standard error after moderation.
    """

    low: float
    high: float
    printed: float
    spread: Spread


@dataclass(frozen=True, eq=False)
class Margins:
    """The margins of one measure in one year.

    Attributes:
        positions: the rows of ``Dataset.ranking``.
        errors: the moderated errors of those rows.
        level: which level the intervals have; None where it cannot be told.
        by_province: of every province that has an interval or an error.
    """

    positions: pd.DataFrame
    errors: ModeratedErrors
    level: IntervalLevel | None
    by_province: dict[str, Margin]


class TrueRank(NamedTuple):
    """Between which ranks a province truly stands, and the chance of each group (0-1)."""

    best: int
    worst: int
    group_chances: tuple[float, ...]


class ThresholdDistance(NamedTuple):
    """How far a total is from a threshold.

    Attributes:
        gap: total minus threshold (points).
        errors: the same in standard errors.
        spread, threshold_error: the standard errors of the two (points).
    """

    gap: float
    errors: float
    spread: float
    threshold_error: float

    @property
    def is_distinct(self) -> bool:
        """Whether total and threshold are told apart."""
        return abs(self.errors) >= DISTINCT


class ChangeVerdict(NamedTuple):
    """Two verdicts on a change of the distance to the median.

    Attributes:
        gap_change: points.
        sampled: against its standard error, samples of two years independent.
        correlated: the same with samples that go together (``changes.CORRELATION``).
        is_beyond: whether it is beyond sampling although all the measures of the province were
            looked at together.
        is_beyond_correlated: the same of ``correlated``.
        lasting: what is likely to stay; None where that is not known.
        residual: the change beyond what comes anyhow from that standing (points), of which
            ``lasting`` is a part; NaN where that is not known.
    """

    gap_change: float
    sampled: SampledChange
    correlated: SampledChange
    is_beyond: bool
    is_beyond_correlated: bool
    lasting: LastingChange | None
    residual: float


def has_margins(dataset: Dataset, year: int | None = None) -> bool:
    """Whether the data have margins of published scores, in a year or at all."""
    margins = dataset.tables.margins
    if margins.empty or dataset.estimated:
        return False
    years = set(dataset.years) if year is None else {year}
    return not years.isdisjoint(_margin_years(dataset))


@memoized
def _margin_years(dataset: Dataset) -> set[int]:
    return {int(year) for year in dataset.tables.margins["year"].unique()}


@memoized
def margins(dataset: Dataset, year: int, measure: str = TOTAL) -> Margins | None:
    """The margins of a measure in a year; None where the data have none."""
    if not has_margins(dataset, year):
        return None
    table = dataset.tables.margins
    table = table[(table["year"] == year) & (table["measure"] == measure)]
    columns = ["province", "low", "high", "standard_error"]
    positions = dataset.ranking(year, measure)
    rows = positions[["province"]].merge(table[columns], on="province", how="left")
    rows.loc[rows["low"] >= rows["high"], ["low", "high"]] = np.nan
    has_any = rows[columns[1:]].notna().any(axis=1).to_numpy()
    if not has_any.any():
        return None
    errors = moderate_errors(rows["standard_error"].to_numpy(float))
    by_province = {
        str(row.province): Margin(
            float(row.low),
            float(row.high),
            float(row.standard_error),
            Spread(float(errors.values[i]), float(errors.df[i])),
        )
        for i, row in enumerate(rows.itertuples())
        if has_any[i]
    }
    return Margins(positions, errors, interval_level(rows), by_province)


def margin(dataset: Dataset, year: int, province: str, measure: str = TOTAL) -> Margin | None:
    """The margin of a province's score; None where none is printed."""
    found = margins(dataset, year, measure)
    return None if found is None else found.by_province.get(province)


@memoized
def true_ranks(dataset: Dataset, year: int, measure: str = TOTAL) -> dict[str, TrueRank]:
    """The true ranks of all provinces; {} where too few errors are printed."""
    found = margins(dataset, year, measure)
    if found is None:
        return {}
    table = simulate_true_ranks(found.positions, found.errors.values, found.errors.df)
    groups = table[[f"group_{group}" for group in GROUPS]].to_numpy(float)
    return {
        str(row.province): TrueRank(int(row.best), int(row.worst), tuple(groups[i].tolist()))
        for i, row in enumerate(table.itertuples())
    }


@memoized
def _threshold_errors(dataset: Dataset, year: int, measure: str) -> dict[str, float]:
    """See ``ranks.threshold_errors``; {} where too few errors are printed."""
    found = margins(dataset, year, measure)
    if found is None or np.isnan(found.errors.values).any():
        return {}
    return threshold_errors(found.positions, found.errors.values)


def threshold_distance(
    dataset: Dataset, year: int, province: str, threshold: str
) -> ThresholdDistance | None:
    """How far a province's total is from a threshold; None without a printed margin of it.

    Args:
        dataset: the data.
        year: of the total.
        province: its code.
        threshold: a name of ``ranking.THRESHOLDS``.
    """
    own, position = margin(dataset, year, province), dataset.position(year, TOTAL, province)
    errors = _threshold_errors(dataset, year, TOTAL) if own is not None else {}
    if own is None or position is None or not errors:
        return None
    gap, spread = float(position[f"gap_{threshold}"]), own.spread.value
    away = distance_in_errors(gap, spread, errors[threshold])
    return ThresholdDistance(gap, away, spread, errors[threshold])


@memoized
def process(dataset: Dataset, year: int) -> Process | None:
    """How totals move (see ``sampling.process``); None where too few years compare.

    The 34 move as the 63 did as long as they learn from them.
    """
    if dataset.learns_from_63 and dataset.dataset_of_63:
        return process(dataset.dataset_of_63, min(year, dataset.dataset_of_63.years[-1]))
    changes, totals = dataset.changes_of_measure(TOTAL), dataset.positions_of_measure(TOTAL)
    return estimate_process(changes, totals, year)


@memoized
def next_year(dataset: Dataset, year: int) -> NextYear | None:
    """Next year's totals given the errors of this one; None where they are not known."""
    found, moves = margins(dataset, year), process(dataset, year)
    if found is None or moves is None or np.isnan(found.errors.values).any():
        return None
    return simulate_ahead(found.positions, found.errors.values, moves)


def change_verdict(
    dataset: Dataset, year: int, province: str, measure: str = TOTAL
) -> ChangeVerdict | None:
    """The two verdicts on a province's change on the year before.

    None without margins in both years, and where parts of the measure were measured anew: the
    errors are those of the whole.
    """
    return _change_verdicts(dataset, year, province).get(measure)


@memoized_up_to(VIEWS)
def _change_verdicts(dataset: Dataset, year: int, province: str) -> dict[str, ChangeVerdict]:
    """The verdicts by measure."""
    if not (has_margins(dataset, year) and has_margins(dataset, year - 1)):
        return {}
    changes = dataset.changes_of_year(year)
    rows = changes[changes["province"] == province].set_index("measure")
    found: dict[str, tuple[float, SampledChange, SampledChange]] = {}
    for measure in [TOTAL, *dataset.dimensions(year)]:
        ends = [margin(dataset, y, province, measure) for y in (year - 1, year)]
        known = [end.spread for end in ends if end is not None and end.spread.value > 0]
        if measure not in rows.index or len(known) < 2 or is_remeasured(dataset, year, measure):
            continue
        medians = [_threshold_errors(dataset, y, measure).get("q50", 0.0) for y in (year - 1, year)]
        variance = sum(error**2 for error in medians)
        gap_change = float(rows.at[measure, "gap_change"])
        alone, together = (
            beyond_sampling(gap_change, known[0], known[1], variance, r) for r in (0.0, CORRELATION)
        )
        found[measure] = (gap_change, alone, together)
    is_beyond = _survivors([alone for _, alone, _ in found.values()])
    is_beyond_correlated = _survivors([together for _, _, together in found.values()])
    badge = dataset.badge(year, TOTAL, province)
    residual = badge.gap_change - badge.expected
    return {
        measure: ChangeVerdict(
            *row,
            is_beyond[place],
            is_beyond_correlated[place],
            _lasting(dataset, year, province, residual) if measure == TOTAL else None,
            residual if measure == TOTAL else np.nan,
        )
        for place, (measure, row) in enumerate(found.items())
    }


def is_remeasured(dataset: Dataset, year: int, measure: str) -> bool:
    """Whether a part of the measure was measured anew in a year."""
    breaks = dataset.tables.breaks
    codes = breaks.loc[breaks["year"] == year, "sub_dimension"]
    return any(measure == TOTAL or code.startswith(f"{measure}.") for code in codes)


def _survivors(tests: list[SampledChange]) -> list[bool]:
    """Which of the tests of a province stay after Benjamini and Hochberg."""
    fractions = pd.DataFrame({"fraction_as_large": [test.p for test in tests]}, dtype=float)
    return [bool(survives) for survives in mark_survivors(fractions)]


def _lasting(dataset: Dataset, year: int, province: str, residual: float) -> LastingChange | None:
    """What is likely to stay of the total's change beyond what comes anyhow."""
    moves, before, after = (
        process(dataset, year),
        margins(dataset, year - 1),
        margins(dataset, year),
    )
    if moves is None or before is None or after is None or np.isnan(residual):
        return None
    known = [end.errors.values[~np.isnan(end.errors.values)] for end in (before, after)]
    own = [end.by_province[province].spread.value for end in (before, after)]
    passing = passing_beyond_sampling(moves, known)
    return judge_lasting(residual, own[0], own[1], passing, moves.lasting_change)
