"""The producer's layouts since 2018 and of single years: in as they are, or a sentence why not."""

import io

import openpyxl
import pandas as pd
import pytest

from lib.ingest import producer_workbook, report
from lib.ingest.inspection import inspect_file
from lib.ingest.recognition import Confirmed
from tests.ingest.workbooks import (
    ERROR,
    FIRST,
    INDICATOR,
    NAME,
    as_csv,
    assert_scores,
    codes,
    column,
    columns_of,
    grid,
    inspect_sheet,
    published,
    row_of,
    sentence,
    turned,
    xlsx,
)

pytestmark = pytest.mark.slow


# --- what is read ------------------------------------------------------------------------------


@pytest.mark.fast
def test_a_column_a_province_gives_the_scores_and_nothing_else(tables, rows, scores):
    result = inspect_sheet(tables, rows, name=NAME)
    assert_scores(result, scores)
    assert set(result.extras["indicators"]["value"]) == {100 * INDICATOR}
    assert len(result.extras["indicator_catalogue"]) == 28
    first = result.extras["indicator_catalogue"].iloc[0]
    assert first[["sub_dimension", "label_en", "scale"]].tolist() == [
        "1.1",
        "Proportion 1",
        "0%-100%",
    ]
    assert set(result.extras["margins"]["measure"]) == {"total"}
    assert set(result.extras["margins"]["standard_error"]) == {ERROR}


@pytest.mark.parametrize("missing", [None, 0, "-", "*", "n.a.", "Không đủ số liệu"])
@pytest.mark.parametrize("scale", [True, False])
def test_signs_zeros_and_remarks_are_not_published(tables, scores, missing, scale):
    sheet = turned(tables, scores, missing=missing, scale=scale)
    assert_scores(inspect_sheet(tables, sheet, name=NAME), scores)


@pytest.mark.parametrize(
    "keep", [("vi", [1, 2]), ("en", [0, 2]), ("vi alone", [1])], ids=lambda keep: keep[0]
)
@pytest.mark.parametrize("head", ["codes and names", "names"])
def test_one_language_and_names_alone_are_enough(tables, rows, scores, keep, head):
    cut = [[row[i] for i in keep[1]] + row[3:] for row in rows]
    result = inspect_sheet(tables, cut if head == "codes and names" else cut[1:], name=NAME)
    assert_scores(result, scores)


def test_titles_mappings_blank_lines_footnotes_and_merged_cells(tables, rows, scores):
    successor = dict(zip(tables.mergers["province"], tables.mergers["successor"], strict=True))
    names = dict(zip(tables.successors["code"], tables.successors["name_vi"], strict=True))
    new = [names[successor[code]] for code, _, _ in columns_of(tables)]
    mapping = ["Tỉnh, thành phố mới (từ 01/7/2025)"] * 2 + [None, *new]
    law = ["Nghị quyết 202/2025/QH15"] * 2 + [None, *["202/2025/QH15"] * 63]
    sheet = [["PAPI 2025: chỉ tiêu cấp tỉnh"], [], mapping, law, *rows, [], ["Ghi chú: ..."]]
    spread = [[*row[:20], None, *row[20:]] for row in sheet]
    spaced = [*spread[:8], [], *spread[8:]]
    assert_scores(inspect_sheet(tables, spaced, name=NAME, merged=["A3:B3", "D3:E3"]), scores)


def test_the_rows_turned_by_hand_are_the_same_table(tables, rows, scores):
    assert_scores(
        inspect_sheet(tables, list(map(list, zip(*rows, strict=True))), name=NAME), scores
    )


def test_text_with_a_decimal_comma_is_the_same_figure(tables, rows, scores):
    text = [[f"{v:.6f}".replace(".", ",") if isinstance(v, float) else v for v in r] for r in rows]
    assert_scores(inspect_sheet(tables, text, name=NAME), scores)
    assert_scores(inspect_file(as_csv(text, ";"), "papi 2025.csv", tables), scores)


def test_a_second_line_of_a_dimension_is_told_from_it_by_the_sum(tables, rows, scores):
    at = next(i for i, row in enumerate(rows) if str(row[0]).startswith("Dimension 3"))
    twin = [*rows[at][:3], *(v + 1.111 if isinstance(v, float) else v for v in rows[at][3:])]
    for place in (at, at + 4):  # before and after the line itself
        sheet = [*rows[:place], twin, *rows[place:]]
        result = inspect_sheet(tables, sheet, name=NAME)
        assert_scores(result, scores)
        assert "left_over" in codes(result, "note")


def test_the_one_year_files_number_the_parts_through(tables):
    columns = ["3.1", "3.2", "3.4"]
    year = 2016
    labels = {r.code: r.name_vi for r in tables.sub_dimensions.itertuples()}
    sheet = [[*row[2:-1]] for row in producer_workbook.year_rows(tables, year)[FIRST:-1]]
    head = list(producer_workbook.year_rows(tables, year)[0])[3:-1]
    codes_of = list(published(tables, year)["sub_dimension"].unique())
    by_dimension = {}
    for code in sorted(codes_of):
        by_dimension.setdefault(code[0], []).append(code)
    texts = ["Tên tỉnh "]
    for dimension, subs in by_dimension.items():
        texts.append(f"  {dimension}: Tên khác của nội dung ")
        texts += [f"{dimension}.{n}: {labels[code]} " for n, code in enumerate(subs, 1)]
    assert len(texts) == len(head) + 1 and by_dimension["3"] == columns
    result = inspect_file(
        xlsx({f"{year}PAPI- Bảng tổng hợp kết quả": [texts, *sheet],
              "Điểm thành phần 1": [[row[i] for i in range(6)] for row in [texts, *sheet]]}),
        f"PAPI-{year}-Dữ-liệu-1.xlsx",
        tables,
    )  # fmt: skip
    assert result.unchanged and "same_sheet" in codes(result, "note")


# --- the 34 --------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["columns", "rows"])
def test_the_34_go_in_in_either_layout_and_old_names_mean_the_new_provinces(tables, scores, layout):
    sheet = turned(tables, scores, units="34")
    if layout == "rows":
        sheet = list(map(list, zip(*sheet, strict=True)))
    result = inspect_sheet(tables, sheet, name=NAME)
    assert result.usable and result.units == {2025: "34"}
    member = {code: first for code, _, first in columns_of(tables, "34")}
    expected = scores.set_index(["province", "sub_dimension"])["score"]
    for row in result.scores.itertuples():
        assert row.score == expected[member[row.province], row.sub_dimension]
    text = report.report_text(result, tables, "vi")
    assert "Tây Ninh, An Giang, …" in text and "Long An" not in text


def test_a_name_of_both_lists_says_that_it_is_of_the_34(tables, scores):
    part = scores[scores["province"] != "82"]  # lends its scores to Đồng Tháp
    result = inspect_sheet(tables, turned(tables, part, units="34"), name=NAME)
    asked = [i.sentence(tables, "vi") for i in result.issues if i.code == "empty_row_34"]
    text = report.report_text(result, tables, "vi")
    assert any("Đồng Tháp (sau sắp xếp): năm 2024 có điểm của đơn vị trước" in s for s in asked)
    assert "Đồng Tháp được công bố" not in text and "Đồng Tháp;" not in text


def test_former_codes_beside_the_new_names_are_understood(tables, scores):
    sheet = turned(tables, scores, units="34")
    sheet[0][3:] = [int(first) for _, _, first in columns_of(tables, "34")]
    result = inspect_sheet(tables, sheet, name=NAME)
    assert result.usable and "codes_former" in codes(result, "note")
    sheet[0][3:5] = sheet[0][4:2:-1]
    assert codes(inspect_sheet(tables, sheet, name=NAME), "problem") == ["province_torn"]


# --- older sheets, years, places --------------------------------------------------------------


def test_older_sheets_are_compared_and_take_nothing_away(tables, rows, scores):
    older = turned(tables, published(tables, 2023), 2023, statistics=False)
    for row in older[2:]:
        row[3] = None  # Hà Nội
    line = next(row for row in older if row[1] == "1.1: Tri thức công dân")
    line[4] = 2.0  # Hà Giang
    result = inspect_file(xlsx({NAME: rows, "2023_VIE_ENG": older}), "x.xlsx", tables)
    assert result.usable and result.added_years == (2025,) and result.changes.empty
    kept = result.scores[result.scores["year"] == 2023].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        kept, published(tables, 2023).reset_index(drop=True), check_dtype=False
    )
    text = report.report_text(result, tables, "vi")
    assert (
        "Hà Giang, 1.1 Tri thức công dân, năm 2023: tệp ghi 2,00, số liệu hiện có là 1,0216" in text
    )
    assert codes(result).count("older_differs") == 1


def test_a_year_that_tab_file_title_or_figures_deny_is_asked_about_by_name(tables, rows):
    named = inspect_file(xlsx({NAME: rows}), "PAPI 2026.xlsx", tables)
    assert codes(named, "problem") == ["year_other"]
    assert "năm 2025 nhưng" in sentence(named, tables) and "YEAR=2026" in sentence(named, tables)
    confirmed = inspect_file(
        xlsx({NAME: rows}), "PAPI 2026.xlsx", tables, confirmed=Confirmed(year=2025)
    )
    assert confirmed.usable and confirmed.years == (2025,)
    title = [["PAPI 2024: chỉ tiêu cấp tỉnh"], *rows]
    assert codes(inspect_sheet(tables, title, name=NAME), "problem") == ["year_other"]
    other = turned(tables, published(tables, 2023), 2022)
    denied = inspect_sheet(tables, other, name="2022_VIE_ENG")
    assert codes(denied, "problem") == ["year_of_scores"] and denied.changes.empty
    again = turned(tables, published(tables, 2024), 2025)
    assert "equals_year" in codes(inspect_sheet(tables, again, name=NAME), "question")


def test_codes_and_names_that_disagree_are_one_sentence(tables, rows):
    rows[1][3:5] = rows[1][4:2:-1]
    result = inspect_sheet(tables, rows, name=NAME)
    assert codes(result, "problem") == ["province_torn"]
    assert "1, Hà Giang; 2, Hà Nội" in sentence(result, tables)


def test_swapped_and_shifted_figures_are_asked_about(tables, scores):
    rows = grid(tables, scores)
    first, second = (next(i for i, r in enumerate(rows) if r[0] == c) for c in (1, 80))
    swapped = [list(r) for r in rows]
    swapped[first][3:], swapped[second][3:] = rows[second][3:], rows[first][3:]
    asked = [f for f in inspect_sheet(tables, swapped).issues if f.code == "swapped"]
    assert [dict(f.values)["province"] for f in asked] == ["01"]
    shifted = [list(r) for r in rows]
    for i in range(FIRST + 1, FIRST + 63):
        shifted[i][3:] = rows[i - 1][3:]
    result = inspect_sheet(tables, shifted)
    assert "shifted" in codes(result, "question")
    assert not {"swapped", "shifted"} & set(codes(inspect_sheet(tables, rows)))


def test_swapped_figures_are_asked_about_after_a_gap_of_years_too(tables, scores):
    rows = grid(tables, scores.assign(year=2026), 2026)
    first, second = (next(i for i, r in enumerate(rows) if r[0] == c) for c in (1, 80))
    rows[first][3:], rows[second][3:] = rows[second][3:], rows[first][3:]
    result = inspect_sheet(tables, rows, name="2026_PAPI")
    assert {"year_gap", "swapped"} <= set(codes(result, "question"))


# --- published years ---------------------------------------------------------------------------


def test_a_published_province_is_never_taken_away(tables):
    rows = [list(r) for r in producer_workbook.year_rows(tables, 2023)]
    without_row = [r for r in rows if r[0] != 80]
    result = inspect_sheet(tables, without_row, name="2023_PAPI")
    assert result.changes.empty and codes(result, "question") == ["no_row"]
    assert_scores(result, published(tables, 2023))
    text = report.report_text(result, tables, "vi")
    assert "Long An được công bố năm 2023 nhưng tệp không có dòng hay cột nào" in text
    rows[row_of(rows)][3:] = [None] * len(rows[0][3:])
    result = inspect_sheet(tables, rows, name="2023_PAPI")
    assert result.changes.empty and codes(result, "question") == ["empty_row"]
    assert "có tên trong tệp nhưng không có điểm nào" in report.report_text(result, tables, "vi")


@pytest.mark.parametrize("by", [0.1, -0.1])
def test_a_correction_is_as_visible_downward_as_upward(tables, by):
    rows = [list(r) for r in producer_workbook.year_rows(tables, 2023)]
    row = rows[row_of(rows)]
    for at in (column(rows, "Civic Knowledge"), column(rows, "Participation"), -1):
        row[at] += by
    result = inspect_sheet(tables, rows, name="2023_PAPI")
    assert len(result.changes) == 1 and result.needs_confirmation
    change = result.changes.iloc[0]
    assert round(change["new"] - change["old"], 6) == by
    assert "Khác với số liệu hiện có (1)" in report.report_text(result, tables, "vi")


# --- what is refused ---------------------------------------------------------------------------


def test_a_formula_without_a_result_is_one_sentence_a_row(tables, rows):
    for place in range(3, 20):
        rows[6 + 1][place] = "=1+1"
    section = report.sections(inspect_sheet(tables, rows, name=NAME), tables, "vi")[0]
    assert [s for s in section.sentences if "D–T" in s and "công thức" in s]


def test_old_letters_are_named(tables, rows):
    rows[1] = ["TØnh"] * 2 + [
        None,
        "Hµ Néi",
        "Hµ Giang",
        "Cao B»ng",
        "B¾c K¹n",
        "Tuyªn Quang",
        "Lµo Cai",
    ]
    result = inspect_sheet(tables, rows, name=NAME)
    assert codes(result) == ["old_letters"] and "TCVN3" in sentence(result, tables)


def test_hidden_figures_are_told_and_read_only_when_that_is_confirmed(tables, rows, scores):
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(xlsx({NAME: rows, "2025_work": rows})))
    book["2025_work"].sheet_state = "hidden"
    book[NAME].column_dimensions["D"].hidden = True
    out = io.BytesIO()
    book.save(out)
    result = inspect_file(out.getvalue(), "x.xlsx", tables)
    assert {"hidden", "no_row"} <= set(codes(result, "question"))
    assert "sheets_hidden" in codes(result, "note") and "01" not in set(result.scores["province"])
    read = inspect_file(out.getvalue(), "x.xlsx", tables, confirmed=Confirmed(hidden=True))
    assert_scores(read, scores)


def test_scores_that_are_shown_as_percentages_stay_scores(tables, rows, scores):
    book = openpyxl.load_workbook(io.BytesIO(xlsx({"2025_PAPI": rows})))
    labels = ("Chỉ số nội dung 2", "1.2")
    for line in book.worksheets[0].iter_rows(min_row=3):
        if str(line[1].value).startswith(labels):
            for cell in line[3:]:
                cell.number_format = "0.00%"
    out = io.BytesIO()
    book.save(out)
    result = inspect_file(out.getvalue(), "papi.xlsx", tables)
    assert_scores(result, scores)
    # An indicator more would be a dimension that was taken for one.
    assert len(result.extras["indicator_catalogue"]) == 28


# --- what stands between labels and figures -------------------------------------------------------


@pytest.mark.parametrize(
    "between",
    [
        lambda width: [1.0 + i for i in range(width)],
        lambda width: [f"({i + 1})" for i in range(width)],
        lambda width: [None] * 3 + ["điểm"] * (width - 3),
        lambda width: [None, "Cả nước", "Cả nước"] + [2.2] * (width - 3),
        lambda width: [None, "Thang điểm tối đa", None] + [2.5] * (width - 3),
    ],
    ids=["numbers", "brackets", "units", "national", "largest"],
)
def test_a_row_that_numbers_columns_names_units_or_sums_up_is_no_label(tables, scores, between):
    rows = grid(tables, scores)
    assert_scores(
        inspect_sheet(tables, [*rows[:FIRST], between(len(rows[0])), *rows[FIRST:]]), scores
    )


def test_rows_of_regions_and_means_are_left_out(tables, scores):
    rows = grid(tables, scores)
    names = ("Đồng bằng sông Hồng", "TB cả nước", "Trung bình các tỉnh miền núi")
    more = [[None, name, name, *[2.0 + i for i in range(len(rows[0]) - 3)]] for name in names]
    result = inspect_sheet(tables, [*rows[:20], more[0], *rows[20:], *more[1:]])
    assert_scores(result, scores)
    assert codes(result, "note").count("summary") == 4


def test_the_columns_of_a_csv_with_codes_as_text_begin_no_further_table(tables, scores):
    text = as_csv(grid(tables, scores), ";", True).decode("utf-8-sig")
    content = f"PAPI 2025;;;\r\n;;;\r\n{text}".encode("utf-8-sig")
    assert_scores(inspect_file(content, "2025.csv", tables), scores)


def test_a_sheet_that_names_no_province_is_no_table(tables, rows):
    rows[1] = [f"Đơn vị {i}" for i in range(len(rows[1]))]
    rows[0][:2] = ["Mã", "Mã"]
    result = inspect_sheet(tables, rows, name=NAME)
    assert codes(result, "problem") == ["no_table"]
