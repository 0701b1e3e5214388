"""Places, medians and changes of indicators, on figures made by hand."""

import pandas as pd
import pytest

from lib.stats.indicators import indicator_positions


def catalogue(*rows):
    """Rows of code, year and direction."""
    return pd.DataFrame(
        [
            {
                "id": code, "year": year, "sub_dimension": code[:3], "position": int(code[4:]),
                "label_vi": code, "label_en": "", "scale": "", "unit": "%", "low": 0.0,
                "high": 100.0, "direction": direction,
            }
            for code, year, direction in rows
        ]
    )  # fmt: skip


def values(year, code, **by_province):
    rows = [(year, p.strip("p"), code, float(v)) for p, v in by_province.items()]
    return pd.DataFrame(rows, columns=["year", "province", "indicator", "value"])


BOTH = pd.concat(
    [
        values(2023, "1.1.01", p01=40, p02=60),
        values(2024, "1.1.01", p01=50, p02=70, p04=70, p06=10),
        values(2024, "1.1.02", p01=5, p02=1, p04=3),
    ]
)
NAMES = catalogue(("1.1.01", 2023, ""), ("1.1.01", 2024, ""), ("1.1.02", 2024, "lower"))


@pytest.fixture(scope="module")
def table():
    return indicator_positions(BOTH, NAMES).set_index(["year", "indicator", "province"])


def test_places_count_from_the_highest_and_equal_values_share_the_better_one(table):
    of_2024 = table.loc[(2024, "1.1.01")]
    assert of_2024["place"].to_dict() == {"01": 3, "02": 1, "04": 1, "06": 4}
    assert set(of_2024["n"]) == {4} and set(of_2024["median"]) == {60.0}
    assert set(of_2024["lowest"]) == {10.0} and set(of_2024["highest"]) == {70.0}


def test_a_rank_needs_a_direction(table):
    assert table.loc[(2024, "1.1.01"), "rank"].isna().all()
    assert table.loc[(2024, "1.1.02"), "rank"].to_dict() == {"01": 3.0, "02": 1.0, "04": 2.0}
    assert table.loc[(2024, "1.1.02"), "place"].to_dict() == {"01": 1, "02": 3, "04": 2}


def test_a_change_is_that_of_the_same_code_in_the_year_before(table):
    changes = table["change"].dropna()
    assert changes.to_dict() == {(2024, "1.1.01", "01"): 10.0, (2024, "1.1.01", "02"): 10.0}


def test_without_indicators_there_are_no_positions():
    assert indicator_positions(BOTH.iloc[:0], NAMES.iloc[:0]).empty
