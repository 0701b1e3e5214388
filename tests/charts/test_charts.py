"""Every chart in ordinary and unusual views: valid, titled, described, with its table."""

import contextlib
import dataclasses
import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor

import altair as alt
import pytest

from lib.charts.chart_data import decode_rows
from lib.charts.editable.registry import EDITABLE_CHARTS
from lib.charts.peers.bump import ranks_in_set
from lib.charts.province_marks import KINDS
from lib.charts.registry import CHARTS, draw
from lib.exports import csv_files, images
from lib.model.chosen_peers import peer_codes
from lib.model.view import View
from lib.narrative.merged import members
from lib.narrative.plan import results
from lib.narrative.trends import decomposition, spread, start_years, uncertainty
from tests.charts.specs import undefined_fields, undefined_names
from tests.support.speed import fast_first

VIEWS = {
    "long an": View(),
    "english, dark": View(lang="en", theme="dark"),
    "newest year": View(year=2024, province="72"),
    "six dimensions": View(year=2013, province="48"),
    "a sub-dimension": View(measure="6.2", province="01", peers="rank"),
    "points": View(scale="points", peer="72,94,79", peers="alike"),
    "first year": View(year=2011, province="79", peers="72"),
    "change": View(paint="change"),
    "no change at all": View(paint="change", year=2018),
    "continuous": View(paint="continuous", measure="8"),
    "the long coast": View(province="56", peers="neighbours"),
}
# Their subtitles name the plan's own years.
PLAN = ("plan.coverage", "plan.result")
# They show all years there are.
SERIES = ("peers.bump", "trends.path", "merged.history")
# Vega-Lite takes no expression for the title of a tooltip.
SPEC_NAMES_A_PROVINCE = ("merged.learn", "targets.gaps")
OF_63 = [name for name in CHARTS if name != "trends.spread"]  # a chart of published years of the 34
# Labels beside the map, or on it with names on one, two or three lines; two or three members.
VARIANTS = {"map.region": 4, "merged.profile": 3}
# Pages draw these only where there is something to compare; elsewhere they raise.
CONDITIONS = {
    "trends.waterfall": decomposition.has_parts,
    "trends.usual": uncertainty.has_badge,
    "trends.spread": spread.has_spread,
    "trends.movers": start_years.start_years,
    "plan.coverage": results.has_coverage,
    "plan.result": results.has_results,
    "merged.profile": members.has_profile,
    "merged.learn": members.has_profile,
}


@pytest.mark.parametrize("view", fast_first(VIEWS))
@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_is_valid_titled_described_and_tabled(dataset, build, name, view):
    if name in CONDITIONS and not CONDITIONS[name](dataset, view):
        with pytest.raises(LookupError) as caught:
            build(name, view)
        assert type(caught.value) is LookupError  # a key's would be a fault that looks like this
        return
    figure = build(name, view)
    alt.LayerChart.validate(figure.spec)  # raises where Vega-Lite's schema is violated
    assert undefined_fields(figure) == set()
    assert undefined_names(figure) == set()
    assert figure.name == name
    assert len(figure.title) > 10 and len(figure.subtitle) > 10 and len(figure.alt) > 20
    assert str(view.year) in figure.subtitle or name in (*SERIES, *PLAN)
    assert "{" not in figure.title + figure.subtitle + figure.alt
    table = figure.table(dataset)
    assert not table.empty
    assert all(table.columns) and table.columns.is_unique
    json.dumps(figure.spec, allow_nan=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in OF_63 if name not in SPEC_NAMES_A_PROVINCE])
def test_all_provinces_share_a_spec_but_for_its_height(dataset, name):
    specs = set()
    for province in ("80", "79", "01", "48", "56", "91"):
        with contextlib.suppress(LookupError):
            spec = draw(name, dataset, View(province=province)).spec
            specs.add(json.dumps(spec | {"height": 0}))
    assert len(specs) <= VARIANTS.get(name, 1)


@pytest.mark.slow
def test_parallel_runs_draw_the_same_specs(dataset):
    names = ["overview.strip", "dimensions.radar", "trends.waterfall", "peers.duel"]
    expected = {name: draw(name, dataset, View()).spec for name in names}
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            drawn = list(pool.map(lambda n: (n, draw(n, dataset, View()).spec), names * 8))
    finally:
        sys.setswitchinterval(interval)
    assert [name for name, spec in drawn if spec != expected[name]] == []


def test_titles_are_the_conclusions_of_long_an_2023(build):
    titles = {name: build(name, View()).title for name in OF_63}
    assert titles["overview.strip"] == "Long An có điểm đúng bằng ngưỡng giáp với nhóm thấp nhất"
    assert titles["overview.profile"] == (
        "Hạng 9 ở quản trị điện tử, hạng 61 ở cung ứng dịch vụ công"
    )
    assert titles["overview.country"] == (
        "11/13 địa phương vùng Đồng bằng sông Cửu Long thuộc hai nhóm dưới"
    )
    assert titles["map.national"].startswith("Long An xếp thứ 46/63, thuộc nhóm trung bình thấp")
    assert titles["map.region"] == "Long An đứng thứ 7/13 trong vùng Đồng bằng sông Cửu Long"
    assert (
        titles["peers.ladder"]
        == "Long An xếp thứ 46/63; 6/12 địa phương trong nhóm so sánh xếp trên"
    )
    assert titles["peers.duel"] == (
        "Long An cao hơn Sóc Trăng ở 1/8 nội dung; tổng điểm thấp hơn 4,79 điểm"
    )
    assert titles["peers.bump"].startswith(
        "Long An xếp thứ 7/13 trong nhóm so sánh năm 2023; từ năm 2018"
    )
    assert "3 nội dung thuộc nhóm thấp nhất" in titles["dimensions.strip"]
    assert titles["targets.gaps"] == (
        "So với trung vị cả nước, thiếu điểm nhiều nhất ở cung ứng dịch vụ công (−0,78)"
    )
    assert titles["targets.path"] == (
        "Còn cần 0,92 điểm từ mức tăng khá ở 10 nội dung thành phần; 18/100 trường hợp từng đạt"
    )
    assert titles["targets.chance"] == (
        "Các địa phương cùng nhóm: năm 2024 lên 35%, giữ 33%, xuống 33%; thực tế: trung bình thấp"
    )


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_four_provinces_stand_side_by_side_with_their_differences(dataset, build, lang):
    view = View(peer="94,72,96", lang=lang)
    figure = build("peers.duel", view)
    assert figure.title == {
        "vi": "Long An cao hơn Sóc Trăng ở 1/8, Tây Ninh ở 5/8 và Cà Mau ở 4/8 nội dung",
        "en": "Long An scores higher than Soc Trang in 1 of 8, Tay Ninh in 5 of 8"
              " and Ca Mau in 4 of 8 dimensions",
    }[lang]  # fmt: skip
    labels = [item.label for item in figure.legend]
    assert labels[0] == "Long An"
    assert [i.swatch for i in figure.legend] == ["circle", "square", "triangle", "diamond"]
    assert len({item.color for item in figure.legend}) == 4
    table = figure.table(dataset)
    own, others = table.iloc[:, 2], [table.iloc[:, 3 + i] for i in range(3)]
    for i, name in enumerate(("Soc Trang", "Tay Ninh", "Ca Mau")):
        difference = table.iloc[:, 6 + i]
        assert difference.tolist() == pytest.approx((own - others[i]).tolist(), abs=1e-6)
        if lang == "en":
            assert table.columns[6 + i] == f"Difference: {name}"
    marks = decode_rows(figure.data["points"])
    assert len(marks) == 4 * 8 and [m["slot"] for m in marks] == sorted(
        (m["slot"] for m in marks), reverse=True
    )
    assert len(decode_rows(figure.data["gaps"])) == 3 * 8


def test_the_radar_has_three_of_four_provinces(dataset, build):
    figure = build("dimensions.radar", View(peer="94,72,96", scale="points"))
    slots = {row["slot"]: row["name"] for row in decode_rows(figure.data["provinces"])}
    assert slots == {0: "Long An", 1: "Sóc Trăng", 2: "Tây Ninh"}
    assert figure.title == "Theo điểm, Long An cao hơn Sóc Trăng ở 1/8 và Tây Ninh ở 5/8 nội dung"
    assert "Cà Mau" not in figure.alt + "".join(item.label for item in figure.legend)


def test_a_province_without_scores_makes_room_for_those_that_have(dataset, build):
    view = View(peer="22,94", lang="vi")  # Quảng Ninh was not published in 2023
    assert "Quảng Ninh" not in build("peers.duel", view).alt
    with pytest.raises(LookupError):
        build("peers.duel", View(peer="22"))


def test_the_gaps_follow_the_target(dataset, build):
    def level(target):
        return build("targets.gaps", View(target=target)).table(dataset).columns[3]

    assert level("") == level("rank:45") == "Điểm: trung vị cả nước"
    assert level("group:1") == "Điểm: ngưỡng nhóm cao nhất"
    assert level("rank:1") == "Điểm: điểm cao nhất"


def test_the_path_emphasizes_the_gains_that_reach_the_target(dataset, build):
    table = build("targets.path", View()).table(dataset)
    used = table["Phần dùng cho mục tiêu"]
    assert len(table) == 28 and (used > 0).sum() == 10
    # 1.493578 - 0.58 that comes anyhow, the last gain rounded up to a whole step of 0.01.
    assert used.sum() == pytest.approx(0.92)
    assert table["Mức tăng khá thêm"].tolist() == sorted(table["Mức tăng khá thêm"], reverse=True)
    short = build("targets.path", View(target="rank:1"))
    assert short.title == (
        "Mức tăng khá ở mọi nội dung thành phần thêm 1,71 điểm, vẫn thiếu 2,92 điểm"
    )
    without_changes = build("targets.path", View(year=2018))
    assert "14 nội dung thành phần chưa có biến động" in without_changes.subtitle


@pytest.mark.parametrize(
    ("province", "year", "title"),
    [
        ("11", 2024, "Điện Biên: Quản trị môi trường thuộc nhóm cao nhất;"
                     " 4 nội dung thuộc nhóm thấp nhất"),
        ("01", 2024, "Hà Nội có 3/8 nội dung thuộc nhóm cao nhất, 2/8 thuộc nhóm thấp nhất"),
        ("04", 2024, "Cao Bằng có 4/8 nội dung thuộc nhóm thấp nhất"),
        ("20", 2024, "Lạng Sơn có 5/8 nội dung thuộc nhóm cao nhất"),
        ("15", 2023, "Yên Bái ở mức giữa trong cả 8 nội dung"),
    ],
)  # fmt: skip
def test_the_strips_are_summed_up_by_the_highest_and_the_lowest_group(build, province, year, title):
    assert build("dimensions.strip", View(province=province, year=year)).title == title


def test_a_target_that_is_met_needs_no_sum_of_gains(build):
    met, open_ = (build("targets.path", View(target=target)) for target in ("rank:50", ""))
    assert met.title.startswith("Mục tiêu đã đạt; ")
    assert "tổng điểm thường tự" not in met.subtitle
    assert open_.subtitle.count("tổng điểm thường tự tăng 0,58 điểm") == 1


def test_a_group_is_named_only_where_its_chance_leads(build):
    lowest = build("targets.chance", View(province="11", year=2021)).title
    assert lowest.startswith("Nhóm năm 2022: nhiều khả năng nhất là nhóm thấp nhất (86%)")
    middle = build("targets.chance", View(province="79", year=2019)).title
    assert middle.startswith("Nhóm năm 2020 chưa nghiêng hẳn: lên 21%, giữ 33%, xuống 46%")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_chances_have_titles_of_two_lines(dataset, lang):
    titles = set()
    for year in range(2012, 2025):
        for code in dataset.tables.provinces["code"][:: 1 if year > 2020 else 9]:
            with contextlib.suppress(LookupError):  # not published that year
                view = View(province=code, year=year, lang=lang)
                titles.add(draw("targets.chance", dataset, view).title)
    assert len(titles) > 100 and max(map(len, titles)) <= 90


def test_the_bump_chart_is_broken_where_the_scale_changed(dataset):
    table = ranks_in_set(dataset, View())
    assert table.query("year <= 2017")["era"].unique().tolist() == [0]
    assert table.query("year >= 2018")["era"].unique().tolist() == [1]
    own = table[table["province"] == "80"].set_index("year")
    assert (own.loc[2023, "place"], own.loc[2023, "members"]) == (7, 13)
    assert own.loc[2014, "members"] == 12  # Đồng Tháp was not published


def test_the_strip_colours_the_peers_and_draws_the_province_last(dataset, build):
    figure = build("overview.strip", View())
    rows = {row["code"]: row["layer"] for row in decode_rows(figure.data["provinces"])}
    assert {code for code, layer in rows.items() if layer == 1} == set(peer_codes(dataset, View()))
    assert [code for code, layer in rows.items() if layer == 2] == ["80"]
    text = json.dumps(figure.spec)
    assert KINDS == ["other", "peer", "own"] and f"{KINDS}[datum.layer]" in text
    assert '"order": {"field": "layer", "type": "quantitative"}' in text


@pytest.mark.parametrize("name", OF_63)
@pytest.mark.slow
def test_every_chart_becomes_a_picture_with_words_in_it(dataset, build, name):
    # Light and dark differ in colours alone, so each chart is drawn in one of them.
    theme = "dark" if list(CHARTS).index(name) % 2 else "light"
    figure = build(name, View(theme=theme))
    picture = images.png(figure, dataset.tables.topojson, theme, "Nguồn: PAPI")
    assert picture.startswith(b"\x89PNG")
    wordless = dataclasses.replace(figure, title=" ", subtitle=" ", legend=())
    bare = images.png(wordless, dataset.tables.topojson, theme, " ")
    assert len(picture) > len(bare) + 5_000  # the words are drawn, not dropped for want of a font


def test_csv_opens_in_a_spreadsheet_with_its_letters(dataset, build):
    table = build("peers.ladder", View()).table(dataset)
    text = csv_files.csv_bytes(table).decode("utf-8-sig")
    assert csv_files.csv_bytes(table).startswith(b"\xef\xbb\xbf")
    assert text.splitlines()[0].startswith("Mã,")
    assert "80,Long An,Đồng bằng sông Cửu Long,40.832954,46,Trung bình thấp,1.023715,11" in text


def test_bars_of_a_plan_are_wide_enough_on_a_phone(dataset, build):
    figure = build("plan.result", View())
    drawing = images.chart_svg(figure, dataset.tables.topojson, 358, figure.spec["height"], 1.0)
    bars = re.findall(r'd="M[-\d.]+,[-\d.]+h([-\d.]+)v15h', drawing)
    assert len(bars) == 28 and max(float(width) for width in bars) > 60  # px


def test_a_rank_by_the_total_is_out_of_all_provinces_wherever_it_is_written(dataset, build):
    # 61 of 63 have a total in 2023: beside "46/63" no chart says "46/61".
    path = build("trends.path", View())
    assert "2014: 6/63" in path.alt and "2023: 46/63" in path.alt
    assert {row["of"] for row in decode_rows(path.data["rows"])} == {63}
    assert {row["of"] for row in decode_rows(build("peers.bump", View()).data["rows"])} == {63}
    assert "hạng 46/63" in EDITABLE_CHARTS["overview.strip"](dataset, View()).alt
    assert "2023: 9/61" in build("trends.path", View(measure="8")).alt


def test_ranks_in_bold_are_explained_and_only_they_are_bold(dataset, build):
    for name, bold in (("overview.profile", [1, 7, 8]), ("dimensions.telling", [1, 5, 6, 7, 8])):
        figure = build(name, View())
        rows = decode_rows(figure.data["rows"])
        assert [row["row"] for row in rows if row["emphasized"]] == bold
        (item,) = figure.legend
        assert f"hạng cao nhất và {len(bold) - 1} hạng thấp nhất" in item.label
    of_quang_ninh = build("overview.profile", View(province="22", year=2022))  # four times first
    rows = decode_rows(of_quang_ninh.data["rows"])
    assert [row["row"] for row in rows if row["emphasized"]] == [1, 2, 3, 4, 7, 8]


@pytest.mark.parametrize("province", ["22", "46", "77", "79", "80"])
@pytest.mark.parametrize("year", [2016, 2021, 2024])
def test_a_title_names_a_second_content_only_where_two_lines_hold_both(dataset, province, year):
    view = View(province=province, year=year)
    for name, fewest in (("trends.waterfall", 2), ("targets.gaps", 1)):
        with contextlib.suppress(LookupError):  # not published that year
            title = draw(name, dataset, view).title
            assert len(title) <= 90 or title.count("(") <= fewest


def test_a_legend_of_targets_names_only_what_is_drawn(dataset):
    """A province that keeps its group without any gain has no bar that its target needs."""
    reached = draw("targets.path", dataset, View(province="79", year=2024, target="group:3"))
    assert [item.label for item in reached.legend] == ["Chưa cần đến"]
    needed = draw("targets.path", dataset, View(province="79", year=2024))
    assert [item.label for item in needed.legend] == ["Cần cho mục tiêu", "Chưa cần đến"]
    leader = draw("targets.gaps", dataset, View(province="01", year=2011, target="group:3"))
    assert [item.label for item in leader.legend] == ["Thấp hơn", "Bằng hoặc cao hơn"]
