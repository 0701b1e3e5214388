"""Guards against silent loss and wrong numbers, each at the edge where it begins to hold."""

import io
import zipfile
from dataclasses import replace

import pytest

from lib.ingest import producer_workbook
from lib.ingest.comparisons.ranges_and_sums import check_sums
from lib.ingest.files import workbook
from lib.ingest.files.cells import FileRefused, SpecialCell
from lib.ingest.issues import Location
from lib.ingest.layouts.shared import ScoreCell
from lib.ingest.limits import SCORES_LIMITS
from lib.ingest.reader import plain_text, read_tables
from lib.stats.ranking import measured_sub_dimensions
from tests.ingest import hostile
from tests.ingest.workbooks import (
    FIRST,
    codes,
    column,
    columns_of,
    grid,
    inspect_sheet,
    row_of,
    turned,
    xlsx,
)


def refusal(content, limits=SCORES_LIMITS):
    with pytest.raises(FileRefused) as caught:
        read_tables(content, limits)
    return caught.value.code


def with_cells(cells):
    """The only row of a workbook by the XML of its cells."""
    content = hostile.with_parts(hostile.sheet(f"<row>{cells}</row>"))
    return read_tables(content, SCORES_LIMITS, parse_text=plain_text)[0].rows


def without_part(content, name):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
    return out.getvalue()


# --- reading ---------------------------------------------------------------------------------


def test_a_sheet_that_is_listed_and_not_there_is_not_left_out():
    two = xlsx({"2024": [[1]], "2025": [[2]]})
    assert refusal(without_part(two, "xl/worksheets/sheet2.xml")) == "broken"


def test_a_formula_for_text_without_its_result_is_told_from_an_empty_text():
    no_result, empty = '<c t="str"><f>A9</f></c>', '<c t="str"><f>T(9)</f><v></v></c>'
    assert with_cells(no_result) == [[SpecialCell("formula", "=")]]
    assert with_cells(empty) == [[]]


def test_text_in_pieces_is_whole_and_its_pronunciation_is_none():
    pieces = "<r><t>Long </t></r><r><rPr><b/></rPr><t>An</t></r><rPh><t>x</t></rPh>"
    assert with_cells(f'<c t="inlineStr"><is>{pieces}</is></c>') == [["Long An"]]


@pytest.mark.parametrize("text", ["nan", "1,5", "x"])
def test_a_number_that_is_none_refuses_the_file(text):
    content = hostile.with_parts(hostile.sheet(f"<row><c><v>{text}</v></c></row>"))
    assert refusal(content) == "broken"


def test_a_cell_of_an_unknown_format_or_text_refuses_the_file():
    for cell in ('<c s="99"><v>1</v></c>', '<c t="s"><v>7</v></c>', '<c r="?1"><v>1</v></c>'):
        content = hostile.with_parts(hostile.sheet(f"<row>{cell}</row>"))
        assert refusal(content) == "broken", cell


def test_the_last_column_that_is_read_is_read_and_the_next_is_refused():
    limits = replace(SCORES_LIMITS, columns=3)
    assert read_tables(xlsx({"a": [[1, 2, 3]]}), limits)[0].rows == [[1, 2, 3]]
    assert refusal(xlsx({"a": [[1, 2, 3, 4]]}), limits) == "cells"
    # Columns of two letters: IV is the 256th and last, IW the next.
    last = [*[None] * 255, 1.5]
    assert read_tables(xlsx({"a": [last]}), SCORES_LIMITS)[0].rows == [last]
    assert refusal(xlsx({"a": [[None, *last]]}), SCORES_LIMITS) == "cells"


# --- checks ----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(("n", "is_enough"), [(35, True), (34, False)])
def test_a_year_of_the_63_needs_35_complete_provinces(tables, scores, n, is_enough):
    kept = sorted(scores["province"].unique())[:n]
    whole = replace(tables, scores=scores[scores["province"].isin(kept)])
    rows = [list(row) for row in producer_workbook.year_rows(whole, 2025)]
    result = inspect_sheet(tables, rows)
    assert ("few" not in codes(result, "problem")) == is_enough and result.usable == is_enough


@pytest.mark.slow
def test_a_correction_is_compared_with_the_year_after_it_too(tables):
    """The cell that was corrected is asked about, for the step from it into the year after."""
    score = tables.scores.set_index(["year", "province", "sub_dimension"])["score"]
    rows = [list(row) for row in producer_workbook.year_rows(tables, 2023)]
    row, code = rows[row_of(rows)], "6.2"
    step = 2.45 - score[2023, "80", code]  # 1.31 in 2022, 1.00 in 2024
    for english in ("Primary Education", "Public Service Delivery"):
        row[column(rows, english)] += step
    row[-1] += step
    found = inspect_sheet(tables, rows, name="2023_PAPI").issues
    steps = {dict(i.values)["year"]: i for i in found if i.code == "step"}
    assert 2024 in steps and steps[2024].location.row == row_of(rows) + 1


def cell(measure, score):
    return ScoreCell(2025, "80", measure, score, Location("2025", FIRST, 4), 6)


def test_a_sum_may_miss_its_parts_by_a_thousandth_either_way(tables):
    subs = tables.sub_dimensions[tables.sub_dimensions["dimension"] == "7"]
    measured = measured_sub_dimensions(subs, [2025])
    parts = [cell(code, 1.0) for code in measured["sub_dimension"]]
    for off, is_wrong in ((0.001, False), (-0.001, False), (0.0011, True), (-0.0011, True)):
        found = check_sums([*parts, cell("7", len(parts) + off)], measured, {})
        assert [i.code for i in found] == ["sum"] * is_wrong, off


@pytest.mark.slow
@pytest.mark.parametrize(("n", "is_enough"), [(18, True), (17, False)])
def test_a_year_of_the_34_needs_18_complete_provinces(tables, scores, n, is_enough):
    members = {first for _, _, first in columns_of(tables, "34")} & set(scores["province"])
    kept = sorted(members)[:n]
    sheet = turned(tables, scores[scores["province"].isin(kept)], units="34")
    result = inspect_sheet(tables, sheet, name="2025_VIE_ENG")
    assert ("few" not in codes(result, "problem")) == is_enough and result.usable == is_enough


@pytest.mark.slow
def test_figures_that_are_all_a_little_lower_are_not_those_of_the_year_before(tables, scores):
    found = inspect_sheet(tables, grid(tables, scores))
    assert found.usable and "equals_year" not in codes(found)


# --- whose fault it is ------------------------------------------------------------------------


@pytest.mark.parametrize("error", [TypeError, KeyError, ValueError, RuntimeError])
def test_a_fault_of_the_code_is_not_called_a_damaged_file(monkeypatch, error):
    def fail(*_):
        raise error("ours")

    monkeypatch.setattr(workbook, "_rows_of_sheet", fail)
    with pytest.raises(error, match="ours"):
        read_tables(xlsx({"a": [[1]]}), SCORES_LIMITS)


def test_text_in_endless_frames_is_no_fault_of_the_code():
    frames = "<r>" * 5_000 + "<t>x</t>" + "</r>" * 5_000
    assert with_cells(f'<c t="inlineStr"><is><t>An</t>{frames}</is></c>') == [["An"]]


def test_a_locked_part_and_a_text_before_the_first_refuse_the_file():
    assert refusal(locked(xlsx({"a": [[1]]}))) == "broken"
    content = hostile.with_parts(
        {**hostile.texts("<si><t>x</t></si>"), **hostile.sheet('<row><c t="s"><v>-1</v></c></row>')}
    )
    assert refusal(content) == "broken"


def locked(content):
    """The archive with every entry marked as encrypted."""
    out = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = out.find(mark)
        while start >= 0:
            out[start + at] |= 1
            start = out.find(mark, start + 4)
    return bytes(out)
