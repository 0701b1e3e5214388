"""A plan's aim and what the scores did since, in words and figures; no cause is claimed."""

from datetime import date

import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.elements import KeyFigure
from lib.stats import plan as stats_plan
from lib.stats.ranking import TOTAL


def chosen_plan(dataset: Dataset, view: View) -> pd.Series | None:
    """The plan that the page shows, None where the province has none."""
    return stats_plan.choose_plan(dataset.tables.plans, view.province, view.year)


def required_plan(dataset: Dataset, view: View) -> pd.Series:
    """The same; LookupError where there is none."""
    plan = chosen_plan(dataset, view)
    if plan is None:
        raise LookupError(f"{view.province} has no plan")
    return plan


def coverage(dataset: Dataset, view: View) -> pd.DataFrame:
    """The sub-dimensions of the plan's base year (see ``measures.plan.coverage``); may be empty."""
    plan = chosen_plan(dataset, view)
    if plan is None or plan["base_year"] not in dataset.years:
        return pd.DataFrame()
    year = int(plan["base_year"])
    gains = dataset.attainable_gains(view.province, year)
    return stats_plan.plan_coverage(dataset.positions, dataset.tables.plan_measures, plan, gains)


def results(dataset: Dataset, view: View) -> pd.DataFrame:
    """What they did up to the target year (see ``measures.plan.results``); may be empty."""
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
    return not results(dataset, view).empty


def plan_actions(dataset: Dataset, view: View) -> pd.DataFrame:
    """The measures of the plan that the page shows."""
    table = dataset.tables.plan_measures
    return table[table["plan"] == required_plan(dataset, view)["plan"]].reset_index(drop=True)


def headline(dataset: Dataset, view: View) -> str:
    """What was aimed at and where the province stands now."""
    lang, name = view.lang, dataset.province_name(view.province, view.lang)
    plan = chosen_plan(dataset, view)
    if plan is None:
        return t("plan.none", lang, name=name)
    first, last, aim = (int(plan[f]) for f in ("base_year", "target_year", "target_group"))
    row = _total_in(dataset, last, view.province)
    if row is None:
        result = t("plan.headline_open", lang, name=name, year=last)
    else:
        before = _total_in(dataset, first, view.province)
        kind = "reached" if row["group"] <= aim else "other"
        if kind == "other" and before is not None and before["group"] == row["group"]:
            kind = "still"
        result = t(
            f"plan.headline_{kind}",
            lang,
            name=name,
            score=format_number(row["score"], 2, lang),
            rank=phrases.rank_of_all(dataset, row),
            group=phrases.group_name(row["group"], lang).lower(),
        )
    return t(
        "plan.headline",
        lang,
        plan=plan["plan"],
        aim=phrases.group_name(aim, lang).lower(),
        year=last,
        result=result,
    )


def key_figures(dataset: Dataset, view: View) -> list[KeyFigure]:
    """The aim, the result, the change beside the median one, and what the plan addresses."""
    lang = view.lang
    plan = required_plan(dataset, view)
    first, last, aim = (int(plan[f]) for f in ("base_year", "target_year", "target_group"))
    cut = stats_plan.THRESHOLD_OF_GROUP[aim]
    row = _total_in(dataset, last, view.province)
    known = [y for y in (last, first) if y in dataset.years]
    note = ""
    if known:
        of_year = dataset.ranking(known[0], TOTAL)[cut].iloc[0]
        note = t("plan.kpi_cut", lang, year=known[0], cut=format_number(of_year, 2, lang))
    out = [
        KeyFigure(t("plan.kpi_target", lang, year=last), phrases.group_name(aim, lang), "", note)
    ]
    if row is not None:
        words = {
            "rank": phrases.rank_of_all(dataset, row),
            "group": phrases.group_name(row["group"], lang).lower(),
        }
        short = -row[f"gap_{cut}"]
        note = (
            t("plan.kpi_there", lang, **words)
            if row["group"] <= aim
            else t("plan.kpi_short", lang, gap=format_number(short, 2, lang), **words)
        )
        scale = f"/{dataset.max_score(last)}"
        score = format_number(row["score"], 2, lang)
        out.append(KeyFigure(t("plan.kpi_result", lang, year=last), score, scale, note))
    gain, national = stats_plan.total_change(dataset.positions, plan)
    if pd.notna(gain):
        out.append(
            KeyFigure(
                t("plan.kpi_change", lang, first=first, last=last),
                phrases.points_phrase(gain, lang),
                "",
                t("plan.kpi_national", lang, gain=format_signed(national, 2, lang)),
            )
        )
    covered = coverage(dataset, view)
    if len(covered):
        n = int(covered["addressed"].sum())
        label = t("plan.kpi_covered", lang)
        out.append(KeyFigure(label, str(n), f"/{len(covered)}", t("plan.kpi_mapping", lang)))
    moved = results(dataset, view)
    if len(moved):
        yes, no = (moved[moved["addressed"] == flag] for flag in (True, False))
        note = t("plan.kpi_others", lang, above=int(no["above"].sum()), n=len(no))
        label = t("plan.kpi_above", lang)
        out.append(KeyFigure(label, str(int(yes["above"].sum())), f"/{len(yes)}", note))
    return out


def years_note(dataset: Dataset, view: View) -> str:
    """Which years the page shows, whatever the view's year."""
    plan = required_plan(dataset, view)
    return t(
        "plan.years", view.lang, issued=format_date(plan["issued"], view.lang), **plan_years(plan)
    )


def coverage_title(dataset: Dataset, view: View, table: pd.DataFrame) -> str:
    """How many sub-dimensions no measure addresses, and where most is to gain."""
    lang = view.lang
    blind = table[~table["addressed"]]
    most = table if blind.empty else blind
    top = most.loc[most["attainable"].idxmax()]
    kind = "coverage_full" if blind.empty else "coverage_blind"
    if len(blind) and top["attainable"] >= table["attainable"].max():
        kind = "coverage_blind_most"
    return t(
        f"plan.{kind}",
        lang,
        blind=len(blind),
        n=len(table),
        source=source_kind(dataset, view),
        measure=phrases.name_in_sentence(dataset.measure_name(top["measure"], lang), lang),
        gain=format_number(top["attainable"], 2, lang),
    )


def result_title(view: View, table: pd.DataFrame) -> str:
    """How many sub-dimensions rose more than the median, addressed or not."""
    yes, no = (table[table["addressed"] == flag] for flag in (True, False))
    return t(
        "plan.result_title",
        view.lang,
        above=int(yes["above"].sum()),
        n=len(yes),
        others=int(no["above"].sum()),
        m=len(no),
    )


def reading_note(dataset: Dataset, view: View) -> str:
    """How little the comparison of the two shares says, and how many changes are unusual."""
    table = results(dataset, view)
    known = table[table["badge"].ne("")]
    words = {"more": int(known["badge"].isin(["notable", "rare"]).sum()), "n": len(known)}
    half = t("plan.half", view.lang)
    return f"{half} {t('plan.unusual', view.lang, **words)}" if len(known) else half


def origin_note(dataset: Dataset, view: View) -> str:
    """Which plan it is, and where its measures are told, for the line below a picture."""
    plan, lang = required_plan(dataset, view), view.lang
    issued, source = format_date(plan["issued"], lang), plan[f"source_{lang}"]
    return t("plan.origin", lang, plan=plan["plan"], issued=issued, source=source)


def source_kind(dataset: Dataset, view: View) -> str:
    """What tells of the plan's measures, within a sentence: "the article"."""
    return str(required_plan(dataset, view)[f"source_kind_{view.lang}"])


def method_sentences(dataset: Dataset, view: View) -> list[str]:
    """How to read the page, what is ours in it, and where the rest comes from."""
    plan = required_plan(dataset, view)
    lang = view.lang
    source, issued = plan[f"source_{lang}"], format_date(plan["issued"], lang)
    out = [
        t(f"plan.m_{entry}", lang, source=source, issued=issued, **plan_years(plan))
        for entry in ("mapping", "effect", "time", "room", "source")
    ]
    if plan["source_url"]:
        out[-1] += f" {plan['source_url']}"
    return out


def format_date(text: str, lang: str) -> str:
    """A date (year-month-day) as read: 21/5/2024 in Vietnamese, 21 May 2024 in English."""
    year, month, number_of_day = (int(part) for part in text.split("-"))
    if lang == "vi":
        return f"{number_of_day}/{month}/{year}"
    return f"{number_of_day} {date(2000, month, 1):%B} {year}"


def target_group_name(dataset: Dataset, view: View) -> str:
    """The name of the group that the plan aims at, within a sentence."""
    return phrases.group_name(int(required_plan(dataset, view)["target_group"]), view.lang).lower()


def plan_years(plan: pd.Series) -> dict[str, int]:
    """The plan's base and target year as first and last."""
    return {"first": int(plan["base_year"]), "last": int(plan["target_year"])}


def _total_in(dataset: Dataset, year: int, province: str) -> pd.Series | None:
    return dataset.position(year, TOTAL, province) if year in dataset.years else None
