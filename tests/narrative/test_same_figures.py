"""One quantity has one figure, whichever page, sentence or slide names it."""

import re
from dataclasses import replace

import pytest

from lib.charts.registry import draw
from lib.model.view import View
from lib.narrative import brief, overview, questions, story
from lib.narrative.targets import distance, scenario

_NUMBER = r"([0-9]+,[0-9]+)"
_RANGE = r"([0-9,]+–[0-9,]+)"


def find(pattern, text):
    found = re.search(pattern, text)
    return found[1] if found else None


def named_figures(dataset, view):
    """What each place writes for a quantity; None where it does not name it."""
    own = dataset.total_position(view.year, view.province)
    headline, cards = overview.headline(dataset, view), overview.key_figures(dataset, view)
    spoken = " ".join(overview.spoken_sentences(dataset, view))
    text = " ".join(part.text for part in brief.paragraphs(dataset, view))
    asked = " ".join(f"{q.text} {q.answer}" for q in questions.questions(dataset, view))
    goal, lead = distance.headline(dataset, view), distance.lead(dataset, view)
    levels = distance.key_figures(dataset, view)
    screen = " ".join(s.title for s in story.build_story(dataset, view) if s.name == "distance")
    chart = draw("targets.path", dataset, view)
    path = f"{chart.title} {chart.subtitle}"
    mix = scenario.ready_made_scenarios(dataset, view).get("solution", "")
    reached = scenario.scenario_outcome(dataset, replace(view, gains=mix))[0]
    nothing = scenario.scenario_outcome(dataset, view)[0]
    to_group = f"cần thêm {_NUMBER} điểm .*để vào"
    anyhow = f"hường tự (?:tăng|giảm) {_NUMBER}"
    return {
        "to the next group": (
            find(f"(?:cách|thấp hơn) ngưỡng nhóm [^0-9]*{_NUMBER}", headline),
            find(f"thấp hơn ngưỡng trên {_NUMBER}", cards[2].note),
            find(f"còn thiếu {_NUMBER}", text),
            find(f"còn thiếu {_NUMBER}", asked),
            find(to_group, goal),
            find(to_group, screen),
            find(_NUMBER, levels[0].figure) if own["group"] > 1 else None,
        ),
        "as thresholds move": (
            find(f"thường cần {_RANGE} điểm", text),
            find(f"thường cần {_RANGE} điểm", asked),
            find(rf"\(thường {_RANGE}\)", goal),
            find(rf"\(thường {_RANGE}\)", screen),
            find(f"Khoảng {_RANGE} điểm", lead),
        ),
        "to the rank above": (
            find(f"xếp ngay trên là .*? cao hơn {_NUMBER}", text),
            find(f"xếp ngay trên là .*? cao hơn {_NUMBER}", asked),
            find(_NUMBER, levels[1].figure),
        ),
        "beyond the usual change": (
            find(f"Còn cần {_NUMBER}", path),
            find(f"Kịch bản thêm {_NUMBER}", reached),
        ),
        "usual change": tuple(
            find(anyhow, t) for t in (path, lead, levels[4].note, nothing, reached)
        ),
        "good one-year gain": (
            find(f"thì một nơi đạt, thêm {_NUMBER}", lead),
            find(f"mức tăng khá thêm {_NUMBER}", levels[4].note),
        ),
        "change of the year": (
            find(_NUMBER, cards[3].figure),
            find(f"tổng điểm (?:tăng|giảm) {_NUMBER}", spoken),
            find(f"tổng điểm (?:tăng|giảm) {_NUMBER}", text),
            find(f"thay đổi [^0-9]?{_NUMBER} điểm có đáng kể", asked),
        ),
        "national median": (
            find(f"trung vị {_NUMBER}", cards[0].note),
            find(rf"trung vị cả nước \({_NUMBER}", text),
        ),
    }


@pytest.mark.slow
@pytest.mark.parametrize("year", [2023, 2024])
def test_pages_name_the_same_figure_for_the_same_quantity(dataset, year):
    compared = dict.fromkeys(named_figures(dataset, View(year=year)), 0)
    differing = []
    for province in dataset.total_positions(year):
        for quantity, figures in named_figures(dataset, View(province=province, year=year)).items():
            named = [figure for figure in figures if figure]
            compared[quantity] += len(named) > 1
            if len(set(named)) > 1:
                differing.append((province, quantity, figures))
    assert differing == []
    # Each was found in two places at least, of most provinces that have it.
    least = dict.fromkeys(compared, 58) | {
        "to the next group": 45,
        "as thresholds move": 45,
        "beyond the usual change": 30,
    }
    assert {q: n for q, n in compared.items() if n < least[q]} == {}
