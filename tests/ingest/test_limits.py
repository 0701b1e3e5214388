"""A file that is small on disk and large when read is refused before a library reads it."""

import io
import tracemalloc
import zipfile
from bisect import bisect_left
from dataclasses import replace

import pytest
from openpyxl.reader.excel import ExcelReader

from lib.common.numbers import format_number
from lib.ingest import limits, reader, report
from lib.ingest.files.cells import FileRefused
from lib.ingest.forms.commitments import parse_commitments
from lib.ingest.inspection import inspect_file
from lib.ingest.limits import COMMITMENTS_LIMITS, SCORES_LIMITS
from lib.ingest.producer_workbook import write_workbook
from lib.ingest.reader import read_tables
from tests.ingest import hostile
from tests.ingest.workbooks import as_csv, codes, next_year, turned, xlsx

CODES = {
    "rows": "rows", "cells": "cells", "empty cells": "cells", "one long row": "cells",
    "cells of another prefix": "cells", "cells in UTF-16": "cells",
    "unpacked": "bomb", "another encoding": "unsafe", "EBCDIC": "unsafe",
}  # fmt: skip


def refusal(content, limits_, **more):
    with pytest.raises(FileRefused) as caught:
        read_tables(content, limits_, **more)
    return caught.value.code


@pytest.mark.parametrize("kind", hostile.FILES)
def test_more_than_a_year_of_scores_needs_is_refused(kind):
    content = hostile.FILES[kind]()
    assert len(content) < 1_000_000
    assert refusal(content, SCORES_LIMITS) == CODES.get(kind, "contents")


@pytest.mark.parametrize("kind", [k for k in hostile.FILES if k != "a long text"])
def test_no_library_reads_its_sheets_or_what_is_too_much(kind, monkeypatch):
    given = []

    class Reader(ExcelReader):
        def __init__(self, file, **more):
            given.extend(zipfile.ZipFile(io.BytesIO(file.getvalue())).namelist())
            super().__init__(file, **more)

    monkeypatch.setattr("openpyxl.reader.excel.ExcelReader", Reader)
    assert refusal(hostile.FILES[kind](), SCORES_LIMITS) != "broken"
    assert not [name for name in given if "worksheets/" in name]
    if kind in ("texts", "pieces of a text", "formats", "another encoding", "EBCDIC", "unpacked"):
        assert not given


def test_all_published_years_twice_are_within_the_limits(tables):
    """The newest file of the producer holds older years too, and indicators beside the scores."""
    years = sorted(int(year) for year in tables.scores["year"].unique())
    content = write_workbook(tables, years)
    half = replace(
        SCORES_LIMITS,
        unpacked_bytes=SCORES_LIMITS.unpacked_bytes // 2,
        cells=SCORES_LIMITS.cells // 2,
        definitions=SCORES_LIMITS.definitions // 2,
        texts=SCORES_LIMITS.texts // 2,
    )
    assert len(read_tables(content, half)) == len(years)


def test_gaps_between_rows_count_as_rows():
    far = '<row r="{}"><c><v>1</v></c></row>'
    assert len(read_tables(hostile.with_parts(hostile.sheet(far.format(50))), SCORES_LIMITS)) == 1
    two = hostile.sheet(far.format(31))
    content = hostile.with_parts(two)
    assert len(read_tables(content, replace(SCORES_LIMITS, rows=31))[0].rows) == 31
    assert refusal(content, replace(SCORES_LIMITS, rows=30)) == "rows"
    both = xlsx({"a": [["x"]] * 20, "b": [["x"]] * 20})
    assert len(read_tables(both, replace(SCORES_LIMITS, rows=40))) == 2
    assert refusal(both, replace(SCORES_LIMITS, rows=39)) == "rows"


def test_numbers_typed_as_text_are_counted_once_each():
    few = replace(SCORES_LIMITS, texts=40)
    typed = [[f"{i % 40},5" for i in range(100)]] * 3
    assert len(read_tables(as_csv(typed), few)[0].rows) == 3
    assert refusal(as_csv([*typed, ["40,5"]]), few) == "contents"


def test_a_text_that_all_cells_share_is_kept_once():
    cell = '<c t="s"><v>0</v></c>'
    parts = hostile.texts(f"<si><t>{'a' * 30_000} </t></si>")
    content = hostile.with_parts(parts | hostile.sheet(hostile.rows(20, cell, 50)))
    sheet = read_tables(content, SCORES_LIMITS, parse_text=reader.plain_text)[0]
    assert len(sheet.rows) == 20 and len({id(cell) for row in sheet.rows for cell in row}) == 1


@pytest.mark.slow
def test_reading_a_file_at_the_limits_takes_little_memory():
    content = hostile.with_parts(hostile.sheet(hostile.rows(250, hostile.NUMBER, 200)))
    peak = memory_of(lambda: read_tables(content, replace(SCORES_LIMITS, seconds=600)))
    assert peak < 15_000_000  # a fifth of the cells that are allowed


def memory_of(read):
    """The most memory that Python's objects took meanwhile (bytes)."""
    tracemalloc.start()
    try:
        read()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("stated", [10, 1_000_000])
def test_no_more_is_unpacked_than_a_part_says_it_is(method, stated):
    content = hostile.says_it_is(stated, b" " * 40_000_000, method)
    assert len(content) < 100_000
    assert memory_of(lambda: refusal(content, SCORES_LIMITS)) < 10_000_000
    assert refusal(content, SCORES_LIMITS) == "broken"


@pytest.mark.parametrize(
    "kind", ["elements without end", "cells beside the rows", "parts of one row"]
)
def test_what_does_not_end_is_given_up_before_all_of_it_is_kept(kind):
    content = hostile.FILES[kind]()
    assert memory_of(lambda: refusal(content, SCORES_LIMITS)) < 45_000_000


def test_rows_without_values_are_not_kept_however_many_a_form_has():
    """Whole columns that are formatted may be written as a million rows, each of them hidden."""
    answer = '<row r="{}" hidden="1"><c r="A{}"><v>1</v></c></row>'
    rows = "".join(f'<row r="{n}" hidden="1"><c r="A{n}" s="0"/></row>' for n in range(2, 40_001))
    content = hostile.with_parts(hostile.sheet(answer.format(1, 1) + rows))
    limits_ = replace(COMMITMENTS_LIMITS, seconds=600)
    assert memory_of(lambda: read_tables(content, limits_)) < 12_000_000
    (sheet,) = read_tables(content, limits_)
    assert sheet.rows == [[1]] and sheet.hidden_rows == {1}


@pytest.mark.parametrize("sign", ["", "😀"])
@pytest.mark.parametrize("cells", ["ab,", "ab\n"])
def test_a_text_of_a_million_cells_or_lines_is_refused_before_they_are_made(sign, cells):
    content = (sign + cells * 1_500_000).encode()
    peak = memory_of(lambda: refusal(content, SCORES_LIMITS, name="x.csv"))
    assert peak < 70_000_000  # of which a text with a sign of four bytes takes 40
    assert refusal(content, SCORES_LIMITS, name="x.csv") in ("cells", "rows")


def test_separators_within_a_quoted_text_are_no_cells():
    few = replace(SCORES_LIMITS, cells=20, csv_columns=20)
    assert read_tables(b'a,"1,2,3",b\n' * 6, few)[0].rows == [["a", "1,2,3", "b"]] * 6
    assert refusal(b"a," * 21 + b"\n", few) == "cells"


@pytest.fixture
def computing(monkeypatch):
    """Make every look at a clock cost a second; the list of looks."""
    looks = []

    def look():
        looks.append(1)
        return float(len(looks))

    for clock in ("thread_time", "monotonic"):
        monkeypatch.setattr(limits.time, clock, look)
    return looks


def test_a_file_that_takes_too_long_is_given_up_with_a_sentence(tables, computing):
    for content, name in (
        (xlsx({"2025": [["x"]] * 50}), "x.xlsx"),
        (as_csv([["x"]] * 50), "x.csv"),
        # Four rows are read in time; comparing their names with all provinces is not.
        (
            as_csv([["year", "province", "sub_dimension", "score"], ["2025", "Quảng", "1.1", 1]]),
            "x.csv",
        ),
    ):
        computing.clear()
        result = inspect_file(content, name, tables)
        assert codes(result) == ["slow"] and not result.usable
        assert "hơn 8 giây" in result.issues[0].sentence(tables, "vi")
        assert "more than 8 seconds" in result.issues[0].sentence(tables, "en")
    computing.clear()
    committed = parse_commitments(as_csv([["x"]] * 50), tables.plan_measures)
    assert "hơn 4 giây" in committed.problems[0].sentence("vi")


def test_the_time_of_one_file_does_not_count_for_the_next(computing):
    for _ in range(3):
        computing.clear()
        assert read_tables(b"a,b\n", SCORES_LIMITS)[0].rows == [["a", "b"]]


def test_of_thousands_of_faults_the_first_are_kept_and_the_rest_counted(tables):
    rows = [["2025", "80", "1.1", f"x{i}"] for i in range(3_000)]
    result = inspect_file(
        as_csv([["year", "province", "sub_dimension", "score"], *rows]), "x.csv", tables
    )
    assert not result.usable and len(result.issues) == 1_001
    last = result.issues[-1]
    assert last.code == "more_issues" and last.values[0][1] >= 2_000
    assert report.verdict(result, "vi").endswith(": 3.001 chỗ phải sửa.")


def test_thousands_of_differences_take_no_other_note_away_and_ask_for_nothing(tables):
    of_2024 = tables.scores[tables.scores["year"] == 2024]
    newer, sheets = next_year(tables), {}
    for year in (2023, 2022):
        older = tables.scores[tables.scores["year"] == year]
        lower = older.assign(score=older["score"] - 0.01)
        sheets[f"{year}_PAPI"] = turned(tables, lower, year, statistics=False)
    newest = turned(tables, newer, statistics=False)
    result = inspect_file(xlsx({"2025_PAPI": newest, **sheets}), "x.xlsx", tables)
    assert result.usable and {"absent", "older_differs"} <= set(codes(result, "note"))
    assert result.issues[-1].code == "more_notes"
    text = report.report_text(result, tables, "vi")
    assert "ghi nhận khác không được liệt kê" in text and "sửa các chỗ đã nêu" not in text
    newest = turned(tables, of_2024, 2024, statistics=False, indicator=lambda *_: None)
    only = inspect_file(xlsx(sheets | {"2024_PAPI": newest}), "x.xlsx", tables)
    n = len(tables.scores[tables.scores["year"].isin((2022, 2023))])
    said = f"{format_number(n, 0, 'vi')} điểm khác với số liệu hiện có"
    assert said in report.verdict(only, "vi")


def test_what_every_session_keeps_of_a_form_is_bounded(tables):
    actions = tables.plan_measures
    headings = ["plan", "id", "owner", "deadline", "indicator", "target", "note"]
    long = "a" * 30_000
    rows = [[row.plan, row.id, long, "", "", "", ""] for row in actions.itertuples()]
    assert len(rows) > 20
    few = parse_commitments(xlsx({"a": [headings, *rows[:3]]}), actions)
    assert len(few.rows) == 3 and not few.problems
    many = parse_commitments(xlsx({"a": [headings, *rows[:20]]}), actions)
    assert many.rows.empty and [p.code for p in many.problems] == ["contents"]
    # Half a million characters of all rows together, their keys too.
    some = [list(row) for row in rows[:17]]
    some[-1][2] = "b"
    more = 500_000 - sum(len(cell) for row in some for cell in row)
    some[-1][2] += "b" * more
    assert 0 < more < 30_000
    full = parse_commitments(xlsx({"a": [headings, *some]}), actions)
    assert len(full.rows) == 17 and not full.problems
    some[-1][2] += "b"
    over = parse_commitments(xlsx({"a": [headings, *some]}), actions)
    assert [p.code for p in over.problems] == ["contents"]


def test_a_form_is_read_within_limits_too():
    for kind in ("cells", "texts", "formats", "links in cells", "EBCDIC"):
        assert refusal(hostile.FILES[kind](), COMMITMENTS_LIMITS) in ("cells", "contents", "unsafe")


@pytest.mark.parametrize("reference", ["A" * 300_000 + "1", "A" + "1" * 300_000])
@pytest.mark.parametrize("part", ["cell", "merged"])
def test_a_cell_whose_place_is_a_book_long_costs_nothing(reference, part):
    """Its letters as a number have as many digits: the time grows with the square of them."""
    content = hostile.with_parts(
        hostile.sheet(f'<row><c r="{reference}"><v>1</v></c></row>')
        if part == "cell"
        else hostile.sheet("", f'<mergeCells><mergeCell ref="{reference}:B2"/></mergeCells>')
    )
    assert refusal(content, SCORES_LIMITS) == "broken"  # and not "slow"


def test_more_different_words_than_labels_need_are_refused_and_numbers_as_text_are_not():
    ten = replace(SCORES_LIMITS, texts=50)
    words, numbers = [[f"a{n}"] for n in range(11)], [[f"{n},5"] for n in range(50)]
    assert refusal(as_csv(words), ten) == "contents"
    inline = "".join(f'<row><c t="str"><v>a{n}</v></c></row>' for n in range(11))
    assert refusal(hostile.with_parts(hostile.sheet(inline)), ten) == "contents"
    for rows in (words[:10], words[:10] * 5, numbers):
        assert len(read_tables(as_csv(rows, ";"), ten)[0].rows) == len(rows)


def of_parts(n):
    """A workbook of so many parts in all."""
    base = zipfile.ZipFile(io.BytesIO(xlsx({"2025": [["x"]]})))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name in base.namelist():
            new.writestr(name, base.read(name))
        for number in range(n - len(base.namelist())):
            new.writestr(f"xl/media/{number}.png", b"")
    return out.getvalue()


def of_cells(n, columns):
    """A table of so many cells; the last row may be shorter."""
    full, rest = divmod(n, columns)
    return (b"1," * (columns - 1) + b"1\n") * full + (b"1," * (rest - 1) + b"1\n" if rest else b"")


def of_text(n):
    """A workbook with a text of so many characters."""
    return hostile.with_parts(hostile.sheet(f'<row><c t="str"><v>{"a" * n}</v></c></row>'))


def of_words(n):
    """So many different words in few rows."""
    words = [f"w{number}" for number in range(n)]
    return as_csv([words[start : start + 200] for start in range(0, n, 200)])


def of_bytes(n):
    """A file of so many bytes with few cells."""
    line = b"1" * 30_000 + b"\n"
    return (line * (n // len(line) + 1))[:n]


def of_unpacked(n):
    """A workbook that unpacks to so many bytes."""
    parts = zipfile.ZipFile(io.BytesIO(hostile.with_parts({"xl/media/1.bin": b""})))
    more = n - sum(entry.file_size for entry in parts.infolist())
    return hostile.with_parts({"xl/media/1.bin": b"\1" * more})


def of_definitions(n):
    """A workbook with so many elements that are neither cells nor texts."""

    def with_merged(more):
        return hostile.with_parts(hostile.sheet("", hostile.merged(more)))

    def is_read(more, most):
        try:
            return bool(read_tables(with_merged(more), replace(SCORES_LIMITS, definitions=most)))
        except FileRefused:
            return False

    least = bisect_left(range(1_000), True, key=lambda most: is_read(1, most))
    return with_merged(n - least + 1)


def of_sheets(n):
    return xlsx({f"s{number}": [["x"]] for number in range(n)})


@pytest.mark.parametrize(
    ("limits_", "most", "make", "code"),
    [
        (SCORES_LIMITS, 500, of_parts, "bomb"),
        (COMMITMENTS_LIMITS, 300, of_parts, "bomb"),
        (SCORES_LIMITS, 100, of_sheets, "contents"),
        (SCORES_LIMITS, 256, lambda n: b"a," * (n - 1) + b"b\n", "cells"),
        (SCORES_LIMITS, 256, lambda n: xlsx({"s": [["x"] * n]}), "cells"),
        (SCORES_LIMITS, 45_000, lambda n: b"x\n" * n, "rows"),
        (COMMITMENTS_LIMITS, 5_000, lambda n: b"x\n" * n, "rows"),
        (SCORES_LIMITS, 32_767, lambda n: b"a" * n, "contents"),
        (COMMITMENTS_LIMITS, 32_767, lambda n: b"a" * n, "contents"),
        (SCORES_LIMITS, 32_767, lambda n: of_text(n), "contents"),
        (COMMITMENTS_LIMITS, 32_767, lambda n: of_text(n), "contents"),
        (SCORES_LIMITS, 250_000, lambda n: of_cells(n, 250), "cells"),
        (COMMITMENTS_LIMITS, 150_000, lambda n: of_cells(n, 250), "cells"),
        (SCORES_LIMITS, 20_000, lambda n: of_words(n), "contents"),  # each counts as five
        (COMMITMENTS_LIMITS, 10_000, lambda n: of_words(n), "contents"),
        (SCORES_LIMITS, 5_000_000, lambda n: of_bytes(n), "large"),
        (COMMITMENTS_LIMITS, 2_000_000, lambda n: of_bytes(n), "large"),
        (SCORES_LIMITS, 16_000_000, lambda n: of_unpacked(n), "bomb"),
        (COMMITMENTS_LIMITS, 10_000_000, lambda n: of_unpacked(n), "bomb"),
        (SCORES_LIMITS, 30_000, lambda n: of_definitions(n), "contents"),
        (COMMITMENTS_LIMITS, 30_000, lambda n: of_definitions(n), "contents"),
    ],
)
def test_as_much_as_a_file_may_hold_is_read_and_one_more_is_refused(limits_, most, make, code):
    assert read_tables(make(most), limits_)
    assert refusal(make(most + 1), limits_) == code


def test_a_form_is_read_up_to_its_twentieth_sheet_and_sixtieth_column():
    sheets = read_tables(of_sheets(21), COMMITMENTS_LIMITS)
    assert [sheet.unread for sheet in sheets] == [False] * 20 + [True]
    for n, is_cut in ((60, False), (61, True)):
        (sheet,) = read_tables(xlsx({"s": [["x"] * n]}), COMMITMENTS_LIMITS)
        assert (len(sheet.rows[0]), sheet.cut) == (60, is_cut)
