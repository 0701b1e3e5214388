"""The data of native charts: the world's numbers in full, a plot for all that the story shows."""

import numpy as np
import pytest

from lib.charts.native import registry
from lib.exports.pptx.map_shapes import MAPS
from lib.model.view import View
from lib.narrative.story import build_story
from lib.stats.ranking import TOTAL

VIEWS = {
    "long an": View(),
    "english": View(lang="en", province="72", year=2024),
    "six dimensions": View(year=2012, province="01"),
    "first year": View(year=2011, province="79"),
    "the long coast": View(province="48"),
    "a partial year": View(year=2022, province="25", peer="24"),
}


def shown(dataset):
    return {s.chart for view in VIEWS.values() if dataset.position(view.year, TOTAL, view.province)
            is not None for screen in build_story(dataset, view) for s in screen.charts}  # fmt: skip


def test_every_chart_of_the_story_is_a_plot_or_a_map(dataset):
    names = shown(dataset)
    assert names - set(registry.NATIVE_CHARTS) - set(MAPS) == set()
    assert set(registry.NATIVE_CHARTS) <= names, "a plot that no screen shows"


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_a_plot_is_complete(dataset, view):
    if dataset.position(view.year, TOTAL, view.province) is None:
        return
    for screen in build_story(dataset, view):
        for one in screen.charts:
            if one.chart not in registry.NATIVE_CHARTS:
                continue
            plot = registry.NATIVE_CHARTS[one.chart](dataset, one.view)
            assert plot.name == one.chart
            assert len(plot.heading) > 10 and len(plot.alt) > len(plot.heading)
            for series in plot.series:
                n = len(series.values)
                assert series.name and n
                if plot.kind == "scatter":
                    assert len(series.x) == n
                    assert all(plot.across[0] <= x <= plot.across[1] for x in series.x)
                    assert all(plot.up[0] <= y <= plot.up[1] for y in series.values)
                else:
                    assert len(plot.categories) == n
                for more in (series.colors, series.labels):
                    assert len(more) in (0, n)
                assert all(len(values) == n for _, values in series.beside)


def one(dataset, name, view=None):
    return registry.NATIVE_CHARTS[name](dataset, view or View())


def dots(plot):
    """province -> x of the dots that say which province they are."""
    out = {}
    for series in plot.series:
        names = dict(series.beside).get("Tỉnh, thành phố", ())
        out |= dict(zip(names, series.x, strict=True)) if names else {}
    return out


def test_the_strip_holds_every_score(dataset):
    table = dataset.ranking(2023, TOTAL)
    expected = {dataset.province_name(r.province, "vi"): r.score for r in table.itertuples()}
    assert dots(one(dataset, "overview.strip")) == expected
    assert expected["Long An"] == 40.832954


def test_the_cuts_are_the_groups_ends(dataset):
    cuts = [s.x[0] for s in one(dataset, "overview.strip").series if s.dashed]
    row = dataset.position(2023, TOTAL, "80")
    assert cuts == [row["q25"], row["q50"], row["q75"]]


def test_the_ladder_is_the_region_best_first(dataset):
    plot = one(dataset, "peers.ladder")
    assert plot.categories[:2] == ("Sóc Trăng", "Bạc Liêu") and len(plot.categories) == 13
    assert list(plot.series[0].values) == sorted(plot.series[0].values, reverse=True)
    accents = [n for n, c in zip(plot.categories, plot.series[0].colors, strict=True)
               if c == plot.legend[0].color]  # fmt: skip
    assert accents == ["Long An"]
    assert plot.series[0].labels[plot.categories.index("Long An")] == "40,83 · hạng 46"
    assert plot.base == pytest.approx(42.3265, abs=1e-4)


def test_the_radar_holds_positions(dataset):
    plot = one(dataset, "dimensions.radar")
    own = dataset.dimension_positions(2023, "80")
    assert list(plot.series[-1].values) == own["percentile"].tolist()
    assert plot.categories[5].endswith("hạng 61/61")


def test_a_dimension_without_a_score_leaves_a_gap(dataset):
    plot = one(dataset, "dimensions.radar", View(province="24", year=2022, peer="80"))
    assert None in plot.series[-1].values


def test_the_strips_run_from_the_lowest_to_the_best(dataset):
    plot = one(dataset, "dimensions.strip")
    along = np.concatenate([s.x for s in plot.series if dict(s.beside)])
    assert along.min() == 0 and along.max() == 1 and len(along) == 8 * 61
    assert plot.ends[-1][1] == "6,76 · hạng 61"


def test_the_parts_add_up_to_the_change(dataset):
    values = one(dataset, "trends.waterfall").series[0].values
    assert sum(values[:-1]) == pytest.approx(values[-1], abs=1e-6)
    assert values[-1] == pytest.approx(1.023715, abs=1e-6)


def test_the_histogram_counts_every_movement_once(dataset):
    plot = one(dataset, "trends.usual")
    assert sum(plot.series[0].values) == 303
    assert plot.heading.startswith("303 ")
    accent = plot.legend[0].color
    (mine,) = [i for i, c in enumerate(plot.series[0].colors) if c == accent]
    start, end = (dict(plot.series[0].beside)[k][mine] for k in ("Từ", "Đến"))
    badges = dataset.badges
    own = badges[badges.year.eq(2023) & badges.province.eq("80") & badges.measure.eq(TOTAL)]
    assert start <= own["relative"].iloc[0] < end


def test_gaps_and_gains_are_the_published_ones(dataset):
    gaps = one(dataset, "targets.gaps")
    assert gaps.categories[0] == "Cung ứng dịch vụ công" and gaps.series[0].labels[0] == "−0,78"
    path = one(dataset, "targets.path")
    assert path.categories[0] == "6.2 Giáo dục tiểu học công lập"
    assert path.series[0].labels[0] == "+0,45"
    assert sum(c == path.legend[0].color for c in path.series[0].colors) == 8


def test_the_plan_splits_all_sub_dimensions(dataset):
    plot = one(dataset, "plan.coverage")
    sizes = [len(s.values) for s in plot.series if s.marker]
    assert sizes == [21, 7]
    assert plot.rows[1][1] == "6.2 Giáo dục tiểu học công lập" and plot.ends[0][1] == "+0,45"
