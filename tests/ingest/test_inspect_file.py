"""A producer's workbook becomes exactly its scores, or is refused with the cell that is wrong."""

from dataclasses import replace
from datetime import datetime
from typing import get_args

import pytest

from lib.common import paths
from lib.common.text import all_texts
from lib.ingest import issues, producer_workbook, report
from lib.ingest.inspection import inspect_file
from tests.ingest.workbooks import (
    FIRST,
    as_csv,
    assert_scores,
    codes,
    column,
    grid,
    inspect_sheet,
    next_year,
    row_of,
    sentence,
    xlsx,
)

# Every test writes and reads a whole workbook.
pytestmark = pytest.mark.slow


@pytest.fixture
def rows(tables, scores):
    return grid(tables, scores)


# --- what must be read right -------------------------------------------------------------------


def test_all_years_there_and_back_are_equal_cell_by_cell(tables):
    years = sorted(int(y) for y in tables.scores["year"].unique())
    result = inspect_file(producer_workbook.write_workbook(tables, years), "papi.xlsx", tables)
    assert result.unchanged and result.years == tuple(years)
    assert_scores(result, tables.scores)
    # The files of all years but one, so that the round trip does not depend on the present data.
    alone = replace(tables, scores=tables.scores[tables.scores["year"] == 2011])
    result = inspect_file(producer_workbook.write_workbook(tables, years), "papi.xlsx", alone)
    assert codes(result, "problem") == []
    assert_scores(result, tables.scores)


def test_the_projects_own_file_there_and_back(tables):
    content = (paths.ROOT / "data" / "scores.csv").read_bytes()
    result = inspect_file(content, "scores.csv", tables)
    assert result.unchanged
    assert_scores(result, tables.scores)


def test_the_producers_sheets_look_as_they_do(tables):
    rows = producer_workbook.year_rows(tables, 2015)
    assert rows[0][:5] == ["tinhid", "tentinh_eng", "tentinh_vie",
                           "Participation at Local Levels", "Civic Knowledge"]  # fmt: skip
    assert rows[0][-1] == "Un-weighted2015PAPI" and rows[-1][:2] == [999, "Highest"]
    assert len(rows) == 66 and rows[2][:2] == [1, "Ha Noi"]
    assert producer_workbook.year_rows(tables, 2014)[FIRST + 14][3:] == [None] * 29  # Bắc Giang


@pytest.mark.fast
def test_a_new_year_is_read(tables, rows, scores):
    result = inspect_sheet(tables, rows)
    assert result.added_years == (2025,) and result.usable
    assert_scores(result, scores)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("comma", [False, True])
def test_csv_as_spreadsheets_save_it(tables, rows, scores, separator, comma):
    result = inspect_file(as_csv(rows, separator, comma), "PAPI 2025.csv", tables)
    assert_scores(result, scores)


def test_own_columns_as_xlsx_with_codes_made_numbers(tables, scores):
    head = ["Năm", "Mã tỉnh", "Nội dung thành phần", "Điểm"]
    body = [[r.year, int(r.province), float(r.sub_dimension), r.score] for r in scores.itertuples()]
    result = inspect_file(xlsx({"Sheet1": [head, *body]}), "x.xlsx", tables)
    assert_scores(result, scores)


def test_columns_and_rows_in_any_order_with_a_title_and_blank_rows(tables, rows, scores):
    order = list(range(len(rows[0])))[::-1]
    body = [row for pair in ((r, []) for r in reversed(rows[FIRST:])) for row in pair]
    mixed = [[row[i] for i in order] if row else [] for row in [*rows[:FIRST], *body]]
    result = inspect_sheet(tables, [["PAPI"], [], *mixed, [], ["Nguồn: PAPI"]], name="Số liệu 2025")
    assert_scores(result, scores)


def test_text_numbers_with_either_decimal_sign(tables, rows, scores):
    for row in rows[FIRST:]:
        for i, value in enumerate(row):
            if isinstance(value, float):
                row[i] = repr(value).replace(".", "," if i % 2 else ".")
    assert_scores(inspect_sheet(tables, rows), scores)


def test_one_language_of_headers_is_enough_and_numbers_before_names(tables, rows, scores):
    assert_scores(inspect_sheet(tables, [rows[0], *rows[FIRST:]]), scores)
    assert_scores(inspect_sheet(tables, [rows[1], *rows[FIRST:]]), scores)
    rows[0][column(rows, "Civic Knowledge")] = "1.1. Civic  KNOWLEDGE"
    rows[1][column(rows, "1.1. Civic  KNOWLEDGE")] = None
    assert_scores(inspect_sheet(tables, rows), scores)


def test_names_alone_tell_the_province(tables, rows, scores):
    without = [[None, None, *row[2:]] for row in rows]
    assert_scores(inspect_sheet(tables, without), scores)
    for row in rows[FIRST:]:
        row[0] = row[2] = None
    rows[row_of([[r[1]] for r in rows], "Ho Chi Minh City")][1] = "TP. Ho Chi Minh"
    rows[row_of([[r[1]] for r in rows], "Thua Thien Hue")][1] = "Thua Thien-Hue"
    assert_scores(inspect_sheet(tables, rows), scores)


def test_an_old_sheet_keeps_its_own_meaning_of_a_header(tables):
    result = inspect_file(producer_workbook.write_workbook(tables, [2016]), "x.xlsx", tables)
    header = next(iter(producer_workbook.year_rows(tables, 2016)))
    assert "People's Inspection Boards" in header and "3.3" not in set(
        result.scores["sub_dimension"]
    )
    assert set(result.scores.query("sub_dimension.str.startswith('3')")["sub_dimension"]) == {
        "3.1", "3.2", "3.4",
    }  # fmt: skip


# --- what must be refused --------------------------------------------------------------------


def put(rows, code, english, value):
    rows[row_of(rows, code)][column(rows, english)] = value


def spoil(kind, rows):
    row = rows[row_of(rows)]
    sub = column(rows, "Civic Knowledge")
    match kind:
        case "text":
            row[sub] = "1.2.3"
        case "thousand":
            row[sub] = "1.234,5"
        case "percent":
            row[sub] = "12%"
        case "formula":
            row[sub] = "=1+1"
        case "injection":
            row[sub] = "@SUM(A1)"
        case "date":
            row[sub] = datetime(2025, 2, 1)
        case "boolean":
            row[sub] = True
        case "negative":
            row[sub] = -1.2
        case "lost comma":
            row[sub] = 1264.0
        case "above its share":
            row[sub] = 2.6
        case "sum":
            row[sub] += 0.01
        case "total":
            row[-1] += 0.01
        case "unknown province":
            row[0], row[1], row[2] = 97, "Atlantis", "Atlantis"
        case "code and name":
            row[1], row[2] = "Tay Ninh", "Tây Ninh"
        case "nameless":
            row[0] = row[1] = row[2] = None
        case "duplicate":
            rows.append(list(row))
        case "renamed":
            rows[0][sub] = rows[1][sub] = "Chỉ số mới"
        case "torn":
            rows[0][sub] = "Quality of Elections"
        case "twice":
            rows[0][sub] = rows[1][sub] = None
            rows[0][sub] = "Quality of Elections"
        case "number only disagrees":
            rows[0][sub] = "1.3 Civic Knowledge"
        case "formula header":
            rows[0][sub] = "=A1"
        case "discontinued":
            for line in rows:
                line.append(None)
            rows[0][-1], rows[2][-1] = "Construction Permits", 1.5
        case "few":
            del rows[FIRST + 34 :]


REFUSED = {
    "text": ("text", "“1.2.3”"),
    "thousand": ("text", ""),
    "percent": ("text", ""),
    "formula": ("odd", "công thức"),
    "injection": ("odd", "công thức"),
    "date": ("odd", "ngày tháng"),
    "boolean": ("odd", ""),
    "negative": ("range", "−1,20"),
    "lost comma": ("range", "1.264,00"),
    "above its share": ("range", "2,60"),
    "sum": ("sum", "Long An, 1 Tham gia của người dân"),
    "total": ("sum", "Tổng điểm PAPI"),
    "unknown province": ("province_unknown", "Atlantis"),
    "code and name": ("province_torn", "34 tỉnh"),
    "nameless": ("row_nameless", ""),
    "duplicate": ("province_twice", "Long An đã có ở dòng"),
    "renamed": ("column_missing", "1.1 Tri thức công dân"),
    "torn": ("header_torn", "1.3 Chất lượng bầu cử"),
    "twice": ("column_twice", "lặp lại 1.3 Chất lượng bầu cử, đã có ở cột "),
    "number only disagrees": ("header_torn", ""),
    "formula header": ("header_odd", ""),
    "discontinued": ("ended", "5.2 Thủ tục cấp phép xây dựng đã ngừng đo từ sau năm 2020"),
    "few": ("few", "33 trong 63"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_wrong_is_refused_and_named(tables, rows, kind):
    code, words = REFUSED[kind]
    spoil(kind, rows)
    result = inspect_sheet(tables, rows)
    assert not result.usable and code in codes(result, "problem")
    sentences = [
        f.sentence(tables, "vi") for f in result.issues_of_kind("problem") if f.code == code
    ]
    assert any(words in s for s in sentences), sentences
    for lang in ("vi", "en"):
        text = report.report_text(result, tables, lang)
        assert "{" not in text and "None" not in text


def test_a_problem_names_sheet_and_cell(tables, rows):
    spoil("text", rows)
    assert sentence(inspect_sheet(tables, rows), tables) == (
        "Trang tính “2025_PAPI”, ô E53: “1.2.3” không phải là điểm số; vui lòng sửa, "
        "hoặc để trống nếu không công bố."
    )
    put(rows, 80, "Civic Knowledge", 1.2)
    spoil("text", rows)
    in_csv = inspect_file(as_csv(rows), "papi2025.csv", tables)
    assert sentence(in_csv, tables, "en").startswith("Row 53, column E: “1.2.3” is not a score")


@pytest.mark.parametrize("area", ["E10:E11", "A20:A21"])
def test_merged_cells_in_the_table_are_refused(tables, rows, area):
    assert "merged" in codes(inspect_sheet(tables, rows, merged=[area]), "problem")


def test_merged_cells_of_headers_and_titles_do_no_harm(tables, rows, scores):
    assert_scores(inspect_sheet(tables, rows, merged=["E1:F1"]), scores)
    assert_scores(inspect_sheet(tables, [["PAPI 2025"], *rows], merged=["A1:F1"]), scores)


def test_an_unquoted_decimal_comma_is_refused(tables, scores):
    lines = ["year,province,sub_dimension,score"]
    lines += [f"{r.year},{r.province},{r.sub_dimension},{r.score}".replace(".", ",", 9)
              for r in scores.itertuples()]  # fmt: skip
    result = inspect_file("\n".join(lines).encode() + b"\n", "x.csv", tables)
    assert codes(result, "problem") == ["cells_many"]


def test_the_year_must_be_unique(tables, rows):
    assert codes(inspect_sheet(tables, rows, name="Sheet1"), "problem") == ["no_year"]
    assert codes(inspect_sheet(tables, rows, name="2024 2025"), "problem") == ["years"]
    named = inspect_file(xlsx({"Sheet1": rows}), "PAPI-2025.xlsx", tables)
    assert named.years == (2025,)
    other = [list(row) for row in rows]
    put(other, 80, "Civic Knowledge", 1.5)
    both = inspect_file(xlsx({"2025_PAPI": rows, "2025 b": other}), "x.xlsx", tables)
    assert codes(both, "problem") == ["year_twice"]
    same = inspect_file(xlsx({"2025_PAPI": rows, "2025 b": rows}), "x.xlsx", tables)
    assert same.usable and "same_sheet" in codes(same, "note")


def test_a_file_of_something_else_has_no_table(tables):
    result = inspect_file(xlsx({"Sheet1": [["a", "b"], [1, 2]]}), "x.xlsx", tables)
    assert codes(result, "problem") == ["no_table"]
    text = sentence(result, tables)
    assert "một nửa số tỉnh, thành phố" in text and "0 tên tỉnh và 0 tên nội dung" in text


# --- what must be asked ----------------------------------------------------------------------


def test_a_year_that_is_there_is_compared_cell_by_cell(tables):
    rows = [list(r) for r in producer_workbook.year_rows(tables, 2023)]
    old = rows[row_of(rows)][column(rows, "Civic Knowledge")]
    for english, by in (("Civic Knowledge", 0.1), ("Participation", 0.1)):
        rows[row_of(rows)][column(rows, english)] += by
    rows[row_of(rows)][-1] += 0.1
    result = inspect_sheet(tables, rows, name="2023_PAPI")
    assert result.usable and result.needs_confirmation and not result.unchanged
    assert result.changes[["province", "sub_dimension"]].to_numpy().tolist() == [["80", "1.1"]]
    words = report.report_text(result, tables, "vi")
    before, after = (issues.format_score(v, "vi") for v in (old, round(old + 0.1, 6)))
    assert f"Long An, 1.1 Tri thức công dân, năm 2023: {before} → {after}" in words


def test_rounding_changes_no_figure_that_is_there(tables):
    rows = [list(r) for r in producer_workbook.year_rows(tables, 2016)]
    noisy = [[v + 4e-7 if isinstance(v, float) else v for v in row] for row in rows]
    assert inspect_sheet(tables, noisy, name="2016_PAPI").unchanged


def test_a_part_is_kept_as_a_part_and_confirmed(tables, rows):
    row = rows[row_of(rows)]
    for english in ("Civic Knowledge", "Participation"):
        row[column(rows, english)] = None
    row[-1] = None
    result = inspect_sheet(tables, rows)
    assert result.usable and "partial" in codes(result, "question")
    assert "Long An năm 2025 chỉ có 27/28 nội dung thành phần (thiếu 1.1)" in report.report_text(
        result, tables, "vi"
    )
    assert len(result.scores[result.scores["province"] == "80"]) == 27


def test_provinces_that_are_missing_are_named(tables, rows):
    assert (
        "Năm 2025 có 2 tỉnh, thành phố không được công bố: Vĩnh Phúc, Tiền Giang;"
        in report.report_text(inspect_sheet(tables, rows), tables, "vi")
    )


def test_what_is_beyond_the_data_is_asked(tables, rows):
    row = rows[row_of(rows)]
    step = 2.49 - row[column(rows, "Primary Education")]
    for english in ("Primary Education", "Public Service Delivery"):
        row[column(rows, english)] += step
    row[-1] += step
    result = inspect_sheet(tables, rows)
    assert result.usable and {"step", "beyond"} <= set(codes(result, "question"))
    assert "Long An, 6.2 Giáo dục tiểu học công lập, năm 2025: 2,49" in report.report_text(
        result, tables, "vi"
    )


def test_a_jump_of_the_national_median_asks_for_a_break(tables):
    scores = next_year(tables)
    is_7_2 = scores["sub_dimension"].eq("7.2")
    scores["score"] = scores["score"].where(~is_7_2, scores["score"] * 0.5).round(6)
    result = inspect_sheet(tables, grid(tables, scores))
    assert "median" in codes(result, "question")
    assert "data/breaks.csv" in report.report_text(result, tables, "vi")


def test_an_unknown_column_is_named_and_not_read(tables, rows, scores):
    for i, row in enumerate(rows):
        row.append("Dân số" if i < FIRST else float(i))
    result = inspect_sheet(tables, rows)
    assert "column_unknown" in codes(result, "question")
    assert "“Dân số”" in report.report_text(result, tables, "vi")
    assert_scores(result, scores)


def test_a_gap_of_years_is_asked(tables):
    rows = grid(tables, next_year(tables, 2052), 2052)
    assert "year_gap" in codes(inspect_sheet(tables, rows, name="2052_PAPI"), "question")


def test_a_cut_csv_is_asked(tables, rows):
    assert "csv_end" in codes(inspect_file(as_csv(rows)[:-2], "2025.csv", tables), "question")


def test_every_issue_has_its_text_and_every_text_its_issue():
    texts = {key for key in all_texts("vi") if key.startswith("ingest.f_")}
    assert texts == {f"ingest.f_{code}" for code in get_args(issues.IssueCode)}
