"""The overview and shared phrases, on published figures."""

import pytest

from lib.charts.registry import draw
from lib.model.view import View
from lib.narrative import brief, citizens, overview, phrases
from lib.narrative.dimensions import extremes
from lib.narrative.trends import change


def test_the_headline_of_long_an(dataset):
    assert overview.headline(dataset, View()) == (
        "Long An xếp thứ 46/63 (61 có số liệu), điểm bằng ngưỡng giáp nhóm thấp nhất"
    )
    assert overview.headline(dataset, View(lang="en")).startswith(
        "Long An ranks 46/63 (61 with data), score equal to the threshold"
    )


def test_the_key_figures_of_long_an(dataset):
    figures = [(k.figure + k.suffix, k.note) for k in overview.key_figures(dataset, View())]
    assert figures == [
        ("40,83/80", "trung vị 42,33"),
        (
            "46/63",
            "tính đủ 63: 46–48",
        ),
        (
            "Trung bình thấp",
            "tính đủ 63: có thể thấp nhất",
        ),
        ("+1,02 điểm", "tăng 11 bậc; thường gặp"),
        ("7/13", "ĐB sông Cửu Long"),
    ]


def test_three_sentences_to_read_out(dataset):
    first, second, third = overview.spoken_sentences(dataset, View())
    for part in (
        "40,83/80",
        "46/63",
        "61 có số liệu",
        "trung bình thấp",
        "7/13",
        "Đồng bằng sông Cửu",
    ):
        assert part in first
    assert second == (
        "So với năm 2022, tổng điểm tăng 1,02 điểm và thứ hạng tăng 11 bậc "
        "(từ hạng 57 sang hạng 46); đây là mức thay đổi thường gặp từ vị trí năm trước."
    )
    assert "Quản trị điện tử (hạng 9/61)" in third
    assert "Cung ứng dịch vụ công (đứng cuối, hạng 61/61)" in third
    assert "Trách nhiệm giải trình với người dân (hạng 59/61)" in third


def test_a_fall_is_called_a_fall(dataset):
    second = overview.spoken_sentences(dataset, View(year=2022))[1]
    assert "giảm 2,30 điểm" in second and "giảm 21 bậc (từ hạng 36 sang hạng 57)" in second


def test_no_comparison_across_the_new_scale(dataset):
    assert "2018" in overview.spoken_sentences(dataset, View(year=2018))[1]
    assert overview.key_figures(dataset, View(year=2018))[3].figure == "–"
    first = overview.key_figures(dataset, View(year=2011))[3]
    assert (first.label, first.figure) == ("So với năm trước", "–")  # there is no 2010


def test_the_top_and_the_middle_have_their_own_clauses(dataset):
    assert "thuộc nhóm cao nhất" in overview.headline(dataset, View(province="46"))
    assert "cách ngưỡng nhóm trung bình cao 1,19 điểm" in overview.headline(
        dataset, View(year=2024)
    )


def test_just_below_a_threshold_the_sentence_says_how_little_is_missing(dataset):
    # Long An 2020: 0,05 point short of the upper-middle group.
    row = dataset.position(2020, "total", "80")
    assert phrases.near_threshold_note(row, "vi") == "thấp hơn ngưỡng nhóm trung bình cao 0,05 điểm"
    assert "0.05 points below the upper-middle threshold" in phrases.near_threshold_note(row, "en")


def test_why_a_province_is_missing(dataset):
    assert phrases.missing_score_sentence(dataset, View(province="74")) == (
        "Điểm PAPI năm 2023 của Bình Dương không được công bố."
    )
    assert "một phần" in phrases.missing_score_sentence(dataset, View(province="22", year=2018))


def test_group_ranges_as_on_the_map(dataset):
    ranges = [(g.scores, g.count) for g in phrases.group_ranges(dataset, View(), "total")]
    assert ranges == [
        ("43,95–46,04", 16), ("42,33–43,76", 15), ("40,83–42,11", 15), ("38,97–40,82", 15),
    ]  # fmt: skip


def test_groups_that_two_decimals_do_not_separate_are_told_to_be_close(dataset):
    # 41.6312 is the lowest of the third group in 2020, 41.6303 and 41.6277 the highest of the last.
    ranges = phrases.group_ranges(dataset, View(year=2020), "total")
    assert [g.scores for g in ranges][2:] == ["41,63–42,68", "38,62–41,63"]
    assert [g.close for g in ranges] == ["", "", "", ", sát nhóm trên"]
    assert not any(g.close for g in phrases.group_ranges(dataset, View(), "total"))


def test_a_distance_that_would_read_zero_is_told_in_words(dataset):
    view = View(province="01", year=2020)  # 0.0009 points below the threshold
    assert overview.headline(dataset, view).endswith("sát dưới ngưỡng nhóm trung bình thấp")
    assert "0,00" not in "".join(k.note for k in overview.key_figures(dataset, view))
    assert "sát dưới ngưỡng nhóm trung bình thấp" in overview.spoken_sentences(dataset, view)[0]


@pytest.mark.parametrize(
    ("change", "vi", "en"),
    [(11, "tăng 11 bậc", "up 11 places"), (-1, "giảm 1 bậc", "down 1 place"), (0, "giữ", "")],
)
def test_rank_changes_in_words(change, vi, en):
    assert vi in phrases.rank_change_phrase(change, "vi")
    assert en in phrases.rank_change_phrase(change, "en")


@pytest.mark.slow
def test_every_province_and_year_has_sentences_without_gaps(dataset):
    for year in dataset.years:
        for province in dataset.ranking(year, "total")["province"]:
            for lang in ("vi", "en"):
                view = View(province=province, year=year, lang=lang)
                text = " ".join(
                    [overview.headline(dataset, view), *overview.spoken_sentences(dataset, view)]
                    + [k.figure + k.note for k in overview.key_figures(dataset, view)]
                )
                assert "{" not in text and "nan" not in text.lower().split() and "None" not in text


def test_just_above_a_threshold_the_sentence_names_the_group_that_begins_there(dataset):
    # 43.9603 against 43.9526, where the highest group begins.
    note = "cao hơn ngưỡng nhóm cao nhất 0,01 điểm"
    assert note in overview.headline(dataset, View(province="01"))
    assert note in overview.spoken_sentences(dataset, View(province="01"))[0]
    english = overview.headline(dataset, View(province="01", lang="en"))
    assert "0.01 points above the highest threshold" in english


def test_the_last_province_with_data_is_called_the_last(dataset):
    # 61 of 63 have a total in 2023: "61/63" alone would leave two below.
    last = View(province="67")
    assert overview.headline(dataset, last).startswith(
        "Đắk Nông xếp thứ 61/63 (đứng cuối 61 địa phương có số liệu)"
    )
    assert "(đứng cuối 61 địa phương có số liệu)" in overview.spoken_sentences(dataset, last)[0]
    assert (
        draw("overview.strip", dataset, last).title == "Đắk Nông đứng cuối 61 địa phương có số liệu"
    )
    assert "61/63 (đứng cuối 61 địa phương có số liệu)" in draw("map.national", dataset, last).title
    assert "đứng cuối" not in overview.headline(dataset, View())


def test_tied_dimensions_are_named_together_and_in_the_same_order_everywhere(dataset):
    # Bắc Giang 2013: last in three dimensions, 2, 3 and 4.
    view = View(province="24", year=2013)
    assert (
        overview.headline(dataset, view)
        == "Bắc Giang xếp thứ 63/63 (đứng cuối 63 địa phương có số liệu)"
    )
    weak = extremes.extreme_sentences(dataset, view, "weak")[0]
    third = overview.spoken_sentences(dataset, view)[2]
    for text in (weak, third):
        assert text.index("Kiểm soát tham nhũng") < text.index("Trách nhiệm giải trình")
    assert "Kiểm soát tham nhũng" in citizens.result_sentences(dataset, view)[2]


def test_a_change_too_small_to_write_is_not_called_none(dataset):
    # 44.3204 after 44.3172.
    view = View(province="24", year=2023)
    assert "gần như không đổi (chưa đến 0,01 điểm)" in overview.spoken_sentences(dataset, view)[1]
    assert "gần như không đổi điểm" in change.headline(dataset, view)


def test_the_scale_changed_in_2018_also_for_provinces_without_a_total_then(dataset):
    for code in ("87", "22"):  # without a total in 2018
        view = View(province=code, year=2019)
        assert overview.spoken_sentences(dataset, view)[1].endswith("từ năm 2018.")
        assert brief.change_sentences(dataset, view)[0].startswith("Từ năm 2018")
        legend = draw("trends.path", dataset, view).legend
        assert [item.label for item in legend if "từ năm" in item.label] == [
            "Đổi thang điểm hoặc cơ cấu từ năm 2018: không nối đường"
        ]


def test_the_unpublished_widen_the_rank_of_every_province(dataset):
    def notes(**view):
        rank, group = overview.key_figures(dataset, View(**view))[1:3]
        return rank.note, group.note

    best, best_group = notes(province="22", year=2024)
    assert best == "tính đủ 63: 1–3"
    assert "tính đủ" not in best_group
    assert notes(province="11", year=2021)[0].endswith("tính đủ 63: 60–63")
    assert notes(province="79", year=2019)[0] == "63 địa phương có số liệu"
    rank, group = notes(lang="en")
    assert rank.endswith("out of all 63: 46–48")
    assert group.endswith("out of all 63: perhaps lowest")


def test_a_total_with_parts_measured_anew_says_so(dataset):
    view = View(province="79", year=2019)
    assert (
        "tăng 1,38 điểm (chỉ 24/29 nội dung thành phần so sánh được)"
        in (overview.spoken_sentences(dataset, view)[1])
    )
    assert overview.key_figures(dataset, view)[3].note.endswith(
        "chỉ 24/29 nội dung thành phần so sánh được"
    )


def test_a_rank_in_a_region_with_an_unpublished_province_says_of_how_many(dataset):
    # Quảng Ninh of the Red River Delta was not published in 2023.
    figures = overview.key_figures(dataset, View(province="01"))
    assert figures[-1].note == "ĐB sông Hồng (10/11 có số liệu)"
    assert overview.spoken_sentences(dataset, View(province="01"))[0].endswith(
        "địa phương đứng thứ 4/10 (10/11 có số liệu)."
    )
    assert "có số liệu" not in overview.key_figures(dataset, View())[-1].note


def test_every_dimension_in_the_last_place_is_named(dataset):
    spoken = overview.spoken_sentences(dataset, View(province="11", year=2021))[2]
    assert spoken.count("đứng cuối, hạng 60/60") == 3  # control of corruption is the third


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("vi", "4/5 nơi có số liệu ở vùng Đông Nam Bộ thuộc hai nhóm dưới"),
        ("en", "4 of 5 with data in the Southeast are in the two lower groups"),
    ],
)
def test_a_region_without_one_of_its_scores_counts_those_with_data(dataset, lang, title):
    """Bình Dương, one of six, was not published in 2023."""
    assert overview.region_groups_title(dataset, View(province="72", lang=lang)) == title
