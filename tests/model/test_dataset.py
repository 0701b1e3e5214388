"""What a page asks the world for: one position, one province's positions, names in order."""

import pytest

from lib.stats.ranking import TOTAL


def test_a_position_is_the_published_one(dataset):
    own = dataset.position(2023, TOTAL, "80")
    assert (own["province"], own["measure"], own["year"]) == ("80", TOTAL, 2023)
    assert round(own["score"], 2) == 40.83 and own["rank"] == 46


@pytest.mark.parametrize("asked", [("total", "22"), ("8", "00"), ("9.9", "80")])
def test_what_is_not_published_has_no_position(dataset, asked):
    measure, province = asked
    assert dataset.position(2023, measure, province) is None


def test_every_position_of_every_year_is_found_where_it_stands(dataset):
    for year in (2011, 2018, 2024):
        table = dataset.positions_of_year(year)
        some = table.iloc[:: len(table) // 40]
        for wanted in some.to_dict("records"):
            found = dataset.position(year, wanted["measure"], wanted["province"])
            assert found["score"] == wanted["score"] and found["rank"] == wanted["rank"]


def test_a_province_s_positions_come_in_the_order_asked_for(dataset):
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
