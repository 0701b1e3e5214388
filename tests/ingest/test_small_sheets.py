"""Sheets of a few rows, read from their cells: exact scores, and each fault at its cell."""

import pytest

from lib.ingest.files.cells import MergedArea, Percentage, Sheet, SpecialCell
from lib.ingest.issues import Location
from lib.ingest.layouts.shared import IndicatorCell, MarginCell
from lib.ingest.recognition import Confirmed, recognize_scores

HEAD = ["Mã tỉnh", "Tỉnh", "6.1", "Giáo dục tiểu học công lập"]
FOUR = (("01", "Hà Nội"), ("02", "Hà Giang"), ("04", "Cao Bằng"), ("80", "Long An"))


def wide(*extra, head=HEAD, provinces=FOUR, first=None):
    """A row a province with 6.1 and 6.2, and behind them columns given as (label, figures)."""
    rows = [
        [code, name, 1.5 + at / 100, 2.5 + at / 100, *(figures[at] for _, figures in extra)]
        for at, (code, name) in enumerate(provinces)
    ]
    if first:
        rows = [[value, *row[1:]] for value, row in zip(first, rows, strict=True)]
    return [[*head, *(label for label, _ in extra)], *rows]


def read(tables, rows, name="2025", confirmed=None, **more):
    return recognize_scores(
        [Sheet(name, rows, **more)], "papi.xlsx", tables, confirmed or Confirmed()
    )


def scores(found):
    return {(c.province, c.measure): c.score for c in found.cells}


def told(found):
    """Each issue: its kind, code, row and column."""
    return [(i.kind, i.code, i.location.row, i.location.column) for i in found.issues]


def values(found, code):
    return dict(next(i for i in found.issues if i.code == code).values)


EXPECTED = {
    (code, measure): score + at / 100
    for at, (code, _) in enumerate(FOUR)
    for measure, score in (("6.1", 1.5), ("6.2", 2.5))
}


def test_a_row_a_province_gives_each_score_with_its_cell(tables):
    found = read(tables, wide())
    assert scores(found) == EXPECTED and found.issues == []
    assert {c.year for c in found.cells} == {2025}
    places = {(c.province, c.measure): c.location for c in found.cells}
    assert places["01", "6.1"] == Location("2025", 2, 3)
    assert places["80", "6.2"] == Location("2025", 5, 4)
    assert found.columns == {2025: {"6.1": Location("2025", 0, 3), "6.2": Location("2025", 0, 4)}}
    assert found.rows == {(2025, code) for code, _ in FOUR}
    assert {c.decimals for c in found.cells} == {1, 2}


@pytest.mark.parametrize("first", [(1.0, 2.0, 4.0, 80.0), ("T01", "T02", "T04", "T80")])
def test_codes_as_files_have_them(tables, first):
    found = read(tables, wide(first=first))
    assert scores(found) == EXPECTED and found.issues == []


@pytest.mark.parametrize("kind", [float, str])
def test_a_column_that_numbers_the_rows_is_none_of_codes(tables, kind):
    provinces = list(zip(tables.provinces["code"], tables.provinces["name_vi"], strict=True))[20:37]
    expected = {(code, measure) for code, _ in provinces for measure in ("6.1", "6.2")}
    numbers = range(1, 18)
    found = read(tables, wide(provinces=provinces, first=[kind(n) for n in numbers]))
    assert set(scores(found)) == expected and found.issues == []
    # The codes beside the names, in a column with another header, are found by themselves.
    head = ["STT", *HEAD[1:]]
    codes = [float(code) for code, _ in provinces]
    found = read(tables, wide(provinces=provinces, first=codes, head=head))
    assert set(scores(found)) == expected and found.issues == []
    # Numbers with a gap, or that begin later, may be codes, which then contradict the names.
    for others in ([*range(1, 17), 18], range(2, 19), [*range(1, 17), 16]):
        found = read(tables, wide(provinces=provinces, first=[kind(n) for n in others]))
        assert found.cells == [] and {i.kind for i in found.issues} == {"problem"}


CELLS = [
    # what stands in the cell, the score, what is told
    (1.75, 1.75, []),
    ("1,75", 1.75, []),
    ("1.75", 1.75, []),
    ("'1.75", 1.75, []),
    ("+1.75", 1.75, []),
    ("1,75 điểm", 1.75, []),
    ("1.75 points", 1.75, []),
    ("1.75*", 1.75, [("note", "footnotes", 0, 0)]),
    ("1.75 (**)", 1.75, [("note", "footnotes", 0, 0)]),
    ("−1.75", -1.75, []),  # the checks of ranges tell it
    ("-1.75", -1.75, []),
    (-1.75, -1.75, []),
    ("9999", 9999, []),
    ("-88888", -88888, []),
    ("999999", None, [("problem", "text", 3, 3)]),
    ("1234", None, [("problem", "text", 3, 3)]),
    ("1.75.2", None, [("problem", "text", 3, 3)]),
    ("khoảng 1.75", None, [("problem", "text", 3, 3)]),
    (None, None, []),
    (0.0, None, [("note", "remarks", 0, 0)]),
    ("0", None, [("note", "remarks", 0, 0)]),
    ("-", None, [("note", "remarks", 0, 0)]),
    ("không đủ số liệu", None, [("note", "remarks", 0, 0)]),
    (SpecialCell("formula", "=A1"), None, [("problem", "odd", 3, 3)]),
    (SpecialCell("error", "#REF!"), None, [("problem", "odd", 3, 3)]),
    (SpecialCell("date", "2025-01-02"), None, [("problem", "odd", 3, 3)]),
    (SpecialCell("boolean", True), None, [("problem", "odd", 3, 3)]),
]


@pytest.mark.parametrize(("value", "score", "issues"), CELLS)
def test_what_a_cell_of_scores_may_hold(tables, value, score, issues):
    rows = wide()
    rows[2][2] = value
    found = read(tables, rows)
    assert scores(found).get(("02", "6.1")) == score and told(found) == issues
    others = {key: v for key, v in EXPECTED.items() if key != ("02", "6.1")}
    assert {k: v for k, v in scores(found).items() if k != ("02", "6.1")} == others


@pytest.mark.parametrize(
    ("ids", "issues"),
    [
        (("02", "Hà Giang"), []),
        ((None, "Hà Giang"), []),
        (("02", None), []),
        (("02", "TP. Hà Giang"), []),
        (("Hà Giang", None), []),
        ((None, None), [("problem", "row_nameless", 3, 0)]),
        (("02", "Long An"), [("problem", "province_torn", 3, 1)]),
        ((None, "Atlantis"), [("problem", "province_unknown", 3, 2)]),
        (("03", None), [("problem", "province_unknown", 3, 1)]),
        ((None, "Hà Giangg"), [("problem", "province_like", 3, 2)]),
        (("02", "Atlantis"), [("problem", "province_like", 3, 2)]),
        (("03", "Hà Giang"), [("problem", "province_like", 3, 1)]),
        (("01", "Hà Nội"), [("problem", "province_twice", 3, 0)]),
        (("999", None), [("note", "summary", 3, 0)]),
        ((None, "Trung bình"), [("note", "summary", 3, 0)]),
        (("Mã tỉnh", "Tỉnh"), [("note", "row_text", 3, 0)]),
        ((SpecialCell("formula", "=A1"), "Hà Giang"), [("problem", "row_odd", 3, 0)]),
        (("02", SpecialCell("error", "#N/A")), [("problem", "row_odd", 3, 0)]),
    ],
)
def test_what_may_tell_the_province_of_a_row(tables, ids, issues):
    rows = wide()
    rows[2][:2] = ids
    found = read(tables, rows)
    assert told(found) == issues
    assert (("02", "6.1") in scores(found)) == (not issues)
    # A row that is none of a province takes nothing from the others.
    assert {k for k in scores(found) if k[0] != "02"} == {k for k in EXPECTED if k[0] != "02"}


@pytest.mark.parametrize("ids", [("x", "Nguồn: PAPI"), (SpecialCell("date", "1"), None)])
def test_a_row_without_scores_may_be_a_remark(tables, ids):
    found = read(tables, [*wide(), [*ids, None, None]])
    assert scores(found) == EXPECTED
    assert [code for kind, code, _, _ in told(found) if kind != "note"] == []


@pytest.mark.parametrize("kind", [str, float])
def test_a_further_table_below_is_read_by_its_own_header(tables, kind):
    below = [["Mã tỉnh", "Tỉnh", kind("7.1"), kind("7.2")], ["06", "Bắc Kạn", 1.25, 2.25]]
    found = read(tables, [*wide(), *below])
    assert scores(found) == EXPECTED | {("06", "7.1"): 1.25, ("06", "7.2"): 2.25}
    assert found.columns[2025]["7.1"] == Location("2025", 0, 3)


def test_three_unknown_columns_are_asked_about_each_and_four_together(tables):
    figures = (1.0, 2.0, 3.0, 4.5)
    three = read(tables, wide(*((f"Lạ {n}", figures) for n in range(3))))
    assert told(three) == [("question", "column_unknown", 0, 5 + n) for n in range(3)]
    assert values(three, "column_unknown") == {"header": "Lạ 0"}
    four = read(tables, wide(*((f"Lạ {n}", figures) for n in range(4))))
    assert told(four) == [("question", "columns_unknown", 0, 0)]
    assert values(four, "columns_unknown") == {"n": 4, "names": "Lạ 0; Lạ 1; Lạ 2; …"}
    bare = read(tables, wide((None, figures)))
    assert told(bare) == [("question", "column_bare", 0, 5)]
    assert scores(three) == scores(four) == scores(bare) == EXPECTED
    texts = read(tables, wide(("Ghi chú", ("a", "b", None, "c"))))
    assert told(texts) == [("note", "left_over", 0, 0)]
    assert values(texts, "left_over") == {"n": 1, "names": "Ghi chú"}
    formulas = read(tables, wide(("Lạ", (None, SpecialCell("formula", "=A1"), None, None))))
    assert told(formulas) == [("question", "column_unknown", 0, 5)]


def test_labels_that_contradict_themselves_or_repeat_are_refused_at_their_column(tables):
    figures = (1.0, 2.0, 3.0, 4.5)
    torn = read(tables, wide(("6.3 Chất lượng nước", figures)))
    assert told(torn) == [("problem", "header_torn", 0, 5)]
    assert values(torn, "header_torn")["measures"] == "6.3,7.3"
    odd = read(tables, wide((SpecialCell("error", "#REF!"), figures)))
    assert told(odd) == [("problem", "header_odd", 0, 5)]
    twice = read(tables, wide(("6.1", figures)))
    assert told(twice) == [("problem", "column_twice", 0, 5)]
    assert values(twice, "column_twice")["first"] == Location("2025", 0, 3)
    assert scores(twice) == EXPECTED
    like = read(tables, wide(("7.3 Chất lượng nước sạch", figures)))
    assert told(like) == [("question", "header_like", 0, 5)]
    assert values(like, "header_like")["measure"] == "7.3"
    renamed = read(tables, wide(("7.3 Hoàn toàn khác hẳn", figures)))
    assert told(renamed) == [("problem", "header_renamed", 0, 5)]
    assert values(renamed, "header_renamed") == {
        "header": "7.3 Hoàn toàn khác hẳn", "measure": "7.3", "year": 2025,
    }  # fmt: skip
    assert told(read(tables, wide(("6.1 Hoàn toàn khác hẳn", figures)))) == [
        ("question", "column_unknown", 0, 5)
    ]
    ids = read(tables, [[*row[:2], row[0], *row[2:]] for row in wide()])
    assert told(ids) == [("problem", "id_twice", 0, 3)]


def test_of_more_than_three_columns_that_come_twice_one_sentence_is_made(tables):
    labels = ("7.1", "7.2", "7.3", "8.1")
    figures = (1.0, 2.0, 3.0, 4.5)

    def twice(n):
        columns = [(label, figures) for label in (*labels[:n], *labels[:n])]
        return told(read(tables, wide(*columns)))

    assert twice(3) == [("problem", "column_twice", 0, 5 + 3 + at) for at in range(3)]
    assert twice(4) == [("problem", "column_twice", 0, 5 + 4)]


def test_a_hidden_column_or_row_is_asked_about_and_read_where_that_is_confirmed(tables):
    hidden = read(tables, wide(), hidden_columns=frozenset({4}))
    assert told(hidden) == [("question", "hidden", 0, 0)]
    assert values(hidden, "hidden") == {"n": 1, "names": "Giáo dục tiểu học công lập"}
    assert set(scores(hidden)) == {(code, "6.1") for code, _ in FOUR}
    rows = read(tables, wide(), hidden_rows=frozenset({3}))
    assert told(rows) == [("question", "hidden", 0, 0)]
    assert set(scores(rows)) == {key for key in EXPECTED if key[0] != "02"}
    for more in ({"hidden_columns": frozenset({4})}, {"hidden_rows": frozenset({3})}):
        shown = read(tables, wide(), confirmed=Confirmed(hidden=True), **more)
        assert scores(shown) == EXPECTED and shown.issues == []
    # A hidden column of codes still tells the provinces.
    ids = read(tables, wide(), hidden_columns=frozenset({1}))
    assert scores(ids) == EXPECTED and ids.issues == []


@pytest.mark.parametrize(
    ("area", "is_refused"),
    [
        ((2, 3, 3, 3), True),  # two scores
        ((5, 6, 4, 4), True),  # from the last row on
        ((6, 7, 3, 3), False),  # below it
        ((1, 1, 3, 4), False),  # labels
        ((1, 2, 3, 3), True),  # down into the scores
        ((2, 2, 1, 2), True),  # code and name
        ((3, 3, 5, 6), False),  # beside the table
        ((3, 3, 4, 5), True),
    ],
)
def test_merged_cells_of_scores_are_refused_and_no_others(tables, area, is_refused):
    found = read(tables, wide(("Ghi chú", ("a", "b", "c", "d"))), merged=(MergedArea(*area),))
    expected = [("problem", "merged", area[0], area[2])] if is_refused else []
    assert [row for row in told(found) if row[1] == "merged"] == expected
    assert scores(found) == ({} if is_refused else EXPECTED)


def test_statistics_and_indicators_of_a_row(tables):
    shares = tuple(map(Percentage, (0.1, 0.2, 0.3, 0.4)))
    found = read(
        tables,
        wide(
            ("Tỷ lệ hài lòng", shares),
            ("Standard Error", (0.1, 0.0, None, 0.2)),
            ("95% CI Low", (1.0, 0.0, None, "1,25")),
            ("Xếp hạng", (1.0, 2.0, 3.0, 4.0)),
        ),
    )
    assert scores(found) == EXPECTED and told(found) == [("note", "left_over", 0, 0)]
    assert values(found, "left_over") == {"n": 1, "names": "Xếp hạng"}
    labels = ("Tỷ lệ hài lòng", "")
    assert found.indicators == [
        IndicatorCell(2025, code, "6.2", labels, "", share, 5)
        for (code, _), share in zip(FOUR, shares, strict=True)
    ]
    # An error of 0 is kept to be judged, an end of 0 is none.
    assert found.margins == [
        MarginCell(2025, "01", "6.2", "error", 0.1), MarginCell(2025, "01", "6.2", "low", 1.0),
        MarginCell(2025, "02", "6.2", "error", 0.0),
        MarginCell(2025, "80", "6.2", "error", 0.2), MarginCell(2025, "80", "6.2", "low", 1.25),
    ]  # fmt: skip


def test_an_indicator_that_cannot_be_read_is_kept_as_such_and_a_sign_is_none(tables):
    cells = ("khoảng 5", "-", SpecialCell("error", "#N/A"), 0.4)
    found = read(tables, wide(("Tỷ lệ hài lòng", cells)))
    assert [(c.province, c.value == c.value) for c in found.indicators] == [
        ("01", False), ("04", False), ("80", True),
    ]  # fmt: skip


# --- one row a score --------------------------------------------------------------------------

LONG = ["Năm", "Mã", "Mã nội dung thành phần", "Điểm"]


def long(*rows, head=LONG):
    return [head, *([2025.0, "01", "6.1", 1.5], [2025.0, "80", "6.2", 2.5]), *map(list, rows)]


@pytest.mark.parametrize(
    ("row", "issues"),
    [
        ((2025.0, "02", "6.1", 1.25), []),
        ((2025.0, 2.0, 6.1, "1,25"), []),
        (("2025", "02", "6,1", 1.25), []),
        ((2025.0, "02", "Y tế công lập", 1.25), []),
        ((1999.0, "02", "6.1", 1.25), [("problem", "year", 4, 1)]),
        ((2100.0, "02", "6.1", 1.25), [("problem", "year", 4, 1)]),
        ((2025.5, "02", "6.1", 1.25), [("problem", "year", 4, 1)]),
        (("x", "02", "6.1", 1.25), [("problem", "year", 4, 1)]),
        ((None, "02", "6.1", 1.25), [("problem", "year", 4, 1)]),
        ((2025.0, "02", "9.9", 1.25), [("problem", "code", 4, 3)]),
        ((2025.0, "02", 9.9, 1.25), [("problem", "code", 4, 3)]),
        ((2025.0, "02", None, 1.25), [("problem", "code", 4, 3)]),
        ((2025.0, "02", "Gì đó", 1.25), [("question", "columns_unknown", 0, 3)]),
        ((2025.0, "02", "Sai số chuẩn", 1.25), [("note", "left_over", 0, 3)]),
        ((2025.0, "02", "6.3 Chất lượng nước", 1.25), [("problem", "header_torn", 0, 3)]),
        ((2025.0, "02", "7.3 Chất lượng nước sạch", 1.25), [("question", "header_like", 0, 3)]),
        ((2025.0, "02", "7.3 Hoàn toàn khác hẳn", 1.25), [("problem", "header_renamed", 0, 3)]),
        ((2025.0, "03", "6.1", 1.25), [("problem", "province_unknown", 4, 2)]),
        ((2025.0, None, "6.1", 1.25), [("problem", "row_nameless", 4, 0)]),
        ((2025.0, "02", "6.1", "abc1"), [("problem", "text", 4, 4)]),
        ((2025.0, "02", "6.1", "-"), [("note", "remarks", 0, 0)]),
        ((2025.0, "02", "6.1", None), []),
    ],
)
def test_what_a_row_of_one_score_may_hold(tables, row, issues):
    found = read(tables, long(row), name="s")
    assert told(found) == issues
    known = {("01", "6.1"): 1.5, ("80", "6.2"): 2.5}
    is_read = row[3] in (1.25, "1,25") and (not issues or issues[0][1] == "header_like")
    code = "7.3" if issues and issues[0][1] == "header_like" else "6.1"
    assert scores(found) == known | ({("02", code): 1.25} if is_read else {})
    assert {c.year for c in found.cells} == {2025}


def test_where_the_scores_of_such_rows_stand(tables):
    found = read(tables, long((2024.0, "01", "6.1", 1.4), (2026.0, "01", "6.1", 1.6)), name="s")
    # Of present years only the newest is read to be stored.
    assert {(c.year, c.score): c.location for c in found.cells} == {
        (2025, 1.5): Location("s", 2, 4), (2025, 2.5): Location("s", 3, 4),
        (2026, 1.6): Location("s", 5, 4),
    }  # fmt: skip
    (part,) = found.compared
    assert [(c.year, c.score) for c in part.cells] == [(2024, 1.4)]
    assert found.columns[2025] == {"6.1": Location("s", 2, 4), "6.2": Location("s", 3, 4)}


def test_hidden_rows_of_one_score_are_asked_about_by_their_numbers(tables):
    rows = long((2025.0, "02", "6.1", 1.0), (2025.0, "04", "6.1", 1.0))
    one = read(tables, rows, name="s", hidden_rows=frozenset({4}))
    assert values(one, "hidden") == {"n": 1, "names": "4"} and len(one.cells) == 3
    two = read(tables, rows, name="s", hidden_rows=frozenset({4, 5}))
    assert values(two, "hidden") == {"n": 2, "names": "4–5"} and len(two.cells) == 2
    shown = read(
        tables, rows, name="s", hidden_rows=frozenset({4}), confirmed=Confirmed(hidden=True)
    )
    assert len(shown.cells) == 4 and shown.issues == []


@pytest.mark.parametrize(
    ("name", "title", "confirmed", "year"),
    [
        ("2025", None, None, 2025),
        ("s", "PAPI 2025", None, 2025),
        ("s", None, None, None),
        ("s", None, 2026, 2026),
        ("2025", None, 2026, 2025),
    ],
)
def test_rows_without_a_year_have_that_of_the_sheet(tables, name, title, confirmed, year):
    rows = [row[1:] for row in long()]
    rows = [[title], *rows] if title else rows
    found = read(tables, rows, name=name, confirmed=Confirmed(year=confirmed))
    if year is None:
        assert [i.code for i in found.issues] == ["no_year"]
    elif not found.issues:
        assert {c.year for c in found.cells} == {year} and len(found.cells) == 2
