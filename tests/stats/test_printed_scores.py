"""A printed dimension or total stands in the place of the sum of its parts."""

import pandas as pd
import pytest

from lib.datasets.tables import load_tables
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import tables as narrative_tables
from lib.stats.ranking import measured_sub_dimensions, rounded_parts, scores_by_measure

SUBS = pd.DataFrame(
    {
        "code": ["1.1", "1.2", "2.1"],
        "dimension": ["1", "1", "2"],
        "year_from": [2011] * 3,
        "year_to": pd.array([None] * 3, dtype="Int64"),
    }
)
MEASURED = measured_sub_dimensions(SUBS, [2022])
SCORES = pd.DataFrame(
    [
        (2022, "01", "1.1", 1.57),
        (2022, "01", "1.2", 1.234567),
        (2022, "01", "2.1", 2.0),
        (2022, "02", "1.1", 1.5),
        (2022, "02", "2.1", 2.5),
    ],
    columns=["year", "province", "sub_dimension", "score"],
)


def printed(*rows):
    return pd.DataFrame(rows, columns=["year", "province", "measure", "score"])


def score_of(table, province, measure):
    rows = table[(table["province"] == province) & (table["measure"] == measure)]
    return rows["score"].tolist()


def test_the_total_adds_up_the_printed_dimension_unless_it_is_printed_too():
    table = scores_by_measure(SCORES, MEASURED, printed((2022, "01", "1", 2.8)))
    assert score_of(table, "01", "1") == [2.8] and score_of(table, "01", "total") == [4.8]
    both = printed((2022, "01", "1", 2.8), (2022, "01", "total", 4.79))
    table = scores_by_measure(SCORES, MEASURED, both)
    assert score_of(table, "01", "total") == [4.79]
    assert score_of(table, "01", "1.1") == [1.57]


def test_a_printed_sum_of_which_a_part_is_not_published_is_no_score():
    whole = printed((2022, "02", "1", 3.0), (2022, "02", "total", 5.5), (2021, "01", "1", 9.0))
    table = scores_by_measure(SCORES, MEASURED, whole)
    assert score_of(table, "02", "1") == [] and score_of(table, "02", "total") == []
    assert score_of(table, "01", "1") == [2.804567]


def test_the_rounded_parts_are_those_of_the_printed_dimension():
    both = printed((2022, "01", "1", 2.8), (2022, "01", "total", 4.8))
    assert rounded_parts(SCORES, MEASURED, both)["measure"].tolist() == ["1.1"]
    total = printed((2022, "01", "total", 4.8))
    assert set(rounded_parts(SCORES, MEASURED, total)["measure"]) == {"1.1", "2.1"}
    assert rounded_parts(SCORES, MEASURED, printed()).empty


@pytest.fixture(scope="module")
def dataset():
    return Dataset.build(load_tables())


def test_ha_noi_2022_has_the_total_that_was_printed(dataset):
    total, first = (dataset.position(2022, m, "01") for m in ("total", "1"))
    assert (total["score"], first["score"]) == (43.904930, 5.825448)
    assert total["gap_q50"] == pytest.approx(43.904930 - total["q50"], abs=1e-6)
    assert dataset.estimated_34.position(2022, "total", "01")["score"] == 43.904930


@pytest.mark.parametrize(("lang", "remark"), [("vi", "(điểm làm tròn)"), ("en", "(rounded score)")])
def test_the_two_rounded_sub_dimensions_say_so_and_no_other_does(dataset, lang, remark):
    view = View(province="01", year=2022, lang=lang)
    measures = dataset.measures(2022)
    table = narrative_tables.province_table(dataset, view, measures)
    marked = table[table.iloc[:, 1].str.endswith(remark)].iloc[:, 0]
    assert marked.tolist() == ["1.3", "1.4"]
    ranking = narrative_tables.measure_table(dataset, view, "1.3")
    assert ranking.iloc[:, 1].str.endswith(remark).sum() == 1
