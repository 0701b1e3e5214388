"""The years that led up to one of the 34, and its second published one, in sentences.

The years after 2024 are made up; see ``tests.support.made_up_34``.
"""

from dataclasses import replace

from lib.charts.chart_data import decode_rows
from lib.charts.registry import draw
from lib.common.numbers import format_signed
from lib.common.theme import LIGHT
from lib.exports import images
from lib.model.unit_lists import resolve_units
from lib.model.view import View
from lib.narrative import brief
from lib.narrative.successors import changes, history
from lib.narrative.trends import uncertainty
from tests.charts.label_boxes import measure
from tests.support import made_up_34

HCMC = "79"


def shown(code: str, years: tuple[int, ...]):
    view = View(province=code, year=years[-1])
    return resolve_units(made_up_34.build_dataset(years), view)


def test_a_later_change_is_told_with_what_is_usual_and_the_bound_in_brief_and_trends():
    dataset, view = shown(HCMC, (2025, 2026))
    found = changes.later_change(dataset, view)
    assert found.is_within
    told = (
        f"({format_signed(found.expected, 2, 'vi')}), phần còn lại là "
        f"{format_signed(found.beyond, 2, 'vi')} điểm, trong khoảng ±"
    )
    assert told in " ".join(brief.change_sentences(dataset, view))
    assert told in uncertainty.backtest_sentences(dataset, view)[0]
    assert "63 tỉnh, thành phố: trong khoảng 80%" in uncertainty.no_badge_reason(dataset, view)
    of_dimension = replace(view, measure="1")  # not tested
    assert told not in " ".join(uncertainty.backtest_sentences(dataset, of_dimension))


def test_how_often_a_sign_of_another_frame_errs_is_told_with_the_sign_only():
    dataset, view = shown("80", (2025,))
    told = uncertainty.backtest_sentences(dataset, view)
    (sign,) = [sentence for sentence in told if "dấu hiệu khung mẫu" in sentence]
    assert "22 địa phương sau sắp xếp chênh lệch" in sign and "1/6 năm" in sign
    assert "khung mẫu" not in " ".join(brief.change_sentences(dataset, view))


def test_the_title_of_the_history_has_the_span_of_the_members_where_it_fits():
    titles = [
        history.title(*resolve_units(dataset, View(province=HCMC, year=year)))
        for dataset, year in (
            (made_up_34.base_dataset(), 2024),
            (made_up_34.build_dataset((2025,)), 2025),
        )
    ]
    name = "TP. Hồ Chí Minh (sau sắp xếp)"
    # Of the members the city itself has the lowest position, Bà Rịa - Vũng Tàu the highest.
    assert titles == [
        f"{name}: ước tính năm 2024 ở vị trí 53%; trước sắp xếp 34%–90%",
        f"{name} năm 2025: hạng 25/34, vị trí 27%; ước tính năm 2024: 53%",
    ]


def test_members_with_the_same_years_share_a_sentence_on_their_ranks():
    dataset, view = shown(HCMC, (2025,))
    told = history.sentences(dataset, view)
    (among_63,) = [sentence for sentence in told if sentence.startswith("Trong 63")]
    assert among_63.count("xếp cao nhất ở hạng") == 3 and among_63.count("; ") == 2
    dataset, view = shown("82", (2025,))  # Tiền Giang: none in 2024
    told = [s for s in history.sentences(dataset, view) if s.startswith("Trong 63")]
    assert [s[:36] for s in told] == [
        f"Trong 63 tỉnh, thành phố (2011–{last})" for last in (2023, 2024)
    ]


def test_an_unmerged_province_has_its_own_name_and_one_number_of_provinces_in_a_sentence():
    told = history.sentences(*shown("22", (2025,)))
    assert told[1] == "Năm 2024, điểm công bố tương ứng hạng 1/34 (ước tính)."
    assert told[2].startswith("Trong 63 tỉnh, thành phố (2011–2024), Quảng Ninh xếp cao nhất")


def test_an_era_begins_with_its_first_year_also_where_the_province_has_no_score_then():
    dataset, view = shown("22", (2025,))  # Quảng Ninh: none in 2018, 2021 and 2023
    figure = draw("trends.path", dataset, view)
    assert [item.label for item in figure.legend if "Đổi thang" in item.label] == [
        "Đổi thang điểm hoặc cơ cấu từ năm 2018: không nối đường"
    ]
    assert [row["year"] for row in decode_rows(figure.data["breaks"])] == [2017.5]
    ticks = [str(year) for year in range(2011, 2026)]
    drawn = measure(images.chart_svg(figure, dataset.tables.topojson, 950, 360, scale=1.0))
    assert [text.text for text in drawn.texts if text.text in ticks] == ticks


def test_the_range_of_the_members_is_an_area_in_the_legend_as_in_the_chart():
    figure = draw("trends.path", *shown("80", (2025,)))
    (band,) = [item for item in figure.legend if item.label.startswith("Khoảng")]
    assert (band.swatch, band.dashed) == ("area", False)
    # The accent at 12 % over white.
    parts = [int(LIGHT.accent[i : i + 2], 16) for i in (1, 3, 5)]
    assert band.color == "#" + "".join(f"{round(255 - 0.12 * (255 - part)):02x}" for part in parts)
