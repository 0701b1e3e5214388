"""Editable charts: unrounded numbers, one for every chart of the story that is no map."""

import numpy as np
import pytest

from lib.charts.editable import registry
from lib.charts.registry import draw
from lib.exports.pptx.map_shapes import MAPS
from lib.model.unit_lists import resolve_units
from lib.model.view import View
from lib.narrative.story import build_story
from lib.narrative.trends.spread import spread as find_spread
from lib.stats.ranking import TOTAL
from tests.support import made_up_34

VIEWS = {
    "long an": View(),
    "english": View(lang="en", province="72", year=2024),
    "six dimensions": View(year=2012, province="01"),
    "first year": View(year=2011, province="79"),
    "the long coast": View(province="48"),
    "a partial year": View(year=2022, province="25", peer="24"),
}


def charts_of_the_story(dataset):
    with_total = [
        view
        for view in VIEWS.values()
        if dataset.position(view.year, TOTAL, view.province) is not None
    ]
    screens = [screen for view in with_total for screen in build_story(dataset, view)]
    # One of the 34 has a screen that leads back to its members.
    of_34, view = resolve_units(made_up_34.build_dataset((2025,)), View(year=2025))
    screens += build_story(of_34, view)
    return {slot.chart for screen in screens for slot in screen.charts}


@pytest.mark.slow
def test_every_chart_of_the_story_is_editable_or_a_map(dataset):
    names = charts_of_the_story(dataset)
    assert names - set(registry.EDITABLE_CHARTS) - set(MAPS) == set()
    assert set(registry.EDITABLE_CHARTS) <= names, "an editable chart that no screen shows"


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_a_editable_chart_is_complete(dataset, view):
    if dataset.position(view.year, TOTAL, view.province) is None:
        return
    for screen in build_story(dataset, view):
        for slot in screen.charts:
            if slot.chart not in registry.EDITABLE_CHARTS:
                continue
            chart = registry.EDITABLE_CHARTS[slot.chart](dataset, slot.view)
            assert chart.name == slot.chart
            assert len(chart.heading) > 10 and len(chart.alt) > len(chart.heading)
            for series in chart.series:
                n = len(series.values)
                assert series.name and n
                if chart.kind == "scatter":
                    assert len(series.x) == n
                    assert all(chart.x_range[0] <= x <= chart.x_range[1] for x in series.x)
                    assert all(chart.y_range[0] <= y <= chart.y_range[1] for y in series.values)
                else:
                    assert len(chart.categories) == n
                for optional in (series.point_colors, series.labels):
                    assert len(optional) in (0, n)
                assert all(len(values) == n for _, values in series.extra_columns)


def build_native(dataset, name, view=None):
    return registry.EDITABLE_CHARTS[name](dataset, view or View())


def dots(chart):
    """The x of dots by the province that the embedded table names."""
    out = {}
    for series in chart.series:
        names = dict(series.extra_columns).get("Tỉnh, thành phố", ())
        out |= dict(zip(names, series.x, strict=True)) if names else {}
    return out


def test_the_strip_holds_every_score(dataset):
    table = dataset.ranking(2023, TOTAL)
    expected = {dataset.province_name(r.province, "vi"): r.score for r in table.itertuples()}
    assert dots(build_native(dataset, "overview.strip")) == expected
    assert expected["Long An"] == 40.832954


def test_the_thresholds_are_the_quartiles(dataset):
    thresholds = [s.x[0] for s in build_native(dataset, "overview.strip").series if s.dashed]
    row = dataset.position(2023, TOTAL, "80")
    assert thresholds == [row["q25"], row["q50"], row["q75"]]


def test_the_ladder_is_the_region_best_first(dataset):
    chart = build_native(dataset, "peers.ladder")
    assert chart.categories[:2] == ("Sóc Trăng", "Bạc Liêu") and len(chart.categories) == 13
    assert list(chart.series[0].values) == sorted(chart.series[0].values, reverse=True)
    colors = dict(zip(chart.categories, chart.series[0].point_colors, strict=True))
    accent = chart.legend[0].color
    assert [name for name, color in colors.items() if color == accent] == ["Long An"]
    assert chart.series[0].labels[chart.categories.index("Long An")] == "40,83 · hạng 46"
    assert chart.baseline == pytest.approx(42.3265, abs=1e-4)


def test_the_radar_of_a_slide_has_both_provinces_beside_the_chosen_one(dataset):
    chart = build_native(dataset, "dimensions.radar", View(peer="94,72,96"))
    names = [series.name for series in chart.series]
    assert names[1:] == ["Sóc Trăng", "Tây Ninh", "Long An"]
    assert len({series.color for series in chart.series}) == 4


def test_the_radar_holds_percentiles(dataset):
    chart = build_native(dataset, "dimensions.radar")
    own = dataset.dimension_positions(2023, "80")
    assert list(chart.series[-1].values) == own["percentile"].tolist()
    assert chart.categories[5].endswith("hạng 61/61")


def test_a_dimension_without_a_score_leaves_a_gap(dataset):
    chart = build_native(dataset, "dimensions.radar", View(province="24", year=2022, peer="80"))
    assert None in chart.series[-1].values


def test_the_strips_run_from_the_lowest_to_the_best(dataset):
    chart = build_native(dataset, "dimensions.strip")
    along = np.concatenate([s.x for s in chart.series if dict(s.extra_columns)])
    assert along.min() == 0 and along.max() == 1 and len(along) == 8 * 61
    assert chart.right_labels[-1][1] == "6,76 · hạng 61"


def test_the_parts_add_up_to_the_change(dataset):
    values = build_native(dataset, "trends.waterfall").series[0].values
    assert sum(values[:-1]) == pytest.approx(values[-1], abs=1e-6)
    assert values[-1] == pytest.approx(1.023715, abs=1e-6)


def test_the_histogram_counts_every_change_once(dataset):
    chart = build_native(dataset, "trends.usual")
    assert sum(chart.series[0].values) == 303
    assert chart.heading.startswith("303 ")
    accent = chart.legend[0].color
    (own_bin,) = [i for i, c in enumerate(chart.series[0].point_colors) if c == accent]
    start, end = (dict(chart.series[0].extra_columns)[k][own_bin] for k in ("Từ", "Đến"))
    badges = dataset.badges
    own = badges[badges.year.eq(2023) & badges.province.eq("80") & badges.measure.eq(TOTAL)]
    assert start <= own["residual"].iloc[0] < end


@pytest.mark.parametrize(("years", "n"), [((2025,), 130), ((2025, 2026), 130)])
def test_a_change_of_the_34_stands_beside_the_63_joined_on_a_slide(years, n):
    of_34, view = resolve_units(made_up_34.build_dataset(years), View(year=years[-1]))
    (screen,) = [screen for screen in build_story(of_34, view) if screen.name == "change"]
    assert [slot.chart for slot in screen.charts] == ["trends.waterfall", "trends.spread"]
    chart = registry.EDITABLE_CHARTS["trends.spread"](of_34, screen.view)
    assert sum(chart.series[0].values) == n and chart.heading.startswith(f"{n} ")
    accent = chart.legend[0].color
    (own_bin,) = [i for i, c in enumerate(chart.series[0].point_colors) if c == accent]
    start, end = (dict(chart.series[0].extra_columns)[k][own_bin] for k in ("Từ", "Đến"))
    assert start <= find_spread(of_34, screen.view).own < end


def test_a_difference_from_an_estimate_is_no_change_on_a_slide():
    chart = {
        code: registry.EDITABLE_CHARTS["trends.waterfall"](
            *resolve_units(made_up_34.build_dataset((2025,)), View(province=code, year=2025))
        )
        for code in ("80", "01")
    }
    assert "so với ước tính năm 2024" in chart["80"].heading
    assert not any("Thay đổi" in item.label for item in chart["80"].legend)
    assert "thay đổi 2024–2025" in chart["01"].heading  # both scores were published


def test_gaps_and_gains_are_the_published_ones(dataset):
    gaps = build_native(dataset, "targets.gaps")
    assert gaps.categories[0] == "Cung ứng dịch vụ công" and gaps.series[0].labels[0] == "−0,78"
    path = build_native(dataset, "targets.path")
    assert path.categories[0] == "6.2 Giáo dục tiểu học công lập"
    assert path.series[0].labels[0] == "+0,13"
    assert sum(c == path.legend[0].color for c in path.series[0].point_colors) == 10


def test_the_plan_splits_all_sub_dimensions(dataset):
    chart = build_native(dataset, "plan.coverage")
    sizes = [len(s.values) for s in chart.series if s.marker_size]
    assert sizes == [21, 7]
    assert (
        chart.left_labels[1][1] == "6.2 Giáo dục tiểu học công lập"
        and chart.right_labels[0][1] == "+0,13"
    )


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_history_of_one_of_the_34_is_editable(lang):
    of_34, view = resolve_units(made_up_34.build_dataset((2025,)), View(year=2025, lang=lang))
    chart = registry.EDITABLE_CHARTS["trends.path"](of_34, view)
    figure = draw("trends.path", of_34, view)
    names = {item.label for item in figure.legend}
    lines = [series for series in chart.series if series.marker_size]
    assert {series.name for series in lines} <= names
    # The slide has no band for the members' range.
    assert len(chart.legend) == len(figure.legend) - 1
    published = [series for series in lines if series.labels]
    own = of_34.total_position(2025, "80")
    assert [s.labels for s in published] == [(f"{own['rank']}/34",)]
    assert published[0].values == (round(100 * own["percentile"], 3),)
    # The scale changed in 2018: two lines for the estimate, both dashed.
    assert sum(series.dashed for series in lines) == 2
