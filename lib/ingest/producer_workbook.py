"""The data in the producer's layout: one sheet a year, to fill in, to compare, to read back."""

import io

import pandas as pd

from lib.common.text import t
from lib.datasets.tables import Tables
from lib.ingest.matching import NAME_COLUMNS, PROVINCE, SUMMARY_CODE
from lib.stats.ranking import TOTAL, measured_sub_dimensions, scores_by_measure

_BEST_ROW_NAMES = ("Highest", "Điểm cao nhất")


def column_headers(tables: Tables, year: int, code: str) -> tuple[str, str]:
    """The English and the Vietnamese header of a column in a year; the official name where none
    of the producer's is recorded."""
    rows = tables.headers[tables.headers["code"] == code]
    last = rows["year_to"].fillna(9999)
    rows = rows[(rows["year_from"] <= year) & (last >= year)]
    if len(rows):
        return str(rows.iloc[0]["header_en"]), str(rows.iloc[0]["header_vi"])
    for table in (tables.dimensions, tables.sub_dimensions):
        found = table[table["code"] == code]
        if len(found):
            return str(found.iloc[0]["name_en"]), str(found.iloc[0]["name_vi"])
    return t("measure.total", "en"), t("measure.total", "vi")


def year_rows(tables: Tables, year: int) -> list[list[object]]:
    """All rows of a year: two rows of headers, a row a province, the highest of each column.

    A province that was not published keeps its row with empty cells; dimensions and totals stand
    where they are whole.
    """
    measured = measured_sub_dimensions(tables.sub_dimensions, [year])
    columns: list[str] = []
    for dimension, part in measured.sort_values("sub_dimension").groupby("dimension"):
        columns += [str(dimension), *part["sub_dimension"]]
    columns.append(TOTAL)
    scores = tables.scores[tables.scores["year"] == year]
    grid = scores_by_measure(scores, measured).pivot(
        index="province", columns="measure", values="score"
    )
    grid = grid.reindex(index=tables.provinces["code"], columns=columns)
    ids = [PROVINCE, *NAME_COLUMNS]
    both = [column_headers(tables, year, code) for code in (*ids, *columns)]
    rows: list[list[object]] = [[en for en, _ in both], [vi for _, vi in both]]
    for place in tables.provinces.itertuples(index=False):
        values = [None if pd.isna(v) else float(v) for v in grid.loc[place.code]]
        rows.append([int(place.code), place.name_en, place.name_vi, *values])
    best = [None if pd.isna(v) else float(v) for v in grid.max()]
    rows.append([int(SUMMARY_CODE), *_BEST_ROW_NAMES, *best])
    return rows


def write_workbook(tables: Tables, years: list[int]) -> bytes:
    """An XLSX file with a sheet for each year, named as the producer names them."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for year in years:
        page = book.create_sheet(f"{year}_PAPI")
        page.freeze_panes = "D3"
        for row in year_rows(tables, year):
            page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
