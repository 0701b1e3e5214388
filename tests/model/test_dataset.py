"""Look-ups of a data set: one position, one province's positions, names in order."""

import pytest

from lib.model.dataset import Dataset
from lib.model.memoized import VIEWS, memoized, memoized_up_to
from lib.stats.ranking import TOTAL


def test_a_position_is_the_published_one(dataset):
    own = dataset.position(2023, TOTAL, "80")
    assert (own["province"], own["measure"], own["year"]) == ("80", TOTAL, 2023)
    assert round(own["score"], 2) == 40.83 and own["rank"] == 46


@pytest.mark.parametrize(("measure", "province"), [("total", "22"), ("8", "00"), ("9.9", "80")])
def test_what_is_not_published_has_no_position(dataset, measure, province):
    assert dataset.position(2023, measure, province) is None


def test_positions_are_looked_up_in_the_right_row(dataset):
    for year in (2011, 2018, 2024):
        table = dataset.positions_of_year(year)
        sample = table.iloc[:: len(table) // 40]
        for expected in sample.to_dict("records"):
            found = dataset.position(year, expected["measure"], expected["province"])
            assert found["score"] == expected["score"] and found["rank"] == expected["rank"]


def test_a_provinces_positions_keep_the_order_of_the_measures(dataset):
    own = dataset.positions_of(2023, "80", ["8", "1", "9", "6.2"])
    assert own["measure"].tolist() == ["8", "1", "6.2"]
    assert set(own["province"]) == {"80"} and own.iloc[0]["rank"] == 9
    assert dataset.positions_of(2023, "22", ["8"]).empty
    assert dataset.scored_dimensions(2023, "80") == [str(n) for n in range(1, 9)]


def test_a_list_of_provinces_follows_the_vietnamese_alphabet(dataset):
    names = list(dataset.provinces_by_name("vi").values())
    assert names[:2] == ["An Giang", "Bà Rịa - Vũng Tàu"]
    assert names.index("Đắk Lắk") > names.index("Cà Mau") and names[-1] == "Yên Bái"
    assert len(names) == 63


def test_a_required_total_is_the_position_or_an_error(dataset):
    assert dataset.total_position(2023, "80")["rank"] == 46
    with pytest.raises(LookupError, match="22 has no total in 2023"):
        dataset.total_position(2023, "22")


def test_a_memoized_method_runs_once_for_each_object_and_arguments():
    calls = []

    class Halves:
        @memoized
        def half(self, number, digits=0):
            calls.append(number)
            return round(number / 2, digits) if number else None

    first, second = Halves(), Halves()
    assert [first.half(3, 1), first.half(3, 1), first.half(0), first.half(0)] == [1.5, 1.5] + [
        None
    ] * 2
    assert calls == [3, 0]
    assert first.half(3, digits=1) == second.half(3, 1) == 1.5
    assert calls == [3, 0, 3, 3]


def test_of_more_results_than_are_kept_the_oldest_are_computed_again():
    calls = []

    class Squares:
        @memoized_up_to(2)
        def square(self, number):
            calls.append(number)
            return number**2

    squares = Squares()
    assert [squares.square(n) for n in (1, 2, 3, 2, 3, 1)] == [1, 4, 9, 4, 9, 1]
    assert calls == [1, 2, 3, 1]


def test_a_server_that_has_shown_every_province_keeps_some_of_what_it_computed(dataset):
    fresh = Dataset.build(dataset.tables)
    for year in fresh.years:
        for successor in fresh.members:
            fresh.compare_members(successor, year)
    kept = next(v for k, v in vars(fresh).items() if k.endswith("Dataset.compare_members"))
    assert len(fresh.years) * len(fresh.members) > len(kept) == VIEWS


def test_a_badge_is_known_for_comparable_years_alone(dataset):
    assert dataset.badge(2023, TOTAL, "80").name == "usual"
    assert dataset.badge(2011, TOTAL, "80").name == ""


def test_since_when_totals_have_had_their_maximum(dataset):
    assert [dataset.scale_since(year) for year in (2011, 2017, 2018, 2024)] == [
        2011,
        2011,
        2018,
        2018,
    ]


@pytest.mark.parametrize(
    ("years", "producers"),
    [
        ((2008,), ["RTA"]),  # of RTA no years are known
        ((2022,), ["CECODES", "VFFCRT", "RTA", "UNDP"]),
        ((2023,), ["CECODES", "RTA", "UNDP"]),
        ((2011, 2024), ["CECODES", "VFFCRT", "RTA", "UNDP"]),
        ((2022, 2024), ["CECODES", "VFFCRT", "RTA", "UNDP"]),
        ((2023, 2024), ["CECODES", "RTA", "UNDP"]),
    ],
)
def test_producers_are_the_authors_of_any_of_the_years(dataset, years, producers):
    assert dataset.producers(*years)["code"].tolist() == producers


def test_where_nothing_is_known_a_year_brings_nothing(dataset):
    assert dataset.good_year("22", 2023) == (0, 0, 0)  # no total
    assert dataset.good_year("80", 2011) == (0, 0, 0)  # no change before it
    assert min(dataset.good_year("80", 2023)[1:]) > 0
