"""The key figures of a plan: its target, the result, the change since, what it addresses.

Functions raise LookupError where the province has no plan.
"""

import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.unit_lists import dataset_with_year
from lib.model.view import View
from lib.narrative import estimates, phrases
from lib.narrative.elements import KeyFigure
from lib.narrative.plan.results import (
    above_median_values,
    coverage,
    is_outline,
    plan_years,
    required_plan,
    sub_dimension_results,
    total_in_year,
)
from lib.stats import plan as stats_plan
from lib.stats.ranking import THRESHOLD_OF_GROUP, TOTAL


def key_figures(dataset: Dataset, view: View) -> list[KeyFigure]:
    """The target, the result, the change beside the median one, and what the plan addresses.

    Figures that are not known are left out.

    Raises:
        LookupError: The province has no plan.
    """
    plan = required_plan(dataset, view)
    figures = (
        _target_figure(dataset, plan, view.lang),
        _base_figure(dataset, view, plan),
        _result_figure(dataset, view, plan),
        _change_figure(dataset, plan, view.lang),
        _coverage_figure(dataset, view),
        _above_median_figure(dataset, view),
    )
    return [figure for figure in figures if figure is not None]


def _target_figure(dataset: Dataset, plan: pd.Series, lang: str) -> KeyFigure:
    """The target group, with its threshold in the target year or, before that, the base year."""
    target_group, target_year = int(plan["target_group"]), int(plan["target_year"])
    note = ""
    for year in (target_year, int(plan["base_year"])):
        of_year = dataset_with_year(dataset, year)
        if of_year is not None:
            threshold = of_year.ranking(year, TOTAL)[THRESHOLD_OF_GROUP[target_group]].iloc[0]
            note = t("plan.kpi_cut", lang, year=year, cut=format_number(threshold, 2, lang))
            note = estimates.tag_estimate(note, lang) if of_year.estimated else note
            break
    label = t("plan.kpi_target", lang, year=target_year)
    return KeyFigure(label, phrases.group_name(target_group, lang), "", note)


def _base_figure(dataset: Dataset, view: View, plan: pd.Series) -> KeyFigure | None:
    """Of a plan without a result: the total of the base year and its distance to the target."""
    lang, year = view.lang, int(plan["base_year"])
    row, of_year = total_in_year(dataset, year, view.province), dataset_with_year(dataset, year)
    is_open = total_in_year(dataset, int(plan["target_year"]), view.province) is None
    if not is_open or row is None or of_year is None or not is_outline(dataset, view):
        return None
    gap = row[f"gap_{THRESHOLD_OF_GROUP[int(plan['target_group'])]}"]
    note = t(
        "plan.kpi_base_above" if gap >= 0 else "plan.kpi_short",
        lang,
        gap=phrases.format_distance(gap, lang),
        rank=phrases.format_rank(of_year, row),
        group=phrases.group_name(row["group"], lang).lower(),
    )
    label = t("plan.kpi_base", lang, year=year)
    return KeyFigure(
        estimates.tag_estimate(label, lang) if of_year.estimated else label,
        format_number(row["score"], 2, lang),
        f"/{of_year.max_score(year)}",
        note,
        estimated=of_year.estimated,
    )


def _result_figure(dataset: Dataset, view: View, plan: pd.Series) -> KeyFigure | None:
    """The total of the target year and whether it reaches the target group."""
    lang = view.lang
    target_group, target_year = int(plan["target_group"]), int(plan["target_year"])
    row = total_in_year(dataset, target_year, view.province)
    if row is None:
        return None
    values = {
        "rank": phrases.format_rank(dataset, row),
        "group": phrases.group_name(row["group"], lang).lower(),
    }
    if row["group"] <= target_group:
        note = t("plan.kpi_there", lang, **values)
    else:
        missing = -row[f"gap_{THRESHOLD_OF_GROUP[target_group]}"]
        note = t("plan.kpi_short", lang, gap=format_number(missing, 2, lang), **values)
    return KeyFigure(
        t("plan.kpi_result", lang, year=target_year),
        format_number(row["score"], 2, lang),
        f"/{(dataset_with_year(dataset, target_year) or dataset).max_score(target_year)}",
        note,
    )


def _change_figure(dataset: Dataset, plan: pd.Series, lang: str) -> KeyFigure | None:
    """The change of the total from base to target year, beside the median province's."""
    years = [int(plan["base_year"]), int(plan["target_year"])]
    of_years = [d for d in (dataset_with_year(dataset, year) for year in years) if d is not None]
    if not of_years:
        return None
    positions = pd.concat([d.positions for d in {id(d): d for d in of_years}.values()])
    gain, national = stats_plan.total_change(positions, plan)
    if pd.isna(gain):
        return None
    is_estimated = any(d.estimated for d in of_years)
    label = t("plan.kpi_change", lang, **plan_years(plan))
    return KeyFigure(
        estimates.tag_estimate(label, lang) if is_estimated else label,
        phrases.points_phrase(gain, lang),
        "",
        "; ".join(
            filter(
                None,
                (
                    t("plan.kpi_national", lang, gain=format_signed(national, 2, lang)),
                    _threshold_note(positions, plan, lang),
                ),
            )
        ),
        estimated=is_estimated,
    )


def _threshold_note(positions: pd.DataFrame, plan: pd.Series, lang: str) -> str:
    """How the threshold of the target group moved, and the distance to it.

    "" where the province was above it in one of the two years.
    """
    threshold = THRESHOLD_OF_GROUP[int(plan["target_group"])]
    years = [int(plan["base_year"]), int(plan["target_year"])]
    of_province = positions["measure"].eq(TOTAL) & positions["province"].eq(plan["province"])
    rows = positions[of_province].set_index("year")
    gaps = [-rows.at[year, f"gap_{threshold}"] for year in years]
    if min(gaps) <= 0:
        return ""
    move = rows.at[years[1], threshold] - rows.at[years[0], threshold]
    return t(
        "plan.kpi_moved",
        lang,
        group=phrases.group_name(int(plan["target_group"]), lang).lower(),
        move=format_signed(move, 2, lang),
        before=format_number(gaps[0], 2, lang),
        after=format_number(gaps[1], 2, lang),
    )


def _coverage_figure(dataset: Dataset, view: View) -> KeyFigure | None:
    """How many sub-dimensions the plan addresses, or dimensions where no action is known."""
    if is_outline(dataset, view):
        codes = required_plan(dataset, view)["dimensions"].split(stats_plan.SEPARATOR)
        return KeyFigure(
            t("plan.kpi_tasks", view.lang),
            str(len(codes)),
            f"/{len(dataset.tables.dimensions)}",
            t("plan.kpi_outline", view.lang),
        )
    covered = coverage(dataset, view)
    if covered.empty:
        return None
    label, note = t("plan.kpi_covered", view.lang), t("plan.kpi_mapping", view.lang)
    return KeyFigure(label, str(int(covered["addressed"].sum())), f"/{len(covered)}", note)


def _above_median_figure(dataset: Dataset, view: View) -> KeyFigure | None:
    """How many addressed sub-dimensions rose more than the median province's."""
    table = sub_dimension_results(dataset, view)
    if table.empty:
        return None
    values = above_median_values(table)
    note = t("plan.kpi_others", view.lang, above=values["others"], n=values["m"])
    label = t("plan.kpi_above", view.lang)
    return KeyFigure(label, str(values["above"]), f"/{values['n']}", note)
