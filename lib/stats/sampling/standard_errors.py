"""Printed intervals and standard errors: which level they have, and how far an error is to trust.

A standard error of a sample of few clusters is noisy itself. It is therefore moderated: drawn
towards what is common to all provinces of the year, by the empirical Bayes method of Smyth (2004).
Errors are in points.
"""

from dataclasses import dataclass
from math import inf, log, nan
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.stats.sampling.distributions import digamma, inverse_trigamma, trigamma

ERROR_DF = 2.0  # degrees of freedom of a printed error, where the producer does not say
MIN_ERRORS = 10  # in a year; from fewer nothing common to all provinces is learnt
_KNOWN_WITHIN = 0.01  # between the bounds of a level that is told as one number of per cent
_MOST_DECIMALS = 6  # of a printed figure; it has no more digits than are stored
_SINGLE_ERROR = 2e-6  # points by which a total kept in 32 bits may miss


class IntervalLevel(NamedTuple):
    """Which level printed intervals have by the standard errors beside them.

    Attributes:
        multiple: standard errors from the score to an end.
        level: 0-1, of a two-sided interval of a normal distribution.
        n: intervals behind it.
        bounds: the levels (0-1) between which it lies, for figures are printed rounded.
        is_common: whether one multiple fits most intervals within their rounding.
    """

    multiple: float
    level: float
    n: int
    bounds: tuple[float, float]
    is_common: bool

    @property
    def is_known(self) -> bool:
        """Whether the figures tell the level to the per cent."""
        return self.is_common and self.bounds[1] - self.bounds[0] <= _KNOWN_WITHIN

    @property
    def decimals(self) -> int:
        """How many decimals of the multiple the figures tell, where the level is known."""
        return 3 if self.bounds[1] - self.bounds[0] <= _KNOWN_WITHIN / 20 else 2


@dataclass(frozen=True, eq=False)
class ModeratedErrors:
    """Standard errors of one year and measure after moderation.

    Attributes:
        values: points; the common error where none is printed, NaN where there is no common one.
        is_printed: whether an error is printed, by row.
        common: the error common to all (s0, points); NaN with fewer than MIN_ERRORS.
        common_df: how many degrees of freedom the common error counts as (d0); may be infinite.
        df: degrees of freedom of every value.
    """

    values: np.ndarray
    is_printed: np.ndarray
    common: float
    common_df: float
    df: np.ndarray


def interval_level(margins: pd.DataFrame) -> IntervalLevel | None:
    """The level of printed intervals, computed from the figures and not from their label.

    An interval of z standard errors to either side has the level 2 F(z) - 1, where F is the
    normal distribution function. A rounded interval and error leave z within bounds; all
    intervals have one z, so it lies where most of these bounds meet.

    Args:
        margins: low, high, standard_error (points; NaN where not printed).

    Returns:
        None where no row has all three.
    """
    ends = np.concatenate([margins["low"].to_numpy(float), margins["high"].to_numpy(float)])
    errors = margins["standard_error"].to_numpy(float)
    half = (margins["high"] - margins["low"]).to_numpy(float) / 2
    is_told = np.isfinite(half) & np.isfinite(errors) & (errors > 0)
    if not is_told.any():
        return None
    ends_within = max(rounding_of(ends), _SINGLE_ERROR)
    errors_within = rounding_of(errors)
    half, errors = half[is_told], errors[is_told]
    if (errors == errors[0]).all():
        # One figure may end in zeros; it is then no more rounded than the many ends.
        errors_within = min(errors_within, ends_within)
    lowest = np.maximum(half - ends_within, 0) / (errors + errors_within)
    smallest = errors - errors_within
    with np.errstate(divide="ignore"):
        highest = np.where(smallest > 0, (half + ends_within) / np.maximum(smallest, 0), inf)
    low, high, n_fitting = _where_most_meet(lowest, highest)
    is_common = 2 * n_fitting > len(half)
    if not is_common:
        low, high = (float(np.quantile(half / errors, q)) for q in (0.25, 0.75))
    multiple = (low + high) / 2 if is_common and high < inf else float(np.median(half / errors))
    bounds = (_level(low), _level(high))
    return IntervalLevel(multiple, _level(multiple), len(half), bounds, is_common)


def rounding_of(values: np.ndarray) -> float:
    """Half a unit of the last decimal that any of the printed values has (NaN: not printed)."""
    printed = np.asarray(values, dtype=float)
    printed = printed[np.isfinite(printed)]
    for decimals in range(_MOST_DECIMALS if len(printed) else 0):
        if np.allclose(printed, printed.round(decimals), rtol=0, atol=1e-9):
            return 0.5 * 10.0**-decimals
    return 0.5 * 10.0**-_MOST_DECIMALS


def _where_most_meet(lowest: np.ndarray, highest: np.ndarray) -> tuple[float, float, int]:
    """The range that lies within the most of the ranges, and within how many."""
    steps = sorted([(low, -1) for low in lowest] + [(high, 1) for high in highest])
    best, n = (nan, nan, 0), 0
    for place, (value, step) in enumerate(steps):
        n -= step
        if n > best[2]:
            best = (float(value), float(steps[place + 1][0]), n)
    return best


def _level(multiple: float) -> float:
    """The level (0-1) of an interval of so many standard errors to either side."""
    return 2 * NormalDist().cdf(multiple) - 1


def moderate_errors(printed: np.ndarray, error_df: float = ERROR_DF) -> ModeratedErrors:
    """Draw the errors of a year towards the one that is common to all.

    S² = (d0 s0² + d SE²) / (d0 + d), with s0 and d0 by the first two moments of log SE²
    (Smyth 2004, section 6.2). Where the errors differ by no more than chance d0 is infinite and
    s0² the mean of SE².

    Args:
        printed: standard errors (points), NaN where none is printed.
        error_df: degrees of freedom of a printed error.

    Raises:
        ValueError: A printed error is not above 0.
    """
    printed = np.asarray(printed, dtype=float)
    is_printed = ~np.isnan(printed)
    known = printed[is_printed]
    if not (known > 0).all():
        raise ValueError("A standard error must be above 0 points.")
    if len(known) < MIN_ERRORS:
        df = np.where(is_printed, error_df, np.nan)
        return ModeratedErrors(printed, is_printed, np.nan, 0.0, df)
    variance, common_df = _common_variance(known**2, error_df)
    if common_df == inf:
        values = np.full(len(printed), variance**0.5)
        return ModeratedErrors(values, is_printed, variance**0.5, inf, np.full(len(printed), inf))
    squares = np.where(is_printed, printed, 0.0) ** 2
    own_df = np.where(is_printed, error_df, 0.0)
    moderated = (common_df * variance + own_df * squares) / (common_df + own_df)
    df = common_df + own_df
    return ModeratedErrors(np.sqrt(moderated), is_printed, variance**0.5, common_df, df)


def _common_variance(squares: np.ndarray, error_df: float) -> tuple[float, float]:
    """s0² and d0 by the moments of log SE²; (mean of SE², infinite) where d0 cannot be told."""
    centred = np.log(squares) - digamma(error_df / 2) + log(error_df / 2)
    excess = float(centred.var(ddof=1)) - trigamma(error_df / 2)
    if excess <= 0:
        return float(squares.mean()), inf
    common_df = 2 * inverse_trigamma(excess)
    log_variance = centred.mean() + digamma(common_df / 2) - log(common_df / 2)
    return float(np.exp(log_variance)), common_df
