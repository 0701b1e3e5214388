"""Every chart, for ordinary and odd views: valid, titled, described, with its table."""

import dataclasses
import json
import sys
from concurrent.futures import ThreadPoolExecutor

import altair as alt
import pytest

from lib.charts import label_layout
from lib.charts.cartography import choropleth, deck_map
from lib.charts.peers.bump import ranks_in_set
from lib.charts.registry import CHARTS, draw
from lib.exports import csv_files, images
from lib.model.peer_groups import peer_codes
from lib.model.view import View
from lib.narrative import merged, trends
from lib.narrative.plan import results

VIEWS = {
    "long an": View(),
    "english, dark": View(lang="en", theme="dark"),
    "newest year": View(year=2024, province="72"),
    "six dimensions": View(year=2013, province="48"),
    "a sub-dimension": View(measure="6.2", province="01", peers="rank"),
    "points": View(scale="points", peer="72", peers="alike"),
    "first year": View(year=2011, province="79", peers="72"),
    "change": View(paint="change"),
    "no change at all": View(paint="change", year=2018),
    "continuous": View(paint="continuous", measure="8"),
    "the long coast": View(province="56", peers="neighbours"),
}
# Views in which the province has no total draw only these.
WITHOUT_TOTAL = ("map.national", "map.region")
# These show the plan's own years.
PLAN = ("plan.coverage", "plan.result")
# Pages draw these only where there is something to compare.
NEEDS = {
    "trends.waterfall": trends.has_parts,
    "trends.usual": trends.has_badge,
    "trends.movers": trends.start_years,
    "plan.coverage": results.has_coverage,
    "plan.result": results.has_results,
    "merged.profile": merged.has_profile,
    "merged.learn": merged.has_profile,
}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_is_valid_titled_described_and_tabled(dataset, name, view):
    if name in NEEDS and not NEEDS[name](dataset, view):
        with pytest.raises(LookupError):
            CHARTS[name](dataset, view)
        return
    figure = CHARTS[name](dataset, view)
    alt.LayerChart.from_dict(figure.spec)  # raises where Vega-Lite's schema is violated
    assert figure.name == name
    assert len(figure.title) > 10 and len(figure.subtitle) > 10 and len(figure.alt) > 20
    assert str(view.year) in figure.subtitle or name in ("peers.bump", "trends.path", *PLAN)
    assert "{" not in figure.title + figure.subtitle + figure.alt
    assert not figure.table.empty
    assert all(figure.table.columns) and figure.table.columns.is_unique
    json.dumps(figure.spec, allow_nan=False)


def test_pictures_drawn_side_by_side_are_the_same_as_one_after_the_other(dataset):
    names = ["overview.strip", "dimensions.radar", "trends.waterfall", "peers.duel"]
    alone = {name: draw(name, dataset, View()).spec for name in names}
    pause = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(lambda n: (n, draw(n, dataset, View()).spec), names * 8))
    finally:
        sys.setswitchinterval(pause)
    assert [name for name, spec in together if spec != alone[name]] == []


@pytest.mark.parametrize("name", WITHOUT_TOTAL)
def test_maps_stand_for_a_province_that_was_not_published(dataset, name):
    figure = CHARTS[name](dataset, View(province="74"))
    assert "Bình Dương" in figure.title
    alt.LayerChart.from_dict(figure.spec)


def test_titles_are_the_conclusions_of_long_an_2023(dataset):
    titles = {name: CHARTS[name](dataset, View()).title for name in CHARTS}
    assert titles["overview.strip"] == "Long An nằm đúng trên ngưỡng tách với nhóm thấp nhất"
    assert titles["overview.profile"] == (
        "Hạng 9 về quản trị điện tử, hạng 61 về cung ứng dịch vụ công"
    )
    assert titles["overview.country"] == "11/13 tỉnh ĐB sông Cửu Long ở hai nhóm dưới"
    assert titles["map.national"].startswith("Long An xếp thứ 46/63, thuộc nhóm trung bình thấp")
    assert titles["map.region"] == "Long An đứng thứ 7/13 ở vùng Đồng bằng sông Cửu Long"
    assert titles["peers.ladder"] == "Long An xếp thứ 46/63; 6/12 tỉnh trong tập so sánh xếp trên"
    assert (
        titles["peers.duel"] == "Long An cao hơn Sóc Trăng ở 1/8 nội dung; tổng thấp hơn 4,79 điểm"
    )
    assert titles["peers.bump"].startswith(
        "Long An xếp thứ 7/13 trong tập so sánh năm 2023; từ năm 2018"
    )
    assert "3 nội dung thuộc nhóm thấp nhất" in titles["dimensions.strip"]
    assert titles["targets.gaps"] == (
        "Thiếu điểm nhiều nhất ở cung ứng dịch vụ công (−0,78) và trách nhiệm giải trình (−0,40)"
    )
    assert titles["targets.path"] == (
        "8 nội dung thành phần là đủ, nhiều nhất ở 6.2 Giáo dục tiểu học công lập (+0,45)"
    )
    assert titles["targets.chance"] == (
        "Nhóm năm 2024 theo biến động trước đó: nhiều khả năng nhất là nhóm thấp nhất (44%); "
        "thực tế: nhóm trung bình thấp"
    )


def test_the_gaps_follow_the_target(dataset):
    def level(target):
        return CHARTS["targets.gaps"](dataset, View(target=target)).table.columns[3]

    assert level("") == level("rank:45") == "Điểm: trung vị"
    assert level("group:1") == "Điểm: ngưỡng nhóm cao nhất"
    assert level("rank:1") == "Điểm: điểm cao nhất"


def test_the_path_marks_what_the_target_takes(dataset):
    table = CHARTS["targets.path"](dataset, View()).table
    used = table["Phần dùng cho mục tiêu"]
    assert len(table) == 28 and (used > 0).sum() == 8
    assert used.sum() == pytest.approx(1.493578, abs=1e-5)
    short = CHARTS["targets.path"](dataset, View(target="rank:1"))
    assert short.title.startswith("Một năm tốt ở mọi nội dung thành phần đem lại 2,35 điểm")
    unknown = CHARTS["targets.path"](dataset, View(year=2018))
    assert "14 nội dung thành phần chưa có biến động" in unknown.subtitle


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", ["map.national", "overview.country"])
def test_every_national_map_names_both_archipelagos(dataset, name, lang):
    text = json.dumps(CHARTS[name](dataset, View(lang=lang)).spec, ensure_ascii=False)
    assert "Hoàng Sa" in text and "Trường Sa" in text
    if name == "map.national":
        assert all(island in text for island in dataset.tables.islands["name_vi"])


def test_the_interactive_map_names_them_too(dataset):
    text = deck_map.build_deck(dataset, View()).to_json()
    assert "Quần đảo Hoàng Sa\\n(Đà Nẵng)" in text and "Quần đảo Trường Sa\\n(Khánh Hòa)" in text
    assert len(text.encode()) < 120_000
    assert "http" not in text  # no tiles, no style from elsewhere


def test_a_region_that_owns_the_archipelagos_shows_them(dataset):
    text = json.dumps(CHARTS["map.region"](dataset, View(province="48")).spec, ensure_ascii=False)
    assert "Hoàng Sa" in text and "Trường Sa" in text


def test_painting_by_group(dataset):
    painting = choropleth.paint_map(dataset, View())
    assert len(painting.rows) == 63
    assert painting.missing == ["Quảng Ninh", "Bình Dương"]
    assert [item.detail for item in painting.legend][:4] == [
        "43,95–46,04 điểm · 16 tỉnh",
        "42,33–43,76 điểm · 15 tỉnh",
        "40,83–42,11 điểm · 15 tỉnh",
        "38,97–40,82 điểm · 15 tỉnh",
    ]
    fills = painting.rows.set_index("code")["fill"]
    assert fills["80"] == painting.legend[2].color
    assert fills["74"] == ""


def test_a_change_is_painted_around_zero(dataset):
    painting = choropleth.paint_map(dataset, View(paint="change"))
    assert [item.detail for item in painting.legend][:5] == [
        "tăng", "", "không đổi", "", "giảm",
    ]  # fmt: skip
    assert painting.legend[0].label.lstrip("+") == painting.legend[4].label.lstrip("−")


def test_a_year_without_any_comparison_counts_instead_of_listing(dataset):
    painting = choropleth.paint_map(dataset, View(paint="change", year=2018))
    assert len(painting.missing) == 63
    assert painting.legend[-1].detail == "63 tỉnh"


def test_the_bump_chart_is_broken_where_the_scale_changed(dataset):

    table = ranks_in_set(dataset, View())
    assert table.query("year <= 2017")["era"].unique().tolist() == [0]
    assert table.query("year >= 2018")["era"].unique().tolist() == [1]
    own = table[table["province"] == "80"].set_index("year")
    assert (own.loc[2023, "place"], own.loc[2023, "members"]) == (7, 13)
    assert own.loc[2014, "members"] == 12  # Đồng Tháp was not published


def test_the_swarm_keeps_dots_apart(dataset):
    import numpy as np

    scores = dataset.ranking(2023, "total")["score"].to_numpy()
    heights = label_layout.bee_swarm(scores, np.zeros(len(scores), dtype=bool))
    width = (scores.max() - scores.min()) / 62
    for i in range(len(scores)):
        for j in range(i):
            close = abs(scores[i] - scores[j]) < width * 0.99
            assert not (close and abs(heights[i] - heights[j]) < 0.18)


def test_labels_are_pushed_apart():
    import pandas as pd

    labels = pd.DataFrame(
        {
            "text": [["Long An", "46"], ["Tiền Giang", "59"]],
            "lon": [106.0, 106.1],
            "lat": [10.5, 10.5],
        }
    )
    out = label_layout.separate_labels(labels, 150)
    assert (
        abs(out["lon"][0] - out["lon"][1]) * 150 >= 70
        or abs(out["lat"][0] - out["lat"][1]) * 150 >= 35
    )


def test_the_strip_knows_its_peers(dataset):
    spec = json.dumps(CHARTS["overview.strip"](dataset, View()).spec)
    codes = ",".join(f"'{code}'" for code in peer_codes(dataset, View()))
    assert codes.count(",") == 11
    assert f"datum.code == '80' ? 'own' : indexof([{codes}], datum.code) < 0" in spec


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_becomes_a_picture_with_words_in_it(dataset, name):
    # Light and dark differ in colours alone, so each chart is drawn in one of them.
    theme = "dark" if list(CHARTS).index(name) % 2 else "light"
    figure = CHARTS[name](dataset, View(theme=theme))
    picture = images.png(figure, dataset.tables.topojson, theme, "Nguồn: PAPI")
    assert picture.startswith(b"\x89PNG")
    wordless = dataclasses.replace(figure, title=" ", subtitle=" ", legend=())
    bare = images.png(wordless, dataset.tables.topojson, theme, " ")
    assert len(picture) > len(bare) + 5_000  # the words are drawn, not dropped for want of a font


def test_csv_opens_in_a_spreadsheet_with_its_letters(dataset):
    table = CHARTS["peers.ladder"](dataset, View()).table
    text = csv_files.csv_bytes(table).decode("utf-8-sig")
    assert csv_files.csv_bytes(table).startswith(b"\xef\xbb\xbf")
    assert text.splitlines()[0].startswith("Mã,")
    assert "80,Long An,Đồng bằng sông Cửu Long,40.832954,46,Trung bình thấp,1.023715,11" in text
