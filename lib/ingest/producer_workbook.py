"""The data in the producer's layout: one sheet a year, to fill in, to compare, to read back."""

import io

import pandas as pd

from lib.common.text import t
from lib.datasets.tables import Tables
from lib.ingest.matching import NAME_COLUMNS, PROVINCE, SUMMARY_CODE
from lib.stats.ranking import TOTAL, measured_sub_dimensions, scores_by_measure

_BEST_ROW_NAMES = ("Highest", "Điểm cao nhất")


def column_headers(tables: Tables, year: int, code: str) -> tuple[str, str]:
    """The headers of a column in a year.

    Args:
        tables: the recorded headers and the names of measures.
        year: of the sheet.
        code: a measure, or one of PROVINCE and NAME_COLUMNS.

    Returns:
        the English and the Vietnamese header; the official name where none of the producer's is
        recorded.
    """
    recorded = tables.headers[tables.headers["code"] == code]
    year_to = recorded["year_to"].fillna(9999)
    recorded = recorded[(recorded["year_from"] <= year) & (year_to >= year)]
    if len(recorded):
        return str(recorded.iloc[0]["header_en"]), str(recorded.iloc[0]["header_vi"])
    for table in (tables.dimensions, tables.sub_dimensions):
        rows = table[table["code"] == code]
        if len(rows):
            return str(rows.iloc[0]["name_en"]), str(rows.iloc[0]["name_vi"])
    return t("measure.total", "en"), t("measure.total", "vi")


def year_rows(tables: Tables, year: int) -> list[list[object]]:
    """All rows of a year: two rows of headers, a row a province, the highest of each column.

    A province that was not published keeps its row with empty cells; a dimension or a total stands
    where it is complete.
    """
    measured = measured_sub_dimensions(tables.sub_dimensions, [year])
    columns: list[str] = []
    for dimension, part in measured.sort_values("sub_dimension").groupby("dimension"):
        columns += [str(dimension), *part["sub_dimension"]]
    columns.append(TOTAL)
    scores = tables.scores[tables.scores["year"] == year]
    grid = scores_by_measure(scores, measured, tables.printed_scores).pivot(
        index="province", columns="measure", values="score"
    )
    grid = grid.reindex(index=tables.provinces["code"], columns=columns)
    codes = (PROVINCE, *NAME_COLUMNS, *columns)
    headers = [column_headers(tables, year, code) for code in codes]
    rows: list[list[object]] = [[en for en, _ in headers], [vi for _, vi in headers]]
    for province in tables.provinces.itertuples(index=False):
        values = _cells(grid.loc[province.code])
        rows.append([int(province.code), province.name_en, province.name_vi, *values])
    rows.append([int(SUMMARY_CODE), *_BEST_ROW_NAMES, *_cells(grid.max())])
    return rows


def write_workbook(tables: Tables, years: list[int]) -> bytes:
    """An XLSX file with a sheet for each year, named as the producer names them."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for year in years:
        sheet = book.create_sheet(f"{year}_PAPI")
        sheet.freeze_panes = "D3"
        for row in year_rows(tables, year):
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(scores: pd.Series) -> list[float | None]:
    """Scores as cells; None where there is none."""
    return [None if pd.isna(score) else float(score) for score in scores]
