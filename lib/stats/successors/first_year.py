"""Is the first published score of one of the 34 what its members' scores led to expect?

The estimate is the weighted mean of the members in the last year of the 63. The difference is freed
of what all provinces gained (the mean of those that were not merged) and of what comes anyhow from
the estimate's standing among its kind, merged or not: the unmerged, large cities among them, stay
above the others and do not fall towards the common median. What is left is chance, a real change,
or another sample, frame or weighting, and cannot be told apart, so it is never called an
improvement. Points throughout.
"""

from collections.abc import Mapping
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.stats.forecasts.expected_change import ExpectedChange
from lib.stats.ranking import SCORE_DECIMALS
from lib.stats.sampling.process import Process
from lib.stats.successors.imputation import KEPT_GAP

LEVEL = 0.80  # part of the differences that lies within the bound
MEMBER_CORRELATION = 0.06  # of yearly changes of members of one successor (199 pairs 2019-2024)
MIN_UNMERGED = 5  # provinces that were not merged; fewer judge nothing
FRAME_ERRORS = 2.0  # standard errors beyond which merged provinces as a whole differ
VERDICTS = ("consistent", "different")
QUANTILE = NormalDist().inv_cdf((1 + LEVEL) / 2)


class FrameEffect(NamedTuple):
    """Whether merged provinces as a whole differ from the others.

    Attributes:
        difference: mean of the merged minus mean of the unmerged (points).
        error: its standard error (points).
        is_effect: whether it exceeds FRAME_ERRORS standard errors.
        n_merged, n_unmerged: provinces.
    """

    difference: float
    error: float
    is_effect: bool
    n_merged: int
    n_unmerged: int


def imputed_variance(changes: pd.DataFrame, process: Process) -> float:
    """How far an imputed score is from the member's lasting level (squared points).

    Args:
        changes: start_gap, gap_change (points) of the total; see ``compute_yearly_changes``.
        process: see ``sampling.process.estimate_process``.
    """
    left = changes["gap_change"] + (1 - KEPT_GAP) * changes["start_gap"]
    return max(0.0, float((left**2).mean()) - process.passing)


def change_variance(
    process: Process,
    shares: Mapping[str, float],
    before: Mapping[str, float] | None = None,
    after: float | None = None,
) -> float:
    """The variance of the next score of one of the 34 minus its estimate (squared points).

    passing (sum of shares² + 1) + lasting (s + MEMBER_CORRELATION (1 - s)), s being the sum of
    shares²: the passing parts of the members average out, that of the new sample is one province's.
    Where standard errors are printed, they stand in the place of the passing parts.

    Args:
        process: see ``sampling.process.estimate_process``.
        shares: each member's fraction of the weight; they add up to 1.
        before: the variance of members' scores about their levels where it is not the passing
            part: of those imputed, or with printed errors.
        after: the variance of the next score about its level; None = the passing part.
    """
    squares = {code: share**2 for code, share in shares.items()}
    total = sum(squares.values())
    of_estimate = sum(
        square * (before or {}).get(code, process.passing) for code, square in squares.items()
    )
    of_score = process.passing if after is None else after
    return of_estimate + of_score + process.lasting_change * averaged(total)


def averaged(squares: float) -> float:
    """What averaging the members leaves of the variance of what lasts (0-1).

    Args:
        squares: the sum of the members' shares²; 1 for a province that was not merged.
    """
    return squares + MEMBER_CORRELATION * (1 - squares)


def compare_first_year(
    estimates: pd.DataFrame,
    published: pd.DataFrame,
    line: ExpectedChange,
    variances: Mapping[str, float],
    merged: Mapping[str, bool],
) -> pd.DataFrame:
    """Every published score of a year beside the estimate of the year before.

    Args:
        estimates: province, score, low, high, gap_q50, rank, group, imputed; the totals of the 34
            in the last year of the 63.
        published: province, score, rank, group; their totals a year later.
        line: the expected change, fitted on the years before.
        variances: by province; see ``change_variance``.
        merged: by province, whether it has several members.

    Returns:
        province, members_merged (boolean), estimate, low, high, imputed, before_rank, before_group,
        score, rank, group, change (score minus estimate), expected (what comes anyhow: slope times
        the gap less the mean gap of the merged or of the unmerged), control (mean change of the
        unmerged), beyond (change minus expected minus control), sd, bound (LEVEL of the differences
        lie within), deviations (beyond in sd), verdict (of VERDICTS); by province. Empty with
        fewer than MIN_UNMERGED.
    """
    names = {"score": "estimate", "rank": "before_rank", "group": "before_group"}
    columns = ["province", "score", "low", "high", "gap_q50", "rank", "group", "imputed"]
    out = estimates[columns].rename(columns=names)
    out = out.merge(published[["province", "score", "rank", "group"]], on="province")
    out = out.sort_values("province", ignore_index=True)
    out["members_merged"] = out["province"].map(dict(merged)).astype(bool)
    out["change"] = (out["score"] - out["estimate"]).round(SCORE_DECIMALS)
    of_kind = out.groupby("members_merged")["gap_q50"].transform("mean")
    out["expected"] = (line.slope * (out["gap_q50"] - of_kind)).round(SCORE_DECIMALS)
    unmerged = out.loc[~out["members_merged"], "change"]
    out["control"] = round(float(unmerged.mean()), SCORE_DECIMALS) if len(unmerged) else np.nan
    out["beyond"] = (out["change"] - out["expected"] - out["control"]).round(SCORE_DECIMALS)
    out["sd"] = np.sqrt(out["province"].map(dict(variances)).astype(float))
    out["bound"] = QUANTILE * out["sd"]
    out["deviations"] = out["beyond"] / out["sd"]
    is_within = out["beyond"].abs() <= out["bound"]
    out["verdict"] = np.where(is_within, VERDICTS[0], VERDICTS[1])
    out = out.drop(columns="gap_q50")
    return out if len(unmerged) >= MIN_UNMERGED else out.iloc[:0]


def frame_effect(first_year: pd.DataFrame) -> FrameEffect | None:
    """Whether the merged provinces as a whole differ from the unmerged (Welch 1947).

    Args:
        first_year: the result of ``compare_first_year``.

    Returns:
        None with fewer than MIN_UNMERGED provinces of either kind.
    """
    of_merged = first_year.loc[first_year["members_merged"], "beyond"]
    of_others = first_year.loc[~first_year["members_merged"], "beyond"]
    if min(len(of_merged), len(of_others)) < MIN_UNMERGED:
        return None
    difference = float(of_merged.mean() - of_others.mean())
    error = float(np.sqrt(of_merged.var() / len(of_merged) + of_others.var() / len(of_others)))
    is_effect = abs(difference) > FRAME_ERRORS * error
    return FrameEffect(difference, error, is_effect, len(of_merged), len(of_others))
