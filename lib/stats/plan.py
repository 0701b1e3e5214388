"""A province's plan beside its scores: what its measures address, and what changed after it.

A change that follows a plan is a change, not the plan's effect; nothing here claims a cause.
Scores, gaps and changes are in points, ranks in places (1 = best), groups run from 1 to 4.
"""

import pandas as pd

from lib.stats.ranking import TOTAL

THRESHOLD_OF_GROUP = {1: "q75", 2: "q50", 3: "q25"}  # the cut that opens a group
SEPARATOR = ";"  # between the sub-dimensions of a measure
_EPS = 1e-9  # scores hold six decimals; below this is floating-point noise


def choose_plan(plans: pd.DataFrame, province: str, year: int) -> pd.Series | None:
    """The plan to show of a province: of the year (as target, else as base), else the latest.

    Args:
        plans: plan, province, issued (text, year-month-day), base_year, target_year and more.
        province: code.
        year: the year that is looked at.

    Returns:
        one row of ``plans``; None where the province has no plan.
    """
    own = plans[plans["province"] == province].sort_values("issued", ascending=False)
    for field in ("target_year", "base_year"):
        of_year = own[own[field] == year]
        if len(of_year):
            return of_year.iloc[0]
    return own.iloc[0] if len(own) else None


def actions_by_sub_dimension(measures: pd.DataFrame, plan: str) -> pd.DataFrame:
    """The measures of a plan, one row for each sub-dimension that a measure concerns.

    Args:
        measures: plan, id, sub_dimensions (codes joined by SEPARATOR, may be empty) and more.
        plan: number of the plan.

    Returns:
        the columns of ``measures`` and sub_dimension ("" for a general measure), in their order.
    """
    own = measures[measures["plan"] == plan]
    split = own.assign(sub_dimension=own["sub_dimensions"].str.split(SEPARATOR))
    out = split.explode("sub_dimension", ignore_index=True)
    return out.assign(sub_dimension=out["sub_dimension"].str.strip())


def plan_coverage(
    positions: pd.DataFrame,
    measures: pd.DataFrame,
    plan: pd.Series,
    attainable: pd.DataFrame,
) -> pd.DataFrame:
    """Every sub-dimension of the plan's base year: addressed or not, how far from the aim.

    Args:
        positions: see ``positions.positions``.
        measures: see ``pairs``.
        plan: one row of the plans.
        attainable: see ``attainable.attainable``, of the plan's province and base year.

    Returns:
        measure, ids (the plan's measures that concern it, joined by ", "), addressed, score, rank,
        scored, group, gap (score minus the cut that opens the plan's target group), attainable
        (points in a good year); in the official order, only what the province has a score in.
    """
    own = _sub_dimension_positions(positions, plan["base_year"], plan["province"])
    found = actions_by_sub_dimension(measures, plan["plan"])
    ids = found.groupby("sub_dimension")["id"].agg(", ".join)
    gains = attainable.set_index("measure")["attainable"].reindex(own["measure"]).fillna(0.0)
    named = own["measure"].map(ids).fillna("")
    return pd.DataFrame(
        {
            "measure": own["measure"],
            "ids": named,
            "addressed": named.ne(""),
            "score": own["score"],
            "rank": own["rank"],
            "scored": own["scored"],
            "group": own["group"],
            "gap": own[f"gap_{THRESHOLD_OF_GROUP[int(plan['target_group'])]}"],
            "attainable": gains.to_numpy(),
        }
    ).reset_index(drop=True)


def plan_results(
    positions: pd.DataFrame,
    breaks: pd.DataFrame,
    measures: pd.DataFrame,
    plan: pd.Series,
    badges: pd.DataFrame,
) -> pd.DataFrame:
    """What each sub-dimension did from the plan's base year to its target year.

    Args:
        positions: see ``positions.positions``.
        breaks: sub_dimension, year (the first that does not compare with the year before).
        measures, plan: see ``coverage``.
        badges: see ``noise.badges``; used where the target year follows the base year.

    Returns:
        measure, addressed, before, after (points), before_rank, after_rank, before_group,
        after_group, gap (of the target year, see ``coverage``), change, national (the median
        change of all provinces), relative (change minus national), above (whether the province
        rose, and more than the median), badge ("" = unknown); only what the province has
        a score in in both years and what compares.
    """
    first, last = int(plan["base_year"]), int(plan["target_year"])
    keys = ["province", "measure"]
    cut = f"gap_{THRESHOLD_OF_GROUP[int(plan['target_group'])]}"
    fields = [*keys, "score", "rank", "group"]
    subs = positions[positions["measure"].str.contains(".", regex=False)]
    start = subs.loc[subs["year"] == first, fields]
    end = subs.loc[subs["year"] == last, [*fields, cut]]
    both = start.merge(end, on=keys, suffixes=("_before", "_after"))
    both["change"] = both["score_after"] - both["score_before"]
    both["national"] = both.groupby("measure")["change"].transform("median")
    own = both[both["province"] == plan["province"]].sort_values("measure")
    broken = breaks.loc[breaks["year"].between(first + 1, last), "sub_dimension"]
    own = own[~own["measure"].isin(broken)]
    known = badges[(badges["year"] == last) & (badges["province"] == plan["province"])]
    # A badge judges the movement of one year.
    named = known.set_index("measure")["badge"] if last == first + 1 else pd.Series(dtype=str)
    addressed = set(actions_by_sub_dimension(measures, plan["plan"])["sub_dimension"])
    relative = own["change"] - own["national"]
    return pd.DataFrame(
        {
            "measure": own["measure"],
            "addressed": own["measure"].isin(addressed),
            "before": own["score_before"],
            "after": own["score_after"],
            "before_rank": own["rank_before"],
            "after_rank": own["rank_after"],
            "before_group": own["group_before"],
            "after_group": own["group_after"],
            "gap": own[cut],
            "change": own["change"],
            "national": own["national"],
            "relative": relative,
            "above": (relative > _EPS) & (own["change"] > _EPS),
            "badge": [str(named.get(m, "")) for m in own["measure"]],
        }
    ).reset_index(drop=True)


def total_change(positions: pd.DataFrame, plan: pd.Series) -> tuple[float, float]:
    """The change of the total from base to target year: the province's and the median one.

    Returns:
        change, national (points); NaN where the province has no total in both years.
    """
    scores = positions.loc[positions["measure"] == TOTAL, ["year", "province", "score"]]
    wide = scores.pivot(index="province", columns="year", values="score")
    years = [int(plan["base_year"]), int(plan["target_year"])]
    if not set(years) <= set(wide.columns) or plan["province"] not in wide.index:
        return float("nan"), float("nan")
    moved = wide[years[1]] - wide[years[0]]
    return float(moved[plan["province"]]), float(moved.median())


def _sub_dimension_positions(positions: pd.DataFrame, year: int, province: str) -> pd.DataFrame:
    """The province's sub-dimensions in a year, in the official order."""
    own = positions[(positions["year"] == year) & (positions["province"] == province)]
    return own[own["measure"].str.contains(".", regex=False)].sort_values("measure")
