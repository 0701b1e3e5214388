"""Back-tests on pseudo-mergers: the 63 of past years joined by the official list of 2025.

Only the joined provinces are taken as known. This tests how much the spread of yearly changes
narrows when members are averaged; it cannot test a new sample, frame or weighting. A year counts
for a successor where all its members are published, so that nothing of it is imputed.
"""

from collections.abc import Mapping

import pandas as pd

from lib.stats.forecasts.expected_change import fit_expected_change
from lib.stats.ranking import EPSILON
from lib.stats.successors.first_year import compare_first_year, frame_effect
from lib.stats.typical_change import FIRST_START_YEAR
from lib.stats.yearly_changes import compute_yearly_changes


def whole_estimates(estimates: pd.DataFrame) -> pd.DataFrame:
    """The estimates that rest on all members, as published.

    Args:
        estimates: coverage, imputed; see ``mergers.estimate_positions``.
    """
    return estimates[(estimates["coverage"] >= 1 - EPSILON) & (estimates["imputed"] == "")]


def pseudo_changes(estimates: pd.DataFrame, breaks: pd.DataFrame) -> pd.DataFrame:
    """The yearly changes of joined provinces, whole in both years.

    Args:
        estimates: see ``mergers.estimate_positions``; ranks, groups and gaps are among all of a
            year.
        breaks: sub_dimension, year.

    Returns:
        As ``yearly_changes.compute_yearly_changes``, of changes that start in or after
        FIRST_START_YEAR.
    """
    changes = compute_yearly_changes(estimates, breaks)
    changes = changes[changes["year"] > FIRST_START_YEAR]
    whole = whole_estimates(estimates)[["year", "province", "measure"]]
    out = changes.merge(whole, on=["year", "province", "measure"])
    return out.merge(whole.assign(year=whole["year"] + 1), on=["year", "province", "measure"])


def backtest_first_year(
    estimates: pd.DataFrame,
    changes: pd.DataFrame,
    variances: Mapping[str, float],
    n_members: Mapping[str, int],
) -> pd.DataFrame:
    """Each joined year treated as the first published one, judged by the estimate before it.

    Args:
        estimates: the totals of the joined provinces.
        changes: the total's yearly changes of the 63; the expected change is fitted on those that
            end by the year before the judged one.
        variances: by province, for a score that is again the mean of its members (see
            ``first_year.change_variance``).
        n_members: by province.

    Returns:
        year, members, the columns of ``first_year.compare_first_year``, within (whether inside the
        bound) and in_range (whether the score less what the unmerged gained is within the range of
        the members the year before); one row for each province and year.
    """
    whole = whole_estimates(estimates)
    merged = {code: n > 1 for code, n in n_members.items()}
    parts = []
    for year in sorted(set(whole["year"].tolist()) & set((whole["year"] + 1).tolist())):
        line = fit_expected_change(changes, year - 1)
        if line is None or year <= FIRST_START_YEAR:
            continue
        before, now = (whole[whole["year"] == y] for y in (year - 1, year))
        table = compare_first_year(before, now, line, variances, merged)
        parts.append(table.assign(year=year, members=table["province"].map(dict(n_members))))
    if not parts:
        return pd.DataFrame(columns=["year", "members", "province", "within", "in_range"])
    out = pd.concat(parts, ignore_index=True)
    level = out["score"] - out["control"]
    return out.assign(
        within=(out["verdict"] == "consistent").astype(float),
        in_range=level.between(out["low"] - EPSILON, out["high"] + EPSILON).astype(float),
    )


def coverage_by_members(cases: pd.DataFrame) -> pd.DataFrame:
    """How often the bound held, by the number of members.

    Args:
        cases: the result of ``backtest_first_year``.

    Returns:
        n, within, in_range (0-1), above, below (fractions beyond the bound upwards and downwards),
        bound (mean, points); indexed by members ("1", "2", "3"), "merged" and "all".
    """
    beyond = 1 - cases["within"]
    table = cases.assign(above=beyond * (cases["beyond"] > 0), below=beyond * (cases["beyond"] < 0))
    columns = ["within", "in_range", "above", "below", "bound"]
    groups = [(str(n), rows) for n, rows in table.groupby("members")]
    groups += [("merged", table[table["members"] > 1]), ("all", table)]
    rows = {name: {"n": len(part), **part[columns].mean()} for name, part in groups}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("members")


def frame_alarms(cases: pd.DataFrame) -> tuple[int, int]:
    """In how many years a frame effect would have been said, where there was none.

    Args:
        cases: the result of ``backtest_first_year``.

    Returns:
        Years with an alarm, years.
    """
    found = [frame_effect(rows) for _, rows in cases.groupby("year")]
    judged = [effect for effect in found if effect is not None]
    return sum(effect.is_effect for effect in judged), len(judged)
