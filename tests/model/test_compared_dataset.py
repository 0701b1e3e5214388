"""Changes since a year that the viewer chose, on the published figures."""

import pandas as pd
import pytest

from lib.model.comparison.compared_dataset import compare, compare_since, since_choices
from lib.model.view import View
from lib.narrative import overview
from lib.narrative.trends import change, decomposition, since, uncertainty


def test_long_an_2023_since_the_start_of_the_term(dataset):
    shown, view = compare_since(dataset, View(since=2021), "total")
    assert view.shown_since == 2021
    scores = [dataset.total_position(year, "80")["score"] for year in (2021, 2023)]
    own = shown.total_position(2023, "80")
    assert own["change"] == pytest.approx(scores[1] - scores[0])
    assert (own["prev_year"], own["prev_rank"], own["change_rank"]) == (2021, 36, -10)
    figure = overview.key_figures(shown, view)[3]
    assert (figure.label, figure.figure) == ("So với năm 2021", "−1,27 điểm")
    assert "27/28 nội dung thành phần so sánh được" in figure.note  # 1.2 breaks in between
    parts = decomposition.change_parts(shown, view)
    assert parts["contribution"].sum() == pytest.approx(own["change"])
    # How usual a change is can be said of one year only.
    assert not uncertainty.has_badge(shown, view) and uncertainty.notable_count(shown, view) == ""
    assert "một năm" in uncertainty.no_badge_reason(shown, view)
    assert change.key_figures(shown, view)[0].note == "mốc do người xem chọn"


def test_all_else_stays_that_of_the_data_set(dataset):
    shown = compare(dataset, 2023, 2021)
    same = [c for c in dataset.positions if "prev" not in c and "change" not in c]
    same.remove("redefined")
    for year in (2022, 2023):
        columns = same if year == 2023 else list(dataset.positions)
        pd.testing.assert_frame_equal(
            shown.positions_of_year(year)[columns], dataset.positions_of_year(year)[columns]
        )
    assert shown.badges is dataset.badges and shown.all_years == dataset.all_years
    assert shown.next_year(2023) is dataset.next_year(2023)
    assert shown.badge(2022, "total", "80") == dataset.badge(2022, "total", "80")
    assert compare(dataset, 2023, 2021) is shown


def test_over_the_years_only_the_changes_of_the_compared_year_are_others(dataset):
    shown = compare(dataset, 2022, 2018)
    keys = ["year", "measure", "province"]
    for found, plain in (
        (shown.positions_of_measure("6.2"), dataset.positions_of_measure("6.2")),
        (shown.positions_of_province("80"), dataset.positions_of_province("80")),
    ):
        # Every row once, those of earlier and of later years as they are.
        before, after = (table.set_index(keys).sort_index() for table in (plain, found))
        assert after.index.is_unique and after.index.equals(before.index)
        other = before.index.get_level_values("year") != 2022
        pd.testing.assert_frame_equal(after[other], before[other], check_dtype=False)
        own = after.loc[(2022, "6.2", "80")]
        assert own["prev_year"] == 2018 and own["score"] == before.loc[own.name]["score"]
        start = dataset.position(2018, "6.2", "80")["score"]
        assert own["change"] == pytest.approx(own["score"] - start)
        years = found["year"].tolist()
        assert years == sorted(years)
    badges = shown.badges_of_year(2022)
    assert badges.empty and not shown.badges_of_year(2023).empty


def test_totals_compare_within_one_scale_and_measures_as_long_as_they_are_the_same(dataset):
    assert since_choices(dataset, View(), "total") == [2021, 2020, 2019, 2018]
    assert 2012 in since_choices(dataset, View(year=2016), "total")
    assert since_choices(dataset, View(measure="6.2", year=2024), "6.2")[-1] == 2011
    assert since_choices(dataset, View(province="74"), "total") == []  # not published in 2023
    for refused in (2016, 2023, 2024):
        shown, view = compare_since(dataset, View(since=refused), "total")
        assert shown is dataset and view.shown_since == 0
    assert "2016" in since.refused_note(dataset, View(since=2016), "total")
    assert since.refused_note(dataset, View(since=2022), "total") == ""  # the year before anyhow


def test_the_choices_stay_where_one_is_made(dataset):
    shown, view = compare_since(dataset, View(since=2021), "total")
    assert since.choices(shown, view, "total") == since.choices(dataset, View(), "total")


def test_the_start_of_the_term_is_named(dataset):
    assert since.choices(dataset, View(), "total") == {
        0: "năm trước",
        2021: "2021 (đầu nhiệm kỳ 2021–2026)",
        2020: "2020",
        2019: "2019",
        2018: "2018",
    }


def test_no_more_than_a_dozen_comparisons_are_kept(dataset):
    for year in (2022, 2023, 2024):
        for first in range(2011, 2018):
            compare(dataset, year, first)
    assert len(dataset.__dict__["_compared_datasets"]) == 12


@pytest.mark.parametrize("view", [View(year=2018, since=2016), View(year=2011, since=2015)])
def test_a_year_that_nothing_compares_with_needs_no_note(dataset, view):
    assert since.refused_note(dataset, view, "total") == ""
