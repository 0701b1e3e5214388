"""The indicators below sub-dimensions in words: values, places, what changed.

Whether a higher value is better is not printed with an indicator. Where nobody has entered it, a
place is told from the highest value, in words that do not judge.
"""

from dataclasses import dataclass, replace

import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.model.chosen_peers import single_peer
from lib.model.dataset import Dataset
from lib.model.indicators import find_indicators, indicators_of_province
from lib.model.view import View
from lib.narrative import phrases

_NONE = "–"
_DECIMALS = {"%": 1, "": 2}  # of a value by its unit: a sample tells no more of a share


@dataclass(frozen=True)
class IndicatorGroup:
    """The indicators below one sub-dimension.

    Attributes:
        code, name: the sub-dimension.
        summary: how many indicators there are.
        lines: each indicator's label and the cells beside it, in the order of the producer's file.
        is_open: whether the lines are to be seen at once.
    """

    code: str
    name: str
    summary: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    is_open: bool


def has_indicators(dataset: Dataset, view: View) -> bool:
    """Whether there is any indicator of the view's province and year."""
    return len(indicators_of_province(dataset, view.year, view.province)) > 0


def section_title(dataset: Dataset, view: View, dimension: str) -> str:
    """The conclusion over the indicators of a dimension, or how many the view's words find."""
    lang = view.lang
    if view.find:
        n = len(find_indicators(dataset, view.year, view.find))
        key = "indicators.found" if n else "indicators.found_none"
        return t(key, lang, n=n, words=view.find)
    table = _below(dataset, view, dataset.sub_dimensions(view.year, dimension))
    name = phrases.short_name_in_sentence(dataset, dimension, lang)
    if table.empty:
        return t("indicators.title_none", lang, dimension=name)
    values = {"n": len(table), "above": int((table["value"] > table["median"]).sum())}
    province = dataset.name_in_sentence(view.province, lang)
    return t("indicators.title", lang, name=province, dimension=name, **values)


def indicator_note(dataset: Dataset, view: View) -> str:
    """What the figures of the tables mean."""
    lang = view.lang
    known = indicators_of_province(dataset, view.year, view.province)["direction"].ne("")
    direction = "some" if known.any() else "none"
    name = dataset.name_in_sentence(view.province, lang)
    return t(f"indicators.note_{direction}", lang, name=name, year=view.year)


def column_heads(dataset: Dataset, view: View) -> tuple[str, ...]:
    """The names of the columns; the first is that of the labels."""
    lang = view.lang
    peer = dataset.province_name(single_peer(dataset, view), lang)
    names = ("label", "value", "place", "median", "range")
    heads = [t(f"indicators.col_{name}", lang) for name in names]
    return (*heads, peer, t("indicators.col_change", lang, year=view.year - 1))


def indicator_groups(
    dataset: Dataset, view: View, sub_dimensions: list[str]
) -> list[IndicatorGroup]:
    """The indicators below these sub-dimensions; those without any are left out.

    That of the view's measure is open, or the first.
    """
    table = _below(dataset, view, sub_dimensions)
    groups = _groups(dataset, view, table)
    shown = view.measure if view.measure in {group.code for group in groups} else ""
    return [
        replace(group, is_open=group.code == shown or (not shown and number == 0))
        for number, group in enumerate(groups)
    ]


def found_lines(dataset: Dataset, view: View) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What the view's words find: label with the sub-dimension above, and the cells beside it."""
    table = indicators_of_province(dataset, view.year, view.province)
    found = find_indicators(dataset, view.year, view.find)
    groups = _groups(dataset, view, table[table["indicator"].isin(found)])
    return tuple(
        (f"{label} · {group.code} {group.name}", cells)
        for group in groups
        for label, cells in group.lines
    )


def indicator_table(dataset: Dataset, view: View, sub_dimensions: list[str]) -> pd.DataFrame:
    """The same indicators of the province as a table to download; values on their scales.

    Those that the view's words find, where it has any, else those below these sub-dimensions.
    """
    lang = view.lang
    table = _below(dataset, view, sub_dimensions)
    if view.find:
        table = indicators_of_province(dataset, view.year, view.province)
        table = table[table["indicator"].isin(find_indicators(dataset, view.year, view.find))]
    peer = single_peer(dataset, view)
    columns = {
        t("column.code", lang): table["sub_dimension"],
        t("column.measure", lang): [dataset.measure_name(c, lang) for c in table["sub_dimension"]],
        t("indicators.code", lang): table["indicator"],
        t("indicators.col_label", lang): [
            indicator_label(row, lang) for row in table.to_dict("records")
        ],
        t("indicators.scale", lang): table["scale"],
        t("indicators.col_value", lang): table["value"],
        t("indicators.place", lang): table["place"],
        t("column.rank", lang): table["rank"],
        t("column.scored", lang): table["n"],
        t("indicators.col_median", lang): table["median"],
        t("indicators.lowest", lang): table["lowest"],
        t("indicators.highest", lang): table["highest"],
        dataset.province_name(peer, lang): table["indicator"].map(
            _values_of(dataset, view.year, peer)
        ),
        t("indicators.col_change", lang, year=view.year - 1): table["change"].round(6),
    }
    return pd.DataFrame(columns).reset_index(drop=True)


def format_value(value: float, unit: str, lang: str) -> str:
    """A value with its unit: "74,5%", or "2,50" on a scale; "–" for none."""
    if pd.isna(value):
        return _NONE
    return format_number(value, _DECIMALS[unit], lang) + unit


def indicator_label(row: dict, lang: str) -> str:
    """The label in the language, as printed; in the other one where it has none."""
    own, other = row[f"label_{lang}"], row["label_en" if lang == "vi" else "label_vi"]
    return own or other


def place_phrase(row: dict, lang: str) -> str:
    """ "rank 5/61" where it is known what is better, else "5th highest of 61"."""
    if pd.notna(row["rank"]):
        key = f"indicators.rank_{row['direction']}"
        return t(key, lang, rank=int(row["rank"]), n=row["n"])
    if row["highest"] > row["lowest"] and row["value"] in (row["highest"], row["lowest"]):
        key = "highest" if row["value"] == row["highest"] else "lowest"
        return t(f"indicators.{key}_of", lang, n=row["n"])
    return t("indicators.place_of", lang, place=row["place"], n=row["n"])


def _below(dataset: Dataset, view: View, sub_dimensions: list[str]) -> pd.DataFrame:
    """The province's rows below these sub-dimensions."""
    table = indicators_of_province(dataset, view.year, view.province)
    return table[table["sub_dimension"].isin(sub_dimensions)]


def _groups(dataset: Dataset, view: View, table: pd.DataFrame) -> list[IndicatorGroup]:
    lang = view.lang
    peer_values = _values_of(dataset, view.year, single_peer(dataset, view))
    return [
        IndicatorGroup(
            str(code),
            dataset.measure_name(str(code), lang),
            t("indicators.count", lang, n=len(rows)),
            tuple(_line(row, peer_values, lang) for row in rows.to_dict("records")),
            False,
        )
        for code, rows in table.groupby("sub_dimension")
    ]


def _line(row: dict, peer_values: dict[str, float], lang: str) -> tuple[str, tuple[str, ...]]:
    """The label of a row and its cells."""
    unit = row["unit"]
    low, high = (format_number(row[end], _DECIMALS[unit], lang) for end in ("lowest", "highest"))
    change = row["change"]
    cells = (
        format_value(row["value"], unit, lang),
        place_phrase(row, lang),
        format_value(row["median"], unit, lang),
        f"{low}–{high}{unit}",
        format_value(peer_values.get(row["indicator"], float("nan")), unit, lang),
        _NONE if pd.isna(change) else format_signed(change, _DECIMALS[unit], lang),
    )
    return indicator_label(row, lang), cells


def _values_of(dataset: Dataset, year: int, province: str) -> dict[str, float]:
    """The values of a province by indicator."""
    table = indicators_of_province(dataset, year, province)
    return dict(zip(table["indicator"], table["value"], strict=True))
