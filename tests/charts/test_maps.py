"""The maps: colours and legends, provinces without a score, both archipelagos."""

import re

import altair as alt
import pytest

from lib.charts.cartography import choropleth, deck_map, projection
from lib.charts.chart_data import decode_rows
from lib.charts.map.layers import SELECTION
from lib.charts.map.own_label import GAP, LINE_HEIGHT, place_own_label
from lib.charts.registry import draw
from lib.common import theme
from lib.common.letter_widths import BOLD, text_width
from lib.common.theme import LIGHT
from lib.exports import images
from lib.model.view import View
from tests.charts.specs import all_text


@pytest.mark.parametrize("name", ("map.national", "map.region"))
def test_maps_can_be_drawn_for_a_province_without_a_score(build, name):
    figure = build(name, View(province="74"))
    assert "Bình Dương" in figure.title
    alt.LayerChart.validate(figure.spec)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", ["map.national", "overview.country"])
def test_every_national_map_names_both_archipelagos(dataset, build, name, lang):
    text = all_text(build(name, View(lang=lang)))
    assert "Hoàng Sa" in text and "Trường Sa" in text
    if name == "map.national":
        assert all(island in text for island in dataset.tables.islands["name_vi"])


def test_the_interactive_map_names_both_archipelagos(dataset):
    text = deck_map.build_deck(dataset, View()).to_json()
    assert "Quần đảo Hoàng Sa\\n(Đà Nẵng)" in text and "Quần đảo Trường Sa\\n(Khánh Hòa)" in text
    assert len(text.encode()) < 120_000
    assert "http" not in text  # no tiles, no style from elsewhere


@pytest.mark.parametrize(
    ("view", "value"),
    [
        (View(), "46/63"),
        (View(paint="change"), "+1,02"),
        (View(province="74"), ""),
        (View(year=2011, province="01", paint="change"), "–"),
    ],
)
def test_both_maps_write_the_same_value_below_the_name(dataset, view, value):
    (label,) = decode_rows(draw("map.national", dataset, view).data["view"])
    own = next(
        layer for layer in deck_map.build_deck(dataset, view).layers if layer.id == "own-name"
    )
    name = dataset.province_name(view.province, "vi")
    expected = f"{name} {value}".strip()
    assert " ".join(label["text"].split()) == expected
    assert " ".join(own.data[0]["text"].split()) == expected


def test_a_region_that_owns_the_archipelagos_shows_them(build):
    text = all_text(build("map.region", View(province="48")))
    assert "Hoàng Sa" in text and "Trường Sa" in text
    text = all_text(build("map.region", View(province="80")))
    assert "Hoàng Sa" not in text and "Trường Sa" not in text


def test_a_click_on_a_map_selects_a_province_by_its_code(build):
    (click,) = [p for p in build("map.national", View()).spec["params"] if "select" in p]
    assert click["name"] == SELECTION and click["select"]["fields"] == ["code"]


@pytest.mark.parametrize("province", ["02", "74"])  # without a successor of that code; unscored
def test_a_map_of_changes_can_be_drawn_for_any_province(build, province):
    figure = build("map.national", View(province=province, paint="change"))
    (label,) = decode_rows(figure.data["view"])
    name = {"02": "Hà Giang", "74": "Bình Dương"}[province]
    assert " ".join(label["text"].split()).startswith(name)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_labels_of_southern_estimates_stand_west_of_the_country(dataset, lang):
    # To their east lie other provinces and the name of Trường Sa.
    estimated = dataset.estimated_34
    for code in ("80", "82", "91", "92"):
        figure = draw("map.national", estimated, View(province=code, shown_units="34", lang=lang))
        (label,) = decode_rows(figure.data["view"])
        assert label["place"].split()[2] == "right"
        assert {"vi": "tính", "en": "est"}[lang] in label["text"]


def _land_of_others(dataset, province):
    features = dataset.tables.geojson["features"]
    return projection.land_rows(f for f in features if f["properties"]["code"] != province)


# px a degree, of the country's map on a phone and beside the key figures of a wide window.
@pytest.mark.parametrize("scale", [20, 40])
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("units", ["63", "34"])
def test_the_name_on_the_national_map_hides_no_other_province(dataset, units, lang, scale):
    shown = dataset.estimated_34 if units == "34" else dataset
    hidden = {}
    for code in shown.provinces.index:
        view = View(province=code, lang=lang, year=2024, shown_units=units)
        label = place_own_label(shown, view)
        lines = label["text"].split("\n")
        width = max(text_width(line, theme.TEXT_SIZE + 1, BOLD) for line in lines) / scale
        west = label["label_lon"] + (
            GAP / scale if label["align"] == "left" else -GAP / scale - width
        )
        top, bottom = label["lift"] + 13, label["lift"] - LINE_HEIGHT * (len(lines) - 1) - 4
        south, north = (label["label_lat"] + side / scale for side in (bottom, top))
        box = (west, south, west + width, north)
        share = projection.land_share(_land_of_others(shown, code), box)
        if share > 0.12:
            hidden[code] = round(share, 2)
        assert west > 101.6 and box[2] < 115.1 and south > 6.8 and north < 23.9
    assert hidden == {}


def test_a_name_apart_from_its_province_has_a_line_to_it(dataset):
    label = place_own_label(dataset, View(province="25", year=2024))
    assert label["text"].startswith("Phú")
    features = dataset.tables.geojson["features"]
    own = next(f for f in features if f["properties"]["code"] == "25")
    assert projection.land_around(
        own["geometry"]["coordinates"], label["to_lon"], (label["to_lat"],)
    )
    figure = draw("overview.country", dataset, View(province="25", year=2024))
    drawn = images.chart_svg(figure, dataset.tables.topojson, 358, 370, scale=1.0)
    lines = re.findall(rf'<line[^>]*stroke="{LIGHT.accent}"', drawn)
    assert len(lines) == 1
    beside = place_own_label(dataset, View(province="80", year=2024))
    assert beside["to_lon"] is None and beside["align"] == "right"


def test_painting_by_group(dataset):
    painting = choropleth.paint_map(dataset, View())
    assert len(painting.rows) == 63
    assert painting.missing == ["Quảng Ninh", "Bình Dương"]
    assert [item.detail for item in painting.legend][:4] == [
        "43,95–46,04 điểm · 16 địa phương",
        "42,33–43,76 điểm · 15 địa phương",
        "40,83–42,11 điểm · 15 địa phương",
        "38,97–40,82 điểm · 15 địa phương",
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


@pytest.mark.parametrize(
    ("year", "measure", "reason"),
    [
        (2018, "total", "Năm 2018 đã đổi thang điểm hoặc cách đo nên không so sánh được"),
        (2011, "total", "Trước năm 2011 chưa có điểm nên chưa có thay đổi"),
        (2011, "3", "Trước năm 2011 chưa có điểm nên chưa có thay đổi"),
        (2018, "7", "Trước năm 2018 chưa có điểm nên chưa có thay đổi"),
    ],
)
def test_a_map_of_changes_without_any_says_why_and_does_not_call_scores_missing(
    dataset, year, measure, reason
):
    view = View(paint="change", year=year, measure=measure)
    painting = choropleth.paint_map(dataset, view)
    scored = len(dataset.ranking(year, measure))
    labels = {item.label: item.detail for item in painting.legend}
    assert labels["Không so sánh được"] == f"{scored} địa phương"
    assert ("Không có số liệu" in labels) == (scored < 63)
    national, region = (draw(name, dataset, view) for name in ("map.national", "map.region"))
    assert reason in national.subtitle and region.subtitle.startswith(reason)
    assert region.alt.count(reason) == 1
    # The scores of the year are still told by the mouse.
    rows = decode_rows(national.data["provinces"])
    assert sum(row["score"] is not None for row in rows) == scored
    tooltips = choropleth.province_texts(dataset, view, painting.rows)
    assert (tooltips["change_text"] == "Không so sánh được").sum() == scored
    assert not tooltips["points"].isin(["Không so sánh được"]).any()


def test_a_map_of_changes_speaks_of_changes_and_counts_those_on_an_earlier_year(build):
    view = View(paint="change")
    national, region = build("map.national", view), build("map.region", view)
    assert "61/63 địa phương so sánh được, 2 địa phương trong số đó" in national.subtitle
    assert region.title.startswith("Long An +1,02 điểm, mức thay đổi cao thứ 2/13 trong vùng")
    assert "thay đổi điểm của từng địa phương: Sóc Trăng +2,76" in region.alt
    assert "Long An +1,02" in region.alt


@pytest.mark.parametrize("name", ["map.national", "map.region", "overview.country"])
def test_the_outline_of_the_chosen_province_has_no_spikes(dataset, name):
    """A mitred corner of Thừa Thiên Huế ran some 20 px out into the sea."""
    spec = draw(name, dataset, View(province="46")).spec
    marks = [layer["mark"] for layer in _layers(spec) if isinstance(layer["mark"], dict)]
    outlines = [
        mark for mark in marks if mark["type"] == "geoshape" and mark.get("filled") is False
    ]
    assert outlines and {mark.get("strokeJoin") for mark in outlines} == {"round"}


def _layers(spec):
    inner = spec.get("layer", [])
    return [spec] if not inner else [layer for part in inner for layer in _layers(part)]
