"""Whose gains may a province learn from: more than was to be expected, and kept the year after?

Gains are changes of the distance to the national median (points). Provinces at the top that kept
their scores are no examples: of 51 cases in the highest sixth since 2019, 16 did, and these lost
1.1 points in the following year, the others 0.3.
"""

import numpy as np
import pandas as pd

from lib.stats.attainable_gains import LEVEL_TOLERANCE
from lib.stats.forecasts.expected_change import fit_expected_change
from lib.stats.ranking import SCORE_DECIMALS

KEPT = 0.5  # fraction of a gain that must be left a year later
PER_YEAR = 2  # rows of one year at most; in some years many gain at once
MANY_BREAKS = 5  # sub-dimensions measured anew; a year with as many is marked
_COLUMNS = ["province", "year", "start", "end", "gain", "gap_change", "expected", "beyond"]
_LATER = ["next_score", "next_gap_change", "kept", "start_rank", "end_rank", "next_rank"]
_BREAKS = ["n_breaks", "many_breaks"]


def find_lasting_gains(
    compared: pd.DataFrame,
    breaks: pd.DataFrame,
    province: str,
    year: int,
    gap: float,
    least: float,
    n: int = 10,
    tolerance: float = LEVEL_TOLERANCE,
    among: list[str] | None = None,
) -> pd.DataFrame:
    """Gains of the total beyond the expected, from a similar standing, that lasted for a year.

    The gain must have been judged by a later score: gains of ``year`` itself are too young.

    Args:
        compared: the result of ``comparable_totals.compare_totals``.
        breaks: sub_dimension, year (the first that does not compare with the year before).
        province: code; its own gains are left out.
        year: the year looked at; later scores are not used.
        gap: the province's distance to the median in that year (points).
        least: points that a gain, and what of it is beyond the expected, must have; what passes
            within a year alone gives smaller ones (``rank_uncertainty.spread_of_change``).
        n: rows at most.
        tolerance: points by which the standing at the start may differ.
        among: codes; only their gains. None for those of all provinces.

    Returns:
        province, year (the later one), start, end (published totals), gain, gap_change (on the
        parts that compare), expected (of its standing), beyond (gap_change minus expected),
        next_score (the total a year later), next_gap_change (in that year), kept (the fraction of
        gap_change left after it, at least KEPT), start_rank, end_rank, next_rank, distance (the
        start's gap minus ``gap``), n_breaks (sub-dimensions measured anew that year), many_breaks
        (whether MANY_BREAKS or more); most beyond the expected first, at most PER_YEAR a year.
        Only totals out of the same maximum as that of ``year``.
    """
    judged = judge_gains(compared, breaks, year, least)
    return choose_gains(judged, province, gap, n, tolerance, among)


def judge_gains(
    compared: pd.DataFrame, breaks: pd.DataFrame, year: int, least: float
) -> pd.DataFrame:
    """The gains of all provinces that lasted, of which ``choose_gains`` takes those for one.

    Args:
        compared, breaks, year, least: see ``find_lasting_gains``.

    Returns:
        The columns of ``find_lasting_gains`` without distance, and start_gap (points).
    """
    table = compared[compared["year"] <= year]
    line = fit_expected_change(table, year)
    if line is None:
        return pd.DataFrame(columns=[*_COLUMNS, *_LATER, *_BREAKS, "start_gap"])
    later = table[["province", "year", "end", "gap_change", "end_rank"]]
    later = later.assign(year=later["year"] - 1).rename(
        columns={"end": "next_score", "gap_change": "next_gap_change", "end_rank": "next_rank"}
    )
    out = table.merge(later, on=["province", "year"])
    out["expected"] = line.at(out["start_gap"].to_numpy(float)).round(SCORE_DECIMALS)
    out["beyond"] = (out["gap_change"] - out["expected"]).round(SCORE_DECIMALS)
    out["kept"] = 1 + out["next_gap_change"] / out["gap_change"]
    n_breaks = breaks.groupby("year").size()
    out["n_breaks"] = out["year"].map(n_breaks).fillna(0).astype(int)
    out["many_breaks"] = out["n_breaks"] >= MANY_BREAKS
    gained = (out[["gap_change", "beyond"]].min(axis=1) >= least) & (out["kept"] >= KEPT)
    same_maximum = out["year"] > _last_change_of_maximum(compared, year)
    out = out[gained & same_maximum].sort_values(["beyond", "province"], ascending=[False, True])
    return out[[*_COLUMNS, *_LATER, *_BREAKS, "start_gap"]]


def choose_gains(
    judged: pd.DataFrame,
    province: str,
    gap: float,
    n: int = 10,
    tolerance: float = LEVEL_TOLERANCE,
    among: list[str] | None = None,
) -> pd.DataFrame:
    """Those of the lasting gains that a province may learn from.

    Args:
        judged: the result of ``judge_gains``.
        province, gap, n, tolerance, among: see ``find_lasting_gains``.

    Returns:
        See ``find_lasting_gains``.
    """
    columns = [*_COLUMNS, *_LATER, "distance", *_BREAKS]
    if judged.empty or np.isnan(gap):
        return pd.DataFrame(columns=columns)
    out = judged.assign(distance=(judged["start_gap"] - gap).round(SCORE_DECIMALS))
    out = out[(out["distance"].abs() <= tolerance) & (out["province"] != province)]
    out = out if among is None else out[out["province"].isin(among)]
    out = out[out.groupby("year").cumcount() < PER_YEAR]
    return out[columns].head(n).reset_index(drop=True)


def _last_change_of_maximum(compared: pd.DataFrame, year: int) -> int:
    """The last year, up to ``year``, into which no total compares; 0 without one."""
    compared_years = set(compared["year"].tolist())
    return max(
        (y for y in range(min(compared_years), year + 1) if y not in compared_years), default=0
    )
