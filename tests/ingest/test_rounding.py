"""Rounded scores: told once, compared within their rounding, never in place of full ones."""

from dataclasses import replace

import pandas as pd
import pytest

from lib.ingest import report
from lib.ingest.comparisons.rounding import half_unit
from lib.ingest.inspection import inspect_file
from tests.ingest.workbooks import (
    NAME,
    codes,
    inspect_sheet,
    published,
    sentence,
    turned,
    xlsx,
)

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("decimals", [1, 2, 3, 4, 5])
def test_rounded_scores_are_read_as_rounded_with_one_note(tables, rows, scores, decimals):
    short = [[round(v, decimals) if isinstance(v, float) else v for v in row] for row in rows]
    result = inspect_sheet(tables, short, name=NAME)
    assert result.usable and codes(result).count("rounded") == 1
    assert result.scores["score"].round(decimals).eq(result.scores["score"]).all()
    assert f"làm tròn đến {decimals} chữ số" in report.report_text(result, tables, "vi")


def test_rounded_scores_replace_no_full_ones(tables):
    sheet = turned(tables, published(tables, 2024), 2024)
    short = [[round(v, 2) if isinstance(v, float) else v for v in row] for row in sheet]
    result = inspect_sheet(tables, short, name="2024_PAPI_VIE_ENG")
    assert result.scores_unchanged and "older_differs" not in codes(result)
    of_scores = {"rounded", "rounded_kept", "older_same_rounded", "older_same"}
    assert [c for c in codes(result) if c in of_scores] == ["rounded_kept", "older_same_rounded"]


def test_whole_numbers_are_refused_with_the_reason_and_what_to_do(tables, rows):
    short = [[float(round(v)) if isinstance(v, float) else v for v in row] for row in rows]
    result = inspect_sheet(tables, short, name=NAME)
    assert codes(result, "problem") == ["rounded_whole"]
    words = sentence(result, tables)
    assert "số nguyên" in words and "không kiểm tra được các tổng" in words
    assert "vui lòng dùng tệp có điểm đủ chữ số thập phân" in words


@pytest.mark.parametrize("decimals", [1, 2, 3, 4])
def test_a_rounded_older_sheet_is_one_note_and_what_differs_beyond_it_is_listed(
    tables, rows, decimals
):
    older = turned(tables, published(tables, 2023), 2023, statistics=False)
    older = [[round(v, decimals) if isinstance(v, float) else v for v in row] for row in older]
    line = next(row for row in older if row[1] == "1.1: Tri thức công dân")
    for spoilt in (False, True):
        line[4] += 0.2 * spoilt  # Hà Giang
        result = inspect_file(xlsx({NAME: rows, "2023_VIE_ENG": older}), "x.xlsx", tables)
        of_older = [i for i in result.issues if i.code.startswith("older")]
        expected = ["older_rounded", "older_differs"] if spoilt else ["older_same_rounded"]
        assert [i.code for i in of_older] == expected and result.usable
        assert f"còn {decimals} chữ số thập phân" in of_older[0].sentence(tables, "vi")
        assert "Hà Giang, 1.1" in of_older[-1].sentence(tables, "vi") or not spoilt


def test_one_rounded_measure_of_an_older_sheet_is_compared_as_rounded(tables, rows):
    older = turned(tables, published(tables, 2023), 2023, statistics=False)
    line = next(row for row in older if row[1] == "1.1: Tri thức công dân")
    line[3:] = [round(v, 2) if isinstance(v, float) else v for v in line[3:]]
    result = inspect_file(xlsx({NAME: rows, "2023_VIE_ENG": older}), "x.xlsx", tables)
    (of_older,) = [i for i in result.issues if i.code.startswith("older")]
    assert of_older.code == "older_same_rounded"
    assert "61 trong 1.708 điểm được làm tròn" in of_older.sentence(tables, "vi")


def test_a_rounded_year_that_was_stored_rounded_can_be_corrected(tables):
    short = published(tables, 2024).assign(score=lambda rows: rows["score"].round(2))
    others = tables.scores[tables.scores["year"] != 2024]
    stored = replace(tables, scores=pd.concat([others, short], ignore_index=True))
    sheet = turned(tables, published(tables, 2024), 2024, statistics=False)
    sheet = [[round(v, 2) if isinstance(v, float) else v for v in row] for row in sheet]
    line = next(row for row in sheet if row[1] == "1.1: Tri thức công dân")
    line[4] = round(line[4] + 0.01, 2)  # Hà Giang
    result = inspect_sheet(stored, sheet, name="2024_PAPI_VIE_ENG")
    changes = result.changes[["province", "sub_dimension"]].to_numpy().tolist()
    assert changes == [["02", "1.1"]] and "rounded_kept" not in codes(result)


@pytest.mark.fast
@pytest.mark.parametrize(
    ("full", "rounded", "decimals"), [(1.005, 1.01, 2), (2.675, 2.68, 2), (0.25, 0.3, 1)]
)
def test_a_figure_half_a_unit_away_is_within_its_rounding_and_one_beyond_is_not(
    full, rounded, decimals
):
    assert abs(rounded - full) <= half_unit(decimals)
    assert abs(rounded - full) + 0.0001 > half_unit(decimals)
    assert half_unit(None) == 0
