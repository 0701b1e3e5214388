"""How often did provinces of similar standing reach what a mix of gains promises?

Good years seldom come together, so a sum of good gains is rarer than each of them. Every past
province-year is given the mix that the same rule would have chosen for it, and the mix is set
against what the province gained. Points throughout.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.stats.attainable_gains import (
    GOOD_QUANTILE,
    MIN_REFERENCES,
    REFERENCE_SIZE,
    PastGains,
    collect_past_gains,
)
from lib.stats.ranking import TOTAL, is_sub_dimension
from lib.stats.typical_change import FIRST_START_YEAR

SIMILAR = 100  # province-years nearest in standing that a mix is judged by
_MIN_EXTRA = 0.01  # points; a smaller one is in no mix


class MixFrequency(NamedTuple):
    """How often mixes like one came true.

    Attributes:
        reached: 0-1, the fraction whose sum of gains was reached.
        all_reached: 0-1, the fraction in which every single gain was.
        n: province-years behind them.
    """

    reached: float
    all_reached: float
    n: int


def past_trials(
    yearly_changes: pd.DataFrame, positions: pd.DataFrame, breaks: pd.DataFrame
) -> pd.DataFrame:
    """What every province could have been promised in every past year, and what it gained.

    References are those known in the year before the gain.

    Args:
        yearly_changes: year, province, measure, start, gain, start_gap (points).
        positions: year, measure, score (points).
        breaks: sub_dimension, year (the first that does not compare with the year before).

    Returns:
        year (of the gain), province, start_gap (of the total), order (0 = most extra), expected,
        extra, gain; one row for each sub-dimension that compares and can gain _MIN_EXTRA or more
        beyond the expected. Years after ``typical_change.FIRST_START_YEAR``.
    """
    is_total = yearly_changes["measure"] == TOTAL
    gaps = yearly_changes.loc[is_total, ["year", "province", "start_gap"]]
    columns = ["year", "province", "measure", "start", "gain"]
    parts = yearly_changes.loc[is_sub_dimension(yearly_changes["measure"]), columns]
    parts = parts[parts["year"] > FIRST_START_YEAR]
    done = []
    for year, rows in parts.groupby("year"):
        past = collect_past_gains(yearly_changes, positions, breaks, int(year) - 1)
        for measure, same in rows.groupby("measure"):
            expected, extra = _promised(past, str(measure), same["start"].to_numpy(float))
            done.append(same.assign(expected=expected, extra=extra))
    if not done:
        return pd.DataFrame(columns=[*columns, "start_gap", "order", "expected", "extra"])
    out = pd.concat(done).merge(gaps, on=["year", "province"])
    out = out[out["extra"] >= _MIN_EXTRA]
    out = out.sort_values(
        ["year", "province", "extra", "measure"], ascending=[True, True, False, True]
    )
    out["order"] = out.groupby(["year", "province"]).cumcount()
    return out.drop(columns=["measure", "start"]).reset_index(drop=True)


def mix_frequency(
    trials: pd.DataFrame, year: int, gap: float, n_measures: int, fraction: float = 1.0
) -> MixFrequency | None:
    """How often the like of a mix came true from a similar standing.

    The like of it takes the same number of sub-dimensions, those with most extra, and the same
    fraction of their extra. Sub-dimensions that do not compare are left out on both sides.

    Args:
        trials: the result of ``past_trials``.
        year: the year from which the gains start; later gains are not used.
        gap: the province's distance to the median in that year (points).
        n_measures: sub-dimensions in the mix.
        fraction: the mix's extra as a fraction (0-1) of all the extra of its sub-dimensions.

    Returns:
        From the SIMILAR province-years nearest in standing; None where there are fewer, for an
        empty mix, or without a standing (NaN).
    """
    taken = trials[(trials["year"] <= year) & (trials["order"] < n_measures)]
    if taken.empty or np.isnan(gap):
        return None
    promised = taken["expected"] + fraction * taken["extra"]
    single = (taken["gain"] >= promised - 1e-9).astype(float)
    rows = taken[["year", "province", "start_gap", "gain"]].assign(promised=promised, single=single)
    cases = rows.groupby(["year", "province"]).agg(
        start_gap=("start_gap", "first"),
        gain=("gain", "sum"),
        promised=("promised", "sum"),
        single=("single", "min"),
    )
    if len(cases) < SIMILAR:
        return None
    nearest = np.argsort((cases["start_gap"] - gap).abs().to_numpy(), kind="stable")[:SIMILAR]
    similar = cases.iloc[nearest]
    reached = similar["gain"] >= similar["promised"] - 1e-9
    return MixFrequency(float(reached.mean()), float(similar["single"].mean()), SIMILAR)


def _promised(past: PastGains, measure: str, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Expected and extra gain from each score, as ``two_parts.split_gains`` without the steps."""
    starts = past.starts.get(measure, np.array([]))
    if len(starts) < MIN_REFERENCES:
        return np.zeros(len(scores)), np.zeros(len(scores))
    distance = np.abs(starts[None, :] - scores[:, None])
    size = min(REFERENCE_SIZE, len(starts))
    nearest = distance.argpartition(size - 1, axis=1)[:, :size]
    quantiles = np.quantile(past.gains[measure][nearest], [0.5, GOOD_QUANTILE], axis=1)
    expected, good = np.minimum(quantiles, past.highest[measure] - scores)
    return expected, np.maximum(good - expected, 0.0)
