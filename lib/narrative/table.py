"""The table of everything: all provinces by the total and its dimensions, or by one dimension."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from lib.common.collation import vietnamese_sort_key
from lib.common.numbers import format_number
from lib.common.strings import capitalize_first
from lib.common.text import t
from lib.model.chosen_peers import peer_codes
from lib.model.dataset import Dataset
from lib.model.memoized import memoized
from lib.model.view import View
from lib.narrative import estimates, phrases
from lib.narrative.estimates import FigureLabels
from lib.stats.ranking import GROUPS, TOTAL

NAME = "name"  # the order by name; every other order is a measure's
_LOWEST_GROUP = GROUPS[-1]


@dataclass(frozen=True)
class Cell:
    """A score as it is written, its rank, and its group (1-4); "" and 0 where it is unpublished."""

    text: str = ""
    rank: int = 0
    group: int = 0


@dataclass(frozen=True)
class Row:
    """A province: its code and name, "own", "peer" or "" for what it is, a cell a measure."""

    code: str
    name: str
    kind: str
    cells: tuple[Cell, ...]


def columns(dataset: Dataset, view: View) -> list[str]:
    """The measures that are shown: the total with the dimensions, or a dimension with its parts.

    Which dimension is that of the view's measure.
    """
    dimension = view.measure.split(".")[0]
    parts = dataset.sub_dimensions(view.year, dimension)
    if not parts:
        return [TOTAL, *dataset.dimensions(view.year)]
    return [dimension, *parts, TOTAL]


def order(dataset: Dataset, view: View) -> tuple[str, bool]:
    """What the rows are sorted by: a measure or ``NAME``, and whether the order is reversed.

    Measures run from the highest score down, reversed from the lowest up. A measure that the table
    does not show is replaced by its first one.
    """
    name = view.sort.removeprefix("-")
    if name == NAME or name in columns(dataset, view):
        return name, view.sort.startswith("-")
    return columns(dataset, view)[0], False


def next_order(dataset: Dataset, view: View, column: str) -> str:
    """The view's ``sort`` behind a column's header: by it, and once it is, reversed."""
    name, reverse = order(dataset, view)
    return f"-{column}" if name == column and not reverse else column


def only_choices(dataset: Dataset, view: View) -> dict[str, str]:
    """By value of the view's ``only``: the parts of the table that can be shown, in words."""
    lang = view.lang
    regions = dataset.tables.regions
    return {
        "": t("table.only_all", lang, n=len(dataset.provinces)),
        "peers": t("table.only_peers", lang),
        **{
            f"group:{group}": t("table.only_group", lang, group=phrases.group_name(group, lang))
            for group in GROUPS
        },
        **dict(zip(regions["code"], regions[f"name_{lang}"], strict=True)),
    }


def rows(dataset: Dataset, view: View) -> list[Row]:
    """The rows that are shown, in their order; provinces without a score come last."""
    measures, peers = columns(dataset, view), set(peer_codes(dataset, view))
    cells = _cells(dataset, view.year, view.lang)
    names = dataset.provinces_by_name(view.lang)
    none: dict[str, Cell] = {}
    shown = [
        Row(
            code,
            names[code],
            "own" if code == view.province else "peer" if code in peers else "",
            tuple(cells.get(code, none).get(measure, Cell()) for measure in measures),
        )
        for code in _codes_shown(dataset, view, names, peers)
    ]
    column, reverse = order(dataset, view)
    shown.sort(key=lambda row: vietnamese_sort_key(row.name))
    if column == NAME:
        return shown[::-1] if reverse else shown
    at = measures.index(column)
    scored = [row for row in shown if row.cells[at].rank]
    scored.sort(key=lambda row: -row.cells[at].rank if reverse else row.cells[at].rank)
    return scored + [row for row in shown if not row.cells[at].rank]


def _codes_shown(
    dataset: Dataset, view: View, codes: Collection[str], peers: set[str]
) -> list[str]:
    """The provinces that the view's ``only`` keeps; the chosen one is among its peers.

    All of them where it names a region that this list of provinces does not have.
    """
    only = view.only
    if only == "peers":
        return [code for code in codes if code in peers or code == view.province]
    if only.startswith("group:"):
        ranking = dataset.ranking(view.year, columns(dataset, view)[0])
        members = set(ranking["province"][ranking["group"] == int(only[-1])])
        return [code for code in codes if code in members]
    regions = dataset.provinces["region"]
    if not only or only not in set(regions):
        return list(codes)
    return [code for code in codes if regions[code] == only]


@memoized
def _cells(dataset: Dataset, year: int, lang: str) -> dict[str, dict[str, Cell]]:
    """The cells of a year by province, then measure."""
    table = dataset.positions_of_year(year)
    out: dict[str, dict[str, Cell]] = {}
    fields = (table[name].tolist() for name in ("province", "measure", "score", "rank", "group"))
    for province, measure, score, rank, group in zip(*fields, strict=True):
        cell = Cell(format_number(score, 2, lang), int(rank), int(group))
        out.setdefault(province, {})[measure] = cell
    return out


# -- in words ---------------------------------------------------------------------------------


def headline(dataset: Dataset, view: View) -> str:
    """In how many of the parts the chosen province is in the highest and in the lowest group."""
    lang, total_is_first = view.lang, columns(dataset, view)[0] == TOTAL
    parts = [m for m in columns(dataset, view)[1:] if m != TOTAL]
    name = dataset.name_in_sentence(view.province, lang)
    own = _cells(dataset, view.year, lang).get(view.province, {})
    groups = [own[measure].group for measure in parts if measure in own]
    if not groups:
        return phrases.missing_score_sentence(dataset, view, columns(dataset, view)[0])
    sentence = t(
        "table.headline" if total_is_first else "table.headline_parts",
        lang,
        name=name,
        year=view.year,
        n=len(groups),
        highest=groups.count(GROUPS[0]),
        lowest=groups.count(_LOWEST_GROUP),
        measure=phrases.short_name_in_sentence(dataset, columns(dataset, view)[0], lang),
    )
    return capitalize_first(sentence)


def title(dataset: Dataset, view: View, shown: list[Row]) -> str:
    """Who is highest and who lowest among the rows that are shown, in what they are sorted by."""
    measures, lang = columns(dataset, view), view.lang
    column = order(dataset, view)[0]
    measure = measures[0] if column == NAME else column
    at = measures.index(measure)
    scored = sorted((row for row in shown if row.cells[at].rank), key=lambda r: r.cells[at].rank)
    values = {"measure": dataset.measure_name(measure, lang), "n": len(shown)}
    if len(scored) < 2:
        return t("table.title_few", lang, **values)
    first, last = scored[0], scored[-1]
    text = t(
        "table.title",
        lang,
        first=first.name,
        first_score=first.cells[at].text,
        last=last.name,
        last_score=last.cells[at].text,
        **values,
    )
    return FigureLabels(dataset, view, several_provinces=True).title(text)


def subtitle(dataset: Dataset, view: View, shown: list[Row]) -> str:
    """What the cells hold, of how many provinces, in which year."""
    is_part = len(shown) < len(dataset.provinces)
    text = t(
        "table.subtitle_part" if is_part else "table.subtitle",
        view.lang,
        year=view.year,
        n=len(shown),
        all=len(dataset.provinces),
        coverage=phrases.coverage_phrase(dataset, view, columns(dataset, view)[0]),
    )
    return FigureLabels(dataset, view, several_provinces=True).subtitle(text)


def column_title(dataset: Dataset, measure: str, lang: str) -> str:
    """The header of a measure: its code and its short name."""
    name = dataset.measure_name(measure, lang, short=True)
    return name if measure == TOTAL else f"{measure}. {name}"


# -- as a table for files ---------------------------------------------------------------------


def as_frame(dataset: Dataset, view: View) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows that are shown, for files.

    Returns:
        The table: code, province, what it is for the view, region, then the scores (points) and
        the ranks of every measure. And the groups (1-4, 0 = none) of its score columns.
    """
    lang, measures, shown = view.lang, columns(dataset, view), rows(dataset, view)
    codes = [row.code for row in shown]
    own = dataset.province_name(view.province, lang)
    kinds = {"own": own, "peer": t("table.kind_peer", lang), "": ""}
    scores = {code: dataset.scores_of(view.year, code) for code in codes}
    table = pd.DataFrame(
        {
            t("column.code", lang): codes,
            t("column.province", lang): [row.name for row in shown],
            t("table.kind", lang): [kinds[row.kind] for row in shown],
            t("column.region", lang): [dataset.region_name(code, lang) for code in codes],
        }
    )
    for name, values in estimates.score_kinds(dataset, codes, lang).items():
        table[t(f"column.{name}", lang)] = values
    groups = pd.DataFrame(index=table.index)
    for at, measure in enumerate(measures):
        column = column_title(dataset, measure, lang)
        table[column] = pd.Series([scores[code].get(measure) for code in codes], dtype=float)
        groups[column] = [row.cells[at].group for row in shown]
    for at, measure in enumerate(measures):
        column = f"{t('column.rank', lang)}: {column_title(dataset, measure, lang)}"
        ranks = [row.cells[at].rank or None for row in shown]
        table[column] = pd.Series(ranks, dtype="Int64")
    return table, groups
