"""Tables of a plan to read and to download: readable column names, numbers as numbers.

The tables raise LookupError where the province has no plan.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import pandas as pd

from lib.common.text import t
from lib.datasets.descriptions import Description
from lib.ingest.forms.commitment_form import (
    FILLED_COLUMNS,
    Commitments,
    join_to_actions,
    titled_columns,
)
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.plan import results
from lib.stats import plan as stats_plan


def sub_dimension_table(dataset: Dataset, view: View) -> pd.DataFrame:
    """Every sub-dimension of the base year: its actions, its position then, its change since.

    The columns of the change are left out where the target year has no scores.
    """
    lang = view.lang
    plan = results.required_plan(dataset, view)
    first, last = int(plan["base_year"]), int(plan["target_year"])
    table = results.coverage(dataset, view)
    changed = results.sub_dimension_results(dataset, view)
    columns: dict[str, object] = {
        t("plan.col_code", lang): table["measure"],
        t("plan.col_sub", lang): [dataset.measure_name(m, lang) for m in table["measure"]],
        t("plan.col_ids", lang): table["ids"],
        t("plan.col_score", lang, year=first): table["score"],
        t("plan.col_rank", lang, year=first): _whole_numbers(table["rank"]),
        t("plan.col_group", lang, year=first): _group_names(table["group"], lang),
        t("plan.col_gap", lang, year=first): table["gap"],
        t("plan.col_extra", lang): table["extra"],
    }
    if len(changed):
        after = changed.set_index("measure").reindex(table["measure"])
        columns |= {
            t("plan.col_score", lang, year=last): after["after"].to_numpy(),
            t("plan.col_rank", lang, year=last): _whole_numbers(after["after_rank"]),
            t("plan.col_group", lang, year=last): _group_names(after["after_group"], lang),
            t("plan.col_gap", lang, year=last): after["gap"].to_numpy(),
            t("plan.col_change", lang): after["change"].to_numpy(),
            t("plan.col_national", lang): after["national"].to_numpy(),
            t("plan.col_badge", lang): [_badge_name(b, lang) for b in after["badge"]],
        }
    return pd.DataFrame(columns)


def action_table(dataset: Dataset, view: View) -> pd.DataFrame:
    """Every action by section, a row for each sub-dimension that it addresses, with its figures."""
    lang = view.lang
    plan = results.required_plan(dataset, view)
    pairs = stats_plan.actions_by_sub_dimension(dataset.tables.plan_measures, plan["plan"])
    actions = pd.DataFrame(
        {
            t("plan.col_plan", lang): pairs["plan"],
            t("plan.col_section", lang): pairs[f"section_{lang}"],
            t("plan.col_id", lang): pairs["id"],
            t("plan.col_measure", lang): pairs[f"measure_{lang}"],
            t("plan.col_code", lang): pairs["sub_dimension"],
        }
    )
    if not results.has_coverage(dataset, view):
        return actions
    subs = sub_dimension_table(dataset, view).drop(columns=t("plan.col_ids", lang))
    return actions.merge(subs, on=t("plan.col_code", lang), how="left")


def commitment_table(dataset: Dataset, view: View, committed: Commitments) -> pd.DataFrame:
    """Who does what by when, a row for each action; deadlines as dates."""
    lang = view.lang
    table = join_to_actions(results.plan_actions(dataset, view), committed.rows)
    table["measure"] = table[f"measure_{lang}"]
    table["deadline"] = [date.fromisoformat(d) if d else None for d in table["deadline"]]
    return titled_columns(table, lang)


def workbook_sheets(
    dataset: Dataset, view: View, committed: Commitments
) -> dict[str, pd.DataFrame]:
    """All tables of the page, by the name of their sheet."""
    lang = view.lang
    sheets = {t("plan.sheet_measures", lang): action_table(dataset, view)}
    if results.has_coverage(dataset, view):
        sheets[t("plan.sheet_subs", lang)] = sub_dimension_table(dataset, view)
    sheets[t("plan.sheet_commitments", lang)] = commitment_table(dataset, view, committed)
    return sheets


def empty_template(
    dataset: Dataset, view: View, table: Literal["plans", "plan_measures"]
) -> pd.DataFrame:
    """The header of a data file to fill in; for plans with a row that names the province."""
    header = getattr(dataset.tables, table).columns
    rows = [{"province": view.province, "units": dataset.units}] if table == "plans" else []
    return pd.DataFrame(rows, columns=header, dtype="str").fillna("")


def column_guide(dataset: Dataset, view: View, descriptions: Sequence[Description]) -> list[str]:
    """What each column of the templates holds, with an example from the data.

    Args:
        dataset: the dataset of the view.
        view: the language.
        descriptions: those of the two data files.
    """
    lang, lines = view.lang, [t("plan.none_guide", view.lang)]
    for description in descriptions:
        table = description.file.removesuffix(".csv")
        sample = getattr(dataset.tables, table).iloc[0]
        for field in description.fields:
            lines.append(
                t(
                    "plan.none_column",
                    lang,
                    table=table,
                    column=field.name,
                    label=field.label_vi if lang == "vi" else field.label_en,
                    plan=sample["plan"],
                    sample=sample[field.name] if sample[field.name] != "" else "–",
                )
            )
    return lines


def has_commitments(committed: Commitments) -> bool:
    """Whether any commitment is filled in."""
    return bool(committed.rows[list(FILLED_COLUMNS)].ne("").any(axis=None))


def _group_names(groups: pd.Series, lang: str) -> list[str]:
    return [phrases.group_name(int(g), lang) if pd.notna(g) else "" for g in groups]


def _whole_numbers(values: pd.Series) -> pd.Series:
    """Ranks in a type that keeps whole numbers where some are missing."""
    return values.astype("Int64").reset_index(drop=True)


def _badge_name(name: object, lang: str) -> str:
    return t(f"badge.{name}", lang) if isinstance(name, str) and name else ""
