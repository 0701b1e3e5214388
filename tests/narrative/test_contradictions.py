"""What is said of one thing in two places agrees: on pages, on slides and on paper."""

import re

import pytest

from lib.charts.registry import CHARTS, draw
from lib.model.view import View
from lib.narrative import absent_provinces, brief, overview
from lib.narrative import map as map_texts
from lib.narrative.story import build_story
from lib.narrative.targets import distance, evidence
from lib.narrative.trends import change

TAY_NINH = View(province="72", year=2022)


def test_rows_with_different_counts_say_between_which_they_lie(dataset):
    # 27/62, 32/63 and 48/61 stand below this line.
    assert "trong 61–63 địa phương" in draw("overview.profile", dataset, TAY_NINH).subtitle
    profile = next(s for s in build_story(dataset, TAY_NINH) if s.name == "profile")
    assert "trong 61–63 địa phương" in profile.subtitle


@pytest.mark.parametrize("code", ["72", "46", "74"])
def test_no_chart_states_one_count_above_ranks_out_of_several(dataset, code):
    """Thừa Thiên Huế: "62 địa phương" stood above 6/61 and 8/63."""
    read, seen = View(province=code, year=2022), 0
    for name in CHARTS:
        try:
            figure = draw(name, dataset, read)
        except LookupError:
            continue
        counts = {int(n) for n in re.findall(r"\d+/(6[0-3])\b", figure.alt)}
        stated = re.search(
            r"(\d\d(?:–\d\d)?) địa phương(?: có số liệu)?(?: ở|,| năm)", figure.subtitle
        )
        if len(counts) > 1 and stated:
            seen += 1
            assert stated[1] == f"{min(counts)}–{max(counts)}", (name, figure.subtitle)
    assert seen >= 3


def test_a_rank_that_is_kept_is_not_told_from_and_to(dataset):
    """Bình Dương 2022: "from 2 to 2" stood beside "same rank"."""
    cards = change.key_figures(dataset, View(province="74", year=2022))
    (rank,) = (card for card in cards if card.label == "Thứ hạng")
    assert rank.figure == "Giữ nguyên hạng"
    assert rank.note.startswith("hạng 2 ở cả hai năm")


@pytest.mark.parametrize("code", ["82", "01", "46"])
def test_brief_and_targets_name_the_same_points_to_the_next_group(dataset, code):
    """Among 63 the threshold rises with the province: 0.50 points away, 0.59 needed."""
    view = View(province=code, year=2012)
    (needed,) = re.findall(r"cần thêm (\d+,\d+) điểm", distance.headline(dataset, view))
    sentences = " ".join(brief.threshold_sentences(dataset, view))
    assert f"cần {needed} điểm" in sentences and f"còn thiếu {needed}" not in sentences


def test_no_heading_of_the_brief_denies_what_stands_below_it(dataset):
    """Bình Dương 2022: no dimension, but a sub-dimension of rank 61/63 below the median."""
    paragraphs = brief.paragraphs(dataset, View(province="74", year=2022))
    (weak,) = [p for p in paragraphs if "không nội dung nào" in p.heading.lower()]
    assert weak.heading == "Vị trí thấp nhất (không nội dung nào dưới trung vị)"
    assert "hạng 61/63" in weak.text


def test_map_and_bars_of_changes_count_the_same_pairs_of_years(dataset):
    painted = map_texts.subtitle(dataset, View(paint="change"))
    assert "61/63 địa phương so sánh được, 2 địa phương trong số đó" in painted
    assert (
        "của 59 địa phương có số liệu cả hai năm" in draw("trends.movers", dataset, View()).subtitle
    )


def test_an_example_measured_differently_in_its_two_years_says_so_wherever_it_is_told(dataset):
    examples = evidence.gain_examples(dataset, View())
    told = [e.years for e in examples if e.years.startswith("2020 → 2021")]
    assert told and all(years.endswith("đổi cách đo") for years in told)
    assert not examples[0].years.endswith("đổi cách đo")  # the one on slide and paper


def test_the_first_year_of_all_is_compared_with_no_year(dataset):
    cards = overview.key_figures(dataset, View(province="82", year=2011))
    assert not any("2010" in card.label + card.note for card in cards)


def test_whoever_has_another_group_by_printed_counts_is_told_to_stand_at_the_threshold(dataset):
    marked = []
    for code, own in dataset.total_positions(2023).items():
        if absent_provinces.printed_group(dataset, View(province=code), own):
            marked.append(code)
            assert "ngưỡng" in overview.headline(dataset, View(province=code))
    assert sorted(marked) == ["26", "66", "80"]  # Vĩnh Phúc, Đắk Lắk, Long An


def test_english_counts_of_one_and_of_cases_read_well(dataset):
    """It said "1 sub-dimensions" and "9 of the cases" without of how many."""
    for code in ("46", "72", "79"):
        view = View(province=code, year=2022, lang="en", target="rank:1")
        subtitle = draw("targets.path", dataset, view).subtitle
        assert not re.search(r"\b1 [a-z-]+s\b", subtitle), subtitle
        assert re.search(r"the \d+ at once: (none|\d+) of 100 cases", subtitle), subtitle
