"""What stands in the XML of a workbook's cells, rows and columns, and what is read of it."""

from datetime import date, time, timedelta

import pytest

from lib.ingest.files.cells import FileRefused, Percentage, SpecialCell
from lib.ingest.limits import COMMITMENTS_LIMITS, SCORES_LIMITS
from lib.ingest.reader import read_tables
from tests.ingest import hostile

_NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_TEXTS = hostile.texts("<si><t>đầu</t></si><si><r><t>hai </t></r><r><t>phần</t></r></si>")
# Formats 0 to 5: general, percentage, day, duration, time of day, a percentage of its own.
_FORMATS = {
    "xl/styles.xml": f"<styleSheet {_NAMESPACE}>"
    '<numFmts><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'
    "<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
    "<cellStyleXfs><xf/></cellStyleXfs><cellXfs>"
    + "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0"/>'
        for number in (0, 9, 14, 46, 21, 164)
    )
    + '</cellXfs><cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    + "</styleSheet>"
}


def sheet_of(rows, after="", before="", limits=SCORES_LIMITS):
    """The only sheet of a workbook with these rows in XML."""
    part = hostile.sheet(rows, after)
    ((name, xml),) = part.items()
    part[name] = xml.replace("<sheetData", f"{before}<sheetData", 1)
    return read_tables(hostile.with_parts(part | _TEXTS | _FORMATS), limits)[0]


def refused(rows, **more):
    with pytest.raises(FileRefused) as caught:
        sheet_of(rows, **more)
    return caught.value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("<c><v>1.5</v></c>", 1.5),
        ('<c t="n"><v>-2e3</v></c>', -2000.0),
        ('<c s="1"><v>0.25</v></c>', Percentage(0.25)),
        ('<c s="5"><v>0.25</v></c>', Percentage(0.25)),
        ('<c s="2"><v>45689</v></c>', SpecialCell("date", date(2025, 2, 1))),
        ('<c s="2"><v>45689.75</v></c>', SpecialCell("date", date(2025, 2, 1))),
        ('<c s="3"><v>0.5</v></c>', SpecialCell("date", timedelta(hours=12))),
        ('<c s="4"><v>0.5</v></c>', SpecialCell("date", time(12))),
        ('<c s="2"><v>99999999</v></c>', SpecialCell("error", "#VALUE!")),
        ('<c t="s"><v>0</v></c>', "đầu"),
        ('<c t="s"><v>1</v></c>', "hai phần"),
        ('<c t="str"><v>1.5</v></c>', "1.5"),
        ('<c t="inlineStr"><is><t>a</t></is></c>', "a"),
        ('<c t="inlineStr"><is><r><t>a</t></r><r><rPr/><t>b</t></r></is></c>', "ab"),
        ('<c t="inlineStr"><is><t>a</t><rPh><t>đọc</t></rPh></is></c>', "a"),
        ('<c t="inlineStr"><v>1</v><is><t>a</t></is></c>', "a"),
        ('<c t="e"><v>#REF!</v></c>', SpecialCell("error", "#REF!")),
        ('<c t="b"><v>1</v></c>', SpecialCell("boolean", True)),
        ('<c t="b"><v>0</v></c>', SpecialCell("boolean", False)),
        ('<c t="d"><v>2025-02-01</v></c>', SpecialCell("date", date(2025, 2, 1))),
        ("<c><f>1+1</f><v>2</v></c>", 2.0),
        ("<c><f>1+1</f></c>", SpecialCell("formula", "=")),
        ("<c><f>1+1</f><v/></c>", SpecialCell("formula", "=")),
        ('<c t="str"><f>T(9)</f><v/></c>', None),
        ('<c t="str"><f>T(9)</f><v>x</v></c>', "x"),
        ('<c t="str"><v>a_x000D_b</v></c>', "a\nb"),
        ('<c t="str"><v>a_x0041_b</v></c>', "aAb"),
        ('<c t="str"><v>a_x0007_b</v></c>', "ab"),
        ('<c t="str"><v>a_xD83D_b</v></c>', "a_xD83D_b"),
        ('<c t="str"><v>a_x00_b</v></c>', "a_x00_b"),
        ("<c/>", None),
        ("<c><v/></c>", None),
        ("<c s='1'/>", None),
    ],
)
def test_the_value_of_a_cell(cell, value):
    (row,) = sheet_of(f'<row>{cell}<c t="str"><v>.</v></c></row>').rows
    assert row == [value, "."] and isinstance(row[0], type(value))


@pytest.mark.parametrize(
    "cell",
    [
        "<c><v>1_000</v></c>",
        "<c><v>nan</v></c>",
        "<c><v>inf</v></c>",
        "<c><v>１</v></c>",
        "<c><v>x</v></c>",
        '<c s="6"><v>1</v></c>',
        '<c s="x"><v>1</v></c>',
        '<c s="-1"><v>1</v></c>',
        '<c t="s"><v>2</v></c>',
        '<c t="s"><v>-1</v></c>',
        '<c t="b"><v>x</v></c>',
        '<c t="d"><v>x</v></c>',
        '<c r="AAAA1"><v>1</v></c>',
        '<c r="é1"><v>1</v></c>',
        '<c r="A12345678901"><v>1</v></c>',
    ],
)
def test_a_cell_that_no_program_writes_is_damage(cell):
    assert refused(f"<row>{cell}</row>").code == "broken"


def test_cells_stand_where_they_say_or_behind_the_last():
    rows = (
        '<row r="2"><c r="B2"><v>1</v></c><c><v>2</v></c><c r="AA2"><v>3</v></c></row>'
        "<row><c><v>4</v></c></row>"
        '<row r="6"><c r="C6"><v>5</v></c><c r="D6"/></row>'
    )
    assert sheet_of(rows).rows == [
        [], [None, 1.0, 2.0, *[None] * 23, 3.0], [4.0], [], [], [None, None, 5.0],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ('<row r="2"/><row r="2"><c><v>1</v></c></row>', (2, 0)),
        ('<row r="3"/><row r="2"/>', (2, 0)),
        ('<row r="1"><c r="B1"><v>1</v></c><c r="B1"><v>1</v></c></row>', (1, 2)),
        ('<row r="1"><c r="C1"><v>1</v></c><c r="B1"><v>1</v></c></row>', (1, 2)),
        ('<row r="1"><c r="A3"><v>1</v></c></row>', (3, 1)),
        ('<row><c r="A2"><v>1</v></c></row>', (2, 1)),
    ],
)
def test_the_first_cell_out_of_order_is_named(rows, place):
    found = refused(rows)
    assert found.code == "order" and (found.location.row, found.location.column) == place


@pytest.mark.parametrize(
    ("attribute", "is_hidden"),
    [
        ('hidden="1"', True), ('hidden="true"', True), ('hidden="on"', True), ('hidden="0"', False),
        ('hidden="false"', False), ("", False), ('ht="0"', True), ('ht="15"', False),
    ],
)  # fmt: skip
def test_which_rows_are_hidden(attribute, is_hidden):
    value = "<c><v>1</v></c>"
    sheet = sheet_of(f'<row>{value}</row><row {attribute}>{value}</row><row r="5">{value}</row>')
    assert sheet.hidden_rows == ({2} if is_hidden else set())


@pytest.mark.parametrize(
    ("columns", "hidden"),
    [
        ('<col min="2" max="3" hidden="1"/>', {2, 3}),
        ('<col min="2" max="2" width="0"/><col min="5" max="5" hidden="true"/>', {2, 5}),
        ('<col min="2" max="3"/><col min="4" max="4" width="9" hidden="0"/>', set()),
        ('<col min="255" max="16384" hidden="1"/>', {255, 256}),
        ('<col min="0" max="1" hidden="1"/>', {1}),
    ],
)
def test_which_columns_are_hidden(columns, hidden):
    before = f"<cols>{columns}</cols>"
    assert sheet_of("<row><c><v>1</v></c></row>", before=before).hidden_columns == hidden


@pytest.mark.parametrize(
    ("reference", "area"),
    [("A1:B2", (1, 2, 1, 2)), ("$A$1:$C$2", (1, 2, 1, 3)), ("B3", (3, 3, 2, 2)),
     ("Z9:AB10", (9, 10, 26, 28))],
)  # fmt: skip
def test_the_first_and_last_row_and_column_of_merged_cells(reference, area):
    after = f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>'
    assert sheet_of("<row><c><v>1</v></c></row>", after).merged == (area,)


def test_a_form_may_have_empty_rows_and_columns_behind_those_that_are_read():
    far = '<c r="BI1"><v>1</v></c>'  # column 61
    rows = f'<row r="1"><c><v>1</v></c>{far}</row><row r="90000" hidden="1"><c s="1"/></row>'
    sheet = sheet_of(rows, limits=COMMITMENTS_LIMITS)
    assert sheet.rows == [[1.0]] and sheet.cut and sheet.hidden_rows == set()
    near = sheet_of('<row><c r="BH1"><v>1</v></c></row>', limits=COMMITMENTS_LIMITS)
    assert len(near.rows[0]) == 60 and not near.cut
    assert refused('<row><c r="IW1"><v>1</v></c></row>').code == "cells"  # column 257
    assert len(sheet_of('<row><c r="IV1"><v>1</v></c></row>').rows[0]) == 256


@pytest.mark.parametrize(("n", "is_refused"), [(16_384, False), (16_385, True)])
def test_a_row_has_as_many_cells_as_a_spreadsheet_has_columns(n, is_refused):
    rows = "<row>" + "<c/>" * n + "</row>"
    assert refused(rows).code == "cells" if is_refused else sheet_of(rows).rows == [[]]


@pytest.mark.parametrize(
    ("code", "is_refused"),
    [("0" * 255, False), ("0" * 256, True), ("[" * 16, False), ("[" * 17, True)],
)
def test_the_code_of_a_format_is_as_long_as_a_spreadsheet_allows(code, is_refused):
    formats = {
        name: xml.replace('formatCode="0.0%"', f'formatCode="{code}"')
        for name, xml in _FORMATS.items()
    }
    content = hostile.with_parts(hostile.sheet("<row><c><v>1</v></c></row>") | formats)
    if is_refused:
        with pytest.raises(FileRefused) as caught:
            read_tables(content, SCORES_LIMITS)
        assert caught.value.code == "contents"
    else:
        assert read_tables(content, SCORES_LIMITS)[0].rows == [[1.0]]
