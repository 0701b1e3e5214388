"""A plan's target and the change of the scores since, in words and figures.

No sentence claims that the plan caused a change. Functions that need a plan raise LookupError where
the province has none.
"""

from datetime import date

import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.elements import KeyFigure
from lib.narrative.trends.uncertainty import chance_phrase
from lib.stats import plan as stats_plan
from lib.stats.ranking import THRESHOLD_OF_GROUP, TOTAL
from lib.stats.typical_change import BADGES


def chosen_plan(dataset: Dataset, view: View) -> pd.Series | None:
    """The province's plan that goes with the view's year; None where it has none."""
    return stats_plan.choose_plan(dataset.tables.plans, view.province, view.year)


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
        See ``stats.plan.plan_coverage``; empty without a plan or scores in its base year.
    """
    plan = chosen_plan(dataset, view)
    if plan is None or plan["base_year"] not in dataset.years:
        return pd.DataFrame()
    year = int(plan["base_year"])
    gains = dataset.split_gains(view.province, year)
    return stats_plan.plan_coverage(dataset.positions, dataset.tables.plan_measures, plan, gains)


def sub_dimension_results(dataset: Dataset, view: View) -> pd.DataFrame:
    """The change of each sub-dimension from the plan's base year to its target year.

    Returns:
        See ``stats.plan.plan_results``; empty without a plan or scores in both years.
    """
    plan = chosen_plan(dataset, view)
    if plan is None:
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
    lang, name = view.lang, dataset.province_name(view.province, view.lang)
    plan = chosen_plan(dataset, view)
    if plan is None:
        return t("plan.none", lang, name=name)
    base_year, target_year = int(plan["base_year"]), int(plan["target_year"])
    row = total_in_year(dataset, target_year, view.province)
    if row is None:
        result = t("plan.headline_open", lang, name=name, year=target_year)
    else:
        before = total_in_year(dataset, base_year, view.province)
        kind = "reached" if row["group"] <= plan["target_group"] else "other"
        if kind == "other" and before is not None and before["group"] == row["group"]:
            kind = "still"
        result = t(
            f"plan.headline_{kind}",
            lang,
            name=name,
            score=format_number(row["score"], 2, lang),
            rank=phrases.format_rank(dataset, row),
            group=phrases.group_name(row["group"], lang).lower(),
        )
    return t(
        "plan.headline",
        lang,
        plan=plan["plan"],
        aim=target_group_name(dataset, view),
        year=target_year,
        result=result,
    )


def key_figures(dataset: Dataset, view: View) -> list[KeyFigure]:
    """The target, the result, the change beside the median one, and what the plan addresses.

    Figures that are not known are left out.

    Raises:
        LookupError: The province has no plan.
    """
    plan = required_plan(dataset, view)
    figures = (
        _target_figure(dataset, plan, view.lang),
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
    scored_years = [y for y in (target_year, int(plan["base_year"])) if y in dataset.years]
    if scored_years:
        year, column = scored_years[0], THRESHOLD_OF_GROUP[target_group]
        threshold = dataset.ranking(year, TOTAL)[column].iloc[0]
        note = t("plan.kpi_cut", lang, year=year, cut=format_number(threshold, 2, lang))
    label = t("plan.kpi_target", lang, year=target_year)
    return KeyFigure(label, phrases.group_name(target_group, lang), "", note)


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
        f"/{dataset.max_score(target_year)}",
        note,
    )


def _change_figure(dataset: Dataset, plan: pd.Series, lang: str) -> KeyFigure | None:
    """The change of the total from base to target year, beside the median province's."""
    gain, national = stats_plan.total_change(dataset.positions, plan)
    if pd.isna(gain):
        return None
    return KeyFigure(
        t("plan.kpi_change", lang, **plan_years(plan)),
        phrases.points_phrase(gain, lang),
        "",
        t("plan.kpi_national", lang, gain=format_signed(national, 2, lang)),
    )


def _coverage_figure(dataset: Dataset, view: View) -> KeyFigure | None:
    """How many sub-dimensions the plan addresses."""
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
    values = _above_median_values(table)
    note = t("plan.kpi_others", view.lang, above=values["others"], n=values["m"])
    label = t("plan.kpi_above", view.lang)
    return KeyFigure(label, str(values["above"]), f"/{values['n']}", note)


def _above_median_values(table: pd.DataFrame) -> dict[str, int]:
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
    """Which years the page shows: those of the plan, whatever the view's year."""
    plan = required_plan(dataset, view)
    return t(
        "plan.years", view.lang, issued=format_date(plan["issued"], view.lang), **plan_years(plan)
    )


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
    return t("plan.result_title", view.lang, **_above_median_values(table))


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
    return t("plan.origin", lang, plan=plan["plan"], issued=issued, source=source)


def source_kind(dataset: Dataset, view: View) -> str:
    """What kind of source describes the plan's actions, within a sentence: "the article"."""
    return str(required_plan(dataset, view)[f"source_kind_{view.lang}"])


def method_sentences(dataset: Dataset, view: View) -> list[str]:
    """How to read the page, which judgements are the dashboard's own, and the sources."""
    plan = required_plan(dataset, view)
    lang = view.lang
    source, issued = plan[f"source_{lang}"], format_date(plan["issued"], lang)
    sentences = [
        t(f"plan.m_{entry}", lang, source=source, issued=issued, **plan_years(plan))
        for entry in ("mapping", "effect", "time", "room", "source")
    ]
    if plan["source_url"]:
        sentences[-1] += f" {plan['source_url']}"
    return sentences


def format_date(text: str, lang: str) -> str:
    """A date in ISO format as readers write it: 21/5/2024 in Vietnamese, 21 May 2024 in English.

    Raises:
        ValueError: The text is no date.
    """
    day = date.fromisoformat(text)
    if lang == "vi":
        return f"{day.day}/{day.month}/{day.year}"
    return f"{day.day} {day:%B} {day.year}"


def target_group_name(dataset: Dataset, view: View) -> str:
    """The name of the plan's target group, within a sentence."""
    return phrases.group_name(int(required_plan(dataset, view)["target_group"]), view.lang).lower()


def plan_years(plan: pd.Series) -> dict[str, int]:
    """The plan's base and target year, by placeholder (first, last)."""
    return {"first": int(plan["base_year"]), "last": int(plan["target_year"])}


def total_in_year(dataset: Dataset, year: int, province: str) -> pd.Series | None:
    """The province's position by the total; None where the year or the province has no scores."""
    return dataset.position(year, TOTAL, province) if year in dataset.years else None
