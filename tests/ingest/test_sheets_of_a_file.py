"""Several sheets of a few rows in one file: which years they are of, and what of them is read."""

import pytest

from lib.ingest.files.cells import Sheet
from lib.ingest.issues import Location
from lib.ingest.recognition import Confirmed, recognize_scores

HEAD = ["Mã tỉnh", "Tỉnh", "6.1", "6.2"]
PLUS = {"6.1": 1.5, "6.2": 2.5}
PROVINCES = (("01", "Hà Nội"), ("80", "Long An"))


def sheet(name, *titles, head=HEAD, plus=0.0, rows=PROVINCES, **more):
    """A row a province: 1.5 and 2.5 and, from row to row, a hundredth more."""
    body = [
        [code, text, *(PLUS[measure] + plus + at / 100 for measure in head[2:])]
        for at, (code, text) in enumerate(rows)
    ]
    return Sheet(name, [*([title] for title in titles), head, *body], **more)


def read(tables, *sheets, file="papi.xlsx", **confirmed):
    return recognize_scores(list(sheets), file, tables, Confirmed(**confirmed))


def years(found):
    """The years that are read to be stored, then those that are only compared."""
    compared = sorted(year for part in found.compared for year in part.columns)
    return sorted({c.year for c in found.cells}), compared


def told(found):
    return [
        (i.kind, i.code, i.location.sheet, *(v for k, v in i.values if k in ("year", "other", "n")))
        for i in found.issues
    ]


def test_the_newest_year_and_new_ones_are_read_and_older_ones_compared(tables):
    found = read(tables, sheet("2023"), sheet("2025"), sheet("2024"))
    assert years(found) == ([2025], [2023, 2024]) and found.issues == []
    assert years(read(tables, sheet("2025"), sheet("2026"))) == ([2025, 2026], [])
    assert years(read(tables, sheet("2022"), sheet("2023"))) == ([2023], [2022])
    assert years(read(tables, sheet("2027"), sheet("2023"))) == ([2027], [2023])
    assert found.sheets == set() and {c.location.sheet for c in found.cells} == {"2025"}


@pytest.mark.parametrize(
    ("file", "read_as", "issue"),
    [
        ("papi.xlsx", [], ("problem", "no_year", "a")),
        ("PAPI 2025.xlsx", [2025], None),
        ("PAPI_2025_x.xlsx", [2025], None),
        ("PAPI 2024 2025.xlsx", [], ("problem", "years", "a")),
    ],
)
def test_a_sheet_without_a_year_has_that_of_the_file(tables, file, read_as, issue):
    found = read(tables, sheet("a"), file=file)
    assert years(found)[0] == read_as
    assert [row[:3] for row in told(found)] == ([issue] if issue else [])


def test_a_sheet_without_a_year_goes_with_the_only_other_one(tables):
    more = sheet("b", head=[*HEAD[:2], "6.2"])
    first = sheet("2025", head=HEAD[:3])
    found = read(tables, first, more)
    assert {(c.province, c.measure) for c in found.cells} == {
        (code, measure) for code, _ in PROVINCES for measure in PLUS
    }
    assert set(found.columns[2025]) == {"6.1", "6.2"}
    # Where there are several years nobody knows to which it belongs; the file's name may tell.
    several = (sheet("2025", head=HEAD[:3]), sheet("2026"), more)
    assert ("note", "no_year", "b") in told(read(tables, *several))
    named = read(tables, *several, file="PAPI 2026.xlsx")
    assert ("note", "no_year", "b") not in told(named)


@pytest.mark.parametrize(
    ("file", "is_denied"),
    [
        ("PAPI 2025.xlsx", False),
        ("PAPI 2024.xlsx", True),
        ("PAPI 2026.xlsx", True),
        ("PAPI 2024-2026.xlsx", False),
        ("PAPI 2011-2025.xlsx", False),
        ("PAPI 2011-2024.xlsx", True),
        ("PAPI 2026-2027.xlsx", True),
    ],
)
def test_the_file_may_not_deny_the_newest_year(tables, file, is_denied):
    found = read(tables, sheet("2025"), sheet("2023"), file=file)
    others = file.removeprefix("PAPI ").removesuffix(".xlsx").replace("-", ", ")
    assert told(found) == ([("problem", "year_other", "2025", 2025, others)] if is_denied else [])
    confirmed = read(tables, sheet("2025"), file=file, year=2025)
    assert confirmed.issues == [] and years(confirmed)[0] == [2025]


def test_somebodys_word_for_the_newest_year_counts_for_the_newest_sheet_alone(tables):
    found = read(tables, sheet("2025"), sheet("2023"), year=2026)
    assert years(found) == ([2026], [2023])
    assert years(read(tables, sheet("a"), year=2026))[0] == [2026]
    assert years(read(tables, sheet("2025"), sheet("2023"), year=2023)) == ([2025], [2023])


def test_hidden_sheets_are_named_and_read_only_where_that_is_confirmed(tables):
    hidden = sheet("2025", hidden=True)
    alone = read(tables, hidden)
    assert told(alone) == [("problem", "all_hidden", "", 1)] and alone.cells == []
    beside = read(tables, hidden, sheet("2024"))
    assert told(beside) == [("note", "sheets_hidden", "", 1)] and years(beside)[0] == [2024]
    shown = read(tables, hidden, sheet("2024"), hidden=True)
    assert shown.issues == [] and years(shown)[0] == [2025]
    # An empty sheet is none.
    assert told(read(tables, hidden, Sheet("x", [[None], []]))) == told(alone)


def test_a_second_sheet_of_a_year_must_say_the_same_and_may_say_more(tables):
    same = read(tables, sheet("2025"), sheet("2025 b"))
    assert told(same) == [("note", "same_sheet", "2025 b", 2025, 4)]
    assert len(same.cells) == 4
    for plus, is_same in ((9e-7, True), (2e-6, False), (-2e-6, False)):
        found = read(tables, sheet("2025"), sheet("2025 b", plus=plus))
        expected = ("note", "same_sheet") if is_same else ("problem", "year_twice")
        assert [row[:2] for row in told(found)] == [expected]
        assert len(found.cells) == 4 and {c.location.sheet for c in found.cells} == {"2025"}
    more = read(tables, sheet("2025", rows=PROVINCES[:1]), sheet("2025 b"))
    assert told(more) == [("note", "same_sheet", "2025 b", 2025, 2)]
    assert {(c.province, c.location.sheet) for c in more.cells} == {
        ("01", "2025"), ("80", "2025 b"),
    }  # fmt: skip
    others = read(tables, sheet("2025", rows=PROVINCES[:1]), sheet("2025 b", rows=PROVINCES[1:]))
    assert others.issues == [] and len(others.cells) == 4
    # A third one is compared with both.
    third = read(
        tables,
        sheet("2025", rows=PROVINCES[:1]),
        sheet("2025 b", rows=PROVINCES[1:], plus=0.5),
        sheet("2025 c", rows=PROVINCES[1:]),
    )
    assert [row[:3] for row in told(third)] == [("problem", "year_twice", "2025 c")]


def test_a_sheet_without_a_table_is_noted_and_is_a_problem_where_its_name_is_a_year(tables):
    remarks = Sheet("Ghi chú", [["Nguồn: PAPI"]])
    found = read(tables, sheet("2025"), remarks)
    assert told(found) == [("note", "no_header", "Ghi chú")] and len(found.cells) == 4
    named = read(tables, sheet("2025"), Sheet("2024", [["Nguồn: PAPI"]]))
    assert told(named) == [("problem", "no_header", "2024")]
    nameless = Sheet("2024", [HEAD, ["x", "y", 1.0, 2.0]])
    assert told(read(tables, sheet("2025"), nameless)) == [("problem", "no_header", "2024")]


def test_where_nothing_is_understood_it_is_said_what_was_found(tables):
    for sheets in (
        [Sheet("a", [["Hà Nội", "Long An", "Hà Nội"], ["6.1 Y tế công lập", "x"]])],
        [Sheet("2025", [["Hà Nội", "Long An"]]), Sheet("b", [["Y tế công lập"]])],
    ):
        (issue,) = read(tables, *sheets).issues
        assert (issue.kind, issue.code, issue.location) == ("problem", "no_table", Location())
        assert dict(issue.values) == {"names": 2, "found": 1}
    assert dict(read(tables).issues[0].values) == {"names": 0, "found": 0}


def test_signs_and_footnotes_of_all_sheets_are_counted_once(tables):
    first, second = sheet("2025"), sheet("2026")
    for of_year in (first, second):
        of_year.rows[1][2:] = ["-", "1.5*"]
    second.rows[2][2] = "n.a."
    found = read(tables, first, second)
    assert told(found) == [("note", "remarks", "", 3), ("note", "footnotes", "", 2)]
    older = sheet("2024")
    older.rows[1][2] = "-"
    assert told(read(tables, sheet("2025"), older)) == []


def test_codes_alone_tell_which_list_they_are_of(tables):
    codes = list(tables.successors["code"])

    def units(rows, name="2025"):
        found = read(tables, sheet(name, head=["Mã tỉnh", "Ghi chú", "6.1"], rows=rows))
        return found.units, [row for row in told(found) if row[1] == "units_34"]

    new = [(code, None) for code in codes]
    assert units(new) == ({2025: "34"}, [("note", "units_34", "2025", 34)])
    assert units(new[:25])[0] == {2025: "34"} and units(new[:24])[0] == {2025: "63"}
    only_old = [c for c in tables.provinces["code"] if c not in codes]
    for n, expected in ((3, "34"), (4, "63")):
        rows = [*new[:25], *((code, None) for code in only_old[:n])]
        assert units(rows)[0] == {2025: expected}
