"""Which years of a sheet with a row a score follow the 63 provinces, and which the 34."""

from dataclasses import replace
from typing import cast

from lib.datasets.tables import Units, years_of_units
from lib.ingest.files.cells import CellValue
from lib.ingest.layouts.one_row_a_score import year_of_row
from lib.ingest.layouts.orientation import count_names
from lib.ingest.layouts.shared import RecognizedScores, ScoreSheet, value_at
from lib.ingest.matching import ProvinceMatcher


def cut_by_units(
    sheet: ScoreSheet, of_63: ProvinceMatcher, of_34: ProvinceMatcher
) -> list[ScoreSheet]:
    """A sheet with a row a score, cut in two where the names of its years are of both lists.

    Args:
        sheet: with a row a score.
        of_63, of_34: the provinces of both lists.
    """
    if not sheet.names:
        return [sheet]
    cells: dict[int | None, list[CellValue]] = {}
    years = [year_of_row(sheet, row) for row in sheet.sheet.rows]
    for year, row in zip(years, sheet.sheet.rows, strict=True):
        cells.setdefault(year, []).append(value_at(row, sheet.names))
    years_of_34 = {
        year
        for year, texts in cells.items()
        if year and count_names(texts, of_63, of_34)[0] == "34"
    }
    if not years_of_34 or years_of_34 >= set(cells) - {None}:
        return [sheet]
    parts = []
    head = sheet.header_row or 0
    for units, provinces in (("63", of_63), ("34", of_34)):
        rows = [
            row if number <= head or (year in years_of_34) == (units == "34") else []
            for number, (year, row) in enumerate(zip(years, sheet.sheet.rows, strict=True))
        ]
        kept = replace(sheet.sheet, rows=rows)
        parts.append(replace(sheet, sheet=kept, provinces=provinces, units=cast(Units, units)))
    return parts


def units_of_codes(sheet: ScoreSheet, part: RecognizedScores) -> dict[int, Units]:
    """The years of the 34 in a sheet of codes with a row a score; years of both lists may be in it.

    All codes of the 34 are codes of the 63 too, so a year since the mergers with none but those is
    of the 34.
    """
    if sheet.names:
        return {}
    first, last = years_of_units(sheet.tables.vintages, "34")
    new = set(sheet.tables.successors["code"])
    return {
        year: "34"
        for year in part.columns
        if first <= year <= last and {p for y, p in part.rows if y == year} <= new
    }
