"""The methods in words: the constants and back-tests that the figures come from."""

import pytest

from lib.model.view import View
from lib.narrative import about


@pytest.fixture(scope="module")
def texts(dataset):
    return {text.split("**")[1]: text for text in about.method_texts(dataset, View())}


def test_every_constant_of_a_simulation_is_told(texts):
    for constant in ("4.000", "20230402", "0,15", "83%", "2021: 68%", "86% / 80% / 82%"):
        assert constant in texts["Năm sau"]
    for constant in ("0,89 điểm", "1,05", "10.000", "±1,14"):
        assert constant in texts["Khoảng hạng trong năm"]


def test_a_year_and_a_group_without_skill_are_told(texts):
    chances = texts["Khả năng vào từng nhóm"]
    assert "2021: −0,08" in chances and "Năm kém hơn tần suất chung: 2021." in chances
    assert "nhóm 3 +0,024 (−0,014 đến +0,060)" in chances and "(nhóm 1, 2, 4)" in chances


def test_from_which_gain_on_an_example_is_shown_is_told(texts):
    assert "tăng từ 1,26 điểm" in texts["Mức tăng của nội dung thành phần"]


def test_the_median_has_one_meaning_and_the_parts_are_counted(texts):
    assert "2019: 24/29; 2020: 28/29; 2021: 23/28" in texts["So với trung vị cả nước"]
    assert "2,98" in texts["Mức thường tự thay đổi"] and "2,42" in texts["Mức thường tự thay đổi"]


def test_the_back_tests_of_the_34_stand_with_their_figures(texts):
    joined = texts["Kiểm nghiệm cho 34 tỉnh"]
    for figure in (
        "±2,11 điểm", "±1,71 (hai đơn vị", "±1,56 (ba đơn vị)", "130 lần ghép, 79% nằm trong",
        "hai đơn vị 80%, ba đơn vị 76%", "8% vượt lên, 13% vượt xuống", "1/6 năm",
        "82% trong 125 hạng", "địa phương ghép 86%, không ghép 75%", "Brier 0,608 trên 125",
        "xuất phát ở nhóm: 2.", "0,89 điểm khi ước tính cả phần thiếu (1,25 nếu bỏ)",
        "còn 48% chênh lệch (130 lần)",
    ):  # fmt: skip
        assert figure in joined, figure


def test_the_34_are_told_the_methods_of_the_63(dataset):
    assert about.method_texts(dataset.estimated_34, View()) == about.method_texts(dataset, View())


@pytest.mark.parametrize(
    ("lang", "first", "why"),
    [("vi", "23/11/2026", "Bộ số liệu ban đầu của trang."),
     ("en", "23 November 2026", "The figures that the dashboard began with.")],
)  # fmt: skip
def test_what_changed_in_the_figures_is_listed_with_day_and_reason(dataset, lang, first, why):
    table = about.changes_table(dataset, View(lang=lang))
    assert len(table) == len(dataset.tables.changes) >= 7
    oldest = table.iloc[-1].tolist()  # the newest stands first
    assert oldest[0] == first and why in oldest and "scores.csv" in oldest
    assert not (table == "").any(axis=None)
