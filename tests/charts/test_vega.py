"""From Altair to Vega-Lite: inline tables, shared parts of layers, the language's numbers."""

import altair as alt
import numpy as np
import pandas as pd

from lib.charts import vega
from lib.common.theme import LIGHT


def finished(*layers, lang="vi", height=200, data=None):
    chart = alt.layer(*layers, data=data) if data is not None else alt.layer(*layers)
    return vega.finish_spec(chart, LIGHT, lang, height)


def test_a_table_is_text_with_its_types_and_without_what_is_missing():
    table = pd.DataFrame(
        {"code": ["01", "80"], "score": [1.5, np.nan], "rank": [1, 2], "own": [False, True]}
    )
    inline = vega.inline_data(table).to_dict()
    assert inline["values"] == "code,score,rank,own\n01,1.5,1,0\n80,,2,1\n"
    # Codes keep their zero; a flag is a number, for the text "False" would be true.
    assert inline["format"]["type"] == "csv"
    assert inline["format"]["parse"] == {"score": "number", "rank": "number", "own": "number"}


def test_a_table_with_lists_is_made_of_records():
    table = pd.DataFrame({"lines": [["a", "b"], ["c"]], "score": [np.nan, 2.0]})
    assert vega.inline_data(table).to_dict()["values"] == [
        {"lines": ["a", "b"], "score": None},
        {"lines": ["c"], "score": 2.0},
    ]


def test_neighbours_of_one_table_share_it_and_what_they_encode():
    data, other = vega.named_data("rows"), vega.named_data("others")
    x, y = alt.X("score:Q", title="điểm"), alt.Y("name:N")
    first = alt.Chart(data).mark_point().encode(x=x, y=y)
    second = alt.Chart(data).mark_text().encode(x=x, y=y, text="label:N")
    third = alt.Chart(other).mark_rule().encode(x=x)
    again = alt.Chart(data).mark_bar().encode(x=x, y=y)
    spec = finished(first, second, third, again)
    names = [layer["data"]["name"] for layer in spec["layer"]]
    assert names == ["rows", "others", "rows"]  # in the order in which they are drawn
    group = spec["layer"][0]
    assert [layer["mark"]["type"] for layer in group["layer"]] == ["point", "text"]
    assert spec["encoding"]["x"]["field"] == "score"  # common to all
    assert group["encoding"]["y"]["field"] == "name"
    assert "encoding" not in group["layer"][0]
    assert set(group["layer"][1]["encoding"]) == {"text"}
    assert "y" not in spec["layer"][1].get("encoding", {})


def test_a_single_layer_keeps_its_own_encoding():
    spec = finished(alt.Chart(vega.named_data("rows")).mark_point().encode(x="score:Q"))
    assert "encoding" not in spec and spec["layer"][0]["encoding"]["x"]["field"] == "score"


def test_only_the_steps_at_the_start_that_all_layers_take_are_shared():
    base = alt.Chart(vega.named_data("rows")).transform_filter("datum.a > 0")
    first = base.transform_calculate(b="1").mark_point().encode(x="b:Q")
    second = base.transform_calculate(c="2").mark_rule().encode(x="c:Q")
    group = finished(first, second)["layer"][0]
    assert group["transform"] == [{"filter": "datum.a > 0"}]
    assert [layer["transform"] for layer in group["layer"]] == [
        [{"calculate": "1", "as": "b"}],
        [{"calculate": "2", "as": "c"}],
    ]
    same = finished(base.mark_point().encode(x="b:Q"), base.mark_rule().encode(x="c:Q"))["layer"][0]
    assert same["transform"] == [{"filter": "datum.a > 0"}]
    assert all("transform" not in layer for layer in same["layer"])


def test_fields_that_differ_share_their_axis_and_constants_stay():
    axis = alt.Axis(grid=True)
    first = alt.Chart(vega.named_data("rows")).mark_point().encode(x=alt.X("a:Q", axis=axis))
    second = alt.Chart(vega.named_data("rows")).mark_rule().encode(x=alt.X("b:Q", axis=axis))
    third = alt.Chart(vega.named_data("rows")).mark_text().encode(x=alt.value(0))
    group = finished(first, second, third)["layer"][0]
    assert group["encoding"]["x"] == {"axis": {"grid": True}, "type": "quantitative"}
    own = [layer["encoding"]["x"] for layer in group["layer"]]
    assert own == [{"field": "a"}, {"field": "b"}, {"value": 0}]


def test_a_condition_is_nobodys_but_its_layers():
    chosen = alt.condition("datum.own", alt.value("red"), alt.value("grey"))
    first = alt.Chart(vega.named_data("rows")).mark_point().encode(color=chosen, x="a:Q")
    second = alt.Chart(vega.named_data("rows")).mark_rule().encode(color="kind:N", x="a:Q")
    group = finished(first, second)["layer"][0]
    assert set(group["encoding"]) == {"x"}  # what follows the color is shared all the same
    assert "condition" in group["layer"][0]["encoding"]["color"]
    assert group["layer"][1]["encoding"]["color"]["field"] == "kind"


def test_numbers_are_written_as_the_language_does():
    layer = alt.Chart(vega.named_data("rows")).mark_point().encode(x="a:Q")
    locale = finished(layer)["config"]["locale"]["number"]
    assert (locale["decimal"], locale["thousands"]) == (",", ".")
    assert "locale" not in finished(layer, lang="en")["config"]
    assert vega.number_expression("datum.a") == "format(datum.a, '.2f')"
    assert vega.number_expression("datum.a", 0, sign=True) == "format(datum.a, '+.0f')"


def test_a_phone_gets_its_own_value():
    assert vega.by_width(16, 13, 400) == "width < 400 ? 13 : 16"


def test_the_look_of_every_chart():
    spec = finished(alt.Chart(vega.named_data("rows")).mark_point().encode(x="a:Q"))
    config = spec["config"]
    assert config["background"] == "transparent" and config["view"] == {"stroke": None}
    # Screen readers get the description and the table; no mark shows internal names of fields.
    assert config["mark"] == {"aria": False, "tooltip": None} and config["axis"]["aria"] is False
    assert spec["height"] == 200 and "$schema" not in spec
    assert spec["autosize"] == {"type": "fit", "contains": "padding"}
    without = finished(alt.Chart(vega.named_data("rows")).mark_point().encode(x="a:Q"), height=None)
    assert "height" not in without and vega.with_height(without, 90)["height"] == 90


def test_a_map_has_no_axes():
    shapes = alt.layer(alt.Chart(vega.named_data("rows")).mark_geoshape())
    spec = vega.finish_spec(shapes.project(type="mercator"), LIGHT, "vi", 200)
    assert "axis" not in spec["config"] and "axis" in finished(*shapes.layer)["config"]


def test_values_of_the_view_come_with_a_table_that_nothing_draws():
    plain = finished(alt.Chart(vega.named_data("rows")).mark_point().encode(x="a:Q"))
    assert "params" not in plain and len(plain["layer"]) == 1
    domain = vega.view_domain("low", "high")
    layer = alt.Chart(vega.named_data("rows")).mark_point()
    spec = finished(layer.encode(x=alt.X("a:Q", scale=alt.Scale(domain=domain))))
    assert spec["params"][0] == {"name": "view", "expr": "data('view')[0]"}
    last = spec["layer"][-1]
    assert last["data"] == {"name": "view"} and last["transform"] == [{"filter": "false"}]
    assert "[view.low, view.high]" in str(spec["layer"][0])


def test_tooltips_of_some_fields_have_other_titles():
    node = {"layer": [{"tooltip": [{"field": "a", "title": "x"}, {"field": "b"}], "mark": "bar"}]}
    found = vega.with_tooltip_titles(node, {"a": "Điểm của Long An"})
    assert found["layer"][0]["tooltip"] == [
        {"field": "a", "title": "Điểm của Long An"},
        {"field": "b"},
    ]
    assert node["layer"][0]["tooltip"][0]["title"] == "x"  # a copy


def test_the_data_of_the_whole_chart_go_to_the_layers():
    layer = alt.Chart().mark_point().encode(x="a:Q")
    spec = finished(layer, layer.mark_rule(), data=vega.named_data("rows"))
    assert "data" not in spec and spec["layer"][0]["data"] == {"name": "rows"}
