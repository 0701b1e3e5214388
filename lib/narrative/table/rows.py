"""All provinces by the total and its dimensions, or by one dimension: what stands in which cell."""

from collections.abc import Collection
from dataclasses import dataclass

from lib.common.collation import vietnamese_sort_key
from lib.common.numbers import format_number
from lib.common.text import t
from lib.model.chosen_peers import peer_codes
from lib.model.dataset import Dataset
from lib.model.memoized import memoized
from lib.model.view import View
from lib.narrative import phrases
from lib.stats.ranking import GROUPS, TOTAL

NAME = "name"  # the order by name; every other order is a measure's


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
    cells = cells_by_province(dataset, view.year, view.lang)
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
def cells_by_province(dataset: Dataset, year: int, lang: str) -> dict[str, dict[str, Cell]]:
    """The cells of a year by province, then measure."""
    table = dataset.positions_of_year(year)
    out: dict[str, dict[str, Cell]] = {}
    fields = (table[name].tolist() for name in ("province", "measure", "score", "rank", "group"))
    for province, measure, score, rank, group in zip(*fields, strict=True):
        cell = Cell(format_number(score, 2, lang), int(rank), int(group))
        out.setdefault(province, {})[measure] = cell
    return out
