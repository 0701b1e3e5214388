"""Sums that a file prints otherwise than its rounded parts add up to are kept as printed."""

import pytest

from lib.datasets.tables import load_tables
from lib.ingest import producer_workbook, storage
from lib.ingest.result import apply_result
from lib.model.dataset import Dataset
from tests.ingest.workbooks import (
    NAME,
    codes,
    inspect_sheet,
    turned,
)


@pytest.fixture
def rows(tables, scores):
    return turned(tables, scores, statistics=False)


def line(rows, english):
    return next(row for row in rows if str(row[0]).startswith(english))


def printed_of(result, year):
    table = result.extras["printed_scores"]
    return table[table["year"] == year].set_index(["province", "measure"])["score"]


def test_a_total_that_differs_from_its_parts_is_kept_stored_and_ranked_by(tables, rows, root):
    line(rows, "Unweighted PAPI")[4] += 0.0004  # Hà Giang
    expected = round(line(rows, "Unweighted PAPI")[4], 6)
    result = inspect_sheet(tables, rows, name=NAME)
    assert printed_of(result, 2025).to_dict() == {("02", "total"): expected}
    (told,) = [issue for issue in result.issues if issue.code == "printed_sums"]
    assert "1 tỉnh, thành phố: Hà Giang)" in told.sentence(tables, "vi")
    storage.store_result(result, load_tables(root), root)
    after = load_tables(root)
    assert len(after.printed_scores) == len(tables.printed_scores) + 1
    assert Dataset.build(after).position(2025, "total", "02")["score"] == expected


def test_exact_sums_leave_no_row_and_say_nothing(tables, rows):
    result = inspect_sheet(tables, rows, name=NAME)
    assert result.usable and "printed_scores" not in result.extras
    assert not {"printed_sums", "printed_other"} & set(codes(result))


def test_sums_of_which_a_part_is_not_published_are_asked_about_and_not_kept(tables, rows):
    line(rows, "Quality of Elections")[4] = None  # Hà Giang
    result = inspect_sheet(tables, rows, name=NAME)
    assert result.usable and "sum_open" in codes(result)
    assert "printed_scores" not in result.extras and "printed_sums" not in codes(result)


def test_of_a_rounded_file_the_printed_totals_decide_the_ranks(tables, rows):
    short = [[round(v, 2) if isinstance(v, float) else v for v in row] for row in rows]
    result = inspect_sheet(tables, short, name=NAME)
    dataset = Dataset.build(apply_result(result, tables))
    totals = line(short, "Unweighted PAPI")
    for column, code in ((3, "01"), (4, "02"), (-1, "96")):
        assert dataset.position(2025, "total", code)["score"] == totals[column]
    (told,) = [issue for issue in result.issues if issue.code == "printed_sums"]
    assert "Hà Nội, Hà Giang, Cao Bằng, …" in told.sentence(tables, "vi")


def test_the_published_sums_stay_whatever_a_file_of_their_year_adds_up(tables):
    parts = tables.scores[tables.scores["year"] == 2022]
    plain = turned(tables, parts, 2022, statistics=False)
    assert "printed_scores" not in inspect_sheet(tables, plain, name="2022_VIE_ENG").extras
    ours = [list(row) for row in producer_workbook.year_rows(tables, 2022)]
    assert ours[2][-1] == 43.904930
    assert inspect_sheet(tables, ours, name="2022_PAPI").unchanged


def test_another_printed_sum_is_asked_and_full_parts_make_it_needless(tables):
    parts = tables.scores[tables.scores["year"] == 2022]
    rows = turned(tables, parts, 2022, statistics=False)
    for english, code in (("Unweighted PAPI", "total"), ("Dimension 1", "1")):
        line(rows, english)[3] += {"total": 0.0009, "1": 0.0009}[code]
    result = inspect_sheet(tables, rows, name="2022_VIE_ENG")
    assert "printed_other" in codes(result, "question") and result.needs_confirmation
    assert set(printed_of(result, 2022).index) == {("01", "1"), ("01", "total")}
    full = parts.copy()
    is_one = (full["province"] == "01") & (full["sub_dimension"] == "1.3")
    full.loc[is_one, "score"] = round(1.57 - 0.000695, 6)
    result = inspect_sheet(tables, turned(tables, full, 2022, statistics=False), name="2022_x")
    assert len(result.changes) == 1 and printed_of(result, 2022).empty
