"""The trends page in words, against published figures and recomputed sums."""

import re
from itertools import product

import pytest

from lib.charts.registry import CHARTS
from lib.model.view import View
from lib.narrative.trends import change, decomposition, rank_history, start_years, uncertainty
from tests.narrative import recomputed


def test_the_headline_says_what_changed_and_how_usual_it_is(dataset):
    assert change.headline(dataset, View()) == (
        "Long An tăng 1,02 điểm so với năm 2022, tăng 11 bậc; mức thường gặp"
    )
    rare = change.headline(dataset, View(province="72", year=2024))
    assert "tăng 8,11 điểm" in rare and "tăng 58 bậc" in rare and rare.endswith("mức hiếm gặp")


def test_nothing_is_compared_over_a_new_scale(dataset):
    sentence = change.headline(dataset, View(year=2018))
    assert sentence.startswith("Không so sánh điểm của Long An năm 2018")
    assert change.key_figures(dataset, View(year=2018)) == []
    assert start_years.start_years(dataset, View(year=2018)) == []
    assert start_years.start_years(dataset, View(year=2021))[-1] == 2018


def test_a_redefined_dimension_is_called_one(dataset):
    view = View(measure="5", year=2021)
    assert "; đã đổi cách đo" in change.headline(dataset, view)
    assert not uncertainty.has_badge(dataset, view)
    # Without measurements in both years there are no parts, and no split of the rank change.
    assert not decomposition.has_parts(dataset, view)
    assert "không tách được" in decomposition.not_decomposed_reason(dataset, view)
    assert "Do điểm thay đổi, kể cả mức thường" not in [
        k.label for k in change.key_figures(dataset, view)
    ]


def test_the_key_figures_of_long_an(dataset):
    figures = [(k.figure, k.note) for k in change.key_figures(dataset, View())]
    assert figures == [
        ("+1,02 điểm", "so với trung vị cả nước +0,93; thường tự thay đổi +0,89"),
        (
            "Thường gặp",
            "lệch +0,04 so với mức thường tự thay đổi; 96% số lần lệch như vậy hoặc hơn",
        ),
        ("Tăng 11 bậc", "từ 57 đến 46; riêng mức thường tự thay đổi ứng với hạng 47"),
        (
            "+11 bậc",
            "do các địa phương khác không bậc nào; cộng lại +11 bậc",
        ),
        ("22–58", "thực tế năm 2024: hạng 45; khoảng này đúng 83% (từng năm 68–92%)"),
    ]


def test_the_causes_of_a_change_in_rank_add_up_to_the_rank_change_beside_them(dataset):
    hue = View(province="46")
    figures = {k.label: k for k in change.key_figures(dataset, hue)}
    assert figures["Thứ hạng"].figure == "Tăng 4 bậc"
    own = figures["Do điểm thay đổi, kể cả mức thường"]
    assert (own.figure, own.note) == (
        "+4 bậc",
        "do các địa phương khác −2 bậc, do địa phương chỉ có số liệu một năm +2 bậc; "
        "cộng lại +4 bậc",
    )
    for province, year in product(dataset.provinces.index, (2015, 2021, 2024)):
        view = View(province=province, year=year)
        figures = {k.label: k for k in change.key_figures(dataset, view)}
        if own := figures.get("Do điểm thay đổi, kể cả mức thường"):
            none = "[Kk]hông bậc nào"
            told = re.findall(rf"([+−][0-9]+) bậc|{none}", f"{own.figure}; {own.note}")
            *parts, whole = (int(n.replace("−", "-") or 0) for n in told)
            assert "0 bậc" not in re.findall(r"\b\S+ bậc", f"{own.figure}; {own.note}")
            assert sum(parts) == whole == dataset.position(year, "total", province)["change_rank"]


@pytest.mark.parametrize("year", [2019, 2021, 2023, 2024])
@pytest.mark.parametrize("measure", ["total", "4", "6"])
@pytest.mark.slow
def test_the_parts_on_screen_add_up_to_the_change(dataset, year, measure):
    view = View(year=year, measure=measure)
    change = dataset.position(year, measure, "80")["change"]
    table = CHARTS["trends.waterfall"](dataset, view).table(dataset)
    subs = table["Mã"].str.contains(".", regex=False)
    by_sub = table.loc[subs, "Đóng góp"].sum()
    assert by_sub == pytest.approx(change, abs=0.005)
    if measure == "total":
        assert table.loc[~subs, "Đóng góp"].sum() == pytest.approx(change, abs=0.005)


def test_the_title_of_the_history(dataset):
    assert rank_history.history_title(dataset, View()) == (
        "Long An: cao nhất hạng 3 (2011, 2013), thấp nhất hạng 57 (2022); năm 2023 hạng 46"
    )


@pytest.mark.slow
def test_movers_of_any_two_years(dataset):
    title = CHARTS["trends.movers"](dataset, View(year=2024)).title
    assert title.startswith("Tây Ninh tăng nhiều nhất (+8,11)")
    table = CHARTS["trends.movers"](dataset, View(year=2024, since=2019)).table(dataset)
    own = table[table["Tỉnh, thành phố"] == "Long An"].iloc[0]
    parts = recomputed.comparing_parts(2019, 2024)
    gained = [
        recomputed.scores(y, p)["80"] * sign for y, sign in ((2024, 1), (2019, -1)) for p in parts
    ]
    assert own["Thay đổi trên phần so sánh được"] == pytest.approx(sum(gained), abs=1e-6)
    assert own["Hạng 2019"] == 54 and own["Hạng 2024"] == 45


def test_the_back_tests_are_reported(dataset):
    ranges, badges, this_year, explained = uncertainty.backtest_sentences(dataset, View())
    assert "83% trong 238 thứ hạng" in ranges and "2021: 68%" in ranges
    assert "21% vượt mức thường gặp" in badges
    assert "±1,14" in this_year and "35–56" in this_year
    assert all(ranks in explained for ranks in ("46–48", "35–56", "22–58"))
    of_dimension = uncertainty.backtest_sentences(dataset, View(measure="4"))
    assert not any("46–48" in sentence for sentence in of_dimension)


def test_notable_changes_come_with_their_frequency(dataset):
    items = uncertainty.notable_changes(dataset, View())
    assert (
        items[1] == "7.3 Chất lượng nước: +0,33 điểm, lệch +0,30 so với mức thường tự thay đổi: "
        "hiếm gặp (3% số lần lệch như vậy hoặc hơn)"
    )
    assert all(
        item.startswith("8.") for item in uncertainty.notable_changes(dataset, View(measure="8"))
    )


def test_a_small_fraction_is_not_rounded_to_zero(dataset):
    assert "<1%" in uncertainty.typical_change_title(dataset, View(province="72", year=2024))


def test_movers_start_from_a_year_in_which_the_province_was_published(dataset):
    # Quảng Ninh has no total in 2023.
    assert start_years.start_year(dataset, View(province="22", year=2024)) == 2022
    assert start_years.start_year(dataset, View(year=2024)) == 2023


def test_changes_left_out_of_the_list_are_counted_below_it(dataset):
    view = View(province="72", year=2024)
    assert len(uncertainty.notable_changes(dataset, view)) == 5
    assert uncertainty.notable_rest(dataset, view) == "Và 16 nội dung thành phần khác."
    assert uncertainty.notable_rest(dataset, View(measure="8")) == ""


def test_changes_with_parts_measured_anew_are_told_on_the_rest(dataset):
    view = View(province="79", year=2019)
    assert change.headline(dataset, view) == (
        "TP. Hồ Chí Minh tăng 1,38 điểm so với năm 2018, tăng 21 bậc; chỉ 24/29 phần so sánh được"
    )
    assert change.key_figures(dataset, view)[0].note == (
        "so với trung vị cả nước +1,66 (trên 24/29 nội dung thành phần so sánh được); "
        "thường tự thay đổi +0,81"
    )
    figure = CHARTS["trends.movers"](dataset, view)
    assert "TP. Hồ Chí Minh +2,02, thứ 3/61" in figure.title
    assert figure.subtitle.endswith("điểm tính trên 24/29 nội dung thành phần so sánh được")
    waterfall = CHARTS["trends.waterfall"](dataset, view)
    assert "quản trị môi trường (−0,84, đổi cách đo) giảm nhiều nhất" in waterfall.title
    assert waterfall.subtitle.endswith("(24/29 nội dung thành phần): +2,02 điểm.")
    assert "so sánh được" not in change.headline(dataset, View())


def test_striking_changes_stand_beside_what_chance_gives(dataset):
    assert uncertainty.notable_count(dataset, View()) == (
        "6/28 nội dung thành phần vượt mức thường gặp; nếu chỉ do ngẫu nhiên cũng có "
        "khoảng 5–6. Xét chung cả danh sách, chưa có thay đổi nào vượt quá mức mà ngẫu nhiên có "
        "thể tạo ra."
    )
    assert "★" not in "".join(uncertainty.notable_changes(dataset, View()))
    dien_bien = View(province="11", year=2021)
    assert uncertainty.notable_count(dataset, dien_bien).startswith("12/22")
    assert uncertainty.notable_changes(dataset, dien_bien)[0].endswith("★")
    assert uncertainty.notable_count(dataset, View(year=2018)) == ""


def test_the_rank_range_of_the_last_is_wider_than_its_rank(dataset):
    found = uncertainty.rank_uncertainty(dataset, View(province="11", year=2021))
    assert (found.best, found.worst) == (59, 60)
