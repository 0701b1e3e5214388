"""A column beside the wrong provinces in a file without sums is asked about; none that is right."""

import numpy as np
import pytest

from lib.ingest import report
from lib.ingest.comparisons.lone_columns import check_lone_columns, fit_of_shift, longest_run
from lib.ingest.issues import Location
from lib.ingest.layouts.shared import RecognizedScores, ScoreCell
from tests.ingest.workbooks import FIRST, codes, column, grid, inspect_sheet, turned

SUMS = 9  # columns: the dimensions and the total


@pytest.fixture
def rows(tables, scores):
    """The producer's sheet without dimensions and total."""
    sheet = grid(tables, scores)
    names = set(tables.dimensions["name_en"]) | {"Unweighted PAPI Score"}
    sums = {
        at
        for at in range(3, len(sheet[0]))
        if at == len(sheet[0]) - 1 or not _is_part(sheet, at, tables)
    }
    assert len(sums) == SUMS, (names, sums)
    return [[v for at, v in enumerate(row) if at not in sums] for row in sheet]


def _is_part(sheet, at, tables):
    headers = set(
        tables.headers.loc[tables.headers["code"].str.contains(".", regex=False), "header_en"]
    )
    subs = set(tables.sub_dimensions["name_en"])
    return sheet[0][at] in headers | subs


def provinces(rows):
    return [row for row in rows[FIRST:] if isinstance(row[3], float) and row[0] != 999]


def test_a_sheet_of_sub_dimensions_alone_is_read_and_nothing_is_asked(tables, rows):
    result = inspect_sheet(tables, rows)
    assert result.usable and not {"column_sorted", "column_shifted"} & set(codes(result))


@pytest.mark.parametrize("reverse", [False, True])
def test_a_column_sorted_by_itself_is_asked_about(tables, rows, reverse):
    at = column(rows, "Primary Education")
    values = sorted((row[at] for row in provinces(rows)), reverse=reverse)
    for row, value in zip(provinces(rows), values, strict=True):
        row[at] = value
    result = inspect_sheet(tables, rows)
    assert result.usable and "column_sorted" in codes(result, "question")
    text = report.report_text(result, tables, "vi")
    assert "6.2 Giáo dục tiểu học công lập năm 2025 có 61 điểm liền nhau" in text


def test_a_part_of_a_column_sorted_by_itself_is_asked_about(tables, rows):
    at = column(rows, "Primary Education")
    part = provinces(rows)[10:30]
    for row, value in zip(part, sorted(row[at] for row in part), strict=True):
        row[at] = value
    assert "column_sorted" in codes(inspect_sheet(tables, rows), "question")


@pytest.mark.parametrize("step", [1, -1])
def test_a_column_shifted_by_one_row_is_asked_about(tables, rows, step):
    at = column(rows, "Primary Education")
    values = np.roll([row[at] for row in provinces(rows)], step)
    for row, value in zip(provinces(rows), values, strict=True):
        row[at] = float(value)
    result = inspect_sheet(tables, rows)
    assert result.usable and "column_shifted" in codes(result, "question")
    text = report.report_text(result, tables, "en")
    assert "seem to be shifted by one row or column" in text


@pytest.mark.parametrize("first", [10, 20])
def test_a_column_from_which_one_cell_was_deleted_is_asked_about(tables, rows, first):
    at = column(rows, "Public Healthcare")
    below = provinces(rows)[first:]
    for row, value in zip(below, [*(row[at] for row in below[1:]), None], strict=True):
        row[at] = value
    assert "column_shifted" in codes(inspect_sheet(tables, rows), "question")


@pytest.mark.parametrize(("n", "asked"), [(3, True), (2, False)])
def test_a_cell_that_was_copied_down_is_asked_about(tables, rows, n, asked):
    at = column(rows, "Primary Education")
    first, *others = provinces(rows)[20 : 21 + n]
    for row in others:
        row[at] = first[at]
    result = inspect_sheet(tables, rows)
    assert result.usable and ("column_copied" in codes(result, "question")) == asked


def test_equal_scores_of_a_rounded_file_are_no_copies(tables, rows):
    for row in provinces(rows):
        row[3:] = [round(value, 1) if isinstance(value, float) else value for value in row[3:]]
    result = inspect_sheet(tables, rows)
    assert result.usable and "column_copied" not in codes(result)


def test_the_row_of_a_turned_table_too(tables, scores):
    sheet = turned(tables, scores, statistics=False)
    sheet = [row for row in sheet if not str(row[2]).startswith(("1-10", "10-80"))]
    line = next(row for row in sheet if str(row[1]).startswith("6.2"))
    values = sorted(v for v in line[3:] if v is not None)
    line[3:] = [v if v is None else values.pop(0) for v in line[3:]]
    result = inspect_sheet(tables, sheet)
    (found,) = [i for i in result.issues_of_kind("question") if i.code == "column_sorted"]
    assert found.location == Location("2025_PAPI", sheet.index(line) + 1, 0, turned=True)


def orders(tables):
    """The provinces as files list them."""
    provinces = tables.provinces
    grouped = tables.mergers.sort_values(["successor", "province"])
    return {
        "by code": sorted(provinces["code"]),
        "by name": list(provinces.sort_values("short_en")["code"]),
        "by region": list(provinces.sort_values(["region", "code"])["code"]),
        "by what they became": list(grouped["province"]),
    }


def test_no_published_column_is_asked_about_in_any_order(tables):
    scores = tables.scores
    for order in orders(tables).values():
        rows = {province: number for number, province in enumerate(order, start=3)}
        for year, of_year in scores.groupby("year"):
            measures = {m: at for at, m in enumerate(sorted(set(of_year["sub_dimension"])), 4)}
            cells = [
                ScoreCell(
                    year, r.province, r.sub_dimension, r.score,
                    Location("s", rows[r.province], measures[r.sub_dimension]),
                )
                for r in of_year.itertuples()
            ]  # fmt: skip
            before = scores[scores["year"] == year - 1]
            assert check_lone_columns(of_year, before, year, RecognizedScores(cells)) == []


def test_runs_and_shifts_of_small_columns():
    assert longest_run(np.array([1.0, 2, 3, 2, 1, 0, 5])) == 4
    assert longest_run(np.array([1.0, 1, 2, 2, 3])) == 3
    assert longest_run(np.array([1.0, np.nan, 2, 3])) == 2
    then = np.array([float(i * 7 % 20) for i in range(20)])
    assert fit_of_shift(np.roll(then, 1), then) < 0.2
    assert fit_of_shift(then, then) == 1.0  # as it stands it fits wholly
    assert fit_of_shift(np.full(20, np.nan), then) == 1.0
