"""What is said of one thing in two places agrees: on pages, on slides and on paper."""

import re

import pytest

from lib.charts.registry import CHARTS, draw
from lib.model.view import View
from lib.narrative import absent_provinces, overview
from lib.narrative import map as map_texts
from lib.narrative.story import build_story
from lib.narrative.targets import evidence
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


def test_the_causes_of_a_change_in_rank_add_up_to_the_change_beside_them(dataset):
    for code in ("46", "80", "72", "01", "79", "48"):
        view = View(province=code)
        own = dataset.total_position(2023, code)
        cards = change.key_figures(dataset, view)
        split = next(card for card in cards if card.label.startswith("Do điểm thay đổi"))
        texts = f"{split.figure}; {split.note}".replace("−", "-")
        *parts, together = map(int, re.findall(r"([-+]?\d+) bậc", texts))
        assert sum(parts) == together == own["change_rank"], code


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
