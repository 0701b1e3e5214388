"""The parts of a change: which dimensions and sub-dimensions it consists of."""

import pandas as pd

from lib.common.numbers import format_signed
from lib.common.strings import HEADLINE_LENGTH, capitalize_first
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.successors import changes
from lib.narrative.trends.change import has_change
from lib.stats import decomposition as stats_decomposition
from lib.stats.ranking import TOTAL, is_sub_dimension

_SMALLEST_NAMED = 0.005  # points; a smaller part would be written as 0,00


def decomposed_measure(view: View) -> str:
    """The measure that is taken apart: the total, else the dimension of the view's measure."""
    return view.measure if view.measure == TOTAL else view.measure.split(".")[0]


def has_parts(dataset: Dataset, view: View) -> bool:
    """Whether the change can be taken apart: a dimension's parts must be measured in both years."""
    measure = decomposed_measure(view)
    if not has_change(dataset, view, measure):
        return False
    in_one_year_only = [stats_decomposition.ADDED, stats_decomposition.DROPPED]
    return (
        measure == TOTAL or not change_parts(dataset, view)["status"].isin(in_one_year_only).any()
    )


def not_decomposed_reason(dataset: Dataset, view: View) -> str:
    """Why the change is not taken apart."""
    measure = dataset.measure_name(decomposed_measure(view), view.lang)
    return t("trends.rebuilt", view.lang, measure=measure)


def change_parts(dataset: Dataset, view: View) -> pd.DataFrame:
    """The parts of the change of ``decomposed_measure``, the largest rise first.

    Returns:
        The columns of ``stats.decomposition.parts_of_change`` and ``badge``.
    """
    return upper_level(change_parts_both_levels(dataset, view), view)


def change_parts_both_levels(dataset: Dataset, view: View) -> pd.DataFrame:
    """The parts of the change; for the total each dimension is followed by its sub-dimensions.

    Returns:
        The columns of ``change_parts``, and for the total ``dimension``.
    """
    if (of_estimate := _parts_of_estimate(dataset, view)) is not None:
        return of_estimate
    measure, positions = decomposed_measure(view), dataset.positions_of_province(view.province)
    measured, breaks = dataset.measured_sub_dimensions, dataset.tables.breaks
    if measure == TOTAL:
        table = stats_decomposition.decompose(positions, measured, breaks, view.province, view.year)
        return _with_badges(dataset, view, table)
    table = stats_decomposition.parts_of_change(
        positions, measured, view.province, view.year, measure, breaks=breaks
    )
    return _largest_rise_first(_with_badges(dataset, view, table))


def is_from_estimate(dataset: Dataset, view: View) -> bool:
    """Whether the change is that from an estimated score to the first published one."""
    first = changes.first_change(dataset, view, decomposed_measure(view))
    return first is not None and dataset.is_merged(view.province)


def _parts_of_estimate(dataset: Dataset, view: View) -> pd.DataFrame | None:
    """The parts of the first published score minus the estimate; None in other years."""
    parent = decomposed_measure(view)
    if changes.first_change(dataset, view, parent) is None:
        return None
    dims = dataset.dimensions(view.year) if parent == TOTAL else [parent]
    rows = []
    for dimension in dims:
        subs = dataset.sub_dimensions(view.year, dimension)
        for measure in [dimension, *subs] if parent == TOTAL else subs:
            found = changes.first_change(dataset, view, measure)
            if found is not None:
                rows.append((measure, dimension, found.estimate, found.score, found.change))
    table = pd.DataFrame(rows, columns=["measure", "dimension", "before", "after", "change"])
    table = table.assign(contribution=table["change"], status=stats_decomposition.SAME, badge="")
    if parent == TOTAL:
        return table
    return _largest_rise_first(table.drop(columns="dimension"))


def whole_change(dataset: Dataset, view: View) -> pd.Series | None:
    """The position whose change is taken apart; the estimate is the sum of those of the parts."""
    own = dataset.position(view.year, decomposed_measure(view), view.province)
    if own is None or _parts_of_estimate(dataset, view) is None:
        return own
    whole = changes.with_estimate(dataset, view, own)
    change = float(change_parts(dataset, view)["contribution"].sum())
    whole["change"], whole["prev_score"] = change, whole["score"] - change
    return whole


def estimate_note(dataset: Dataset, view: View) -> str:
    """That the estimate is a sum of parts where that differs from the total's; else ""."""
    found = changes.first_change(dataset, view, decomposed_measure(view))
    whole = whole_change(dataset, view)
    if found is None or whole is None or abs(whole["change"] - found.change) < _SMALLEST_NAMED:
        return ""
    return t("successor.waterfall_sum", view.lang)


def upper_level(parts: pd.DataFrame, view: View) -> pd.DataFrame:
    """Of the parts of ``change_parts_both_levels`` those that ``change_parts`` returns."""
    if decomposed_measure(view) != TOTAL:
        return parts
    dimensions = parts[parts["measure"] == parts["dimension"]]
    return _largest_rise_first(dimensions.drop(columns="dimension"))


def _largest_rise_first(parts: pd.DataFrame) -> pd.DataFrame:
    return parts.sort_values("contribution", ascending=False, ignore_index=True)


def _with_badges(dataset: Dataset, view: View, table: pd.DataFrame) -> pd.DataFrame:
    """The parts with the name of the badge of their change, "" where they have none."""
    badges = [dataset.badge(view.year, m, view.province).name for m in table["measure"]]
    return table.assign(badge=badges)


def comparing_part_note(dataset: Dataset, view: View) -> str:
    """How much of the total's change lies on the sub-dimensions that compare; "" if all do."""
    if decomposed_measure(view) != TOTAL or is_from_estimate(dataset, view):
        return estimate_note(dataset, view)
    parts = change_parts_both_levels(dataset, view)
    parts = parts[is_sub_dimension(parts["measure"])]
    compares = parts["status"] == stats_decomposition.SAME
    measured = parts["status"] != stats_decomposition.DROPPED
    if compares.all():
        return ""
    return t(
        "trends.comparing_part",
        view.lang,
        n=int(compares.sum()),
        all=int(measured.sum()),
        change=format_signed(parts.loc[compares, "contribution"].sum(), 2, view.lang),
    )


def short_drivers_title(dataset: Dataset, view: View, parts: pd.DataFrame) -> str:
    """As ``drivers_title``, with one part each way where more are too long for two lines."""
    titles = [drivers_title(dataset, view, parts, most) for most in (2, 1)]
    return next((title for title in titles if len(title) <= HEADLINE_LENGTH), titles[-1])


def drivers_title(dataset: Dataset, view: View, parts: pd.DataFrame, most: int = 2) -> str:
    """Which parts rose most and which fell most.

    Args:
        dataset: the dataset of the view.
        view: province, year, measure and language.
        parts: as ``change_parts`` returns them.
        most: how many are named at most that rose, or that fell where none rose.
    """
    lang = view.lang

    remeasured = f", {t('trends.remeasured', lang)}"

    def named(rows: pd.DataFrame) -> str:
        columns = (rows[column] for column in ("measure", "contribution", "status"))
        return phrases.join_with_notes(
            (
                (
                    phrases.short_name_in_sentence(dataset, measure, lang),
                    format_signed(contribution, 2, lang)
                    + ("" if status == stats_decomposition.SAME else remeasured),
                )
                for measure, contribution, status in zip(*columns, strict=True)
            ),
            lang,
        )

    from_estimate = is_from_estimate(dataset, view)

    def clause(way: str, **values: str) -> str:
        if from_estimate:
            return t(f"successor.drivers_{way}", lang, **values)
        return t(f"trends.drivers_{way}", lang, **values)

    up = parts[parts["contribution"] >= _SMALLEST_NAMED].head(most)
    down = parts[parts["contribution"] <= -_SMALLEST_NAMED].iloc[::-1].head(1 if len(up) else most)
    clauses = []
    if len(up):
        clauses.append(clause("up", names=named(up)))
    if len(down):
        clauses.append(clause("down", names=named(down)))
    return capitalize_first("; ".join(clauses) or clause("none"))
