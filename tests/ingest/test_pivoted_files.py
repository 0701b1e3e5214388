"""A row a score: names for codes, labels for codes, numbers as people type them."""

import io

import openpyxl
import pandas as pd
import pytest

from lib.ingest import report
from lib.ingest.inspection import inspect_file
from tests.ingest.workbooks import (
    FIRST,
    INDICATOR,
    as_csv,
    assert_scores,
    codes,
    grid,
    inspect_sheet,
    next_year,
    turned,
    xlsx,
)

pytestmark = pytest.mark.slow  # each reads a whole year


@pytest.fixture(scope="module")
def names(tables):
    return dict(zip(tables.provinces["code"], tables.provinces["name_vi"], strict=True))


def labels(tables, lang):
    subs = tables.sub_dimensions
    return dict(zip(subs["code"], subs[f"name_{lang}"], strict=True))


def pivoted(tables, scores, names, label="{0} {1}", lang="vi", more=()):
    """Province, label and score of each score, below their headers."""
    named = labels(tables, lang)
    head = ["Tỉnh, thành phố", "Nội dung thành phần", "Điểm", *(header for header, _ in more)]
    body = [
        [names[r.province], label.format(r.sub_dimension, named[r.sub_dimension]), r.score]
        + [value(r) for _, value in more]
        for r in scores.itertuples()
    ]
    return [head, *body]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    "label",
    ["{1}", "{0} {1}", "{0}: {1}", "{0}. {1} "],
)
def test_names_and_labels_tell_the_province_and_the_sub_dimension(
    tables, scores, names, label, lang
):
    rows = pivoted(tables, scores, names, label, lang)
    assert_scores(inspect_file(xlsx({"2025": rows}), "x.xlsx", tables), scores)


def test_a_year_column_tells_the_years_and_the_file_s_name_where_there_is_none(
    tables, scores, names
):
    rows = pivoted(tables, scores, names, more=[("Năm", lambda r: r.year)])
    assert_scores(inspect_file(xlsx({"Sheet1": rows}), "x.xlsx", tables), scores)
    rows = pivoted(tables, scores, names)
    assert_scores(inspect_file(xlsx({"Sheet1": rows}), "PAPI 2025.xlsx", tables), scores)
    without = inspect_file(xlsx({"Sheet1": rows}), "papi.xlsx", tables)
    assert codes(without, "problem") == ["no_year"]


def test_sums_in_a_pivoted_file_are_checked(tables, scores, names):
    rows = pivoted(tables, scores, names)
    parts = scores[scores["sub_dimension"].str.startswith("1.")]
    for province, total in parts.groupby("province")["score"].sum().items():
        rows.append([names[province], "Chỉ số nội dung 1: Tham gia của người dân", total])
    assert_scores(inspect_file(xlsx({"2025": rows}), "x.xlsx", tables), scores)
    rows[-1][2] += 0.01
    assert codes(inspect_file(xlsx({"2025": rows}), "x.xlsx", tables), "problem") == ["sum"]


def test_years_by_both_lists_in_one_file_follow_each_their_own(tables):
    """Tây Ninh of 2024 is the former province, that of 2025 the one after the merger."""
    old = tables.scores[tables.scores["year"] == 2024]
    new = next_year(tables)
    first = tables.mergers.groupby("successor")["province"].min()
    first = first[first.isin(new["province"])]
    of_34 = new[new["province"].isin(first)]
    codes_34 = {member: code for code, member in first.items()}
    names = dict(zip(tables.provinces["code"], tables.provinces["name_vi"], strict=True))
    names_34 = dict(zip(tables.successors["code"], tables.successors["name_vi"], strict=True))
    year = [("Năm", lambda r: r.year)]
    rows = pivoted(tables, old, names, more=year)
    members = {member: names_34[code] for member, code in codes_34.items()}
    rows += pivoted(tables, of_34, members, more=year)[1:]
    result = inspect_file(xlsx({"Sheet1": rows}), "x.xlsx", tables)
    assert result.units[2025] == "34" and result.years == (2024, 2025)
    expected = of_34.assign(province=of_34["province"].map(codes_34))
    assert_scores(result, pd.concat([old, expected]))
    assert "older_same" in codes(result, "note")


@pytest.mark.parametrize(
    ("form", "noted"),
    [
        ("{} điểm", []),
        ("{} points", []),
        ("'{}", []),
        ("{}*", ["footnotes"]),
        ("{} (*)", ["footnotes"]),
        ("{}¹", ["footnotes"]),
    ],
)
@pytest.mark.parametrize("comma", [True, False])
def test_numbers_with_their_unit_or_a_footnote_are_numbers(
    tables, scores, names, form, noted, comma
):
    rows = pivoted(tables, scores, names)
    for row in rows[1:]:
        text = repr(row[2]).replace(".", ",") if comma else repr(row[2])
        row[2] = form.format(text)
    result = inspect_file(xlsx({"2025": rows}), "x.xlsx", tables)
    assert_scores(result, scores)
    assert [code for code in codes(result, "note") if code == "footnotes"] == noted


@pytest.mark.parametrize("number", [-99, 999, 9999, -1])
@pytest.mark.parametrize("as_text", [True, False])
def test_a_number_that_stands_for_no_data_is_asked_about_and_never_a_score(
    tables, scores, names, number, as_text
):
    rows = pivoted(tables, scores, names)
    last = scores.iloc[-2:]
    for row in rows[-2:]:
        row[2] = str(number) if as_text else number
    content = as_csv(rows) if as_text else xlsx({"2025": rows})
    result = inspect_file(content, "2025.csv" if as_text else "x.xlsx", tables)
    assert "sentinel" in codes(result, "question")
    assert_scores(result, scores.drop(last.index))
    shown = str(number).replace("-", "−")
    assert f"2 ô ghi {shown} (" in report.report_text(result, tables, "vi")


def test_one_such_number_alone_is_a_number_outside_of_what_can_be(tables, scores, names):
    rows = pivoted(tables, scores, names)
    rows[-1][2] = -99
    result = inspect_file(xlsx({"2025": rows}), "x.xlsx", tables)
    assert codes(result, "problem") == ["range"]


def test_labels_that_mean_nothing_known_are_one_question_and_statistics_one_note(
    tables, scores, names
):
    rows = pivoted(tables, scores, names)
    for province in scores["province"].unique():
        rows.append([names[province], "Hiểu biết về chính sách hiện hành", 0.5])
        rows.append([names[province], "Chỉ số PAPI tổng hợp (có trọng số)", 40.5])
    result = inspect_file(xlsx({"2025": rows}), "x.xlsx", tables)
    assert_scores(result, scores)
    assert "columns_unknown" in codes(result, "question")
    assert "left_over" in codes(result, "note")


def test_a_code_that_is_none_is_refused_at_its_cell(tables, scores, names):
    rows = pivoted(tables, scores, names, label="{0}")
    rows[1][1] = "1.9"
    result = inspect_file(xlsx({"2025": rows}), "x.xlsx", tables)
    (problem,) = result.issues_of_kind("problem")
    assert problem.sentence(tables, "vi").startswith(
        "Trang tính “2025”, ô B2: không có nội dung thành phần nào mang mã hoặc tên “1.9”"
    )


def test_a_label_with_the_number_of_another_is_refused(tables, scores, names):
    rows = pivoted(tables, scores, names)
    rows[1][1] = "1.3 Tri thức công dân"
    result = inspect_file(xlsx({"2025": rows}), "x.xlsx", tables)
    assert codes(result, "problem") == ["header_torn"]
    assert isinstance(result.scores, pd.DataFrame) and result.scores.empty


def test_codes_with_a_letter_before_them_are_checked_against_the_names(tables, scores):
    rows = grid(tables, scores)
    for row in rows[FIRST:-1]:
        row[0] = f"T{row[0]:02d}"
    assert_scores(inspect_sheet(tables, rows), scores)
    rows[FIRST][0], rows[FIRST + 1][0] = rows[FIRST + 1][0], rows[FIRST][0]
    assert codes(inspect_sheet(tables, rows), "problem") == ["province_torn"]


def test_numbers_of_rows_below_a_header_of_codes_are_no_codes(tables, scores):
    rows = grid(tables, scores)
    for number, row in enumerate(rows[FIRST:-1], start=1):
        row[0] = number
    assert_scores(inspect_sheet(tables, rows), scores)


def test_ranks_below_each_score_are_neither_scores_nor_indicators(tables, scores):
    rows = []
    for row in turned(tables, scores):
        rows.append(row)
        if "điểm" in str(row[2]):
            ranks = [float(n * 5 % 63 + 1) for n in range(len(row) - 3)]
            rows.append(["Rank", "Xếp hạng", None, *ranks])
    result = inspect_sheet(tables, rows, name="2025_VIE_ENG")
    assert_scores(result, scores)
    assert set(result.extras["indicators"]["value"]) == {100 * INDICATOR}
    assert "left_over" in codes(result, "note")


@pytest.mark.parametrize(("hide", "missing"), [("rows", "few"), ("columns", "column_missing")])
def test_what_is_missing_because_it_is_hidden_is_to_be_unhidden(tables, scores, hide, missing):
    book = openpyxl.load_workbook(io.BytesIO(xlsx({"2025_PAPI": grid(tables, scores)})))
    sheet = book.worksheets[0]
    for number in range(10, 40) if hide == "rows" else ():
        sheet.row_dimensions[number].hidden = True
    for letter in "EFG" if hide == "columns" else ():
        sheet.column_dimensions[letter].hidden = True
    out = io.BytesIO()
    book.save(out)
    result = inspect_file(out.getvalue(), "x.xlsx", tables)
    assert codes(result, "problem") == ["hidden"] and missing not in codes(result)


def test_a_title_that_begins_with_the_word_year_heads_no_column_of_years(tables, scores):
    rows = grid(tables, scores)
    title = ["Năm 2025", *[None] * 20, "Năm 2024"]
    result = inspect_file(xlsx({"Sheet1": [title, *rows]}), "x.xlsx", tables)
    assert codes(result, "problem") == ["no_year"]
