"""The PAPI indicators that a commitment names, with their values before and after the plan."""

import re

from lib.common.strings import fold_text
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.indicators import find_indicators, indicators_of_province
from lib.model.unit_lists import dataset_with_year
from lib.model.view import View
from lib.narrative.dimensions.indicators import format_value, indicator_label, place_phrase
from lib.narrative.plan.results import plan_years, required_plan

_MAX_OF_NAME = 3  # indicators that one name may mean and that are all shown


def indicator_lines(dataset: Dataset, view: View, text: str) -> tuple[str, ...]:
    """A line for each indicator that a text names; what is not found is told as it is written.

    Args:
        dataset: the data.
        view: the province, the language.
        text: codes, labels or words of labels, separated by semicolons.

    Raises:
        LookupError: The province has no plan.
    """
    names = [name.strip() for name in re.split(r"[;\n]", text) if name.strip()]
    if not names:
        return ()
    rows = _rows_of_plan_years(dataset, view)
    lines: list[str] = []
    for name in names:
        codes = _codes_of_name(dataset, view, name)
        codes = [code for code in codes if any(code in by_code for by_code in rows.values())]
        if not codes or len(codes) > _MAX_OF_NAME:
            key = "indicators.plan_many" if codes else "indicators.plan_none"
            lines.append(t(key, view.lang, name=name, n=len(codes)))
            continue
        lines += [_line(code, rows, view.lang) for code in codes]
    return tuple(dict.fromkeys(lines))


def _rows_of_plan_years(dataset: Dataset, view: View) -> dict[int, dict[str, dict]]:
    """The province's indicators by code in the plan's base and target year."""
    out = {}
    for year in plan_years(required_plan(dataset, view)).values():
        of_year = dataset_with_year(dataset, year)
        table = (
            indicators_of_province(of_year, year, view.province).to_dict("records")
            if of_year
            else []
        )
        out[year] = {row["indicator"]: row for row in table}
    return out


def _codes_of_name(dataset: Dataset, view: View, name: str) -> list[str]:
    """The indicators that a name means: the code, else a whole label, else words of labels."""
    catalogue = dataset.tables.indicator_catalogue
    if name in set(catalogue["id"]):
        return [name]
    labels = catalogue[["label_vi", "label_en"]].map(fold_text)
    same = catalogue.loc[labels.eq(fold_text(name)).any(axis=1) & bool(fold_text(name)), "id"]
    if len(same):
        return list(dict.fromkeys(same))
    found: list[str] = []
    for year in plan_years(required_plan(dataset, view)).values():
        of_year = dataset_with_year(dataset, year)
        found += find_indicators(of_year, year, name) if of_year else []
    return list(dict.fromkeys(found))


def _line(code: str, rows: dict[int, dict[str, dict]], lang: str) -> str:
    """An indicator with its value and place in each of the years."""
    known = {year: by_code[code] for year, by_code in rows.items() if code in by_code}
    values = [
        t(
            "indicators.plan_year",
            lang,
            year=year,
            value=format_value(row["value"], row["unit"], lang),
            place=place_phrase(row, lang),
        )
        for year, row in known.items()
    ]
    label = indicator_label(next(iter(known.values())), lang)
    return t("indicators.plan_line", lang, label=label, values="; ".join(values))
