"""Files to read, made from the published figures: the producer's sheets, spoilt or not."""

import csv
import io
from dataclasses import replace
from functools import partial

import pandas as pd
from openpyxl import Workbook

from lib.ingest import producer_workbook
from lib.ingest.inspection import inspect_file
from lib.ingest.issues import column_letter
from lib.ingest.result import KEY

FIRST = 2  # the row of the first province, from 0
LONG_AN = 80
NAME = "2025_VIE_ENG"  # of a file as the producer names it


def assert_scores(result, scores):
    """The file may go in, and its scores are exactly these."""
    assert result.usable, result.issues_of_kind("problem")[:3]
    expected = scores.sort_values(KEY).reset_index(drop=True)
    pd.testing.assert_frame_equal(result.scores, expected, check_dtype=False, check_exact=True)


def files(root):
    """The files of a data folder by name."""
    return {p.name: p.read_bytes() for p in (root / "data").iterdir() if p.is_file()}


def next_year(tables, year=2025, factor=0.998):
    """The newest year's scores a little lower, as another year: rows as in scores.csv."""
    newest = tables.scores["year"].max()
    rows = tables.scores[tables.scores["year"] == newest]
    return rows.assign(year=year, score=(rows["score"] * factor).round(6))


def published(tables, year):
    """The published scores of a year."""
    return tables.scores[tables.scores["year"] == year]


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


# --- the producer's layout since 2018: provinces are columns, measures and indicators rows --------

INDICATOR, ERROR, WEIGHTED = 0.5, 0.2, 1.111  # figures that must never become scores
_SIZES = {2: "0.5-5", 3: "0.33-3.33", 4: "0.25-2.5"}


def columns_of(tables, units="63"):
    """Code, name and member of each column; of the 34, the first member lends its scores."""
    if units == "63":
        return [(r.code, r.name_vi, r.code) for r in tables.provinces.itertuples()]
    members = tables.mergers.groupby("successor")["province"].min()
    return [(r.code, r.name_vi, members[r.code]) for r in tables.successors.itertuples()]


def turned(
    tables, scores, year=2025, units="63", missing=None, statistics=True, scale=True,
    indicator=lambda code, member: INDICATOR,
):  # fmt: skip
    """Rows of a sheet with a column a province, as the file of 2023 has them.

    Args:
        tables: names and labels.
        scores: year, province, sub_dimension, score (points) of the 63.
        year: of the sheet.
        units: "34" gives each of the 34 the scores of its first member.
        missing: what stands where there is no score.
        statistics: whether the total has an interval, an error and a weighted twin.
        scale: whether there is a column of scales.
        indicator: the value of the indicator below a sub-dimension for a member.
    """
    columns = columns_of(tables, units)
    points = scores.set_index(["province", "sub_dimension"])["score"].to_dict()
    subs = tables.sub_dimensions
    subs = subs[(subs["year_from"] <= year) & (subs["year_to"].fillna(9999) >= year)]
    rows = [
        ["Mã tỉnh", "Mã tỉnh", "Thang điểm/Scale", *(int(code) for code, _, _ in columns)],
        ["Tỉnh/Thành phố trực thuộc trung ương"] * 2 + [None] + [name for _, name, _ in columns],
    ]

    def line(english, vietnamese, points_scale, value_of):
        values = [value_of(member) for _, _, member in columns]
        shown = [missing if value is None else value for value in values]
        rows.append([english, vietnamese, points_scale, *shown])

    def sum_of(codes, plus=0.0):
        def value_of(member):
            parts = [points.get((member, code)) for code in codes]
            return None if None in parts else sum(parts) + plus

        return value_of

    vi = "Chỉ số PAPI tổng hợp (không có trọng số)"
    all_codes = list(subs["code"])
    line("Unweighted PAPI Score", vi, "10-80 điểm/points", sum_of(all_codes))
    if statistics:
        half = 1.645 * ERROR
        line("Unweighted 95% CI Low", f"{vi} - điểm thấp", None, sum_of(all_codes, -half))
        line("Unweighted 95% CI High", f"{vi} - điểm cao", None, sum_of(all_codes, half))
        line("Unweighted Standard Error", f"{vi} - sai số chuẩn", None, lambda _: ERROR)
        weighted = "Chỉ số PAPI tổng hợp (có trọng số)"
        line("Weighted PAPI Score", weighted, None, sum_of(all_codes, WEIGHTED))
    for dimension in tables.dimensions.itertuples():
        parts = subs[subs["dimension"] == dimension.code]
        label = f"Chỉ số nội dung {dimension.code}: {dimension.name_vi}"
        english = f"Dimension {dimension.code}: {dimension.name_en}"
        line(english, label, "1-10 điểm/points", sum_of(parts["code"]))
        for place, sub in enumerate(parts.itertuples(), start=1):
            number = f"{dimension.code}.{place}" if dimension.code == "5" else sub.code
            points_scale = f"{_SIZES[len(parts)]} điểm/points"
            line(sub.name_en, f"{number}: {sub.name_vi}", points_scale, sum_of([sub.code]))
            line(
                f"Proportion {place}", f"Tỷ lệ {place} của {sub.name_vi} (%)", "0%-100%",
                partial(indicator, sub.code),
            )  # fmt: skip
    return rows if scale else [[*row[:2], *row[3:]] for row in rows]
