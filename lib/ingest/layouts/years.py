"""The survey year of a sheet by its tab, its title, a year column and the file's name."""

import re

from lib.ingest.issues import Issue, problem, shorten
from lib.ingest.layouts.shared import ScoreSheet, number_text, value_at
from lib.ingest.matching import YEAR

# Not a part of a date or of a document's number, such as 01/7/2025 and 202/2025/QH15.
_YEAR = re.compile(r"(?<![\d/])20\d\d(?![\d/])")


def years_in(text: str) -> set[str]:
    """The years (2000-2099) that a text names."""
    return set(_YEAR.findall(text))


def year_of_sheet_name(name: str) -> set[str]:
    """The years that the name of a sheet tells, such as "2025_PAPI"."""
    return years_in(name.replace("_", " "))


def find_year(sheet: ScoreSheet, body: int, confirmed: int | None) -> int | Issue | None:
    """The one year of a sheet by itself; not by the name of the file.

    The tab goes before the year column and the title. Where they name different years the issue
    says so, unless ``confirmed`` is one of them.

    Returns:
        the year; an issue where there is more than one; None where nothing tells it.
    """
    in_tab = year_of_sheet_name(sheet.sheet.name)
    in_column = _years_in_column(sheet, body)
    in_title = _years_in_title(sheet)
    if confirmed and str(confirmed) in in_tab | in_column | in_title:
        return confirmed
    years = in_tab | in_column if in_tab and in_column else in_tab or in_column or in_title
    if len(years) != 1 or not all(_YEAR.fullmatch(year) for year in years):
        values = {"years": shorten(", ".join(sorted(years)))}
        return problem("years", sheet.sheet.location(), **values) if years else None
    if in_title and in_title.isdisjoint(years):
        values = {"year": next(iter(years)), "other": ", ".join(sorted(in_title))}
        return problem("year_other", sheet.sheet.location(), **values)
    return int(next(iter(years)))


def _years_in_column(sheet: ScoreSheet, body: int) -> set[str]:
    """What stands in the first year column, if there is one; a title "Năm 2025" heads none."""
    columns = [c for c, codes in enumerate(sheet.header_codes, 1) if codes == {YEAR}]
    if not columns:
        return set()
    values = [value_at(row, columns[0]) for row in sheet.sheet.rows[body:]]
    found = {number_text(value) for value in values if value is not None}
    return found if any(map(_YEAR.fullmatch, found)) else set()


def _years_in_title(sheet: ScoreSheet) -> set[str]:
    """The years of titles: texts about PAPI outside of the table's own labels."""
    rows = sheet.sheet.rows[: sheet.header_row]
    if sheet.sheet.turned:  # a title stands above the rows of the table, so it is a first label
        labels = zip(sheet.header_codes, sheet.header_cells, strict=True)
        # "PAPI 2025" alone reads as a label of the total, too.
        named = (c for c, (codes, cell) in enumerate(labels) if codes and not years_in(str(cell)))
        first = next(named, 0)
        rows = [row[:first] for row in (*rows, sheet.header_cells)]
    # Each once: cells may share a text of 30,000 characters.
    texts = {v for row in rows for v in row if isinstance(v, str)}
    of_papi = {year for text in texts if "papi" in text.casefold() for year in years_in(text)}
    if of_papi or sheet.sheet.turned:
        return of_papi
    return {year for text in texts for year in years_in(text)}
