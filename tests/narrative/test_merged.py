"""The page of the merged province in words, on published figures."""

from dataclasses import replace

import pytest

from lib.model.unit_lists import resolve_units
from lib.model.view import View
from lib.narrative import estimates
from lib.narrative.merged import members, summary


def test_the_new_tay_ninh_in_2024(dataset):
    view = View(year=2024)
    assert summary.headline(dataset, view) == (
        "Tây Ninh sau sắp xếp: trước sắp xếp Tây Ninh hạng 2, Long An hạng 45; chênh lệch 5,05 điểm"
    )
    facts = summary.fact_sentences(dataset, view)
    assert "đạt từ 42,29 đến 47,35 điểm" in facts[0] and "tương ứng hạng 10/34" in facts[0]
    assert "Tây Ninh (trước sắp xếp) cao hơn Long An ở 8/8 nội dung" in facts[1]
    assert (
        "cao hơn 2,99 điểm" in facts[2]
        and "chỉ tính 1,50 điểm, tương ứng từ hạng 10 lên hạng 3/34" in facts[2]
    )
    assert "không phải dự báo" in facts[2]
    assert "lớn nhất ở Lâm Đồng (6,59), nhỏ nhất ở Hải Phòng (0,11)" in facts[3]


def test_views_of_both_members_give_the_same_sentences(dataset):
    long_an, tay_ninh = View(year=2024), View(year=2024, province="72")
    assert summary.headline(dataset, long_an) == summary.headline(dataset, tay_ninh)
    assert summary.fact_sentences(dataset, long_an) == summary.fact_sentences(dataset, tay_ninh)
    assert members.members(dataset, tay_ninh) == ["72", "80"]
    assert members.members(dataset, long_an) == ["80", "72"]


def test_each_member_is_named_with_the_dimensions_in_which_it_is_ahead(dataset):
    where = summary.fact_sentences(dataset, View())[1]
    assert "Long An cao hơn Tây Ninh (trước sắp xếp) ở 5/8 nội dung" in where
    assert "Ngược lại, Tây Ninh (trước sắp xếp) cao hơn ở" in where


def test_the_gain_at_the_best_members_level_adds_up(dataset):
    view = View(year=2024)
    gain = members.gain_at_best(dataset, view)
    assert gain.gain == pytest.approx(gain.parts["gain"].sum())
    # The old Tây Ninh is ahead everywhere, so the better level is its own total.
    best = dataset.position(2024, "total", "72")["score"]
    now = members.estimated_total(dataset, view)["score"]
    assert now + gain.gain == pytest.approx(best, abs=1e-5)
    others = dataset.estimated_34.ranking(2024, "total").query("province != '80'")["score"]
    assert gain.lasting == pytest.approx(gain.gain / 2, abs=1e-5)
    assert gain.rank_after == 1 + (others > now + gain.gain / 2).sum()


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    ("province", "year"), [("01", 2024), ("22", 2023), ("82", 2024), ("87", 2018), ("74", 2014)]
)
def test_where_nothing_compares_there_is_a_headline_and_no_facts(dataset, province, year, lang):
    view = View(province=province, year=year, lang=lang)
    if members.is_comparable(dataset, view):
        assert summary.headline(dataset, view) and summary.fact_sentences(dataset, view)
        return
    assert summary.headline(dataset, view) is None and summary.fact_sentences(dataset, view) is None
    assert len(
        summary.fallback_headline(dataset, view)
    ) > 30 and "{" not in summary.fallback_headline(dataset, view)


def test_partly_published_is_not_called_unpublished(dataset):
    view = View(province="87", year=2018)
    assert "Đồng Tháp (trước sắp xếp) chỉ được công bố một phần" in summary.fallback_headline(
        dataset, view
    )
    assert members.has_profile(dataset, view) and not members.is_comparable(dataset, view)
    assert [k.note for k in summary.key_figures(dataset, view)][
        0
    ] == "chỉ công bố một phần năm 2018"


@pytest.mark.parametrize("year", [2011, 2014, 2018, 2022, 2023])
def test_every_kind_of_merger_has_complete_sentences(dataset, year):
    # Two members, three, none; published in full, in part, not at all.
    for province in ("80", "74", "25", "01", "46", "22", "24", "27", "87", "82", "26"):
        view = View(province=province, year=year)
        texts = [
            summary.headline(dataset, view) or summary.fallback_headline(dataset, view),
            summary.successor_note(dataset, view),
            *(summary.fact_sentences(dataset, view) or []),
            *(k.note for k in summary.key_figures(dataset, view)),
        ]
        assert all(text and "nan" not in text and "{" not in text for text in texts)


def test_who_became_a_city_later_is_told_with_date_and_resolution(dataset):
    note = summary.successor_note(dataset, View(province="22", year=2024))
    assert "một trong 11" in note and "Từ ngày 01/9/2026, Quảng Ninh là thành phố" in note
    assert "36/2026/QH16" in note
    note = summary.successor_note(dataset, View(province="70", year=2024, lang="en"))  # Bình Phước
    assert "Since 30 April 2026 Dong Nai (after the merger) is a centrally run city" in note
    assert "2026" not in summary.successor_note(dataset, View(province="80", year=2024))


def test_the_simple_mean_is_told_where_it_makes_another_group(dataset):
    estimated, view = resolve_units(dataset, View(year=2024, units="34"), "both")
    beside = "Trung bình cộng là 44,82 điểm (hạng 8/34, nhóm cao nhất)"
    assert beside in estimates.page_note(estimated, view)
    assert beside in summary.fact_sentences(dataset, View(year=2024))[0]
    unmerged = replace(view, province="01")
    assert "Trung bình cộng" not in estimates.page_note(estimated, unmerged)


def test_how_the_best_member_counts_is_told_only_where_that_is_a_figure_of_the_page(dataset):
    told = {
        code: [
            sentence.startswith("“Mức cao nhất ở từng nội dung”")
            for sentence in summary.method_sentences(dataset, View(province=code, year=2024))
        ].count(True)
        for code in ("80", "22", "82")  # Quảng Ninh was not merged, Tiền Giang not published
    }
    assert told == {"80": 1, "22": 0, "82": 0}
