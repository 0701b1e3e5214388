"""No answer of a form is lost in silence: merged cells, other columns and sheets, odd headings."""

from lib.ingest.forms.commitments import parse_commitments
from tests.ingest.test_commitments import ACTIONS, FORM, codes, read, workbook


def test_a_plan_or_a_block_merged_over_rows_counts_for_each():
    rows = [*FORM, [None, "B1", "Sở Y tế", "", "", "", ""]]
    result = parse_commitments(workbook(rows, lambda s: s.merge_cells("A2:A3")), ACTIONS)
    assert result.problems == () and result.rows["id"].tolist() == ["A1", "B1"]
    rows = [FORM[0], ["1/KH", "A1", "Sở Nội vụ"], ["1/KH", "B1"]]
    result = parse_commitments(workbook(rows, lambda s: s.merge_cells("C2:D3")), ACTIONS)
    assert result.rows["owner"].tolist() == ["Sở Nội vụ", "Sở Nội vụ"]


def test_what_the_template_lacks_is_told_once():
    header = [*FORM[0][:3], None, *FORM[0][3:], "Tiến độ"]
    rows = [[*r[:3], "?", *r[3:], "50%"] for r in (FORM[1], ["2/KH", *FORM[1][1:]])]
    result = parse_commitments(workbook([header, *rows]), ACTIONS)
    assert len(result.rows) == 2 and codes(result) == [(0, "foreign")]
    assert "“D”, “Tiến độ”" in result.problems[0].sentence("vi")


def test_a_second_sheet_without_all_headings_is_told():
    second = [FORM[0][:4], ["2/KH", "A1", "Sở Y tế", ""]]
    result = parse_commitments(workbook(FORM, more=[second]), ACTIONS)
    assert result.rows["plan"].tolist() == ["1/KH"] and codes(result) == [(0, "lacking_sheet")]
    sentence = result.problems[0].sentence("vi")
    assert "“Sheet1”" in sentence and "“Chỉ số theo dõi”, “Mục tiêu”" in sentence


def test_a_hidden_form_is_named_and_not_its_missing_columns():
    def hide(sheet):
        sheet.sheet_state = "hidden"

    result = parse_commitments(workbook(FORM, hide, more=[[["Hướng dẫn"]]]), ACTIONS)
    assert codes(result) == [(0, "hidden_sheet")]


def test_a_copy_of_the_sheet_says_nothing_and_another_figure_names_both_places():
    assert parse_commitments(workbook(FORM, more=[FORM]), ACTIONS).problems == ()
    other = [FORM[0], ["1/KH", "A1", "Sở Y tế", "", "", "", ""]]
    result = parse_commitments(workbook(FORM, more=[other]), ACTIONS)
    assert codes(result) == [(2, "duplicate")] and result.rows["owner"].tolist() == ["Sở Nội vụ"]
    assert "dòng 2 (Sheet)" in result.problems[0].sentence("vi")


def test_headings_with_signs_and_odd_blanks_and_once_more_are_headings():
    header = ["Kế hoạch", "Mã *", "Cơ\u00a0quan  chủ trì", "Thời hạn:", "Chỉ số theo dõi",
              "Mục tiêu", "Ghi chú:"]  # fmt: skip
    second = ["1/KH", "B1\u200b", "Sở Y tế", "", "", "", ""]
    result = parse_commitments(workbook([header, FORM[1], header, second]), ACTIONS)
    assert result.problems == ()
    assert result.rows[["id", "note"]].to_numpy().tolist() == [["A1", "x"], ["B1", ""]]


def test_an_error_that_a_spreadsheet_saved_as_text_is_none_of_the_answers():
    result = read("1/KH,A1,#N/A,,#REF!,90%,")
    assert result.rows.loc[0, ["owner", "indicator", "target"]].tolist() == ["", "", "90%"]
    assert codes(result) == [(2, "special"), (2, "special")]


def test_a_line_break_as_a_workbook_escapes_it_is_a_line_break():
    rows = [
        FORM[0],
        ["1/KH", "A1_x000D_", "Sở Nội vụ_x000D_\nSở Y tế", "", "", "90%_x0009_a_x0001_", "_x0G_"],
    ]
    row = parse_commitments(workbook(rows), ACTIONS).rows.loc[0]
    assert row[["id", "owner", "target", "note"]].tolist() == [
        "A1", "Sở Nội vụ\nSở Y tế", "90%\ta", "_x0G_",
    ]  # fmt: skip


def test_sheets_and_columns_behind_those_that_are_read_are_told():
    notes = [["Ghi chú"]]
    assert parse_commitments(workbook(FORM, more=[notes] * 19), ACTIONS).problems == ()
    result = parse_commitments(workbook(FORM, more=[notes] * 20), ACTIONS)
    assert len(result.rows) == 1 and codes(result) == [(0, "far_sheets")]
    assert "20 trang tính đầu" in result.problems[0].sentence("vi")
    behind = parse_commitments(workbook([["Ghi chú"]], more=[*[notes] * 19, FORM]), ACTIONS)
    assert behind.rows.empty and codes(behind) == [(0, "columns"), (0, "far_sheets")]
    wide = [*FORM[1], *[None] * 53, "mất"]
    result = parse_commitments(workbook([FORM[0], wide]), ACTIONS)
    assert len(result.rows) == 1 and codes(result) == [(0, "far_columns")]
    assert "“Sheet” chỉ được đọc đến cột thứ 60" in result.problems[0].sentence("vi")
    # Another sheet may be as wide as it likes.
    assert parse_commitments(workbook(FORM, more=[[wide]]), ACTIONS).problems == ()
