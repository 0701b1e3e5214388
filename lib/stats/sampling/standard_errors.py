"""Printed intervals and standard errors: which level they have, and how far an error is to trust.

A standard error of a sample of few clusters is noisy itself. It is therefore moderated: drawn
towards what is common to all provinces of the year, by the empirical Bayes method of Smyth (2004).
Errors are in points.
"""

from dataclasses import dataclass
from math import inf, log
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.stats.sampling.distributions import digamma, inverse_trigamma, trigamma

ERROR_DF = 2.0  # degrees of freedom of a printed error, where the producer does not say
MIN_ERRORS = 10  # in a year; from fewer nothing common to all provinces is learnt


class IntervalLevel(NamedTuple):
    """Which level printed intervals have by the standard errors beside them.

    Attributes:
        multiple: standard errors from the score to an end (median).
        level: 0-1, of a two-sided interval of a normal distribution.
        n: intervals behind it.
    """

    multiple: float
    level: float
    n: int


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
    normal distribution function.

    Args:
        margins: low, high, standard_error (points; NaN where not printed).

    Returns:
        None where no row has all three.
    """
    multiples = (margins["high"] - margins["low"]) / 2 / margins["standard_error"]
    multiples = multiples[np.isfinite(multiples)]
    if multiples.empty:
        return None
    multiple = float(multiples.median())
    return IntervalLevel(multiple, 2 * NormalDist().cdf(multiple) - 1, len(multiples))


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
