"""Files to read, made from the published figures: the producer's sheets, spoilt or not."""

import csv
import io
from dataclasses import replace

import pandas as pd
from openpyxl import Workbook

from lib.ingest import producer_workbook
from lib.ingest.inspection import inspect_file
from lib.ingest.issues import column_letter

FIRST = 2  # the row of the first province, from 0
LONG_AN = 80


def next_year(tables, year=2025, factor=0.998):
    """The newest year's scores a little lower, as another year: rows as in scores.csv."""
    newest = tables.scores["year"].max()
    rows = tables.scores[tables.scores["year"] == newest]
    return rows.assign(year=year, score=(rows["score"] * factor).round(6))


def grid(tables, scores, year=2025):
    """The producer's sheet of these scores as a list of rows, to be spoilt."""
    whole = replace(tables, scores=pd.concat([tables.scores, scores]).drop_duplicates())
    return [list(row) for row in producer_workbook.year_rows(whole, year)]


def column(rows, english):
    """Where an English header stands, from 0."""
    return rows[0].index(english)


def row_of(rows, code=LONG_AN):
    """The row of a province, from 0."""
    return next(i for i, row in enumerate(rows) if row[0] == code)


def xlsx(sheets, merged=()):
    """{name: rows} as a workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for index, value in enumerate(row, start=1):
                if value is not None:
                    sheet[f"{column_letter(index)}{number}"] = value
        for area in merged:
            sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_csv(rows, separator=",", comma=False):
    """Rows as a CSV file; with ``comma`` numbers have a decimal comma."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    for row in rows:
        cells = [repr(v) if isinstance(v, float) else v for v in row]
        if comma:
            cells = [
                c.replace(".", ",") if isinstance(v, float) else c
                for c, v in zip(cells, row, strict=True)
            ]
        writer.writerow(cells)
    return out.getvalue().encode("utf-8-sig")


def codes(result, kind=None):
    """The codes of the issues."""
    return [issue.code for issue in result.issues if kind is None or issue.kind == kind]


def inspect_sheet(tables, rows, name="2025_PAPI", **more):
    """The result of a workbook with these rows on one sheet."""
    return inspect_file(xlsx({name: rows}, **more), "papi.xlsx", tables)


def sentence(result, tables, lang="vi"):
    """The first problem in words."""
    return result.issues_of_kind("problem")[0].sentence(tables, lang)
