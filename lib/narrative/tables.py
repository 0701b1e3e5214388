"""Tables to read and download beside the charts: readable column names, numbers as numbers."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.memoized import VIEWS, memoized_up_to
from lib.model.view import View
from lib.narrative import estimates, phrases
from lib.narrative.estimates import PUBLISHED, Remarks
from lib.narrative.sampling import columns as sampled
from lib.narrative.successors import changes

# Columns (keys of [column]) whose numbers are written with their sign.
SIGNED_COLUMNS = (
    "change",
    "gap_median",
    "gap_best",
    "difference",
    "contribution",
    "gap_change",
    "change_on_parts",
    "expected",
    "residual",
    "beyond",
    "from_estimate",
)


def duel_table(dataset: Dataset, view: View, peers: tuple[str, ...]) -> pd.DataFrame:
    """The province and others over the dimensions: scores, ranks, its differences (points)."""
    lang = view.lang
    provinces = (view.province, *peers)
    scores = {p: dataset.scores_of(view.year, p) for p in provinces}
    ranks = {p: dataset.ranks_of(view.year, p) for p in provinces}
    dims = [d for d in dataset.dimensions(view.year) if any(d in scores[p] for p in provinces)]
    points = {p: np.array([scores[p].get(d, np.nan) for d in dims]) for p in provinces}

    def column(key: str, province: str) -> str:
        remarks = estimates.province_remarks(dataset, province)
        return f"{remarks.column(key, lang)}: {dataset.province_name(province, lang)}"

    difference = t("column.difference", lang)
    differences = {
        difference if len(peers) == 1 else column("difference", p): points[view.province]
        - points[p]
        for p in peers
    }
    return pd.DataFrame(
        {
            t("column.code", lang): dims,
            t("column.measure", lang): [dataset.measure_name(d, lang) for d in dims],
            **{column("score", p): points[p] for p in provinces},
            **{name: values.round(6) for name, values in differences.items()},
            **{column("rank", p): [ranks[p].get(d, np.nan) for d in dims] for p in provinces},
        }
    )


def titled(lang: str, columns: dict[str, Any], remarks: Remarks = PUBLISHED) -> pd.DataFrame:
    """A frame whose columns are named below ``[column]``, with remarks on estimates."""
    return pd.DataFrame({remarks.column(key, lang): values for key, values in columns.items()})


def measure_table(
    dataset: Dataset, view: View, measure: str, provinces: Iterable[str] | None = None
) -> pd.DataFrame:
    """All (or the given) provinces in one measure, best rank first."""
    if provinces is None:
        return _full_measure_table(dataset, view.year, measure, view.lang)
    columns = ["province", "score", "rank", "group", "change", "change_rank"]
    table = changes.ranking_with_estimates(dataset, view.year, measure)[columns]
    wanted = set(provinces)
    table = table[[p in wanted for p in table["province"]]]
    return _ranking_table(dataset, table, (view.year, measure), view.lang)


@memoized_up_to(VIEWS)
def _full_measure_table(dataset: Dataset, year: int, measure: str, lang: str) -> pd.DataFrame:
    table = changes.ranking_with_estimates(dataset, year, measure)
    return _ranking_table(dataset, table, (year, measure), lang)


def _ranking_table(
    dataset: Dataset, table: pd.DataFrame, key: tuple[int, str], lang: str
) -> pd.DataFrame:
    """Positions of one year and measure (``key``) with readable names."""
    changed = {"change": table["change"].to_numpy(), "change_rank": table["change_rank"].to_numpy()}
    if changes.is_first_year(dataset, key[0]):
        changed = {"from_estimates": table["change"].to_numpy()}
    return titled(
        lang,
        {
            "code": table["province"].to_numpy(),
            "province": [
                _with_rounding(dataset.province_name(p, lang), dataset, (*key, p), lang)
                for p in table["province"]
            ],
            **estimates.score_kinds(dataset, table["province"], lang),
            "region": [dataset.region_name(p, lang) for p in table["province"]],
            "score": table["score"].to_numpy(),
            "rank": table["rank"].to_numpy(),
            "group": [phrases.group_name(g, lang) for g in table["group"]],
            **changed,
            **sampled.margin_columns(dataset, *key, table["province"]),
        },
        estimates.row_remarks(dataset),
    )


def province_table(dataset: Dataset, view: View, measures: list[str]) -> pd.DataFrame:
    """The chosen province in the given measures, in order; those without a score are left out."""
    lang = view.lang
    rows = dataset.positions_of(view.year, view.province, measures)
    codes = rows["measure"].tolist()
    names = [
        _with_rounding(dataset.measure_name(m, lang), dataset, (view.year, m, view.province), lang)
        for m in codes
    ]
    return titled(
        lang,
        {
            "code": rows["measure"].to_numpy(),
            "measure": names,
            "score": rows["score"].to_numpy(),
            "rank": rows["rank"].to_numpy(),
            "scored": rows["scored"].to_numpy(),
            "group": [phrases.group_name(g, lang) for g in rows["group"]],
            "gap_median": rows["gap_q50"].to_numpy(),
            "gap_best": (rows["score"] - rows["best"]).to_numpy(),
            **_change_column(dataset, view, rows),
            "badge": [
                t(f"badge.{name}", lang) if name else None
                for name in (dataset.badge(view.year, m, view.province).name for m in codes)
            ],
        },
        estimates.province_remarks(dataset, view.province),
    )


def _change_column(dataset: Dataset, view: View, rows: pd.DataFrame) -> dict[str, list[float]]:
    """The change of each row; in the first year of the 34 its difference from the estimate."""
    changed = [changes.with_estimate(dataset, view, row)["change"] for _, row in rows.iterrows()]
    is_first = changes.first_change(dataset, view) is not None
    from_estimate = is_first and dataset.is_merged(view.province)
    return {"from_estimate" if from_estimate else "change": changed}


def _with_rounding(name: str, dataset: Dataset, position: tuple[int, str, str], lang: str) -> str:
    """The name of a row of scores, with a remark where its score is only known rounded.

    Args:
        name: of the measure or the province.
        dataset: the data set of the view.
        position: year, measure and province.
        lang: "vi" or "en".
    """
    return t("say.rounded", lang, name=name) if dataset.is_rounded(*position) else name


def years_table(dataset: Dataset, view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Provinces over the years.

    Args:
        dataset: the dataset of the view.
        view: the language.
        rows: as ``stats.history.median_gap_history`` returns them.
    """
    lang = view.lang
    return titled(
        lang,
        {
            "year": rows["year"].to_numpy(),
            "code": rows["province"].to_numpy(),
            "province": [dataset.province_name(p, lang) for p in rows["province"]],
            "score": rows["score"].to_numpy(),
            "rank": rows["rank"].to_numpy(),
            "scored": rows["scored"].to_numpy(),
            "gap_median": rows["gap"].to_numpy(),
        },
    )


def parts_table(dataset: Dataset, view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Parts of a change.

    Args:
        dataset: the dataset of the view.
        view: the language.
        rows: as ``narrative.trends.decomposition.change_parts`` returns them.
    """
    lang = view.lang
    return titled(
        lang,
        {
            "code": rows["measure"].to_numpy(),
            "measure": [
                _with_rounding(
                    dataset.measure_name(m, lang), dataset, (view.year, m, view.province), lang
                )
                for m in rows["measure"]
            ],
            "before": rows["before"].to_numpy(),
            "after": rows["after"].to_numpy(),
            "contribution": rows["contribution"].to_numpy(),
            "badge": [t(f"badge.{b}", lang) if b else None for b in rows["badge"]],
            "status": [t(f"status.{s}", lang) for s in rows["status"]],
        },
    )


def yearly_changes_table(dataset: Dataset, view: View) -> pd.DataFrame:
    """The one-year changes that judge the view's, newest year first, each with its own badge.

    Args:
        dataset: the dataset of the view.
        view: measure, last year, language.
    """
    lang = view.lang
    judged = dataset.badges
    rows = judged[(judged["measure"] == view.measure) & (judged["year"] <= view.year)]
    rows = rows.sort_values(["year", "residual"], ascending=False)
    return titled(
        lang,
        {
            "year": rows["year"].to_numpy(),
            "code": rows["province"].to_numpy(),
            "province": [dataset.province_name(p, lang) for p in rows["province"]],
            "change": rows["gain"].to_numpy(),
            "gap_change": rows["gap_change"].to_numpy(),
            "expected": rows["expected"].to_numpy(),
            "residual": rows["residual"].to_numpy(),
            "badge": [t(f"badge.{b}", lang) if b else None for b in rows["badge"]],
            **sampled.verdict_columns(dataset, view.measure, rows, lang),
        },
    )


def movers_table(
    dataset: Dataset, view: View, rows: pd.DataFrame, first: int, on_parts: bool
) -> pd.DataFrame:
    """Provinces by their change between two years.

    Args:
        dataset: the dataset of the view.
        view: the last year and the language.
        rows: as ``stats.history.rank_movers`` returns them.
        first: the first year.
        on_parts: whether the changes are those of the sub-dimensions that compare; the scores are
            the published ones.
    """
    lang = view.lang
    table = titled(
        lang,
        {
            "code": rows["province"].to_numpy(),
            "province": [dataset.province_name(p, lang) for p in rows["province"]],
            "change_on_parts" if on_parts else "change": rows["change"].to_numpy(),
            "change_rank": rows["change_rank"].to_numpy(),
        },
    )
    for column, year in (("before", first), ("after", view.year)):
        table[f"{t('column.score', lang)} {year}"] = rows[column].to_numpy()
        table[f"{t('column.rank', lang)} {year}"] = rows[f"{column}_rank"].to_numpy()
    return table


def members_table(dataset: Dataset, view: View, measures: list[str]) -> pd.DataFrame:
    """The members of the chosen province's successor in the given measures, in order."""
    lang = view.lang
    table = dataset.compare_members(dataset.successor(view.province), view.year)
    table = table[table["measure"].isin(measures)]
    return titled(
        lang,
        {
            "code": table["measure"].to_numpy(),
            "measure": [dataset.measure_name(m, lang) for m in table["measure"]],
            "province": [dataset.member_name(p, lang) for p in table["province"]],
            "score": table["score"].to_numpy(),
            "rank": table["rank"].to_numpy(),
            "scored": table["scored"].to_numpy(),
            "group": [phrases.group_name(g, lang) for g in table["group"]],
        },
    )


def mergers_table(
    dataset: Dataset, view: View, rows: pd.DataFrame, estimated_totals: pd.Series
) -> pd.DataFrame:
    """All merged provinces with the gap between their members and their estimate.

    Args:
        dataset: the dataset of the 63.
        view: the language.
        rows: as ``stats.mergers.member_gaps`` returns them.
        estimated_totals: by successor.
    """
    lang = view.lang

    def names(codes: pd.Series) -> list[str]:
        return [dataset.member_name(c, lang) if c else "" for c in codes]

    return titled(
        lang,
        {
            "successor": [dataset.successor_name(c, lang) for c in rows["successor"]],
            "best_member": names(rows["best"]),
            "high": rows["high"].to_numpy(),
            "worst_member": names(rows["worst"].where(rows["gap"].notna(), "")),
            "low": rows["low"].where(rows["gap"].notna()).to_numpy(),
            "inner_gap": rows["gap"].to_numpy(),
            "estimate": rows["successor"].map(estimated_totals).to_numpy(),
        },
    )


def weights_template(dataset: Dataset) -> pd.DataFrame:
    """The file of the 63 provinces' weights to fill in, with the column names of the file."""
    provinces = dataset.tables.provinces
    names = {"province": provinces["code"], "name": provinces["name_vi"]}
    return pd.DataFrame(names).assign(weight="")
