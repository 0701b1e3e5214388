"""Look-ups in a table of positions made by hand, in whichever order its rows stand."""

import pandas as pd
import pytest

from lib.model.positions import Positions

ROWS = [
    # year, measure, province, score, rank, percentile
    (2024, "total", "01", 45.0, 1, 1.0),
    (2024, "total", "80", 40.0, 2, 0.5),
    (2024, "6", "80", 6.0, 2, 0.5),
    (2024, "6.1", "80", 2.0, 1, 1.0),
    (2024, "6.2", "80", 1.5, 2, 0.5),
    (2024, "6", "01", 7.0, 1, 1.0),
    (2023, "total", "80", 41.0, 1, 1.0),
    (2023, "total", "01", 39.0, 2, 0.5),
    (2023, "6", "80", 6.5, 1, 1.0),
    (2022, "6", "80", 6.4, 1, 1.0),
]
COLUMNS = ["year", "measure", "province", "score", "rank", "percentile"]
# Sorted by year the tables are slices, else copies.
ORDERS = {
    "newest first": ROWS,
    "oldest first": sorted(ROWS, key=lambda row: row[0]),
    "mixed": [*ROWS[::2], *ROWS[1::2]],
}


@pytest.fixture(params=ORDERS)
def found(request, dataset):
    return Positions(dataset.tables, pd.DataFrame(ORDERS[request.param], columns=COLUMNS))


def test_the_years_and_all_rows_of_each(found):
    assert found.years == [2022, 2023, 2024]
    for year in found.years:
        rows = found.positions_of_year(year)
        expected = [row for row in ROWS if row[0] == year]
        assert sorted(rows.itertuples(index=False, name=None)) == sorted(expected)
    with pytest.raises(KeyError):
        found.positions_of_year(2021)


def test_one_position_and_none_where_there_is_no_score(found):
    for year, measure, province, score, rank, _ in ROWS:
        own = found.position(year, measure, province)
        assert (own["year"], own["measure"], own["province"]) == (year, measure, province)
        assert (own["score"], own["rank"]) == (score, rank)
    for year, measure, province in (
        (2023, "6.1", "80"), (2023, "6", "01"), (2024, "total", "99"), (2022, "total", "80"),
    ):  # fmt: skip
        assert found.position(year, measure, province) is None


def test_totals_and_what_is_said_where_there_is_none(found):
    assert found.total_position(2023, "80")["score"] == 41.0
    assert set(found.total_positions(2024)) == {"01", "80"}
    assert found.total_positions(2024)["80"]["score"] == 40.0
    with pytest.raises(LookupError, match="80 has no total in 2022"):
        found.total_position(2022, "80")


def test_ranks_over_the_years_oldest_first(found):
    assert list(found.total_ranks("80").items()) == [(2023, 1), (2024, 2)]
    assert list(found.ranks_over_years("6", "80").items()) == [(2022, 1), (2023, 1), (2024, 2)]
    assert found.ranks_over_years("6", "99") == found.ranks_over_years("7", "80") == {}
    assert found.years_with_total("80") == [2023, 2024] and found.years_with_total("99") == []


def test_the_positions_of_one_province(found):
    asked = ["6.2", "total", "9", "6"]
    assert found.positions_of(2024, "80", asked)["score"].tolist() == [1.5, 40.0, 6.0]
    assert found.positions_of(2024, "99", asked).empty
    # The highest percentile first; of equal ones the lower code.
    best = found.positions_best_first(2024, "80", ["6.2", "6", "6.1", "9"])
    assert best["measure"].tolist() == ["6.1", "6", "6.2"]
    assert sorted(found.positions_of_province("01")["score"]) == [7.0, 39.0, 45.0]
    assert found.positions_of_province("99").empty
    assert found.scores_of(2023, "80") == {"total": 41.0, "6": 6.5}
    assert found.ranks_of(2024, "80") == {"total": 2, "6": 2, "6.1": 1, "6.2": 2}
    assert found.scores_of(2023, "99") == found.ranks_of(2023, "99") == {}


def test_who_and_what_has_no_score(found):
    everybody = list(found.provinces.index)
    assert found.unscored_provinces(2024, "total") == [
        c for c in everybody if c not in ("01", "80")
    ]
    assert found.unscored_provinces(2024, "6.1") == [c for c in everybody if c != "80"]
    assert found.scored_dimensions(2024, "80") == ["6"] == found.scored_dimensions(2022, "80")
    assert found.scored_dimensions(2024, "99") == []
    assert found.dimension_positions(2024, "80")["score"].tolist() == [6.0]
    assert sorted(found.positions_of_measure("6")["year"]) == [2022, 2023, 2024, 2024]


def test_the_points_there_were_and_since_when(dataset):
    assert [dataset.max_score(year) for year in (2011, 2017, 2018, 2024)] == [60, 60, 80, 80]
    assert [dataset.scale_since(year) for year in (2011, 2014, 2017, 2018, 2021, 2024)] == [
        2011, 2011, 2011, 2018, 2018, 2018,
    ]  # fmt: skip


def test_the_measures_of_a_year_each_dimension_before_its_parts(dataset):
    measures = dataset.measures(2011)
    assert measures[:6] == ["total", "1", "1.1", "1.2", "1.3", "1.4"]
    assert dataset.dimensions(2011) == [str(n) for n in range(1, 7)]
    assert dataset.sub_dimensions(2018, "8") == ["8.1", "8.2"]
    assert dataset.sub_dimensions(2019, "8") == ["8.1", "8.2", "8.3"]
    assert dataset.sub_dimensions(2011, "8") == []


@pytest.mark.parametrize(
    ("years", "authors"),
    [
        ((2008,), ["RTA"]),
        ((2009,), ["CECODES", "VFFCRT", "RTA", "UNDP"]),
        ((2022,), ["CECODES", "VFFCRT", "RTA", "UNDP"]),
        ((2023,), ["CECODES", "RTA", "UNDP"]),
        ((2022, 2024), ["CECODES", "VFFCRT", "RTA", "UNDP"]),
        ((2023, 2024), ["CECODES", "RTA", "UNDP"]),
        ((2008, 2009), ["CECODES", "VFFCRT", "RTA", "UNDP"]),
    ],
)
def test_who_published_a_year_or_any_of_several(dataset, years, authors):
    assert dataset.producers(*years)["code"].tolist() == authors
