"""Who does what by when: good rows kept, bad ones named, nothing lost on the way there and back."""

import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import get_args

import openpyxl
import pandas as pd
import pytest

from lib.common import spreadsheet
from lib.common.text import all_texts
from lib.ingest.forms import commitment_form, commitments
from lib.ingest.forms.commitment_form import Commitments
from lib.ingest.forms.commitments import parse_commitments
from lib.ingest.limits import COMMITMENTS_LIMITS
from tests.ingest.workbooks import xlsx

ACTIONS = pd.DataFrame(
    {
        "plan": ["1/KH", "1/KH", "2/KH"],
        "id": ["A1", "B1", "A1"],
        "measure_vi": ["Một, hai", "Ba", "Bốn"],
        "measure_en": ["One, two", "Three", "Four"],
    }
)
HEADER = "plan,id,owner,deadline,indicator,target,note"
VI = "Kế hoạch;Mã;Giải pháp;Cơ quan chủ trì;Thời hạn;Chỉ số theo dõi;Mục tiêu;Ghi chú"


def read(*lines, header=HEADER):
    return parse_commitments("\n".join([header, *lines]).encode(), ACTIONS)


def codes(result):
    return [(p.row, p.code) for p in result.problems]


def test_a_good_row_is_kept_as_it_is():
    result = read("1/KH,A1,Sở Nội vụ,2024-12-31,Tỷ lệ,90%,x")
    assert result.problems == ()
    assert result.rows.to_dict("records") == [
        {"plan": "1/KH", "id": "A1", "owner": "Sở Nội vụ", "deadline": "2024-12-31",
         "indicator": "Tỷ lệ", "target": "90%", "note": "x", "papi": ""}
    ]  # fmt: skip


def test_rows_without_anything_filled_in_are_neither_good_nor_bad():
    result = read("1/KH,A1,,,,,", "", "9/KH,Z9,,,,,", "1/KH,B1,Sở Y tế,,,,")
    assert result.rows["id"].tolist() == ["B1"] and result.problems == ()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_files_as_spreadsheets_save_them(separator, encoding):
    text = VI.replace(";", separator) + "\r\n"
    text += separator.join(["1/KH", "B1", '"Ba, bốn; năm"', "Sở Y tế", "31/12/2024", "", "", ""])
    result = parse_commitments(text.encode(encoding), ACTIONS)
    assert result.problems == ()
    assert result.rows.loc[0, ["owner", "deadline"]].tolist() == ["Sở Y tế", "2024-12-31"]


def test_english_headings_and_decomposed_letters_are_read_too():
    import unicodedata

    english = "Plan,Code,Measure,Lead agency,DEADLINE,Indicator,Target,Note"  # as in 0.4.0
    assert len(read("1/KH,A1,x,Sở,,,,", header=english).rows) == 1
    decomposed = unicodedata.normalize("NFD", VI)
    assert len(read("1/KH;A1;x;Sở;;;;", header=decomposed).rows) == 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2024-12-31", "2024-12-31"),
        ("2024-2-3", "2024-02-03"),
        ("3/2/2024", "2024-02-03"),  # the day first
        ("03.02.2024", "2024-02-03"),
        ("2024-02-30", None),
        ("12/31/2024", None),
        ("cuối năm", None),
        ("0224-12-31", None),
        ("31/12/24", None),
    ],
)
def test_dates(text, kept):
    result = read(f"1/KH,A1,Sở,{text},,,")
    assert result.rows[["owner", "deadline"]].to_numpy().tolist() == [["Sở", kept or ""]]
    assert codes(result) == ([] if kept else [(2, "date")])


def test_bad_rows_are_named_with_what_they_hold_and_the_good_ones_stay():
    result = read(
        "1/KH,A1,Sở Nội vụ,2024-12-31,,,",
        "1/KH,Z9,Sở Y tế,,,80%,",
        "1/KH,A1,Sở Tư pháp,,,,",
        "2/KH,A1,Sở, Ban,,,,",
        "2/KH,A1,Sở Tư pháp,,,,",
    )
    assert result.rows[["plan", "id", "owner"]].to_numpy().tolist() == [
        ["1/KH", "A1", "Sở Nội vụ"],
        ["2/KH", "A1", "Sở Tư pháp"],
    ]
    # The comma after "Sở" moves all that follows by a cell, though the last one is empty.
    assert codes(result) == [(3, "unknown"), (4, "duplicate"), (5, "cells")]
    assert result.problems[0].sentence("vi") == (
        "Dòng 3 chưa nhận được (1/KH · Z9 · Sở Y tế · 80%): không có giải pháp mang mã “Z9” trong "
        "kế hoạch “1/KH”; vui lòng kiểm tra hai cột đầu."
    )
    assert "dòng 2" in result.problems[1].sentence("vi")
    for problem in result.problems:
        assert problem.sentence("en").startswith(f"Row {problem.row}")


@pytest.mark.parametrize("typed", ["31/02/2024", "Quý IV/2024"])
def test_a_bad_date_leaves_out_one_cell_and_keeps_the_row(typed):
    result = read(f"1/KH,A1,Sở Y tế,{typed},Tỷ lệ,90%,x")
    assert result.rows.to_dict("records") == [
        {"plan": "1/KH", "id": "A1", "owner": "Sở Y tế", "deadline": "", "indicator": "Tỷ lệ",
         "target": "90%", "note": "x", "papi": ""}
    ]  # fmt: skip
    sentence = result.problems[0].sentence("vi")
    assert sentence.startswith(f"Dòng 2: “{typed}” ở cột Thời hạn không phải là ngày hợp lệ")
    assert "các ô khác của dòng vẫn được giữ" in sentence and "31/12/2024" in sentence
    again = commitment_form.to_csv(commitment_form.commitment_template(ACTIONS, result.rows, "vi"))
    assert "Sở Y tế;;Tỷ lệ;90%;x" in again.decode("utf-8-sig")
    assert read(f"1/KH,A1,,{typed},,,").rows.empty


def test_a_cell_too_many_is_a_bad_row():
    assert codes(read("1/KH,A1,Sở, ban,2024-12-31,,,,x")) == [(2, "cells")]


def archive(parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (f"{HEADER}\n1/KH,A1,,,,,".encode(), "unfilled"),
        (VI.encode("utf-16-le"), "kind"),
        (b"%PDF-1.7", "kind"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "old"),
        (b"PK\x03\x04 cut off", "broken"),
        (archive({"word/document.xml": b"<w/>"}), "kind"),
        (archive({"xl/workbook.xml": b"<!DOCTYPE x []><x/>"}), "broken"),
        (archive({"xl/workbook.xml": b" " * 31_000_000}), "bomb"),
        ("Kế hoạch,Mã\n".encode("cp1258", errors="replace") + b"\xff", "encoding"),
        (b"plan,id,owner\n1/KH,A1,x", "columns"),
        (VI.replace(";", "|").encode(), "columns"),
        (f"{HEADER},owner\n".encode(), "twice"),
        (f'{HEADER}\n1/KH,A1,"x'.encode(), "csv"),
        (b"x" * (COMMITMENTS_LIMITS.file_bytes + 1), "large"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, code):
    result = parse_commitments(content, ACTIONS)
    assert codes(result) == [(0, code)] and result.rows.empty
    for lang in ("vi", "en"):
        assert "{" not in result.problems[0].sentence(lang)


def test_missing_columns_are_named_as_in_the_template():
    result = parse_commitments(b"plan,id,owner\n1/KH,A1,x", ACTIONS)
    assert "“Thời hạn”, “Chỉ số theo dõi”, “Mục tiêu”" in result.problems[0].sentence("vi")
    assert "“Deadline”" in result.problems[0].sentence("en")


NASTY = {
    "owner": ["=1+2", "-5%, \"và\"; 'x'", "'=x"],
    "deadline": ["2024-12-31", "", "2025-01-02"],
    "indicator": ["@cột", "+0,2 điểm", "hai\ndòng"],
    "target": ["Đạt", "'", "''-"],
    "note": ["", "Ghi chú", "x"],
    "papi": ["=1.1.01", "", "lãnh đạo; bảo hiểm y tế"],
}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_there_and_back_nothing_is_lost(lang):
    rows = pd.DataFrame({"plan": ACTIONS["plan"], "id": ACTIONS["id"], **NASTY})
    content = commitment_form.to_csv(commitment_form.commitment_template(ACTIONS, rows, lang))
    result = parse_commitments(content, ACTIONS)
    assert result.problems == ()
    book = commitment_form.to_xlsx(
        commitment_form.commitment_template(ACTIONS, rows, lang), ("Hướng dẫn", ["x"])
    )
    from_book = parse_commitments(book, ACTIONS)
    assert from_book.problems == ()
    pd.testing.assert_frame_equal(from_book.rows, result.rows)
    pd.testing.assert_frame_equal(result.rows, rows.astype("str"), check_dtype=False)
    text = content.decode("utf-8-sig")
    assert content.startswith(b"\xef\xbb\xbf") and "'=1+2" in text
    assert ",=1" not in text  # nothing that a spreadsheet would calculate


def test_a_workbook_is_read_as_its_writer_saw_it():
    book = openpyxl.load_workbook(
        BytesIO(
            commitment_form.to_xlsx(
                commitment_form.commitment_template(ACTIONS, Commitments().rows, "vi"),
                ("Chú thích", []),
            )
        )
    )
    sheet = book["Phân công"]
    assert sheet["E2"].number_format == "@"  # what is typed stays: no month first, no fraction
    sheet["D2"], sheet["E2"], sheet["G2"] = "Sở Y tế", "3/2/2024", "90%"
    sheet["D3"], sheet["E3"] = "Sở Nội vụ", datetime(2024, 12, 31)
    sheet["F3"], sheet["G3"], sheet["G3"].number_format = 0.25, 0.125, "0.0%"
    # Another sheet before it, as in a file that holds more tables.
    book.create_sheet("Trang 1", 0).append(["Mã", "Điểm"])
    out = BytesIO()
    book.save(out)
    result = parse_commitments(out.getvalue(), ACTIONS)
    assert result.problems == ()
    assert result.rows[["owner", "deadline", "indicator", "target"]].to_numpy().tolist() == [
        ["Sở Y tế", "2024-02-03", "", "90%"],
        ["Sở Nội vụ", "2024-12-31", "0,25", "12,5%"],
    ]


def test_unicode_text_of_a_spreadsheet_is_read():
    text = VI.replace(";", "\t") + "\r\n1/KH\tB1\t\tSở Y tế\t31/12/2024\t\t\t\r\n"
    assert parse_commitments(text.encode("utf-16"), ACTIONS).rows["owner"].tolist() == ["Sở Y tế"]


def test_the_template_is_empty_until_somebody_fills_it_in():
    table = commitment_form.commitment_template(ACTIONS, Commitments().rows, "vi")
    assert table.columns.tolist() == VI.split(";")
    assert table["Giải pháp"].tolist() == ["Một, hai", "Ba", "Bốn"]
    assert table.iloc[:, 3:].eq("").all(axis=None)
    assert parse_commitments(commitment_form.to_csv(table), ACTIONS).rows.empty


def test_a_cell_far_beyond_the_template_does_no_harm_and_is_told():
    header = [*HEADER.split(","), *[None] * 60, "x"]
    row = ["1/KH", "A1", "Sở Y tế", None, None, None, None, *[None] * 60, "x"]
    result = parse_commitments(xlsx({"Phân công": [header, row]}), ACTIONS)
    assert codes(result) == [(0, "far_columns")] and result.rows["owner"].tolist() == ["Sở Y tế"]


def test_more_rows_than_a_plan_has_are_refused():
    rows = [HEADER.split(","), *[["x"]] * COMMITMENTS_LIMITS.rows]
    result = parse_commitments(xlsx({"Phân công": rows}), ACTIONS)
    assert codes(result) == [(0, "rows")] and "5000" in result.problems[0].sentence("vi")


def test_every_reason_has_its_text_and_every_text_its_reason():
    prefix = "commitment.bad_"
    texts = {key for key in all_texts("vi") if key.startswith(prefix)}
    assert texts == {prefix + code for code in get_args(commitment_form.RejectionCode)}


def test_a_team_may_keep_the_file_beside_the_data(tmp_path):
    assert commitments.load_commitments(tmp_path, ACTIONS).rows.empty
    (tmp_path / "data").mkdir()
    lines = [HEADER, "1/KH,A1,Sở,,,,", "1/KH,Z,Sở,,,,", ""]
    (tmp_path / "data" / commitment_form.FILE_NAME).write_text("\n".join(lines), encoding="utf-8")
    result = commitments.load_commitments(tmp_path, ACTIONS)
    assert len(result.rows) == 1 and codes(result) == [(3, "unknown")]


def test_the_workbook_keeps_types_and_calculates_nothing():
    table = pd.DataFrame(
        {
            "Chữ": ["=1+2", "x\x07", None],
            "Điểm": [1.25, None, 0.06018100000000004],
            "Hạng": pd.array([1, None, 3], dtype="Int64"),
            "Thời hạn": [date(2024, 12, 31), None, None],
        }
    )
    content = spreadsheet.write_xlsx({"Bảng": table}, ("Nguồn", ["PAPI", "=x"]))
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == ["Bảng", "Nguồn"]
    sheet = book["Bảng"]
    assert sheet.freeze_panes == "A2" and sheet["A1"].font.bold
    assert [c.value for c in sheet[2]] == ["=1+2", 1.25, 1, datetime(2024, 12, 31)]
    assert sheet["A2"].data_type == "s" and sheet["D2"].is_date
    assert [c.value for c in sheet[3]] == ["x", None, None, None]
    assert sheet["B4"].value == 0.060181
    assert book["Nguồn"]["A2"].data_type == "s"


# --- what a spreadsheet may hide from a reader of cells -----------------------------------------

FORM = [HEADER.split(","), ["1/KH", "A1", "Sở Nội vụ", "2024-12-31", "Tỷ lệ", "90%", "x"]]


def workbook(rows, spoil=lambda sheet: None, more=()):
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    spoil(sheet)
    for other in more:
        page = book.create_sheet()
        for row in other:
            page.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_formula_without_a_result_is_named_and_never_kept_as_text():
    rows = [FORM[0], ["1/KH", "A1", "=B9", "2024-12-31", "", "", ""]]
    result = parse_commitments(workbook(rows), ACTIONS)
    assert codes(result) == [(2, "formula")]
    assert "Cơ quan chủ trì" in result.problems[0].sentence("vi")
    assert result.rows[["owner", "deadline"]].to_numpy().tolist() == [["", "2024-12-31"]]


def test_an_owner_merged_over_rows_is_the_owner_of_each():
    rows = [*FORM, ["1/KH", "B1", None, "2025-01-31", "", "", ""]]
    result = parse_commitments(workbook(rows, lambda s: s.merge_cells("C2:C3")), ACTIONS)
    assert result.rows["owner"].tolist() == ["Sở Nội vụ", "Sở Nội vụ"]


def test_titles_above_and_a_second_sheet_are_read():
    second = [
        FORM[0],
        ["2/KH", "A1", "Sở Y tế", "", "", "", ""],
        ["9/KH", "Z", "Sở", "", "", "", ""],
    ]
    content = workbook([["Bảng phân công"], [], *FORM], more=[second])
    result = parse_commitments(content, ACTIONS)
    assert result.rows["owner"].tolist() == ["Sở Nội vụ", "Sở Y tế"]
    assert codes(result) == [(3, "unknown")] and "Sheet1: " in result.problems[0].sentence("vi")


def test_hidden_rows_and_sheets_are_told():
    def hide(sheet):
        sheet.row_dimensions[2].hidden = True

    result = parse_commitments(workbook(FORM, hide), ACTIONS)
    assert codes(result) == [(2, "hidden")] and "Sở Nội vụ" in result.problems[0].sentence("vi")

    def hide_sheet(sheet):
        sheet.parent.create_sheet("Hiện").append(FORM[0])
        sheet.parent["Hiện"].append(["1/KH", "B1", "Sở Y tế", "", "", "", ""])
        sheet.sheet_state = "hidden"

    result = parse_commitments(workbook(FORM, hide_sheet), ACTIONS)
    assert codes(result) == [(0, "hidden_sheet")] and result.rows["id"].tolist() == ["B1"]


def test_the_separator_line_of_a_spreadsheet_is_no_row():
    text = "sep=;\n" + HEADER.replace(",", ";") + "\n1/KH;A1;Sở;;;;\n9/KH;A1;Sở;;;;\n"
    result = parse_commitments(text.encode(), ACTIONS)
    assert result.rows["id"].tolist() == ["A1"] and codes(result) == [(4, "unknown")]


def test_errors_and_truth_values_are_named_and_left_out():
    header = HEADER.split(",")
    book = xlsx({"a": [header, ["1/KH", "A1", "#REF!", "", "Tỷ lệ", True, ""]]})
    result = parse_commitments(book, ACTIONS)
    assert result.rows.loc[0, ["owner", "indicator", "target"]].tolist() == ["", "Tỷ lệ", ""]
    assert codes(result) == [(2, "special"), (2, "special")]
    sentence = result.problems[0].sentence("vi")
    assert "#REF!" in sentence and "Cơ quan chủ trì" in sentence


def test_a_decimal_comma_without_quotes_never_cuts_a_target_in_two():
    cut, whole = "1/KH,A1,Sở,,Tỷ lệ,90,5%", '1/KH,B1,Sở,,Tỷ lệ,"90,5%",'
    result = read(cut, whole)
    assert result.rows[["id", "target"]].values.tolist() == [["B1", "90,5%"]]
    assert codes(result) == [(2, "comma")] and "90,5%" in result.problems[0].sentence("vi")
    assert codes(read(cut + ",")) == [(2, "cells")]  # with its empty note


def test_a_note_that_is_a_number_stays_beside_a_target_that_is_none():
    note, target = "1/KH,A1,Sở,,Tỷ lệ,90%,12", "1/KH,B1,Sở,,Tỷ lệ,90,quý 4"
    result = read(note, target)
    assert result.problems == ()
    assert result.rows[["target", "note"]].values.tolist() == [["90%", "12"], ["90", "quý 4"]]
    # In a workbook no comma divides cells.
    book = xlsx({"Kế hoạch": [HEADER.split(","), ["1/KH", "A1", "Sở", None, "Tỷ lệ", 90, 5]]})
    result = parse_commitments(book, ACTIONS)
    assert result.problems == ()
    assert result.rows[["target", "note"]].values.tolist() == [["90", "5"]]


def test_a_file_beside_the_data_that_cannot_be_opened_is_told(tmp_path):
    (tmp_path / "data" / commitment_form.FILE_NAME).mkdir(parents=True)
    result = commitments.load_commitments(tmp_path, ACTIONS)
    assert result.rows.empty and "quyền đọc" in result.problems[0].sentence("vi")
