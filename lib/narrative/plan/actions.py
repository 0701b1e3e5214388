"""A plan's actions beside their sub-dimensions, and who does what by when.

All functions that take a dataset raise LookupError where the province has no plan.
"""

from dataclasses import dataclass
from typing import Literal

from lib.common.numbers import format_number, format_signed
from lib.common.strings import format_date
from lib.common.text import t
from lib.ingest.forms.commitment_form import FILLED_COLUMNS, PAPI, Commitments, join_to_actions
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.plan.named_indicators import indicator_lines
from lib.narrative.plan.results import (
    coverage,
    plan_actions,
    plan_years,
    required_plan,
    sub_dimension_results,
    target_group_name,
)
from lib.stats import plan as stats_plan


@dataclass(frozen=True)
class SubDimensionLine:
    """One sub-dimension beside an action, as the cells of the page's table.

    Attributes:
        code, name, score, rank, group: the sub-dimension in the plan's base year.
        gap: its distance to the median in points, with its sign.
        change, national, badge: its change up to the target year, the median province's, and how
            usual it is; "–" where not known.
        change_note: ``national`` and ``badge`` in a few words, "" where not known.
    """

    code: str
    name: str
    score: str
    rank: str
    group: str
    gap: str
    change: str
    national: str
    badge: str
    change_note: str


@dataclass(frozen=True)
class PlanAction:
    """One action of a plan.

    Attributes:
        id: its code in the plan.
        text: what is to be done.
        commitment: who does what by when, "" where nothing is filled in.
        indicators: a line for each PAPI indicator that the commitment names.
        lines: the sub-dimensions that it addresses.
    """

    id: str
    text: str
    commitment: str
    indicators: tuple[str, ...]
    lines: tuple[SubDimensionLine, ...]


@dataclass(frozen=True)
class ActionSection:
    """One section of a plan with a summary of its actions."""

    name: str
    summary: str
    actions: tuple[PlanAction, ...]


@dataclass(frozen=True)
class AssignedAction:
    """One action with a commitment, as the cells of the page's second table."""

    id: str
    text: str
    owner: str
    deadline: str
    target: str


def table_note(dataset: Dataset, view: View) -> str:
    """What the table of actions holds."""
    plan = required_plan(dataset, view)
    return t("plan.table_note", view.lang, aim=target_group_name(dataset, view), **plan_years(plan))


def action_sections(dataset: Dataset, view: View, committed: Commitments) -> list[ActionSection]:
    """The plan's actions by section, each beside its sub-dimensions."""
    lang = view.lang
    table = join_to_actions(plan_actions(dataset, view), committed.rows)
    pairs = stats_plan.actions_by_sub_dimension(
        dataset.tables.plan_measures, required_plan(dataset, view)["plan"]
    )
    pairs = pairs[pairs["sub_dimension"].ne("")]
    lines = _sub_dimension_lines(dataset, view)
    changed = sub_dimension_results(dataset, view)
    above_median = set(changed.loc[changed["above"], "measure"]) if len(changed) else None
    sections = []
    for name, rows in table.groupby(f"section_{lang}", sort=False):
        subs = list(dict.fromkeys(pairs.loc[pairs["id"].isin(rows["id"]), "sub_dimension"]))
        actions = []
        for row in rows.to_dict("records"):
            codes = pairs.loc[pairs["id"] == row["id"], "sub_dimension"]
            actions.append(
                PlanAction(
                    row["id"],
                    row[f"measure_{lang}"],
                    _commitment_text(row, lang),
                    indicator_lines(dataset, view, row[PAPI]),
                    tuple(lines[code] for code in codes if code in lines),
                )
            )
        summary = _section_summary(len(rows), subs, above_median, lang)
        sections.append(ActionSection(str(name), summary, tuple(actions)))
    return sections


def _section_summary(
    n_actions: int, subs: list[str], above_median: set[str] | None, lang: str
) -> str:
    """How many actions and sub-dimensions a section has, and how many rose more than the median.

    Args:
        n_actions: the number of actions.
        subs: the sub-dimensions that they address.
        above_median: the sub-dimensions that rose more than the median province's; None where the
            target year has no scores.
        lang: the language.
    """
    key = "plan.section_open" if above_median is None else "plan.section"
    return t(
        key if subs else "plan.section_general",
        lang,
        measures=n_actions,
        subs=len(subs),
        above=sum(sub in (above_median or ()) for sub in subs),
    )


def commitments_status(
    dataset: Dataset,
    view: View,
    committed: Commitments,
    origin: Literal["upload", "file"],
    file: str,
) -> str:
    """How many actions have a commitment, and from which file.

    Args:
        dataset: the dataset of the view.
        view: province, year and language.
        committed: the commitments.
        origin: "upload", or "file" for the file kept beside the data.
        file: the name of the file.
    """
    lang = view.lang
    table = join_to_actions(plan_actions(dataset, view), committed.rows)
    filled = table[table[list(FILLED_COLUMNS)].ne("").any(axis=1)]
    if filled.empty:
        return t("plan.commitments_none", lang)
    values = {
        "filled": len(filled),
        "n": len(table),
        "from": t(f"plan.from_{origin}", lang, file=file),
    }
    dates = filled.loc[filled["deadline"].ne(""), "deadline"]
    if dates.empty:
        return t("plan.commitments_undated", lang, **values)
    return t("plan.commitments_some", lang, first=format_date(dates.min(), lang), **values)


def assigned_actions(dataset: Dataset, view: View, committed: Commitments) -> list[AssignedAction]:
    """The actions with a commitment, in the plan's order."""
    table = join_to_actions(plan_actions(dataset, view), committed.rows)
    return [
        AssignedAction(
            row["id"],
            row[f"measure_{view.lang}"],
            row["owner"],
            format_date(row["deadline"], view.lang) if row["deadline"] else "",
            row["target"],
        )
        for row in table[table[list(FILLED_COLUMNS)].ne("").any(axis=1)].to_dict("records")
    ]


def rejection_sentences(view: View, committed: Commitments, file: str) -> list[str]:
    """What could not be read of a file: a sentence that counts the problems, then one for each."""
    problems = committed.problems
    if not problems:
        return []
    kind = "rejected" if len(committed.rows) else "rejected_all"
    if committed.rows.empty and not problems[0].row:
        kind = "unread"
    first = t(f"plan.{kind}", view.lang, file=file, n=len(problems))
    return [first, *(problem.sentence(view.lang) for problem in problems)]


def _sub_dimension_lines(dataset: Dataset, view: View) -> dict[str, SubDimensionLine]:
    """The line of every sub-dimension, by code."""
    lang = view.lang
    covered, changed = coverage(dataset, view), sub_dimension_results(dataset, view)
    if covered.empty:
        return {}
    changes = {row["measure"]: row for row in changed.to_dict("records")}
    lines = {}
    for row in covered.to_dict("records"):
        code = row["measure"]
        change = changes.get(code)
        lines[code] = SubDimensionLine(
            code,
            dataset.measure_name(code, lang),
            format_number(row["score"], 2, lang),
            f"{row['rank']}/{row['scored']}",
            t(f"group.brief_{row['group']}", lang),
            format_signed(row["gap"], 2, lang),
            format_signed(change["change"], 2, lang) if change else "–",
            format_signed(change["national"], 2, lang) if change else "–",
            t(f"badge.{change['badge']}", lang) if change and change["badge"] else "–",
            _change_note(change, lang) if change else "",
        )
    return lines


def _change_note(row: dict, lang: str) -> str:
    """ "median +0,03 · notable": two columns in one, for a narrow screen."""
    national = format_signed(row["national"], 2, lang)
    if not row["badge"]:
        return t("plan.slim_plain", lang, national=national)
    badge = t(f"badge.{row['badge']}", lang).lower()
    return t("plan.slim", lang, national=national, badge=badge)


def _commitment_text(row: dict, lang: str) -> str:
    """Who does what by when, "" where nothing is filled in."""
    parts = []
    for column in FILLED_COLUMNS:
        if row[column] and column != PAPI:
            value = format_date(row[column], lang) if column == "deadline" else row[column]
            parts.append(t(f"plan.line_{column}", lang, value=value))
    return " · ".join(parts)
