"""Which indicators a data set has, of which province and year, and what finds them."""

from dataclasses import replace

import pandas as pd
import pytest

from lib.model.dataset import Dataset
from lib.model.indicators import find_indicators, indicators_of_province, indicators_of_year


@pytest.fixture(scope="module")
def with_indicators(dataset):
    names = pd.DataFrame(
        [
            {
                "id": code, "year": year, "sub_dimension": above, "position": place,
                "label_vi": vi, "label_en": en, "scale": "", "unit": "%", "low": 0.0,
                "high": 100.0, "direction": "",
            }
            for code, above, place, vi, en in (
                ("a", "1.1", 1, "Hiểu biết về chính sách (%)", "Civic knowledge"),
                ("b", "6.3", 1, "Mức độ hài lòng về đường", "Roads"),
            )
            for year in (2022, 2023, 2024)
        ]
    )  # fmt: skip
    values = [
        (year, province, code, float(10 * place + year - 2022))
        for year in (2022, 2023, 2024)
        for place, province in enumerate(("72", "79", "80", "82"))
        for code in ("a", "b")
    ]
    table = pd.DataFrame(values, columns=["year", "province", "indicator", "value"])
    tables = replace(dataset.tables, indicators=table, indicator_catalogue=names)
    return Dataset(tables, dataset.positions)


def test_a_province_has_its_own_values_and_no_other_years(with_indicators):
    for province, place in (("72", 0), ("80", 2), ("82", 3)):
        for year in (2023, 2024):
            rows = indicators_of_province(with_indicators, year, province)
            assert set(rows["province"]) == {province} and set(rows["year"]) == {year}
            assert rows["value"].tolist() == [10 * place + year - 2022] * 2
            assert rows.index.tolist() == [0, 1]
    assert indicators_of_province(with_indicators, 2024, "01").empty


def test_a_year_has_all_its_provinces_and_another_none(with_indicators, dataset):
    rows = indicators_of_year(with_indicators, 2023)
    assert len(rows) == 8 and set(rows["year"]) == {2023}
    for data, year in ((with_indicators, 2021), (with_indicators, 2030), (dataset, 2024)):
        assert indicators_of_year(data, year).empty
    assert indicators_of_year(with_indicators.estimated_34, 2024).empty


@pytest.mark.parametrize(
    ("words", "found"),
    [("hieu biet", ["a"]), ("HÀI lòng đường", ["b"]), ("roads", ["b"]), ("ro", ["b"]),
     ("oads", []), ("hai lòng x", []), ("", []), ("%", [])],
)  # fmt: skip
def test_all_words_must_begin_a_word_of_the_label(with_indicators, words, found):
    assert find_indicators(with_indicators, 2024, words) == found
