"""Where the figures begin: a first row that is not understood is told, and labels are none."""

import pytest

from lib.ingest.issues import Location
from tests.ingest.test_small_sheets import FOUR, HEAD, read, scores, told, values, wide


@pytest.fixture(scope="module")
def provinces(tables):
    """As many as make a column of names."""
    return list(zip(tables.provinces["code"], tables.provinces["name_vi"], strict=True))[:20]


@pytest.fixture(scope="module")
def others(provinces):
    """What is read of all but the first, whatever stands in its row."""
    return {(code, measure) for code, _ in provinces[1:] for measure in ("6.1", "6.2")}


@pytest.mark.parametrize(
    ("ids", "figures", "code", "column"),
    [
        ((None, "Atlantis"), (1.5, 2.5), "province_unknown", 2),
        (("03", "Atlantis"), (1.5, 2.5), "province_unknown", 1),
        (("Tỉnh A", "Atlantis"), (1.5, 2.5), "province_unknown", 1),
        (("01", "Atlantis"), (1.5, 2.5), "province_like", 2),
        ((None, "Hà Nộii"), ("1,5", "2,5"), "province_like", 2),
        ((None, "Atlantis"), (6.1, 2.5), "province_unknown", 2),
        ((None, "Atlantis"), (None, 2.5), "province_unknown", 2),
    ],
)
def test_a_first_row_of_an_unknown_province_is_told(
    tables, provinces, others, ids, figures, code, column
):
    rows = wide(provinces=provinces)
    rows[1] = [*ids, *figures]
    found = read(tables, rows)
    assert told(found) == [("problem", code, 2, column)]
    assert ids[1] in values(found, code)["name"]
    assert set(scores(found)) == others


def test_a_first_row_that_has_a_code_alone_is_read_by_it(tables, provinces, others):
    rows = wide(provinces=provinces)
    rows[1][1] = None
    found = read(tables, rows)
    assert found.issues == [] and scores(found)["01", "6.1"] == 1.5
    assert set(scores(found)) == {("01", "6.1"), ("01", "6.2"), *others}


@pytest.mark.parametrize(
    "row",
    [
        [None, "Thang điểm", 3.33, 12.5],
        [None, "Điểm tối đa", 3.33, 12.5],
        [None, "Trọng số", 0.5, 0.5],
        [None, "Weights", 0.5, 0.5],
        ["A", "B", 10.0, 11.0],  # the columns are counted
        [None, "Cột số", 10.0, 11.0],
        [None, "Số", 6.1, 6.2],  # numbers of what is measured
        [None, "Tỉnh", 12.5, 12.5],  # a label of the column of names
        [None, "*", 12.5, 12.5],
        [None, None, 12.5, 12.5],
        ["03", None, 12.5, 12.5],  # no code of a province
        [None, "ghi chú", "a", "b"],
    ],
)
def test_rows_of_labels_with_numbers_are_no_province(tables, provinces, others, row):
    rows = wide(provinces=provinces)
    found = read(tables, [rows[0], row, *rows[1:]])
    assert found.issues == []
    assert set(scores(found)) == {("01", "6.1"), ("01", "6.2"), *others}


def test_a_first_row_that_sums_up_others_is_left_out_with_a_note(tables, provinces):
    rows = wide(provinces=provinces)
    found = read(tables, [rows[0], ["999", "Cao nhất", 1.9, 2.9], *rows[1:]])
    assert told(found) == [("note", "summary", 2, 0)] and len(found.cells) == 40


def test_without_a_column_of_names_the_first_number_or_name_begins_the_figures(tables):
    codes = [[code, 1.5, 2.5] for code, _ in FOUR]
    head = ["Mã tỉnh", "6.1", "6.2"]
    found = read(tables, [head, ["ghi chú", None, "a"], *codes])
    assert found.issues == [] and len(found.cells) == 8
    unknown = read(tables, [head, ["03", 1.5, 2.5], *codes])
    assert told(unknown) == [("problem", "province_unknown", 2, 1)] and len(unknown.cells) == 8
    # A province without figures is known by its name, and is a row, too.
    blank = read(tables, [HEAD, ["01", "Hà Nội", None, None], *wide()[2:]])
    assert blank.issues == [] and (2025, "01") in blank.rows
    assert {c.province for c in blank.cells} == {"02", "04", "80"}
    assert blank.columns[2025]["6.1"] == Location("2025", 0, 3)


def test_scores_of_a_table_below_that_names_provinces_in_another_column_are_read(
    tables, provinces, others
):
    below = [
        ["Tỉnh", "7.1 Nghiêm túc trong bảo vệ môi trường"],
        *([name, 1.25] for _, name in provinces),
    ]
    found = read(tables, [*wide(provinces=provinces), *below])
    assert found.issues == []
    assert {s for k, s in scores(found).items() if k[1] == "7.1"} == {1.25}
    assert {k for k in scores(found) if k[1] != "7.1"} == {("01", "6.1"), ("01", "6.2"), *others}
    assert len(found.cells) == 60


@pytest.mark.parametrize(("n", "are_codes"), [(3, True), (4, False)])
def test_in_a_short_table_below_numbers_from_one_on_may_be_codes(tables, provinces, n, are_codes):
    head = ["Mã", "Tỉnh", "7.1 Nghiêm túc trong bảo vệ môi trường", "Chất lượng không khí"]
    below = [[float(at), name, 1.25, 1.5] for at, (_, name) in enumerate(provinces[5 : 5 + n], 1)]
    found = read(tables, [*wide(provinces=provinces), head, *below])
    read_below = {code for code, measure in scores(found) if measure == "7.1"}
    if are_codes:  # which contradict the names
        assert {i.kind for i in found.issues} == {"problem"} and read_below == set()
    else:
        assert found.issues == [] and read_below == {code for code, _ in provinces[5 : 5 + n]}
