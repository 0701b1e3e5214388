"""A plan of which only the target and the dimensions with tasks are known, in words and a table.

All functions raise LookupError where the province has no plan.
"""

from dataclasses import replace
from typing import Any

import pandas as pd

from lib.common.numbers import format_signed
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.unit_lists import dataset_with_year
from lib.model.view import View
from lib.narrative import estimates
from lib.narrative.plan import results
from lib.stats import plan as stats_plan
from lib.stats.ranking import THRESHOLD_OF_GROUP


def chart_view(dataset: Dataset, view: View) -> View | None:
    """The view of the chart that compares the dimensions with the plan's target.

    It is of the target year, before there are scores of it of the base year; None where neither
    year has a total of the province.
    """
    plan = results.required_plan(dataset, view)
    years = (int(plan["target_year"]), int(plan["base_year"]))
    scored = (y for y in years if results.total_in_year(dataset, y, view.province) is not None)
    year = next(scored, None)
    if year is None:
        return None
    return replace(view, year=year, target=f"group:{int(plan['target_group'])}", gains="")


def tasks_title(dataset: Dataset, view: View) -> str:
    """How many dimensions have tasks, and that no action of them is known."""
    plan = results.required_plan(dataset, view)
    n = len(plan["dimensions"].split(stats_plan.SEPARATOR))
    return t("plan.tasks_title", view.lang, n=n, source=results.source_kind(dataset, view))


def tasks_subtitle(dataset: Dataset, view: View) -> str:
    """What the table of the dimensions holds."""
    plan = results.required_plan(dataset, view)
    aim = results.target_group_name(dataset, view)
    return t("plan.tasks_subtitle", view.lang, aim=aim, **results.plan_years(plan))


def dimension_table(dataset: Dataset, view: View) -> pd.DataFrame:
    """Every dimension with tasks: its score, rank and distance to the target group by year.

    Numbers are texts; years without scores of the province are left out.
    """
    lang, plan = view.lang, results.required_plan(dataset, view)
    codes = plan["dimensions"].split(stats_plan.SEPARATOR)
    table: dict[str, list[Any]] = {
        t("plan.col_dimension", lang): [f"{c}. {dataset.measure_name(c, lang)}" for c in codes]
    }
    gap = f"gap_{THRESHOLD_OF_GROUP[int(plan['target_group'])]}"
    for year in results.plan_years(plan).values():
        of_year = dataset_with_year(dataset, year)
        rows = [
            None if of_year is None else of_year.position(year, c, view.province) for c in codes
        ]
        if of_year is None or all(row is None for row in rows):
            continue
        for column, texts in {
            "score": [row if row is None else row["score"] for row in rows],
            "rank": [row if row is None else f"{row['rank']}/{row['scored']}" for row in rows],
            "gap": [row if row is None else format_signed(row[gap], 2, lang) for row in rows],
        }.items():
            name = t(f"plan.col_{column}", lang, year=year)
            table[estimates.tag_estimate(name, lang) if of_year.estimated else name] = texts
    return pd.DataFrame(table)


def related_plans(dataset: Dataset, view: View) -> list[tuple[str, dict[str, Any]]]:
    """Plans of the members of one of the 34, or of what one of the 63 became.

    Returns:
        A label, and the fields of the view that show the plan.
    """
    lang, plans = view.lang, dataset.tables.plans
    of_63 = dataset.dataset_of_63 or dataset
    successor = view.province if dataset.units == "34" else dataset.successor(view.province)
    if dataset.units == "34":
        found = plans[plans["units"].eq("63") & plans["province"].isin(dataset.members[successor])]
    else:
        found = plans[plans["units"].eq("34") & plans["province"].eq(successor)]
    related = []
    for row in found.itertuples():
        is_new = row.units == "34"
        name = (of_63.successor_label if is_new else of_63.member_name)(row.province, lang)
        years = of_63.all_years if is_new else of_63.years
        year = row.target_year if row.target_year in years else years[-1]
        changes: dict[str, Any] = {"year": int(year), "units": row.units, "peer": ""}
        if not is_new or dataset.units == "34":
            changes["province"] = row.province
        related.append((t("plan.related", lang, plan=row.plan, name=name), changes))
    return related
