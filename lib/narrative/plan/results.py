"""A plan's target and the change of the scores since, in words and figures.

No sentence claims that the plan caused a change. Functions that need a plan raise LookupError where
the province has none.
"""

from dataclasses import replace

import pandas as pd

from lib.common.numbers import format_number
from lib.common.strings import format_date
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.unit_lists import dataset_with_year
from lib.model.view import View
from lib.narrative import estimates, phrases
from lib.narrative.trends.uncertainty import chance_phrase
from lib.stats import plan as stats_plan
from lib.stats.ranking import TOTAL
from lib.stats.typical_change import BADGES


def chosen_plan(dataset: Dataset, view: View) -> pd.Series | None:
    """The province's plan that goes with the view's year; None where it has none."""
    return dataset.plan(view.province, view.year)


def is_outline(dataset: Dataset, view: View) -> bool:
    """Whether of the province's plan only the dimensions with tasks are known, no single action."""
    plan = chosen_plan(dataset, view)
    return plan is not None and not dataset.tables.plan_measures["plan"].eq(plan["plan"]).any()


def required_plan(dataset: Dataset, view: View) -> pd.Series:
    """The province's plan that goes with the view's year.

    Raises:
        LookupError: The province has no plan.
    """
    plan = chosen_plan(dataset, view)
    if plan is None:
        raise LookupError(f"{view.province} has no plan")
    return plan


def coverage(dataset: Dataset, view: View) -> pd.DataFrame:
    """The sub-dimensions of the plan's base year and the actions that address them.

    Returns:
        See ``stats.plan.plan_coverage``; empty without a plan with actions or scores in its base
        year.
    """
    plan = chosen_plan(dataset, view)
    if plan is None or plan["base_year"] not in dataset.years or is_outline(dataset, view):
        return pd.DataFrame()
    year = int(plan["base_year"])
    gains = dataset.split_gains(view.province, year)
    return stats_plan.plan_coverage(dataset.positions, dataset.tables.plan_measures, plan, gains)


def sub_dimension_results(dataset: Dataset, view: View) -> pd.DataFrame:
    """The change of each sub-dimension from the plan's base year to its target year.

    Returns:
        See ``stats.plan.plan_results``; empty without a plan with actions or scores in both years.
    """
    plan = chosen_plan(dataset, view)
    if plan is None or is_outline(dataset, view):
        return pd.DataFrame()
    tables = dataset.tables
    return stats_plan.plan_results(
        dataset.positions, tables.breaks, tables.plan_measures, plan, dataset.badges
    )


def has_coverage(dataset: Dataset, view: View) -> bool:
    """Whether the province has scores in its plan's base year."""
    return not coverage(dataset, view).empty


def has_results(dataset: Dataset, view: View) -> bool:
    """Whether the province has scores in its plan's base and target year."""
    return not sub_dimension_results(dataset, view).empty


def plan_actions(dataset: Dataset, view: View) -> pd.DataFrame:
    """The rows of the plan's actions.

    Raises:
        LookupError: The province has no plan.
    """
    table = dataset.tables.plan_measures
    return table[table["plan"] == required_plan(dataset, view)["plan"]].reset_index(drop=True)


def headline(dataset: Dataset, view: View) -> str:
    """The plan's target and the province's position in the target year, or that it has no plan."""
    lang, name = view.lang, dataset.name_in_sentence(view.province, view.lang)
    plan = chosen_plan(dataset, view)
    if plan is None:
        return t("plan.none", lang, name=name)
    base_year, target_year = int(plan["base_year"]), int(plan["target_year"])
    row = total_in_year(dataset, target_year, view.province)
    before = total_in_year(dataset, base_year, view.province)
    if row is None:
        result = t("plan.headline_open", lang, year=target_year)
        if dataset.estimated and before is not None:
            values = _position_values(dataset, base_year, before, lang)
            result += t("plan.headline_base", lang, year=base_year, **values)
    else:
        kind = "reached" if row["group"] <= plan["target_group"] else "other"
        same_group = before is not None and before["group"] == row["group"]
        if kind == "other" and same_group and base_year in dataset.years:
            kind = "still"
        result = t(
            f"plan.headline_{kind}",
            lang,
            score=format_number(row["score"], 2, lang),
            rank=row["rank"],
            group=phrases.group_name(row["group"], lang).lower(),
        )
    return t(
        "plan.headline",
        lang,
        aim=target_group_name(dataset, view),
        year=target_year,
        result=result,
    )


def _position_values(dataset: Dataset, year: int, row: pd.Series, lang: str) -> dict[str, str]:
    """The placeholders of a sentence on the total of a plan's base year."""
    of_year = dataset_with_year(dataset, year) or dataset
    return {
        "score": format_number(row["score"], 2, lang),
        "rank": phrases.format_rank(of_year, row),
        "group": phrases.group_name(row["group"], lang).lower(),
    }


def above_median_values(table: pd.DataFrame) -> dict[str, int]:
    """How many sub-dimensions rose more than the median province's, by placeholder.

    Args:
        table: see ``sub_dimension_results``.

    Returns:
        above and n: of the addressed ones, how many and of how many; others and m: of the rest.
    """
    addressed, others = (table[table["addressed"] == flag] for flag in (True, False))
    return {
        "above": int(addressed["above"].sum()),
        "n": len(addressed),
        "others": int(others["above"].sum()),
        "m": len(others),
    }


def years_note(dataset: Dataset, view: View) -> str:
    """Which plan and years the page shows, whatever the view's, and what is estimated."""
    plan = required_plan(dataset, view)
    note = t(
        "plan.years",
        view.lang,
        plan=plan["plan"],
        issued=format_date(plan["issued"], view.lang),
        **plan_years(plan),
    )
    if not rests_on_estimate(dataset, view):
        return note
    of_base_year = replace(view, year=int(plan["base_year"]), measure=TOTAL)
    return f"{note} {estimates.page_note(dataset, of_base_year)}"


def rests_on_estimate(dataset: Dataset, view: View) -> bool:
    """Whether the headline tells an estimate, for want of a published result of one of the 34."""
    plan = chosen_plan(dataset, view)
    if plan is None or not dataset.estimated:
        return False
    years = plan_years(plan)
    has_result = total_in_year(dataset, years["last"], view.province) is not None
    return not has_result and total_in_year(dataset, years["first"], view.province) is not None


def coverage_title(dataset: Dataset, view: View, table: pd.DataFrame) -> str:
    """How many sub-dimensions no action addresses, and where among them most is to gain.

    Args:
        dataset: the dataset of the view.
        view: province, year and language.
        table: see ``coverage``; not empty.
    """
    lang = view.lang
    unaddressed = table[~table["addressed"]]
    candidates = table if unaddressed.empty else unaddressed
    top = candidates.loc[candidates["extra"].idxmax()]
    kind = "coverage_full" if unaddressed.empty else "coverage_blind"
    if len(unaddressed) and top["extra"] >= table["extra"].max():
        kind = "coverage_blind_most"
    return t(
        f"plan.{kind}",
        lang,
        blind=len(unaddressed),
        n=len(table),
        source=source_kind(dataset, view),
        measure=phrases.full_name_in_sentence(dataset, top["measure"], lang),
        gain=format_number(top["extra"], 2, lang),
    )


def result_title(view: View, table: pd.DataFrame) -> str:
    """How many sub-dimensions rose more than the median province's, addressed or not.

    Args:
        view: the language.
        table: see ``sub_dimension_results``.
    """
    return t("plan.result_title", view.lang, **above_median_values(table))


def reading_note(dataset: Dataset, view: View) -> str:
    """What limits the comparison of addressed and other sub-dimensions.

    About half of all are above the median by chance; of those with a badge it says how many changes
    are unusual.
    """
    table = sub_dimension_results(dataset, view)
    half = t("plan.half", view.lang)
    badges = table.loc[table["badge"].ne(""), "badge"]
    if badges.empty:
        return half
    unusual = int(badges.isin(BADGES[1:]).sum())
    chance = chance_phrase(table, view.lang)
    return f"{half} {t('plan.unusual', view.lang, more=unusual, n=len(badges), chance=chance)}"


def origin_note(dataset: Dataset, view: View) -> str:
    """Which plan it is and which source describes its actions, for the line below a chart."""
    plan, lang = required_plan(dataset, view), view.lang
    issued, source = format_date(plan["issued"], lang), plan[f"source_{lang}"]
    key = "plan.origin_outline" if is_outline(dataset, view) else "plan.origin"
    return t(key, lang, plan=plan["plan"], issued=issued, source=source)


def source_kind(dataset: Dataset, view: View) -> str:
    """What kind of source describes the plan's actions, within a sentence: "the article"."""
    return str(required_plan(dataset, view)[f"source_kind_{view.lang}"])


def method_sentences(dataset: Dataset, view: View) -> list[str]:
    """How to read the page, which judgements are the dashboard's own, and the sources."""
    plan = required_plan(dataset, view)
    lang = view.lang
    source, issued = plan[f"source_{lang}"], format_date(plan["issued"], lang)
    producers = dataset.producers(int(plan["base_year"]), int(plan["target_year"]))["short"]
    sentences = [
        t(
            f"plan.m_{entry}",
            lang,
            source=source,
            issued=issued,
            producers=", ".join(producers),
            **plan_years(plan),
        )
        for entry in (
            ("outline", "effect_outline", "time", "source_outline")
            if is_outline(dataset, view)
            else ("mapping", "effect", "time", "room", "source")
        )
    ]
    if plan["source_url"]:
        sentences[-1] += f" {plan['source_url']}"
    return sentences


def target_group_name(dataset: Dataset, view: View) -> str:
    """The name of the plan's target group, within a sentence."""
    return phrases.group_name(int(required_plan(dataset, view)["target_group"]), view.lang).lower()


def plan_years(plan: pd.Series) -> dict[str, int]:
    """The plan's base and target year, by placeholder (first, last)."""
    return {"first": int(plan["base_year"]), "last": int(plan["target_year"])}


def total_in_year(dataset: Dataset, year: int, province: str) -> pd.Series | None:
    """The province's position by the total; None where the year or the province has no scores.

    Of one of the 34 also in a year in which their scores are estimates.
    """
    of_year = dataset_with_year(dataset, year)
    return None if of_year is None else of_year.position(year, TOTAL, province)
