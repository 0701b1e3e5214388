"""Two questions about a change: is it beyond sampling error, and will it last?

They differ: a change may be measured beyond doubt and still be gone in a year. Changes are those of
the distance to the national median (points).
"""

from math import inf
from statistics import NormalDist
from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd

from lib.stats.sampling.distributions import two_sided_p

CORRELATION = 0.5  # between the samples of two years, for the second of the two verdicts
MIDDLE, HIGH = 0.75, 0.90  # chance of the direction from which a change lasts so likely
Verdict = Literal["low", "middle", "high"]


class Spread(NamedTuple):
    """The standard error of a score (points) and its degrees of freedom."""

    value: float
    df: float


class SampledChange(NamedTuple):
    """A change against its standard error.

    Attributes:
        error: the standard error of the change (points).
        ratio: the change in standard errors.
        p: the probability of a change as large, either way, from sampling alone (0-1).
    """

    error: float
    ratio: float
    p: float


class LastingChange(NamedTuple):
    """What is likely to stay of a change.

    Attributes:
        expected: points.
        sd: its standard deviation (points).
        chance: that what stays has the direction of the change (0.5-1).
        verdict: "high" from HIGH, "middle" from MIDDLE, else "low".
    """

    expected: float
    sd: float
    chance: float
    verdict: Verdict


def beyond_sampling(
    change: float, before: Spread, after: Spread, median_variance: float, correlation: float = 0.0
) -> SampledChange:
    """Whether sampling alone may make a change, by a t test.

    z = change / sqrt(S1² + S2² - 2 r S1 S2 + Var(median)), with the degrees of freedom of
    Satterthwaite (1946).

    Args:
        change: of the distance to the median (points).
        before, after: the errors of the two scores.
        median_variance: how far the change of the median is off (squared points).
        correlation: between the sampling errors of the two years.
    """
    variance = before.value**2 + after.value**2
    covariance = correlation * before.value * after.value
    error = float(np.sqrt(variance - 2 * covariance + median_variance))
    squares = before.value**4 / before.df + after.value**4 / after.df
    df = variance**2 / squares if squares > 0 else inf
    ratio = change / error
    return SampledChange(error, ratio, two_sided_p(ratio, df))


def judge_lasting(
    residual: float,
    before: float,
    after: float,
    passing_variance: float,
    lasting_variance: float,
) -> LastingChange:
    """What of a change will last, where a score is a lasting level plus what passes.

    With V = S1² + S2² + 2 t², t² being what passes beyond sampling, and w² the variance of lasting
    changes: what lasts has the mean w² / (w² + V) D and the variance w² V / (w² + V).

    Args:
        residual: D, the change beyond what comes anyhow from that standing (points).
        before, after: the standard errors of the two scores (points).
        passing_variance: t² (squared points).
        lasting_variance: w², above 0 (squared points).
    """
    noise = before**2 + after**2 + 2 * passing_variance
    share = lasting_variance / (lasting_variance + noise)
    sd = float(np.sqrt(share * noise))
    chance = NormalDist().cdf(abs(share * residual) / sd) if sd > 0 else 1.0
    verdict: Verdict = "high" if chance >= HIGH else "middle" if chance >= MIDDLE else "low"
    return LastingChange(share * residual, sd, chance, verdict)


def backtest_lasting(judged: pd.DataFrame, passing: float, lasting_variance: float) -> pd.DataFrame:
    """How often a change beyond the expected was still there a year later, by its verdict.

    The verdict is the one of a province of middling errors: what passes is taken as a whole,
    whether by sampling or not.

    Args:
        judged: year, province, gap_change, residual (points); the total.
        passing: of what is gone a year later, sampling error included (squared points).
        lasting_variance: of what lasts of a change (squared points).

    Returns:
        n, kept (0-1: a year later the distance to the median was still on the residual's side of
        what was to be expected at the start); indexed by verdict, "low" first.
    """
    later = judged[["year", "province", "gap_change"]].assign(year=judged["year"] - 1)
    table = judged.dropna(subset=["residual"])
    table = table.merge(later, on=["year", "province"], suffixes=("", "_next"))
    verdicts = [
        judge_lasting(residual, 0.0, 0.0, passing, lasting_variance).verdict
        for residual in table["residual"]
    ]
    left = table["residual"] + table["gap_change_next"]
    table = table.assign(verdict=verdicts, kept=(left * table["residual"] > 0).astype(float))
    out = table.groupby("verdict")["kept"].agg(n="size", kept="mean")
    return out.reindex(list(get_args(Verdict)))
