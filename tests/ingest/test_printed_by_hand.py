"""Which printed sums are kept, on scores made by hand: the limits from both sides."""

from types import SimpleNamespace

import pandas as pd
import pytest

from lib.ingest.comparisons.printed_sums import keep_printed_sums
from lib.ingest.issues import Location
from lib.ingest.layouts.shared import RecognizedScores, ScoreCell

CODES = ("01", "02", "04", "06")
PARTS = ("1.1", "1.2")
MEASURED = pd.DataFrame(
    [(year, "1", part) for year in (2024, 2025) for part in PARTS],
    columns=["year", "dimension", "sub_dimension"],
)
COLUMNS = ["year", "province", "measure", "score", "source"]


def scores(*gone):
    """1.25 and 2.5 of each province in both years, which make 3.75."""
    rows = [
        (year, province, part, score)
        for year in (2024, 2025)
        for province in CODES
        for part, score in zip(PARTS, (1.25, 2.5), strict=True)
        if (year, province, part) not in gone
    ]
    return pd.DataFrame(rows, columns=["year", "province", "sub_dimension", "score"])


def kept(sums, present=(), unchanged=(), gone=()):
    """What is kept of a file with these sums {(year, province): score}, and what is said."""
    cells = [
        ScoreCell(year, province, "1", score, Location("s", 3, 4))
        for (year, province), score in sums.items()
    ]
    cells.append(ScoreCell(2025, "01", "1.1", 9.0, Location("s", 3, 5)))  # a part is none
    tables = SimpleNamespace(printed_scores=pd.DataFrame(list(present), columns=COLUMNS))
    after, issues = keep_printed_sums(
        RecognizedScores(cells), scores(*gone), MEASURED, set(unchanged), "x.xlsx", tables
    )
    rows = [(r.year, r.province, r.score, r.source) for r in after.itertuples()]
    return rows, [(i.kind, i.code, dict(i.values)) for i in issues]


@pytest.mark.parametrize("sign", [1, -1])
def test_a_sum_is_kept_that_is_not_what_its_parts_add_up_to(sign):
    assert kept({(2025, "01"): 3.75 + sign * 0.000_029}) == ([], [])
    score = round(3.75 + sign * 0.000_031, 6)
    rows, issues = kept({(2025, "01"): score, (2025, "02"): 3.75})
    assert rows == [(2025, "01", score, "x.xlsx")]
    values = {"year": 2025, "n": 1, "units": 1, "provinces": "01", "more": ""}
    assert issues == [("note", "printed_sums", values)]


def test_a_sum_is_kept_with_six_decimals_and_once():
    rows, _ = kept({(2025, "01"): 3.751_234_56})
    assert rows == [(2025, "01", 3.751_235, "x.xlsx")]


def test_of_four_provinces_three_are_named():
    for n, more in ((3, ""), (4, ", …")):
        ((_, _, values),) = kept({(2025, code): 3.751 for code in CODES[:n]})[1]
        assert (values["n"], values["units"], values["more"]) == (n, n, more)
        assert values["provinces"] == "01,02,04"


def test_a_sum_without_one_of_its_parts_is_not_kept():
    rows, issues = kept({(2025, "01"): 3.76, (2025, "02"): 3.76}, gone=[(2025, "01", "1.2")])
    assert [row[1] for row in rows] == ["02"] and issues[0][2]["n"] == 1


@pytest.mark.parametrize("sign", [1, -1])
def test_a_printed_sum_stays_where_the_file_prints_nearly_the_same(sign):
    present = [(2025, "01", "1", 3.78, "report")]
    assert kept({(2025, "01"): 3.78 + sign * 0.0009}, present) == (
        [(2025, "01", 3.78, "report")],
        [],
    )
    score = round(3.78 + sign * 0.0011, 6)
    rows, issues = kept({(2025, "01"): score}, present)
    assert rows == [(2025, "01", score, "x.xlsx")]
    values = {"year": 2025, "n": 1, "units": 1, "provinces": "01", "more": ""}
    assert issues == [("question", "printed_other", values)]


def test_only_of_the_years_of_the_file_a_needless_sum_goes():
    present = [(2024, "01", "1", 3.75, "report"), (2025, "02", "1", 3.75, "report")]
    rows, issues = kept({(2025, "01"): 3.75}, present)
    assert rows == [(2024, "01", 3.75, "report")] and issues == []


def test_of_a_year_that_stays_as_it_is_nothing_is_kept():
    present = [(2024, "01", "1", 3.75, "report")]
    for sums in ({(2024, "01"): 3.9}, {}):
        assert kept(sums, present, unchanged=[2024]) == ([(2024, "01", 3.75, "report")], [])
    rows, issues = kept({(2024, "02"): 3.9, (2025, "02"): 3.9}, present, unchanged=[2024])
    assert [(row[0], row[1]) for row in rows] == [(2024, "01"), (2025, "02")]
    assert [values["year"] for _, _, values in issues] == [2025]
