"""A fault that repeats over a file is one sentence, which names the column and the first places."""

import pytest

from lib.ingest import report
from tests.ingest.workbooks import FIRST, codes, column, grid, inspect_sheet, next_year, turned

CIVIC = "Civic Knowledge"


@pytest.fixture(scope="module")
def scores(tables):
    return next_year(tables)


@pytest.fixture
def rows(tables, scores):
    """A good sheet with a row a province."""
    return grid(tables, scores)


def provinces(rows):
    """The rows with scores."""
    return [row for row in rows[FIRST:] if isinstance(row[3], float)]


def problems(result, tables):
    section = report.sections(result, tables, "vi")[0]
    assert section.kind == "problem"
    return section.sentences


def shift(rows, at):
    """Every figure of a column one row down; the first stays."""
    values = [row[at] for row in provinces(rows)]
    for row, value in zip(provinces(rows), [values[0], *values], strict=False):
        row[at] = value


def test_a_shifted_column_is_named_once(tables, rows):
    shift(rows, column(rows, CIVIC))
    result = inspect_sheet(tables, rows)
    assert codes(result, "problem") == ["sums_shifted"]
    (found,) = problems(result, tables)
    assert found.startswith("Trang tính “2025_PAPI”, cột E: 1.1 Tri thức công dân có vẻ lệch một ô")
    assert "1 Tham gia của người dân ở cấp cơ sở khác tổng các phần ở 60 tỉnh, thành phố" in found
    assert "(Hà Giang, Cao Bằng, Bắc Kạn, …)" in found


def test_a_shifted_dimension_or_total_is_named_itself(tables, rows):
    for header, code in (("Participation", "1 Tham gia"), (rows[0][-1], "Tổng điểm PAPI")):
        spoilt = [list(row) for row in rows]
        shift(spoilt, column(spoilt, header))
        result = inspect_sheet(tables, spoilt)
        assert codes(result, "problem") == ["sums_shifted"]
        assert f": {code}" in problems(result, tables)[0]


def test_a_rounded_column_is_named_with_its_decimals(tables, rows):
    at = column(rows, CIVIC)
    for row in provinces(rows):
        row[at] = round(row[at], 2)
    result = inspect_sheet(tables, rows)
    assert codes(result, "problem") == ["sums_rounded"]
    (found,) = problems(result, tables)
    assert "1.1 Tri thức công dân chỉ có 2 chữ số thập phân" in found


def test_columns_that_changed_places_across_dimensions_are_one_sentence(tables, rows):
    a, b = column(rows, CIVIC), column(rows, "Primary Education")
    for row in provinces(rows):
        row[a], row[b] = row[b], row[a]
    result = inspect_sheet(tables, rows)
    assert codes(result, "problem") == ["sums_exchanged"]
    (found,) = problems(result, tables)
    assert "1.1 Tri thức công dân và 6.2 Giáo dục tiểu học công lập có vẻ bị đổi chỗ" in found


@pytest.mark.parametrize(
    ("spoil", "code", "words"),
    [
        (lambda values: sorted(values), "sums_reordered", "đã sắp xếp riêng"),
        (lambda values: [v / 10 for v in values], "sums_scaled", "gấp 0,10 lần"),
        (lambda values: [v + 0.3 * (i % 5) for i, v in enumerate(values)], "sums", "Hà Giang: "),
    ],
)
def test_other_faults_of_a_column(tables, rows, spoil, code, words):
    at = column(rows, "Primary Education")
    values = spoil([row[at] for row in provinces(rows)])
    for row, value in zip(provinces(rows), values, strict=True):
        row[at] = value
    result = inspect_sheet(tables, rows)
    assert set(codes(result, "problem")) <= {code, "range"}
    assert any(words in sentence for sentence in problems(result, tables))
    assert len(problems(result, tables)) <= 2


def test_a_column_that_was_copied_over_another_is_named(tables, rows):
    at, other = column(rows, "Primary Education"), column(rows, CIVIC)
    for row in provinces(rows):
        row[at] = row[other]
    result = inspect_sheet(tables, rows)
    assert codes(result, "problem") == ["sums_copied"]
    assert "6.2 Giáo dục tiểu học công lập trùng với 1.1" in problems(result, tables)[0]


def test_a_turned_table_names_the_row(tables, scores):
    rows = turned(tables, scores)
    line = next(row for row in rows if str(row[1]).startswith("1.1"))
    values = [v for v in line[3:] if v is not None]
    moved = iter([values[0], *values])
    line[3:] = [v if v is None else next(moved) for v in line[3:]]
    result = inspect_sheet(tables, rows)
    assert codes(result, "problem") == ["sums_shifted"]
    at = rows.index(line) + 1
    assert problems(result, tables)[0].startswith(f"Trang tính “2025_PAPI”, dòng {at}: 1.1")


def test_few_wrong_sums_keep_a_sentence_each(tables, rows):
    for row in provinces(rows)[:3]:
        row[column(rows, CIVIC)] += 0.01
    result = inspect_sheet(tables, rows)
    assert codes(result, "problem") == ["sum"] * 3 and len(problems(result, tables)) == 3


def test_a_wrong_dimension_does_not_accuse_the_total(tables, rows):
    provinces(rows)[0][column(rows, "Participation")] += 0.01
    assert codes(inspect_sheet(tables, rows), "problem") == ["sum"]


def test_other_faults_that_repeat_are_one_sentence_with_the_first_names(tables, rows):
    at = column(rows, CIVIC)
    for row in provinces(rows):
        row[at] = -row[at]
    result = inspect_sheet(tables, rows)
    found = [s for s in problems(result, tables) if "ngoài khoảng" in s]
    assert len(found) == 1 and "Tương tự ở 60 chỗ khác: Hà Giang; Cao Bằng; Bắc Kạn; …" in found[0]


def test_a_sheet_that_is_wrong_everywhere_gives_few_sentences(tables, rows):
    for row in provinces(rows):
        row[3:] = [f"{v} điểm 1" if isinstance(v, float) else v for v in row[3:]]
    found = problems(inspect_sheet(tables, rows), tables)
    assert len(found) <= 3, found


def test_each_question_of_few_is_named_with_its_figures(tables, rows):
    """Questions are compared with the printed report one by one, so more of them stay apart."""
    at, whole = column(rows, "Primary Education"), column(rows, "Public Service Delivery")
    for row in provinces(rows)[:3]:
        for i, by in ((at, 2.49 - row[at]), (whole, 2.49 - row[at]), (-1, 2.49 - row[at])):
            row[i] += by
    result = inspect_sheet(tables, rows)
    sections = {s.kind: s.sentences for s in report.sections(result, tables, "vi")}
    assert sum("năm 2025: 2,49 nằm ngoài" in s for s in sections["question"]) == 3
