"""Who leads where the province does not."""

from dataclasses import replace

from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.dimensions import leaders


def test_leaders_are_named_with_their_scores(dataset):
    assert leaders.leaders_note(dataset, View(year=2024), ["7.1", "7.2"]) == (
        "Điểm cao nhất cả nước năm 2024: 7.1: Sóc Trăng (1,33); 7.2: Quảng Ninh (2,35)."
    )


def test_what_the_province_leads_is_left_out(dataset):
    leader = View(year=2024, province="22")
    assert "7.2" not in leaders.leaders_note(dataset, leader, ["7.1", "7.2"])
    assert leaders.leaders_note(dataset, leader, ["7.2"]) == ""
    assert leaders.leaders_note(dataset, View(year=2012), ["8"]) == ""  # not measured in 2012


def test_the_dimensions_that_lack_most_to_the_target_are_named(dataset):
    assert leaders.leaders_of_largest_gaps(dataset, View(year=2024, lang="en")) == (
        "Highest scores in the country in 2024: Service delivery: Quang Ninh (8.42); "
        "Transparency: Binh Thuan (6.23); Participation: Bac Giang (5.95)."
    )


def test_of_many_equal_leaders_two_are_named(dataset):
    scores = dataset.tables.scores
    is_best = scores["year"].eq(2024) & scores["sub_dimension"].eq("7.1")
    is_best &= scores["province"].isin(["01", "79", "48"])
    equal = Dataset.build(
        replace(dataset.tables, scores=scores.assign(score=scores["score"].mask(is_best, 2.0)))
    )
    assert leaders.leaders_note(equal, View(year=2024), ["7.1"]).endswith(
        "Hà Nội, Đà Nẵng và 1 địa phương khác (2,00)."
    )
