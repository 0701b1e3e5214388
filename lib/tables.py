"""Tables to read and download beside the pictures: readable column names, numbers as numbers."""

from collections.abc import Iterable

import pandas as pd

from lib import say
from lib.text import t
from lib.view import View
from lib.world import World

# Columns read with their sign.
DIFFERENCES = (
    "change",
    "gap_median",
    "gap_best",
    "difference",
    "contribution",
    "relative",
)


def _columns(lang: str, columns: dict[str, object]) -> pd.DataFrame:
    """A frame whose columns are named by the texts of ``[column]``."""
    return pd.DataFrame({t(f"column.{key}", lang): values for key, values in columns.items()})


def of_measure(
    world: World, view: View, measure: str, provinces: Iterable[str] | None = None
) -> pd.DataFrame:
    """All (or the given) provinces in one measure, best rank first."""
    lang = view.lang
    table = world.measure(view.year, measure)
    if provinces is not None:
        table = table[table["province"].isin(set(provinces))]
    return _columns(
        lang,
        {
            "code": table["province"].to_numpy(),
            "province": [world.name(p, lang) for p in table["province"]],
            "region": [world.region_name(p, lang) for p in table["province"]],
            "score": table["score"].to_numpy(),
            "rank": table["rank"].to_numpy(),
            "group": [say.group(g, lang) for g in table["group"]],
            "change": table["change"].to_numpy(),
            "change_rank": table["change_rank"].to_numpy(),
        },
    )


def of_province(world: World, view: View, measures: list[str]) -> pd.DataFrame:
    """The chosen province in the given measures, in order; those without a score are left out."""
    lang = view.lang
    own = world.own(view.year, view.province, measures).set_index("measure")
    return _columns(
        lang,
        {
            "code": own.index.to_numpy(),
            "measure": [world.measure_name(m, lang) for m in own.index],
            "score": own["score"].to_numpy(),
            "rank": own["rank"].to_numpy(),
            "scored": own["scored"].to_numpy(),
            "group": [say.group(g, lang) for g in own["group"]],
            "gap_median": own["gap_q50"].to_numpy(),
            "gap_best": own["gap_best"].to_numpy(),
            "change": own["change"].to_numpy(),
            "badge": [
                t(f"badge.{name}", lang) if name else None
                for name in (world.badge(view.year, m, view.province).name for m in own.index)
            ],
        },
    )


def of_years(world: World, view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Provinces over the years: ``rows`` of ``changes.gap_series``."""
    lang = view.lang
    return _columns(
        lang,
        {
            "year": rows["year"].to_numpy(),
            "code": rows["province"].to_numpy(),
            "province": [world.name(p, lang) for p in rows["province"]],
            "score": rows["score"].to_numpy(),
            "rank": rows["rank"].to_numpy(),
            "scored": rows["scored"].to_numpy(),
            "gap_median": rows["gap"].to_numpy(),
        },
    )


def of_parts(world: World, view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Parts of a change: ``rows`` of ``changes.parts`` with their badge."""
    lang = view.lang
    return _columns(
        lang,
        {
            "code": rows["measure"].to_numpy(),
            "measure": [world.measure_name(m, lang) for m in rows["measure"]],
            "before": rows["before"].to_numpy(),
            "after": rows["after"].to_numpy(),
            "contribution": rows["contribution"].to_numpy(),
            "badge": [t(f"badge.{b}", lang) if b else None for b in rows["badge"]],
            "status": [t(f"status.{s}", lang) for s in rows["status"]],
        },
    )


def of_moves(world: World, view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """One-year movements with their badges: ``rows`` of ``noise.badges``, newest year first."""
    lang = view.lang
    rows = rows.sort_values(["year", "relative"], ascending=False)
    return _columns(
        lang,
        {
            "year": rows["year"].to_numpy(),
            "code": rows["province"].to_numpy(),
            "province": [world.name(p, lang) for p in rows["province"]],
            "change": rows["gain"].to_numpy(),
            "relative": rows["relative"].to_numpy(),
            "badge": [t(f"badge.{b}", lang) if b else None for b in rows["badge"]],
        },
    )


def of_movers(world: World, view: View, rows: pd.DataFrame, first: int) -> pd.DataFrame:
    """Who rose and fell between two years: ``rows`` of ``changes.movers``."""
    lang = view.lang
    table = _columns(
        lang,
        {
            "code": rows["province"].to_numpy(),
            "province": [world.name(p, lang) for p in rows["province"]],
            "change": rows["change"].to_numpy(),
            "change_rank": rows["change_rank"].to_numpy(),
        },
    )
    for column, year in (("before", first), ("after", view.year)):
        table[f"{t('column.score', lang)} {year}"] = rows[column].to_numpy()
        table[f"{t('column.rank', lang)} {year}"] = rows[f"{column}_rank"].to_numpy()
    return table


def of_members(world: World, view: View, measures: list[str]) -> pd.DataFrame:
    """The members of the chosen province's successor in the given measures, in order."""
    lang = view.lang
    codes = world.members[world.successor(view.province)]
    year = world.year(view.year)
    table = year[year["province"].isin(codes) & year["measure"].isin(measures)]
    table = table.sort_values(["measure", "province"])
    return _columns(
        lang,
        {
            "code": table["measure"].to_numpy(),
            "measure": [world.measure_name(m, lang) for m in table["measure"]],
            "province": [world.member_name(p, lang) for p in table["province"]],
            "score": table["score"].to_numpy(),
            "rank": table["rank"].to_numpy(),
            "scored": table["scored"].to_numpy(),
            "group": [say.group(g, lang) for g in table["group"]],
        },
    )


def of_mergers(world: World, view: View, rows: pd.DataFrame, estimates: pd.Series) -> pd.DataFrame:
    """All merged provinces: ``rows`` of ``merged.inner_gaps``, ``estimates`` by successor."""
    lang = view.lang

    def names(codes: pd.Series) -> list[str]:
        return [world.member_name(c, lang) if c else "" for c in codes]

    return _columns(
        lang,
        {
            "successor": [world.new_name(c, lang) for c in rows["successor"]],
            "best_member": names(rows["best"]),
            "high": rows["high"].to_numpy(),
            "worst_member": names(rows["worst"].where(rows["gap"].notna(), "")),
            "low": rows["low"].where(rows["gap"].notna()).to_numpy(),
            "inner_gap": rows["gap"].to_numpy(),
            "estimate": rows["successor"].map(estimates).to_numpy(),
        },
    )


def weights_template(world: World) -> pd.DataFrame:
    """The weights of the 63 to fill in; the columns are those of the file, not of a reader."""
    provinces = world.tables.provinces
    names = {"province": provinces["code"], "name": provinces["name_vi"]}
    return pd.DataFrame(names).assign(weight="")
