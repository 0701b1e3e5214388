"""The charts of the 34: drawn with their own shapes, labelled as estimates at every number."""

import json
from dataclasses import replace

import altair as alt
import pytest

from lib.charts.cartography import deck_map
from lib.charts.registry import CHARTS, draw
from lib.exports import images
from lib.model.unit_lists import resolve_units
from lib.model.view import View
from tests.charts.label_boxes import measure
from tests.charts.specs import all_text, tooltip_titles
from tests.support.speed import fast_first

CHARTS_OF_34 = [
    name for name in CHARTS if name.split(".")[0] in ("overview", "map", "dimensions", "peers")
]
VIEWS = {
    "the new tay ninh": View(units="34", year=2024),
    "english, dark": View(units="34", year=2024, lang="en", theme="dark"),
    "on one member only": View(units="34", province="82", year=2024, paint="continuous"),
    "not merged, six dimensions": View(units="34", province="01", year=2013, scale="points"),
    "a sub-dimension": View(units="34", province="74", measure="6.2", peers="72,82,79"),
    "no change": View(units="34", province="74", paint="change"),
}


@pytest.mark.parametrize("view", fast_first(VIEWS))
@pytest.mark.parametrize("name", CHARTS_OF_34)
def test_estimates_are_labelled_wherever_a_number_is_read(dataset, name, view):
    estimated, resolved = resolve_units(dataset, view, "both")
    figure = draw(name, estimated, resolved)
    alt.LayerChart.validate(figure.spec)
    word = {"vi": "ước tính", "en": "estimated"}[view.lang]
    assert figure.title.endswith((f"({word})", "(thứ hạng là ước tính)"))
    assert figure.subtitle.count(word) == 1 and word in figure.alt.lower()
    assert figure.source.endswith("_estimated")
    assert any(f"({word})" in column for column in figure.table(estimated).columns)
    for title in tooltip_titles(figure.spec):
        has_number = title.startswith(("Điểm", "Hạng", "Nhóm", "Score", "Rank", "Group"))
        # The scores of a province that was not merged are published ones.
        is_published = title in ("Điểm", "Score") and resolved.province == "01"
        assert not has_number or is_published or f"{word})" in title
    text = json.dumps(figure.spec, ensure_ascii=False)
    assert dataset.tables.topojson not in text


@pytest.mark.parametrize("name", ["map.national", "overview.country"])
@pytest.mark.slow
def test_the_map_of_the_34_is_theirs_and_names_both_archipelagos(dataset, name):
    estimated, resolved = resolve_units(dataset, VIEWS["the new tay ninh"], "both")
    figure = draw(name, estimated, resolved)
    text = all_text(figure)
    assert dataset.tables.successors_topojson in text
    assert "Quần đảo Hoàng Sa" in text and "Quần đảo Trường Sa" in text
    assert all("(ước tính)" in item.detail for item in figure.legend)
    picture = images.png(figure, estimated.tables.topojson, "light", "Nguồn: PAPI")
    assert len(picture) > 30_000


def test_tables_distinguish_published_from_estimated_rows(dataset):
    estimated, resolved = resolve_units(dataset, View(units="34", province="01", year=2024), "both")
    table = draw("map.national", estimated, resolved).table(estimated).set_index("Tỉnh, thành phố")
    assert table.at["Hà Nội", "Loại"] == "công bố"
    assert table.at["Tây Ninh", "Loại"] == "ước tính"
    assert (table["Loại"] == "công bố").sum() == 11
    assert "Điểm" in table and "Hạng (ước tính)" in table
    own = draw("overview.profile", estimated, resolved)
    assert {"Điểm", "Hạng (ước tính)"} <= set(own.table(estimated))
    assert own.title.endswith("(thứ hạng là ước tính)")
    duel = draw("peers.duel", estimated, replace(resolved, peer="72")).table(estimated)
    assert {"Điểm: Hà Nội", "Điểm (ước tính): Tây Ninh"} <= set(duel)


def test_the_legend_says_why_a_province_has_no_score(dataset):
    estimated, resolved = resolve_units(dataset, View(units="34"), "both")
    figure = draw("map.national", estimated, resolved)
    # Quảng Ninh was not merged, so there is nothing to estimate.
    assert (figure.legend[-1].label, figure.legend[-1].detail) == ("Không công bố", "Quảng Ninh")
    assert "Không công bố" in deck_map.build_deck(estimated, resolved).to_json()


def test_the_interactive_map_of_the_34(dataset):
    estimated, resolved = resolve_units(dataset, VIEWS["the new tay ninh"], "both")
    deck = deck_map.build_deck(estimated, resolved)
    text = deck.to_json()
    assert text.count('"change_text"') == 34
    assert "10/34\\nước tính" in text
    assert "Điểm (địa phương sau sắp xếp: ước tính): <b>" in deck._tooltip["html"]
    assert "Quần đảo Hoàng Sa\\n(Đà Nẵng)" in text


def test_published_scores_are_not_called_estimates(dataset):
    figure = draw("map.national", dataset, View())
    assert "ước tính" not in figure.title + figure.subtitle + figure.alt
    assert figure.source == "source.map"


def test_long_an_and_the_other_member_compare_in_opposite_ways(build):
    figure = build("merged.learn", View(year=2024))
    assert figure.title == (
        "Long An thấp hơn Tây Ninh (trước sắp xếp) ở 24/28 nội dung thành phần, "
        "nhiều nhất ở 6.2 Giáo dục tiểu học công lập (0,98 điểm)"
    )
    assert "7.3 Chất lượng nước: Long An 0,14" in figure.alt
    other = build("merged.learn", View(year=2024, province="72"))
    assert other.title.startswith(
        "Tây Ninh (trước sắp xếp) thấp hơn Long An ở 4/28 nội dung thành phần"
    )


@pytest.mark.parametrize("width", [328, 358, 420, 530])
def test_the_longest_names_are_whole_on_a_phone(dataset, build, width):
    figure = build("merged.learn", View(year=2024, province="79"))
    svg = images.chart_svg(figure, dataset.tables.topojson, width, figure.spec["height"], scale=1)
    assert "…" not in svg and "khung giá đất" in svg
    drawn = measure(svg)
    assert drawn.overlapping() == [] and drawn.cut() == []


def test_members_have_a_colour_and_a_rank_each(build):
    figure = build("merged.profile", View(year=2024))
    assert [item.label for item in figure.legend] == ["Long An", "Tây Ninh (trước sắp xếp)"]
    assert "Cung ứng dịch vụ công: Tây Ninh (trước sắp xếp) 18/61, Long An 61/61" in figure.alt
    three = build("merged.profile", View(year=2023, province="26"))
    assert [item.label for item in three.legend] == [
        "Vĩnh Phúc",
        "Hòa Bình",
        "Phú Thọ (trước sắp xếp)",
    ]
    assert len({item.color for item in three.legend}) == 3


def test_every_merger_has_a_row(dataset, build):
    table = build("merged.ranges", View(year=2024)).table(dataset)
    assert len(table) == 23
    row = table.set_index("Địa phương sau sắp xếp").loc["Đồng Tháp"]
    assert (
        row["Đơn vị có điểm cao nhất"] == "Đồng Tháp (trước sắp xếp)"
        and row["Đơn vị có điểm thấp nhất"] == ""
    )
    assert row["Điểm (ước tính)"] < row["Điểm cao nhất"]  # Tiền Giang is imputed below it
