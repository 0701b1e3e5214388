"""``/data/scores.csv``, ``.parquet``, ``.xlsx``: every score with its rank, for other programs.

``/data/indicators.csv`` and so on: the figures below sub-dimensions, where the data have any.

The columns' names are the same in both languages and in every year, so that a query written once
keeps working. What a cell means stands in docs/data_addresses.md.
"""

import io
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
from starlette.requests import Request

from lib.common import spreadsheet
from lib.common.strings import fold_text
from lib.common.text import Language, t
from lib.endpoints.answers import Task
from lib.endpoints.parameters import check_names, request_view
from lib.endpoints.refusals import Refusal
from lib.endpoints.sources import Sources
from lib.endpoints.work import File
from lib.exports.csv_files import csv_bytes
from lib.exports.file_names import file_name, province_slug
from lib.exports.workbooks import description_sentences
from lib.model.dataset import Dataset
from lib.model.indicators import indicators_of_year
from lib.model.url_repair import repair_parameters
from lib.model.view import View
from lib.stats.ranking import TOTAL

ENDINGS = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FILTERS = ("province", "year", "measure")
_PARAMETERS = (*_FILTERS, "units", "lang")
_INDICATOR_COLUMNS = [
    "year", "province", "province_name", "sub_dimension", "sub_dimension_name", "indicator",
    "label", "scale", "unit", "value", "place", "scored", "median", "change",
]  # fmt: skip


def read_scores_task(sources: Sources, request: Request) -> Task:
    """The file of scores that an address asks for.

    Without ``province``, ``year`` or ``measure`` it has all of them.

    Raises:
        Refusal: there is no such file, or a parameter cannot be used.
    """
    ending = str(request.path_params["ending"]).lower()
    if ending not in ENDINGS:
        raise Refusal(404, "ending", name="scores", endings=", ".join(ENDINGS))
    check_names(request, _PARAMETERS)
    dataset = sources.dataset()
    asked = request_view(request, dataset)
    filters = _named_filters(request)

    def make() -> File:
        table = scores_table(dataset, asked, filters)
        return File(
            _WRITERS[ending](table, asked.lang),
            ENDINGS[ending],
            (_saved_as(dataset, asked, filters, ending),),
        )

    return Task(f"{asked!r} {filters}", make)


def read_indicators_task(sources: Sources, request: Request) -> Task:
    """The file of indicators that an address asks for, by the same parameters as the scores.

    Raises:
        Refusal: there is no such file, the data have no indicators, or a parameter cannot be used.
    """
    ending = str(request.path_params["ending"]).lower()
    if ending not in ENDINGS:
        raise Refusal(404, "ending", name="indicators", endings=", ".join(ENDINGS))
    dataset = sources.dataset()
    if dataset.tables.indicators.empty:
        raise Refusal(404, "data_file", value=f"indicators.{ending}")
    check_names(request, _PARAMETERS)
    asked = request_view(request, dataset)
    filters = _named_filters(request)

    def make() -> File:
        table = indicators_table(dataset, asked, filters)
        saved_as = _saved_as(dataset, asked, filters, ending, "indicators")
        return File(_WRITERS[ending](table, asked.lang), ENDINGS[ending], (saved_as,))

    return Task(f"{asked!r} {filters}", make)


def _named_filters(request: Request) -> tuple[str, ...]:
    """Which of _FILTERS an address names."""
    named = repair_parameters(dict(request.query_params), _FILTERS)
    return tuple(name for name in _FILTERS if name in named and fold_text(named[name].value))


def scores_table(dataset: Dataset, view: View, filters: tuple[str, ...]) -> pd.DataFrame:
    """The scores of all years: those of the 63 by a list of provinces, later ones by the 34.

    Args:
        dataset: that of the 63.
        view: ``units`` (by which list the years of the 63 come), ``lang`` (of the names) and what
            ``filters`` name.
        filters: which of "province", "year", "measure" the rows must agree with.

    Returns:
        Ordered by year, province, measure: year, province (code), province_name, region (name),
        measure (code), measure_name, score (points, six decimals), max_score, rank, scored
        (provinces with a score), group (1 highest to 4), change (points since prev_year where it
        compares), prev_year, estimated (1 where the score is made of members' scores, else 0).

    Raises:
        LookupError: no row is left.
    """
    parts = [_part(part, view, filters) for part in _datasets(dataset, view)]
    table = pd.concat(parts, ignore_index=True)
    if table.empty:
        raise LookupError("no scores for these parameters")
    return table


def indicators_table(dataset: Dataset, view: View, filters: tuple[str, ...]) -> pd.DataFrame:
    """The indicators of all years, as published: of the 63 in their years, of the 34 in theirs.

    Args:
        dataset: that of the 63.
        view: ``lang`` (of names and labels) and what ``filters`` name.
        filters: see ``scores_table``; a measure stands for all indicators below it.

    Returns:
        Ordered by year, sub-dimension, position in the file, province: year, province (code),
        province_name, sub_dimension (code), sub_dimension_name, indicator (code), label (in the
        other language where the file has it in one), scale (as printed), unit ("%" or ""), value,
        place (1 = highest value), scored (provinces with a value), median, change (since the year
        before, where label and scale are the same).

    Raises:
        LookupError: no row is left.
    """
    lang, parts = view.lang, []
    published = dataset.published_34
    for units in (dataset, *([] if published is None else [published])):
        wanted = units.unit_of(view.province) if units.units == "34" else view.province
        for year in [view.year] if "year" in filters else units.years:
            table = indicators_of_year(units, year)
            if "province" in filters:
                table = table[table["province"] == wanted]
            names = {code: units.province_name(code, lang) for code in units.provinces.index}
            parts.append(table.assign(province_name=table["province"].map(names)))
    table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    if "measure" in filters and view.measure != TOTAL:
        above = table["sub_dimension"] + "."
        table = table[above.str.startswith(f"{view.measure}.")]
    if table.empty:
        raise LookupError("no indicators for these parameters")
    label, other = (f"label_{code}" for code in (lang, "en" if lang == "vi" else "vi"))
    titled = table.assign(
        sub_dimension_name=[dataset.measure_name(m, lang) for m in table["sub_dimension"]],
        label=table[label].where(table[label] != "", table[other]),
        median=table["median"].round(6),
        change=table["change"].round(6),
    ).rename(columns={"n": "scored"})
    return titled[_INDICATOR_COLUMNS].reset_index(drop=True)


def _datasets(dataset: Dataset, view: View) -> list[Dataset]:
    """The years of the 63 by the view's list of provinces, then those published by the 34."""
    years_of_63 = dataset.estimated_34 if view.units == "34" else dataset
    published = dataset.published_34
    return [years_of_63, *([] if published is None else [published])]


def _part(dataset: Dataset, view: View, filters: tuple[str, ...]) -> pd.DataFrame:
    table = dataset.positions
    for name in filters:
        wanted = getattr(view, name)
        if name == "province":
            wanted = dataset.unit_of(wanted) if dataset.units == "34" else wanted
        table = table[table[name] == wanted]
    order = {measure: i for i, measure in enumerate(dataset.all_measures)}
    table = table.assign(order=table["measure"].map(order))
    table = table.sort_values(["year", "province", "order"])
    lang, codes = view.lang, dataset.provinces.index
    merged = {code: dataset.estimated and dataset.is_merged(code) for code in codes}
    return pd.DataFrame(
        {
            "year": table["year"],
            "province": table["province"],
            "province_name": table["province"].map(
                {code: dataset.province_name(code, lang) for code in codes}
            ),
            "region": table["province"].map(
                {code: dataset.region_name(code, lang) for code in codes}
            ),
            "measure": table["measure"],
            "measure_name": table["measure"].map(
                {m: dataset.measure_name(m, lang) for m in dataset.all_measures}
            ),
            "score": table["score"].round(6),
            "max_score": table["max_score"].round(6),
            "rank": table["rank"],
            "scored": table["scored"],
            "group": table["group"],
            "change": table["change"].round(6),
            "prev_year": table["prev_year"].where(table["change"].notna()),
            # A number, because Excel translates True and other programs do not.
            "estimated": table["province"].map(merged).astype(np.int8),
        }
    ).reset_index(drop=True)


def _write_csv(table: pd.DataFrame, lang: Language) -> bytes:
    return csv_bytes(table)


def _write_parquet(table: pd.DataFrame, lang: Language) -> bytes:
    out = io.BytesIO()
    table.to_parquet(out, index=False, compression="zstd")
    return out.getvalue()


def _write_xlsx(table: pd.DataFrame, lang: Language) -> bytes:
    notes = [*description_sentences(("scores",), lang), t("about.rights", lang)]
    name = "scores" if "score" in table else "indicators"
    if name == "scores":
        notes.insert(0, t("data_file.estimated", lang))
    return spreadsheet.write_xlsx({name: table}, (t("extract.notes", lang), notes))


def _saved_as(
    dataset: Dataset, view: View, filters: tuple[str, ...], ending: str, content: str = "scores"
) -> tuple[str, str]:
    """The name of the file, which says what of all scores or indicators it holds."""
    parts = [content]
    if "measure" in filters:
        parts.append(view.measure)
    if "province" in filters:
        parts.append(province_slug(dataset, view.province))
    shown = replace(view, shown_units=view.units)
    years = (view.year,) if "year" in filters else (dataset.all_years[0], dataset.all_years[-1])
    file = file_name(shown, *parts, years=years, ending=f".{ending}")
    return "Content-Disposition", f'attachment; filename="{file}"'


_WRITERS: dict[str, Callable[[pd.DataFrame, Language], bytes]] = {
    "csv": _write_csv,
    "parquet": _write_parquet,
    "xlsx": _write_xlsx,
}
