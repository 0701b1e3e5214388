"""Files made to be misread: one clear sentence at once, and no figure that they do not say."""

import io
import struct
import warnings
import zipfile

import pytest

from lib.ingest import __main__
from lib.ingest.forms.commitments import parse_commitments
from lib.ingest.inspection import inspect_file
from tests.ingest import hostile
from tests.ingest.test_commitments import FORM
from tests.ingest.workbooks import as_csv, codes, xlsx

SHEET, WORKBOOK, RELATIONS = (
    "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
)  # fmt: skip
GOOD = xlsx({"2025_PAPI": [["Tỉnh", "1.1"], ["Long An", 1.5]]})
CSV = as_csv([["Tỉnh", "1.1"], ["Long An", 1.5], ["Hà Nội", 1.25]]).decode("utf-8-sig")
_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;'


def part(name, content=GOOD):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def archive(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Duplicate name")  # which some of them are made to have
        for name, content in entries:
            new.writestr(name, content)
    return out.getvalue()


def entries():
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old:
        return [(name, old.read(name)) for name in old.namelist()]


def overlapping():
    """Two entries of the directory that begin at the same bytes."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old:
        sheet, place = old.getinfo(SHEET).header_offset, old.start_dir
    raw = bytearray(GOOD)
    while raw[place : place + 4] == b"PK\x01\x02":
        sizes = struct.unpack("<HHH", raw[place + 28 : place + 34])
        if raw[place + 46 : place + 46 + sizes[0]] == b"docProps/app.xml":
            raw[place + 42 : place + 46] = struct.pack("<I", sheet)
        place += 46 + sum(sizes)
    return bytes(raw)


def with_rows(rows):
    return hostile.with_parts(hostile.sheet(rows))


def cell(value, place="A1"):
    row = "".join(sign for sign in place if sign in "-0123456789")
    return with_rows(f'<row r="{row}"><c r="{place}"><v>{value}</v></c></row>')


def nested(n, tag):
    return f"<{tag}>" * n + f"</{tag}>" * n


# What it is, the code on the page of new figures, the code on the page of a plan.
WORKBOOKS = {
    "overlapping entries": (overlapping, "broken", "broken"),
    "one entry twice": (lambda: archive([*entries(), (SHEET, b"<x/>")]), "broken", "broken"),
    "twice but for the case": (
        lambda: archive([*entries(), (SHEET.upper(), part(SHEET))]), "broken", "broken"),
    "absolute names": (lambda: archive([(f"/{n}", c) for n, c in entries()]), "type", "kind"),
    "a sheet outside": (
        lambda: hostile.with_parts({RELATIONS: part(RELATIONS).replace(b"worksheets/", b"../../")}),
        "broken", "broken"),
    "entities": (lambda: hostile.with_parts({SHEET: _LAUGHS}), "bomb", "broken"),
    "entities in UTF-16": (
        lambda: hostile.with_parts({SHEET: _LAUGHS.encode("utf-16")}), "bomb", "broken"),
    "entities of relations": (lambda: hostile.with_parts({RELATIONS: _LAUGHS}), "bomb", "broken"),
    "deep in a cell": (lambda: with_rows(f"<row><c>{nested(20_000, 'is')}</c></row>"),
                       "no_table", "empty"),
    "deep in a text": (
        lambda: hostile.with_parts(hostile.texts(f"<si>{nested(20_000, 'r')}</si>")),
        "no_table", "columns"),
    "deep in the formats": (
        lambda: hostile.with_parts({"xl/styles.xml": nested(20_000, "styleSheet")}),
        "broken", "broken"),
    "the last cell alone": (lambda: cell(1, "XFD1048576"), "cells", "empty"),
    "the last row alone": (lambda: cell(1, "A1048576"), "cells", "rows"),
    "a negative row": (lambda: cell(1, "A-1"), "broken", "broken"),
    "row zero": (lambda: cell(1, "A0"), "order", "order"),
    "NaN": (lambda: cell("NaN"), "broken", "broken"),
    "infinity": (lambda: cell("INF"), "broken", "broken"),
    "beyond all numbers": (lambda: cell("1e999"), "broken", "broken"),
    "a number with an underline": (lambda: cell("0_1"), "broken", "broken"),
    "digits of another script": (lambda: cell("١"), "broken", "broken"),
    "a bell in a name": (lambda: with_rows('<row><c t="str"><v>Long\x07An</v></c></row>'),
                         "broken", "broken"),
    "a million rows apart": (
        lambda: with_rows("".join(f'<row r="{n}"><c><v>1</v></c></row>'
                                  for n in range(1, 1_048_577, 9_999))),
        "cells", "rows"),
    "brackets in a format": (
        lambda: hostile.with_parts({"xl/styles.xml": '<styleSheet><numFmts><numFmt numFmtId="164" '
                                    f'formatCode="{"[" * 400}"/></numFmts></styleSheet>'}),
        "contents", "contents"),
    "comments in the formats": (
        lambda: hostile.with_parts({"xl/styles.xml": "<styleSheet>" + "<!---->" * 40_000
                                    + "</styleSheet>"}),
        "contents", "contents"),
}  # fmt: skip
TEXTS = {
    "one line of 2 MB": (b"a" * 1_900_000, "csv", "csv"),
    "signs without end": ((b":" * 65_000 + b"x,") * 20, "contents", "contents"),
    "quotes without end": (b'"' * 1_900_000, "csv", "csv"),
    "a NUL": (CSV.replace("Long An", "Long\0An").encode(), "type", "kind"),
    "UTF-16 without its mark": (CSV.encode("utf-16-le"), "type", "kind"),
    "UTF-16 cut off": (CSV.encode("utf-16")[:-1], "encoding", "encoding"),
    "half a pair of UTF-16": (CSV.encode("utf-16") + b"\x00\xd8\n\0", "encoding", "encoding"),
    "UTF-32": (CSV.encode("utf-32"), "encoding", "encoding"),
    "UTF-32 turned": (b"\0\0\xfe\xff" + CSV.encode("utf-32-be"), "encoding", "encoding"),
    "two encodings": (CSV.encode() + "Nguồn: Hà Nội\n".encode("cp1258", "replace"),
                      "encoding", "encoding"),
}  # fmt: skip
FILES = {name: (make, "2025.xlsx", *found) for name, (make, *found) in WORKBOOKS.items()} | {
    name: (lambda content=content: content, "2025.csv", *found)
    for name, (content, *found) in TEXTS.items()
}


def assert_one_sentence(text):
    assert text.endswith(".") and "\n" not in text and "{" not in text and len(text) < 500


@pytest.mark.parametrize("kind", FILES)
def test_one_sentence_on_both_pages(tables, kind):
    make, name, on_preview, on_plan = FILES[kind]
    content = make()
    result = inspect_file(content, name, tables)
    assert codes(result) == [on_preview] and not result.usable and result.scores.empty
    committed = parse_commitments(content, tables.plan_measures)
    assert [p.code for p in committed.problems] == [on_plan] and committed.rows.empty
    for lang in ("vi", "en"):
        assert_one_sentence(result.issues[0].sentence(tables, lang))
        assert_one_sentence(committed.problems[0].sentence(lang))


def shared(text, n):
    """Rows of 200 cells that share one text."""
    cells = hostile.rows(n, '<c t="s"><v>0</v></c>', 200)
    return hostile.with_parts(hostile.texts(f"<si><t>{text}</t></si>") | hostile.sheet(cells))


@pytest.mark.parametrize("text", ["papi 2025 " * 3_000, "1.1 " + "ab" * 16_000, "à" * 32_000])
def test_a_long_text_that_many_cells_share_is_looked_at_once(tables, text):
    """Their 1,600 million characters one by one would take minutes: the answer is not "slow"."""
    assert codes(inspect_file(shared(text, 250), "2025.xlsx", tables)) == ["no_table"]


def test_long_labels_of_many_columns_are_named_and_not_compared_with_all_names(tables):
    head = ["Tỉnh", *(f"1.{n % 9 + 1} {'ab' * 16_000}{n}" for n in range(250))]
    rows = [[name, *[1.0] * 250] for name in tables.provinces["name_vi"]]
    result = inspect_file(xlsx({"2025_PAPI": [head, *rows]}), "2025.xlsx", tables)
    assert not result.usable and "slow" not in codes(result)


def test_what_a_program_would_run_is_no_answer_and_no_score(tables):
    dde = "=cmd|'/c calc'!A0"
    form = [FORM[0], ["1/KH", "A1", dde, "", "", "", ""]]
    found = parse_commitments(xlsx({"a": form}), tables.plan_measures)
    assert found.rows.empty and found.problems
    rows = [["year", "province", "sub_dimension", "score"], ["2025", "80", "1.1", dde]]
    result = inspect_file(as_csv(rows), "x.csv", tables)
    assert not result.usable and "odd" in codes(result, "problem")


def test_what_a_terminal_would_obey_is_not_printed(tmp_path, root, capsys):
    path = tmp_path / "2025.xlsx"
    rows = [["year", "province", "sub_dimension", "score"], ["2025", "80", "1.1", "x"]]
    path.write_bytes(xlsx({"2025\x9b31m": rows}))
    assert __main__.main([str(path), "--root", str(root)]) == __main__.ExitCode.REFUSED
    printed = capsys.readouterr().out
    assert "31m" in printed and "\x9b" not in printed
