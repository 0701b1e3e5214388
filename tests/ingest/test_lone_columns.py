"""A column beside the wrong provinces in a file without sums is asked about; none that is right."""

import numpy as np
import pandas as pd
import pytest

from lib.ingest import report
from lib.ingest.comparisons.lone_columns import (
    check_lone_columns,
    fit_of_shift,
    fit_of_shifted_part,
    longest_copy,
    longest_run,
)
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


def asked(now, then=None, decimals=6, place=lambda at: (at, 4), measure="6.2"):
    """What is asked about one column of scores of the provinces "10", "11" ... in their order."""
    then = now if then is None else then
    cells = [
        ScoreCell(2025, str(10 + at), measure, score, Location("s", *place(at)), decimals)
        for at, score in enumerate(now)
    ]
    new, before = (
        pd.DataFrame(
            [(str(10 + at), measure, float(score)) for at, score in enumerate(column)],
            columns=["province", "sub_dimension", "score"],
        )
        for column in (now, then)
    )
    found = check_lone_columns(new, before, 2025, RecognizedScores(cells))
    return [(issue.code, dict(issue.values).get("n")) for issue in found]


def mixed(n):
    """Scores of which no three neighbours rise or fall."""
    return [1.0 + at / 100 + (0.3 if at % 2 else 0) for at in range(n)]


@pytest.mark.parametrize("direction", [1, -1])
def test_twelve_scores_in_order_are_asked_about_and_eleven_are_not(direction):
    for n, expected in ((12, [("column_sorted", 12)]), (11, [])):
        run = [5 + direction * at / 100 for at in range(n)]
        ends = [run[0] + direction * 0.5, *run, run[-1] - direction * 0.5]
        assert asked(ends + mixed(20)) == expected


def test_four_equal_scores_are_asked_about_where_they_have_four_decimals():
    for n, decimals, expected in (
        (4, 4, [("column_copied", 4)]),
        (3, 4, []),
        (4, 3, []),
        (5, 6, [("column_copied", 5)]),
    ):
        assert asked(mixed(10) + [2.3456] * n + mixed(10), decimals=decimals) == expected
    equal = [ScoreCell(2025, "80", "6.2", 2.3456, Location("s", at, 4), 4) for at in range(3)]
    assert longest_copy(equal) == 3 and longest_copy(equal[:1]) == 1


def test_a_column_of_sixteen_provinces_says_nothing_and_one_of_seventeen_does():
    assert asked([1 + at / 100 for at in range(16)]) == []
    assert asked([1 + at / 100 for at in range(17)]) == [("column_sorted", 17)]


def test_a_short_column_does_not_hide_the_next_one():
    short = [ScoreCell(2025, "80", "1.1", 1.0, Location("s", 3, 3))]
    long = [
        ScoreCell(2025, str(10 + at), "6.2", at / 100, Location("s", at, 4)) for at in range(20)
    ]
    table = pd.DataFrame(
        [(cell.province, cell.measure, cell.score) for cell in (*short, *long)],
        columns=["province", "sub_dimension", "score"],
    )
    found = check_lone_columns(table, table, 2025, RecognizedScores([*short, *long]))
    assert [(i.code, dict(i.values)["measure"]) for i in found] == [("column_sorted", "6.2")]


def test_the_order_is_that_of_the_file_and_other_years_and_totals_are_left_out():
    rising = [1 + at / 100 for at in range(20)]
    assert asked(rising, place=lambda at: (100 - at, 4)) == [("column_sorted", 20)]
    shuffled = asked(rising, place=lambda at: (at * 7 % 20, 4))
    assert not [code for code, _ in shuffled if code == "column_sorted"]
    assert asked(rising, measure="6") == []  # a dimension has its sums


def far_and_near(n):
    """Scores far from their neighbours', as those of provinces in no order are."""
    return np.array([float(at * 37 % 101) for at in range(n)])


@pytest.mark.parametrize("step", [1, -1])
def test_a_column_fits_better_one_row_away_only_where_it_was_moved(step):
    then = far_and_near(40)
    assert fit_of_shift(np.roll(then, step), then) < 0.1
    # Other provinces than those of the year before: no row fits.
    assert fit_of_shift(far_and_near(40)[::-1], then) > 0.84
    assert asked(list(np.roll(then, step)), list(then)) == [("column_shifted", None)]
    # A level or a spread that changed is not a place.
    assert fit_of_shift(3 * np.roll(then, step) + 8, then) == pytest.approx(
        fit_of_shift(np.roll(then, step), then)
    )


@pytest.mark.parametrize("step", [1, -1])
def test_a_part_fits_better_one_row_away_where_only_it_was_moved(step):
    then = far_and_near(40)
    now = np.append(then[:15], np.roll(then[15:], step)) + 0.5 * (far_and_near(40)[::-1] > 50)
    assert fit_of_shifted_part(now, then) < 0.5 < fit_of_shift(now, then)
    assert asked(list(now), list(then)) == [("column_shifted", None)]
    noise = then + np.where(np.arange(40) % 2, 3.0, -3.0)
    assert fit_of_shifted_part(noise, then) == pytest.approx(1.0)
    assert fit_of_shifted_part(np.roll(then, step)[:17], then[:17]) == 1.0  # too few
    assert fit_of_shifted_part(np.full(40, np.nan), then) == 1.0


@pytest.mark.parametrize("step", [1, -1])
def test_a_shift_is_told_by_sixteen_pairs_of_rows_and_not_by_fifteen(step):
    for n, is_told in ((17, True), (16, False)):
        then = far_and_near(n)
        now = np.append(then[1:], 50.0) if step == 1 else np.insert(then[:-1], 0, 50.0)
        assert bool(fit_of_shift(now, then) < 0.84) == is_told
    # With a gap in a column of more rows there are as few pairs.
    then = np.append(far_and_near(16), np.full(4, np.nan))
    assert not fit_of_shift(np.roll(then, step), then) < 0.84


@pytest.mark.parametrize(("n", "expected"), [(17, [("column_sorted", 17)]), (16, [])])
def test_columns_of_seventeen_provinces_are_looked_at_and_of_sixteen_are_not(n, expected):
    assert asked([1 + at / 100 for at in range(n)]) == expected
