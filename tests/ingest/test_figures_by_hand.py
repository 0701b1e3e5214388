"""Scores of a file against each other on tables made by hand, at the edge of what is allowed."""

import pandas as pd
import pytest

from lib.ingest.comparisons.column_faults import name_column_faults
from lib.ingest.comparisons.ranges_and_sums import (
    check_duplicates,
    check_ranges,
    check_sums,
    set_apart_sentinels,
)
from lib.ingest.comparisons.rounding import (
    decimals_of_cells,
    find_rounding,
    half_unit,
    rounding_error,
)
from lib.ingest.issues import Location, problem
from lib.ingest.layouts.shared import RecognizedScores, ScoreCell

COLUMNS = {"6.1": 4, "6.2": 5, "7.1": 6, "7.2": 7, "7.3": 8, "6": 9, "7": 10, "total": 11}
MEASURED = pd.DataFrame(
    [(2025, code[0], code) for code in COLUMNS if "." in code],
    columns=["year", "dimension", "sub_dimension"],
)


def cell(measure, score, row=3, decimals=6, year=2025):
    place = Location("s", row, COLUMNS.get(measure, 20))
    return ScoreCell(year, f"{row:02d}", measure, score, place, decimals)


def cells_of(table, decimals=6):
    """A table {measure: scores by row} as cells, row by row from row 3 on."""
    n = max(map(len, table.values()))
    return [
        cell(measure, scores[at], 3 + at, decimals)
        for at in range(n)
        for measure, scores in table.items()
        if scores[at] is not None
    ]


def told(issues):
    return [(issue.code, issue.location) for issue in issues]


@pytest.mark.parametrize(
    ("measure", "top"), [("6.1", 5.0), ("7.3", 10 / 3), ("6", 10.0), ("total", 20.0)]
)
def test_the_most_points_a_measure_can_have(measure, top):
    for score, is_possible in (
        (top, True), (top + 0.001, True), (top + 0.0011, False),
        (1e-9, True), (0.0, False), (-0.5, False),
    ):  # fmt: skip
        found = check_ranges([cell(measure, score)], MEASURED, {})
        assert bool(found) != is_possible, score
    (issue,) = check_ranges([cell(measure, top + 1)], MEASURED, {})
    assert issue.kind == "problem" and issue.location == Location("s", 3, COLUMNS[measure])
    assert dict(issue.values) == {
        "score": top + 1, "top": top, "measure": measure, "province": "03",
    }  # fmt: skip


def test_a_rounded_score_may_be_beyond_by_its_rounding():
    assert check_ranges([cell("7.1", 3.3433)], MEASURED, {2025: 2}) != []
    assert check_ranges([cell("7.1", 3.338)], MEASURED, {2025: 2}) == []
    assert check_ranges([cell("7.1", 3.338)], MEASURED, {2024: 2}) != []


@pytest.mark.parametrize(("decimals", "error"), [(None, 0), (0, 0.5), (1, 0.05), (3, 0.0005)])
def test_half_a_unit_of_the_last_decimal(decimals, error):
    assert half_unit(decimals) == pytest.approx(error, rel=1e-5) and half_unit(decimals) >= error
    assert rounding_error(2025, {2025: decimals, 2024: 9}) == half_unit(decimals)


SENTINELS = (-1, -8, -9, 88, 99, 888, 999, 8888, 9999, 88888, 99999, -88, -99, -999, -99999)


@pytest.mark.parametrize("number", SENTINELS)
def test_a_number_that_stands_for_no_data_is_none_where_it_repeats(number):
    both = [cell("6.1", 1.5), cell("6.1", number, 4), cell("6.2", number, 5), cell("6.1", 2.0, 6)]
    kept, (issue,) = set_apart_sentinels(both)
    assert [c.score for c in kept] == [1.5, 2.0]
    values = dict(issue.values)
    assert (issue.kind, issue.code, issue.location.row) == ("question", "sentinel", 4)
    assert (values["n"], values["provinces"], values["more"]) == (2, "04,05", "")
    assert values["value"].replace("−", "-") == str(number) and "-" not in values["value"]
    assert set_apart_sentinels(both[:2]) == (both[:2], [])  # one may be a typing error
    other_year = [cell("6.1", number, 4), cell("6.1", number, 4, year=2024)]
    assert set_apart_sentinels(other_year) == (other_year, [])


@pytest.mark.parametrize("number", [8, 9, 1, 8.8, 100, 77, 888888, 999999, 89])
def test_a_score_that_repeats_is_a_score(number):
    both = [cell("6", number, 4), cell("6", number, 5)]
    assert set_apart_sentinels(both) == (both, [])


def test_of_four_provinces_without_data_three_are_named():
    for n, more in ((3, ""), (4, ", …")):
        rows = [cell("6.1", 99.0, 3 + at) for at in range(n)] + [cell("6.2", 99.0, 3)]
        (issue,) = set_apart_sentinels(rows)[1]
        values = dict(issue.values)
        assert (values["n"], values["provinces"], values["more"]) == (n + 1, "03,04,05", more)


FULL = {"6.1": 1.25, "6.2": 2.5, "7.1": 1.0, "7.2": 1.5, "7.3": 2.0}
FULL |= {"6": 3.75, "7": 4.5, "total": 8.25}


def sums(decimals=None, **changed):
    table = FULL | {key.replace("m", "").replace("_", "."): v for key, v in changed.items()}
    found = check_sums(
        [cell(m, score) for m, score in table.items() if score is not None],
        MEASURED,
        {} if decimals is None else {2025: decimals},
    )
    return [(issue.code, dict(issue.values)["measure"]) for issue in found]


def test_sums_that_add_up_and_the_thousandth_by_which_they_may_miss():
    assert sums() == []
    assert sums(total=8.251) == [] == sums(total=8.249)
    assert sums(total=8.2512) == sums(total=8.2488) == [("sum", "total")]
    # A dimension that is wrong is told, not also a total that fits the parts.
    assert sums(m6=3.752) == sums(m6=3.748) == [("sum", "6")]
    assert sums(m6=3.8, total=8.3) == [("sum", "6")]  # nor one that fits the printed dimensions
    assert sums(m6=3.8, total=8.4) == [("sum", "6"), ("sum", "total")]


@pytest.mark.parametrize(
    ("decimals", "dimension", "total"), [(1, 0.15, 0.15), (2, 0.015, 0.015), (3, 0.0015, 0.0015)]
)
def test_rounded_sums_may_miss_by_half_a_unit_of_each_part_and_of_their_own(
    decimals, dimension, total
):
    # Dimension 6 has two parts, the total two dimensions: three roundings.
    for sign in (1, -1):
        assert sums(decimals, m6=3.75 + sign * dimension, total=None) == []
        assert sums(decimals, m6=3.75 + sign * dimension * 1.01, total=None) == [("sum", "6")]
        assert sums(decimals, total=8.25 + sign * total) == []
        assert sums(decimals, total=8.25 + sign * total * 1.01) == [("sum", "total")]


def test_a_sum_without_one_of_its_parts_is_open():
    assert sums(m6_1=None) == [("sum_open", "6")]
    assert sums(m6_1=None, m6=None) == [("sum_open", "total")]
    # The total is that of the printed dimensions, or of what their parts add up to.
    assert sums(m6=None) == sums(m6=None, m7=None) == []
    assert sums(m6=None, total=8.3) == [("sum", "total")]


def test_what_a_wrong_sum_says():
    table = FULL | {"6": 3.9, "total": 8.4}
    (issue,) = check_sums([cell(m, v) for m, v in table.items()], MEASURED, {})
    values = dict(issue.values)
    assert issue.kind == "problem" and issue.location == Location("s", 3, COLUMNS["6"])
    assert (values["province"], values["year"], values["score"]) == ("03", 2025, 3.9)
    assert (values["parts"], values["within"]) == (3.75, 0.001)


def test_the_second_score_of_a_cell_is_told_and_those_of_others_are_not():
    again = [cell("6.1", 1.0, 3), cell("6.1", 1.0, 4), cell("6.2", 1.0, 3),
             cell("6.1", 1.0, 3, year=2024), cell("6.1", 2.0, 3)]  # fmt: skip
    assert check_duplicates(again[:4]) == []
    assert told(check_duplicates(again)) == [("twice", Location("s", 3, 4))]


# --- one column at fault ----------------------------------------------------------------------

ROWS = 20
PARTS = {
    "6.1": [1 + (at * 7 % 20) / 10 for at in range(ROWS)],
    "6.2": [2 + (at * 3 % 20) / 15 for at in range(ROWS)],
    "7.1": [1 + (at * 9 % 20) / 25 for at in range(ROWS)],
    "7.2": [1 + (at * 13 % 20) / 30 for at in range(ROWS)],
    "7.3": [1 + (at * 17 % 20) / 35 for at in range(ROWS)],
}
SUMS = {
    "6": [a + b for a, b in zip(PARTS["6.1"], PARTS["6.2"], strict=True)],
    "7": [sum(p) for p in zip(PARTS["7.1"], PARTS["7.2"], PARTS["7.3"], strict=True)],
}


def faults(**changed):
    """What is told of the sums of a table with changed columns ("m6_1" is 6.1)."""
    table = PARTS | SUMS | {k[1:].replace("_", "."): list(v) for k, v in changed.items()}
    cells = cells_of(table)
    found = name_column_faults(cells, MEASURED, {}, check_sums(cells, MEASURED, {}))
    return [(i.code, i.location.column, dict(i.values)) for i in found]


def test_a_column_shifted_by_a_row_is_named():
    own = PARTS["6.1"]
    for moved in ([*own[1:], own[0]], [own[-1], *own[:-1]]):
        ((code, column, values),) = faults(m6_1=moved)
        assert (code, column, values["measure_column"]) == ("sums_shifted", 4, "6.1")
        assert (values["measure"], values["year"], values["n"]) == ("6", 2025, 20)
        assert (values["provinces"], values["more"]) == ("03,04,05", ", …")


def test_two_columns_exchanged_are_named_once():
    ((code, column, values),) = faults(m6_1=PARTS["7.1"], m7_1=PARTS["6.1"])
    assert (code, column) == ("sums_exchanged", 4)
    assert (values["measure_column"], values["measure_other"]) == ("6.1", "7.1")


def test_a_column_with_the_figures_of_another_is_named():
    ((code, column, values),) = faults(m6_1=PARTS["7.2"])
    assert (code, column) == ("sums_copied", 4)
    assert (values["measure_column"], values["measure_other"]) == ("6.1", "7.2")


@pytest.mark.parametrize("factor", [10, 0.1, 0.98])
def test_a_column_in_another_unit_is_named_with_the_factor(factor):
    ((code, column, values),) = faults(m6_2=[v * factor for v in PARTS["6.2"]])
    assert (code, column, values["measure_column"]) == ("sums_scaled", 5, "6.2")
    assert values["factor"] == pytest.approx(factor)


def test_a_column_in_another_order_is_named():
    own = PARTS["6.1"]
    ((code, column, values),) = faults(m6_1=[*own[10:], *own[:10]])
    assert (code, column, values["measure_column"]) == ("sums_reordered", 4, "6.1")


def test_the_column_of_the_sum_may_be_the_one_at_fault():
    own = SUMS["7"]
    ((code, column, values),) = faults(m7=[*own[1:], own[0]])
    assert (code, column, values["measure_column"]) == ("sums_shifted", 10, "7")


def test_a_fault_without_a_name_gives_an_example():
    odd = [v + (at * 11 % 17 + 1) / 50 for at, v in enumerate(SUMS["7"])]
    ((code, column, values),) = faults(m7=odd)
    assert (code, column, values["measure_column"]) == ("sums", 10, "7")
    assert values["province"] == "03" and values["score"] == odd[0]
    assert values["parts"] == pytest.approx(SUMS["7"][0])


def test_three_wrong_sums_are_told_one_by_one_and_four_together():
    for n, codes in ((3, ["sum"] * 3), (4, ["sums"])):
        odd = [v + (at + 1) * 0.01 * (at < n) for at, v in enumerate(SUMS["7"])]
        found = faults(m7=odd)
        assert [code for code, _, _ in found] == codes
    assert (found[0][2]["n"], found[0][2]["provinces"]) == (4, "03,04,05")
    assert found[0][2]["more"] == ", …"


def test_a_rounded_column_among_full_ones_is_named():
    table = PARTS | SUMS
    for code in ("6.1", "6"):
        table[code] = [v + 0.04 for v in table[code]]
    table["6.1"] = [round(v, 1) for v in table["6.1"]]  # 0.04 less, each of them
    cells = [
        cell(code, figures[at], 3 + at, 1 if code == "6.1" else 7)
        for at in range(ROWS)
        for code, figures in table.items()
    ]
    (issue,) = name_column_faults(cells, MEASURED, {}, check_sums(cells, MEASURED, {}))
    assert issue.code == "sums_rounded" and issue.location.column == 4
    assert dict(issue.values)["measure_column"] == "6.1" and dict(issue.values)["decimals"] == 1


def test_other_issues_stay_as_they_are():
    other = problem("odd", Location("s", 3, 4), what="date")
    assert name_column_faults([], MEASURED, {}, [other]) == [other]


# --- rounding ---------------------------------------------------------------------------------


def rounding(cells):
    columns = {2025: {"6.1": Location("s", 0, 4)}, 2024: {"6.1": Location("t", 0, 4)}}
    decimals, issues = find_rounding(RecognizedScores(cells, columns=columns))
    return decimals, [(i.kind, i.code, i.location.sheet, dict(i.values)) for i in issues]


def rows_of(n, decimals, measure="6.1", first=3, year=2025):
    return [cell(measure, 1.2, first + at, decimals, year) for at in range(n)]


def test_a_year_is_rounded_where_99_of_100_scores_are():
    cells = [*rows_of(99, 2), *rows_of(1, 6, first=200)]
    expected = ("note", "rounded", "s", {"year": 2025, "decimals": 2})
    assert rounding(cells) == ({2025: 2}, [expected])
    assert decimals_of_cells(cells) == [2] * 100
    full = [*rows_of(98, 2), *rows_of(2, 6, "6.2", first=200)]
    assert rounding(full)[0] == {}
    assert decimals_of_cells(full) == [2] * 98 + [None] * 2  # the column is rounded
    assert rounding([]) == ({}, [])
    # Sums say nothing of it, and each year is told by its own scores.
    assert rounding(rows_of(20, 2, "6")) == ({}, [])
    both = [*rows_of(20, 3), *rows_of(20, 6, year=2024)]
    assert rounding(both)[0] == {2025: 3}


@pytest.mark.parametrize(
    ("decimals", "found", "code"),
    [(0, {2025: 0}, "rounded_whole"), (1, {2025: 1}, "rounded"), (5, {2025: 5}, "rounded"),
     (6, {}, None), (7, {}, None)],
)  # fmt: skip
def test_scores_of_one_to_five_decimals_are_rounded(decimals, found, code):
    assert rounding(rows_of(20, decimals))[0] == found
    kind = "problem" if decimals == 0 else "note"
    assert [issue[:2] for issue in rounding(rows_of(20, decimals))[1]] == (
        [(kind, code)] if code else []
    )


def test_the_most_decimals_of_a_year_count():
    assert rounding([*rows_of(10, 1), *rows_of(10, 3, first=50)])[0] == {2025: 3}


@pytest.mark.parametrize(("n", "is_asked"), [(10, True), (9, False)])
def test_a_measure_or_province_that_alone_is_rounded_is_asked_about(n, is_asked):
    full = rows_of(100, 6, "6.2", first=100)
    decimals, issues = rounding([*full, *rows_of(n, 2)])
    values = {"year": 2025, "measures": "6.1", "provinces": ""}
    assert decimals == {}
    assert issues == ([("question", "rounded_part", "s", values)] if is_asked else [])
    one_row = [cell(f"1.{m}", 1.2, 50, 2) for m in range(n)]
    values = {"year": 2025, "measures": "", "provinces": "50"}
    issues = rounding([*full, *one_row])[1]
    assert issues == ([("question", "rounded_part", "s", values)] if is_asked else [])
    told = decimals_of_cells([*full, *one_row])
    assert told == [None] * 100 + [2 if is_asked else None] * n


def test_one_full_figure_makes_a_measure_full():
    full = rows_of(100, 6, "6.2", first=100)
    assert rounding([*full, *rows_of(12, 2), cell("6.1", 1.2, 90, 6)])[1] == []
    (issue,) = rounding([*full, *rows_of(12, 2), cell("6.1", 1.2, 90, 5)])[1]
    assert issue[1] == "rounded_part"
