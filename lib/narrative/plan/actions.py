"""A plan's actions beside their sub-dimensions, and who does what by when."""

from dataclasses import dataclass

from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.ingest.commitments import FILLED_COLUMNS, Commitments, join_to_actions
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.plan.results import (
    coverage,
    format_date,
    plan_actions,
    plan_years,
    required_plan,
    results,
    target_group_name,
)
from lib.stats import plan as stats_plan


@dataclass(frozen=True)
class SubDimensionLine:
    """One sub-dimension beside a measure, in the cells of the page's table."""

    code: str
    name: str
    score: str
    rank: str
    group: str
    gap: str
    change: str
    national: str
    badge: str
    beside: str  # the last two in a few words, "" where nothing is known


@dataclass(frozen=True)
class PlanAction:
    """One measure: its code, its text, who does what by when (if filled in), its lines."""

    id: str
    text: str
    committed: str
    lines: tuple[SubDimensionLine, ...]


@dataclass(frozen=True)
class ActionSection:
    """One section of a plan with a summary of its measures."""

    name: str
    summary: str
    items: tuple[PlanAction, ...]


@dataclass(frozen=True)
class AssignedAction:
    """One measure to which something is committed, in the cells of the page's second table."""

    id: str
    text: str
    owner: str
    deadline: str
    target: str


def table_note(dataset: Dataset, view: View) -> str:
    """What the table of measures holds."""
    plan = required_plan(dataset, view)
    return t("plan.table_note", view.lang, aim=target_group_name(dataset, view), **plan_years(plan))


def action_sections(dataset: Dataset, view: View, committed: Commitments) -> list[ActionSection]:
    """The plan's measures by section, each beside its sub-dimensions."""
    lang = view.lang
    table = join_to_actions(plan_actions(dataset, view), committed.rows)
    pairs = stats_plan.actions_by_sub_dimension(
        dataset.tables.plan_measures, required_plan(dataset, view)["plan"]
    )
    lines = _sub_dimension_lines(dataset, view)
    moved = results(dataset, view)
    above = set(moved.loc[moved["above"], "measure"]) if len(moved) else set()
    out = []
    for name, part in table.groupby(f"section_{lang}", sort=False):
        inside = pairs[pairs["id"].isin(part["id"]) & pairs["sub_dimension"].ne("")]
        subs = list(dict.fromkeys(inside["sub_dimension"]))
        kind = "section" if len(moved) else "section_open"
        summary = t(
            f"plan.{kind}" if subs else "plan.section_general",
            lang,
            measures=len(part),
            subs=len(subs),
            above=sum(s in above for s in subs),
        )
        items = []
        for row in part.to_dict("records"):
            codes = inside.loc[inside["id"] == row["id"], "sub_dimension"]
            own_lines = tuple(lines[c] for c in codes if c in lines)
            items.append(
                PlanAction(
                    row["id"], row[f"measure_{lang}"], _commitment_text(row, lang), own_lines
                )
            )
        out.append(ActionSection(str(name), summary, tuple(items)))
    return out


def commitments_status(
    dataset: Dataset, view: View, committed: Commitments, origin: str, file: str
) -> str:
    """How many measures have something filled in, and in which file.

    ``origin`` is "upload" or "file" (kept beside the data).
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
    """The measures to which something is committed, in the plan's order."""
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
    """What could not be read of a file, one sentence each, after a sentence that counts them."""
    found = committed.problems
    if not found:
        return []
    kind = "unread" if not found[0].row else "rejected" if len(committed.rows) else "rejected_all"
    first = t(f"plan.{kind}", view.lang, file=file, n=len(found))
    return [first, *(p.sentence(view.lang) for p in found)]


def _sub_dimension_lines(dataset: Dataset, view: View) -> dict[str, SubDimensionLine]:
    """The cells of every sub-dimension, by code."""
    lang = view.lang
    covered, moved = coverage(dataset, view), results(dataset, view)
    if covered.empty:
        return {}
    after = {row["measure"]: row for row in moved.to_dict("records")}
    out = {}
    for row in covered.to_dict("records"):
        code = row["measure"]
        then = after.get(code)
        out[code] = SubDimensionLine(
            code,
            dataset.measure_name(code, lang),
            format_number(row["score"], 2, lang),
            f"{row['rank']}/{row['scored']}",
            t(f"group.brief_{row['group']}", lang),
            format_signed(row["gap"], 2, lang),
            format_signed(then["change"], 2, lang) if then else "–",
            format_signed(then["national"], 2, lang) if then else "–",
            t(f"badge.{then['badge']}", lang) if then and then["badge"] else "–",
            _narrow_note(then, lang) if then else "",
        )
    return out


def _narrow_note(row: dict, lang: str) -> str:
    """ "median +0,03 · notable": what a change stands beside, for a narrow screen."""
    national = format_signed(row["national"], 2, lang)
    if not row["badge"]:
        return t("plan.slim_plain", lang, national=national)
    badge = t(f"badge.{row['badge']}", lang).lower()
    return t("plan.slim", lang, national=national, badge=badge)


def _commitment_text(row: dict, lang: str) -> str:
    """Who does what by when, "" where nothing is filled in."""
    parts = []
    for column in FILLED_COLUMNS:
        if row[column]:
            value = format_date(row[column], lang) if column == "deadline" else row[column]
            parts.append(t(f"plan.line_{column}", lang, value=value))
    return " · ".join(parts)
