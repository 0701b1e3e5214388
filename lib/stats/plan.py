"""What does a province's plan address, and what changed after it?

A change that follows a plan is a change, not the plan's effect; nothing here claims a cause.
Scores, gaps and changes are in points, ranks in places (1 = best), groups run from 1 to 4. A plan
is one row of ``plans``; ``actions`` are the measures that it takes (a "measure" is a total, a
dimension or a sub-dimension).
"""

import pandas as pd

from lib.stats.ranking import EPSILON, THRESHOLD_OF_GROUP, TOTAL, is_sub_dimension

SEPARATOR = ";"  # between the sub-dimensions of an action


def choose_plan(plans: pd.DataFrame, province: str, year: int) -> pd.Series | None:
    """The plan to show of a province: of the year (as target, else as base), else the latest.

    Args:
        plans: plan, province, issued (text, year-month-day), base_year, target_year and more.
        province: code.
        year: the year that is looked at.

    Returns:
        One row of ``plans``; None where the province has no plan.
    """
    of_province = plans[plans["province"] == province]
    if of_province.empty:
        return None
    of_province = of_province.sort_values("issued", ascending=False)
    for field in ("target_year", "base_year"):
        of_year = of_province[of_province[field] == year]
        if len(of_year):
            return of_year.iloc[0]
    return of_province.iloc[0]


def actions_by_sub_dimension(actions: pd.DataFrame, plan: str) -> pd.DataFrame:
    """The actions of a plan, one row for each sub-dimension that an action concerns.

    Args:
        actions: plan, id, sub_dimensions (codes joined by SEPARATOR, may be empty) and more.
        plan: number of the plan.

    Returns:
        The columns of ``actions`` and sub_dimension ("" for a general action), in their order.
    """
    of_plan = actions[actions["plan"] == plan]
    split = of_plan.assign(sub_dimension=of_plan["sub_dimensions"].str.split(SEPARATOR))
    out = split.explode("sub_dimension", ignore_index=True)
    return out.assign(sub_dimension=out["sub_dimension"].str.strip())


def plan_coverage(
    positions: pd.DataFrame,
    actions: pd.DataFrame,
    plan: pd.Series,
    gains: pd.DataFrame,
) -> pd.DataFrame:
    """Every sub-dimension of the plan's base year: addressed or not, how far from the aim.

    Args:
        positions: see ``ranking.compute_positions``.
        actions: see ``actions_by_sub_dimension``.
        plan: one row of the plans.
        gains: measure, extra (points), of the plan's province and base year; see
            ``gains.two_parts.split_gains``.

    Returns:
        measure, ids (of the plan's actions that concern it, joined by ", "), addressed, score,
        rank, scored, group, gap (score minus the threshold of the plan's target group), extra
        (points that a good year adds to what comes anyhow); in the official order, only what the
        province has a score in.
    """
    of_province = positions["province"] == plan["province"]
    table = positions[of_province & (positions["year"] == plan["base_year"])]
    table = table[is_sub_dimension(table["measure"])].sort_values("measure")
    by_sub_dimension = actions_by_sub_dimension(actions, plan["plan"]).groupby("sub_dimension")
    ids = table["measure"].map(by_sub_dimension["id"].agg(", ".join)).fillna("")
    extra = gains.set_index("measure")["extra"].reindex(table["measure"])
    return pd.DataFrame(
        {
            "measure": table["measure"],
            "ids": ids,
            "addressed": ids.ne(""),
            "score": table["score"],
            "rank": table["rank"],
            "scored": table["scored"],
            "group": table["group"],
            "gap": table[_target_gap(plan)],
            "extra": extra.fillna(0.0).to_numpy(),
        }
    ).reset_index(drop=True)


def plan_results(
    positions: pd.DataFrame,
    breaks: pd.DataFrame,
    actions: pd.DataFrame,
    plan: pd.Series,
    badges: pd.DataFrame,
) -> pd.DataFrame:
    """What each sub-dimension did from the plan's base year to its target year.

    Args:
        positions: see ``ranking.compute_positions``.
        breaks: sub_dimension, year (the first that does not compare with the year before).
        actions, plan: see ``plan_coverage``.
        badges: see ``residual_badges.judge_residuals``; used where the target year follows the base
            year.

    Returns:
        measure, addressed, before, after (points), before_rank, after_rank, before_group,
        after_group, gap (of the target year, see ``plan_coverage``), change, national (the median
        change of all provinces), relative (change minus national), above (whether the province
        rose, and more than the median), badge ("" = unknown); only what the province has a score in
        in both years and what compares.
    """
    first, last = int(plan["base_year"]), int(plan["target_year"])
    keys = ["province", "measure"]
    gap = _target_gap(plan)
    fields = [*keys, "score", "rank", "group"]
    subs = positions[is_sub_dimension(positions["measure"])]
    start = subs.loc[subs["year"] == first, fields]
    end = subs.loc[subs["year"] == last, [*fields, gap]]
    both = start.merge(end, on=keys, suffixes=("_before", "_after"))
    both["change"] = both["score_after"] - both["score_before"]
    both["national"] = both.groupby("measure")["change"].transform("median")
    table = both[both["province"] == plan["province"]].sort_values("measure")
    broken = breaks.loc[breaks["year"].between(first + 1, last), "sub_dimension"]
    table = table[~table["measure"].isin(broken)]
    badge_names = _badges_of_plan(badges, plan)
    addressed = set(actions_by_sub_dimension(actions, plan["plan"])["sub_dimension"])
    relative = table["change"] - table["national"]
    return pd.DataFrame(
        {
            "measure": table["measure"],
            "addressed": table["measure"].isin(addressed),
            "before": table["score_before"],
            "after": table["score_after"],
            "before_rank": table["rank_before"],
            "after_rank": table["rank_after"],
            "before_group": table["group_before"],
            "after_group": table["group_after"],
            "gap": table[gap],
            "change": table["change"],
            "national": table["national"],
            "relative": relative,
            "above": (relative > EPSILON) & (table["change"] > EPSILON),
            "badge": [badge_names.get(measure, "") for measure in table["measure"]],
        }
    ).reset_index(drop=True)


def total_change(positions: pd.DataFrame, plan: pd.Series) -> tuple[float, float]:
    """The change of the total from base to target year: the province's and the median one.

    Args:
        positions: see ``ranking.compute_positions``.
        plan: one row of the plans.

    Returns:
        change, national (points); NaN where the province has no total in both years.
    """
    scores = positions.loc[positions["measure"] == TOTAL, ["year", "province", "score"]]
    by_year = scores.pivot(index="province", columns="year", values="score")
    years = [int(plan["base_year"]), int(plan["target_year"])]
    if not set(years) <= set(by_year.columns) or plan["province"] not in by_year.index:
        return float("nan"), float("nan")
    changes = by_year[years[1]] - by_year[years[0]]
    return float(changes[plan["province"]]), float(changes.median())


def _target_gap(plan: pd.Series) -> str:
    """The column of the gap to the threshold of the plan's target group."""
    return f"gap_{THRESHOLD_OF_GROUP[int(plan['target_group'])]}"


def _badges_of_plan(badges: pd.DataFrame, plan: pd.Series) -> dict[str, str]:
    """Badges by measure of the plan's target year; none over several years.

    A badge judges the change of one year.
    """
    if int(plan["target_year"]) != int(plan["base_year"]) + 1:
        return {}
    of_province = badges["province"] == plan["province"]
    table = badges[of_province & (badges["year"] == int(plan["target_year"]))]
    return {str(m): str(badge) for m, badge in zip(table["measure"], table["badge"], strict=True)}
