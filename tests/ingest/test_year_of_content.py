"""The figures of one year below the name of another."""

import pytest

from lib.ingest import report
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


@pytest.mark.parametrize(("year", "of"), [(2024, 2018), (2025, 2018), (2013, 2023), (2023, 2022)])
def test_figures_of_another_year_are_told_by_both_years_not_by_headers(tables, year, of):
    sheet = turned(tables, published(tables, of), of, statistics=False)
    result = inspect_sheet(tables, sheet, name=f"{year}_VIE_ENG")
    assert codes(result, "problem") == ["year_of_scores"]
    words = sentence(result, tables)
    assert f"ghi năm {year} nhưng các điểm là điểm đã công bố của năm {of}" in words
    assert "data/headers.csv" not in report.report_text(result, tables, "vi")


def test_an_older_sheet_with_the_figures_of_another_year_is_one_note(tables, rows):
    older = turned(tables, published(tables, 2022), 2022, statistics=False)
    result = inspect_file(xlsx({NAME: rows, "2023_VIE_ENG": older}), "x.xlsx", tables)
    (of_older,) = [i for i in result.issues if i.code.startswith("older")]
    assert result.usable and of_older.code == "older_other"
    words = of_older.sentence(tables, "vi")
    assert "ghi năm 2023 nhưng các điểm là điểm đã công bố của năm 2022" in words
