"""Is a change larger than usual, after what provinces of that standing gain anyhow?

A change is judged by its residual: the change of the distance to the national median minus what was
to be expected (``forecasts.expected_change``). Frames named ``changes`` are the
result of ``changes_to_judge``.
"""

import numpy as np
import pandas as pd

from lib.stats.backtest import TEST_YEARS
from lib.stats.forecasts.expected_change import fit_line
from lib.stats.ranking import SCORE_DECIMALS, TOTAL
from lib.stats.typical_change import (
    BADGES,
    FIRST_START_YEAR,
    MIN_CHANGES,
    NOTABLE,
    USUAL,
    badge_names,
    fraction_as_large,
    largest_reached_by,
)

FALSE_DISCOVERY_RATE = 0.10  # of the starred changes, at most this part is there by chance
SIXTH = 1 / 6  # of the table at the start: the ends at which regression to the mean is strongest
_KEYS = ["year", "province", "measure"]
_COLUMNS = ["year", "province", "measure", "gain", "start_percentile", "gap_change"]
_JUDGED_COLUMNS = ["expected", "residual", "fraction_as_large", "badge", "n_changes"]


def changes_to_judge(yearly_changes: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """All changes, those of the total on the parts that compare.

    Args:
        yearly_changes: see ``compute_yearly_changes``; all, or those of a year or of a measure.
        totals: the result of ``compare_totals`` on all changes.

    Returns:
        year, province, measure, gain, start_percentile, start_gap, gap_change.
    """
    columns = [*_COLUMNS, "start_gap"]
    is_total = yearly_changes["measure"] == TOTAL
    compared = totals[totals["year"].isin(yearly_changes.loc[is_total, "year"])]
    others = yearly_changes[~is_total]
    return pd.concat([compared[columns], others[columns]], ignore_index=True)


def judge_residuals(changes: pd.DataFrame, lag: int = 0) -> pd.DataFrame:
    """The badge of every change that starts in or after ``typical_change.FIRST_START_YEAR``.

    The expected change is fitted on the measure's changes of every era that end by the same year;
    the residuals of those that start in or after FIRST_START_YEAR are the reference. Later years
    are in neither, so a badge stays when a year is added. "usual" where at least USUAL of the
    reference is as large (either way), "notable" from NOTABLE, else "rare".

    Args:
        changes: the result of ``changes_to_judge``.
        lag: how many years before the judged one the reference ends; 1 for a back-test.

    Returns:
        year, province, measure, gain, start_percentile, gap_change, expected, residual (points),
        fraction_as_large (0-1), badge, n_changes (size of the reference). Badge "" and fraction
        NaN where the reference holds fewer than ``typical_change.MIN_CHANGES``.
    """
    parts = [pd.DataFrame(columns=[*_COLUMNS, *_JUDGED_COLUMNS])] if changes.empty else []
    for _, rows in changes.groupby("measure", sort=False):
        all_years = rows["year"].to_numpy()
        all_gaps, all_moved = (rows[name].to_numpy(float) for name in ("start_gap", "gap_change"))
        is_recent = all_years > FIRST_START_YEAR
        recent, years = rows[is_recent], all_years[is_recent]
        gaps, moved = all_gaps[is_recent], all_moved[is_recent]
        expected, fraction = np.full((2, len(recent)), np.nan)
        n_changes = np.zeros(len(recent), dtype=int)
        for year in np.unique(years):
            before = all_years <= year - lag
            line = fit_line(all_gaps[before], all_moved[before])
            known, judged = years <= year - lag, years == year
            n_changes[judged] = known.sum()
            if line is None:
                continue
            expected[judged] = line.at(gaps[judged])
            reference = np.sort(np.abs(moved[known] - line.at(gaps[known])))
            sizes = np.abs(moved[judged] - expected[judged])
            fraction[judged] = fraction_as_large(reference, sizes)
        parts.append(
            recent[_COLUMNS].assign(
                expected=expected.round(SCORE_DECIMALS),
                residual=(moved - expected).round(SCORE_DECIMALS),
                fraction_as_large=fraction,
                badge=badge_names(fraction),
                n_changes=n_changes,
            )
        )
    return pd.concat(parts, ignore_index=True)


def reference_residuals(changes: pd.DataFrame, year: int) -> pd.DataFrame:
    """The changes that judge those into ``year``, with what each had beyond the expected.

    Args:
        changes: the result of ``changes_to_judge``; one measure.
        year: later changes are not used.

    Returns:
        The rows that start in or after FIRST_START_YEAR and end by ``year``, with expected and
        residual (points) by the line fitted up to ``year``; no rows without a line.
    """
    past = changes[changes["year"] <= year]
    line = fit_line(past["start_gap"].to_numpy(float), past["gap_change"].to_numpy(float))
    recent = past[past["year"] > FIRST_START_YEAR]
    if line is None:
        return recent.iloc[:0].assign(expected=np.nan, residual=np.nan)
    expected = line.at(recent["start_gap"].to_numpy(float))
    residual = recent["gap_change"] - expected
    return recent.assign(
        expected=expected.round(SCORE_DECIMALS), residual=residual.round(SCORE_DECIMALS)
    )


def badge_limits(reference: pd.DataFrame) -> tuple[float, float]:
    """The largest residual (either way) that is still usual, and that is still notable.

    Args:
        reference: the result of ``reference_residuals``.

    Returns:
        Points; NaN with fewer than ``typical_change.MIN_CHANGES``.
    """
    sizes = np.sort(reference["residual"].abs().to_numpy())
    return largest_reached_by(sizes, USUAL), largest_reached_by(sizes, NOTABLE)


def mark_survivors(judged: pd.DataFrame) -> pd.Series:
    """Which changes of a list stay striking although so many were looked at together.

    Benjamini and Hochberg (1995) within the list: a change survives where, of all changes as
    striking as it, at most FALSE_DISCOVERY_RATE are to be expected by chance.

    Args:
        judged: fraction_as_large (0-1, NaN where not judged); the changes of one province into one
            year, the sub-dimensions or the dimensions.

    Returns:
        Booleans on the same index.
    """
    fractions = judged["fraction_as_large"].dropna().sort_values()
    allowed = FALSE_DISCOVERY_RATE * np.arange(1, len(fractions) + 1) / max(len(fractions), 1)
    passed = np.flatnonzero(fractions.to_numpy() <= allowed + 1e-12)
    survivors = fractions.index[: passed[-1] + 1] if len(passed) else fractions.index[:0]
    return pd.Series(judged.index.isin(survivors), index=judged.index)


def turned_back(judged: pd.DataFrame, year: int) -> float:
    """How often a rare change was followed by one the other way (0-1).

    Args:
        judged: the result of ``judge_residuals``.
        year: later changes are not used.

    Returns:
        NaN with fewer than ``typical_change.MIN_CHANGES`` rare changes.
    """
    table = judged.loc[judged["year"] <= year, [*_KEYS, "gap_change", "badge"]]
    later = table[[*_KEYS, "gap_change"]].assign(year=table["year"] - 1)
    pairs = table[table["badge"] == BADGES[2]].merge(later, on=_KEYS, suffixes=("", "_next"))
    if len(pairs) < MIN_CHANGES:
        return np.nan
    return float((pairs["gap_change"] * pairs["gap_change_next"] < 0).mean())


def expected_by_chance(judged: pd.DataFrame) -> tuple[float, float]:
    """How many of a list of changes are called notable or rare, and rare, by chance alone.

    Args:
        judged: badge; see ``judge_residuals``.

    Returns:
        USUAL and NOTABLE of the changes that have a badge (both are fractions at least as large).
    """
    n = int((judged["badge"] != "").sum())
    return USUAL * n, NOTABLE * n


def flags_by_standing(judged: pd.DataFrame) -> pd.DataFrame:
    """How often changes are called notable or rare at the two ends of the table.

    Args:
        judged: the result of ``judge_residuals``.

    Returns:
        n (changes with a badge), flagged, up, down (fractions of n: all flags, those of rises and
        of falls against the expected); indexed by standing: lowest, highest (sixth of the table at
        the start), all.
    """
    table = judged[judged["badge"] != ""]
    flagged = table["badge"] != BADGES[0]
    flags = pd.DataFrame(
        {
            "flagged": flagged,
            "up": flagged & (table["residual"] > 0),
            "down": flagged & (table["residual"] < 0),
        }
    ).astype(float)
    start = table["start_percentile"]
    standings = {"lowest": start <= SIXTH, "highest": start > 1 - SIXTH, "all": start.notna()}
    rows = {name: {"n": int(rows.sum()), **flags[rows].mean()} for name, rows in standings.items()}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("standing")


def backtest_residual_badges(
    changes: pd.DataFrame, years: tuple[int, ...] = TEST_YEARS
) -> pd.DataFrame:
    """``flags_by_standing`` where only the years before judge.

    Args:
        changes: the result of ``changes_to_judge``; of one measure or of several.
        years: the later years of the changes to judge.
    """
    judged = judge_residuals(changes, lag=1)
    return flags_by_standing(judged[judged["year"].isin(years)])
